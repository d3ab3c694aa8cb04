/** Clauses on dealloc, the quarantine, purge and reset. */
import type { FrameRun, PagedLayout, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { sameReport } from '../common.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import { grantedFrames, requestOf, showBounds } from './grants.ts';
import { layoutSeen } from './layout.ts';
import { marksOf } from './placement.ts';
import { holdsFrame } from './quarantine.ts';
import { findFrame, sameRuns, showRuns } from './runs.ts';
import { segmentsOf, sharedFrame, usesOf } from './seen.ts';
import {
  accessOf,
  freeFrames,
  isBlind,
  isExact,
  isPid,
  type PagedState,
  quarantinedEntries,
  quarantinedFrames,
  regionOf,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

/** The pid that deallocates, and what the answer has to be; `null` if the call gave no answer. */
function deallocMade({ before, operation, after }: T) {
  if (operation.kind !== 'dealloc' || after.last.effect === 'mishap') return null;
  if (!isPid(before, operation.pid) || before.isTainted) return null;
  const region = regionOf(before, operation.pid);
  const expected =
    region === undefined ? 'already-free' : region.damaged.length > 0 ? 'quarantined' : 'success';
  return { pid: operation.pid, region, expected };
}

/** The number of entries that was observed, and how it was. */
function countSeen({ before, outcome }: T): { count: number; by: string } | null {
  if (outcome.status !== 'observed' || before.isTainted) return null;
  const { layout, quarantineCount } = outcome;
  if (quarantineCount !== undefined) return { count: quarantineCount, by: 'quarantineCount' };
  return layout === undefined ? null : { count: layout.quarantine.length, by: 'the layout' };
}

/** The first frame of a deallocated region that was lost: neither free nor owned. */
function lostFrame({ before }: T, layout: PagedLayout, runs: readonly FrameRun[]) {
  const { uses } = usesOf(before.config, layout);
  const isOwned = (frame: number): boolean =>
    uses[frame] === undefined
      ? holdsFrame(layout.segments, frame) || holdsFrame(layout.quarantine, frame)
      : uses[frame] !== 'free';
  return findFrame(runs, (frame) => layout.marks[frame] !== '0' && !isOwned(frame));
}

const wasTold = ({ before }: T): string =>
  `${showBounds(quarantinedEntries(before))} of ${before.config.quarantineCapacity} entries`;

/** How a layout after a purge differs from the one before it, less the quarantine. */
function purgeFlaw(state: PagedState, t: T): Finding {
  const layout = layoutSeen(t);
  if (layout === null || !state.unseen.purged || !isExact(state)) return null;
  const { entries } = state.quarantine;
  for (const { pid, runs } of state.regions) {
    const listed = segmentsOf(layout, pid);
    if (!sameRuns(listed, runs)) {
      return `the purge moved pid ${pid} from ${showRuns(runs)} to ${showRuns(listed)}`;
    }
  }
  if (!sameRuns(layout.quarantine, entries)) {
    return `after the purge the quarantine holds ${showRuns(layout.quarantine)}`;
  }
  const segments = state.regions.flatMap(({ pid, runs }) =>
    runs.map(({ first, count }) => ({ pid, first, count })),
  );
  const marks = marksOf(state, { segments, quarantine: entries });
  return (
    layout.marks === marks || `the marks after the purge are ${layout.marks} instead of ${marks}`
  );
}

export const deallocPredicates: readonly P[] = [
  /** @clause paged.dealloc.status */
  {
    clause: 'paged.dealloc.status',
    on: ['dealloc'],
    check(t) {
      const made = deallocMade(t);
      if (made === null) return null;
      const { pid, region, expected } = made;
      const pages =
        region === undefined ? 'owned nothing' : `had ${region.damaged.length} damaged marks`;
      const { status } = t.outcome;
      return (
        status === expected ||
        `pid ${pid} ${pages}, and its dealloc was answered ${status} instead of ${expected}`
      );
    },
  },

  /** @clause paged.dealloc.repeated */
  {
    clause: 'paged.dealloc.repeated',
    on: ['dealloc'],
    check(t) {
      const made = deallocMade(t);
      if (made === null || made.region !== undefined) return null;
      const former = t.before.former.find(({ pid }) => pid === made.pid);
      if (former?.by !== 'dealloc') return null;
      const { status } = t.outcome;
      return (
        status === 'already-free' || `a second dealloc of pid ${made.pid} was answered ${status}`
      );
    },
  },

  /** @clause paged.reset.forgets */
  {
    clause: 'paged.reset.forgets',
    on: ['read', 'write', 'dealloc', 'purge'],
    check(t) {
      const { before, operation, outcome, after } = t;
      if (!before.isReset || after.last.effect === 'mishap') return null;
      if (outcome.status === 'purged') {
        return outcome.count === 0 || `purge after reset answered ${outcome.count}`;
      }
      if (operation.kind === 'purge' || !('pid' in operation)) return null;
      if (!before.former.some(({ pid }) => pid === operation.pid)) return null;
      if (operation.kind === 'dealloc') {
        const { status } = outcome;
        return status === 'already-free' || `${after.last.call} after reset was answered ${status}`;
      }
      if (operation.kind !== 'read' && operation.kind !== 'write') return null;
      if (accessOf(before, operation).is !== 'nothing') return null;
      return after.last.effect === 'refuse' || `${after.last.call} after reset was served`;
    },
  },
];

export const quarantinePredicates: readonly P[] = [
  /** @clause paged.quarantine.whole-segment */
  {
    clause: 'paged.quarantine.whole-segment',
    on: ['observe'],
    check(t) {
      const layout = layoutSeen(t);
      const { entries, more, overflowed } = t.before.quarantine;
      if (layout === null || overflowed || more.entries.most > 0) return null;
      if (!entries.some(({ isNew }) => isNew)) return null;
      return (
        sameRuns(layout.quarantine, entries) ||
        `the quarantine holds ${showRuns(layout.quarantine)} instead of ${showRuns(entries)}`
      );
    },
  },

  /** @clause paged.quarantine.complete */
  {
    clause: 'paged.quarantine.complete',
    on: ['observe'],
    check(t) {
      const { left } = t.before.unseen;
      const layout = layoutSeen(t);
      if (layout === null || left.length === 0) return null;
      const lost = lostFrame(t, layout, left);
      return (
        lost === undefined ||
        `frame ${lost} was deallocated and is marked, but neither live nor quarantined`
      );
    },
  },

  /** @clause paged.quarantine.relocked */
  {
    clause: 'paged.quarantine.relocked',
    on: ['observe'],
    check(t) {
      const layout = layoutSeen(t);
      if (layout === null || layout.quarantine.length === 0) return null;
      const open = findFrame(layout.quarantine, (frame) => layout.marks[frame] !== '1');
      return open === undefined || `the quarantined frame ${open} is not marked`;
    },
  },

  /** @clause paged.quarantine.withheld */
  {
    clause: 'paged.quarantine.withheld',
    on: ['alloc', 'observe'],
    check(t) {
      const { before, operation, outcome } = t;
      const layout = layoutSeen(t);
      const { entries } = before.quarantine;
      if (layout !== null) {
        if (entries.length === 0 || before.live.length === 0) return null;
        for (const segment of layout.segments) {
          const frame = sharedFrame(segment, entries);
          if (frame !== undefined)
            return `the quarantined frame ${frame} belongs to pid ${segment.pid}`;
        }
        return true;
      }
      const request = requestOf(before, operation);
      const given = request === null ? null : grantedFrames(request, outcome);
      if (request === null || given === null || isBlind(before)) return null;
      const quarantined = quarantinedFrames(before).least;
      const free = freeFrames(before).most;
      const isBetween = request.frames > free && request.frames <= free + quarantined;
      if (!isBetween) return null;
      return (
        given <= free ||
        `pid ${request.pid} was granted ${given} frames, ` +
          `but ${free} are free and ${quarantined} quarantined`
      );
    },
  },

  /** @clause paged.quarantine.count */
  {
    clause: 'paged.quarantine.count',
    on: ['observe'],
    check(t) {
      const seen = countSeen(t);
      if (seen === null || t.outcome.status !== 'observed') return null;
      const { least, most } = quarantinedEntries(t.before);
      const listed = t.outcome.layout?.quarantine.length ?? seen.count;
      if (listed !== seen.count)
        return `quarantineCount is ${seen.count}, and ${listed} entries are listed`;
      const isRight = seen.count >= least && seen.count <= most;
      return (
        isRight ||
        `${seen.by} tells of ${seen.count} entries instead of ${showBounds({ least, most })}`
      );
    },
  },

  /** @clause paged.quarantine.keeps */
  {
    clause: 'paged.quarantine.keeps',
    on: ['observe'],
    check(t) {
      const { entries, shown } = t.before.quarantine;
      const seen = countSeen(t);
      if (seen === null || shown === 0) return null;
      if (seen.count < shown)
        return `${shown} entries were quarantined and ${seen.count} are left, without a purge`;
      const old = entries.filter(({ isNew }) => !isNew);
      const listed = layoutSeen(t)?.quarantine.slice(0, old.length);
      if (listed === undefined || sameRuns(listed, old)) return true;
      const change = `held ${showRuns(old)} and now holds ${showRuns(listed)}`;
      return `the quarantine ${change}, without a purge`;
    },
  },

  /** @clause paged.quarantine.overflow */
  {
    clause: 'paged.quarantine.overflow',
    on: ['observe'],
    check(t) {
      const { entries, more, overflowed } = t.before.quarantine;
      const seen = countSeen(t);
      const { least, most } = quarantinedEntries(t.before);
      if (seen === null || !overflowed || least !== most) return null;
      const told = `after an overflow ${seen.by} tells of ${seen.count} entries`;
      if (seen.count !== least) return `${told} instead of ${wasTold(t)}`;
      const layout = layoutSeen(t);
      if (layout === null || more.entries.most > 0) return true;
      if (sameRuns(layout.quarantine, entries)) return true;
      const runs = `${showRuns(layout.quarantine)} instead of ${showRuns(entries)}`;
      return `after an overflow the quarantine holds ${runs}`;
    },
  },
];

export const purgePredicates: readonly P[] = [
  /** @clause paged.purge.count */
  {
    clause: 'paged.purge.count',
    on: ['purge'],
    check({ before, outcome }) {
      if (outcome.status !== 'purged' || before.isTainted) return null;
      const { least, most } = quarantinedEntries(before);
      const isRight = outcome.count >= least && outcome.count <= most;
      return (
        isRight ||
        `purge answered ${outcome.count}, ` +
          `and ${showBounds({ least, most })} entries were quarantined`
      );
    },
  },

  /** @clause paged.purge.empties */
  {
    clause: 'paged.purge.empties',
    on: ['purge', 'observe'],
    check(t) {
      const { before, outcome } = t;
      if (!before.purges.cleared || before.isTainted) return null;
      if (outcome.status === 'purged') {
        return outcome.count === 0 || `a second purge answered ${outcome.count}`;
      }
      const seen = countSeen(t);
      if (seen === null) return null;
      return seen.count === 0 || `after purge ${seen.by} tells of ${seen.count} entries`;
    },
  },

  /** @clause paged.purge.exact */
  { clause: 'paged.purge.exact', on: ['observe'], check: (t) => purgeFlaw(t.before, t) },

  /** @clause paged.purge.idle */
  {
    clause: 'paged.purge.idle',
    on: ['observe'],
    check({ before, after }) {
      if (!before.purges.wasIdle) return null;
      return sameReport(before.report, after.last.report, 'purge of an empty quarantine');
    },
  },
];
