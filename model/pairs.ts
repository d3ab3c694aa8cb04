/**
 * Clauses about two runs: the same calls again, the calls to one instance without the others, the same calls
 * with the arena elsewhere. Each needs one answer per history, so each counts one hit per history.
 */
import type { ClauseId, History, Relation } from '../spec/index.ts';
import { isSameReport } from './common.ts';
import type { Breach } from './model.ts';

export interface PairFinding {
  readonly hits: readonly ClauseId[];
  readonly breaches: readonly (Breach & { readonly at: number })[];
}

type Outcome = History['runs'][number]['steps'][number]['outcome'];

const NONE: PairFinding = { hits: [], breaches: [] };

/**
 * @clause common.call.deterministic
 * @clause common.instance.isolated
 * @clause heap.arena.translated
 * @clause paged.base.translated
 */
export function commonPairs({ family, runs, relation }: History): PairFinding {
  const [main, second] = runs;
  if (main === undefined || second === undefined || relation === undefined) return NONE;
  const clause = clauseOf(family, relation);
  if (clause === null || isFixed(relation, main, second)) return NONE;
  let index = 0;
  for (const [at, { instance, outcome, operation }] of main.steps.entries()) {
    if (relation.kind === 'alone' && instance !== relation.instance) continue;
    const other = second.steps[index]?.outcome;
    if (other === undefined) break;
    index += 1;
    if (relation.kind !== 'shift' && isSameReport(outcome, other)) continue;
    const [left, right] = [
      comparable(outcome, family, relation, 0),
      comparable(other, family, relation, 1),
    ];
    if (left !== right) {
      const because = `${operation.kind} answered ${left}, and ${right} when ${manner(relation)}`;
      return { hits: [clause], breaches: [{ clause, because, resumes: false, at }] };
    }
  }
  return { hits: [clause], breaches: [] };
}

function clauseOf(family: History['family'], relation: Relation): ClauseId | null {
  switch (relation.kind) {
    case 'repeat':
      return 'common.call.deterministic';
    case 'alone':
      return 'common.instance.isolated';
    case 'shift':
      return family === 'heap'
        ? 'heap.arena.translated'
        : family === 'paged'
          ? 'paged.base.translated'
          : null;
  }
}

/** A subject with a base of its own was not moved. */
function isFixed(
  relation: Relation,
  main: History['runs'][number],
  second: History['runs'][number],
): boolean {
  return (
    relation.kind === 'shift' && JSON.stringify(main.instances) === JSON.stringify(second.instances)
  );
}

function manner(relation: Relation): string {
  switch (relation.kind) {
    case 'repeat':
      return 'run again';
    case 'alone':
      return `instance ${relation.instance} was alone`;
    case 'shift':
      return `the base was moved by ${relation.by}`;
  }
}

/** What must be equal in both runs: everything, or for a shifted base what does not name a place. */
function comparable(
  outcome: Outcome,
  family: History['family'],
  relation: Relation,
  run: 0 | 1,
): string {
  if (relation.kind !== 'shift') return JSON.stringify(outcome);
  if (family === 'heap')
    return outcome.status === 'done' || outcome.status === 'rejected' ? 'dealloc' : outcome.status;
  if (outcome.status === 'granted' && 'position' in outcome) {
    return JSON.stringify({ ...outcome, position: outcome.position - run * relation.by });
  }
  return outcome.status === 'observed' ? 'observed' : JSON.stringify(outcome);
}
