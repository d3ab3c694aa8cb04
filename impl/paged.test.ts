/**
 * Strategy: random operations, tampering among them, go to the allocator and to an oracle that has an
 * object for every segment and every frame; answers and layouts must be the same. Then the traces that
 * break the crate on which the family is founded, the edges of reading, and hostile arguments.
 */
import { expect, test } from 'vitest';
import type { PagedConfig } from '../spec/index.ts';
import { pagedAdapter } from './adapters/paged.ts';
import type { Policy } from './bitmap.ts';
import { PagedAllocator, type PagedOptions, type PartialGrants } from './paged.ts';
import { SegmentTable } from './segments.ts';
import {
  ALREADY_FREE,
  INVALID_PID,
  INVALID_SIZE,
  NO_SEGMENT,
  OUT_OF_RANGE_HIGH,
  OUT_OF_RANGE_LOW,
  QUARANTINED,
  REFUSED,
  SUCCESS,
} from './status.ts';

interface Run {
  readonly first: number;
  readonly count: number;
}

/** What a caller without types may pass. */
const UNTYPED: readonly number[] = JSON.parse('["1", null, [1], true]');
const NOT_WHOLE = [-0, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 53, ...UNTYPED];

class Oracle {
  readonly regions = new Map<number, Run[]>();
  quarantine: Run[] = [];
  readonly marks: number[];
  readonly owned: boolean[];
  readonly bytes: number[];
  readonly options: PagedOptions;
  readonly frameSize: number;
  constructor(options: PagedOptions) {
    this.options = options;
    this.frameSize = options.memorySize / options.frameCount;
    this.marks = Array.from({ length: options.frameCount }, () => 0);
    this.owned = this.marks.map(() => false);
    this.bytes = Array.from({ length: options.memorySize }, () => 0);
  }
  region(pid: number): Run[] {
    return this.regions.get(pid) ?? [];
  }
  /** The offset of every byte of the region. */
  offsets(pid: number): number[] {
    const frames = this.region(pid).flatMap((run) => framesOf(run));
    return frames.flatMap((frame) =>
      this.bytes.slice(0, this.frameSize).map((_, at) => frame * this.frameSize + at),
    );
  }
  end(pid: number): number {
    return this.options.virtualBase + this.offsets(pid).length;
  }
  freeSlots(): number {
    return this.options.slotCount - [...this.regions.values()].flat().length;
  }
  freeFrames(): number {
    return this.owned.filter((owned) => !owned).length;
  }
  isFree(first: number, count: number): boolean {
    const owned = this.owned.slice(first, first + count);
    return owned.length === count && !owned.includes(true);
  }
  alloc(pid: number, size: number): { readonly position: number; readonly frames: number } | null {
    const asked = Math.ceil(size / this.frameSize);
    const partial = this.options.partial ?? 'off';
    if (asked > this.freeFrames() && partial !== 'any') return null;
    const runs: Run[] = [];
    let tail =
      this.options.policy === 'tail-first' ? this.marks.lastIndexOf(1) + 1 : this.marks.length;
    for (
      let left = Math.min(asked, this.freeFrames());
      left > 0 && runs.length < this.freeSlots();
    ) {
      const lowest = (count: number) =>
        this.owned.findIndex((_, first) => this.isFree(first, count));
      let count = left;
      while (lowest(count) < 0) count = Math.floor(count / 2);
      const first = this.isFree(tail, count) ? tail : lowest(count);
      this.owned.fill(true, first, first + count);
      runs.push({ first, count });
      tail = Math.max(tail, first + count);
      left -= count;
    }
    const frames = runs.flatMap((run) => framesOf(run));
    if (frames.length === 0 || (frames.length < asked && partial === 'off')) {
      for (const frame of frames) this.owned[frame] = false;
      return null;
    }
    for (const frame of frames) this.marks[frame] = 1;
    const position = this.end(pid);
    this.regions.set(pid, [...this.region(pid), ...runs]);
    return { position, frames: frames.length };
  }
  release(run: Run): void {
    for (const frame of framesOf(run)) {
      this.owned[frame] = false;
      this.marks[frame] = 0;
      this.bytes.fill(0, frame * this.frameSize, (frame + 1) * this.frameSize);
    }
  }
  dealloc(pid: number): number {
    const runs = this.region(pid);
    const dirty = runs.filter((run) => framesOf(run).some((frame) => this.marks[frame] === 0));
    for (const run of runs) {
      if (!dirty.includes(run)) {
        this.release(run);
        continue;
      }
      if (this.quarantine.length === this.options.quarantineCapacity) this.purge();
      this.quarantine.push(run);
      for (const frame of framesOf(run)) this.marks[frame] = 1;
    }
    this.regions.delete(pid);
    if (dirty.length > 0) return QUARANTINED;
    return runs.length > 0 ? SUCCESS : ALREADY_FREE;
  }
  purge(): number {
    const entries = this.quarantine;
    this.quarantine = [];
    for (const run of entries) this.release(run);
    return entries.length;
  }
  /** The offset of the first byte, or a status. */
  locate(pid: number, position: number, length: number): number {
    const offsets = this.offsets(pid);
    const from = position - this.options.virtualBase;
    if (offsets.length === 0) return NO_SEGMENT;
    if (from < 0) return OUT_OF_RANGE_LOW;
    if (length === 0) return from <= offsets.length ? length : NO_SEGMENT;
    if (from >= offsets.length) return NO_SEGMENT;
    if ((from % this.frameSize) + length > this.frameSize) return OUT_OF_RANGE_HIGH;
    return offsets[from] ?? NaN;
  }
  layout() {
    const pids = [...this.regions.keys()].sort((left, right) => left - right);
    const segments = pids.flatMap((pid) => {
      let position = this.options.virtualBase;
      return this.region(pid).map((run) => {
        const segment = { pid, ...run, position };
        position += run.count * this.frameSize;
        return segment;
      });
    });
    return { segments, quarantine: this.quarantine, marks: this.marks.join('') };
  }
}

function framesOf({ first, count }: Run): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

function created(options: Partial<PagedOptions>): PagedAllocator {
  const config = {
    memorySize: 1024,
    frameCount: 16,
    slotCount: 16,
    quarantineCapacity: 4,
    virtualBase: 0,
  };
  const allocator = PagedAllocator.create({ ...config, ...options });
  if (allocator === null) throw new Error('the options must be accepted');
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

const POLICIES: readonly Policy[] = ['first-fit', 'tail-first'];
const PARTIALS: readonly PartialGrants[] = ['off', 'slots', 'any'];
const SHAPES = [
  { memorySize: 2, frameCount: 1, slotCount: 1, quarantineCapacity: 1, virtualBase: 0 },
  { memorySize: 32, frameCount: 8, slotCount: 5, quarantineCapacity: 2, virtualBase: 4 },
  { memorySize: 64, frameCount: 16, slotCount: 99, quarantineCapacity: 99, virtualBase: 0 },
  { memorySize: 128, frameCount: 64, slotCount: 20, quarantineCapacity: 3, virtualBase: 2 ** 32 },
];

/** Does one random operation to both. */
function step(allocator: PagedAllocator, oracle: Oracle, random: (limit: number) => number): void {
  const pid = random(4) * 21845;
  const { frameSize } = oracle;
  const { frameCount } = oracle.options;
  const length = random(frameSize + 2);
  const position = Math.max(0, oracle.options.virtualBase - 1 + random(frameCount * frameSize + 4));
  const kind = random(20);
  if (kind < 6) {
    const size = 1 + random(random(4) === 0 ? (frameCount + 1) * frameSize : 3 * frameSize);
    const grant = oracle.alloc(pid, size);
    expect(allocator.alloc(pid, size)).toBe(grant?.position ?? REFUSED);
    if (grant !== null) expect(allocator.lastFrames).toBe(grant.frames);
  } else if (kind < 8) {
    expect(allocator.dealloc(pid)).toBe(oracle.dealloc(pid));
  } else if (kind < 12) {
    const at = oracle.locate(pid, position, length);
    const bytes = Uint8Array.from({ length }, () => random(256));
    expect(allocator.write(pid, pid, position, bytes)).toBe(at < 0 ? at : length);
    if (at >= 0) oracle.bytes.splice(at, length, ...bytes);
  } else if (kind < 16) {
    const at = oracle.locate(pid, position, length);
    const into = new Uint8Array(length);
    expect(allocator.read(pid, pid, position, into)).toBe(at < 0 ? at : length);
    if (at >= 0) expect([...into]).toEqual(oracle.bytes.slice(at, at + length));
    expect(allocator.translate(pid, position)).toBe(oracle.locate(pid, position, 1));
    if (at !== NO_SEGMENT || length > 0)
      expect(allocator.read(pid, pid + 1, position, into)).toBe(NO_SEGMENT);
  } else if (kind < 18) {
    const frame = random(frameCount);
    const mark = random(3) === 0 ? 1 : 0;
    expect(allocator.tamper(frame, mark)).toBe(true);
    oracle.marks[frame] = mark;
  } else if (kind === 18) {
    const page = random(4);
    const frame = oracle.region(pid).flatMap((run) => framesOf(run))[page];
    expect(allocator.tamperPage(pid, page, 0)).toBe(frame !== undefined);
    if (frame !== undefined) oracle.marks[frame] = 0;
  } else if (random(3) === 0) {
    expect(allocator.purge()).toBe(oracle.purge());
  }
}

for (const policy of POLICIES) {
  for (const partial of PARTIALS) {
    test.each(SHAPES)(`${policy}, partial ${partial} agrees with the oracle on %j`, (shape) => {
      const options = { ...shape, policy, partial };
      const random = generator(shape.memorySize);
      for (let round = 0; round < 10; round++) {
        const oracle = new Oracle(options);
        const allocator = created(options);
        for (let count = 0; count < 120; count++) {
          step(allocator, oracle, random);
          expect(allocator.inspect()).toEqual(oracle.layout());
          expect([allocator.freeFrames, allocator.freeSlots]).toEqual([
            oracle.freeFrames(),
            oracle.freeSlots(),
          ]);
          expect(allocator.quarantineCount).toBe(oracle.quarantine.length);
          expect(allocator.isQuarantineEmpty).toBe(oracle.quarantine.length === 0);
        }
      }
    });
  }
}

/** What one pid reads, byte after byte. */
function regionOf(allocator: PagedAllocator, pid: number, length: number): number[] {
  const byte = new Uint8Array(1);
  return Array.from({ length }, (_, at) =>
    allocator.read(pid, pid, at, byte) < 0 ? -1 : byte[0]!,
  );
}

const text = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0));

test('PV01: a second region of a pid does not cover the first', () => {
  const allocator = created({});
  expect([allocator.alloc(1, 128), allocator.alloc(1, 128)]).toEqual([0, 128]);
  allocator.write(1, 1, 0, text('AAAA'));
  allocator.write(1, 1, 128, text('BBBB'));
  expect(regionOf(allocator, 1, 4)).toEqual([...text('AAAA')]);
});

test('PV02, PV03: a region of four fragments is one region', () => {
  const allocator = created({});
  for (let pid = 1; pid <= 16; pid++) allocator.alloc(pid, 64);
  for (const pid of [2, 4, 6, 8]) expect(allocator.dealloc(pid)).toBe(SUCCESS);
  expect(allocator.alloc(99, 256)).toBe(0);
  expect([0, 64, 128, 192].map((at) => allocator.translate(99, at))).toEqual([64, 192, 320, 448]);
  expect(
    allocator
      .inspect()
      .segments.slice(-4)
      .map((segment) => segment.position),
  ).toEqual([0, 64, 128, 192]);
});

test('PV04, PV05: want of slots refuses the request, or grants and reports a part', () => {
  const traces = { off: [REFUSED, 0], slots: [0, 1], any: [0, 1] };
  for (const partial of PARTIALS) {
    const allocator = created(partial === 'off' ? { slotCount: 3 } : { slotCount: 3, partial });
    allocator.alloc(1, 64);
    allocator.alloc(2, 64);
    allocator.alloc(3, 768);
    allocator.dealloc(1);
    const freeBefore = allocator.freeFrames;
    const position = allocator.alloc(9, 192);
    expect([position, freeBefore - allocator.freeFrames]).toEqual([
      traces[partial][0],
      traces[partial][1],
    ]);
    expect(allocator.freeSlots).toBe(position < 0 ? 1 : 0);
    expect(allocator.alloc(9, 1920)).toBe(REFUSED);
  }
});

test('PV07 to PV09: the last byte of a frame, forged addresses, other pids', () => {
  const allocator = created({});
  for (let pid = 1; pid <= 16; pid++) allocator.alloc(pid, 64);
  for (const pid of [2, 4, 6]) allocator.dealloc(pid);
  allocator.alloc(99, 192);
  expect(allocator.read(5, 5, 0, new Uint8Array(64))).toBe(64);
  expect(allocator.read(5, 5, 63, new Uint8Array(1))).toBe(1);
  expect(allocator.read(99, 99, 63, new Uint8Array(2))).toBe(OUT_OF_RANGE_HIGH);
  for (const address of [1, 99, 0, -1, NaN, 65541]) {
    expect(allocator.write(5, address, 0, text('A'))).toBe(NO_SEGMENT);
  }
  expect(regionOf(allocator, 1, 1)).toEqual([0]);
});

test('PV10, PV11, PV16: a frame whose mark was cleared is neither granted twice nor lost', () => {
  const allocator = created({});
  allocator.alloc(1, 256);
  allocator.write(1, 1, 0, text('SECRET'));
  allocator.tamper(0, 0);
  expect([allocator.alloc(2, 768), allocator.alloc(3, 64)]).toEqual([0, REFUSED]);
  expect(allocator.dealloc(1)).toBe(QUARANTINED);
  expect(allocator.alloc(3, 64)).toBe(REFUSED);
  allocator.write(2, 2, 0, text('MINE'));
  expect([allocator.purge(), allocator.purge()]).toEqual([1, 0]);
  expect(regionOf(allocator, 2, 4)).toEqual([...text('MINE')]);
  expect([allocator.alloc(3, 256), allocator.alloc(4, 1)]).toEqual([0, REFUSED]);
  expect(regionOf(allocator, 3, 6)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('PV12, PV14: a full quarantine is purged first; the status is that of the call', () => {
  const allocator = created({ memorySize: 64, frameCount: 8, quarantineCapacity: 2 });
  for (let pid = 1; pid <= 4; pid++) allocator.alloc(pid, 8);
  const counts = [1, 2, 3].map((pid) => {
    allocator.tamperPage(pid, 0, 0);
    return [allocator.dealloc(pid), allocator.quarantineCount];
  });
  expect(counts).toEqual([
    [QUARANTINED, 1],
    [QUARANTINED, 2],
    [QUARANTINED, 1],
  ]);
  expect([allocator.dealloc(4), allocator.dealloc(4), allocator.dealloc(77)]).toEqual([
    SUCCESS,
    ALREADY_FREE,
    ALREADY_FREE,
  ]);
  expect([allocator.purge(), allocator.freeFrames, allocator.alloc(5, 64)]).toEqual([1, 8, 0]);
});

test('a region of a thousand segments is translated page by page', () => {
  const allocator = created({ memorySize: 4096, frameCount: 2048, slotCount: 2048 });
  for (let frame = 0; frame < 2048; frame++) allocator.alloc(frame, 1);
  for (let frame = 0; frame < 2048; frame += 2) allocator.dealloc(frame);
  allocator.alloc(65535, 2048);
  for (let page = 0; page < 1024; page++)
    expect(allocator.translate(65535, 2 * page + 1)).toBe(4 * page + 1);
});

test('a segment is found in at most 2 * log2 (segments) - 1 steps', () => {
  const longest = [1, 16, 256, 4096].map((segmentCount) => {
    const table = new SegmentTable(segmentCount, 1);
    for (let index = 0; index < segmentCount; index++) table.append(0, 2 * index, 1);
    const steps = Array.from({ length: segmentCount }, (_, page) => {
      let row = table.newest(0);
      let count = 0;
      for (; row !== table.find(0, page); count++) row = table.toward(page, row);
      return count;
    });
    return Math.max(...steps);
  });
  expect(longest).toEqual([0, 7, 15, 23]);
});

test('arguments outside their domain are refused and change nothing', () => {
  const allocator = created({});
  allocator.alloc(1, 64);
  const before = allocator.inspect();
  const byte = new Uint8Array(1);
  for (const value of [...NOT_WHOLE, 65536, 2 ** 32 + 1]) {
    expect([allocator.alloc(value, 1), allocator.dealloc(value)]).toEqual([
      INVALID_PID,
      INVALID_PID,
    ]);
    expect(allocator.read(value, value, 0, byte)).toBe(INVALID_PID);
    expect(allocator.read(1, value, 0, byte)).toBe(NO_SEGMENT);
    expect([allocator.tamper(value, 0), allocator.tamperPage(1, 1 + Math.abs(value), 0)]).toEqual([
      false,
      false,
    ]);
  }
  for (const value of NOT_WHOLE) {
    expect([allocator.alloc(1, value), allocator.write(1, 1, value, byte)]).toEqual([
      INVALID_SIZE,
      INVALID_SIZE,
    ]);
  }
  for (const size of [1025, 2 ** 31, 2 ** 32, 2 ** 53 - 1])
    expect(allocator.alloc(1, size)).toBe(REFUSED);
  expect([allocator.alloc(1, 0), allocator.tamper(16, 0)]).toEqual([INVALID_SIZE, false]);
  expect(allocator.inspect()).toEqual(before);
  expect([allocator.tamperPage(1, 0.5, 0), allocator.tamperPage(1, -1, 0)]).toEqual([false, false]);
  expect(created({ pidMax: 3 }).alloc(4, 1)).toBe(INVALID_PID);
});

test('options outside their domain are refused', () => {
  const good: PagedConfig = {
    memorySize: 1024,
    frameCount: 16,
    slotCount: 1,
    quarantineCapacity: 1,
    virtualBase: 0,
  };
  const bad: Partial<PagedOptions>[] = [
    ...NOT_WHOLE.flatMap((value) => [
      { memorySize: value },
      { frameCount: value },
      { slotCount: value },
      { quarantineCapacity: value },
      { virtualBase: value },
    ]),
    ...[-1, 0.5, NaN, 2 ** 53 - 1].map((pidMax) => ({ pidMax })),
    ...[0, 16, 8, 1000, 2 ** 52].map((memorySize) => ({ memorySize })),
    ...[0, 3, 1024, 2048, 2 ** 27].map((frameCount) => ({ frameCount })),
    ...[1, 32, 65, 2 ** 53 - 64].map((virtualBase) => ({ virtualBase })),
    { slotCount: 0 },
    { quarantineCapacity: 0 },
  ];
  for (const change of bad) expect(PagedAllocator.create({ ...good, ...change })).toBe(null);
  const high = created({ virtualBase: 2 ** 53 - 1024 });
  expect([high.alloc(0, 1024), high.alloc(0, 1)]).toEqual([2 ** 53 - 1024, REFUSED]);
  expect(high.read(0, 0, 2 ** 53 - 1, new Uint8Array(1))).toBe(1);
  expect(created({ slotCount: 2 ** 53 - 1, quarantineCapacity: 2 ** 53 - 1 }).freeSlots).toBe(
    2 ** 53 - 1,
  );
});

test('a reset makes a new allocator', () => {
  const allocator = created({});
  allocator.alloc(1, 300);
  allocator.alloc(2, 100);
  allocator.write(1, 1, 0, text('SECRET'));
  allocator.tamper(0, 0);
  allocator.tamper(15, 1);
  allocator.dealloc(1);
  allocator.reset();
  expect(allocator.inspect()).toEqual({ segments: [], quarantine: [], marks: '0'.repeat(16) });
  expect([allocator.freeFrames, allocator.freeSlots, allocator.quarantineCount]).toEqual([
    16, 16, 0,
  ]);
  expect([allocator.dealloc(2), allocator.alloc(2, 1024)]).toEqual([ALREADY_FREE, 0]);
  expect(regionOf(allocator, 2, 6)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the adapter answers as the specification does', () => {
  const config = {
    memorySize: 64,
    frameCount: 8,
    slotCount: 8,
    quarantineCapacity: 2,
    virtualBase: 8,
  };
  expect([pagedAdapter().name, pagedAdapter().family]).toEqual(['builtin:paged', 'paged']);
  expect(pagedAdapter({ partial: 'any' }).name).toBe('builtin:paged(first-fit, partial any)');
  expect(pagedAdapter({ policy: 'tail-first' }).name).toBe(
    'builtin:paged(tail-first, partial off)',
  );
  expect(pagedAdapter().answers).toEqual({
    pids: [0, 65535],
    partial: 'off',
    secondAlloc: 'append',
    placement: 'first-fit',
    split: 'halving',
    selfChecking: true,
    deterministic: true,
  });
  expect(pagedAdapter().create({ ...config, slotCount: 0 })).toBe(null);
  const atZero = pagedAdapter().create({ ...config, virtualBase: 0 });
  expect([atZero?.alloc(0, 1), atZero?.read(0, { pid: 0, position: 0 }, 0)]).toEqual([0, text('')]);
  expect(atZero?.write(0, { pid: 0, position: 0 }, text(''))).toBe('ok');
  const subject = pagedAdapter({ partial: 'any' }).create(config);
  if (subject === null) throw new Error('the configuration must be accepted');
  const at = (position: number) => ({ pid: 1, position });
  expect([subject.alloc(1, 16), subject.alloc(2, 8), subject.alloc(2, 0)]).toEqual([8, 8, null]);
  expect(subject.alloc(3, 64)).toEqual({ position: 8, frames: 5, bytes: 40 });
  expect([subject.write(1, at(10), text('AB')), subject.write(1, at(15), text('AB'))]).toEqual([
    'ok',
    'out-of-range-high',
  ]);
  expect(subject.read(1, at(10), 2)).toEqual(text('AB'));
  const lengths = [9, 2 ** 40, -1, 0.5].map((length) => subject.read(1, at(8), length));
  expect(lengths).toEqual(['out-of-range-high', 'out-of-range-high', 'no-segment', 'no-segment']);
  expect([subject.read(1, at(7), 1), subject.read(-1, at(8), 1)]).toEqual([
    'out-of-range-low',
    'no-segment',
  ]);
  expect([subject.stats?.(), subject.quarantineCount?.()]).toEqual([
    { freeFrames: 0, freeSlots: 5 },
    0,
  ]);
  expect([subject.tamper?.(1, 1, 0), subject.tamper?.(1, 2, 0)]).toEqual([true, false]);
  expect([1, 1, 2, -1].map((pid) => subject.dealloc(pid))).toEqual([
    'quarantined',
    'already-free',
    'success',
    null,
  ]);
  expect(subject.inspect?.()).toEqual({
    segments: [{ pid: 3, first: 3, count: 5, position: 8 }],
    quarantine: [{ first: 0, count: 2 }],
    marks: '11011111',
  });
  expect([subject.purge?.(), subject.purge?.()]).toEqual([1, 0]);
  subject.reset?.();
  expect(subject.stats?.()).toEqual({ freeFrames: 8, freeSlots: 8 });
});
