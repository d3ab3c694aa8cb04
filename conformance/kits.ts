/** The families that the kit can judge. */
import type { Family } from '../spec/index.ts';
import { bitmapKit } from './bitmap.ts';
import { heapKit } from './heap.ts';
import type { Kit } from './kit.ts';
import { pagedKit } from './paged.ts';

export const kits: { readonly [F in Family]: Kit<F> } = {
  heap: heapKit,
  bitmap: bitmapKit,
  paged: pagedKit,
};
