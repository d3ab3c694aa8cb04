/**
 * Boundary tags: the size of each part stands before and after it, in the arena itself, with the lowest bit
 * set while it is a block. First fit by walking from tag to tag; a hole finds both neighbours by their tags.
 *
 *     |tag|  payload  |tag|tag|      hole      |tag|tag|  payload  |waste|tag|
 *      4                4
 */
import type {
  HeapAdapter,
  HeapConfig,
  HeapExtent,
  HeapLayout,
  HeapSubject,
} from '../../spec/index.ts';
import { alignUp, isAlign, isSize } from './request.ts';

const TAG = 4;
const GRANULE = 8;
/** Two tags and a granule; a smaller rest stays with its block. */
const SMALLEST = 16;
const MAX_ALIGN = 64;

export const boundaryTags: HeapAdapter = {
  name: 'double:boundary-tags',
  family: 'heap',
  answers: {
    sizes: [300, 4096],
    bases: [0, 4096, 2 ** 40],
    naturalAlign: GRANULE,
    maxAlign: MAX_ALIGN,
    invalidAlign: 'reject',
    invalidNumbers: 'reject',
    zeroSize: 'reject',
    misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'ignore' },
    overhead: {
      perBlock: 2 * TAG + SMALLEST - GRANULE,
      granule: GRANULE,
      minimum: SMALLEST,
      perArena: 2 * GRANULE,
    },
    fit: 'exact',
    coalesce: 'immediate',
    deterministic: true,
  },
  create: (config) => new BoundaryTags(config),
};

class BoundaryTags implements HeapSubject {
  readonly #base: number;
  readonly #memory: DataView;
  readonly #asked = new Map<number, number>();
  /** Parts lie between these offsets; payloads begin a tag after a part and are aligned to a granule. */
  readonly #first = TAG;
  readonly #end: number;

  constructor({ base, size }: HeapConfig) {
    this.#base = base;
    this.#memory = new DataView(new ArrayBuffer(size));
    this.#end = TAG + Math.floor((size - TAG) / GRANULE) * GRANULE;
    this.reset();
  }

  alloc(size: number, align: number): number | null {
    if (!isSize(size) || size === 0 || !isAlign(align, MAX_ALIGN)) return null;
    if (size > this.#memory.byteLength) return null;
    const wanted = sizeFor(size);
    for (const part of this.#parts()) {
      const front = this.#padding(part, Math.max(align, GRANULE));
      if (this.#isBlock(part) || front + wanted > this.#sizeOf(part)) continue;
      const rest = this.#sizeOf(part) - front;
      if (front > 0) this.#tag(part, front, false);
      this.#settle(part + front, wanted, rest);
      this.#asked.set(this.#base + part + front + TAG, size);
      return this.#base + part + front + TAG;
    }
    return null;
  }

  dealloc(address: number): boolean {
    if (!this.#asked.delete(address)) return false;
    let from = address - this.#base - TAG;
    let end = from + this.#sizeOf(from);
    if (end < this.#end && !this.#isBlock(end)) end += this.#sizeOf(end);
    // The tag before this part is the last one of the part on its left.
    if (from > this.#first && !this.#isBlock(from - TAG)) from -= this.#sizeOf(from - TAG);
    this.#tag(from, end - from, false);
    return true;
  }

  realloc(address: number, oldSize: number, align: number, size: number): number | null {
    if (!this.#asked.has(address) || !isSize(size) || size === 0) return null;
    const part = address - this.#base - TAG;
    const end = part + this.#sizeOf(part);
    const hasSpare = end < this.#end && !this.#isBlock(end);
    const room = this.#sizeOf(part) + (hasSpare ? this.#sizeOf(end) : 0);
    if (sizeFor(size) <= room) {
      this.#settle(part, sizeFor(size), room);
      this.#asked.set(address, size);
      return address;
    }
    const moved = this.alloc(size, align);
    if (moved === null) return null;
    this.bytes(moved, oldSize).set(this.bytes(address, oldSize));
    this.dealloc(address);
    return moved;
  }

  bytes(address: number, size: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address - this.#base, size);
  }

  usableSize(address: number): number {
    return this.#sizeOf(address - this.#base - TAG) - 2 * TAG;
  }

  stats() {
    const requestedBytes = [...this.#asked.values()].reduce((sum, size) => sum + size, 0);
    return { liveCount: this.#asked.size, requestedBytes };
  }

  inspect(): HeapLayout {
    const blocks: HeapExtent[] = [];
    const holes: HeapExtent[] = [];
    for (const part of this.#parts()) {
      const [address, size] = [this.#base + part, this.#sizeOf(part)];
      if (this.#isBlock(part)) blocks.push({ address: address + TAG, size: size - 2 * TAG });
      else holes.push({ address, size });
    }
    return { blocks, holes };
  }

  reset(): void {
    this.#asked.clear();
    this.#tag(this.#first, this.#end - this.#first, false);
  }

  *#parts(): Iterable<number> {
    for (let at = this.#first; at < this.#end; at += this.#sizeOf(at)) yield at;
  }

  #sizeOf(tag: number): number {
    return this.#memory.getUint32(tag) & ~1;
  }

  #isBlock(tag: number): boolean {
    return (this.#memory.getUint32(tag) & 1) === 1;
  }

  #tag(part: number, size: number, isBlock: boolean): void {
    const word = isBlock ? size + 1 : size;
    this.#memory.setUint32(part, word);
    this.#memory.setUint32(part + size - TAG, word);
  }

  /** Makes a block of `room` bytes, or of `wanted` and a hole if the rest is large enough. */
  #settle(part: number, wanted: number, room: number): void {
    const isSplit = room - wanted >= SMALLEST;
    this.#tag(part, isSplit ? wanted : room, true);
    if (isSplit) this.#tag(part + wanted, room - wanted, false);
  }

  /** Bytes before the block in a hole: none, or enough for a hole. */
  #padding(part: number, align: number): number {
    const payload = this.#base + part + TAG;
    let padding = alignUp(payload, align) - payload;
    while (padding > 0 && padding < SMALLEST) padding += align;
    return padding;
  }
}

const sizeFor = (size: number): number => Math.max(SMALLEST, alignUp(size + 2 * TAG, GRANULE));
