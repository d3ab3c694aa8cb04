/** The unit tests of `impl` for Stryker's own vitest runner. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'impl/heap.test.ts',
      'impl/blocks.test.ts',
      'impl/bitmap.test.ts',
      'impl/paged.test.ts',
      'impl/paged-traces.test.ts',
    ],
    // What they would kill beside the others is not worth minutes for each mutant.
    testNamePattern: /^(?!long runs)/,
    testTimeout: 60_000,
    isolate: false,
  },
});
