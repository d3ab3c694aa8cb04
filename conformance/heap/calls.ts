/** The calls to a heap, as short as they are thought of. */
import type { HeapMisuse, HeapOperation } from '../../spec/index.ts';

export const alloc = (at: number, size: unknown, align: unknown, zeroed = false): HeapOperation =>
  zeroed
    ? { kind: 'alloc', slot: at, size, align, zeroed }
    : { kind: 'alloc', slot: at, size, align };
export const dealloc = (at: number): HeapOperation => ({ kind: 'dealloc', slot: at });
export const verify = (at: number): HeapOperation => ({ kind: 'verify', slot: at });
export const observe: HeapOperation = { kind: 'observe' };
export const realloc = (at: number, size: unknown): HeapOperation => ({
  kind: 'realloc',
  slot: at,
  size,
});
export const misuse = (how: HeapMisuse, at: number): HeapOperation => ({
  kind: 'misuse',
  how,
  slot: at,
});
export const reset: HeapOperation = { kind: 'reset' };
