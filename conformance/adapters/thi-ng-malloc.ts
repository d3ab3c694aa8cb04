/** `MemPool` of the npm package @thi.ng/malloc: a first-fit heap in an ArrayBuffer. */
import { MemPool } from '@thi.ng/malloc';
import { defineAdapter } from 'allocspec';

export default defineAdapter({
  name: '@thi.ng/malloc',
  family: 'heap',
  answers: {
    sizes: [512, 4096],
    bases: [0, 1024],
    naturalAlign: 8,
    maxAlign: 8,
    invalidAlign: 'undefined',
    invalidNumbers: 'undefined',
    zeroSize: 'reject',
    misuse: 'detect',
    // A header of 8 bytes, sizes rounded up to 8; an excess under 16 bytes stays with the block.
    overhead: { perBlock: 24, granule: 8, minimum: 16, perArena: 48 },
    fit: 'exact',
    coalesce: 'immediate',
    deterministic: true,
  },
  create({ base, size }) {
    const pool = new MemPool({ size: base + size, start: base, end: base + size });
    return {
      alloc: (bytes, align) => (align <= 8 && pool.malloc(bytes)) || null,
      allocZeroed: (bytes, align) => (align <= 8 && pool.calloc(bytes)) || null,
      dealloc: (address) => pool.free(address),
      realloc: (address, _old, _align, bytes) => pool.realloc(address, bytes) || null,
      bytes: (address, length) => new Uint8Array(pool.buf, address, length),
      stats: () => ({ liveCount: pool.stats().used.count, freeBytes: pool.stats().available }),
      reset: () => pool.freeAll(),
    };
  },
});
