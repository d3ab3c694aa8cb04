/**
 * Runs of bits in 32-bit words. Bit `i` is bit `i % 32` of word `i / 32`, the lowest bit first.
 *
 *     word 0    31 .................... 1 0
 *     word 1    63 ................... 33 32     the run 30 .. 33 is the two highest bits of word 0
 *                                                and the two lowest of word 1
 *
 * Costs: a run of n bits takes n / 32 steps; inside a word, `longestOnes` takes as many steps as
 * its answer and `lowestOnes` the logarithm of its count.
 */

export const CLEAR = 0;
export const SET = -1;
export type Bit = typeof CLEAR | typeof SET;

export function writeBits(words: Int32Array, first: number, count: number, bit: Bit): void {
  const last = first + count - 1;
  for (let word = first >>> 5; word <= last >>> 5; word++) {
    const mask = maskOf(word, first, last);
    words[word] = (words[word]! & ~mask) | (bit & mask);
  }
}

export function bitsAre(words: Int32Array, first: number, count: number, bit: Bit): boolean {
  const last = first + count - 1;
  for (let word = first >>> 5; word <= last >>> 5; word++) {
    if (((words[word]! ^ bit) & maskOf(word, first, last)) !== 0) return false;
  }
  return true;
}

/** The length of the longest run of ones in a word: each step takes the last one off every run. */
export function longestOnes(word: number): number {
  let length = 0;
  for (let rest = word; rest !== 0; rest &= rest >>> 1) length++;
  return length;
}

/** Where the lowest run of `count` ones begins in a word that has one. */
export function lowestOnes(word: number, count: number): number {
  let starts = word;
  // `starts` are the bits from which `length` ones follow; two such runs end to end make a longer
  // one.
  for (let length = 1; length < count; ) {
    const step = Math.min(length, count - length);
    starts &= starts >>> step;
    length += step;
  }
  return trailingZeros(starts);
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
