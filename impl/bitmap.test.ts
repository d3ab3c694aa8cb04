/**
 * Strategy: random requests go to the allocator and to an oracle that is an array of booleans;
 * every answer, and after it every mark, must be the same. Then the edges of words, and hostile
 * arguments.
 */
import { expect, test } from 'vitest';
import { bitmapAdapter } from './adapters/bitmap.ts';
import { BitmapAllocator, type Policy } from './bitmap.ts';
import { isFrameCount } from './frame-set.ts';
import * as status from './status.ts';

const { ALREADY_FREE, INVALID_SIZE, NOT_LIVE, QUARANTINED, REFUSED, SUCCESS } = status;

type Pair = readonly [first: number, count: number];

const POLICIES: readonly Policy[] = ['first-fit', 'tail-first'];
const FRAME_COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 4096];
/** What a caller without types may pass. */
const UNTYPED: readonly number[] = JSON.parse('["1", null, [1], true]');
const NOT_WHOLE = [-0, -1, 0.5, 1.5, NaN, Infinity, -Infinity, 2 ** 53, ...UNTYPED];
const WHOLE = [2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];

class Oracle {
  marks: boolean[];
  readonly policy: Policy;
  constructor(frameCount: number, policy: Policy) {
    this.marks = Array.from({ length: frameCount }, () => false);
    this.policy = policy;
  }
  isFree(first: number, count: number): boolean {
    const frames = this.marks.slice(first, first + count);
    return frames.length === count && frames.every((mark) => !mark);
  }
  place(count: number): number {
    const tail = this.marks.lastIndexOf(true) + 1;
    if (this.policy === 'tail-first' && this.isFree(tail, count)) return tail;
    return this.marks.findIndex((_, first) => this.isFree(first, count));
  }
  split(count: number, limit: number): Pair[] | null {
    const before = [...this.marks];
    const runs: Pair[] = [];
    for (let left = count; left > 0; ) {
      let size = left;
      while (size > 0 && this.place(size) < 0) size = Math.floor(size / 2);
      if (size === 0 || runs.length === limit) {
        this.marks = before;
        return null;
      }
      const run: Pair = [this.place(size), size];
      this.write(run, true);
      runs.push(run);
      left -= size;
    }
    return runs;
  }
  write([first, count]: Pair, mark: boolean): void {
    this.marks.fill(mark, first, first + count);
  }
  text(): string {
    return this.marks.map((mark) => (mark ? '1' : '0')).join('');
  }
  longestRun(): number {
    return Math.max(
      ...this.text()
        .split('1')
        .map((run) => run.length),
    );
  }
}

function created(frameCount: number, policy: Policy = 'first-fit'): BitmapAllocator {
  const allocator = BitmapAllocator.create({ frameCount, policy });
  if (allocator === null) throw new Error(`${frameCount} frames must be accepted`);
  return allocator;
}

/** mulberry32 */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

function pairsOf(runs: Int32Array, runCount: number): Pair[] {
  return Array.from({ length: runCount }, (_, index) => [runs[2 * index]!, runs[2 * index + 1]!]);
}

for (const policy of POLICIES) {
  test.each(FRAME_COUNTS)(`${policy} agrees with an array of %i marks`, (frameCount) => {
    const random = generator(frameCount);
    const oracle = new Oracle(frameCount, policy);
    const allocator = created(frameCount, policy);
    const runs = new Int32Array(2 * frameCount);
    const live: Pair[] = [];
    for (let step = 0; step < (frameCount < 4096 ? 1000 : 60); step++) {
      const count = 1 + random(random(4) === 0 ? frameCount + 1 : Math.ceil(frameCount / 4));
      const kind = random(5);
      if (kind < 2) {
        const first = oracle.place(count);
        expect(allocator.alloc(count)).toBe(first < 0 ? REFUSED : first);
        if (first >= 0) {
          live.push([first, count]);
          oracle.write([first, count], true);
        }
      } else if (kind === 2) {
        const limit = random(6);
        const expected = oracle.split(count, limit);
        const runCount = allocator.allocSplit(count, limit, runs);
        expect(runCount < 0 ? null : pairsOf(runs, runCount)).toEqual(expected);
        live.push(...(expected ?? []));
      } else {
        const [run] = live.splice(random(live.length + 1), 1);
        if (run === undefined) continue;
        expect(allocator.dealloc(run[0], run[1] + 1)).toBe(NOT_LIVE);
        expect(allocator.dealloc(run[0], run[1])).toBe(SUCCESS);
        expect(allocator.dealloc(run[0], run[1])).toBe(NOT_LIVE);
        oracle.write(run, false);
      }
      expect(allocator.marks()).toBe(oracle.text());
      expect(allocator.freeFrames).toBe(oracle.marks.filter((mark) => !mark).length);
      expect(allocator.longestRun).toBe(oracle.longestRun());
    }
  });
}

test.each([64, 128, 4096])(
  'a hole anywhere in %i frames is found, granted and given back',
  (frameCount) => {
    const edges = [0, 1, 30, 31, 32, 33, 62, 63, 64, frameCount - 2, frameCount - 1];
    for (const first of edges.filter((frame) => frame < frameCount)) {
      for (const count of [1, 2, 31, 32, 33, 64, 65].filter(
        (length) => first + length <= frameCount,
      )) {
        const allocator = created(frameCount);
        if (first > 0) allocator.alloc(first);
        expect(allocator.alloc(count)).toBe(first);
        const rest = frameCount - first - count;
        if (rest > 0) expect(allocator.alloc(rest)).toBe(first + count);
        expect([allocator.longestRun, allocator.alloc(1)]).toEqual([0, REFUSED]);
        expect(allocator.dealloc(first, count)).toBe(SUCCESS);
        expect(allocator.longestRun).toBe(count);
        expect(allocator.alloc(count + 1)).toBe(REFUSED);
        expect(allocator.alloc(count)).toBe(first);
      }
    }
  },
);

test('a part of a granted run, and more than it, is refused', () => {
  const allocator = created(8);
  expect([allocator.alloc(3), allocator.alloc(2)]).toEqual([0, 3]);
  for (const [first, count] of [
    [0, 1],
    [0, 2],
    [0, 4],
    [0, 5],
    [1, 2],
    [2, 1],
    [5, 1],
    [7, 1],
    [8, 1],
    [0, 0],
    [5, 0],
  ] as const) {
    expect(allocator.dealloc(first, count)).toBe(NOT_LIVE);
  }
  expect(allocator.marks()).toBe('11111000');
});

test('arguments that are no such numbers are refused and change nothing', () => {
  const allocator = created(64);
  const runs = new Int32Array(128);
  allocator.alloc(1);
  for (const value of [...NOT_WHOLE, ...WHOLE]) {
    const code = WHOLE.includes(value) ? REFUSED : INVALID_SIZE;
    expect(allocator.alloc(value)).toBe(code);
    expect(allocator.allocSplit(value, 1, runs)).toBe(code);
    if (code === INVALID_SIZE) expect(allocator.allocSplit(1, value, runs)).toBe(code);
    expect(allocator.dealloc(value, 1)).toBe(NOT_LIVE);
    expect(allocator.dealloc(0, value)).toBe(NOT_LIVE);
    expect(BitmapAllocator.create({ frameCount: value })).toBe(null);
  }
  expect([allocator.alloc(0), allocator.allocSplit(0, 1, runs)]).toEqual([
    INVALID_SIZE,
    INVALID_SIZE,
  ]);
  expect(allocator.marks()).toBe('1'.padEnd(64, '0'));
  for (const frameCount of [0, 3, 6, 48, 2 ** 27])
    expect(BitmapAllocator.create({ frameCount })).toBe(null);
  expect([isFrameCount(2 ** 26), isFrameCount(2 ** 27)]).toEqual([true, false]);
});

test('the array for the runs limits a split as its limit does', () => {
  const allocator = created(8);
  for (let frame = 0; frame < 8; frame++) allocator.alloc(1);
  for (const frame of [1, 3, 5]) allocator.dealloc(frame, 1);
  expect(allocator.allocSplit(3, 9, new Int32Array(5))).toBe(REFUSED);
  expect(allocator.allocSplit(3, 2, new Int32Array(6))).toBe(REFUSED);
  expect(allocator.marks()).toBe('10101011');
  expect(allocator.allocSplit(4, 9, new Int32Array(8))).toBe(REFUSED);
  const runs = new Int32Array(6);
  expect(allocator.allocSplit(3, 3, runs)).toBe(3);
  expect(pairsOf(runs, 3)).toEqual([
    [1, 1],
    [3, 1],
    [5, 1],
  ]);
});

test('no code can be mistaken for a frame, a position or a length', () => {
  const codes = Object.values(status);
  expect(new Set(codes).size).toBe(11);
  expect(codes.filter((code) => code >= 0).sort()).toEqual([SUCCESS, QUARANTINED, ALREADY_FREE]);
});

test('a reset forgets every run', () => {
  const allocator = created(4);
  allocator.alloc(3);
  allocator.reset();
  expect([allocator.marks(), allocator.freeFrames, allocator.longestRun]).toEqual(['0000', 4, 4]);
  expect([allocator.dealloc(0, 3), allocator.alloc(4)]).toEqual([NOT_LIVE, 0]);
});

test('the adapter answers as the specification does', () => {
  expect([bitmapAdapter().name, bitmapAdapter().family]).toEqual(['builtin:bitmap', 'bitmap']);
  expect(bitmapAdapter({ policy: 'tail-first' }).name).toBe('builtin:bitmap(tail-first)');
  const { answers } = bitmapAdapter({ policy: 'tail-first' });
  expect(answers).toMatchObject({ placement: 'tail-first', misuse: 'detect', deterministic: true });
  expect(bitmapAdapter().create({ frameCount: 3 })).toBe(null);
  expect(answers.frameCounts).toContain(65536);
  for (const frameCount of answers.frameCounts)
    expect(bitmapAdapter().create({ frameCount })).not.toBe(null);
  const subject = bitmapAdapter().create({ frameCount: 4 });
  expect([subject?.alloc(1), subject?.alloc(2), subject?.alloc(2)]).toEqual([0, 1, null]);
  expect([subject?.dealloc(0, 1), subject?.dealloc(0, 1)]).toEqual([true, false]);
  expect(subject?.allocSplit?.(2, 2)).toEqual([
    { first: 0, count: 1 },
    { first: 3, count: 1 },
  ]);
  expect(subject?.allocSplit?.(1, 1)).toBe(null);
  expect([subject?.stats?.(), subject?.inspect?.()]).toEqual([
    { freeFrames: 0, longestRun: 0 },
    '1111',
  ]);
  subject?.reset?.();
  expect(subject?.inspect?.()).toBe('0000');
});
