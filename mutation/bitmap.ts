/** Faults of the bitmap allocator. */
import { commonFaults } from './bitmap/common.ts';
import { misuseFaults } from './bitmap/misuse.ts';
import { runFaults } from './bitmap/runs.ts';
import type { Fault } from './fault.ts';

export const bitmapFaults: readonly Fault[] = [...commonFaults, ...misuseFaults, ...runFaults];
