/**
 * What an operation costs as the heap grows: 100 to a million live blocks of 16..1024 B in arenas
 * of 128 KiB to 1 GiB, a random block replaced.
 *
 * A larger heap is slower even if it takes no more steps, for its words are no longer in the cache.
 * So beside it runs a plain access: one added to a random one of as many words, spread over as many
 * bytes as the bookkeeping takes. What the heap slows down beyond that is its own.
 */
import { apart } from './apart.ts';
import type { Entry } from './harness.ts';
import { integers } from './random.ts';
import type { Target } from './targets/target.ts';
import { heapContender, randomReplacement } from './workloads.ts';

export const SCALING_SEED = 9;
export const LIVE_COUNTS = [100, 1_000, 10_000, 100_000, 1_000_000];

/** The lowest power of two with 1 KiB for each block. */
export function arenaBytes(live: number): number {
  return 2 ** Math.ceil(Math.log2(live * 1024));
}

/** Long enough for every block to have its turn. */
function tableLength(live: number): number {
  return Math.max(65_521, 2 * live + 1);
}

export function scalingEntries(target: Target, live: number): Entry[] {
  const workload = randomReplacement(`${live}`, live);
  return [
    {
      name: target.name,
      begin: () => heapContender(workload, target.open(arenaBytes(live))),
    },
    {
      name: 'plain access',
      begin() {
        const bytes = target.open(arenaBytes(live)).metadataBytes?.() ?? arenaBytes(live) / 2;
        const words = new Int32Array(bytes / 4);
        const spread = Math.floor(words.length / live);
        const places = integers(SCALING_SEED, tableLength(live), 0, live - 1);
        for (let index = 0; index < places.length; index++) places[index] = places[index]! * spread;
        const loop = apart(touch);
        // The first access to a page is dearer than all others.
        let next = touch(words, places, 0, places.length);
        return {
          run(steps) {
            next = loop(words, places, next, steps);
            return steps;
          },
        };
      },
    },
  ];
}

function touch(words: Int32Array, places: Int32Array, from: number, steps: number): number {
  let next = from;
  for (let step = 0; step < steps; step++) {
    const place = places[next]!;
    words[place] = words[place]! + 1;
    if (++next === places.length) next = 0;
  }
  return next;
}
