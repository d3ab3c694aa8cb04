/**
 * The law that ties the predicates to `legal`: an outcome is accepted if and only if it is listed.
 * It is tried on random walks through tiny instances, in every state for every kind of call, with
 * outcomes that are listed, neighbours of those, and layouts that would be possible if nothing were
 * known.
 */
import { describe, expect, it } from 'vitest';
import type {
  PagedAnswers,
  PagedConfig,
  PagedLayout,
  PagedOperation,
  PagedOutcome,
} from '../../spec/index.ts';
import { step } from '../model.ts';
import { type PagedState, pagedModel } from '../paged.ts';
import { layoutsOf } from './layouts.ts';
import { ANSWERS, clausesFor } from './notation.ts';
import { endOfRegion, frameSizeOf, isDamaged, pagesOf } from './state.ts';

type Observed = PagedOutcome & { readonly status: 'observed' };

const CONFIG: PagedConfig = {
  memorySize: 8,
  frameCount: 4,
  slotCount: 3,
  quarantineCapacity: 2,
  virtualBase: 4,
};

/** What differs from the usual answers and the instance above. */
const SUBJECTS: readonly (readonly [Partial<PagedAnswers>, Partial<PagedConfig>])[] = [
  [{}, {}],
  [{ placement: 'tail-first', partial: 'slots' }, {}],
  [{ placement: 'unknown', split: 'unknown' }, {}],
  [{ placement: 'unknown', split: 'unknown', partial: 'any' }, { slotCount: 2 }],
  [{ placement: 'first-fit', split: 'unknown', deterministic: false }, {}],
  [{ placement: 'unknown', split: 'halving', partial: 'slots' }, { slotCount: 2 }],
  [{ selfChecking: true, partial: 'any' }, {}],
  [{ selfChecking: true, split: 'unknown', placement: 'unknown' }, { quarantineCapacity: 1 }],
  [{ secondAlloc: 'refuse', placement: 'tail-first' }, { slotCount: 1 }],
];

/** Multiplicative, so that a walk is the same everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let value = seed + 1;
  return (below) => {
    value = (value * 48271) % 2147483647;
    return Math.floor((value / 2147483647) * below);
  };
}

const PIDS = [1, 2];

/** Every call that is tried in a state. */
function operationsIn(state: PagedState): PagedOperation[] {
  const blind = isDamaged(state) && !state.answers.selfChecking;
  return [...(blind ? [] : allocs()), ...others(state), ...accesses(state)];
}

/** The calls whose outcomes depend on more than what accesses depend on. */
const frameOperationsIn = (state: PagedState): PagedOperation[] =>
  operationsIn(state).filter(({ kind }) => kind !== 'read' && kind !== 'write');

const allocs = (): PagedOperation[] =>
  PIDS.flatMap((pid) =>
    [0, 3, 4, 6, 10].map((size): PagedOperation => ({ kind: 'alloc', pid, size })),
  );

function others(state: PagedState): PagedOperation[] {
  const tampers = PIDS.flatMap((pid) =>
    Array.from({ length: pagesOf(state, pid) + 1 }, (_, page) => page).flatMap((page) =>
      ([0, 1] as const).map((mark): PagedOperation => ({ kind: 'tamper', pid, page, mark })),
    ),
  );
  const deallocs = [...PIDS, '1'].map((pid): PagedOperation => ({ kind: 'dealloc', pid }));
  return [...tampers, ...deallocs, { kind: 'purge' }, { kind: 'observe' }, { kind: 'reset' }];
}

function accesses(state: PagedState): PagedOperation[] {
  const made: PagedOperation[] = [];
  for (const pid of PIDS) {
    const end = endOfRegion(state, pid);
    for (const position of [1, state.config.virtualBase, end - 1, end, end + 1, 0.5]) {
      for (const length of [0, 1, 2]) {
        const address = { pid, position };
        made.push({ kind: 'read', pid, address, length });
        made.push({ kind: 'write', pid, address, length, tag: 10 * pid + length });
      }
    }
    const address = { pid: 3 - pid, position: state.config.virtualBase };
    made.push({ kind: 'read', pid, address, length: 1 });
  }
  return made;
}

/** Outcomes to try, beside the legal ones. */
function conceivable(
  state: PagedState,
  operation: PagedOperation,
  legal: readonly PagedOutcome[],
): PagedOutcome[] {
  switch (operation.kind) {
    case 'alloc':
      return grants(state, operation.pid);
    case 'dealloc':
      return (['refused', 'success', 'quarantined', 'already-free'] as const).map((status) => ({
        status,
      }));
    case 'read':
      return [...refusals(), ...reads(operation.length, legal)];
    case 'write':
      return [...refusals(), { status: 'written' }];
    case 'purge':
      return [0, 1, 2, 3].map((count) => ({ status: 'purged', count }));
    case 'observe':
      return observations(state, legal);
    default:
      return [];
  }
}

function grants(state: PagedState, pid: unknown): PagedOutcome[] {
  const position = endOfRegion(state, pid);
  const frameSize = frameSizeOf(state);
  const elsewhere = [state.config.virtualBase, position + frameSize];
  const parts = [0, 1, 2, 3, 4].flatMap((frames): PagedOutcome[] => [
    { status: 'granted', position, frames, bytes: frames * frameSize },
    { status: 'granted', position, frames, bytes: frames },
  ]);
  return [
    { status: 'refused' },
    ...[position, ...elsewhere].map((at): PagedOutcome => ({ status: 'granted', position: at })),
    ...parts,
  ];
}

const refusals = (): PagedOutcome[] =>
  (['no-segment', 'out-of-range-low', 'out-of-range-high'] as const).map((status) => ({ status }));

function reads(length: number, legal: readonly PagedOutcome[]): PagedOutcome[] {
  const zeros = Array.from({ length }, () => 0);
  const made: number[][] = [zeros, [...zeros, 0], zeros.map(() => 255), zeros.map(() => 21)];
  for (const outcome of legal) {
    if (outcome.status !== 'read') continue;
    made.push(outcome.bytes.slice(1));
    for (const at of outcome.bytes.keys()) {
      made.push(outcome.bytes.map((byte, each) => (each === at ? byte + 1 : byte)));
    }
  }
  return made.map((bytes) => ({ status: 'read', bytes }));
}

function observations(state: PagedState, legal: readonly PagedOutcome[]): PagedOutcome[] {
  const made: PagedOutcome[] = [];
  for (let freeFrames = 0; freeFrames <= 4; freeFrames += 1) {
    for (let freeSlots = 0; freeSlots <= state.config.slotCount; freeSlots += 1) {
      for (const quarantineCount of [0, 1, 2]) {
        made.push({ status: 'observed', stats: { freeFrames, freeSlots }, quarantineCount });
      }
    }
  }
  const seen = [...allLayouts(state)].map((layout) => shown(state, layout));
  const base = legal.filter((outcome): outcome is Observed => outcome.status === 'observed');
  const neighbours = base.slice(0, 3).flatMap((outcome) => neighboursOf(state, outcome));
  return [...made, ...seen, ...neighbours];
}

/** The layouts that were possible if only the answers to other calls were known. */
function* allLayouts(state: PagedState): Iterable<PagedLayout> {
  const split = 'unknown';
  const all = { least: 0, most: state.config.frameCount };
  const blank: PagedState = {
    ...state,
    answers: { ...state.answers, split },
    regions: state.regions.map((region) => ({ ...region, runs: [] })),
    quarantine: { ...state.quarantine, entries: [], more: { entries: all, frames: all } },
    unseen: { pending: null, left: [], purged: false },
  };
  let count = 0;
  for (const layout of layoutsOf(blank)) {
    yield layout;
    count += 1;
    if (count === 120) return;
  }
}

function shown({ config }: PagedState, layout: PagedLayout): Observed {
  const size = (runs: readonly { count: number }[]): number =>
    runs.reduce((sum, { count }) => sum + count, 0);
  const stats = {
    freeFrames: config.frameCount - size(layout.segments) - size(layout.quarantine),
    freeSlots: config.slotCount - layout.segments.length,
  };
  return { status: 'observed', stats, layout, quarantineCount: layout.quarantine.length };
}

/** Outcomes that differ from this one in one place. */
function neighboursOf(state: PagedState, outcome: Observed): Observed[] {
  const { layout, quarantineCount = 0, stats = {} } = outcome;
  if (layout === undefined) return [];
  const { freeFrames = 0, freeSlots = 0 } = stats;
  const changed = (layouts: readonly PagedLayout[]): Observed[] =>
    layouts.flatMap((each) => [{ ...outcome, layout: each }, shown(state, each)]);
  const { marks, quarantine, segments } = layout;
  const flipped = [...marks].map((mark, at) => {
    const other = mark === '1' ? '0' : '1';
    return { ...layout, marks: marks.slice(0, at) + other + marks.slice(at + 1) };
  });
  const withSegments = segments.flatMap((segment, at) => {
    const put = (...instead: PagedLayout['segments'][number][]): PagedLayout => ({
      ...layout,
      segments: [...segments.slice(0, at), ...instead, ...segments.slice(at + 1)],
    });
    return [
      put(),
      put({ ...segment, first: segment.first + 1 }),
      put({ ...segment, count: segment.count + 1 }),
      put({ ...segment, position: segment.position + 1 }),
      put({ ...segment, pid: 3 }),
      put(segment, segment),
    ];
  });
  const withEntries = quarantine.flatMap((entry, at) => {
    const rest = quarantine.filter((_, each) => each !== at);
    return [rest, [...rest, { ...entry, count: entry.count + 1 }], [...quarantine, entry]].map(
      (entries) => ({ ...layout, quarantine: entries }),
    );
  });
  return [
    { ...outcome, quarantineCount: quarantineCount + 1 },
    { ...outcome, stats: { freeFrames: freeFrames + 1, freeSlots } },
    { ...outcome, stats: { freeFrames, freeSlots: freeSlots + 1 } },
    ...changed([...flipped, ...withSegments, ...withEntries]),
  ];
}

/** Where the law fails in one state. */
function lawBreaks(
  state: PagedState,
  operations: readonly PagedOperation[],
  applies: ReturnType<typeof clausesFor>,
): string[] {
  const wrong: string[] = [];
  for (const operation of operations) {
    const legal = [...pagedModel.legal(state, operation)];
    const listed = new Set(legal.map((outcome) => JSON.stringify(outcome)));
    if (listed.size !== legal.length) wrong.push(`${operation.kind} lists an outcome twice`);
    for (const outcome of [...legal, ...conceivable(state, operation, legal)]) {
      const { breaches } = step(pagedModel, state, operation, outcome, applies);
      const text = JSON.stringify(outcome);
      if ((breaches.length === 0) === listed.has(text)) continue;
      const why = breaches.map(({ clause, because }) => `${clause}: ${because}`).join('; ');
      wrong.push(`${JSON.stringify(operation)} -> ${text} ${why === '' ? 'is accepted' : why}`);
    }
  }
  return wrong;
}

/** Calls that lead somewhere, the more frequent ones several times. */
function moves(state: PagedState): PagedOperation[] {
  const { virtualBase } = state.config;
  const blind = isDamaged(state) && !state.answers.selfChecking;
  const made: PagedOperation[] = [{ kind: 'observe' }, { kind: 'observe' }, { kind: 'purge' }];
  for (const pid of PIDS) {
    for (const size of [1, 2, 4, 6, 11]) if (!blind) made.push({ kind: 'alloc', pid, size });
    const address = { pid, position: virtualBase };
    made.push({ kind: 'dealloc', pid }, { kind: 'dealloc', pid });
    for (let page = 0; page < pagesOf(state, pid); page += 1) {
      made.push({ kind: 'tamper', pid, page, mark: 0 });
      made.push({ kind: 'write', pid, address, length: 2, tag: pid });
      made.push({ kind: 'write', pid, address, length: 3, tag: pid + 2 });
    }
  }
  return made;
}

function walk(state: PagedState, random: (below: number) => number): PagedState {
  const operations = random(25) === 0 ? [{ kind: 'reset' } as const] : moves(state);
  const operation = operations[random(operations.length)] ?? { kind: 'observe' };
  const legal = [...pagedModel.legal(state, operation)];
  const outcome = legal[random(legal.length)];
  return outcome === undefined ? state : pagedModel.next(state, operation, outcome);
}

const outcomeOf = (state: PagedState, operation: PagedOperation): PagedOutcome => {
  for (const outcome of pagedModel.legal(state, operation)) return outcome;
  throw new Error(`${operation.kind} must have a legal outcome`);
};

describe('paged law', () => {
  it.each(SUBJECTS)(
    'accepts what it lists and nothing else: %j %j',
    (answers, config) => {
      const all = { ...ANSWERS, ...answers };
      const applies = clausesFor(all);
      const seen = new Set<string>();
      for (const seed of [1, 2, 3]) {
        const random = randomFrom(seed * 7919);
        let state = pagedModel.initial({ ...CONFIG, ...config }, all);
        for (let steps = 0; steps < 18; steps += 1) {
          const key = JSON.stringify(state);
          const operations = steps % 4 === 0 ? operationsIn(state) : frameOperationsIn(state);
          if (!seen.has(key)) expect(lawBreaks(state, operations, applies)).toEqual([]);
          seen.add(key);
          state = walk(state, random);
        }
      }
      expect(seen.size).toBeGreaterThan(25);
    },
    600_000,
  );

  it.each(SUBJECTS)('is a subject by its first outcomes: %j %j', (answers, config) => {
    const all = { ...ANSWERS, ...answers };
    const applies = clausesFor(all);
    const larger = { memorySize: 64, frameCount: 16, slotCount: 6, virtualBase: 8, ...config };
    for (const seed of [1, 2, 3]) {
      const random = randomFrom(seed * 104729);
      let state = pagedModel.initial({ ...CONFIG, ...larger }, all);
      for (let steps = 0; steps < 150; steps += 1) {
        const operations = moves(state);
        const operation = operations[random(operations.length)] ?? { kind: 'observe' };
        const outcome = outcomeOf(state, operation);
        const { breaches, next } = step(pagedModel, state, operation, outcome, applies);
        expect(breaches).toEqual([]);
        expect(next.plan()).not.toBeNull();
        if (outcome.status === 'observed') expect(outcome.layout).toBeDefined();
        state = next;
      }
    }
  });
});
