/** The calls to a bitmap, as short as they are thought of. */
import type { BitmapMisuse, BitmapOperation } from '../../spec/index.ts';

export const alloc = (at: number, count: unknown): BitmapOperation => ({
  kind: 'alloc',
  slot: at,
  count,
});
export const split = (at: number, count: unknown, limit: unknown): BitmapOperation => ({
  kind: 'allocSplit',
  slot: at,
  count,
  limit,
});
export const dealloc = (at: number): BitmapOperation => ({ kind: 'dealloc', slot: at });
export const observe: BitmapOperation = { kind: 'observe' };
export const misuse = (how: BitmapMisuse, at: number): BitmapOperation => ({
  kind: 'misuse',
  how,
  slot: at,
});
export const reset: BitmapOperation = { kind: 'reset' };
