/** Every fault, by the allocator that it is put into. */
import { bitmapFaults } from './bitmap.ts';
import { commonFaults } from './common.ts';
import { byTarget, type Fault } from './fault.ts';
import { doubleFaults } from './heap/double.ts';
import { heapFaults } from './heap.ts';
import { pagedFaults } from './paged.ts';

const all: readonly Fault[] = [
  ...commonFaults,
  ...doubleFaults,
  ...heapFaults,
  ...bitmapFaults,
  ...pagedFaults,
];

export const faults = byTarget((target) => all.filter((fault) => fault.target === target));
