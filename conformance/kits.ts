/** The families that the kit can judge. */
import type { Family } from '../spec/index.ts';
import { heapKit } from './heap.ts';
import type { Kit } from './kit.ts';

export const kits: { readonly [F in Family]: Kit<F> } = { heap: heapKit };
