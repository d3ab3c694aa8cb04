/** Clauses on creation and on pids. */
import type { PagedConfig, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import { asked, grantOf, whyGranted } from './grants.ts';
import { accessOf, endOfRegion, isPid, isSize, type PagedState, regionOf, show } from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

/** Instances of more memory may be refused: the kit's machine has an end as well. */
export const SURE_MEMORY = 2 ** 20;

function isPowerOfTwo(value: unknown): value is number {
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

/** Pids that are equal modulo a higher power of two are equal modulo this one. */
const NARROWEST = 2 ** 8;

/** A pid that owns something and that a narrower number cannot tell from this one. */
function twinOf({ regions }: PagedState, pid: unknown): number | undefined {
  if (!isSize(pid)) return undefined;
  return regions.find((each) => each.pid !== pid && (each.pid - pid) % NARROWEST === 0)?.pid;
}

/** How the answer to a pid that owns its region, and no more, differs from what it should be. */
function ownAnswer({ before, operation, outcome }: T): Finding {
  switch (operation.kind) {
    case 'alloc': {
      if (outcome.status !== 'granted') return null;
      const end = endOfRegion(before, operation.pid);
      return (
        outcome.position === end || `position ${outcome.position} was granted instead of ${end}`
      );
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

export const pidPredicates: readonly P[] = [
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
      if (!before.answers.pids.some((end) => Object.is(end, pid)) || isMishap(t)) return null;
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
      return (
        isRefused ||
        `${after.last.call} was answered ${outcome.status}; pids are ${lowest} to ${highest}`
      );
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
      const finding = twin === undefined ? null : ownAnswer(t);
      if (typeof finding !== 'string') return finding;
      return `pid ${operation.pid} is pid ${twin} modulo ${NARROWEST}: ${finding}`;
    },
  },
];
