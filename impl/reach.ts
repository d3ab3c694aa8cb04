/**
 * Finds the lowest word in which a run of n frames begins, for n up to 32.
 *
 *     words        [ 0 ][ 1 ][ 2 ][ 3 ] ... [ 31 ]     of a group
 *     reach          7    32   3    9          4       the longest run that begins in the word,
 *                                                      at most 32
 *     step 3         0    1    0    1          0       reach is at least 9;  step k: 4 k - 3
 *     rest 2         1    0    1    0          0       what is over a step is at least 2 of 3
 *
 * A reach of at least 11, which is 2 over step 3, have the words of step 4 and those of step 3 that
 * are also of rest 2. So 32 words are compared at once, and a new reach is written without a branch.
 * A summary says in which groups a step may have a word: that is looked up in one go for each 2^15
 * frames.
 */
import { trailingZeros } from './bits.ts';

export const REACH_MAX = 32;

const STEPS = 8;
const RESTS = 3;
/** Integers of a group: steps 1 to 9, of which the last has no words, and rests 0, of all, to 3. */
const GROUP = 16;
const REST = STEPS + 1;

export class Reach {
  readonly #reach: Uint8Array;
  readonly #groups: Int32Array;
  /** Eight integers for each 32 groups: a bit for a group that may have words of the step. */
  readonly #summary: Int32Array;

  constructor(wordCount: number) {
    const groupCount = Math.ceil(wordCount / 32);
    this.#reach = new Uint8Array(wordCount);
    this.#groups = new Int32Array(GROUP * groupCount);
    this.#summary = new Int32Array(STEPS * Math.ceil(groupCount / 32));
    for (let group = 0; group < groupCount; group++) this.#groups[GROUP * group + REST] = -1;
  }

  /** All that changes. */
  *fingerprint(): Iterable<number> {
    yield* this.#reach;
    yield* this.#groups;
    yield* this.#summary;
  }

  set(word: number, reach: number): void {
    if (reach === this.#reach[word]) return;
    this.#reach[word] = reach;
    const groups = this.#groups;
    const summary = this.#summary;
    const group = word >>> 5;
    const bit = 1 << word;
    const groupBit = 1 << group;
    const steps = (reach + 3) >>> 2;
    const rest = (reach + 3) & 3;
    const own = GROUP * group;
    const above = STEPS * (group >>> 5);
    for (let step = 0; step < STEPS; step++) {
      const has = (step - steps) >> 31;
      groups[own + step] = (groups[own + step]! & ~bit) | (bit & has);
      summary[above + step]! |= groupBit & has;
    }
    for (let at = 1; at <= RESTS; at++) {
      const has = (at - 1 - rest) >> 31;
      groups[own + REST + at] = (groups[own + REST + at]! & ~bit) | (bit & has);
    }
  }

  /** The lowest word whose reach is at least `count`, which is from 1 to 32; -1 if there is none. */
  lowest(count: number): number {
    const groups = this.#groups;
    const summary = this.#summary;
    const step = ((count + 3) >>> 2) - 1;
    const rest = REST + ((count + 3) & 3);
    for (let at = step; at < summary.length; at += STEPS) {
      for (let left = summary[at]!; left !== 0; left &= left - 1) {
        const group = 4 * (at - step) + trailingZeros(left);
        const own = GROUP * group;
        const some = groups[own + step]!;
        const words = groups[own + step + 1]! | (some & groups[own + rest]!);
        if (words !== 0) return 32 * group + trailingZeros(words);
        // Bits of the summary are only taken back here, where they mislead.
        if (some === 0) summary[at]! &= ~(left & -left);
      }
    }
    return -1;
  }
}
