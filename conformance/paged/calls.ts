/** The calls to a paged allocator, as short as they are thought of. */
import type { PagedOperation } from '../../spec/index.ts';

export const alloc = (pid: unknown, size: unknown): PagedOperation => ({
  kind: 'alloc',
  pid,
  size,
});
export const dealloc = (pid: unknown): PagedOperation => ({ kind: 'dealloc', pid });
export const read = (
  pid: unknown,
  position: unknown,
  length: number,
  stamped: unknown = pid,
): PagedOperation => ({
  kind: 'read',
  pid,
  address: { pid: stamped, position },
  length,
});
export const write = (
  pid: unknown,
  position: unknown,
  length: number,
  tag: number,
  stamped: unknown = pid,
): PagedOperation => ({
  kind: 'write',
  pid,
  address: { pid: stamped, position },
  length,
  tag,
});
export const tamper = (pid: number, page: number, mark: 0 | 1): PagedOperation => ({
  kind: 'tamper',
  pid,
  page,
  mark,
});
export const observe: PagedOperation = { kind: 'observe' };
export const purge: PagedOperation = { kind: 'purge' };
export const reset: PagedOperation = { kind: 'reset' };
