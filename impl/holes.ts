/**
 * Finds holes by size, files and unfiles them (see shadow.ts for the words, the size classes, and
 * the maps that say which of them have holes). Every step is O(1).
 */
import * as shadow from './shadow.ts';

// The engine folds constants of this module into the code, but reads those of others at each use.
const { HOLE, LINK, BLOCK_COUNT, MAP, RINGS, SINGLE, SUMMARY, TAKEN, TOP } = shadow;

/** The granules of a hole, given its first or its last word. */
export function holeSize(word: number): number {
  return (word & SINGLE) !== 0 ? 1 : word & LINK;
}

/**
 * Makes a block of `count` granules and answers its first word, or 0 if there is no room for it. It
 * is cut from the end of a hole that is surely large enough, so that what is left stays where it
 * is, or else from the top.
 *
 * It is written out, and so too long for the engine to copy into every `alloc`: what it copies
 * there is the short way through the cache.
 */
export function take(words: Int32Array, count: number, end: number): number {
  // The first class of which each hole has at least `count` granules.
  const shift = 26 - Math.clz32(count | 32);
  const ample = count + (1 << shift) - 1;
  const ampleShift = 26 - Math.clz32(ample | 32);
  const above = (ampleShift << 5) + (ample >>> ampleShift);
  let index = above >>> 5;
  let bits = words[MAP + index]! & (-1 << above);
  while (bits === 0) {
    const rest = words[SUMMARY]! & (-2 << index);
    if (rest === 0) {
      const start = words[TOP]!;
      if (end - start < 2 * count) return 0;
      words[TOP] = start + 2 * count;
      words[start + 2 * count - 1] = 0;
      words[start] = count;
      words[TAKEN]! += count;
      words[BLOCK_COUNT]!++;
      return start;
    }
    index = 31 - Math.clz32(rest & -rest);
    bits = words[MAP + index]!;
    // Bits of the summary are only taken back here, where they mislead.
    if (bits === 0) words[SUMMARY]! &= ~(1 << index);
  }
  const sizeClass = (index << 5) + 31 - Math.clz32(bits & -bits);
  const hole = words[RINGS + 4 * sizeClass + 1]!;
  const size = holeSize(words[hole]!);
  const rest = size - count;
  unlink(words, hole, size);
  if (rest > 0) link(words, hole, rest);
  const start = hole + 2 * rest;
  words[start + 2 * count - 1] = 0;
  words[start] = count;
  words[TAKEN]! += count;
  words[BLOCK_COUNT]!++;
  return start;
}

/** The same for a hole of just that many granules. */
export function takeExact(words: Int32Array, count: number): number {
  const ring = RINGS + 4 * count;
  const hole = words[ring + 1]!;
  if (hole === ring) return 0;
  unlink(words, hole, count);
  return claim(words, hole, count);
}

/** Makes these granules a live block. */
export function claim(words: Int32Array, start: number, count: number): number {
  mark(words, start, count);
  words[TAKEN]! += count;
  words[BLOCK_COUNT]!++;
  return start;
}

/** Writes the two words that make these granules a block. */
export function mark(words: Int32Array, start: number, count: number): void {
  words[start + 2 * count - 1] = 0;
  words[start] = count;
}

/** Makes a block part of one hole with its neighbours, or of the top. O(1). */
export function release(words: Int32Array, start: number, count: number): void {
  words[TAKEN]! -= count;
  const end = start + 2 * count;
  const left = words[start - 1]!;
  let first = start;
  let size = count;
  if (left < 0) {
    const more = holeSize(left);
    words[start] = 0;
    first -= 2 * more;
    size += more;
    unlink(words, first, more);
  }
  if (end === words[TOP]!) {
    words[TOP] = first;
    words[first] = 0;
    return;
  }
  const right = words[end]!;
  if (right < 0) {
    const more = holeSize(right);
    size += more;
    unlink(words, end, more);
  }
  link(words, first, size);
}

/** Marks `count` granules from `start` on as a hole, and puts it into the ring of its class. */
export function link(words: Int32Array, start: number, count: number): void {
  const sizeClass = classOf(count);
  const index = sizeClass >>> 5;
  const bits = words[MAP + index]!;
  words[MAP + index] = bits | (1 << sizeClass);
  if (bits === 0) words[SUMMARY]! |= 1 << index;
  const ring = RINGS + 4 * sizeClass;
  const next = words[ring + 1]!;
  words[ring + 1] = start;
  if (count === 1) {
    if (next !== ring) words[next + 1] = HOLE | SINGLE | start;
    words[start] = HOLE | SINGLE | next;
    words[start + 1] = HOLE | SINGLE | ring;
  } else {
    words[next + 2] = HOLE | start;
    words[start] = HOLE | count;
    words[start + 1] = next;
    words[start + 2] = HOLE | ring;
    words[start + 2 * count - 1] = HOLE | count;
  }
}

/** Takes the hole of `count` granules at `start` out of its ring. Its words stay as they are. */
export function unlink(words: Int32Array, start: number, count: number): void {
  if (count === 1) {
    unlinkSingle(words, start);
    return;
  }
  const next = words[start + 1]!;
  const previous = words[start + 2]! & LINK;
  words[previous + 1] = next;
  words[next + 2] = HOLE | previous;
  if (next === previous) empty(words, next);
}

function unlinkSingle(words: Int32Array, start: number): void {
  const ring = RINGS + 4;
  const next = words[start]! & LINK;
  const previous = words[start + 1]! & LINK;
  if (previous === ring) words[ring + 1] = next;
  else words[previous] = HOLE | SINGLE | next;
  if (next !== ring) words[next + 1] = HOLE | SINGLE | previous;
  if (next === previous) empty(words, next);
}

/** The two ends of a ring are the same only if it is the ring itself. */
function empty(words: Int32Array, ring: number): void {
  const sizeClass = (ring - RINGS) >>> 2;
  words[MAP + (sizeClass >>> 5)]! &= ~(1 << sizeClass);
}

/** A class ignores as many low bits of a size as `shift` says. */
export function classOf(count: number): number {
  const shift = 26 - Math.clz32(count | 32);
  return (shift << 5) + (count >>> shift);
}
