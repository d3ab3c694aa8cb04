/**
 * Runs of bits in 32-bit words. Bit `i` is bit `i % 32` of word `i / 32`, the lowest bit first.
 *
 *     word 0    31 .................... 1 0
 *     word 1    63 ................... 33 32     the run 30 .. 33 is the two highest bits of word 0
 *                                                and the two lowest of word 1
 *
 * Costs: a run of n bits takes n / 32 steps; inside a word all take a few steps, whatever they find.
 */

export const CLEAR = 0;
export const SET = -1;
export type Bit = typeof CLEAR | typeof SET;

export function writeBits(words: Int32Array, first: number, count: number, bit: Bit): void {
  const last = first + count - 1;
  const end = last >>> 5;
  // The bits of a word from `first` on, of those behind all.
  let mask = -1 << first;
  for (let word = first >>> 5; word < end; word++) {
    words[word] = (words[word]! & ~mask) | (bit & mask);
    mask = -1;
  }
  mask &= -1 >>> (31 - (last & 31));
  words[end] = (words[end]! & ~mask) | (bit & mask);
}

export function bitsAre(words: Int32Array, first: number, count: number, bit: Bit): boolean {
  const last = first + count - 1;
  for (let word = first >>> 5; word <= last >>> 5; word++) {
    if (((words[word]! ^ bit) & maskOf(word, first, last)) !== 0) return false;
  }
  return true;
}

/** The length of the longest run of ones in a word. */
export function longestOnes(word: number): number {
  if (word === -1) return 32;
  // Where runs of at least 2, 4, 8 and 16 ones begin: two runs end to end make a longer one.
  const twos = word & (word >>> 1);
  const fours = twos & (twos >>> 2);
  const eights = fours & (fours >>> 4);
  const sixteens = eights & (eights >>> 8);
  // The digits of the length, the highest first; `starts` is where runs of at least `length` begin.
  // No branches: which way they go could not be foreseen.
  let found = allOnesIfAny(sixteens);
  let length = 16 & found;
  let starts = sixteens | ~found;
  let longer = starts & (eights >>> length);
  found = allOnesIfAny(longer);
  length += 8 & found;
  starts = longer | (starts & ~found);
  longer = starts & (fours >>> length);
  found = allOnesIfAny(longer);
  length += 4 & found;
  starts = longer | (starts & ~found);
  longer = starts & (twos >>> length);
  found = allOnesIfAny(longer);
  length += 2 & found;
  starts = longer | (starts & ~found);
  return length + (1 & allOnesIfAny(starts & (word >>> length)));
}

function allOnesIfAny(word: number): number {
  return (word | -word) >> 31;
}

/** The bits of the word with which runs of `count` ones begin, up to 32. */
export function onesFrom(word: number, count: number): number {
  // Two runs of `length` that overlap or touch make a longer one. Five times is enough for 32, and a
  // loop that ends earlier could not be foreseen.
  let length = Math.min(2, count);
  let starts = word & (word >>> (length - 1));
  let step = Math.min(length, count - length);
  starts &= starts >>> step;
  length += step;
  step = Math.min(length, count - length);
  starts &= starts >>> step;
  length += step;
  step = Math.min(length, count - length);
  starts &= starts >>> step;
  length += step;
  return starts & (starts >>> (count - length));
}

/** 32 for the word 0. */
export function trailingZeros(word: number): number {
  return 32 - Math.clz32(~word & (word - 1));
}

/** The bits of the word that lie between `first` and `last`. */
function maskOf(word: number, first: number, last: number): number {
  const low = Math.max(first - word * 32, 0);
  const high = Math.min(last - word * 32, 31);
  return (-1 << low) & (-1 >>> (31 - high));
}
