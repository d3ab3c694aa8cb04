/** Every fault, by the allocator that it is put into. */
import { bitmapFaults } from './bitmap.ts';
import { commonFaults } from './common.ts';
import type { Fault, Target } from './fault.ts';
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

const of = (target: Target): readonly Fault[] => all.filter((fault) => fault.target === target);

export const faults: Readonly<Record<Target, readonly Fault[]>> = {
  double: of('double'),
  heap: of('heap'),
  bitmap: of('bitmap'),
  paged: of('paged'),
};
