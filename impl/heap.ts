/**
 * A heap over an arena of any base: two-level segregated fit behind a bounded cache of freed
 * blocks.
 *
 *     dealloc -> the cache, if that then has at most 16 KiB or an eighth of what is live
 *             -> joined with both neighbours, and filed by size
 *     alloc   -> a cached block of that size -> a hole of that size -> a hole of the next class
 *             -> the top of the arena -> all holes that may do -> the cache flushed, and so again
 *
 * So what a client frees and soon asks for again is neither joined nor cut. Before a request is
 * refused the whole cache is joined; so it is when it has become a quarter of what is taken, and
 * before a heap with no live block cuts a hole. With `cache: 'off'` every dealloc joins at once.
 *
 * All that the heap knows lies in its shadow (see shadow.ts), outside the arena. `dealloc` takes
 * only the address of a live block: a second dealloc, an address inside a block and a foreign one
 * are refused before anything is changed.
 *
 * Costs: `alloc`, `dealloc` and `usableSize` O(1); `realloc` and `allocZeroed` the bytes as well. A
 * flush takes a step for each cached block, which some dealloc saved. A request that no class
 * serves at once looks through the holes of its own. Per 16 bytes of arena 8 bytes of shadow, and
 * 13 KiB in all.
 */
import {
  cachedCount,
  flush,
  grow,
  isLive,
  largestHole,
  type PartKind,
  partsOf,
  shrink,
  statesOf,
  takeAligned,
} from './blocks.ts';
import { release, take, takeExact } from './holes.ts';
import { isPowerOfTwo, isWhole } from './numbers.ts';
import * as shadow from './shadow.ts';
import { INVALID_ALIGN, INVALID_SIZE, NOT_LIVE, REFUSED, SUCCESS } from './status.ts';

/** A WebAssembly.Memory, a typed array, or anything else with a buffer. */
export interface Memory {
  readonly buffer: ArrayBufferLike;
}

export interface HeapOptions {
  /** The address of the first byte of the arena. */
  readonly base: number;
  /**
   * Bytes of the arena. Those before the first and behind the last whole granule are never granted.
   */
  readonly size: number;
  /**
   * The bytes of the arena, asked for anew when they are needed, so that a `WebAssembly.Memory` may
   * grow. Without it the heap manages addresses only: it cannot zero a block, nor move one.
   */
  readonly memory?: Memory;
  /** The address of the first byte of the memory; 0 unless given, as in WebAssembly. */
  readonly memoryBase?: number;
  /** `bounded` (default), or `off`: every dealloc joins at once. */
  readonly cache?: 'bounded' | 'off';
}

export interface HeapPart {
  /** A cached block is freed, but not joined with its neighbours yet. */
  readonly kind: PartKind;
  readonly address: number;
  readonly size: number;
}

const {
  BLOCK_COUNT,
  CACHE,
  CACHE_SIZES,
  CACHED,
  GRANULE,
  IN_CACHE,
  LINK,
  MAP,
  NOWHERE,
  REFUSALS,
  SHADOW,
  TAKEN,
  TOP,
} = shadow;
const INT32_MAX = 2 ** 31 - 1;
/** Granules that may be cached however few blocks are live: 16 KiB. */
const CACHE_FLOOR = 1024;

export class HeapAllocator {
  readonly base: number;
  readonly size: number;
  readonly #words: Int32Array = new Int32Array();
  /** The address of a block less eight times the index of its first word. */
  readonly #origin: number = 0;
  readonly #end: number = 0;
  readonly #cachedSizeMax: number = 0;
  readonly #memory: Memory | undefined;
  /** The address of the first byte of its buffer. */
  readonly #bufferBase: number;
  #bytes: Uint8Array;

  private constructor(options: HeapOptions, first: number, granuleCount: number) {
    this.base = options.base;
    this.size = options.size;
    this.#words = new Int32Array(SHADOW + 2 * granuleCount);
    this.#origin = first - (SHADOW / 2) * GRANULE;
    this.#end = SHADOW + 2 * granuleCount;
    this.#cachedSizeMax = options.cache === 'off' ? 0 : CACHE_SIZES - 1;
    this.#memory = options.memory;
    this.#bufferBase = (options.memoryBase ?? 0) - viewOffset(options.memory);
    this.#bytes = options.memory ? new Uint8Array(options.memory.buffer) : new Uint8Array();
    shadow.clear(this.#words);
  }

  /**
   * `null` if base or size is not a whole number, if the arena has no whole granule or more than
   * 2^29 - 2^12 of them (almost 8 GiB), ends above 2^53 or outside the memory, or if the host lacks
   * room for its shadow.
   */
  static create(options: HeapOptions): HeapAllocator | null {
    const { base, size, memory, memoryBase = 0 } = options;
    if (!isWhole(base) || !isWhole(size) || !isWhole(base + size)) return null;
    if (memory !== undefined && !holds(memory, base - memoryBase, size)) return null;
    const first = Math.ceil(base / GRANULE) * GRANULE;
    const granuleCount = Math.floor((base + size - first) / GRANULE);
    if (granuleCount < 1 || granuleCount > shadow.GRANULE_COUNT_MAX) return null;
    try {
      return new HeapAllocator(options, first, granuleCount);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** The address of the first byte that can be granted. */
  get first(): number {
    return this.#origin + SHADOW * 8;
  }

  /** Blocks that are live. O(cached blocks), as `alloc` and `dealloc` count none in the cache. */
  get liveCount(): number {
    return this.#words[BLOCK_COUNT]! - cachedCount(this.#words);
  }

  /** Bytes that live blocks take, each rounded up to 16. */
  get liveBytes(): number {
    return (this.#words[TAKEN]! - this.#words[IN_CACHE]!) * GRANULE;
  }

  /** Bytes that no live block takes. */
  get freeBytes(): number {
    return this.capacity - this.liveBytes;
  }

  /** Bytes that can be granted at all. */
  get capacity(): number {
    return ((this.#end - SHADOW) / 2) * GRANULE;
  }

  /** Bytes of freed blocks that are not joined with their neighbours yet. */
  get cachedBytes(): number {
    this.#flushIfDrained();
    return this.#words[IN_CACHE]! * GRANULE;
  }

  /** Bytes of the largest hole; the cached blocks are no holes. O(holes of its size class). */
  get largestHole(): number {
    this.#flushIfDrained();
    const top = (this.#end - this.#words[TOP]!) / 2;
    return Math.max(top, largestHole(this.#words)) * GRANULE;
  }

  /** Requests refused for want of room since the heap was made or reset. */
  get refusals(): number {
    return this.#words[REFUSALS]!;
  }

  /** Bytes of the shadow. */
  get metadataBytes(): number {
    return this.#words.byteLength;
  }

  /**
   * The address of a block of at least `size` bytes, a multiple of 16 and of `align`; or a negative
   * code: `INVALID_SIZE` (0 too), `INVALID_ALIGN`, `REFUSED`.
   */
  alloc(size: number, align: number = GRANULE): number {
    if (typeof size !== 'number' || (size | 0) !== size || size <= 0 || align !== GRANULE)
      return this.#allocUnusual(size, align);
    const count = (size + GRANULE - 1) >>> 4;
    const words = this.#words;
    if (count < CACHE_SIZES) {
      const cached = words[CACHE + count]!;
      if (cached !== 0) {
        words[CACHE + count] = words[cached]! & LINK;
        words[cached] = count;
        words[IN_CACHE]! -= count;
        return this.#origin + cached * 8;
      }
      const start = takeExact(words, count);
      if (start !== 0) return this.#origin + start * 8;
    }
    return this.#allocHole(words, count);
  }

  /** The same, and every byte asked for is 0. Refused if the heap was made without `memory`. */
  allocZeroed(size: number, align: number = GRANULE): number {
    const memory = this.#memory;
    if (memory === undefined) return this.#refuse();
    const address = this.alloc(size, align);
    const offset = address - this.#bufferBase;
    if (address >= 0) this.#view(memory).fill(0, offset, offset + size);
    return address;
  }

  /** `SUCCESS`, or `NOT_LIVE` if no live block begins at the address. */
  dealloc(address: number): number {
    const words = this.#words;
    const start = this.#indexOf(address);
    const count = words[start]!;
    if ((count - 1) >>> 0 < this.#cachedSizeMax) {
      const cached = words[IN_CACHE]! + count;
      if (cached <= CACHE_FLOOR || cached <= (words[TAKEN]! - cached) >> 3) {
        words[IN_CACHE] = cached;
        words[start] = CACHED | words[CACHE + count]!;
        words[CACHE + count] = start;
        return SUCCESS;
      }
    } else if (!isLive(count)) {
      return NOT_LIVE;
    }
    words[BLOCK_COUNT]!--;
    release(words, start, count);
    if (words[IN_CACHE]! > CACHE_FLOOR && words[IN_CACHE]! > words[TAKEN]! >> 2) flush(words);
    return SUCCESS;
  }

  /**
   * The address of the block after it was given at least `size` bytes at `align`: the same one if
   * the block shrinks or has room behind it, else that of a block elsewhere with the same bytes. Or
   * a negative code, and the block is as it was: `NOT_LIVE`, `INVALID_SIZE` (0 too),
   * `INVALID_ALIGN`, `REFUSED`.
   */
  realloc(address: number, size: number, align: number = GRANULE): number {
    const start = this.#indexOf(address);
    const words = this.#words;
    const count = words[start]!;
    if (!isLive(count)) return NOT_LIVE;
    if (!isWhole(size) || size === 0) return INVALID_SIZE;
    if (!isPowerOfTwo(align)) return INVALID_ALIGN;
    const wanted = Math.ceil(size / GRANULE);
    const stays = address % align === 0;
    if (stays && wanted <= count) {
      if (wanted < count) shrink(words, start, count, wanted);
      return address;
    }
    if (stays && grow(words, start, count, wanted, this.#end)) return address;
    const moved = this.#moved(address, count * GRANULE, size, align);
    if (moved >= 0 || !stays) return moved;
    // Bytes behind the block may have been cached.
    flush(words);
    if (!grow(words, start, count, wanted, this.#end)) return moved;
    words[REFUSALS]!--;
    return address;
  }

  #moved(address: number, oldSize: number, size: number, align: number): number {
    const memory = this.#memory;
    const to = memory === undefined ? this.#refuse() : this.alloc(size, align);
    if (memory === undefined || to < 0) return to;
    const offset = address - this.#bufferBase;
    const end = offset + Math.min(oldSize, size);
    this.#view(memory).copyWithin(to - this.#bufferBase, offset, end);
    this.dealloc(address);
    return to;
  }

  /** Bytes that the block at this address may use, or `NOT_LIVE`. */
  usableSize(address: number): number {
    const count = this.#words[this.#indexOf(address)]!;
    return isLive(count) ? count * GRANULE : NOT_LIVE;
  }

  /** Joins all that is cached. The heap does so by itself before it refuses a request. */
  flush(): void {
    flush(this.#words);
  }

  /** Ends all blocks. O(the highest block). */
  reset(): void {
    this.#words.fill(0, SHADOW, this.#words[TOP]!);
    shadow.clear(this.#words);
  }

  /** All parts of the arena, by address. O(parts). */
  *inspect(): Generator<HeapPart> {
    this.#flushIfDrained();
    for (const { kind, start, count } of partsOf(this.#words, this.#end))
      yield { kind, address: this.#origin + start * 8, size: count * GRANULE };
  }

  /**
   * Equal for heaps that answer all later calls alike, but for bytes that nobody owns. Left out are
   * these bytes, the number of refusals, and all words of blocks and holes but those that are read.
   */
  *fingerprint(): Iterable<number> {
    const words = this.#words;
    yield* words.subarray(MAP, REFUSALS);
    yield* statesOf(words, this.#end);
  }

  /** The state of the heap, without the bytes of the arena. */
  snapshot(): Int32Array {
    return this.#words.slice();
  }

  /** Goes back to a state of this heap, or of one over an equal arena. */
  restore(snapshot: Int32Array): void {
    this.#words.set(snapshot);
  }

  #allocHole(words: Int32Array, count: number): number {
    this.#flushIfDrained();
    const start = take(words, count, this.#end);
    return start === 0 ? this.#lastResort(words, count, 1) : this.#origin + start * 8;
  }

  /** Requests that are over-aligned, larger than 2 GiB, or nonsense. */
  #allocUnusual(size: number, align: number): number {
    if (!isWhole(size) || size === 0) return INVALID_SIZE;
    if (!isPowerOfTwo(align)) return INVALID_ALIGN;
    if (align <= GRANULE && size <= INT32_MAX) return this.alloc(size);
    return this.#lastResort(this.#words, Math.ceil(size / GRANULE), Math.max(1, align / GRANULE));
  }

  /** Looks at every hole that may do, and once more after a flush. */
  #lastResort(words: Int32Array, count: number, align: number): number {
    const origin = this.#origin / GRANULE;
    const end = this.#end;
    let start = 0;
    if (2 * count <= end - SHADOW) {
      start = takeAligned(words, count, align, origin, end);
      if (start === 0 && words[IN_CACHE] !== 0) {
        flush(words);
        start = takeAligned(words, count, align, origin, end);
      }
    }
    if (start !== 0) return this.#origin + start * 8;
    return this.#refuse();
  }

  #refuse(): number {
    this.#words[REFUSALS]!++;
    return REFUSED;
  }

  #flushIfDrained(): void {
    const words = this.#words;
    if (words[IN_CACHE] === words[TAKEN] && words[TAKEN] !== 0) this.flush();
  }

  /** The word of the granule at this address, or one that no block has. */
  #indexOf(address: number): number {
    const offset = typeof address === 'number' ? address - this.#origin : -1;
    const index = (offset | 0) === offset && (offset & 15) === 0 ? offset >> 3 : farIndex(offset);
    return index >= SHADOW && index < this.#end ? index : NOWHERE;
  }

  #view(memory: Memory): Uint8Array {
    if (this.#bytes.buffer !== memory.buffer) this.#bytes = new Uint8Array(memory.buffer);
    return this.#bytes;
  }
}

/** Whether the memory has the bytes from `offset` on. */
function holds(memory: Memory, offset: number, size: number): boolean {
  const { byteLength } = ArrayBuffer.isView(memory) ? memory : memory.buffer;
  return isWhole(offset) && offset + size <= byteLength;
}

function viewOffset(memory: Memory | undefined): number {
  return ArrayBuffer.isView(memory) ? memory.byteOffset : 0;
}

/** An offset above 2 GiB, if it is any. */
function farIndex(offset: number): number {
  return offset % GRANULE === 0 ? offset / 8 : NOWHERE;
}
