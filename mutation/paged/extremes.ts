/**
 * Faults that show only at sizes, counts and pids that are rare, or after many calls, or where two rare
 * things meet; in the order of the clauses. Each of them was once noticed by nothing.
 */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/paged.ts';
const ADAPTER = 'impl/adapters/paged.ts';
const MEMORY = 'impl/frame-memory.ts';
const SEGMENTS = 'impl/segments.ts';
const FRAMES = 'impl/frame-set.ts';
const target = 'paged';

const GIVE = 'status = Math.max(status, this.#memory.give(first[row]!, count[row]!));';
const EQUAL = '!Object.is(addressPid, pid)';

export const extremeFaults: readonly Fault[] = [
  {
    id: 'common.stats.agree/slots-above-the-frames-not-counted',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#slotCount = slotCount;',
        replace: 'this.#slotCount = slots;',
      },
    ],
    origin: 'PM57: the limit of a table taken for the limit of a promise',
  },
  {
    id: 'common.stats.agree/256th-dealloc-keeps-a-slot',
    target,
    edits: [
      { file: ALLOCATOR, find: '  #lastFrames = 0;', replace: '  #lastFrames = 0;\n  #n = 0;' },
      {
        file: ALLOCATOR,
        find: 'let status = SUCCESS;',
        replace: 'let status = SUCCESS;\n    this.#n++;',
      },
      {
        file: ALLOCATOR,
        find: 'return this.#slotCount - this.#segments.used;',
        replace: 'return this.#slotCount - this.#segments.used - (this.#n >>> 8);',
      },
    ],
    origin: 'PM09: a carry out of a byte',
  },
  {
    id: 'common.reset.fresh/eight-regions-only',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'for (const pid of this.#segments.pids()) this',
        replace: 'for (const pid of this.#segments.pids().slice(0, 8)) this',
      },
    ],
    origin: 'PM49',
  },
  {
    id: 'paged.create.valid-iff/memory-of-16-bits',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'frameCount < memorySize &&',
        replace: 'frameCount < memorySize && memorySize <= 2 ** 16 &&',
      },
    ],
    origin: 'U16',
  },
  {
    id: 'paged.create.valid-iff/4096-frames-at-most',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'isFrameCount(frameCount) &&',
        replace: 'isFrameCount(frameCount) && frameCount <= 4096 &&',
      },
    ],
    origin: 'U16',
  },
  {
    id: 'paged.create.valid-iff/entries-of-16-bits',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'quarantineCapacity > 0 &&',
        replace: 'quarantineCapacity > 0 && quarantineCapacity < 2 ** 16 &&',
      },
    ],
    origin: 'PM09',
  },
  {
    id: 'paged.pid.distinct/modulo-1024',
    target,
    edits: [
      {
        file: SEGMENTS,
        find: 'return this.#newest[pid]!;',
        replace: 'return this.#newest[pid & 1023]!;',
      },
      {
        file: SEGMENTS,
        find: 'this.#newest[pid] = row;',
        replace: 'this.#newest[pid & 1023] = row;',
      },
      { file: SEGMENTS, find: 'this.#newest[pid] = 0;', replace: 'this.#newest[pid & 1023] = 0;' },
    ],
    origin: 'PV21: a table of buckets that are not compared',
  },
  {
    id: 'paged.marks.agree/growth-that-fails-mends-marks',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (taken === 0) return REFUSED;',
        replace: `if (taken === 0) {
      const own = this.#segments.newest(pid) === 0 ? [] : this.#segmentsOf(pid);
      for (const { first, count } of own) this.#memory.mark(first, count);
      return REFUSED;
    }`,
      },
    ],
    origin: 'PM84, V-41',
  },
  {
    id: 'paged.placement.first-fit/run-into-the-next-word-not-seen',
    target,
    edits: [
      {
        file: FRAMES,
        find: 'to + 1 < words.length ? trailingZeros(words[to + 1]!) : 0',
        replace: '0',
      },
    ],
    origin: 'PM54',
  },
  {
    id: 'paged.split.slots/arenas-of-one-word-lack-a-frame',
    target,
    edits: [
      {
        file: FRAMES,
        find: '~(-1 >>> (32 - width))',
        replace: 'frameCount === 32 ? 1 << 31 : ~(-1 >>> (32 - width))',
      },
    ],
    origin: 'PM58: the mask of a full word',
  },
  {
    id: 'paged.io.page-rule/length-of-32-bits',
    target,
    edits: [
      { file: ADAPTER, find: 'Math.min(length, alloc', replace: 'Math.min(length >>> 0, alloc' },
    ],
    origin: 'PM09',
  },
  {
    id: 'paged.io.invalid-refused/length-unchecked',
    target,
    edits: [{ file: ADAPTER, find: "if (!isWhole(length)) return 'no-segment';", replace: '' }],
    origin: 'D15',
  },
  {
    id: 'paged.address.forged/pid-of-16-bits',
    target,
    edits: [{ file: ALLOCATOR, find: EQUAL, replace: '(addressPid & 0xffff) !== pid' }],
    origin: 'K7, PM09',
  },
  {
    id: 'paged.read.own-bytes/256-bytes-at-most',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'index < length; index++',
        replace: 'index < Math.min(length, 256); index++',
      },
    ],
    origin: 'PM09',
  },
  {
    id: 'paged.read.zero-fresh/reset-wipes-the-lower-half',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.bytes.fill(0);',
        replace: 'this.bytes.fill(0, 0, this.bytes.length / 2);',
      },
    ],
    origin: 'PM78',
  },
  {
    id: 'paged.read.zero-fresh/reset-wipes-what-is-marked',
    target,
    edits: [
      {
        file: MEMORY,
        find: '    this.#marks.unmark(0, frameCount);\n    this.bytes.fill(0);',
        replace: `    for (let at = 0; at < frameCount; at++) {
      const from = at * this.frameSize;
      if (this.#marks.isMarked(at, 1)) this.bytes.fill(0, from, from + this.frameSize);
    }
    this.#marks.unmark(0, frameCount);`,
      },
    ],
    origin: 'K14, PM85',
  },
  {
    id: 'paged.dealloc.status/added-up',
    target,
    edits: [
      { file: ALLOCATOR, find: GIVE, replace: GIVE.replace('Math.max(status, ', '(status + ') },
    ],
    origin: 'K12: two damaged segments are answered already-free',
  },
  {
    id: 'paged.quarantine.whole-segment/first-damaged-one-only',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: GIVE,
        replace: `if (status !== SUCCESS) this.#memory.mark(first[row]!, count[row]!);\n      ${GIVE}`,
      },
    ],
    origin: 'PV20',
  },
  {
    id: 'paged.quarantine.keeps/table-of-four',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#quarantineCapacity = quarantineCapacity;',
        replace: 'this.#quarantineCapacity = Math.min(quarantineCapacity, 4);',
      },
    ],
    origin: 'PM59',
  },
  {
    id: 'paged.purge.count/three-at-most',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'const entries = this.#quarantineCount;',
        replace: 'const entries = Math.min(3, this.#quarantineCount);',
      },
    ],
    origin: 'PM49',
  },
  {
    id: 'paged.base.translated/base-of-48-bits',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#base = options.virtualBase;',
        replace: 'this.#base = options.virtualBase % 2 ** 48;',
      },
    ],
    origin: 'PM09: positions as wide as a pointer',
  },
];
