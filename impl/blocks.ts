/**
 * What is done with blocks and holes beside the two steps of holes.ts: at an alignment, in place,
 * all at once. All positions are indices of words in the shadow (see shadow.ts), all counts are
 * granules.
 *
 *     takeAligned     |      hole       |   ->    | hole |    block    | hole |
 *     shrink, grow    |  block   | hole |  <->    | block  |      hole      |
 *     flush           cached blocks become holes, joined with their neighbours
 */
import { claim, classOf, holeSize, link, mark, release, take, unlink } from './holes.ts';
import * as shadow from './shadow.ts';

const { BLOCK_COUNT, CACHE, CACHE_SIZES, CACHED, GRANULE_COUNT_MAX, IN_CACHE, LINK } = shadow;
const { RINGS, SHADOW, SINGLE, TAKEN, TOP } = shadow;

/** Whether this is the first word of a live block. */
export function isLive(word: number): boolean {
  return (word - 1) >>> 0 < CACHED - 1;
}

/**
 * Makes a block of `count` granules, the first of them a multiple of `align`, and answers its first
 * word, or 0 if there is no room for it. The granule of word 0 has the number `origin`.
 *
 * O(1) where there is room to spare. Else every hole that may do is looked at, so that no request
 * is refused for which there is a hole.
 */
export function takeAligned(
  words: Int32Array,
  count: number,
  align: number,
  origin: number,
  end: number,
): number {
  const ample = count + align - 1;
  const start = ample <= GRANULE_COUNT_MAX ? take(words, ample, end) : 0;
  if (start !== 0) return trim(words, start, ample, alignUp(start, align, origin), count);
  const hole = findAligned(words, count, align, origin);
  if (hole !== 0) {
    const size = holeSize(words[hole]!);
    unlink(words, hole, size);
    claim(words, hole, size);
    return trim(words, hole, size, alignUp(hole, align, origin), count);
  }
  const top = words[TOP]!;
  const from = alignUp(top, align, origin);
  if (from + 2 * count > end) return 0;
  words[TOP] = from + 2 * count;
  claim(words, top, (from - top) / 2 + count);
  return trim(words, top, (from - top) / 2 + count, from, count);
}

/** Gives back what lies before and behind the `kept` granules from `from` on. */
function trim(words: Int32Array, start: number, count: number, from: number, kept: number): number {
  const before = (from - start) / 2;
  const behind = count - before - kept;
  mark(words, from, kept);
  if (before > 0) release(words, start, before);
  if (behind > 0) release(words, from + 2 * kept, behind);
  return from;
}

/** A hole with room for `count` granules of which the first is a multiple of `align`, or 0. */
function findAligned(words: Int32Array, count: number, align: number, origin: number): number {
  const last = RINGS + 4 * classOf(Math.min(count + align - 1, GRANULE_COUNT_MAX));
  for (let ring = RINGS + 4 * classOf(count); ring <= last; ring += 4) {
    for (let hole = words[ring + 1]!; hole !== ring; hole = nextHole(words, hole)) {
      const from = alignUp(hole, align, origin);
      if (from + 2 * count <= hole + 2 * holeSize(words[hole]!)) return hole;
    }
  }
  return 0;
}

/**
 * The first index from this one on at which a granule begins whose number is a multiple of `align`.
 */
function alignUp(index: number, align: number, origin: number): number {
  return (Math.ceil((origin + index / 2) / align) * align - origin) * 2;
}

/** Gives back all but the first `kept` granules. */
export function shrink(words: Int32Array, start: number, count: number, kept: number): void {
  mark(words, start, kept);
  release(words, start + 2 * kept, count - kept);
}

/** Takes what is wanted beyond `count` from the hole or top behind the block, if that is enough. */
export function grow(
  words: Int32Array,
  start: number,
  count: number,
  wanted: number,
  end: number,
): boolean {
  const behind = start + 2 * count;
  const more = wanted - count;
  if (behind === words[TOP]!) {
    if (end - behind < 2 * more) return false;
    words[TOP] = behind + 2 * more;
  } else {
    const right = words[behind]!;
    if (right >= 0 || holeSize(right) < more) return false;
    const size = holeSize(right);
    unlink(words, behind, size);
    if (size > more) link(words, behind + 2 * more, size - more);
  }
  words[TAKEN]! += more;
  mark(words, start, wanted);
  return true;
}

/** Joins all cached blocks with their neighbours. */
export function flush(words: Int32Array): void {
  for (let count = 1; count < CACHE_SIZES; count++) {
    let start = words[CACHE + count]!;
    words[CACHE + count] = 0;
    while (start !== 0) {
      const next = words[start]! & LINK;
      words[start] = count;
      words[BLOCK_COUNT]!--;
      release(words, start, count);
      start = next;
    }
  }
  words[IN_CACHE] = 0;
}

export function cachedCount(words: Int32Array): number {
  return [...cachedBlocks(words)].length;
}

/** The first word and the granules of every cached block. */
function* cachedBlocks(words: Int32Array): Generator<readonly [start: number, count: number]> {
  for (let count = 1; count < CACHE_SIZES; count++) {
    for (let at = words[CACHE + count]!; at !== 0; at = words[at]! & LINK) yield [at, count];
  }
}

export type PartKind = 'block' | 'cached' | 'hole';

/** Every part of the arena, by address; the top is a hole too. */
export function* partsOf(
  words: Int32Array,
  end: number,
): Generator<{ readonly kind: PartKind; readonly start: number; readonly count: number }> {
  const cached = new Map(cachedBlocks(words));
  const top = words[TOP]!;
  for (let start = SHADOW; start < top; ) {
    const word = words[start]!;
    const inCache = cached.get(start);
    const kind = inCache !== undefined ? 'cached' : word < 0 ? 'hole' : 'block';
    const count = inCache ?? holeSize(word);
    yield { kind, start, count };
    start += 2 * count;
  }
  if (top < end) yield { kind: 'hole', start: top, count: (end - top) / 2 };
}

/** What is read of every part, and the order in which cached blocks and holes are found. */
export function* statesOf(words: Int32Array, end: number): Generator<number> {
  for (const { kind, start, count } of partsOf(words, end)) {
    yield* [kind === 'hole' ? 0 : kind === 'block' ? 1 : 2, count, words[start + 2 * count - 1]!];
    // A dealloc looks at whatever granule it is given.
    for (let word = start; word < start + 2 * count; word += 2) yield Number(isLive(words[word]!));
  }
  for (const [start] of cachedBlocks(words)) yield start;
  for (let ring = RINGS; ring < SHADOW; ring += 4) {
    for (let hole = words[ring + 1]!; hole !== ring; hole = nextHole(words, hole)) yield hole;
  }
}

/** The granules of the largest hole below the top. */
export function largestHole(words: Int32Array): number {
  let largest = 0;
  for (let ring = SHADOW - 4; ring >= RINGS && largest === 0; ring -= 4) {
    for (let hole = words[ring + 1]!; hole !== ring; hole = nextHole(words, hole))
      largest = Math.max(largest, holeSize(words[hole]!));
  }
  return largest;
}

function nextHole(words: Int32Array, hole: number): number {
  const word = words[hole]!;
  return (word & SINGLE) !== 0 ? word & LINK : words[hole + 1]!;
}
