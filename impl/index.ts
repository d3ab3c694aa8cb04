/** The allocators, their codes, and the adapters that put them before the kit. */
import { bitmapAdapter } from './adapters/bitmap.ts';
import { pagedAdapter } from './adapters/paged.ts';

export { bitmapAdapter } from './adapters/bitmap.ts';
export { type PagedAdapterOptions, pagedAdapter } from './adapters/paged.ts';
export { BitmapAllocator, type BitmapOptions, type Policy } from './bitmap.ts';
export { PagedAllocator, type PagedOptions, type PartialGrants } from './paged.ts';
export * from './status.ts';

export const adapters = { bitmap: bitmapAdapter(), paged: pagedAdapter() };
