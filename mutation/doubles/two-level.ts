/**
 * A two-level segregated fit. Holes are filed by power of two and quarter of it, rounded down; a request is
 * rounded up to the next quarter, so that any hole on the list that it is served from is large enough. A
 * hole just freed may thus lie on a list that its own size does not look at: a refusal of the same size
 * again is lawful here.
 *
 *     |h| block |h|   block   |waste|     hole     |h| block |
 */
import type { HeapAdapter, HeapConfig, HeapLayout, HeapSubject } from '../../spec/index.ts';
import { alignUp, isAlign, isSize } from './request.ts';

const HEADER = 8;
const GRANULE = 8;
/** A smaller rest stays with its block. */
const SMALLEST = 32;
const QUARTERS = 4;
const MAX_ALIGN = 32;

export const twoLevel: HeapAdapter = {
  name: 'double:two-level',
  family: 'heap',
  answers: {
    sizes: [1024, 4096],
    bases: [0, 2048],
    naturalAlign: GRANULE,
    maxAlign: MAX_ALIGN,
    invalidAlign: 'reject',
    invalidNumbers: 'reject',
    zeroSize: 'sentinel',
    misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'ignore' },
    overhead: {
      perBlock: HEADER + SMALLEST - GRANULE,
      granule: GRANULE,
      minimum: SMALLEST,
      perArena: 0,
    },
    fit: { classesPerDoubling: QUARTERS },
    coalesce: 'immediate',
    deterministic: true,
  },
  create: (config) => new TwoLevel(config),
};

interface Part {
  readonly start: number;
  size: number;
  /** The bytes asked for; `null` in a hole. */
  requested: number | null;
  left: Part | null;
  right: Part | null;
}

class TwoLevel implements HeapSubject {
  readonly #base: number;
  readonly #memory: Uint8Array;
  readonly #byAddress = new Map<number, Part>();
  /** Holes by class, the one freed last at the end. */
  readonly #lists = new Map<number, Part[]>();
  #first: Part;

  constructor({ base, size }: HeapConfig) {
    this.#base = base;
    this.#memory = new Uint8Array(size);
    this.#first = this.#empty();
  }

  alloc(size: number, align: number): number | null {
    if (!isSize(size) || !isAlign(align, MAX_ALIGN)) return null;
    if (size === 0) return this.#sentinel();
    const wanted = Math.max(SMALLEST, alignUp(size + HEADER, GRANULE));
    const isOver = align > GRANULE;
    const hole = this.#take(isOver ? wanted + align + SMALLEST : wanted);
    if (hole === null) return null;
    const front = isOver ? this.#padding(hole.start, align) : 0;
    const block = front === 0 ? hole : this.#split(hole, front);
    if (block !== hole) this.#file(hole);
    block.requested = size;
    this.#trim(block, wanted);
    this.#byAddress.set(block.start + HEADER, block);
    return block.start + HEADER;
  }

  dealloc(address: number): boolean {
    const block = this.#byAddress.get(address);
    if (block === undefined) return address === this.#sentinel();
    this.#byAddress.delete(address);
    block.requested = null;
    this.#file(this.#joined(block));
    return true;
  }

  realloc(address: number, oldSize: number, align: number, size: number): number | null {
    const block = this.#byAddress.get(address);
    if (block === undefined || !isSize(size) || size === 0) return null;
    const wanted = Math.max(SMALLEST, alignUp(size + HEADER, GRANULE));
    const { right } = block;
    if (wanted > block.size && right?.requested === null && wanted <= block.size + right.size) {
      this.#unfile(right);
      this.#absorb(block);
    }
    if (wanted <= block.size) {
      block.requested = size;
      this.#trim(block, wanted);
      return address;
    }
    const moved = this.alloc(size, align);
    if (moved === null) return null;
    const kept = Math.min(oldSize, size);
    this.bytes(moved, kept).set(this.bytes(address, kept));
    this.dealloc(address);
    return moved;
  }

  bytes(address: number, size: number): Uint8Array {
    return this.#memory.subarray(address - this.#base, address - this.#base + size);
  }

  usableSize(address: number): number {
    return (this.#byAddress.get(address)?.size ?? HEADER) - HEADER;
  }

  stats() {
    const parts = this.#parts();
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    return {
      liveCount: this.#byAddress.size,
      requestedBytes: sum(parts.map(({ requested }) => requested ?? 0)),
      freeBytes: sum(parts.map(({ size, requested }) => (requested === null ? size : 0))),
    };
  }

  inspect(): HeapLayout {
    const parts = this.#parts();
    const blocks = parts.filter(({ requested }) => requested !== null);
    const holes = parts.filter(({ requested }) => requested === null);
    return {
      blocks: blocks.map(({ start, size }) => ({ address: start + HEADER, size: size - HEADER })),
      holes: holes.map(({ start, size }) => ({ address: start, size })),
    };
  }

  reset(): void {
    this.#first = this.#empty();
  }

  #sentinel(): number {
    return this.#base + this.#memory.length + MAX_ALIGN;
  }

  #empty(): Part {
    const size = this.#memory.length;
    const whole: Part = { start: this.#base, size, requested: null, left: null, right: null };
    this.#byAddress.clear();
    this.#lists.clear();
    this.#file(whole);
    return whole;
  }

  #parts(): Part[] {
    const parts: Part[] = [];
    for (let at: Part | null = this.#first; at !== null; at = at.right) parts.push(at);
    return parts;
  }

  #file(hole: Part): void {
    const list = this.#lists.get(classOf(hole.size));
    if (list === undefined) this.#lists.set(classOf(hole.size), [hole]);
    else list.push(hole);
  }

  #unfile(hole: Part): void {
    const list = this.#lists.get(classOf(hole.size)) ?? [];
    list.splice(list.indexOf(hole), 1);
  }

  /** A hole from the first list on which all are large enough. */
  #take(size: number): Part | null {
    const classes = [...this.#lists].sort(([a], [b]) => a - b);
    const found = classes.find(([each, list]) => each >= classOf(roundUp(size)) && list.length > 0);
    return found?.[1].pop() ?? null;
  }

  /** Bytes in front of an aligned block: none, or enough for a hole. */
  #padding(start: number, align: number): number {
    let padding = alignUp(start + HEADER, align) - HEADER - start;
    while (padding > 0 && padding < SMALLEST) padding += align;
    return padding;
  }

  /** Cuts the part; the rest of it is answered. */
  #split(part: Part, size: number): Part {
    const rest: Part = {
      start: part.start + size,
      size: part.size - size,
      requested: null,
      left: part,
      right: part.right,
    };
    if (part.right !== null) part.right.left = rest;
    part.right = rest;
    part.size = size;
    return rest;
  }

  #trim(block: Part, wanted: number): void {
    if (block.size - wanted >= SMALLEST) this.#file(this.#joined(this.#split(block, wanted)));
  }

  #joined(hole: Part): Part {
    if (hole.right?.requested === null) {
      this.#unfile(hole.right);
      this.#absorb(hole);
    }
    if (hole.left?.requested !== null) return hole;
    const { left } = hole;
    this.#unfile(left);
    this.#absorb(left);
    return left;
  }

  /** Takes the part on the right into this one. */
  #absorb(part: Part): void {
    const { right } = part;
    if (right === null) return;
    part.size += right.size;
    part.right = right.right;
    if (part.right !== null) part.right.left = part;
  }
}

/** The width of the classes from the largest power of two in `size` on. */
const widthAt = (power: number): number => Math.max(power / QUARTERS, GRANULE);

function powerIn(size: number): number {
  let power = 1;
  while (power * 2 <= size) power *= 2;
  return power;
}

/** Ascending with the size: its power of two, and the quarter of that in which it lies. */
function classOf(size: number): number {
  const power = powerIn(size);
  return power + Math.floor((size - power) / widthAt(power)) * widthAt(power);
}

const roundUp = (size: number): number => alignUp(size, widthAt(powerIn(size)));
