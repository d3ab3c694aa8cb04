import { expect, test } from 'vitest';
import type { BitmapAnswers, BitmapOperation, BitmapOutcome } from '../../spec/index.ts';
import { bitmapModel } from '../bitmap.ts';
import { step } from '../model.ts';
import { answersOf, clausesFor } from './notation.ts';
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
const STEPS = 250;

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
  let state = bitmapModel.initial({ frameCount }, answers);
  let queue: BitmapOperation[] = [];
  for (let at = 0; at < STEPS; at++) {
    const operation = queue.shift() ?? anyOperation(random, state);
    const legal = [...bitmapModel.legal(state, operation)];
    const texts = new Set(legal.map((outcome) => JSON.stringify(outcome)));
    for (const outcome of [...legal, ...universe(state, operation)]) {
      const { breaches } = step(bitmapModel, state, operation, outcome, clauses);
      const isLegal = texts.has(JSON.stringify(outcome));
      if ((breaches.length === 0) === isLegal) continue;
      expect.fail(JSON.stringify({ at, live: state.live, operation, outcome, isLegal, breaches }));
    }
    const refusal = legal.find(({ status }) => status === 'refused');
    const chosen = random(2) === 0 ? refusal : undefined;
    const outcome = chosen ?? legal[random(legal.length)] ?? { status: 'skipped' };
    state = bitmapModel.next(state, operation, outcome);
    if (queue.length === 0 && random(2) === 0) queue = again(operation, outcome);
  }
});

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
      const exact = sequences(capacity, Number(operation.count), small ? 4 : 2);
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
    const left = frames - runs.reduce((sum, [, count]) => sum + count, 0);
    return upTo(left).flatMap((less) =>
      upTo(frameCount).map((first) => [...runs, [first, less + 1]] as const),
    );
  });
  return [...shorter, ...longer];
}

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

/** Whole numbers below a bound, the same for the same seed. */
function seeded(seed: number): (bound: number) => number {
  let last = seed;
  return (bound) => {
    last = (last * 16807) % 2147483647;
    return last % bound;
  };
}

/** Small grants into free slots until the arena is nearly full; then deallocs and requests of any size. */
function anyOperation(random: (bound: number) => number, state: BitmapState): BitmapOperation {
  const { capacity, holdings } = state;
  const held = holdings[random(Math.max(holdings.length, 1))]?.slot ?? 0;
  const free = upTo(capacity + 1).find((slot) =>
    holdings.every((holding) => holding.slot !== slot),
  );
  const slot = free ?? capacity + 1;
  const count = random(3) === 0 ? random(capacity + 2) : 1;
  const how = (['double', 'partial', 'foreign', 'range'] as const)[random(4)] ?? 'double';
  const most = random(2) === 0 ? capacity : random(capacity + 1);
  const operations: BitmapOperation[] = [
    { kind: 'alloc', slot, count },
    { kind: 'dealloc', slot: held },
    { kind: 'allocSplit', slot, count: random(capacity + 1), limit: most },
    { kind: 'misuse', how, slot: random(2) === 0 ? held : random(capacity) },
    { kind: 'observe' },
    { kind: 'create', config: { frameCount: count } },
    { kind: 'reset' },
  ];
  const often = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 5];
  const index = random(60) === 0 ? 6 : (often[random(often.length)] ?? 0);
  return operations[index] ?? { kind: 'observe' };
}
