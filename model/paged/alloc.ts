/** Clauses on creation, on pids, on alloc and on granting a part. */
import type { PagedConfig, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import {
  freeSlots,
  grantedFrames,
  hasNoSlot,
  isPart,
  knownCut,
  type Request,
  requestOf,
  showBounds,
  wantOf,
  whyGranted,
  whyNotWhole,
  whyPart,
} from './grants.ts';
import { countOf, framesOf, longestIn } from './runs.ts';
import {
  accessOf,
  endOfRegion,
  frameSizeOf,
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
  show,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

/** Instances of more memory may be refused: the kit's machine has an end as well. */
export const SURE_MEMORY = 2 ** 20;

export function isPowerOfTwo(value: unknown): value is number {
  if (!isSize(value) || value === 0) return false;
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}

/** What is wrong with a configuration; `null` if nothing is. */
export function configFlaw(config: Readonly<Record<string, unknown>>): string | null {
  const { memorySize, frameCount, slotCount, quarantineCapacity, virtualBase } =
    config satisfies Partial<Record<keyof PagedConfig, unknown>>;
  if (!isPowerOfTwo(memorySize)) return `memorySize ${show(memorySize)} is no power of two`;
  if (!isPowerOfTwo(frameCount)) return `frameCount ${show(frameCount)} is no power of two`;
  if (frameCount >= memorySize) return `${frameCount} frames have less than 2 bytes each`;
  if (!isSize(slotCount) || slotCount === 0) return `slotCount is ${show(slotCount)}`;
  if (!isSize(quarantineCapacity) || quarantineCapacity === 0) {
    return `quarantineCapacity is ${show(quarantineCapacity)}`;
  }
  const frameSize = memorySize / frameCount;
  if (!isSize(virtualBase)) return `virtualBase is ${show(virtualBase)}`;
  if (virtualBase % frameSize !== 0) {
    return `virtualBase ${virtualBase} is no multiple of the frame size ${frameSize}`;
  }
  const isSafe = Number.isSafeInteger(virtualBase + memorySize);
  return isSafe ? null : `positions from ${virtualBase} on exceed 2^53 - 1`;
}

/** A request and the frames it was granted; `null` if it gave no answer or cannot be judged by frames. */
function grantOf({ before, operation, outcome }: T): { request: Request; given: number } | null {
  const request = requestOf(before, operation);
  const given = request === null ? null : grantedFrames(request, outcome);
  return request === null || given === null ? null : { request, given };
}

const asked = ({ pid, size, frames }: Request): string =>
  `pid ${pid} asked for ${size} bytes, ${frames} frames`;

/** Whether something was refused, in the broken sense: the answer is there and is no refusal. */
const wasGranted = ({ outcome }: T): boolean => outcome.status === 'granted';

const answered = ({ outcome }: T): boolean =>
  outcome.status === 'granted' || outcome.status === 'refused';

/** The pids that a narrower number cannot tell from this one. */
function twinOf({ regions }: PagedState, pid: unknown): { pid: number; modulus: number } | null {
  if (!isSize(pid)) return null;
  for (const modulus of [2 ** 8, 2 ** 16, 2 ** 32]) {
    const twin = regions.find((each) => each.pid !== pid && (each.pid - pid) % modulus === 0);
    if (twin !== undefined) return { pid: twin.pid, modulus };
  }
  return null;
}

/** How the answer to a pid that owns its region, and no more, differs from what it should be. */
function ownAnswer({ before, operation, outcome }: T): Finding {
  switch (operation.kind) {
    case 'alloc': {
      if (outcome.status !== 'granted') return null;
      const end = endOfRegion(before, operation.pid);
      return outcome.position === end || `position ${outcome.position} was granted instead of ${end}`;
    }
    case 'dealloc': {
      const owns = regionOf(before, operation.pid) !== undefined;
      if (outcome.status === 'already-free') return !owns || 'it was answered already-free';
      if (outcome.status !== 'success' && outcome.status !== 'quarantined') return null;
      return owns || `it owned nothing and was answered ${outcome.status}`;
    }
    case 'read':
    case 'write': {
      const { is } = accessOf(before, operation);
      const isServed = outcome.status === 'read' || outcome.status === 'written';
      if (isServed) return is === 'served' || `its access was ${outcome.status}`;
      if (!('status' in outcome) || is !== 'served') return null;
      return `its access was answered ${outcome.status}`;
    }
    default:
      return null;
  }
}

const isMishap = ({ after }: T): boolean => after.last.effect === 'mishap';

export const allocPredicates: readonly P[] = [
  /** @clause paged.create.valid-iff */
  {
    clause: 'paged.create.valid-iff',
    on: ['create'],
    resumes: true,
    check({ operation, outcome }) {
      if (operation.kind !== 'create') return null;
      if (outcome.status !== 'created' && outcome.status !== 'refused') return null;
      const flaw = configFlaw(operation.config);
      if (flaw !== null) return outcome.status === 'refused' || `an instance was made, but ${flaw}`;
      const { memorySize } = operation.config;
      if (!isSize(memorySize) || memorySize > SURE_MEMORY) return null;
      const shown = JSON.stringify(operation.config);
      return outcome.status === 'created' || `no instance was made of ${shown}`;
    },
  },

  /** @clause paged.pid.range-ends */
  {
    clause: 'paged.pid.range-ends',
    on: ['alloc', 'dealloc'],
    resumes: true,
    check(t) {
      const { before, operation, outcome } = t;
      if (operation.kind !== 'alloc' && operation.kind !== 'dealloc') return null;
      const { pid } = operation;
      if (!before.answers.pids.some((end) => end === pid) || isMishap(t)) return null;
      if (operation.kind === 'dealloc') {
        if (regionOf(before, pid) === undefined) return null;
        const ended = outcome.status === 'success' || outcome.status === 'quarantined';
        return ended || `dealloc of pid ${show(pid)} was answered ${outcome.status}`;
      }
      const grant = grantOf(t);
      const why = grant === null ? null : whyGranted(before, grant.request);
      if (grant === null || why === null) return null;
      return grant.given > 0 || `${asked(grant.request)}, and was refused although ${why}`;
    },
  },

  /** @clause paged.pid.outside-refused */
  {
    clause: 'paged.pid.outside-refused',
    on: ['alloc', 'dealloc', 'read', 'write'],
    check(t) {
      const { before, operation, outcome, after } = t;
      if (!('pid' in operation) || isPid(before, operation.pid) || isMishap(t)) return null;
      const isIo = operation.kind === 'read' || operation.kind === 'write';
      const isRefused = isIo ? after.last.effect === 'refuse' : outcome.status === 'refused';
      const [lowest, highest] = before.answers.pids;
      return isRefused || `${after.last.call} was answered ${outcome.status}; pids are ${lowest} to ${highest}`;
    },
  },

  /** @clause paged.pid.distinct */
  {
    clause: 'paged.pid.distinct',
    on: ['alloc', 'dealloc', 'read', 'write'],
    check(t) {
      const { before, operation } = t;
      if (!('pid' in operation) || !isPid(before, operation.pid) || isMishap(t)) return null;
      const twin = twinOf(before, operation.pid);
      const finding = twin === null ? null : ownAnswer(t);
      if (twin === null || typeof finding !== 'string') return finding;
      return `pid ${operation.pid} is pid ${twin.pid} modulo ${twin.modulus}: ${finding}`;
    },
  },

  /** @clause paged.alloc.zero-refused */
  {
    clause: 'paged.alloc.zero-refused',
    on: ['alloc'],
    resumes: true,
    check(t) {
      if (t.operation.kind !== 'alloc' || t.operation.size !== 0 || Object.is(t.operation.size, -0)) {
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

  /** @clause paged.alloc.frames-short */
  {
    clause: 'paged.alloc.frames-short',
    on: ['alloc'],
    check(t) {
      const grant = grantOf(t);
      if (grant === null || isBlind(t.before)) return null;
      const free = freeFrames(t.before);
      if (grant.request.frames <= free.most) return null;
      if (grant.given <= free.most) return true;
      const live = `${liveFrames(t.before)} live, ${showBounds(quarantinedFrames(t.before))} quarantined`;
      return `${asked(grant.request)}, and was granted ${grant.given}, but only ${showBounds(free)} of ${t.before.config.frameCount} are free (${live})`;
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
      return grant.given === frames || `${asked(grant.request)}, and was granted ${grant.given}; the longest run is ${longest}, but ${why}`;
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
      return !wasGranted(t) || `${after.last.call} was granted, but the pid owns a region up to ${endOfRegion(before, operation.pid)}`;
    },
  },

  /** @clause paged.alloc.under-damage */
  {
    clause: 'paged.alloc.under-damage',
    on: ['alloc', 'observe'],
    check(t) {
      const { before, outcome } = t;
      if (!before.answers.selfChecking) return null;
      if (outcome.status === 'observed') return sharedWithRisked(before, outcome);
      const grant = grantOf(t);
      if (grant === null || grant.given === 0 || !isDamaged(before)) return null;
      const free = freeFrames(before).most;
      return grant.given <= free || `${asked(grant.request)}, and was granted ${grant.given} of ${free} free frames while marks of live frames are damaged`;
    },
  },

  /** @clause paged.partial.undeclared */
  {
    clause: 'paged.partial.undeclared',
    on: ['alloc'],
    check({ before, operation, outcome }) {
      const request = requestOf(before, operation);
      if (request === null || outcome.status !== 'granted') return null;
      return !isPart(outcome) || `${asked(request)}, and was granted a part of ${outcome.frames} frames`;
    },
  },

  /** @clause paged.partial.units */
  {
    clause: 'paged.partial.units',
    on: ['alloc'],
    check({ before, operation, outcome }) {
      const request = requestOf(before, operation);
      if (request === null || outcome.status !== 'granted' || !isPart(outcome)) return null;
      const { frames, bytes } = outcome;
      if (!isSize(frames) || frames === 0 || frames >= request.frames) {
        return `${asked(request)}, and was granted a part of ${show(frames)} frames`;
      }
      const size = frames * frameSizeOf(before);
      return bytes === size || `a part of ${frames} frames was reported as ${show(bytes)} bytes instead of ${size}`;
    },
  },

  /** @clause paged.partial.justified */
  {
    clause: 'paged.partial.justified',
    on: ['alloc'],
    check(t) {
      const { before, outcome } = t;
      const grant = grantOf(t);
      const { partial } = before.answers;
      if (grant === null || !isPart(outcome) || partial === 'off' || isBlind(before)) return null;
      const { request, given } = grant;
      const why = whyGranted(before, request);
      if (why !== null) return `${asked(request)}, and was granted a part of ${given} although ${why}`;
      const not = whyNotWhole(before, request);
      if (partial === 'any' || not?.of !== 'frames') return true;
      return `${asked(request)}, and was granted a part of ${given} for want of frames (${not.because}); parts are granted for want of ${wantOf(partial)}`;
    },
  },

  /** @clause paged.partial.offered */
  {
    clause: 'paged.partial.offered',
    on: ['alloc'],
    resumes: true,
    check(t) {
      const grant = grantOf(t);
      const why = grant === null ? null : whyPart(t.before, grant.request);
      if (grant === null || why === null) return null;
      return grant.given > 0 || `${asked(grant.request)}, and was refused although ${why}`;
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
      return !hasNoSlot(before, grant.request) || `${asked(grant.request)}, and was granted ${grant.given}, but ${taken}`;
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
      return `${asked(grant.request)}, and was ${manner}; halving cuts ${cut.length} segments and ${free} slots are free`;
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
      if (outcome.status === 'refused') {
        return `${asked(grant.request)} while its former frames are quarantined, and was refused although ${why}`;
      }
      const base = before.config.virtualBase;
      const at = outcome.status === 'granted' ? outcome.position : base;
      return at === base || `pid ${grant.request.pid} was granted position ${at} instead of ${base} while its former frames are quarantined`;
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
      return grant.given > 0 || `${asked(grant.request)}, and was refused although a purge freed ${freed} and ${why}`;
    },
  },
];

/** A frame of a pid with damaged marks that a later grant was given too. */
function sharedWithRisked(
  { regions }: PagedState,
  { layout }: PagedOutcome & { status: 'observed' },
): Finding {
  const risked = regions.filter((region) => region.risked);
  if (layout === undefined || risked.length === 0) return null;
  for (const { pid } of risked) {
    const own = framesOf(layout.segments.filter((segment) => segment.pid === pid));
    for (const other of layout.segments) {
      const shared = framesOf([other]).find((frame) => own.includes(frame));
      if (other.pid !== pid && shared !== undefined) {
        return `frame ${shared}, whose mark was damaged, belongs to pid ${pid} and to pid ${other.pid}`;
      }
    }
  }
  return true;
}
