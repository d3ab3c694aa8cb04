/**
 * What a heap knows about its arena: one array of words, outside the arena, so that nothing written
 * to a block can harm it. The state is this array and nothing else.
 *
 *     arena     | block of 2    | hole of 3             | block | top ...      granules of 16 bytes
 *     shadow    |  2  .   .   0 | -3  n  -p  .   .  -3  |  1  0 |  .  .        two words a granule
 *                  ^ its size  ^ not a hole    ^ its size again
 *
 * A block and a hole begin with their size in granules and end with a word that tells a hole from a
 * block, so both neighbours of a block are found in one step. A hole is marked by its sign and
 * linked to the next (n) and the previous (p) hole of its size class; a hole of one granule has its
 * two links in the place of its two sizes. `top` begins the hole at the end of the arena, which is
 * in no class. Words inside a block or hole may be left over from others, but never look like the
 * first word of a block: wherever a granule begins, such a word is 0, negative or marked as cached.
 *
 *     size class    0 ... 63    64    65   ...    95      96     97    ...
 *     granules      0 ... 63  64,65  66,67 ...  126,127  128..  132..        32 classes a doubling
 *
 * Each class has a ring of holes. A bit in a map says that the ring is not empty; a bit in the
 * summary, that a word of the map may have such a bit.
 */

export const GRANULE = 16;
/** Beyond this an index of a word would not fit beside the marks. */
export const GRANULE_COUNT_MAX = 2 ** 29 - 2 ** 12;

/** Marks: the sign bit for a hole; the next bit for a hole of one granule, or a cached block. */
export const HOLE = 1 << 31;
export const SINGLE = 1 << 30;
export const CACHED = 1 << 30;
/** The bits of a size or link. */
export const LINK = (1 << 30) - 1;

const CLASS_COUNT = 832;

/**
 * Where the words before the shadow are: first a map of the classes with holes, and its summary.
 */
export const MAP = 0;
export const SUMMARY = 26;
export const TOP = 27;
/** Granules in blocks, live or cached; these blocks; granules in cached blocks; refused requests. */
export const TAKEN = 28;
export const BLOCK_COUNT = 29;
export const IN_CACHE = 30;
export const REFUSALS = 31;
/** By size in granules: the first cached block of that size, or 0. */
export const CACHE = 32;
export const CACHE_SIZES = 64;
/** Four words a class, of which the middle two are links as in a hole. */
export const RINGS = CACHE + CACHE_SIZES;
export const SHADOW = RINGS + 4 * CLASS_COUNT;
/** A word that is always 0. */
export const NOWHERE = SHADOW - 1;

/** Zeroed words become those of an arena that is one hole. */
export function clear(words: Int32Array): void {
  words.fill(0, 0, SHADOW);
  for (let ring = RINGS; ring < SHADOW; ring += 4) {
    words[ring + 1] = ring;
    words[ring + 2] = HOLE | ring;
  }
  words[TOP] = SHADOW;
}
