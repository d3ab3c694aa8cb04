/** Faults of the bitmap allocator. */
import { commonFaults } from './bitmap/common.ts';
import { runFaults } from './bitmap/runs.ts';
import type { Fault } from './fault.ts';

export const bitmapFaults: readonly Fault[] = [...commonFaults, ...runFaults];
