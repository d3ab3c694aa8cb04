/** What the kit cannot see of a heap: which block is reused, what is cached, where a limit lies. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HeapAllocator, type HeapOptions } from './heap.ts';
import { NOT_LIVE, REFUSED, SUCCESS } from './status.ts';

const KIB = 1024;

/** A heap of addresses only, from 0 on. */
function made(size: number, options: Partial<HeapOptions> = {}): HeapAllocator {
  return HeapAllocator.create({ base: 0, size, ...options }) ?? expect.fail('no heap');
}

const several = (heap: HeapAllocator, count: number, size: number): number[] =>
  Array.from({ length: count }, () => heap.alloc(size));

const partsOf = (heap: HeapAllocator): string[] =>
  [...heap.inspect()].map(({ kind, address, size }) => `${kind} ${address}+${size}`);

describe('the cache', () => {
  it('gives back the block of the same size, whatever the alignment below 16', () => {
    const heap = made(4 * KIB);
    const [block] = several(heap, 2, 48);
    for (const align of [16, 8, 1]) {
      expect(heap.dealloc(block!)).toBe(SUCCESS);
      expect(heap.cachedBytes).toBe(48);
      expect(heap.alloc(40, align)).toBe(block);
      expect(heap.cachedBytes).toBe(0);
    }
  });

  it('takes 16 KiB, and joins what is beyond', () => {
    const heap = made(64 * KIB);
    const blocks = several(heap, 1026, 16);
    for (const block of blocks.slice(1)) heap.dealloc(block);
    expect(heap.cachedBytes).toBe(16 * KIB);
  });

  it('takes an eighth of what is live, and is joined when it is more than a quarter of all', () => {
    const heap = made(1024 * KIB);
    const [first, second] = [heap.alloc(10_000 * 16), heap.alloc(6000 * 16)];
    const small = several(heap, 2001, 16);
    for (const block of small) heap.dealloc(block);
    expect(heap.cachedBytes).toBe(2000 * 16);
    heap.dealloc(first);
    expect(heap.cachedBytes).toBe(2000 * 16);
    heap.alloc(KIB);
    heap.dealloc(second);
    expect(heap.cachedBytes).toBe(0);
  });

  it('stays as it is when the arena could never serve the request', () => {
    const heap = made(4 * KIB);
    const [block] = several(heap, 2, 16);
    heap.dealloc(block!);
    expect(heap.alloc(4 * KIB + 1)).toBe(REFUSED);
    expect(heap.cachedBytes).toBe(16);
    expect(heap.alloc(4 * KIB)).toBe(REFUSED);
    expect(heap.cachedBytes).toBe(0);
  });

  it('is told apart from blocks and holes', () => {
    const heap = made(KIB);
    const blocks = several(heap, 3, 256);
    heap.dealloc(blocks[1]!);
    expect(partsOf(heap)).toEqual([
      'block 0+256',
      'cached 256+256',
      'block 512+256',
      'hole 768+256',
    ]);
    heap.flush();
    expect(heap.alloc(256)).toBe(256);
    heap.alloc(256);
    expect(partsOf(heap).at(-1)).toBe('block 768+256');
  });
});

describe('a request', () => {
  it.each([
    [10, [9, 30, 12, 40, 700], 2],
    [35, [9, 30, 12, 40, 700], 3],
    [10, [700, 40], 1],
  ])('takes the smallest hole that is surely large enough: %i of %j', (wanted, sizes, best) => {
    const heap = made(64 * KIB, { cache: 'off' });
    const holes = sizes.map((granules) => {
      const hole = heap.alloc(16 * granules);
      heap.alloc(16);
      return hole;
    });
    for (const hole of holes) heap.dealloc(hole);
    expect(heap.alloc(16 * wanted)).toBe(holes[best]! + 16 * (sizes[best]! - wanted));
  });

  it('of 64 granules leaves the rest of a hole of 65 a hole', () => {
    const heap = made(4 * KIB, { cache: 'off' });
    const hole = heap.alloc(65 * 16);
    heap.alloc(16);
    heap.dealloc(hole);
    expect(heap.alloc(64 * 16)).toBe(hole + 16);
    expect(partsOf(heap).slice(0, 2)).toEqual(['hole 0+16', 'block 16+1024']);
  });

  it('for all of the arena is granted at any alignment', () => {
    const heap = made(4 * KIB);
    expect(heap.alloc(4 * KIB, 4 * KIB)).toBe(0);
    expect([heap.liveBytes, heap.largestHole]).toEqual([4 * KIB, 0]);
  });

  it('that is aligned into the end takes just what it asked for', () => {
    const heap = made(4 * KIB);
    heap.alloc(32);
    expect(heap.alloc(2 * KIB, 2 * KIB)).toBe(2 * KIB);
    expect([heap.liveBytes, heap.liveCount]).toEqual([2 * KIB + 32, 2]);
    expect(partsOf(heap)).toEqual(['block 0+32', 'hole 32+2016', 'block 2048+2048']);
  });
});

describe('realloc', () => {
  it('keeps the address of a block of that size already, and of one with just enough behind', () => {
    const heap = made(KIB);
    const [block, other] = several(heap, 2, 64);
    expect(heap.realloc(block!, 60)).toBe(block);
    expect(heap.realloc(other!, KIB - 64)).toBe(other);
    expect(heap.realloc(other!, KIB - 63)).toBe(REFUSED);
  });

  it('moves to address 0 without a flush, with the bytes', () => {
    const memory = new Uint8Array(KIB);
    const heap = made(KIB, { memory });
    const [zero, block, behind] = [heap.alloc(32), heap.alloc(16), heap.alloc(16)];
    heap.alloc(16);
    memory.fill(7, block, block + 16);
    heap.dealloc(zero);
    heap.dealloc(behind);
    expect(heap.realloc(block, 32)).toBe(0);
    expect([...memory.subarray(0, 16)]).toEqual(Array(16).fill(7));
    expect(heap.cachedBytes).toBe(32);
  });

  it('copies no more than fits when it moves to an alignment and shrinks', () => {
    const memory = new Uint8Array(KIB).fill(7);
    const heap = made(KIB, { memory, cache: 'off' });
    heap.alloc(16);
    const [block, hole, next] = [heap.alloc(48), heap.alloc(64 + 16), heap.alloc(16)];
    heap.alloc(heap.largestHole);
    memory.fill(9, next, next + 16);
    heap.dealloc(hole);
    expect(heap.realloc(block, 16, 128)).toBe(128);
    expect(memory[next]).toBe(9);
  });

  it('zeroes a block at address 0', () => {
    const memory = new Uint8Array(KIB).fill(7);
    expect(made(KIB, { memory }).allocZeroed(16)).toBe(0);
    expect([...memory.subarray(0, 17)]).toEqual([...Array(16).fill(0), 7]);
  });
});

describe('the shadow', () => {
  it('has words before those of the first granule, which no address leads to', () => {
    const base = 64 * KIB;
    const heap = made(KIB, { base });
    heap.alloc(16);
    for (let address = 0; address < base; address += 8)
      expect(heap.dealloc(address)).toBe(NOT_LIVE);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const createWhereWordsThrow = (error: Error, size: number): HeapAllocator | null => {
    const throwing = class {
      constructor(length = 0) {
        if (length > 0) throw error;
      }
    };
    vi.stubGlobal('Int32Array', throwing);
    return HeapAllocator.create({ base: 0, size });
  };

  it('that the host has no room for is no heap', () => {
    expect(createWhereWordsThrow(new RangeError('too long'), KIB)).toBeNull();
  });

  it('may be made for 2^29 - 2^12 granules and for one, and for no more nor less', () => {
    const asked = new TypeError('asked');
    const most = 16 * (2 ** 29 - 2 ** 12);
    for (const size of [16, most]) expect(() => createWhereWordsThrow(asked, size)).toThrow(asked);
    for (const size of [15, most + 16]) expect(createWhereWordsThrow(asked, size)).toBeNull();
  });
});
