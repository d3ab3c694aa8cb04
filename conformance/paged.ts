/** Pids, regions, segments and quarantine, as the kit sees them. */
import { pagedModel, pagedScopes } from '../model/index.ts';
import type { Call, PagedOperation, PagedOutcome } from '../spec/index.ts';
import type { Kit } from './kit.ts';
import { drivePaged } from './paged/driver.ts';
import { pagedCases } from './paged/generate.ts';
import { pagedInjecting } from './paged/injections.ts';

export const pagedKit: Kit<'paged'> = {
  family: 'paged',
  model: pagedModel,
  scopes: pagedScopes,
  methods: ['alloc', 'dealloc', 'read', 'write'],
  optional: ['purge', 'quarantineCount', 'tamper', 'stats', 'inspect', 'reset', 'fingerprint'],
  drive: drivePaged,
  sampleConfig: () => ({
    memorySize: 1024,
    frameCount: 16,
    slotCount: 16,
    quarantineCapacity: 4,
    virtualBase: 0,
  }),
  creation: (config) => ({ kind: 'create', config: { ...config } }),
  cases: pagedCases,
  injecting: pagedInjecting,
  shifted: (program, by) => ({
    instances: program.instances.map((config) => ({
      ...config,
      virtualBase: config.virtualBase + by,
    })),
    calls: program.calls.map(({ instance, operation }) => ({
      instance,
      operation: moved(operation, by),
    })),
  }),
  shiftedAnswer,
  disciplined: (calls, { selfChecking }) => (selfChecking ? calls : withoutDebt(calls)),
};

function moved(operation: PagedOperation, by: number): PagedOperation {
  if (operation.kind !== 'read' && operation.kind !== 'write') return operation;
  const { pid, position } = operation.address;
  // What is no position stays none.
  if (typeof position !== 'number' || !Number.isSafeInteger(position)) return operation;
  if (position < 0 || Object.is(position, -0)) return operation;
  return { ...operation, address: { pid, position: position + by } };
}

function shiftedAnswer(outcome: PagedOutcome, by: number): PagedOutcome {
  if (outcome.status === 'granted' && 'position' in outcome)
    return { ...outcome, position: outcome.position + by };
  if (outcome.status !== 'observed' || outcome.layout === undefined) return outcome;
  const segments = outcome.layout.segments.map(({ first, count, pid, position }) => {
    return { first, count, pid, position: position + by };
  });
  return { ...outcome, layout: { ...outcome.layout, segments } };
}

/**
 * A mark that was overwritten with 0 makes a frame look free. An allocator that does not check itself may
 * then grant it, so no request is made until its owner has deallocated it or the mark is restored.
 */
function withoutDebt(calls: readonly Call<PagedOperation>[]): Call<PagedOperation>[] {
  const debts = new Map<number, Set<string>>();
  return calls.filter(({ instance, operation }) => {
    const debt = debts.get(instance) ?? new Set<string>();
    debts.set(instance, debt);
    switch (operation.kind) {
      case 'tamper': {
        const page = `${operation.pid}:${operation.page}`;
        if (operation.mark === 0) debt.add(page);
        else debt.delete(page);
        return true;
      }
      case 'dealloc':
        for (const page of debt) if (page.startsWith(`${operation.pid}:`)) debt.delete(page);
        return true;
      case 'reset':
        debt.clear();
        return true;
      case 'alloc':
        return debt.size === 0;
      default:
        return true;
    }
  });
}
