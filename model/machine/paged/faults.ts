/** The faults of designs that the laws must notice. */
import { ACCESS_FAULTS } from './faults/access.ts';
import { DEALLOC_FAULTS } from './faults/dealloc.ts';
import type { Fault } from './faults/fault.ts';
import { POOL_FAULTS } from './faults/pool.ts';
import { PURGE_FAULTS } from './faults/purge.ts';
import { REQUEST_FAULTS } from './faults/request.ts';

export type { Fault } from './faults/fault.ts';

export const MACHINE_FAULTS: readonly Fault[] = [
  ...REQUEST_FAULTS,
  ...POOL_FAULTS,
  ...DEALLOC_FAULTS,
  ...PURGE_FAULTS,
  ...ACCESS_FAULTS,
];
