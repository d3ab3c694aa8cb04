/**
 * Sets of frames are bit sets, and a run is the set of its frames.
 *
 *     frames   0 1 2 3 4 5            0b011010: the runs 0b000010 and 0b011000,
 *     set      . 1 . 3 4 .            or three runs of a frame each
 */

export type Frames = number;

/** Not empty, and without gaps. */
export type Run = Frames;

/** Sets stay small integers, and contents too, which take two bits a frame. */
export const MOST_FRAMES = 12;

const SETS = 1 << MOST_FRAMES;
const COUNTS = new Uint8Array(SETS);
const PAIRS = new Int32Array(SETS);
for (let set = 1; set < SETS; set++) {
  COUNTS[set] = COUNTS[set >> 1]! + (set & 1);
  PAIRS[set] = (PAIRS[set >> 1]! << 2) | (set & 1 ? 3 : 0);
}

export function countOf(set: Frames): number {
  return COUNTS[set]!;
}

/** Two bits for each frame of the set: a mask over contents. */
export function pairsOf(set: Frames): number {
  return PAIRS[set]!;
}

export function runAt(first: number, count: number): Run {
  return ((1 << count) - 1) << first;
}

export function firstOf(run: Run): number {
  return 31 - Math.clz32(run & -run);
}

/** One above the highest frame; 0 if the set is empty. */
export function endOf(set: Frames): number {
  return 32 - Math.clz32(set);
}

export function isRun(set: Frames): boolean {
  return set > 0 && ((set + (set & -set)) & set) === 0;
}

export function union(runs: readonly Run[]): Frames {
  let set = 0;
  for (const run of runs) set |= run;
  return set;
}

export function sameRuns(some: readonly Run[], others: readonly Run[]): boolean {
  return (
    some === others ||
    (some.length === others.length && some.every((run, index) => run === others[index]))
  );
}
