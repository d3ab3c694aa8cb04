/** No test depends on the clock: the time limit only ends what hangs. */
import { configDefaults, defineConfig } from 'vitest/config';

const MINUTES = 60_000;

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, '.stryker-tmp/**'],
    maxWorkers: 2,
    testTimeout: 20 * MINUTES,
    hookTimeout: 20 * MINUTES,
  },
});
