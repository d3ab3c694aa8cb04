/** Whom the clauses are put before: our own allocators, made in several ways, and those of others. */
import { readdirSync } from 'node:fs';
import { loadAdapter } from '../../conformance/load.ts';
import { adapters, bitmapAdapter, heapAdapter, pagedAdapter } from '../../impl/index.ts';
import { type Adapter, FAMILIES } from '../../spec/index.ts';
import { heapAdapter as plainHeap } from '../doubles/heap.ts';
import { singleRegion } from '../doubles/single-region.ts';

export interface Subject {
  readonly subject: string;
  /** Ours as it comes, ours made otherwise, somebody else's. */
  readonly kind: 'builtin' | 'variant' | 'third party';
  readonly adapter: Adapter;
}

const variant = (subject: string, adapter: Adapter): Subject => ({
  subject,
  kind: 'variant',
  adapter,
});

/** Most variants answer something that brings clauses to bear which the builtin's answers rule out. */
export const OURS: readonly Subject[] = [
  ...FAMILIES.map((family): Subject => {
    const adapter = adapters[family];
    return { subject: adapter.name, kind: 'builtin', adapter };
  }),
  variant('heap cache=off', heapAdapter({ cache: 'off' })),
  variant('bitmap policy=tail-first', bitmapAdapter({ policy: 'tail-first' })),
  variant('paged policy=tail-first', pagedAdapter({ policy: 'tail-first' })),
  variant('paged partial=slots', pagedAdapter({ partial: 'slots' })),
  variant('paged partial=any', pagedAdapter({ partial: 'any' })),
  variant('paged secondAlloc=refuse', singleRegion),
  variant('double', plainHeap()),
  variant('double zeroSize=sentinel', plainHeap({ zeroSize: 'sentinel' })),
  variant('double zeroSize=unique', plainHeap({ zeroSize: 'unique' })),
];

/** The files of the adapters for allocators of others. */
export const theirFiles = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => /(?<!\.d)\.ts$/.test(name))
    .sort();

const FOLDER = new URL('../../conformance/adapters/', import.meta.url);

export async function thirdParties(): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const file of theirFiles()) {
    const loaded = await loadAdapter(new URL(file, FOLDER).pathname);
    if (!loaded.ok) throw new Error(loaded.problem);
    const { value: adapter } = loaded;
    subjects.push({ subject: adapter.name, kind: 'third party', adapter });
  }
  return subjects;
}
