/** Tables of histories, of which the tests of every model consist. A title begins with a clause. */
import { expect, it } from 'vitest';
import { CLAUSES, type ClauseId, type Family, type FamilyTypes } from '../spec/index.ts';
import { type Model, step } from './model.ts';

/** What the last step of a history reaches and breaks, and where an earlier one broke something. */
export interface Judged<State> {
  readonly hits: readonly ClauseId[];
  readonly breaches: ReadonlyMap<ClauseId, string>;
  readonly early: string;
  /** The one after that step. */
  readonly state: State;
}

/** Judges calls and what came back, one after another. */
export function judgedSteps<F extends Family, State>(
  model: Model<F, State>,
  start: State,
  steps: Iterable<readonly [FamilyTypes[F]['operation'], FamilyTypes[F]['outcome']]>,
  clauses: ReadonlySet<ClauseId>,
): Judged<State> {
  let state = start;
  let early = '';
  let last: Pick<Judged<State>, 'hits' | 'breaches'> = { hits: [], breaches: new Map() };
  for (const [operation, outcome] of steps) {
    if (last.breaches.size > 0) early = [...last.breaches].join('; ');
    const { next, hits, breaches } = step(model, state, operation, outcome, clauses);
    state = next;
    last = { hits, breaches: new Map(breaches.map(({ clause, because }) => [clause, because])) };
  }
  return { ...last, early, state };
}

/** The entries of a table: what they show, the history, and what the judge says of it. */
export const casesOf = (table: string) =>
  table
    .trim()
    .split('\n\n')
    .map((entry) => {
      const [title = '', history = '', because = ''] = entry.split('\n');
      const clause = CLAUSES.find(({ id }) => id === title.split(' ')[0])?.id;
      return { title, clause, history, because };
    });

/** A test for each entry of both tables; histories are in the notation of their family. */
export function itJudges(
  judged: (history: string) => Judged<unknown>,
  { rejects, accepts }: { readonly rejects: string; readonly accepts: string },
): void {
  it.each(casesOf(rejects))('$title', ({ clause, history, because }) => {
    const { hits, breaches, early } = judged(history);
    expect(early).toBe('');
    expect(hits).toContain(clause);
    expect(clause && breaches.get(clause)).toContain(because);
  });

  it.each(casesOf(accepts))('$title', ({ clause, history }) => {
    const { hits, breaches, early } = judged(history);
    expect(early).toBe('');
    expect([...breaches]).toEqual([]);
    expect(hits).toContain(clause);
  });
}
