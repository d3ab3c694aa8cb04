/** What a call did, as the common clauses see it. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Effect, Facts, Report } from '../common.ts';
import { askOf, freeSlots, grantedFrames, type Request, requestOf } from './grants.ts';
import {
  frameSizeOf,
  type Grant,
  grantsOf,
  type PagedState,
  pagesOf,
  quarantinedEntries,
  show,
} from './state.ts';

export function callOf(operation: PagedOperation): string {
  switch (operation.kind) {
    case 'alloc':
      return `alloc(pid ${show(operation.pid)}, ${show(operation.size)})`;
    case 'dealloc':
      return `dealloc(pid ${show(operation.pid)})`;
    case 'read':
    case 'write': {
      const { kind, pid, address, length } = operation;
      const what = kind === 'read' ? '' : ` of tag ${operation.tag}`;
      const where = `{pid ${show(address.pid)}, ${show(address.position)}}`;
      return `${kind}(pid ${show(pid)}, ${where}, ${show(length)} bytes${what})`;
    }
    case 'tamper':
      return `tamper(pid ${operation.pid}, page ${operation.page}, ${operation.mark})`;
    default:
      return `${operation.kind}()`;
  }
}

export function factsOf(
  state: PagedState,
  operation: PagedOperation,
  outcome: PagedOutcome,
): Facts {
  const call = callOf(operation);
  const fact = (effect: Effect): Facts => ({ effect, call });
  switch (operation.kind) {
    case 'alloc': {
      const request = requestOf(state, operation);
      const ask = request && askOf(state, request);
      if (outcome.status === 'refused') {
        return ask === null ? fact('refuse') : { effect: 'refuse', call, ask };
      }
      if (outcome.status !== 'granted') return fact('mishap');
      const grants = grantsBy(state, request, outcome);
      return ask === null
        ? { effect: 'grant', call, grants }
        : { effect: 'grant', call, ask, grants };
    }
    case 'dealloc':
      if (outcome.status === 'refused' || outcome.status === 'already-free') return fact('refuse');
      if (outcome.status !== 'success' && outcome.status !== 'quarantined') return fact('mishap');
      return { effect: 'free', call, freed: freedBy(state, operation.pid, outcome.status) };
    case 'read':
    case 'write':
      if (outcome.status === 'read' || outcome.status === 'written') return fact('read');
      return fact('expected' in outcome || !isStatus(outcome.status) ? 'mishap' : 'refuse');
    case 'purge': {
      if (outcome.status !== 'purged') return fact('mishap');
      return fact(quarantinedEntries(state).most === 0 ? 'read' : 'other');
    }
    case 'tamper':
      return fact(outcome.status === 'done' ? 'other' : 'mishap');
    case 'observe':
      if (outcome.status !== 'observed') return fact('mishap');
      return observed(call, outcome);
    case 'reset':
      return fact(outcome.status === 'done' ? 'reset' : 'mishap');
    case 'create':
      return fact(outcome.status === 'created' || outcome.status === 'refused' ? 'read' : 'mishap');
  }
}

export const isStatus = (status: string): boolean =>
  status === 'no-segment' || status === 'out-of-range-low' || status === 'out-of-range-high';

function grantsBy(
  state: PagedState,
  request: Request | null,
  outcome: PagedOutcome & { status: 'granted' },
): readonly Grant[] {
  const frames = request === null ? null : grantedFrames(request, outcome);
  if (request === null || frames === null) return [];
  const size = frames * frameSizeOf(state);
  const afterPurge = state.purges.tookOut;
  const ask = askOf(state, request);
  return [{ space: request.pid, start: outcome.position, size, ask, afterPurge }];
}

type Freed = NonNullable<Facts['freed']>;

/**
 * The request that a dealloc undoes. It can be had again if the slots suffice however it is cut, or
 * if the declared policies, which find the same frames free as before, cut it the same way.
 */
function freedBy(state: PagedState, pid: unknown, status: string): Freed {
  const grants = grantsOf(state, pid);
  const ask = grants[0]?.ask ?? null;
  if (ask === null) return { ask: NO_ASK, atOnce: false };
  const { answers, last } = state;
  const justGranted = grants.length === 1 && last.grants?.[0] === grants[0];
  const declared = answers.placement !== 'unknown' && answers.split !== 'unknown';
  const fits = pagesOf(state, pid) <= freeSlots(state).least;
  const certain = status === 'success' && !state.isTainted && (declared || fits);
  return { ask, atOnce: justGranted && certain };
}

const NO_ASK = { size: 0, alike: '', cost: Number.POSITIVE_INFINITY, impossible: false };

function observed(call: string, outcome: PagedOutcome & { status: 'observed' }): Facts {
  const report = reportOf(outcome);
  return report === null ? { effect: 'observe', call } : { effect: 'observe', call, report };
}

/** What the subject said of itself, if it said anything. */
export function reportOf(outcome: PagedOutcome & { status: 'observed' }): Report | null {
  const { stats, layout, quarantineCount } = outcome;
  if (stats === undefined && layout === undefined && quarantineCount === undefined) return null;
  return {
    freeFrames: stats?.freeFrames,
    freeSlots: stats?.freeSlots,
    quarantineCount,
    segments: layout?.segments,
    quarantine: layout?.quarantine,
    marks: layout?.marks,
  };
}
