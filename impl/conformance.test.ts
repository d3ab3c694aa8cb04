/** The suite on our allocators, in every variant that they offer. */
import { describeConformance } from '../conformance/vitest.ts';
import { adapters, bitmapAdapter, pagedAdapter } from './index.ts';

for (const adapter of [
  adapters.bitmap,
  bitmapAdapter({ policy: 'tail-first' }),
  adapters.paged,
  pagedAdapter({ policy: 'tail-first' }),
  pagedAdapter({ partial: 'slots' }),
  pagedAdapter({ partial: 'any', policy: 'tail-first' }),
]) {
  describeConformance(adapter, { budget: 'quick' });
}
