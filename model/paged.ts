/**
 * Regions over scattered frames: which accesses are served, what they read, and when a request may
 * be refused. Chapter: spec/paged.md.
 *
 *     pid 3   | page 0 | page 1 | page 2 |        known exactly: pages, contents, damaged marks
 *                 |        |        |
 *     frame       5        6        ?             known where a layout was observed
 *
 *     frames  = live + quarantined + free         counted exactly or between bounds
 *
 * The bytes of a region follow from the writes to it, and the status of an access from the size of
 * the region; neither needs a frame. So both are judged on every subject, whatever it shows of
 * itself.
 */
import type { Model } from './model.ts';
import { essenceOf } from './paged/essence.ts';
import { legalPaged } from './paged/legal.ts';
import { initialPaged, nextPaged } from './paged/next.ts';
import { pagedPredicates } from './paged/predicates.ts';
import type { PagedState } from './paged/state.ts';

export { PAGED_SCRIBBLE, pagedPattern } from './paged/pattern.ts';
export type { PagedState } from './paged/state.ts';

export const pagedModel: Model<'paged', PagedState> = {
  family: 'paged',
  initial: initialPaged,
  next: nextPaged,
  predicates: pagedPredicates,
  essence: essenceOf,
  legal: legalPaged,
};
