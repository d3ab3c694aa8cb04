/**
 * The plain heap that the faults of `mutation/heap.ts` and `mutation/common.ts` change. It is written to be
 * read and patched, not to be fast: the arena is a sorted array of parts, each a block or a hole.
 *
 *     base                                         base + size
 *     | block | hole |   block   | block |   hole   |
 *
 * First fit; two holes never touch. Records lie outside the arena, so a block costs its size rounded up.
 */
import type {
  HeapAdapter,
  HeapAnswers,
  HeapLayout,
  HeapStats,
  HeapSubject,
} from '../../spec/index.ts';

export interface HeapOptions {
  readonly zeroSize: 'reject' | 'sentinel' | 'unique';
}

const DEFAULTS: HeapOptions = { zeroSize: 'reject' };
const GRANULE = 8;
const MAX_ALIGN = 64;

const ANSWERS: HeapAnswers = {
  sizes: [256, 2048],
  // None is aligned to more than the natural alignment; one arena crosses 2^31, one lies above 2^32.
  bases: [8, 4104, 2 ** 31 - 1016, 2 ** 32 + 8],
  naturalAlign: GRANULE,
  maxAlign: MAX_ALIGN,
  invalidAlign: 'reject',
  invalidNumbers: 'reject',
  zeroSize: DEFAULTS.zeroSize,
  misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'detect' },
  overhead: { perBlock: 0, granule: GRANULE, minimum: GRANULE, perArena: 0 },
  fit: 'exact',
  coalesce: 'immediate',
  deterministic: true,
};

export function heapAdapter(options: Partial<HeapOptions> = {}): HeapAdapter {
  const { zeroSize } = { ...DEFAULTS, ...options };
  return {
    name: 'double:heap',
    family: 'heap',
    answers: { ...ANSWERS, zeroSize },
    create: ({ base, size }) => new Heap(base, size, zeroSize),
  };
}

interface Request {
  readonly size: number;
  readonly align: number;
}

interface Part {
  readonly start: number;
  readonly size: number;
  /** What was asked for; `null` in a hole. */
  readonly request: Request | null;
}

const alignUp = (value: number, align: number): number => Math.ceil(value / align) * align;
const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;
const isAlign = (align: number): boolean => [1, 2, 4, 8, 16, 32, MAX_ALIGN].includes(align);

class Heap implements HeapSubject {
  readonly #base: number;
  readonly #size: number;
  readonly #memory: Uint8Array;
  readonly #zeroSize: HeapOptions['zeroSize'];
  #parts: Part[];
  #liveCount = 0;
  #requestedBytes = 0;
  #freeBytes: number;

  constructor(base: number, size: number, zeroSize: HeapOptions['zeroSize']) {
    this.#base = base;
    this.#size = size;
    this.#memory = new Uint8Array(size);
    this.#zeroSize = zeroSize;
    this.#parts = [{ start: base, size, request: null }];
    this.#freeBytes = size;
  }

  alloc(size: number, align: number): number | null {
    if (!isSize(size)) return null;
    if (!isAlign(align)) return null;
    if (size > this.#size) return null;
    if (size === 0 && this.#zeroSize === 'reject') return null;
    if (size === 0 && this.#zeroSize === 'sentinel') return this.#sentinel();
    const start = this.#place({ size, align });
    if (start === null) return null;
    this.#liveCount += 1;
    this.#requestedBytes += size;
    return start;
  }

  allocZeroed(size: number, align: number): number | null {
    const start = this.alloc(size, align);
    if (start !== null) this.bytes(start, size).fill(0);
    return start;
  }

  dealloc(address: number): boolean {
    const at = this.#indexOf(address);
    const request = this.#parts[at]?.request;
    if (!request) return address === this.#sentinel() && this.#zeroSize === 'sentinel';
    this.#liveCount -= 1;
    this.#requestedBytes -= request.size;
    this.#release(at);
    return true;
  }

  realloc(address: number, _oldSize: number, _align: number, size: number): number | null {
    const at = this.#indexOf(address);
    const request = this.#parts[at]?.request;
    if (!request || size === 0) return null;
    if (!isSize(size)) return null;
    if (size > this.#size) return null;
    const start = this.#resized(at, size) ? address : this.#moved(at, { ...request, size });
    if (start === null) return null;
    this.#requestedBytes += size - request.size;
    return start;
  }

  bytes(address: number, size: number): Uint8Array {
    const from = address - this.#base;
    return this.#memory.subarray(from, from + size);
  }

  usableSize(address: number): number {
    return this.#parts[this.#indexOf(address)]?.size ?? 0;
  }

  stats(): HeapStats {
    return {
      liveCount: this.#liveCount,
      requestedBytes: this.#requestedBytes,
      freeBytes: this.#freeBytes,
    };
  }

  inspect(): HeapLayout {
    const blocks = this.#parts.filter(({ request }) => request !== null);
    const holes = this.#parts.filter(({ request }) => request === null);
    return { blocks: blocks.map(extent), holes: holes.map(extent) };
  }

  reset(): void {
    this.#parts = [{ start: this.#base, size: this.#size, request: null }];
    this.#liveCount = 0;
    this.#requestedBytes = 0;
    this.#freeBytes = this.#size;
  }

  /** Aligned, and never the address of a block. */
  #sentinel(): number {
    return alignUp(this.#base + this.#size, MAX_ALIGN);
  }

  /** The index of the block at the address; -1 if there is none. */
  #indexOf(address: number): number {
    return this.#parts.findIndex(({ start, request }) => start === address && request !== null);
  }

  /** Takes the first hole that is large enough; a block of 0 bytes takes a granule. */
  #place(request: Request): number | null {
    const size = Math.max(GRANULE, alignUp(request.size, GRANULE));
    const align = Math.max(GRANULE, request.align);
    for (const [at, hole] of this.#parts.entries()) {
      const start = alignUp(hole.start, align);
      if (hole.request !== null) continue;
      if (start + size > hole.start + hole.size) continue;
      this.#carve(at, { start, size, request });
      return start;
    }
    return null;
  }

  #carve(at: number, block: Part): void {
    const hole = this.#parts[at]!;
    const [end, holeEnd] = [block.start + block.size, hole.start + hole.size];
    const front = { start: hole.start, size: block.start - hole.start, request: null };
    const back = { start: end, size: holeEnd - end, request: null };
    this.#parts.splice(at, 1, ...[front, block, back].filter(({ size }) => size > 0));
    this.#freeBytes -= block.size;
  }

  /** Makes a hole of the block and joins it with the holes beside it. */
  #release(at: number): void {
    const { start, size } = this.#parts[at]!;
    this.#freeBytes += size;
    this.#parts[at] = { start, size, request: null };
    this.#coalesce(at);
    this.#coalesce(at - 1);
  }

  /** Joins the part with the one after it, if both are holes. */
  #coalesce(at: number): void {
    const [left, right] = [this.#parts[at], this.#parts[at + 1]];
    if (!left || left.request !== null) return;
    if (!right || right.request !== null) return;
    this.#parts.splice(at, 2, { start: left.start, size: left.size + right.size, request: null });
  }

  /** Whether the block could be resized where it is. */
  #resized(at: number, requested: number): boolean {
    const block = this.#parts[at]!;
    const next = this.#parts[at + 1];
    const size = alignUp(requested, GRANULE);
    const spare = next?.request === null ? next.size : 0;
    const rest = block.size + spare - size;
    if (rest < 0) return false;
    const request = { align: block.request!.align, size: requested };
    const hole = { start: block.start + size, size: rest, request: null };
    const parts = [{ start: block.start, size, request }, hole];
    this.#parts.splice(at, spare > 0 ? 2 : 1, ...parts.filter((part) => part.size > 0));
    this.#freeBytes += block.size - size;
    return true;
  }

  #moved(at: number, request: Request): number | null {
    const { start: from, request: old } = this.#parts[at]!;
    const start = this.#place(request);
    if (start === null) return null;
    const kept = Math.min(old!.size, request.size);
    this.bytes(start, kept).set(this.bytes(from, kept));
    this.#release(this.#indexOf(from));
    return start;
  }
}

const extent = ({ start, size }: Part) => ({ address: start, size });

export const adapter: HeapAdapter = heapAdapter();
