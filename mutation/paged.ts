/** Faults of the paged allocator. */
import type { Fault } from './fault.ts';
import { accessFaults } from './paged/access.ts';
import { commonFaults } from './paged/common.ts';
import { extremeFaults } from './paged/extremes.ts';
import { instanceFaults } from './paged/instances.ts';
import { regionFaults } from './paged/regions.ts';
import { releaseFaults } from './paged/release.ts';

export const pagedFaults: readonly Fault[] = [
  ...commonFaults,
  ...instanceFaults,
  ...regionFaults,
  ...accessFaults,
  ...releaseFaults,
  ...extremeFaults,
];
