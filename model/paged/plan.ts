/**
 * One placement among those that would explain every answer so far: first fit or tail first, with
 * halving. It lets the model be run as a subject, which must answer `observe` with frames. No
 * predicate looks at it.
 */
import type { FrameRun } from '../../spec/index.ts';
import { damagedRuns, type PlacedSegment, type Placement } from './placement.ts';
import { countOf, halvingOf, poolWithout } from './runs.ts';
import type { PagedState } from './state.ts';

/** The placement, worked out when it is asked for: a judge never asks. `null` if there is no such. */
export type Plan = () => Placement | null;

export const planned = (placement: Placement): Plan => {
  return () => placement;
};

/** What becomes of a plan, if there is one. */
export function replanned(plan: Plan, change: (placement: Placement) => Placement | null): Plan {
  let latest: { readonly placement: Placement | null } | null = null;
  return () => {
    if (latest === null) {
      const before = plan();
      latest = { placement: before && change(before) };
    }
    return latest.placement;
  };
}

const ofPid = ({ segments }: Placement, pid: number): readonly PlacedSegment[] =>
  segments.filter((segment) => segment.pid === pid);

/** The segments that a request gets: all, a declared part, or none. */
export function plannedRuns(
  state: PagedState,
  plan: Placement,
  frames: number,
): readonly FrameRun[] {
  const { answers, config } = state;
  const pool = poolWithout(config.frameCount, [...plan.segments, ...plan.quarantine]);
  const slots = config.slotCount - plan.segments.length;
  const enough = countOf(pool.holes) >= frames;
  const runs = halvingOf(pool, frames, answers.placement);
  if (enough && runs.length <= slots) return runs;
  const takesPart = answers.partial === 'any' || (answers.partial === 'slots' && enough);
  return takesPart ? runs.slice(0, Math.max(slots, 0)) : [];
}

/**
 * The plan after a grant of `given` of `asked` frames; `null` if it would have been another number.
 */
export function planGrant(
  state: PagedState,
  plan: Placement,
  pid: number,
  asked: number,
  given: number,
): Placement | null {
  const runs = plannedRuns(state, plan, asked);
  if (countOf(runs) !== given) return null;
  const others = plan.segments.filter((segment) => segment.pid !== pid);
  const own = [...ofPid(plan, pid), ...runs.map((run) => ({ ...run, pid }))];
  const segments = [...others, ...own].sort((a, b) => a.pid - b.pid);
  return { ...plan, segments };
}

/** The plan after the dealloc of a pid, some of whose pages may be damaged. */
export function planDealloc(
  { config }: PagedState,
  plan: Placement,
  pid: number,
  damaged: readonly number[],
): Placement {
  let { quarantine } = plan;
  for (const segment of damagedRuns(ofPid(plan, pid), damaged)) {
    const kept = quarantine.length === config.quarantineCapacity ? [] : quarantine;
    quarantine = [...kept, { first: segment.first, count: segment.count }];
  }
  return { segments: plan.segments.filter((segment) => segment.pid !== pid), quarantine };
}
