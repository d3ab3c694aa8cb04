/**
 * The models as subjects: slow allocators that answer with the first legal outcome. They show that what
 * the specification asks for can be done, and they are the clean twins of the wrong allocators in
 * `mutation`.
 */
import type { Adapter, Family } from '../spec/index.ts';
import { referenceBitmap } from './reference/bitmap.ts';
import { referenceHeap } from './reference/heap.ts';
import { referencePaged } from './reference/paged.ts';

export { referenceBitmap, referenceHeap, referencePaged };

export const references: Readonly<Record<Family, Adapter>> = {
  heap: referenceHeap,
  bitmap: referenceBitmap,
  paged: referencePaged,
};
