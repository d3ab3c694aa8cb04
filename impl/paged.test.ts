/**
 * Strategy: random operations, tampering among them, go to the allocator and to an oracle that has
 * an object for every segment and every frame; answers and layouts must be the same.
 */
import { expect, test } from 'vitest';
import type { Policy } from './bitmap.ts';
import { PagedAllocator, type PagedOptions, type PartialGrants } from './paged.ts';
import {
  ALREADY_FREE,
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
    for (let left = asked; left > 0 && this.freeFrames() > 0 && runs.length < this.freeSlots(); ) {
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
        }
      }
    });
  }
}

// A byte tells 255 rows and row 0 apart.
test.each([255, 256, 300])('%d segments of one pid are all found', (slotCount) => {
  const allocator = created({ memorySize: 1024, frameCount: 512, slotCount });
  for (let page = 0; page < slotCount; page++) {
    expect(allocator.alloc(7, 2)).toBe(2 * page);
    expect(allocator.write(7, 7, 2 * page, Uint8Array.of(page % 256, page >> 8))).toBe(2);
  }
  const into = new Uint8Array(2);
  for (let page = 0; page < slotCount; page++) {
    expect(allocator.read(7, 7, 2 * page, into)).toBe(2);
    expect([...into]).toEqual([page % 256, page >> 8]);
  }
  expect(allocator.alloc(7, 2)).toBe(REFUSED);
  expect(allocator.dealloc(7)).toBe(SUCCESS);
  expect([allocator.freeFrames, allocator.freeSlots]).toEqual([512, slotCount]);
});

test('with at most 255 slots a pid takes a byte', () => {
  const pidMax = 2 ** 24;
  const taken = (slotCount: number): number => {
    const before = process.memoryUsage().arrayBuffers;
    const allocator = created({ memorySize: 1024, frameCount: 512, slotCount, pidMax });
    expect(allocator.freeSlots).toBe(slotCount);
    return process.memoryUsage().arrayBuffers - before;
  };
  expect(taken(255)).toBeLessThan(2 * pidMax);
});
