/**
 * A bump allocator with headers: blocks are granted one after the other, and nothing comes back before a
 * reset. Alignments that are none are rounded up; a block of 0 bytes is its header.
 *
 *     base                          top            base + size
 *     |h| block |h| block   |h|block |               |
 */
import type { HeapAdapter, HeapConfig, HeapSubject } from '../../spec/index.ts';
import { alignUp, isSize, powerOfTwoAbove } from './request.ts';

const HEADER = 8;
const MAX_ALIGN = 128;

export const bump: HeapAdapter = {
  name: 'double:bump',
  family: 'heap',
  answers: {
    sizes: [512, 4096],
    bases: [0, 65_536],
    naturalAlign: 8,
    maxAlign: MAX_ALIGN,
    invalidAlign: 'roundUp',
    invalidNumbers: 'reject',
    zeroSize: 'unique',
    misuse: { double: 'ignore', interior: 'ignore', foreign: 'ignore', null: 'ignore' },
    overhead: { perBlock: HEADER, granule: 8, minimum: HEADER, perArena: 0 },
    fit: 'exact',
    coalesce: 'never',
    deterministic: true,
  },
  create: (config) => new Bump(config),
};

class Bump implements HeapSubject {
  readonly #base: number;
  readonly #memory: DataView;
  /** The offset of the first byte that was never granted. */
  #top = 0;

  constructor({ base, size }: HeapConfig) {
    this.#base = base;
    this.#memory = new DataView(new ArrayBuffer(size));
  }

  alloc(size: number, align: number): number | null {
    const rounded = Math.max(8, powerOfTwoAbove(align));
    if (!isSize(size) || rounded > MAX_ALIGN) return null;
    const start = alignUp(this.#base + this.#top + HEADER, rounded) - this.#base;
    const top = start + alignUp(size, 8);
    if (top > this.#memory.byteLength) return null;
    this.#memory.setUint32(start - HEADER, top - start);
    this.#top = top;
    return this.#base + start;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes(address, size).fill(0);
    return address;
  }

  dealloc(): void {}

  bytes(address: number, size: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address - this.#base, size);
  }

  usableSize(address: number): number {
    return this.#memory.getUint32(address - this.#base - HEADER);
  }

  stats() {
    return { freeBytes: this.#memory.byteLength - this.#top };
  }

  reset(): void {
    this.#top = 0;
  }
}
