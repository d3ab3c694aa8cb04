/** The judge: a history in, what it reaches and what it breaks out. It calls nothing and remembers nothing. */
import { commonPairs, step } from '../model/index.ts';
import type { ClauseId, Family, FamilyTypes, History } from '../spec/index.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';

export interface BreachAt {
  readonly clause: ClauseId;
  readonly because: string;
  /** Equal for breaches that differ in numbers only. */
  readonly signature: string;
  readonly run: number;
  readonly step: number;
}

export interface Judgement {
  /** The clauses reached, once for each time. */
  readonly hits: readonly ClauseId[];
  readonly breaches: readonly BreachAt[];
}

/**
 * Judges the first run of a history step by step, and the second one against it. Judging stops at a breach
 * after which the model no longer knows what the subject holds.
 */
export function judge(history: History, applies: ReadonlySet<ClauseId>): Judgement {
  const hits: ClauseId[] = [];
  const breaches: BreachAt[] = [];
  const kit: Kit<Family> = kits[history.family];
  const [main] = history.runs;
  if (main === undefined) return { hits, breaches };
  const states = main.instances.map((config) => kit.model.initial(config, history.answers));
  for (const [at, { instance, operation, outcome }] of main.steps.entries()) {
    const verdict = step(kit.model, states[instance], operation, outcome, applies);
    states[instance] = verdict.next;
    for (const clause of verdict.hits) hits.push(clause);
    for (const { clause, because } of verdict.breaches) {
      breaches.push({ clause, because, signature: signatureOf(operation, because), run: 0, step: at });
    }
    if (verdict.breaches.some(({ resumes }) => !resumes)) return { hits, breaches };
  }
  const pairs = commonPairs(history);
  for (const clause of pairs.hits) if (applies.has(clause)) hits.push(clause);
  for (const { clause, because, at } of pairs.breaches) {
    if (!applies.has(clause)) continue;
    const operation = main.steps[at]?.operation;
    breaches.push({ clause, because, signature: signatureOf(operation, because), run: 1, step: at });
  }
  return { hits, breaches };
}

/** The breach without its numbers and its quoted reports. */
function signatureOf(operation: FamilyTypes[Family]['operation'] | undefined, because: string): string {
  const shape = because
    .replace(/\{.*\}|".*"/g, '{}')
    .replace(/-?\d+(\.\d+)?/g, '#')
    .slice(0, 120);
  return `${operation?.kind ?? 'call'}: ${shape}`;
}
