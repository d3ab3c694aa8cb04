/** What a call did, as the common clauses see it. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Effect, Facts } from '../common.ts';
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
      const ask = askOf(state, request);
      const asked = ask === null ? { call } : { call, ask };
      if (outcome.status === 'refused') return { effect: 'refuse', ...asked };
      if (outcome.status !== 'granted') return fact('mishap');
      return { effect: 'grant', ...asked, grants: grantsBy(state, request, outcome) };
    }
    case 'dealloc':
      if (outcome.status === 'refused' || outcome.status === 'already-free') return fact('refuse');
      if (outcome.status !== 'success' && outcome.status !== 'quarantined') return fact('mishap');
      return { ...fact('free'), ...freedBy(state, operation.pid, outcome.status) };
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
      return { ...fact('observe'), ...reportOf(outcome) };
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

/**
 * The request that a dealloc undoes. It can be had again if the slots suffice however it is cut, or
 * if the declared policies, which find the same frames free as before, cut it the same way.
 */
function freedBy(state: PagedState, pid: unknown, status: string): Pick<Facts, 'freed'> {
  const grants = grantsOf(state, pid);
  const ask = grants[0]?.ask ?? null;
  if (ask === null) return { freed: { ask: NO_ASK, atOnce: false } };
  const { answers, last } = state;
  const justGranted = grants.length === 1 && last.grants?.[0] === grants[0];
  const declared = answers.placement !== 'unknown' && answers.split !== 'unknown';
  const fits = pagesOf(state, pid) <= freeSlots(state).least;
  const certain = status === 'success' && !state.isTainted && (declared || fits);
  return { freed: { ask, atOnce: justGranted && certain } };
}

const NO_ASK = { size: 0, alike: '', cost: Number.POSITIVE_INFINITY, impossible: false };

export function reportOf(outcome: PagedOutcome & { status: 'observed' }): Pick<Facts, 'report'> {
  const { stats, layout, quarantineCount } = outcome;
  if (stats === undefined && layout === undefined && quarantineCount === undefined) return {};
  return { report: JSON.stringify({ ...stats, quarantineCount, ...layout }) };
}
