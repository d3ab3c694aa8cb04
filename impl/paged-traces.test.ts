/**
 * The traces that break the crate on which the family is founded (PV01 to PV16), each with the
 * right answers; then hostile arguments and options, and the adapter.
 */
import { expect, test } from 'vitest';
import type { PagedConfig } from '../spec/index.ts';
import { pagedAdapter } from './adapters/paged.ts';
import { PagedAllocator, type PagedOptions, type PartialGrants } from './paged.ts';
import { SegmentTable } from './segments.ts';
import {
  ALREADY_FREE,
  INVALID_PID,
  INVALID_SIZE,
  NO_SEGMENT,
  OUT_OF_RANGE_HIGH,
  QUARANTINED,
  REFUSED,
  SUCCESS,
} from './status.ts';

/** What a caller without types may pass. */
const UNTYPED: readonly number[] = JSON.parse('["1", null, [1], true]');
const NOT_WHOLE = [-0, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 53, ...UNTYPED];

const PARTIALS: readonly PartialGrants[] = ['off', 'slots', 'any'];

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
    ...[1, 32, 65, 2 ** 53 - 64, 2 ** 53 - 1024].map((virtualBase) => ({ virtualBase })),
    { slotCount: 0 },
    { quarantineCapacity: 0 },
  ];
  for (const change of bad) expect(PagedAllocator.create({ ...good, ...change })).toBe(null);
  const high = created({ virtualBase: 2 ** 53 - 2048 });
  expect([high.alloc(0, 1024), high.alloc(0, 1)]).toEqual([2 ** 53 - 2048, REFUSED]);
  expect(high.read(0, 0, 2 ** 53 - 1025, new Uint8Array(1))).toBe(1);
});

test('numbers of slots and of entries beyond the number of frames are as good as none', () => {
  const max = 2 ** 53 - 1;
  const allocator = created({ slotCount: max, quarantineCapacity: max, partial: 'any' });
  expect([allocator.freeSlots, allocator.alloc(0, 1), allocator.lastFrames]).toEqual([max, 0, 1]);
  expect([allocator.alloc(1, max), allocator.lastFrames]).toEqual([0, 15]);
  expect(allocator.inspect().segments.map(({ count }) => count)).toEqual([1, 8, 7]);
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
    geometry: 'any',
    invalidNumbers: 'reject',
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
    { freeFrames: 0, freeSlots: 4 },
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
    segments: [
      { pid: 3, first: 3, count: 4, position: 8 },
      { pid: 3, first: 7, count: 1, position: 40 },
    ],
    quarantine: [{ first: 0, count: 2 }],
    marks: '11011111',
  });
  expect([subject.purge?.(), subject.purge?.()]).toEqual([1, 0]);
  subject.reset?.();
  expect(subject.stats?.()).toEqual({ freeFrames: 8, freeSlots: 8 });
});
