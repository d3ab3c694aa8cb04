/** The suite on our allocators, and what their variants do otherwise. */
import { describeConformance } from '../conformance/vitest.ts';
import { adapters, bitmapAdapter, heapAdapter, pagedAdapter } from './index.ts';

for (const adapter of [
  adapters.heap,
  heapAdapter({ cache: 'off' }),
  adapters.bitmap,
  bitmapAdapter({ policy: 'tail-first' }),
  adapters.paged,
  pagedAdapter({ policy: 'tail-first' }),
]) {
  describeConformance(adapter, { budget: 'quick' });
}

for (const partial of ['slots', 'any'] as const) {
  const clauses = ['paged.partial', 'paged.alloc.dense', 'paged.split', 'common.inspect'];
  describeConformance(pagedAdapter({ partial }), { operations: 50_000, clauses });
}
