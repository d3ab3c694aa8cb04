/** Clauses on what an observed layout shows of segments, marks and placement. */
import type {
  FrameRun,
  PagedLayout,
  PagedOperation,
  PagedOutcome,
  Segment,
} from '../../spec/index.ts';
import { once } from '../common.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import { grantedFrames, isPart, knownCut, requestOf } from './grants.ts';
import { countOf, endOf, framesOf, halvingFlaw, placementFlaw, showRuns } from './runs.ts';
import { frameOf, isRun, segmentsOf, usesOf } from './seen.ts';
import {
  frameSizeOf,
  type Grant,
  isBlind,
  type PagedState,
  type Pending,
  regionOf,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

/** The layout that was observed, unless nothing that depends on frames can be judged. */
export function layoutSeen({ before, outcome }: T): PagedLayout | null {
  if (outcome.status !== 'observed' || before.isTainted) return null;
  return outcome.layout ?? null;
}

interface Added {
  readonly pending: Pending;
  readonly runs: readonly FrameRun[];
}

/** The segments that the latest grant added, and the pool that they were taken from. */
export const newRuns = once((t: T): Added | null => {
  const layout = layoutSeen(t);
  const { pending } = t.before.unseen;
  if (layout === null || pending === null) return null;
  const runs = addedTo(pending.before, segmentsOf(layout, pending.pid));
  return runs !== null && countOf(runs) === pending.given ? { pending, runs } : null;
});

/** What follows the segments that were there; the last of them may have grown. */
function addedTo(before: readonly FrameRun[], now: readonly FrameRun[]): FrameRun[] | null {
  const last = before.at(-1);
  const grown = now[before.length - 1];
  if (last === undefined || grown === undefined) return [...now];
  if (grown.first !== last.first || grown.count < last.count) return null;
  const behind = { first: endOf(last), count: grown.count - last.count };
  return [...(behind.count > 0 ? [behind] : []), ...now.slice(before.length)];
}

function placedBy(t: T, placement: 'first-fit' | 'tail-first'): Finding {
  const found = newRuns(t);
  if (found === null || t.before.answers.placement !== placement) return null;
  const flaw = placementFlaw(found.pending.pool, found.runs, placement);
  return flaw === null || `${flaw}; ${showGrant(found)}`;
}

const showGrant = ({ pending, runs }: Added): string =>
  `pid ${pending.pid} was granted ${showRuns(runs)} ` +
  `of the free frames ${framesOf(pending.pool.holes).join(' ')}`;

/** A part that ends within a segment that halving would have cut. */
function partFlaw({ before, operation, outcome }: T): Finding {
  const request = requestOf(before, operation);
  if (request === null || !isPart(outcome) || isBlind(before)) return null;
  const cut = knownCut(before, request.frames);
  const given = grantedFrames(request, outcome);
  if (cut === null || given === null) return null;
  const sums = cut.map((_, at) => countOf(cut.slice(0, at + 1)));
  return (
    sums.includes(given) ||
    `a part of ${given} frames was granted, where halving cuts ${showRuns(cut)}`
  );
}

/** A grant that begins within a segment; each is cut for itself. */
function joinedGrant(t: T): string | null {
  const layout = layoutSeen(t);
  if (layout === null) return null;
  const frameSize = frameSizeOf(t.before);
  for (const { pid, grants } of t.before.regions) {
    const own = segmentsOf(layout, pid);
    if (isCutByGrants(own, grants, frameSize)) continue;
    const grant = grants.find(({ start }) =>
      own.some(({ position, count }) => start > position && start < position + count * frameSize),
    );
    if (grant !== undefined) {
      const { start, size } = grant;
      return `pid ${pid} was granted [${start}, ${start + size}) within a segment`;
    }
  }
  return null;
}

/** The usual case: the segments continue each other, and with each grant a segment begins. */
function isCutByGrants(
  segments: readonly Segment[],
  grants: readonly Grant[],
  frameSize: number,
): boolean {
  let begun = 0;
  let end = segments[0]?.position;
  for (const { position, count } of segments) {
    if (position !== end || count < 1) return false;
    end = position + count * frameSize;
    if (grants[begun]?.start === position) begun += 1;
  }
  return begun === grants.length;
}

/** The first place where the segments of a pid do not continue each other. */
function tilingFlaw(state: PagedState, { segments }: PagedLayout): string | null {
  const frameSize = frameSizeOf(state);
  const { frameCount, virtualBase } = state.config;
  const ends = new Map<number, number>();
  for (const segment of segments) {
    const { pid, position, first, count } = segment;
    if (!isRun(segment, frameCount)) {
      return `pid ${pid} has a segment of ${count} frames from ${first} on, of ${frameCount}`;
    }
    const end = ends.get(pid) ?? virtualBase;
    if (position !== end) return `pid ${pid} has a segment at ${position}, where ${end} comes next`;
    ends.set(pid, end + count * frameSize);
  }
  for (const { pid, pages } of state.regions) {
    const end = virtualBase + pages * frameSize;
    const reached = ends.get(pid) ?? virtualBase;
    if (reached !== end)
      return `the segments of pid ${pid} end at ${reached}, its region at ${end}`;
  }
  // Every region has a page, and therefore a segment here.
  if (ends.size === state.regions.length) return null;
  const stranger = segments.find(({ pid }) => regionOf(state, pid) === undefined);
  return stranger === undefined
    ? null
    : `pid ${stranger.pid} owns nothing and has a segment at ${stranger.position}`;
}

/** The first frame whose mark is not what its owner, or the tampering, made it. */
function markFlaw(state: PagedState, layout: PagedLayout): string | null {
  const { marks } = layout;
  const { frameCount } = state.config;
  if (marks.length !== frameCount)
    return `there are ${marks.length} marks for ${frameCount} frames`;
  const damaged = damagedFrames(state, layout);
  const { uses } = usesOf(state.config, layout);
  for (let frame = 0; frame < frameCount; frame += 1) {
    const use = uses[frame];
    const isDamaged = damaged.length > 0 && damaged.includes(frame);
    const mark = marks[frame];
    if (mark === (use === 'free' || isDamaged ? '0' : '1')) continue;
    const owner = use === 'live' && isDamaged ? 'live with a damaged mark' : use;
    return `frame ${frame} is ${owner} and its mark is ${mark}`;
  }
  return null;
}

const damagedFrames = (state: PagedState, layout: PagedLayout): readonly (number | undefined)[] =>
  state.regions
    .filter(({ damaged }) => damaged.length > 0)
    .flatMap(({ pid, damaged }) => damaged.map((page) => frameOf(segmentsOf(layout, pid), page)));

export const layoutPredicates: readonly P[] = [
  /** @clause paged.segments.tile */
  {
    clause: 'paged.segments.tile',
    on: ['observe'],
    check(t) {
      const layout = layoutSeen(t);
      if (layout === null || t.before.live.length === 0) return null;
      return tilingFlaw(t.before, layout) ?? true;
    },
  },

  /** @clause paged.marks.agree */
  {
    clause: 'paged.marks.agree',
    on: ['observe'],
    check(t) {
      const layout = layoutSeen(t);
      return layout === null ? null : (markFlaw(t.before, layout) ?? true);
    },
  },

  /** @clause paged.placement.first-fit */
  {
    clause: 'paged.placement.first-fit',
    on: ['observe'],
    resumes: true,
    check: (t) => placedBy(t, 'first-fit'),
  },

  /** @clause paged.placement.tail-first */
  {
    clause: 'paged.placement.tail-first',
    on: ['observe'],
    resumes: true,
    check: (t) => placedBy(t, 'tail-first'),
  },

  /** @clause paged.split.halving */
  {
    clause: 'paged.split.halving',
    on: ['alloc', 'observe'],
    resumes: true,
    check(t) {
      if (t.before.answers.split !== 'halving') return null;
      if (t.operation.kind === 'alloc') return partFlaw(t);
      const joined = joinedGrant(t);
      if (joined !== null) return joined;
      const found = newRuns(t);
      if (found === null) return null;
      const flaw = halvingFlaw(found.pending.pool, found.runs, found.pending.asked);
      return flaw === null || `${flaw}; ${showGrant(found)}`;
    },
  },
];
