/**
 * What evidence has to show. Each gate answers with complaints: the clause, what is lacking, and how it is
 * mended. No complaint means that the gate is passed.
 */
import { familyOf, TARGETS, type Target } from '../fault.ts';
import { WITHOUT_FAULT } from '../without-fault.ts';
import { type Evidence, isTestable } from './evidence.ts';

/** A MUST needs a fault in every allocator that it binds, a SHOULD in one of them. */
export function withoutKiller(evidence: readonly Evidence[], seeds: number): string[] {
  const testable = evidence.filter((each) => isTestable(each) && each.clause.level !== 'MAY');
  return testable.flatMap(({ clause, own }) => {
    const { id, level, families } = clause;
    const killed = own.filter((fault) => fault.killed === seeds);
    const bound = TARGETS.filter((target) => families.includes(familyOf(target)));
    const lacking = bound.filter(
      (target) =>
        WITHOUT_FAULT[target][id] === undefined && killed.every((fault) => fault.target !== target),
    );
    const isLacking = level === 'MUST' ? lacking.length > 0 : killed.length === 0;
    return isLacking ? [complaint(id, lacking)] : [];
  });
}

const complaint = (id: string, lacking: readonly Target[]): string =>
  `${id} kills no fault of ${lacking.join(', ')} at every seed: add one to the table of ` +
  'mutation/ and run `npm run mutate:faults`, or mend the generators so that it is found';

/** The antecedent must have been true on some sound subject, or in a scope. */
export const nowhereReached = (evidence: readonly Evidence[]): string[] =>
  evidence
    .filter(isTestable)
    .filter(
      ({ met, explored }) =>
        explored.length === 0 &&
        met.every(({ kind, hits }) => kind === 'third party' || hits === 0),
    )
    .map(
      ({ clause }) =>
        `${clause.id} is nowhere reached: give the generators of conformance/ a scenario that makes ` +
        'its antecedent true, or the explorer a scope, and run `npm run evidence:hits`',
    );

/** No allocator that is taken to be sound may break a clause. */
export const uncleanRows = (evidence: readonly Evidence[]): string[] =>
  evidence.flatMap(({ clause, met }) =>
    met
      .filter(({ kind, breaks }) => kind !== 'third party' && breaks.length > 0)
      .map(
        ({ subject, breaks }) =>
          `${clause.id} is broken by ${subject}, which has no fault in it (${breaks.join('; ')}): ` +
          `the allocator or the predicate is wrong; \`allocspec run --clause ${clause.id}\` shows it`,
      ),
  );

/** What has a predicate has a history that the judge of the model rejects or accepts. */
export const withoutHistory = (evidence: readonly Evidence[]): string[] =>
  evidence
    .filter((each) => isTestable(each) && each.tests.length === 0)
    .map(
      ({ clause }) =>
        `${clause.id} has no history in the tests of model/: write one whose title begins with its id`,
    );

/** Sources are spliced from under the tag of the clause. */
export const withoutPredicate = (evidence: readonly Evidence[]): string[] =>
  evidence
    .filter((each) => isTestable(each) && each.predicates.length === 0)
    .map(({ clause }) => `${clause.id} has no predicate under a @clause tag in model/`);
