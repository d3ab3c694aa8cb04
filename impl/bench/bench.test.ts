/**
 * Strategy: the workloads run on our own allocators with tiny counts, and on broken ones that must
 * be found out. Speeds are not judged here, only what is computed from them.
 */
import { expect, test } from 'vitest';
import { BitmapAllocator } from '../bitmap.ts';
import { HeapAllocator } from '../heap.ts';
import { PagedAllocator } from '../paged.ts';
import { apart } from './apart.ts';
import { footprint } from './footprint.ts';
import { frameWorkloads, sameFrames, verifyFrames } from './frames.ts';
import { type Goal, goals, verdict } from './goals.ts';
import { type Measurement, measure, median, ratio, speedOf } from './harness.ts';
import { PAGED_OPTIONS, verifyPaged } from './paged.ts';
import { integers } from './random.ts';
import { digits, markdown } from './report.ts';
import type { Results } from './results.ts';
import { naive } from './targets/naive.ts';
import { type Calls, defineTarget, type Target } from './targets/target.ts';
import { heapContender, heapWorkloads, verify } from './workloads.ts';

const ARENA = 2 ** 24;

const heap = defineTarget({
  name: 'heap',
  isOurs: true,
  source: '',
  align: 16,
  frame: 16,
  refusal: -1,
  start(size) {
    const instance = HeapAllocator.create({ base: 0, size });
    if (instance === null) throw new Error('no heap');
    return { instance, base: 0, size };
  },
  calls: (allocator) => ({
    alloc: (size) => allocator.alloc(size),
    dealloc: (address) => allocator.dealloc(address),
  }),
});

const bitmap = defineTarget({
  name: 'bitmap',
  source: '',
  align: 1,
  frame: 1,
  refusal: -1,
  start(size) {
    const instance = BitmapAllocator.create({ frameCount: size });
    if (instance === null) throw new Error('no bitmap');
    return { instance, base: 0, size };
  },
  calls: (allocator) => ({
    alloc: (count) => allocator.alloc(count),
    dealloc: (first, count) => allocator.dealloc(first, count),
  }),
});

/** An allocator that only counts upwards. */
const broken = (calls: (state: { top: number }) => Calls<number>): Target =>
  defineTarget({
    name: 'broken',
    source: '',
    align: 16,
    frame: 1,
    refusal: -1,
    start: (size) => ({ instance: { top: 0 }, base: 0, size }),
    calls,
  });

test.each(heapWorkloads)('$key runs on our heap and counts its calls', (workload) => {
  verify(workload, heap.open(ARENA));
  expect(heapContender(workload, heap.open(ARENA)).run(3)).toBe(6 * workload.blocksPerStep);
});

test.each<[flaw: string, calls: (state: { top: number }) => Calls<number>]>([
  ['must not overlap', () => ({ alloc: () => 0, dealloc: () => {} })],
  ['must be a multiple of 16', () => ({ alloc: () => 8, dealloc: () => {} })],
  ['must lie in', () => ({ alloc: () => 2 ** 24, dealloc: () => {} })],
  ['must begin at a whole number', () => ({ alloc: () => Number.NaN, dealloc: () => {} })],
  ['refused', () => ({ alloc: () => -1, dealloc: () => {} })],
  [
    'must lie in',
    (state) => ({
      alloc: () => {
        state.top += 1024;
        return state.top - 1024;
      },
      dealloc: () => {},
    }),
  ],
])('a target that is wrong is found out: %s', (flaw, calls) => {
  const run = (): void => {
    for (const workload of heapWorkloads) verify(workload, broken(calls).open(ARENA));
  };
  expect(run).toThrow(flaw);
});

test.each(frameWorkloads)('$key runs on bitmap and heap', ({ occupancy }) => {
  verifyFrames(bitmap, occupancy, 6000);
  verifyFrames(heap, occupancy, 6000);
});

test('bitmap grants the same frames as the naive scan, next fit does not', async () => {
  expect(sameFrames(bitmap, await naive.load(), 6000)).toBeNull();
  const nextFit = broken((state) => ({
    alloc: (count) => {
      state.top += count;
      return state.top - count;
    },
    dealloc: () => {},
  }));
  expect(sameFrames(bitmap, nextFit, 6000)).toContain('bitmap answered');
});

test('paged keeps what was written, and a memory that forgets is found out', () => {
  const paged = PagedAllocator.create(PAGED_OPTIONS);
  if (paged === null) throw new Error('no paged');
  verifyPaged(paged, 20_000);
  paged.reset();
  const forgetful = {
    frameSize: paged.frameSize,
    alloc: paged.alloc.bind(paged),
    dealloc: paged.dealloc.bind(paged),
    read: paged.read.bind(paged),
    write: () => 64,
  };
  expect(() => verifyPaged(forgetful, 20_000)).toThrow('what it wrote');
});

test('the footprint of a heap is at least what is live in it', () => {
  for (const value of Object.values(footprint(heap))) {
    expect(value).toBeGreaterThanOrEqual(1);
    expect(value).toBeLessThan(3);
  }
});

test('a function apart is another one that does the same', () => {
  const double = (value: number): number => 2 * value;
  const copy = apart(double);
  expect(copy).not.toBe(double);
  expect(copy(21)).toBe(42);
});

test('tables are the same for the same seed and stay in their range', () => {
  const table = integers(7, 1000, 16, 20);
  expect(integers(7, 1000, 16, 20)).toEqual(table);
  expect(new Set(table)).toEqual(new Set([16, 17, 18, 19, 20]));
});

const measured = (name: string, ...rounds: number[]): Measurement => {
  return { name, rounds, failure: null, note: '' };
};

test('medians, and ratios taken round by round', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  const [a, b] = [measured('a', 2, 20, 6), measured('b', 1, 5, 2)];
  expect(ratio(a, b)).toBe(3);
  expect(ratio(a, { ...b, failure: 'refused' })).toBeNull();
  expect(speedOf(undefined)).toBeNull();
});

test('a contender that fails does so alone', () => {
  let calls = 0;
  const [wrong, late, right] = measure(
    [
      {
        name: 'wrong',
        begin() {
          throw new Error('no');
        },
      },
      {
        name: 'late',
        begin: () => ({
          run(steps) {
            if (++calls > 2) throw new Error('late');
            return steps;
          },
        }),
      },
      { name: 'right', begin: () => ({ run: (steps) => integers(1, steps, 0, 9).length }) },
    ],
    { rounds: 3, milliseconds: 1 },
  );
  expect(wrong).toMatchObject({ failure: 'no', rounds: [] });
  expect(late?.failure).toBe('late');
  expect(right?.rounds).toHaveLength(3);
});

const RESULTS: Results = {
  command: 'npm run bench',
  date: '2000-01-01',
  machine: { node: '20' },
  effort: { rounds: 3, milliseconds: 1 },
  seeds: { slots: 1 },
  detached: false,
  participants: [
    { name: 'heap', source: '', isOurs: true },
    { name: 'emmalloc', source: '', isOurs: false },
    { name: 'AssemblyScript tlsf', source: '', isOurs: false },
  ],
  skipped: [{ name: 'walloc', reason: 'not installed' }],
  workloads: [
    {
      key: 'A',
      title: 'stack',
      measurements: [
        measured('heap', 9, 8, 10),
        measured('emmalloc', 3, 4, 5),
        measured('AssemblyScript tlsf', 2, 2, 2),
        { ...measured('late'), failure: 'refused' },
      ],
    },
  ],
  difference: null,
  footprints: [],
  scaling: [
    { name: 'heap', live: 1_000, arenaBytes: 2 ** 20, perOperation: 10, perPlainAccess: 1 },
    { name: 'heap', live: 1_000_000, arenaBytes: 2 ** 30, perOperation: 60, perPlainAccess: 4 },
  ],
  metadata: [],
};

test('goals are met, not met, or not measured', () => {
  const found = (goal: string, on: string): Goal | undefined =>
    goals(RESULTS).find((each) => each.goal.includes(goal) && each.on === on);
  expect(found('the fastest peer', 'A')).toMatchObject({ measured: 2, against: 'emmalloc' });
  expect(found('AssemblyScript tlsf', 'A')).toMatchObject({ measured: 4.5, target: 4 });
  expect(found('growth', 'Scaling')).toMatchObject({ measured: 1.5, target: 2 });
  const verdicts = new Set(goals(RESULTS).map(verdict));
  expect(verdicts).toEqual(new Set(['met', 'not measured']));
  const goal: Goal = { goal: '', on: '', relation: '>=', target: 2, measured: 1, against: '' };
  expect(verdict(goal)).toBe('not met');
  expect(verdict({ ...goal, relation: '<=' })).toBe('met');
  expect(verdict({ ...goal, relation: '<', measured: 2 })).toBe('not met');
});

test('the report names everybody, with ratios, failures and reasons', () => {
  const text = markdown(RESULTS);
  expect(text).toContain('| **heap** | 9 |');
  expect(text).toContain('| emmalloc | 4 (2) |');
  expect(text).toContain('| late | failed: refused |');
  expect(text).toContain('- walloc was skipped: not installed');
  expect([0, 0.04123, 12.345, 2889.6, null].map(digits)).toEqual([
    '0',
    '0.0412',
    '12.3',
    '2,890',
    '',
  ]);
});
