/**
 * One placement among those that would explain every answer so far: first fit or tail first, with halving.
 * It lets the model be run as a subject, which must answer `observe` with frames. No predicate looks at it.
 */
import type { FrameRun, PagedLayout } from '../../spec/index.ts';
import { countOf, framesOf, halvingOf, poolWithout } from './runs.ts';
import { frameSizeOf, type PagedState } from './state.ts';

export interface PlannedSegment extends FrameRun {
  readonly pid: number;
}

export interface Plan {
  /** By pid, then by position. */
  readonly segments: readonly PlannedSegment[];
  /** Oldest first. */
  readonly quarantine: readonly FrameRun[];
}

export const EMPTY_PLAN: Plan = { segments: [], quarantine: [] };

export const planOf = ({ segments, quarantine }: PagedLayout): Plan => ({
  segments: segments.map(({ pid, first, count }) => ({ pid, first, count })),
  quarantine: quarantine.map(({ first, count }) => ({ first, count })),
});

const ofPid = ({ segments }: Plan, pid: number): readonly PlannedSegment[] =>
  segments.filter((segment) => segment.pid === pid);

/** The segments that a request gets: all, a declared part, or none. */
export function plannedRuns(state: PagedState, plan: Plan, frames: number): readonly FrameRun[] {
  const { answers, config } = state;
  const pool = poolWithout(config.frameCount, [...plan.segments, ...plan.quarantine]);
  const slots = config.slotCount - plan.segments.length;
  const enough = pool.frames.length >= frames;
  const runs = halvingOf(pool, frames, answers.placement);
  if (enough && runs.length <= slots) return runs;
  const takesPart = answers.partial === 'any' || (answers.partial === 'slots' && enough);
  return takesPart ? runs.slice(0, Math.max(slots, 0)) : [];
}

/** The plan after a grant of `given` of `asked` frames; `null` if it would have been another number. */
export function planGrant(
  state: PagedState,
  plan: Plan,
  pid: number,
  asked: number,
  given: number,
): Plan | null {
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
  plan: Plan,
  pid: number,
  damaged: readonly number[],
): Plan {
  let { quarantine } = plan;
  for (const segment of damagedRuns(ofPid(plan, pid), damaged)) {
    const kept = quarantine.length === config.quarantineCapacity ? [] : quarantine;
    quarantine = [...kept, { first: segment.first, count: segment.count }];
  }
  return { segments: plan.segments.filter((segment) => segment.pid !== pid), quarantine };
}

/** The runs of which one of these pages is a part; the first run holds page 0. */
export function damagedRuns(
  runs: readonly FrameRun[],
  damaged: readonly number[],
): readonly FrameRun[] {
  return runs.filter((run, at) => {
    const page = countOf(runs.slice(0, at));
    return damaged.some((index) => index >= page && index < page + run.count);
  });
}

/** The layout that a subject with this placement reports. */
export function layoutOf(state: PagedState, { segments, quarantine }: Plan): PagedLayout {
  const frameSize = frameSizeOf(state);
  const reported = segments.map((segment, at) => {
    const before = segments.slice(0, at).filter(({ pid }) => pid === segment.pid);
    const position = state.config.virtualBase + countOf(before) * frameSize;
    return { pid: segment.pid, position, first: segment.first, count: segment.count };
  });
  const frames = Array.from({ length: state.config.frameCount }, (_, frame) => frame);
  const marked = new Set([...framesOf(segments), ...framesOf(quarantine)]);
  for (const { pid, damaged } of state.regions) {
    const own = framesOf(segments.filter((segment) => segment.pid === pid));
    for (const page of damaged) marked.delete(own[page] ?? -1);
  }
  const marks = frames.map((frame) => (marked.has(frame) ? '1' : '0')).join('');
  return { segments: reported, quarantine: [...quarantine], marks };
}
