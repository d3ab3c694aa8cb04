/** C's rules one by one, then the whole suite, on the functions alone as a user holds them. */
import { describe, expect, it } from 'vitest';
import { mallocAdapter } from '../conformance/index.ts';
import { describeConformance } from '../conformance/vitest.ts';
import { heapAdapter } from './adapters/heap.ts';
import { HeapAllocator, type HeapOptions } from './heap.ts';
import { mallocOf } from './malloc.ts';

const BASE = 64;
const SIZE = 4096;
/** What a caller without types may pass. */
const UNTYPED: readonly number[] = JSON.parse('["8", null, {}, [8], true]');
const NO_SIZES = [-0, -1, 0.5, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN, ...UNTYPED];

function made(options: Partial<HeapOptions> = {}) {
  const bytes = new Uint8Array(BASE + SIZE);
  const heap = HeapAllocator.create({ base: BASE, size: SIZE, memory: bytes, ...options });
  if (heap === null) throw new Error('no heap');
  const calls = mallocOf(heap);
  if (calls === null) throw new Error('no malloc');
  return { heap, bytes, ...calls };
}

describe('mallocOf', () => {
  it('answers null for a heap that could grant NULL', () => {
    const heap = (base: number) => HeapAllocator.create({ base, size: SIZE });
    const answers = [0, 1, 16].map((base) => mallocOf(heap(base) ?? expect.fail('no heap')));
    expect(answers.map((answer) => answer === null)).toEqual([true, false, false]);
  });
});

describe('malloc', () => {
  it('grants 0 bytes as blocks of their own, until there is no room', () => {
    const { heap, malloc, free } = made({ size: 64 });
    const addresses = [0, 0, 0, 0].map(malloc);
    expect(new Set(addresses)).toEqual(new Set([64, 80, 96, 112]));
    expect(malloc(0)).toBe(0);
    expect(addresses.map(free)).toEqual([true, true, true, true]);
    expect(heap.liveCount).toBe(0);
  });

  it('answers 0 for what is no size, and for want of room', () => {
    const { heap, malloc } = made();
    for (const size of [...NO_SIZES, SIZE + 1, 2 ** 31, 2 ** 32, 2 ** 32 + 8])
      expect(malloc(size)).toBe(0);
    expect(heap.liveCount).toBe(0);
    expect(malloc(SIZE)).toBe(BASE);
  });
});

describe('calloc', () => {
  it('zeroes the product', () => {
    const { bytes, calloc } = made();
    bytes.fill(9);
    const address = calloc(5, 7);
    expect([...bytes.subarray(address - 1, address + 36)]).toEqual([9, ...Array(35).fill(0), 9]);
  });

  it('answers 0 if the product overflows, or a factor is no size', () => {
    const { heap, calloc } = made();
    const overflows: [number, number][] = [
      [2 ** 32, 2 ** 32],
      [2 ** 31, 2 ** 31],
      [2 ** 53 - 1, 2],
      [2 ** 53 - 1, 2 ** 53 - 1],
      [94906266, 94906267],
    ];
    for (const [count, size] of overflows) expect(calloc(count, size)).toBe(0);
    for (const size of NO_SIZES) {
      expect(calloc(size, 2)).toBe(0);
      expect(calloc(2, size)).toBe(0);
      expect(calloc(size, size)).toBe(0);
    }
    expect(heap.liveCount).toBe(0);
  });

  it('grants 0 bytes as a block of its own', () => {
    const { calloc, free } = made();
    const [first, second] = [calloc(0, 2 ** 53 - 1), calloc(5, 0)];
    expect(first).not.toBe(second);
    expect([first, second].map(free)).toEqual([true, true]);
  });

  it('answers 0 without memory', () => {
    const heap = HeapAllocator.create({ base: BASE, size: SIZE });
    const calls = heap && mallocOf(heap);
    expect(calls?.malloc(16)).toBe(BASE);
    expect(calls?.calloc(1, 16)).toBe(0);
  });
});

describe('realloc', () => {
  it('of 0 is malloc', () => {
    const { malloc, realloc, malloc_usable_size } = made();
    expect(malloc_usable_size(realloc(0, 100))).toBe(112);
    expect(malloc_usable_size(realloc(0, 0))).toBe(16);
    expect(malloc(16)).toBe(BASE + 128);
  });

  it('to 0 is free', () => {
    const { heap, malloc, realloc, free } = made();
    const address = malloc(100);
    expect(realloc(address, 0)).toBe(0);
    expect(heap.liveCount).toBe(0);
    expect(free(address)).toBe(false);
    expect(realloc(address, 0)).toBe(0);
  });

  it('takes the bytes along, or leaves the block as it was', () => {
    const { heap, bytes, malloc, realloc, malloc_usable_size } = made();
    const address = malloc(64);
    malloc(16);
    bytes.fill(7, address, address + 64);
    for (const size of [...NO_SIZES, SIZE, 2 ** 32]) expect(realloc(address, size)).toBe(0);
    expect(malloc_usable_size(address)).toBe(64);
    const moved = realloc(address, 80);
    expect(moved).not.toBe(address);
    expect([...bytes.subarray(moved, moved + 64)]).toEqual(Array(64).fill(7));
    expect([realloc(moved, 16), malloc_usable_size(moved), heap.liveCount]).toEqual([moved, 16, 2]);
  });

  it('refuses what is no block', () => {
    const { malloc, realloc } = made();
    const address = malloc(64);
    for (const foreign of [address + 16, 8, -1, 2 ** 32 + address]) {
      expect(realloc(foreign, 32)).toBe(0);
      expect(realloc(foreign, 0)).toBe(0);
    }
  });
});

describe('free', () => {
  it('does nothing for 0, and refuses what is no live block', () => {
    const { heap, malloc, free } = made();
    const [address, other] = [malloc(64), malloc(64)];
    expect([free(0), free(other), free(other)]).toEqual([true, true, false]);
    for (const foreign of [address + 16, address + 1, 8, -1, SIZE, 2 ** 32 + address, ...UNTYPED])
      expect(free(foreign)).toBe(false);
    expect([...heap.inspect()][0]).toEqual({ kind: 'block', address, size: 64 });
  });
});

describe('aligned_alloc', () => {
  it('takes the alignment first, and any size', () => {
    const { aligned_alloc, malloc_usable_size, free } = made();
    const address = aligned_alloc(1024, 40);
    expect([address % 1024, malloc_usable_size(address)]).toEqual([0, 48]);
    const empty = aligned_alloc(512, 0);
    expect([empty % 512, malloc_usable_size(empty)]).toEqual([0, 16]);
    expect([free(address), free(empty)]).toEqual([true, true]);
  });

  it('answers 0 for what is no alignment', () => {
    const { heap, aligned_alloc } = made();
    for (const alignment of [0, 3, 24, 2 ** 32 + 1, ...NO_SIZES])
      expect(aligned_alloc(alignment, 64)).toBe(0);
    for (const size of NO_SIZES) expect(aligned_alloc(64, size)).toBe(0);
    expect(heap.liveCount).toBe(0);
  });
});

describe('malloc_usable_size', () => {
  it('is 0 where no live block begins', () => {
    const { malloc, free, malloc_usable_size } = made();
    const address = malloc(20);
    expect([0, address, address + 16, -1, 2 ** 53].map(malloc_usable_size)).toEqual([
      0, 32, 0, 0, 0,
    ]);
    free(address);
    expect(malloc_usable_size(address)).toBe(0);
  });
});

const conformant = mallocAdapter({
  name: 'mallocOf',
  wasm32: false,
  answers: {
    ...heapAdapter().answers,
    zeroSize: 'unique',
    misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'ignore' },
  },
  create({ base, size }) {
    const memory = new Uint8Array(size);
    const heap = HeapAllocator.create({ base, size, memory, memoryBase: base });
    const calls = heap && mallocOf(heap);
    return (
      calls && {
        ...calls,
        arena: { base: heap.first, size: heap.capacity },
        bytes: (address, length) => memory.subarray(address - base, address - base + length),
        stats: () => ({ liveCount: heap.liveCount, freeBytes: heap.freeBytes }),
        reset: () => heap.reset(),
      }
    );
  },
});

describeConformance(conformant, { budget: 'quick' });
