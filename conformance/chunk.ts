/**
 * A chunk: some cases that follow from one seed and from nothing that was run before. So chunks can be run
 * in any order and by anybody, and what they show is put together afterwards.
 */
import fc from 'fast-check';
import type { ClauseId, Family } from '../spec/index.ts';
import type { Executor } from './execute.ts';
import type { Case, Kit } from './kit.ts';
import { type Failing, recordCase } from './record.ts';

export interface ChunkOrder {
  readonly seed: number;
  readonly judged: ReadonlySet<ClauseId>;
}

/** What all cases of a chunk show together, or why they were not all run. */
export type Chunk<F extends Family = Family> =
  | {
      readonly ok: true;
      readonly histories: number;
      readonly operations: number;
      readonly hits: ReadonlyMap<ClauseId, number>;
      /** The first of each clause and signature, as they came. */
      readonly failing: readonly Failing<F>[];
    }
  | { readonly ok: false; readonly problem: string };

/** Whoever runs chunks before their turn, and answers what they show in the order of the orders. */
export interface Ahead<F extends Family = Family> {
  ahead(orders: Iterable<ChunkOrder>): AsyncIterator<Chunk<F>>;
}

/** Cases. */
export const CHUNK = 16;

/** Different for every chunk, and 32 bits as fast-check wants it. */
export const chunkSeed = (seed: number, chunk: number): number =>
  (Math.imul(chunk + 1, 0x9e3779b1) ^ seed) | 0;

/** Runs every case of a chunk once. Nothing is shrunk, whatever breaks. */
export async function checkChunk<F extends Family>(
  kit: Kit<F>,
  executor: Executor<F>,
  cases: fc.Arbitrary<Case<F>>,
  { seed, judged }: ChunkOrder,
): Promise<Chunk<F>> {
  let histories = 0;
  let operations = 0;
  let problem: string | null = null;
  const hits = new Map<ClauseId, number>();
  const failing = new Map<string, Failing<F>>();
  const property = fc.asyncProperty(cases, async (case_) => {
    const recorded = await recordCase(kit, executor, case_, judged);
    if ('problem' in recorded) {
      problem = recorded.problem;
      return false;
    }
    const { history, judgement } = recorded;
    histories++;
    for (const { steps } of history.runs) operations += steps.length;
    for (const [clause, count] of judgement.hits) hits.set(clause, (hits.get(clause) ?? 0) + count);
    for (const breach of judgement.breaches) {
      const key = `${breach.clause} ${breach.signature}`;
      if (!failing.has(key)) failing.set(key, { case_, history, breach });
    }
    return true;
  });
  await fc.check(property, { seed, numRuns: CHUNK, endOnFailure: true });
  if (problem !== null) return { ok: false, problem };
  return { ok: true, histories, operations, hits, failing: [...failing.values()] };
}
