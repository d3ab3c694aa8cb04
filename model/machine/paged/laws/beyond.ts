/** The clauses of the family that no law of the machine stands for, and why. */
import type { ClauseId } from '../../../../spec/index.ts';

const ARGUMENTS = 'pids, sizes and positions of the machine are in range: others never change it';
const TWO_CALLS = 'it compares two calls, and a law sees one';
const TWO_RUNS = 'it compares two histories';
const OUTSIDE = 'it is about the program around the state';

export const BEYOND: Readonly<Partial<Record<ClauseId, string>>> = {
  'common.call.total': OUTSIDE,
  'common.call.well-formed': OUTSIDE,
  'common.call.deterministic': TWO_RUNS,
  'common.instance.isolated': TWO_RUNS,
  'common.concurrent.disjoint': OUTSIDE,
  'common.alloc.usable': 'paged.io.served is asked of every page in every state',
  'common.refuse.stable': TWO_CALLS,
  'common.refuse.monotone': TWO_CALLS,
  'common.grant.growth': 'common.grant.fit demands the same grants in every state',
  'common.grant.no-creep': TWO_CALLS,
  'common.create.empty': 'the start is given, and reset is compared with it',
  'paged.create.valid-iff': OUTSIDE,
  'paged.pid.range-ends': ARGUMENTS,
  'paged.pid.outside-refused': ARGUMENTS,
  'paged.pid.distinct': ARGUMENTS,
  'paged.alloc.invalid-refused': ARGUMENTS,
  'paged.alloc.second-refused': 'the machine appends',
  'paged.audit.reports': 'the machine has no audit',
  'paged.slots.pressure': 'both behaviours are allowed',
  'paged.io.invalid-refused': ARGUMENTS,
  'paged.io.copies': OUTSIDE,
  'paged.address.stale': 'a state has no former regions, so paged.io.unmapped-refused says it all',
  'paged.base.translated': TWO_RUNS,
};
