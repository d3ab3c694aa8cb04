/** The allocators, their codes, and the adapters that put them before the kit. */
import type { Family, FamilyTypes } from '../spec/index.ts';
import { bitmapAdapter } from './adapters/bitmap.ts';
import { heapAdapter } from './adapters/heap.ts';
import { pagedAdapter } from './adapters/paged.ts';

export { bitmapAdapter } from './adapters/bitmap.ts';
export { type HeapAdapterOptions, heapAdapter } from './adapters/heap.ts';
export { type PagedAdapterOptions, pagedAdapter } from './adapters/paged.ts';
export { BitmapAllocator, type BitmapOptions, type Policy } from './bitmap.ts';
export { type GlobalAlloc, globalAllocOf, type Layout } from './global-alloc.ts';
export { HeapAllocator, type HeapOptions, type HeapPart, type Memory } from './heap.ts';
export { type Malloc, mallocOf } from './malloc.ts';
export { PagedAllocator, type PagedOptions, type PartialGrants } from './paged.ts';
export * from './status.ts';

/** As `builtin:F`. */
export const adapters = {
  heap: heapAdapter(),
  bitmap: bitmapAdapter(),
  paged: pagedAdapter(),
} satisfies { readonly [F in Family]: FamilyTypes[F]['adapter'] };
