import { expect, test } from 'vitest';
import type { BitmapAnswers, BitmapOperation, BitmapOutcome } from '../../spec/index.ts';
import { bitmapModel } from '../bitmap.ts';
import { step } from '../model.ts';
import { answersOf, clausesFor } from './notation.ts';
import { framesIn } from './runs.ts';
import type { BitmapState } from './state.ts';

/*
 * The law: an outcome is accepted by all predicates that apply if and only if `legal` lists it. Checked for
 * every outcome of a finite universe, at each state of random walks through legal outcomes.
 */
const FIRST_FIT = answersOf('first-fit');
const TAIL_FIRST = answersOf('tail-first');
const ANYWHERE = answersOf('unknown');
const MIXED = {
  double: 'throw',
  partial: 'ignore',
  foreign: 'detect',
  range: 'undefined',
} as const;
const WALKS = 30;
const STEPS = 5;

test.each<[string, number, BitmapAnswers]>([
  ['first-fit', 4, FIRST_FIT],
  ['tail-first', 4, TAIL_FIRST],
  ['unknown', 4, ANYWHERE],
  [
    'unknown, not deterministic, misuse of all kinds',
    4,
    { ...ANYWHERE, misuse: MIXED, deterministic: false },
  ],
  ['first-fit', 8, FIRST_FIT],
  ['tail-first', 8, TAIL_FIRST],
  ['unknown, misuse ignored', 8, { ...ANYWHERE, misuse: 'ignore' }],
])('legal if and only if accepted: %s, %i frames', (_name, frameCount, answers) => {
  const clauses = clausesFor(answers);
  const random = seeded(frameCount);
  for (let walk = 0; walk < WALKS; walk++) {
    let state = scattered(random, bitmapModel.initial({ frameCount }, answers));
    let queue: BitmapOperation[] = [];
    for (let at = 0; at < STEPS; at++) {
      const operation = queue.shift() ?? anyOperation(random, state);
      const legal = [...bitmapModel.legal(state, operation)];
      const texts = new Set(legal.map((outcome) => JSON.stringify(outcome)));
      for (const outcome of [...legal, ...universe(state, operation)]) {
        const { breaches } = step(bitmapModel, state, operation, outcome, clauses);
        const isLegal = texts.has(JSON.stringify(outcome));
        if ((breaches.length === 0) === isLegal) continue;
        const { live } = state;
        expect.fail(JSON.stringify({ walk, at, live, operation, outcome, isLegal, breaches }));
      }
      const outcome = oneOf(random, legal) ?? { status: 'skipped' };
      state = bitmapModel.next(state, operation, outcome);
      if (queue.length === 0) queue = again(operation, outcome);
    }
  }
});

/** Every frame granted by itself, and about half of them deallocated; sometimes nothing at all. */
function scattered(random: Random, start: BitmapState): BitmapState {
  let state = start;
  if (random(8) === 0) return state;
  const slots = upTo(start.capacity);
  const grants = slots.map((slot): BitmapOperation => ({ kind: 'alloc', slot, count: 1 }));
  const deallocs = slots.map((slot): BitmapOperation => ({ kind: 'dealloc', slot }));
  for (const operation of [...grants, ...deallocs.filter(() => random(2) === 0)]) {
    const outcome = oneOf(random, [...bitmapModel.legal(state, operation)]);
    if (outcome !== undefined) state = bitmapModel.next(state, operation, outcome);
  }
  return state;
}

/** A refusal as often as all grants together. */
function oneOf(random: Random, legal: readonly BitmapOutcome[]): BitmapOutcome | undefined {
  const refusal = legal.find(({ status }) => status === 'refused');
  return refusal !== undefined && random(2) === 0 ? refusal : legal[random(legal.length)];
}

/** Asks once more for what was refused, or for what was granted after it was deallocated. */
function again(operation: BitmapOperation, { status }: BitmapOutcome): BitmapOperation[] {
  if (operation.kind !== 'alloc' && operation.kind !== 'allocSplit') return [];
  const { slot } = operation;
  return status === 'granted' ? [{ kind: 'dealloc', slot }, operation] : [operation];
}

/** Every outcome that the operation might have; the kit skips what it has nothing to call with. */
function universe(state: BitmapState, operation: BitmapOperation): BitmapOutcome[] {
  const { capacity } = state;
  const small = capacity <= 4;
  switch (operation.kind) {
    case 'alloc':
      return [{ status: 'refused' }, ...sequences(capacity, capacity + 1, 1).map(granted)];
    case 'allocSplit': {
      const wrong = sequences(capacity, capacity, small ? 2 : 1);
      const count = Number(operation.count);
      const exact = sequences(capacity, count, small ? 4 : 2).filter(
        (runs) => framesOf(runs) === count,
      );
      return [{ status: 'refused' }, ...[...wrong, ...exact].map(granted)];
    }
    case 'observe':
      return [...bitmapModel.legal(state, operation)].flatMap((right) => reports(capacity, right));
    case 'create':
      return [{ status: 'created' }, { status: 'refused' }];
    case 'reset':
      return [{ status: 'done' }];
    default: {
      const [first] = bitmapModel.legal(state, operation);
      if (first?.status === 'skipped') return [first];
      return [{ status: 'done' }, { status: 'rejected' }, { status: 'threw', message: 'misuse' }];
    }
  }
}

type Runs = readonly (readonly [first: number, count: number])[];

const granted = (runs: Runs): BitmapOutcome => ({
  status: 'granted',
  runs: runs.map(([first, count]) => ({ first, count })),
});

/** At most `length` runs of at most `frames` frames in all, in every order, overlapping or not. */
function sequences(frameCount: number, frames: number, length: number): Runs[] {
  if (length === 0) return [[]];
  const shorter = sequences(frameCount, frames, length - 1);
  const longer = shorter.flatMap((runs) => {
    if (runs.length < length - 1) return [];
    const left = frames - framesOf(runs);
    return upTo(left).flatMap((less) =>
      upTo(frameCount).map((first) => [...runs, [first, less + 1]] as const),
    );
  });
  return [...shorter, ...longer];
}

const framesOf = (runs: Runs): number => runs.reduce((sum, [, count]) => sum + count, 0);

const upTo = (bound: number): number[] => Array.from({ length: bound }, (_, index) => index);

/** Right statistics with all marks there are, and right marks with all statistics. */
function reports(frameCount: number, right: BitmapOutcome): BitmapOutcome[] {
  if (right.status !== 'observed') return [];
  const { stats } = right;
  const counts = upTo(frameCount + 1);
  const marks = upTo(2 ** frameCount).map((bits) => bits.toString(2).padStart(frameCount, '0'));
  return [
    ...marks.map((each) => ({ ...right, marks: each })),
    ...counts.map((freeFrames) => ({ ...right, stats: { ...stats, freeFrames } })),
    ...counts.map((longestRun) => ({ ...right, stats: { ...stats, longestRun } })),
  ];
}

type Random = (bound: number) => number;

/** Whole numbers below a bound, the same for the same seed. */
function seeded(seed: number): Random {
  let last = seed;
  return (bound) => {
    last = (last * 48271) % 2147483647;
    return bound === 0 ? 0 : Math.floor((last / 2147483647) * bound);
  };
}

function anyOperation(random: Random, { capacity, holdings, live }: BitmapState): BitmapOperation {
  const held = holdings[random(holdings.length)]?.slot ?? 0;
  const slot = capacity + random(1000);
  const free = capacity - framesIn(live);
  const count = random(2) === 0 ? free : random(capacity + 2);
  const limit = random(4) === 0 ? random(capacity + 1) : 1 + random(count);
  const how = (['double', 'partial', 'foreign', 'range'] as const)[random(4)] ?? 'double';
  const splitting: BitmapOperation = { kind: 'allocSplit', slot, count, limit };
  const operations: BitmapOperation[] = [
    splitting,
    splitting,
    splitting,
    { kind: 'alloc', slot, count },
    { kind: 'dealloc', slot: held },
    { kind: 'misuse', how, slot: random(2) === 0 ? held : random(capacity) },
    { kind: 'observe' },
    { kind: 'create', config: { frameCount: count } },
    { kind: 'reset' },
  ];
  return operations[random(operations.length)] ?? splitting;
}
