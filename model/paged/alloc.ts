/** Clauses on which requests are granted, and what. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import { keptUnderDamage } from './access.ts';
import {
  asked,
  freeSlots,
  grantOf,
  hasNoSlot,
  isPart,
  knownCut,
  requestOf,
  showBounds,
  whyGranted,
} from './grants.ts';
import { newRuns } from './layout.ts';
import { countOf, findFrame, framesOf, isIn, longestIn } from './runs.ts';
import { segmentsOf, sharedFrame, usesOf } from './seen.ts';
import {
  endOfRegion,
  freeFrames,
  isBlind,
  isDamaged,
  isPid,
  isSize,
  knownPool,
  liveFrames,
  type PagedState,
  quarantinedFrames,
  regionOf,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

/** Whether something was refused, in the broken sense: the answer is there and is no refusal. */
const wasGranted = ({ outcome }: T): boolean => outcome.status === 'granted';

const answered = ({ outcome }: T): boolean =>
  outcome.status === 'granted' || outcome.status === 'refused';

export const allocPredicates: readonly P[] = [
  /** @clause paged.alloc.zero-refused */
  {
    clause: 'paged.alloc.zero-refused',
    on: ['alloc'],
    resumes: true,
    check(t) {
      if (
        t.operation.kind !== 'alloc' ||
        t.operation.size !== 0 ||
        Object.is(t.operation.size, -0)
      ) {
        return null;
      }
      if (!isPid(t.before, t.operation.pid) || !answered(t)) return null;
      return !wasGranted(t) || `${t.after.last.call} was granted`;
    },
  },

  /** @clause paged.alloc.invalid-refused */
  {
    clause: 'paged.alloc.invalid-refused',
    on: ['alloc'],
    resumes: true,
    check(t) {
      if (t.operation.kind !== 'alloc' || isSize(t.operation.size) || !answered(t)) return null;
      return !wasGranted(t) || `${t.after.last.call} was granted`;
    },
  },

  /** @clause paged.alloc.dense */
  {
    clause: 'paged.alloc.dense',
    on: ['alloc'],
    check({ before, operation, outcome }) {
      const request = requestOf(before, operation);
      if (request === null || outcome.status !== 'granted') return null;
      const end = endOfRegion(before, request.pid);
      if (outcome.position === end) return true;
      const where = request.owns ? `its region ends at ${end}` : `virtualBase is ${end}`;
      return `pid ${request.pid} was granted position ${outcome.position}, but ${where}`;
    },
  },

  /** @clause paged.alloc.only-free */
  {
    clause: 'paged.alloc.only-free',
    on: ['alloc', 'observe'],
    check(t) {
      if (t.outcome.status === 'observed') return tookFree(t);
      const grant = grantOf(t);
      if (grant === null || isBlind(t.before)) return null;
      const free = freeFrames(t.before);
      if (grant.request.frames <= free.most) return null;
      if (grant.given <= free.most) return true;
      const quarantined = showBounds(quarantinedFrames(t.before));
      return (
        `${asked(grant.request)}, and was granted ${grant.given}, but only ` +
        `${showBounds(free)} of ${t.before.config.frameCount} are free ` +
        `(${liveFrames(t.before)} live, ${quarantined} quarantined)`
      );
    },
  },

  /** @clause paged.alloc.gathers */
  {
    clause: 'paged.alloc.gathers',
    on: ['alloc'],
    resumes: true,
    check(t) {
      const grant = grantOf(t);
      const pool = knownPool(t.before);
      if (grant === null || pool === null) return null;
      const { frames } = grant.request;
      const longest = longestIn(pool);
      const why = whyGranted(t.before, grant.request);
      if (why === null || frames <= longest) return null;
      return (
        grant.given === frames ||
        `${asked(grant.request)}, and was granted ${grant.given}; ` +
          `the longest run is ${longest}, but ${why}`
      );
    },
  },

  /** @clause paged.alloc.second-refused */
  {
    clause: 'paged.alloc.second-refused',
    on: ['alloc'],
    check(t) {
      const { before, operation, after } = t;
      if (operation.kind !== 'alloc' || before.answers.secondAlloc !== 'refuse') return null;
      if (regionOf(before, operation.pid) === undefined || !answered(t)) return null;
      return (
        !wasGranted(t) ||
        `${after.last.call} was granted, but the pid owns a region up to ` +
          `${endOfRegion(before, operation.pid)}`
      );
    },
  },

  /** @clause paged.alloc.under-damage */
  {
    clause: 'paged.alloc.under-damage',
    on: ['alloc', 'read', 'write', 'observe'],
    check(t) {
      const { before, operation, outcome } = t;
      if (!before.answers.selfChecking) return null;
      if (operation.kind === 'read' || operation.kind === 'write') return keptUnderDamage(t);
      if (outcome.status === 'observed') return sharedWithRisked(before, outcome);
      const grant = grantOf(t);
      if (grant === null || grant.given === 0 || !isDamaged(before)) return null;
      const free = freeFrames(before).most;
      return (
        grant.given <= free ||
        `${asked(grant.request)}, and was granted ${grant.given} of ${free} free frames ` +
          `while marks of live frames are damaged`
      );
    },
  },

  /** @clause paged.segments.bounded */
  {
    clause: 'paged.segments.bounded',
    on: ['alloc', 'observe'],
    check(t) {
      const { before, outcome } = t;
      const { slotCount } = before.config;
      if (outcome.status === 'observed') {
        const count = outcome.layout?.segments.length;
        if (count === undefined || before.live.length === 0) return null;
        return count <= slotCount || `${count} segments are listed in ${slotCount} slots`;
      }
      const grant = grantOf(t);
      if (grant === null || grant.given === 0 || isBlind(before)) return null;
      if (grant.request.owns && !hasNoSlot(before, grant.request)) return null;
      const taken = `${showBounds(freeSlots(before))} of ${slotCount} slots are free`;
      return (
        !hasNoSlot(before, grant.request) ||
        `${asked(grant.request)}, and was granted ${grant.given}, but ${taken}`
      );
    },
  },

  /** @clause paged.split.slots */
  {
    clause: 'paged.split.slots',
    on: ['alloc'],
    check(t) {
      const { before } = t;
      const grant = grantOf(t);
      const cut = grant === null || isBlind(before) ? null : knownCut(before, grant.request.frames);
      if (grant === null || cut === null || countOf(cut) < grant.request.frames) return null;
      const free = freeSlots(before).least;
      const isWhole = grant.given === grant.request.frames && !isPart(t.outcome);
      if (isWhole === cut.length <= free) return true;
      const manner = isWhole ? 'granted whole' : `granted ${grant.given}`;
      return (
        `${asked(grant.request)}, and was ${manner}; ` +
        `halving cuts ${cut.length} segments and ${free} slots are free`
      );
    },
  },

  /** @clause paged.quarantine.owner-returns */
  {
    clause: 'paged.quarantine.owner-returns',
    on: ['alloc'],
    resumes: true,
    check(t) {
      const { before, outcome } = t;
      const grant = grantOf(t);
      if (grant === null || grant.request.owns) return null;
      if (!before.quarantine.pids.includes(grant.request.pid)) return null;
      const why = whyGranted(before, grant.request);
      if (why === null) return null;
      const who = `${asked(grant.request)} while its former frames are quarantined`;
      if (outcome.status === 'refused') {
        return `${who}, and was refused although ${why}`;
      }
      const base = before.config.virtualBase;
      const at = outcome.status === 'granted' ? outcome.position : base;
      return at === base || `${who}, and was granted position ${at} instead of ${base}`;
    },
  },

  /** @clause paged.purge.reclaims */
  {
    clause: 'paged.purge.reclaims',
    on: ['alloc'],
    resumes: true,
    check(t) {
      const { before } = t;
      const grant = grantOf(t);
      if (grant === null) return null;
      const { freed } = before.purges;
      const why = whyGranted(before, grant.request);
      if (why === null || freed === 0) return null;
      if (grant.request.frames <= freeFrames(before).most - freed) return null;
      return (
        grant.given > 0 ||
        `${asked(grant.request)}, and was refused although a purge freed ${freed} and ${why}`
      );
    },
  },
];

/** What the latest grant took lies in the pool that there was. */
function tookFree(t: T): Finding {
  const found = newRuns(t);
  if (found === null) return null;
  const { pool, pid } = found.pending;
  if (found.runs.every((run) => isIn(pool, run))) return true;
  const owned = findFrame(found.runs, (first) => !isIn(pool, { first, count: 1 }));
  const free = framesOf(pool.holes).join(' ');
  return `pid ${pid} was granted frame ${owned}, and only ${free} were free`;
}

/** A frame of a pid with damaged marks that a later grant was given too. */
function sharedWithRisked(
  { config, regions }: PagedState,
  { layout }: PagedOutcome & { status: 'observed' },
): Finding {
  if (layout === undefined || !regions.some(({ risked }) => risked)) return null;
  if (usesOf(config, layout).isPartition) return true;
  for (const { pid } of regions.filter(({ risked }) => risked)) {
    const own = segmentsOf(layout, pid);
    for (const other of layout.segments) {
      const shared = other.pid === pid ? undefined : sharedFrame(other, own);
      if (shared !== undefined) {
        const owners = `to pid ${pid} and to pid ${other.pid}`;
        return `frame ${shared}, whose mark was damaged, belongs ${owners}`;
      }
    }
  }
  return true;
}
