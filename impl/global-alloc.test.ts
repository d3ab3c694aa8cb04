/** Rust's rules one by one, then the whole suite. */
import { describe, expect, it } from 'vitest';
import { globalAllocAdapter } from '../conformance/index.ts';
import { describeConformance } from '../conformance/vitest.ts';
import { heapAdapter } from './adapters/heap.ts';
import { NONSENSE } from './fixtures/nonsense.ts';
import { globalAllocOf, type Layout } from './global-alloc.ts';
import { HeapAllocator } from './heap.ts';

const SIZE = 4096;
const BAD_LAYOUTS = [
  null,
  undefined,
  8,
  {},
  { size: 0, align: 8 },
  { size: 2 ** 53 - 1, align: 2 },
  { size: 1, align: 2 ** 53 },
  ...[0, 3, 24, 2 ** 32 + 1, ...NONSENSE].map((align) => ({ size: 64, align })),
  ...NONSENSE.map((size) => ({ size, align: 8 })),
] as Layout[];

/** The arena begins at 0, which is an address like any other here. */
function made(isBacked = true) {
  const bytes = new Uint8Array(SIZE);
  const options = { base: 0, size: SIZE, ...(isBacked && { memory: bytes }) };
  const heap = HeapAllocator.create(options);
  if (heap === null) throw new Error('no heap');
  return { heap, bytes, ...globalAllocOf(heap) };
}

const LAYOUT: Layout = { size: 64, align: 64 };

describe('alloc', () => {
  it('serves any alignment, and the address 0', () => {
    const { alloc } = made();
    expect(alloc({ size: 1, align: 1 })).toBe(0);
    expect([8, 64, 1024].map((align) => alloc({ size: 1, align }))).toEqual([16, 64, 1024]);
  });

  it('refuses what is no layout and what does not fit, and changes nothing', () => {
    const { heap, alloc, allocZeroed } = made();
    for (const layout of [...BAD_LAYOUTS, { size: SIZE + 1, align: 1 }]) {
      expect(alloc(layout)).toBeNull();
      expect(allocZeroed(layout)).toBeNull();
    }
    expect([...heap.inspect()]).toEqual([{ kind: 'hole', address: 0, size: SIZE }]);
  });
});

describe('allocZeroed', () => {
  it('zeroes what was used before', () => {
    const { bytes, allocZeroed } = made();
    bytes.fill(9);
    const address = allocZeroed({ size: 20, align: 256 }) ?? expect.fail('refused');
    expect([...bytes.subarray(address, address + 21)]).toEqual([...Array(20).fill(0), 9]);
  });

  it('is refused without memory', () => {
    expect(made(false).allocZeroed(LAYOUT)).toBeNull();
  });
});

describe('dealloc', () => {
  it('takes a live block with its layout, and nothing else', () => {
    const { heap, alloc, dealloc } = made();
    const address = alloc(LAYOUT) ?? expect.fail('refused');
    for (const layout of [{ size: 48, align: 64 }, { size: 65, align: 64 }, ...BAD_LAYOUTS])
      expect(dealloc(address, layout)).toBe(false);
    for (const foreign of [null, 8, 16, 4096, 2 ** 32] as const)
      expect(dealloc(foreign, LAYOUT)).toBe(false);
    expect(heap.liveCount).toBe(1);
    expect(dealloc(address, LAYOUT)).toBe(true);
    expect(dealloc(address, LAYOUT)).toBe(false);
    expect(dealloc(null, LAYOUT)).toBe(false);
  });

  it('refuses an alignment that the block has not', () => {
    const { alloc, dealloc } = made();
    alloc(LAYOUT);
    const address = alloc(LAYOUT);
    expect(address).toBe(64);
    expect(dealloc(address, { size: 64, align: 128 })).toBe(false);
    expect(dealloc(address, { size: 64, align: 32 })).toBe(true);
  });
});

describe('realloc', () => {
  it('keeps bytes and alignment, and takes the layout that the last size makes', () => {
    const { bytes, alloc, realloc, dealloc } = made();
    const address = alloc(LAYOUT) ?? expect.fail('refused');
    alloc({ size: 1, align: 1 });
    bytes.fill(7, address, address + 64);
    const moved = realloc(address, LAYOUT, 100) ?? expect.fail('refused');
    expect([moved === address, moved % 64]).toEqual([false, 0]);
    expect([...bytes.subarray(moved, moved + 64)]).toEqual(Array(64).fill(7));
    expect(dealloc(moved, LAYOUT)).toBe(false);
    expect(dealloc(moved, { size: 100, align: 64 })).toBe(true);
  });

  it('is refused and leaves the block as it was', () => {
    const { heap, alloc, realloc } = made();
    const address = alloc(LAYOUT);
    const before = heap.snapshot();
    for (const size of [0, SIZE + 1, ...NONSENSE])
      expect(realloc(address, LAYOUT, size as number)).toBeNull();
    for (const layout of [...BAD_LAYOUTS, { size: 48, align: 64 }])
      expect(realloc(address, layout, 32)).toBeNull();
    for (const foreign of [null, 8, 16]) expect(realloc(foreign, LAYOUT, 32)).toBeNull();
    const refusals = heap.refusals;
    heap.restore(before);
    expect([refusals, realloc(address, LAYOUT, 64)]).toEqual([1, address]);
  });

  it('cannot move without memory', () => {
    const { alloc, realloc } = made(false);
    const address = alloc(LAYOUT);
    alloc(LAYOUT);
    expect(realloc(address, LAYOUT, 65)).toBeNull();
    expect(realloc(address, LAYOUT, 16)).toBe(address);
  });
});

const conformant = globalAllocAdapter({
  name: 'globalAllocOf',
  wasm32: false,
  zeroIsAddress: true,
  answers: { ...heapAdapter().answers, bases: [0, 4096, 2 ** 31 - 1024, 2 ** 32] },
  create({ base, size }) {
    const memory = new Uint8Array(size);
    const heap = HeapAllocator.create({ base, size, memory, memoryBase: base });
    if (heap === null) return null;
    const { alloc, allocZeroed, dealloc, realloc } = globalAllocOf(heap);
    return {
      alloc: (bytes, align) => alloc({ size: bytes, align }),
      alloc_zeroed: (bytes, align) => allocZeroed({ size: bytes, align }),
      dealloc: (address, bytes, align) => dealloc(address, { size: bytes, align }),
      realloc: (address, bytes, align, newSize) =>
        realloc(address, { size: bytes, align }, newSize),
      bytes: (address, length) => memory.subarray(address - base, address - base + length),
      stats: () => ({ liveCount: heap.liveCount, freeBytes: heap.freeBytes }),
      reset: () => heap.reset(),
    };
  },
});

describeConformance(conformant, { budget: 'quick' });
