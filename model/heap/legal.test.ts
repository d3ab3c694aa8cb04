/**
 * The law: an outcome is accepted by all predicates that apply if and only if `legal` lists it. Checked for
 * every outcome of a finite universe, at each state of random walks through legal outcomes. Two things have
 * more right answers than are listed: a report, for what a block takes beside its bytes is its own business,
 * and a place for 0 bytes, which may lie outside the arena. Of reports the listed one and wrong neighbours
 * of it are tried, of places for 0 bytes those in the arena.
 */
import { expect, test } from 'vitest';
import {
  CLAUSES,
  type HeapAnswers,
  type HeapConfig,
  type HeapMisuse,
  type HeapOperation,
  type HeapOutcome,
} from '../../spec/index.ts';
import { heapModel } from '../heap.ts';
import { step } from '../model.ts';
import { clausesFor, USUAL } from './notation.ts';
import { blockAt, type HeapState, misuseAnswer } from './state.ts';

const WALKS = 25;
const STEPS = 24;
const SLOTS = 4;
const KINDS: readonly HeapMisuse[] = ['double', 'interior', 'foreign', 'null'];

const BYTES: Partial<HeapAnswers> = {
  naturalAlign: 1,
  overhead: { perBlock: 0, granule: 1, minimum: 1, perArena: 0 },
};
const WORDS: Partial<HeapAnswers> = {
  naturalAlign: 4,
  overhead: { perBlock: 4, granule: 4, minimum: 8, perArena: 4 },
};

/** What differs from the usual answers, and where the arena is. */
const SUBJECTS: readonly (readonly [string, Partial<HeapAnswers>, HeapConfig])[] = [
  ['the usual one', {}, { base: 0, size: 32 }],
  ['single bytes', BYTES, { base: 3, size: 16 }],
  ['headers, sentinel', { ...WORDS, zeroSize: 'sentinel' }, { base: 4, size: 32 }],
  ['unique', { ...BYTES, zeroSize: 'unique' }, { base: 16, size: 16 }],
  ['never', { ...BYTES, coalesce: 'never', misuse: 'ignore' }, { base: 0, size: 16 }],
  ['deferred', { ...WORDS, coalesce: 'deferred', misuse: 'throw' }, { base: 0, size: 32 }],
  ['same-size', { ...WORDS, coalesce: 'same-size' }, { base: 0, size: 32 }],
  ['buddies', { ...BYTES, fit: 'power-of-two', maxAlign: 8 }, { base: 64, size: 16 }],
  ['classes', { ...WORDS, fit: { classesPerDoubling: 2 } }, { base: 0, size: 32 }],
  ['unknown', { ...BYTES, fit: 'unknown', zeroSize: 'sentinel' }, { base: 1, size: 16 }],
  [
    'rounded alignment, unique',
    { ...WORDS, invalidAlign: 'roundUp', zeroSize: 'unique', coalesce: 'never' },
    { base: 0, size: 32 },
  ],
  [
    'not deterministic',
    {
      deterministic: false,
      misuse: { double: 'throw', interior: 'ignore', foreign: 'detect', null: 'throw' },
    },
    { base: 8, size: 32 },
  ],
];

test.each(SUBJECTS)('legal if and only if accepted: %s', (_name, answers, arena) => {
  const full = { ...USUAL, ...answers };
  const applying = clausesFor(full);
  const duties = CLAUSES.filter(({ id, level }) => level === 'MUST' && applying.has(id));
  const clauses = new Set(duties.map(({ id }) => id));
  const random = seeded(arena.size);
  let tried = 0;
  for (let walk = 0; walk < WALKS; walk++) {
    let state = heapModel.initial(arena, full);
    let queue: HeapOperation[] = [];
    for (let at = 0; at < STEPS; at++) {
      const operation = queue.shift() ?? anyOperation(random, state);
      const legal = [...heapModel.legal(state, operation)];
      const texts = new Set(legal.map((outcome) => JSON.stringify(outcome)));
      for (const outcome of [...legal, ...universe(state, operation, legal)]) {
        const { breaches } = step(heapModel, state, operation, outcome, clauses);
        const isLegal = texts.has(JSON.stringify(outcome));
        tried++;
        if ((breaches.length === 0) === isLegal) continue;
        const { live, last } = state;
        expect.fail(
          JSON.stringify({ walk, at, last, live, operation, outcome, isLegal, breaches }),
        );
      }
      const chosen = oneOf(random, legal);
      // Whoever scattered its blocks before may owe a hole that is not there.
      if (chosen === undefined) break;
      state = heapModel.next(state, operation, tagged(chosen, at));
      if (queue.length === 0) queue = again(random, operation, chosen);
    }
  }
  expect(tried).toBeGreaterThan(10_000);
});

/** The kit fills what is granted. */
const tagged = (outcome: HeapOutcome, tag: number): HeapOutcome =>
  outcome.status === 'granted' ? { ...outcome, tag: tag + 1 } : outcome;

/** A refusal as often as all grants together. */
function oneOf(random: Random, legal: readonly HeapOutcome[]): HeapOutcome | undefined {
  const refusal = legal.find(({ status }) => status === 'refused');
  return refusal !== undefined && random(3) === 0 ? refusal : legal[random(legal.length)];
}

/** Asks once more for what was refused, or for what was granted after it was deallocated. */
function again(random: Random, operation: HeapOperation, { status }: HeapOutcome): HeapOperation[] {
  if (operation.kind === 'realloc') return status === 'refused' ? [operation] : [];
  if (operation.kind !== 'alloc' || random(3) === 0) return [];
  const isHeld = status === 'granted' && operation.size !== 0;
  if (!isHeld) return status === 'refused' ? [operation] : [];
  return random(3) === 0 ? [{ kind: 'dealloc', slot: operation.slot }, operation] : [];
}

function universe(
  state: HeapState,
  operation: HeapOperation,
  legal: readonly HeapOutcome[],
): HeapOutcome[] {
  const wrong: HeapOutcome[] = [
    { status: 'hung' },
    { status: 'malformed', answer: 'NaN', expected: 'something else' },
  ];
  const threw: HeapOutcome = { status: 'threw', message: 'how' in operation ? operation.how : '' };
  switch (operation.kind) {
    case 'alloc':
    case 'realloc':
      return [...wrong, threw, { status: 'refused' }, ...grants(state, operation.size === 0)];
    case 'dealloc':
    case 'misuse':
      return [...wrong, threw, { status: 'done' }, { status: 'rejected' }];
    case 'verify':
      return [...wrong, threw, ...reads(blockAt(state, operation.slot))];
    case 'observe':
      return [...wrong, threw, ...legal.flatMap(wrongReports)];
    case 'reset':
      return [...wrong, threw, { status: 'done' }];
  }
}

/** Every address in the arena, and for at least one byte some around it. */
function grants({ arena }: HeapState, isEmpty: boolean): HeapOutcome[] {
  const margin = isEmpty ? 0 : 9;
  const count = arena.size + 1 + 2 * margin;
  return upTo(count)
    .map((index) => arena.base - margin + index)
    .filter((address) => address >= 0)
    .map((address) => ({ status: 'granted', address }));
}

function reads(
  block: { readonly size: number; readonly tag: number | null } | undefined,
): HeapOutcome[] {
  // Of 0 bytes there is nothing to read.
  if (block === undefined || block.tag === null || block.size === 0) return [];
  const { size, tag } = block;
  return [
    { status: 'read', content: null },
    { status: 'read', content: [[tag + 1, size]] },
    {
      status: 'read',
      content: [
        [tag, size - 1],
        [tag + 1, 1],
      ],
    },
  ];
}

function wrongReports(right: HeapOutcome): HeapOutcome[] {
  if (right.status !== 'observed' || right.stats === undefined || right.layout === undefined)
    return [];
  const { stats, layout } = right;
  const { liveCount = 0, requestedBytes = 0, freeBytes = 0 } = stats;
  const [first] = layout.blocks;
  const [hole] = layout.holes;
  const reports: HeapOutcome[] = [
    { ...right, stats: { ...stats, liveCount: liveCount + 1 } },
    { ...right, stats: { ...stats, requestedBytes: requestedBytes + 1 } },
    { ...right, stats: { ...stats, freeBytes: freeBytes + 1 } },
  ];
  if (hole !== undefined) {
    const longer = { ...hole, size: hole.size + 1 };
    reports.push({ ...right, layout: { ...layout, holes: [longer, ...layout.holes] } });
  }
  if (first !== undefined) {
    const others = layout.blocks.slice(1);
    const moved = { ...first, address: first.address + 1 };
    reports.push({ ...right, layout: { ...layout, blocks: others } });
    reports.push({ ...right, layout: { ...layout, blocks: [moved, ...others] } });
  }
  return reports;
}

function anyOperation(random: Random, state: HeapState): HeapOperation {
  const { arena, answers, live, sentinels } = state;
  const slots = upTo(SLOTS);
  const empty = slots.filter((slot) => !blockAt(state, slot) && !sentinels.includes(slot));
  const held = live[random(live.length)]?.slot;
  const sizes = [1, 2, 3, 4, 8, arena.size / 2, arena.size, arena.size + 1, random(arena.size)];
  const odd = [0, -0, -1, 0.5, Number.NaN, 2 ** 32 + 8];
  const aligns = [1, 2, 4, 8, 16, 64, answers.naturalAlign, 0, 3, 6];
  const size = random(4) === 0 ? odd[random(odd.length)] : sizes[random(sizes.length)];
  const align = random(2) === 0 ? answers.naturalAlign : aligns[random(aligns.length)];
  const how = KINDS.filter((kind) => misuseAnswer(answers, kind) !== 'undefined')[random(4)];
  const operations: HeapOperation[] = [{ kind: 'observe' }];
  const [slot] = empty;
  if (slot !== undefined) {
    const alloc: HeapOperation = { kind: 'alloc', slot, size, align };
    operations.push(alloc, alloc, alloc, alloc, alloc);
  }
  const [sentinel = held] = sentinels;
  if (sentinel !== undefined) operations.push({ kind: 'dealloc', slot: sentinel });
  if (held !== undefined) {
    operations.push({ kind: 'dealloc', slot: held }, { kind: 'dealloc', slot: held });
    operations.push({ kind: 'verify', slot: held });
    // What realloc to 0 bytes means is left open, and the kit never asks.
    if (size !== 0) operations.push({ kind: 'realloc', slot: held, size });
  }
  if (how !== undefined) operations.push({ kind: 'misuse', how, slot: 0 });
  if (random(8) === 0) operations.push({ kind: 'reset' });
  return operations[random(operations.length)] ?? { kind: 'observe' };
}

type Random = (bound: number) => number;

/** Whole numbers below a bound, the same for the same seed. */
function seeded(seed: number): Random {
  let last = seed;
  return (bound) => {
    last = (last * 48271) % 2147483647;
    return Math.floor((last / 2147483647) * bound);
  };
}

const upTo = (bound: number): number[] => Array.from({ length: bound }, (_, index) => index);
