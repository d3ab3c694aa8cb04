/** Says in one call what is changed in the sources of the heap. */
import type { Fault, Options } from '../fault.ts';

const FILES = {
  heap: 'impl/heap.ts',
  holes: 'impl/holes.ts',
  blocks: 'impl/blocks.ts',
  shadow: 'impl/shadow.ts',
  numbers: 'impl/numbers.ts',
  adapter: 'impl/adapters/heap.ts',
} as const;

export type Change = readonly [file: keyof typeof FILES, find: string, replace: string];

export const inHeap = (id: Fault['id'], origin: string, ...changes: readonly Change[]): Fault => ({
  id,
  target: 'heap',
  edits: changes.map(([file, find, replace]) => ({ file: FILES[file], find, replace })),
  origin,
});

/** The same in a heap that joins at once. */
export const withoutCache = (...parts: Parameters<typeof inHeap>): Fault => ({
  ...inHeap(...parts),
  options: { cache: 'off' } satisfies Options,
});
