/** Clauses on what an observed layout shows of segments, marks and placement. */
import type { FrameRun, PagedLayout, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import { grantedFrames, isPart, knownCut, requestOf } from './grants.ts';
import { holdsFrame } from './quarantine.ts';
import { countOf, endOf, framesOf, halvingFlaw, placementFlaw, showRuns } from './runs.ts';
import { frameSizeOf, grantsOf, isBlind, type PagedState, type Pending } from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

/** The layout that was observed, unless nothing that depends on frames can be judged. */
export function layoutSeen({ before, outcome }: T): PagedLayout | null {
  if (outcome.status !== 'observed' || before.isTainted) return null;
  return outcome.layout ?? null;
}

/** The runs behind the pages of a pid, by position. */
export const runsOf = ({ segments }: PagedLayout, pid: number) =>
  segments.filter((segment) => segment.pid === pid).map(({ first, count }) => ({ first, count }));

/** The segments that the latest grant added, and the pool that they were taken from. */
export function newRuns(t: T): { pending: Pending; runs: ReturnType<typeof runsOf> } | null {
  const layout = layoutSeen(t);
  const { pending } = t.before.unseen;
  if (layout === null || pending === null) return null;
  const runs = addedTo(pending.before, runsOf(layout, pending.pid));
  return runs !== null && countOf(runs) === pending.given ? { pending, runs } : null;
}

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

const showGrant = ({ pending, runs }: { pending: Pending; runs: ReturnType<typeof runsOf> }) =>
  `pid ${pending.pid} was granted ${showRuns(runs)} ` +
  `of the free frames ${pending.pool.frames.join(' ')}`;

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
  const segments = layoutSeen(t)?.segments ?? [];
  for (const { pid } of t.before.regions) {
    const own = segments.filter((segment) => segment.pid === pid);
    const grant = grantsOf(t.before, pid).find(({ start }) =>
      own.some(({ position, count }) => {
        const end = position + count * frameSizeOf(t.before);
        return start > position && start < end;
      }),
    );
    if (grant !== undefined) {
      const { start, size } = grant;
      return `pid ${pid} was granted [${start}, ${start + size}) within a segment`;
    }
  }
  return null;
}

/** The first place where the segments of a pid do not continue each other. */
function tilingFlaw(state: PagedState, { segments }: PagedLayout): string | null {
  const frameSize = frameSizeOf(state);
  const { frameCount, virtualBase } = state.config;
  const ends = new Map<number, number>();
  for (const { pid, position, first, count } of segments) {
    const isRun = Number.isSafeInteger(first) && Number.isSafeInteger(count) && first >= 0;
    if (!isRun || count < 1 || first + count > frameCount) {
      return `pid ${pid} has a segment of ${count} frames from ${first} on, of ${frameCount}`;
    }
    const end = ends.get(pid) ?? virtualBase;
    if (position !== end) return `pid ${pid} has a segment at ${position}, where ${end} comes next`;
    ends.set(pid, end + count * frameSize);
  }
  for (const { pid } of state.regions) {
    const end = grantsOf(state, pid).reduce((sum, { size }) => sum + size, virtualBase);
    const reached = ends.get(pid) ?? virtualBase;
    if (reached !== end)
      return `the segments of pid ${pid} end at ${reached}, its region at ${end}`;
  }
  const stranger = segments.find(({ pid }) => !state.regions.some((region) => region.pid === pid));
  return stranger === undefined
    ? null
    : `pid ${stranger.pid} owns nothing and has a segment at ${stranger.position}`;
}

/** The first frame whose mark is not what its owner, or the tampering, made it. */
function markFlaw(state: PagedState, layout: PagedLayout): string | null {
  const { marks, quarantine, segments } = layout;
  const { frameCount } = state.config;
  if (marks.length !== frameCount)
    return `there are ${marks.length} marks for ${frameCount} frames`;
  const damaged = state.regions.flatMap(({ pid, damaged }) => {
    const own = framesOf(runsOf(layout, pid));
    return damaged.map((page) => own[page]);
  });
  for (const [frame, mark] of [...marks].entries()) {
    const isLive = holdsFrame(segments, frame);
    const isQuarantined = holdsFrame(quarantine, frame);
    const isMarked = (isLive || isQuarantined) && !damaged.includes(frame);
    const tampered = damaged.includes(frame) ? ' with a damaged mark' : '';
    const owner = isLive ? `live${tampered}` : isQuarantined ? 'quarantined' : 'free';
    if (mark !== (isMarked ? '1' : '0'))
      return `frame ${frame} is ${owner} and its mark is ${mark}`;
  }
  return null;
}

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
