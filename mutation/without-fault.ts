/** Testable MUST clauses for which no fault of an allocator can be written, and why. */
import type { ClauseId } from '../spec/index.ts';
import type { Target } from './fault.ts';

export const WITHOUT_FAULT: Readonly<Record<Target, Readonly<Partial<Record<ClauseId, string>>>>> =
  {
    double: {},
    heap: {
      'heap.zero-size.sentinel': 'it refuses 0 bytes',
      'heap.zero-size.unique': 'it refuses 0 bytes',
    },
    bitmap: {},
    paged: {},
  };
