/** `MemPool` of the npm package @thi.ng/malloc: a first-fit heap in an ArrayBuffer. */
import { MemPool } from '@thi.ng/malloc';
import { mallocAdapter } from 'allocspec';

export default mallocAdapter({
  name: '@thi.ng/malloc',
  wasm32: false,
  answers: {
    sizes: [512, 4096],
    bases: [0, 1024],
    naturalAlign: 8,
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
      malloc: (bytes) => pool.malloc(bytes),
      calloc: (count, bytes) => pool.calloc(count * bytes),
      realloc: (address, bytes) => pool.realloc(address, bytes),
      free: (address) => pool.free(address),
      memory: { buffer: pool.buf },
      stats: () => ({ liveCount: pool.stats().used.count, freeBytes: pool.stats().available }),
      reset: () => pool.freeAll(),
    };
  },
});
