/**
 * Size classes over a first fit, with deferred coalescing. A deallocated block goes into the bin of its
 * size, and the next request of that size takes it from there. Only when nothing else is left are the bins
 * emptied into the holes, which are then joined.
 *
 *     holes  |     hole     |block| binned |block|   hole   |
 *     bins    16: [ ]   32: [ ]   48: [binned]
 */
import type {
  HeapAdapter,
  HeapConfig,
  HeapExtent,
  HeapLayout,
  HeapSubject,
} from '../../spec/index.ts';
import { alignUp, isAlign, isSize } from './request.ts';

const GRANULE = 16;
const MAX_ALIGN = 64;

export const deferred: HeapAdapter = {
  name: 'double:deferred',
  family: 'heap',
  answers: {
    sizes: [512, 2048],
    bases: [1024, 8192],
    naturalAlign: GRANULE,
    maxAlign: MAX_ALIGN,
    invalidAlign: 'reject',
    invalidNumbers: 'reject',
    zeroSize: 'unique',
    misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'detect' },
    overhead: { perBlock: 0, granule: GRANULE, minimum: GRANULE, perArena: 0 },
    fit: 'exact',
    coalesce: 'deferred',
    deterministic: true,
  },
  create: (config) => new Deferred(config),
};

interface Block extends HeapExtent {
  readonly requested: number;
}

class Deferred implements HeapSubject {
  readonly #arena: HeapConfig;
  readonly #memory: Uint8Array;
  readonly #blocks = new Map<number, Block>();
  readonly #bins = new Map<number, number[]>();
  /** Sorted by address. */
  #holes: HeapExtent[] = [];

  constructor(config: HeapConfig) {
    this.#arena = config;
    this.#memory = new Uint8Array(config.size);
    this.reset();
  }

  alloc(size: number, align: number): number | null {
    if (!isSize(size) || !isAlign(align, MAX_ALIGN)) return null;
    if (size > this.#arena.size) return null;
    const taken = Math.max(GRANULE, alignUp(size, GRANULE));
    let address = this.#fromBin(taken, align) ?? this.#fromHoles(taken, align);
    if (address === null && this.#flush()) address = this.#fromHoles(taken, align);
    if (address !== null) this.#blocks.set(address, { address, size: taken, requested: size });
    return address;
  }

  dealloc(address: number): boolean {
    const block = this.#blocks.get(address);
    if (block === undefined) return false;
    this.#blocks.delete(address);
    const bin = this.#bins.get(block.size);
    if (bin === undefined) this.#bins.set(block.size, [address]);
    else bin.push(address);
    return true;
  }

  /** Always moves, but for a size that takes the same bytes. */
  realloc(address: number, oldSize: number, align: number, size: number): number | null {
    const block = this.#blocks.get(address);
    if (block === undefined || !isSize(size) || size === 0) return null;
    if (alignUp(size, GRANULE) === block.size) {
      this.#blocks.set(address, { ...block, requested: size });
      return address;
    }
    const moved = this.alloc(size, align);
    if (moved === null) return null;
    const kept = Math.min(oldSize, size);
    this.bytes(moved, kept).set(this.bytes(address, kept));
    this.dealloc(address);
    return moved;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes(address, size).fill(0);
    return address;
  }

  bytes(address: number, size: number): Uint8Array {
    return this.#memory.subarray(address - this.#arena.base, address - this.#arena.base + size);
  }

  usableSize(address: number): number {
    return this.#blocks.get(address)?.size ?? 0;
  }

  stats() {
    const blocks = [...this.#blocks.values()];
    const requestedBytes = blocks.reduce((sum, { requested }) => sum + requested, 0);
    const freeBytes = blocks.reduce((rest, { size }) => rest - size, this.#arena.size);
    return { liveCount: blocks.length, requestedBytes, freeBytes };
  }

  /** A binned block is a hole that was not joined yet. */
  inspect(): HeapLayout {
    const blocks = [...this.#blocks.values()].map(({ address, size }) => ({ address, size }));
    return { blocks, holes: [...this.#binned(), ...this.#holes] };
  }

  reset(): void {
    this.#blocks.clear();
    this.#bins.clear();
    this.#holes = [{ address: this.#arena.base, size: this.#arena.size }];
  }

  #binned(): HeapExtent[] {
    return [...this.#bins].flatMap(([size, bin]) => bin.map((address) => ({ address, size })));
  }

  #fromBin(size: number, align: number): number | null {
    const bin = this.#bins.get(size) ?? [];
    const at = bin.findLastIndex((address) => address % align === 0);
    return at < 0 ? null : (bin.splice(at, 1)[0] ?? null);
  }

  #fromHoles(size: number, align: number): number | null {
    for (const [at, hole] of this.#holes.entries()) {
      const address = alignUp(hole.address, align);
      const [end, holeEnd] = [address + size, hole.address + hole.size];
      if (end > holeEnd) continue;
      const front = { address: hole.address, size: address - hole.address };
      const back = { address: end, size: holeEnd - end };
      this.#holes.splice(at, 1, ...[front, back].filter((part) => part.size > 0));
      return address;
    }
    return null;
  }

  /** Empties the bins and joins all holes that touch; `false` if the bins were empty. */
  #flush(): boolean {
    const binned = this.#binned();
    if (binned.length === 0) return false;
    this.#bins.clear();
    const sorted = [...binned, ...this.#holes].sort((a, b) => a.address - b.address);
    this.#holes = [];
    for (const hole of sorted) {
      const last = this.#holes.at(-1);
      if (last === undefined || last.address + last.size < hole.address) this.#holes.push(hole);
      else this.#holes.splice(-1, 1, { ...last, size: last.size + hole.size });
    }
    return true;
  }
}
