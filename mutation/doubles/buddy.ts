/**
 * A buddy allocator: every block is a power of two and lies at a multiple of its size, so its buddy is
 * found by arithmetic. A free block is joined with its buddy at once. Misuse throws.
 *
 *     | 16 | 16 |    32    |         64         |                   128                   |
 */
import type { HeapAdapter, HeapConfig, HeapLayout, HeapSubject } from '../../spec/index.ts';
import { isAlign, isSize, powerOfTwoAbove } from './request.ts';

const SMALLEST = 16;
const MAX_ALIGN = 64;

export const buddy: HeapAdapter = {
  name: 'double:buddy',
  family: 'heap',
  answers: {
    sizes: [256, 4096],
    bases: [0, 4096, 2 ** 31],
    naturalAlign: SMALLEST,
    maxAlign: MAX_ALIGN,
    invalidAlign: 'reject',
    invalidNumbers: 'reject',
    zeroSize: 'reject',
    misuse: 'throw',
    overhead: { perBlock: 0, granule: SMALLEST, minimum: SMALLEST, perArena: 0 },
    fit: 'power-of-two',
    coalesce: 'immediate',
    deterministic: true,
  },
  create: (config) => new Buddy(config),
};

interface Block {
  size: number;
  requested: number;
}

class Buddy implements HeapSubject {
  readonly #base: number;
  readonly #memory: Uint8Array;
  /** By offset. */
  readonly #blocks = new Map<number, Block>();
  /** Sizes of free blocks by offset. */
  readonly #free = new Map<number, number>();

  constructor({ base, size }: HeapConfig) {
    this.#base = base;
    this.#memory = new Uint8Array(size);
    this.reset();
  }

  alloc(size: number, align: number): number | null {
    if (!isSize(size) || size === 0 || !isAlign(align, MAX_ALIGN)) return null;
    if (size > this.#memory.length) return null;
    const wanted = powerOfTwoAbove(Math.max(size, align, SMALLEST));
    const offset = this.#smallestFrom(wanted);
    if (offset === null) return null;
    const found = this.#free.get(offset)!;
    this.#free.delete(offset);
    this.#freeAbove(offset, wanted, found);
    this.#blocks.set(offset, { size: wanted, requested: size });
    return this.#base + offset;
  }

  dealloc(address: number): void {
    const offset = address - this.#base;
    const block = this.#blocks.get(offset);
    if (block === undefined) throw new RangeError(`no block at ${address}`);
    this.#blocks.delete(offset);
    this.#release(offset, block.size);
  }

  realloc(address: number, oldSize: number, align: number, size: number): number | null {
    const offset = address - this.#base;
    const block = this.#blocks.get(offset);
    if (block === undefined || !isSize(size) || size === 0) return null;
    if (size <= block.size) {
      const wanted = powerOfTwoAbove(Math.max(size, align, SMALLEST));
      this.#freeAbove(offset, wanted, block.size);
      this.#blocks.set(offset, { size: wanted, requested: size });
      return address;
    }
    const moved = this.alloc(size, align);
    if (moved === null) return null;
    this.bytes(moved, oldSize).set(this.bytes(address, oldSize));
    this.dealloc(address);
    return moved;
  }

  bytes(address: number, size: number): Uint8Array {
    return this.#memory.subarray(address - this.#base, address - this.#base + size);
  }

  usableSize(address: number): number {
    return this.#blocks.get(address - this.#base)?.size ?? 0;
  }

  stats() {
    const blocks = [...this.#blocks.values()];
    const free = [...this.#free.values()].reduce((sum, size) => sum + size, 0);
    const requestedBytes = blocks.reduce((sum, { requested }) => sum + requested, 0);
    return { liveCount: blocks.length, requestedBytes, freeBytes: free };
  }

  inspect(): HeapLayout {
    const address = (offset: number): number => this.#base + offset;
    return {
      blocks: [...this.#blocks].map(([at, { size }]) => ({ address: address(at), size })),
      holes: [...this.#free].map(([at, size]) => ({ address: address(at), size })),
    };
  }

  reset(): void {
    this.#blocks.clear();
    this.#free.clear();
    this.#free.set(0, this.#memory.length);
  }

  /** The smallest free block of at least this size, the lowest of those. */
  #smallestFrom(wanted: number): number | null {
    let best: [offset: number, size: number] | null = null;
    for (const [offset, size] of this.#free) {
      if (size < wanted) continue;
      if (best === null || size < best[1] || (size === best[1] && offset < best[0])) {
        best = [offset, size];
      }
    }
    return best?.[0] ?? null;
  }

  /** Splits a block of `from` bytes until `to` are left, and frees the upper halves. */
  #freeAbove(offset: number, to: number, from: number): void {
    for (let size = from / 2; size >= to; size /= 2) this.#free.set(offset + size, size);
  }

  #release(from: number, bytes: number): void {
    let [offset, size] = [from, bytes];
    while (size < this.#memory.length) {
      const other = (offset / size) % 2 === 0 ? offset + size : offset - size;
      if (this.#free.get(other) !== size) break;
      this.#free.delete(other);
      offset = Math.min(offset, other);
      size *= 2;
    }
    this.#free.set(offset, size);
  }
}
