/** Faults in granting regions and in cutting them, in the order of the clauses. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/paged.ts';
const ADAPTER = 'impl/adapters/paged.ts';
const MEMORY = 'impl/frame-memory.ts';
const PLACEMENT = 'impl/placement.ts';
const SEGMENTS = 'impl/segments.ts';
const target = 'paged';

const SHORT = "if (asked > this.freeFrames && this.#partial !== 'any') return REFUSED;";

export const regionFaults: readonly Fault[] = [
  {
    id: 'paged.alloc.zero-refused/granted-at-the-end',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (!isWhole(size) || size === 0) return INVALID_SIZE;',
        replace: `if (size === 0) return this.#end(this.#segments.newest(pid));
    if (!isWhole(size)) return INVALID_SIZE;`,
      },
    ],
    origin: 'PM83, BU03',
  },
  {
    id: 'paged.alloc.invalid-refused/fraction',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (!isWhole(size) || size === 0) return INVALID_SIZE;',
        replace: 'if (!(size > 0)) return INVALID_SIZE;',
      },
    ],
    origin: 'D15',
  },
  {
    id: 'paged.alloc.dense/second-at-base',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const position = this.#end(this.#segments.newest(pid));',
        replace: 'const position = this.#base;',
      },
    ],
    origin: 'K1, PV01',
  },
  {
    id: 'paged.alloc.dense/row-numbers-in-a-byte',
    target,
    edits: [{ file: SEGMENTS, find: 'rowCount <= 256 ? new', replace: 'rowCount > 0 ? new' }],
    origin: 'PM09: an index in too few bits',
  },
  {
    id: 'paged.alloc.dense/guard-page',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const position = this.#end(this.#segments.newest(pid));',
        replace: `const newest = this.#segments.newest(pid);
    const position = this.#end(newest) + (newest === 0 ? 0 : this.frameSize);`,
      },
    ],
    origin: 'PM28: always one unit of padding',
  },
  {
    id: 'paged.alloc.whole-frames/rounded-down',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'Math.ceil(size / this.frameSize)',
        replace: 'Math.max(1, Math.floor(size / this.frameSize))',
      },
      { file: ADAPTER, find: 'return bytes < size ?', replace: 'return bytes < 0 ?' },
    ],
    origin: 'PV19',
  },
  {
    id: 'paged.alloc.whole-frames/one-page-more',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'Math.ceil(size / this.frameSize)',
        replace: 'Math.floor(size / this.frameSize) + 1',
      },
    ],
    origin: 'PM55: the end is computed one too high',
  },
  {
    id: 'paged.alloc.only-free/last-frame-not-taken',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'frames.mark(first, size);',
        replace: 'frames.mark(first, Math.max(1, size - 1));',
      },
    ],
    origin: 'PM20, V-8',
  },
  {
    id: 'paged.alloc.gathers/one-run-only',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'asked : 1, this.freeSlots)',
        replace: 'asked : 1, Math.min(1, this.freeSlots))',
      },
    ],
    origin: 'DM08 turned round, PM52',
  },
  {
    id: 'paged.alloc.second-refused/appended',
    target,
    edits: [{ file: ADAPTER, find: "secondAlloc: 'append'", replace: "secondAlloc: 'refuse'" }],
    origin: 'clause review, choice 7',
  },
  {
    id: 'paged.alloc.under-damage/search-over-marks',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'takeByHalving(this.#owned,',
        replace: 'takeByHalving(this.#marks,',
      },
    ],
    origin: 'K14, PV16',
  },
  {
    id: 'paged.partial.undeclared/part-for-want-of-slots',
    target,
    edits: [{ file: ALLOCATOR, find: "this.#partial === 'off' ? asked : 1", replace: '1' }],
    origin: 'K5, V-15',
  },
  {
    id: 'paged.partial.units/frames-for-bytes',
    target,
    edits: [
      {
        file: ADAPTER,
        find: '{ position, frames, bytes }',
        replace: '{ position, frames, bytes: frames }',
      },
    ],
    origin: 'K15, PV06, PM60',
    options: { partial: 'slots' },
  },
  {
    id: 'paged.partial.units/bytes-for-frames',
    target,
    edits: [
      {
        file: ADAPTER,
        find: '{ position, frames, bytes }',
        replace: '{ position, frames: bytes, bytes }',
      },
    ],
    origin: 'K15, PV06, PM60',
    options: { partial: 'any' },
  },
  {
    id: 'paged.partial.justified/for-want-of-frames',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: "this.#partial !== 'any') return",
        replace: "this.#partial === 'off') return",
      },
    ],
    origin: 'V-15',
    options: { partial: 'slots' },
  },
  {
    id: 'paged.partial.offered/refused-for-want-of-frames',
    target,
    edits: [{ file: ALLOCATOR, find: " && this.#partial !== 'any') return", replace: ') return' }],
    origin: 'V-16',
    options: { partial: 'any' },
  },
  {
    id: 'paged.segments.tile/last-segment-at-0',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'left -= count;',
        replace: `left -= count;
      if (left === 0 && index > 0) this.#segments.page[this.#segments.newest(pid)] = 0;`,
      },
    ],
    origin: 'K2, PV02',
  },
  {
    id: 'paged.segments.tile/pages-do-not-add-up',
    target,
    edits: [
      {
        file: SEGMENTS,
        find: 'this.page[row] = this.pageCount(previous);',
        replace: 'this.page[row] = this.count[previous]!;',
      },
    ],
    origin: 'K3, PV03',
  },
  {
    id: 'paged.segments.tile/rows-lost',
    target,
    edits: [{ file: SEGMENTS, find: 'this.#spare = oldest;', replace: 'this.#spare = newest;' }],
    origin: 'PM41, PM46: a list that loses its rest',
  },
  {
    id: 'paged.segments.bounded/slots-not-counted',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'asked : 1, this.freeSlots)',
        replace: 'asked : 1, this.#slotCount)',
      },
      {
        file: ALLOCATOR,
        find: 'new SegmentTable(slots,',
        replace: 'new SegmentTable(frameCount,',
      },
      { file: ADAPTER, find: ', freeSlots: allocator.freeSlots', replace: '' },
    ],
    origin: 'V-6, PM57',
  },
  {
    id: 'paged.marks.agree/not-marked',
    target,
    edits: [{ file: ALLOCATOR, find: 'this.#memory.mark(first, count);', replace: '' }],
    origin: 'V-3',
  },
  {
    id: 'paged.placement.first-fit/at-the-tail',
    target,
    edits: [{ file: MEMORY, find: 'this.#isTailFirst ?', replace: '!this.#isTailFirst ?' }],
    origin: 'V-17',
  },
  {
    id: 'paged.placement.tail-first/offset-only-grows',
    target,
    edits: [
      {
        file: MEMORY,
        find: '  #freeFrames: number;',
        replace: '  #freeFrames: number;\n  #offset = 0;',
      },
      {
        file: MEMORY,
        find: '? this.#marks.markedEnd :',
        replace: '? (this.#offset = Math.max(this.#offset, this.#marks.markedEnd)) :',
      },
    ],
    origin: 'K13, PV15',
    options: { policy: 'tail-first' },
  },
  {
    id: 'paged.split.halving/rounds-up',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'size = Math.floor(size / 2);',
        replace: 'size = Math.ceil(size / 2);',
      },
    ],
    origin: 'PV30',
  },
  {
    id: 'paged.split.slots/one-slot-less',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'asked : 1, this.freeSlots)',
        replace: 'asked : 1, this.freeSlots - 1)',
      },
    ],
    origin: 'PM59',
  },
  {
    id: 'paged.split.slots/refused-by-frames',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: SHORT,
        replace: `${SHORT}\n    if (asked > this.freeSlots) return REFUSED;`,
      },
    ],
    origin: 'PM60: frames and segments mixed up',
  },
];
