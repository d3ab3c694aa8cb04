import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONSENSE } from './fixtures/nonsense.ts';
import { HeapAllocator, type HeapOptions } from './heap.ts';
import { INVALID_ALIGN, INVALID_SIZE, NOT_LIVE, REFUSED, SUCCESS } from './status.ts';

function made(options: Partial<HeapOptions> = {}): HeapAllocator {
  const { base = 64, size = 4096 } = options;
  const memory = options.memory ?? new Uint8Array(size);
  const heap = HeapAllocator.create({ base, size, memory, memoryBase: base, ...options });
  if (heap === null) throw new Error('no heap');
  return heap;
}

/** A generator with 32 bits of state, for runs too long for fast-check. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What `inspect` says must tile the arena and agree with the statistics. */
function expectSound(heap: HeapAllocator, isJoined: boolean): void {
  const parts = [...heap.inspect()];
  let at = heap.first;
  const sums = { block: 0, cached: 0, hole: 0 };
  for (const [index, { kind, address, size }] of parts.entries()) {
    expect(address).toBe(at);
    at += size;
    sums[kind] += size;
    if (kind === 'hole') expect(parts[index - 1]?.kind).not.toBe('hole');
  }
  expect(at).toBe(heap.first + heap.capacity);
  expect(sums).toEqual({
    block: heap.liveBytes,
    cached: heap.cachedBytes,
    hole: heap.freeBytes - heap.cachedBytes,
  });
  expect(parts.filter(({ kind }) => kind === 'block').length).toBe(heap.liveCount);
  if (isJoined) expect(sums.cached).toBe(0);
  const holes = parts.filter(({ kind }) => kind === 'hole').map(({ size }) => size);
  expect(heap.largestHole).toBe(Math.max(0, ...holes));
}

describe('create', () => {
  it('takes any base, and loses only what is no whole granule', () => {
    const heap = made({ base: 100, size: 100 });
    expect([heap.first, heap.capacity]).toEqual([112, 80]);
    expect(heap.alloc(80)).toBe(112);
  });

  it('refuses what is no arena', () => {
    for (const size of [0, 15, ...NONSENSE]) {
      expect(HeapAllocator.create({ base: 0, size: size as number })).toBeNull();
    }
    for (const base of NONSENSE.filter((value) => !Object.is(value, -0))) {
      expect(HeapAllocator.create({ base: base as number, size: 64 })).toBeNull();
    }
    expect(HeapAllocator.create({ base: 2 ** 53 - 32, size: 64 })).toBeNull();
    expect(HeapAllocator.create({ base: 0, size: 2 ** 34 })).toBeNull();
  });

  it('refuses an arena outside its memory', () => {
    const memory = new Uint8Array(128).subarray(64);
    expect(HeapAllocator.create({ base: 16, size: 64, memory })).toBeNull();
    expect(HeapAllocator.create({ base: 16, size: 48, memory })).not.toBeNull();
    expect(HeapAllocator.create({ base: 16, size: 48, memory, memoryBase: 17 })).toBeNull();
  });
});

describe('arguments', () => {
  it('that are nonsense are refused, and change nothing', () => {
    const heap = made();
    const address = heap.alloc(100);
    const before = heap.snapshot();
    for (const value of [0, ...NONSENSE]) {
      expect(heap.alloc(value as number)).toBe(INVALID_SIZE);
      expect(heap.allocZeroed(value as number)).toBe(INVALID_SIZE);
      expect(heap.realloc(address, value as number)).toBe(INVALID_SIZE);
      expect(heap.alloc(8, value as number)).toBe(INVALID_ALIGN);
      expect(heap.realloc(address, 8, value as number)).toBe(INVALID_ALIGN);
    }
    for (const value of NONSENSE) {
      expect(heap.dealloc(value as number)).toBe(NOT_LIVE);
      expect(heap.usableSize(value as number)).toBe(NOT_LIVE);
      expect(heap.realloc(value as number, 8)).toBe(NOT_LIVE);
    }
    for (const align of [3, 12, 24, 48, 2 ** 32 + 1])
      expect(heap.alloc(8, align)).toBe(INVALID_ALIGN);
    expect(heap.snapshot()).toEqual(before);
  });

  it('that are too large are refused at every size of word', () => {
    const heap = made();
    const sizes = [4097, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 16, 2 ** 53 - 1];
    const address = heap.alloc(16);
    for (const size of sizes) {
      expect(heap.alloc(size)).toBe(REFUSED);
      expect(heap.alloc(size, 4096)).toBe(REFUSED);
      expect(heap.realloc(address, size)).toBe(REFUSED);
      expect(heap.alloc(16, 2 ** 40)).toBe(REFUSED);
    }
    expect(heap.refusals).toBe(4 * sizes.length);
    expectSound(heap, false);
  });
});

describe('dealloc', () => {
  it.each(['bounded', 'off'] as const)('takes live blocks only, with cache %s', (cache) => {
    const heap = made({ cache });
    const addresses = [16, 32, 48, 1024].map((size) => heap.alloc(size));
    heap.dealloc(addresses[1]!);
    const before = heap.snapshot();
    const live = new Set([addresses[0], addresses[2], addresses[3]]);
    for (let address = -64; address < 4096 + 256; address++) {
      if (!live.has(address)) expect(heap.dealloc(address)).toBe(NOT_LIVE);
    }
    for (const far of [2 ** 31, 2 ** 32, 2 ** 32 + addresses[0]!, 2 ** 53 - 1, addresses[0]! + 0.5])
      expect(heap.dealloc(far)).toBe(NOT_LIVE);
    expect(heap.snapshot()).toEqual(before);
    for (const address of live) expect(heap.dealloc(address!)).toBe(SUCCESS);
    expectSound(heap, true);
  });

  it('refuses the addresses that old links and sizes look like', () => {
    const heap = made({ cache: 'off' });
    const addresses = Array.from({ length: 40 }, () => heap.alloc(48));
    for (const address of addresses.filter((_, index) => index % 2 === 0)) heap.dealloc(address);
    for (const address of addresses.filter((_, index) => index % 2 === 1)) heap.dealloc(address);
    const whole = heap.alloc(4096 - 64);
    for (let address = whole + 1; address < whole + 4096; address++)
      expect(heap.dealloc(address)).toBe(NOT_LIVE);
  });
});

describe('an arena of 4 GiB', () => {
  it('grants and takes back beyond 2 GiB', () => {
    const heap = HeapAllocator.create({ base: 4096, size: 2 ** 32 });
    if (heap === null) throw new Error('no heap');
    const large = heap.alloc(2 ** 31 + 100);
    const far = heap.alloc(100);
    expect([large, far]).toEqual([4096, 4096 + 2 ** 31 + 112]);
    for (const wrong of [far + 8, far + 16, far + 0.5, far + 2 ** 32, 2 ** 31 + 16])
      expect(heap.dealloc(wrong)).toBe(NOT_LIVE);
    expect(heap.usableSize(far)).toBe(112);
    expect(heap.alloc(2 ** 31, 2 ** 31)).toBe(REFUSED);
    expect([far, far, large].map((address) => heap.dealloc(address))).toEqual([
      SUCCESS,
      NOT_LIVE,
      SUCCESS,
    ]);
    expect(heap.largestHole).toBe(2 ** 32);
    expect(heap.metadataBytes).toBe(2 ** 31 + 13_696);
  });
});

describe('fit', () => {
  it('tells the largest hole, below the top or at it', () => {
    const heap = made({ size: 2 ** 16, cache: 'off' });
    const sizes = [160, 16, 320, 16, 1600, 16, 1616, 16];
    const addresses = sizes.map((size) => heap.alloc(size));
    const top = 2 ** 16 - sizes.reduce((sum, size) => sum + size, 0);
    expect(heap.largestHole).toBe(top);
    const rest = heap.alloc(top);
    expect(heap.largestHole).toBe(0);
    for (const at of [0, 2, 4, 6]) {
      heap.dealloc(addresses[at]!);
      expect(heap.largestHole).toBe(sizes[at]);
    }
    heap.dealloc(rest);
    expect(heap.largestHole).toBe(top);
  });

  it('finds a hole of exactly the size asked for, at any size', () => {
    const heap = made({ size: 2 ** 20, cache: 'off' });
    // 1040 bytes are 65 granules, of which the class also holds 64.
    for (const size of [16, 1008, 1040, 5008, 70_000]) {
      const [hole, wall] = [heap.alloc(size), heap.alloc(16)];
      const rest = heap.alloc(heap.largestHole);
      heap.dealloc(hole);
      expect(heap.alloc(size)).toBe(hole);
      for (const address of [hole, wall, rest]) expect(heap.dealloc(address)).toBe(SUCCESS);
    }
  });

  it('serves an alignment where just one place is aligned', () => {
    const heap = made({ base: 16, size: 4096 + 16 });
    expect(heap.alloc(4096 - 2048 + 32, 2048)).toBe(2048);
    expect(heap.alloc(2032)).toBe(16);
    expectSound(heap, false);
    heap.reset();
    expect(heap.alloc(64, 2 ** 20)).toBe(REFUSED);
    expect(made({ base: 2 ** 45, size: 64 }).alloc(16, 2 ** 45)).toBe(2 ** 45);
  });

  it('flushes the cache before it refuses', () => {
    const heap = made();
    const addresses = Array.from({ length: 256 }, () => heap.alloc(16));
    const [last] = addresses.splice(-1);
    for (const address of addresses) heap.dealloc(address);
    expect(heap.cachedBytes).toBe(4080);
    expect(heap.alloc(4080)).toBe(addresses[0]);
    expect(heap.dealloc(last!)).toBe(SUCCESS);
  });

  it('has an empty cache when it is drained', () => {
    const heap = made();
    const addresses = Array.from({ length: 20 }, () => heap.alloc(100));
    for (const address of addresses) heap.dealloc(address);
    expect([heap.cachedBytes, heap.largestHole]).toEqual([0, 4096]);
    expect([...heap.inspect()]).toEqual([{ kind: 'hole', address: 64, size: 4096 }]);
  });

  it('caches no more than 16 KiB or a quarter of all blocks', () => {
    const heap = made({ size: 2 ** 20 });
    const addresses = Array.from({ length: 1024 }, () => heap.alloc(512));
    let largest = 0;
    for (const [index, address] of addresses.entries()) {
      if (index % 2 === 0) heap.dealloc(address);
      largest = Math.max(largest, heap.cachedBytes);
      const blocks = heap.liveBytes + heap.cachedBytes;
      expect(heap.cachedBytes).toBeLessThanOrEqual(Math.max(2 ** 14, blocks / 4));
    }
    for (const [index, address] of addresses.entries()) {
      if (index % 2 === 1) heap.dealloc(address);
      const blocks = heap.liveBytes + heap.cachedBytes;
      expect(heap.cachedBytes).toBeLessThanOrEqual(Math.max(2 ** 14, blocks / 4));
    }
    expect(largest).toBeGreaterThan(2 ** 15);
  });
});

describe('realloc', () => {
  it('grows in place into a hole, a cached block or the top, and shrinks in place', () => {
    const heap = made();
    const [first, second] = [heap.alloc(64), heap.alloc(64)];
    expect(heap.realloc(second, 640)).toBe(second);
    expect(heap.realloc(second, 16)).toBe(second);
    expect(heap.usableSize(second)).toBe(16);
    const rest = heap.alloc(4096 - 80);
    expect(rest).toBe(second + 16);
    heap.dealloc(second);
    expect(heap.realloc(first, 80)).toBe(first);
    expect(heap.refusals).toBe(0);
    expect(heap.realloc(first, 81)).toBe(REFUSED);
    expect(heap.refusals).toBe(1);
    expectSound(heap, false);
  });

  it('moves with the bytes, to the alignment asked for', () => {
    const memory = new Uint8Array(4096);
    const heap = made({ memory });
    const address = heap.alloc(64);
    memory.fill(7, address - 64, address);
    heap.alloc(16);
    const moved = heap.realloc(address, 128, 512);
    expect(moved % 512).toBe(0);
    expect([...memory.subarray(moved - 64, moved)]).toEqual(Array(64).fill(7));
    expect(heap.realloc(moved, 16, 1024) % 1024).toBe(0);
  });

  it('cannot move, nor zero, without memory', () => {
    const heap = HeapAllocator.create({ base: 0, size: 256 });
    if (heap === null) throw new Error('no heap');
    const address = heap.alloc(16);
    heap.alloc(16);
    expect(heap.realloc(address, 32)).toBe(REFUSED);
    expect(heap.allocZeroed(16)).toBe(REFUSED);
    expect(heap.refusals).toBe(2);
    expect(heap.usableSize(address)).toBe(16);
  });
});

describe('memory', () => {
  it('may grow, be shared, or begin inside its buffer', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
    const heap = made({ base: 1024, size: 4096, memory, memoryBase: 0 });
    memory.grow(1);
    new Uint8Array(memory.buffer).fill(9);
    const address = heap.allocZeroed(100);
    expect(new Uint8Array(memory.buffer, address, 101)).toEqual(
      new Uint8Array([...Array(100).fill(0), 9]),
    );
    const buffer = new SharedArrayBuffer(256);
    const shared = made({ base: 64, size: 128, memory: { buffer }, memoryBase: 0 });
    new Uint8Array(buffer).fill(9);
    const start = shared.allocZeroed(16);
    expect(new Uint8Array(buffer, start - 1, 18)).toEqual(
      new Uint8Array([9, ...Array(16).fill(0), 9]),
    );
    const bytes = new Uint8Array(256).fill(9).subarray(100, 200);
    made({ base: 64, size: 100, memory: bytes, memoryBase: 64 }).allocZeroed(16);
    expect([...bytes.subarray(0, 17)]).toEqual([...Array(16).fill(0), 9]);
  });
});

describe('snapshot', () => {
  it('is the whole state', () => {
    const heap = made();
    const random = randomFrom(5);
    const play = (): number[] =>
      Array.from({ length: 200 }, () => heap.alloc(1 + random(60), 16 << random(3)));
    const kept = heap.alloc(500);
    const snapshot = heap.snapshot();
    const state = random(1) + 77;
    const first = ((): number[] => {
      const again = randomFrom(state);
      return Array.from({ length: 200 }, () => heap.alloc(1 + again(60), 16 << again(3)));
    })();
    play();
    heap.restore(snapshot);
    const again = randomFrom(state);
    expect(Array.from({ length: 200 }, () => heap.alloc(1 + again(60), 16 << again(3)))).toEqual(
      first,
    );
    heap.restore(snapshot);
    expect(heap.dealloc(kept)).toBe(SUCCESS);
    expectSound(heap, true);
  });
});

describe('long runs', () => {
  it.each(['bounded', 'off'] as const)('stay sound with cache %s', (cache) => {
    const call = fc.record({
      what: fc.constantFrom('alloc', 'alloc', 'dealloc', 'dealloc', 'realloc'),
      slot: fc.nat(29),
      size: fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 2500 })),
      align: fc.constantFrom(1, 8, 16, 16, 16, 32, 256),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 150, size: 'max' }), (calls) => {
        const heap = made({ base: 48, cache });
        const live = new Map<number, number>();
        for (const { what, slot, size, align } of calls) {
          const address = live.get(slot);
          if (what === 'dealloc' && address !== undefined) {
            expect(heap.dealloc(address)).toBe(SUCCESS);
            live.delete(slot);
          } else if (what === 'realloc' && address !== undefined) {
            const moved = heap.realloc(address, size, align);
            if (moved >= 0) live.set(slot, moved);
          } else if (what === 'alloc' && address === undefined) {
            const granted = heap.alloc(size, align);
            if (granted >= 0) {
              expect(granted % align).toBe(0);
              expect(heap.usableSize(granted)).toBeGreaterThanOrEqual(size);
              live.set(slot, granted);
            } else {
              expect(heap.largestHole).toBeLessThan(size + align);
            }
          }
          expectSound(heap, cache === 'off');
        }
        for (const address of live.values()) expect(heap.dealloc(address)).toBe(SUCCESS);
        expect(heap.largestHole).toBe(heap.capacity);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('give a million blocks and take them back in any order, across 2^32', () => {
    const count = 2 ** 20;
    const heap = HeapAllocator.create({ base: 2 ** 32 - 8 * count, size: 16 * count });
    if (heap === null) throw new Error('no heap');
    const random = randomFrom(3);
    const addresses = Float64Array.from({ length: count }, () => heap.alloc(1 + random(16)));
    expect(heap.alloc(1)).toBe(REFUSED);
    expect(new Set(addresses).size).toBe(count);
    for (let left = count; left > 0; left--) {
      const at = random(left);
      if (heap.dealloc(addresses[at]!) !== SUCCESS) throw new Error(`${addresses[at]} is not live`);
      addresses[at] = addresses[left - 1]!;
    }
    expect(heap.alloc(16 * count)).toBe(2 ** 32 - 8 * count);
  });

  it('of two heaps leave each other alone', () => {
    const memory = new Uint8Array(8192);
    const heaps = [0, 4096].map((base) => made({ base, size: 4096, memory, memoryBase: 0 }));
    const alone = made({ base: 0, size: 4096, memory, memoryBase: 0 });
    const random = randomFrom(9);
    for (let turn = 0; turn < 500; turn++) {
      const size = 1 + random(100);
      const [own, other] = heaps.map((heap) => heap.alloc(size));
      expect(alone.alloc(size)).toBe(own);
      expect(other === REFUSED || other! >= 4096).toBe(true);
      if (random(2) === 0) for (const heap of [heaps[0]!, alone]) heap.dealloc(own!);
    }
  });
});
