/** Faults of the heap on typed arrays. */
import type { Fault } from './fault.ts';
import { blockFaults } from './heap/blocks.ts';
import { commonFaults } from './heap/common.ts';

export const heapFaults: readonly Fault[] = [...commonFaults, ...blockFaults];
