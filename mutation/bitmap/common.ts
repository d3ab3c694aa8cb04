/** Faults of the bitmap allocator that break what every family owes. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/bitmap.ts';
const ADAPTER = 'impl/adapters/bitmap.ts';
const PLACEMENT = 'impl/placement.ts';
const SET = 'impl/frame-set.ts';
const target = 'bitmap';

export const commonFaults: readonly Fault[] = [
  {
    id: 'common.call.total/throws-when-full',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: 'if (first < 0) throw new Error("out of frames");',
      },
    ],
    origin: 'U8',
  },
  {
    id: 'common.call.total/halves-for-ever',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'size = Math.floor(size / 2);',
        replace: 'size = Math.ceil((size + 1) / 2);',
      },
    ],
    origin: 'PM86: a loop that never ends when nothing fits',
  },
  {
    id: 'common.call.well-formed/code-for-a-frame',
    target,
    edits: [{ file: ADAPTER, find: 'return first < 0 ? null : first;', replace: 'return first;' }],
    origin: 'PM86: returns an address when nothing was found',
  },
  {
    id: 'common.call.deterministic/cursor-survives',
    target,
    edits: [
      { file: ADAPTER, find: 'placement: policy,', replace: 'placement: "unknown",' },
      {
        file: ALLOCATOR,
        find: 'export type Policy',
        replace: 'let calls = 0;\nexport type Policy',
      },
      {
        file: ALLOCATOR,
        find: 'place(this.#frames, count, this.#tail())',
        replace: 'place(this.#frames, count, calls++ % 3 ? this.#tail() : this.#frames.markedEnd)',
      },
    ],
    origin: 'U9',
  },
  {
    id: 'common.instance.isolated/shared-cursor',
    target,
    edits: [
      { file: ADAPTER, find: 'placement: policy,', replace: 'placement: "unknown",' },
      {
        file: ALLOCATOR,
        find: 'export type Policy',
        replace: 'let calls = 0;\nexport type Policy',
      },
      {
        file: ALLOCATOR,
        find: 'this.#isTailFirst = isTailFirst;',
        replace: 'this.#isTailFirst = isTailFirst;\n    calls = 0;',
      },
      {
        file: ALLOCATOR,
        find: 'place(this.#frames, count, this.#tail())',
        replace: 'place(this.#frames, count, calls++ % 3 ? this.#tail() : this.#frames.markedEnd)',
      },
    ],
    origin: 'U18',
  },
  {
    id: 'common.alloc.no-overlap/last-frame-not-marked',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#frames.mark(first, count);',
        replace: 'this.#frames.mark(first, Math.max(1, count - 1));',
      },
    ],
    origin: 'PM20: the hole keeps a part of what was taken',
  },
  {
    id: 'common.alloc.no-overlap/run-not-reset',
    target,
    edits: [{ file: 'impl/bits.ts', find: 'twos & (twos >>> 2)', replace: 'twos & (twos >>> 1)' }],
    origin: 'PV22: free frames are counted across used ones',
  },
  {
    id: 'common.alloc.no-overlap/falls-back-on-the-end',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: `const end = this.#frames.frameCount - count;
    if (first < 0) return end < 0 ? REFUSED : end;`,
      },
    ],
    origin: 'PM68, P109',
  },
  {
    id: 'common.alloc.contained/end-unchecked',
    target,
    edits: [
      {
        file: SET,
        find: 'return first + count <= this.frameCount && bitsAre',
        replace: 'return bitsAre',
      },
    ],
    origin: 'PM57',
    options: { policy: 'tail-first' },
  },
  {
    id: 'common.alloc.fresh/not-marked',
    target,
    edits: [{ file: ALLOCATOR, find: 'this.#frames.mark(first, count);', replace: '' }],
    origin: 'DM01: the same frames at every call',
  },
  {
    id: 'common.refuse.impossible/count-wraps',
    target,
    edits: [
      { file: ADAPTER, find: 'allocator.alloc(count);', replace: 'allocator.alloc(count | 0);' },
    ],
    origin: 'PM08',
  },
  {
    id: 'common.refuse.unchanged/refusal-is-counted',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: `if (first < 0) {
          this.#freeFrames = Math.max(0, this.#freeFrames - 1);
          return REFUSED;
        }`,
      },
    ],
    origin: 'BU07: the cursor moves on failure',
  },
  {
    id: 'common.refuse.stable/refusal-clears',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: `if (first < 0) {
          this.reset();
          return REFUSED;
        }`,
      },
    ],
    origin: 'FR03: reset with live frames',
  },
  {
    id: 'common.refuse.monotone/count-clamped',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'allocator.alloc(count);',
        replace: 'allocator.alloc(count > 1 ? Math.max(1, count >>> 0) : count);',
      },
    ],
    origin: 'PM03: wraps to 0 and is clamped to the minimum',
  },
  {
    id: 'common.grant.fresh/whole-arena-refused',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: 'if (first < 0 || count === this.#frames.longestRun) return REFUSED;',
      },
    ],
    origin: 'PM50',
  },
  {
    id: 'common.grant.growth/last-frames-kept',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: `const isBegun = this.#freeFrames < this.#frames.frameCount;
    if (first < 0 || (isBegun && count === this.#freeFrames)) return REFUSED;`,
      },
    ],
    origin: 'PM59',
  },
  {
    id: 'common.grant.fit/exact-hole-refused',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: `const longest = this.#frames.longestRun;
    if (count > longest - (longest < this.#frames.frameCount ? 1 : 0)) return REFUSED;`,
      },
    ],
    origin: 'PM50',
  },
  {
    id: 'common.grant.fit/tail-only',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace: 'if (count > this.#frames.frameCount - this.#frames.markedEnd) return REFUSED;',
      },
    ],
    origin: 'PM51: the search does not begin again at the bottom',
    options: { policy: 'tail-first' },
  },
  {
    id: 'common.grant.fit/no-65th-run',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (first < 0) return REFUSED;',
        replace:
          'if (first < 0 || this.#runLengths.filter((length) => length > 0).length >= 64) return REFUSED;',
      },
    ],
    origin: 'PM59: a table with fewer entries than runs',
  },
  {
    id: 'common.grant.no-creep/held-back',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '  #freeFrames: number;',
        replace: '  #freeFrames: number;\n  #late = [0, 1];',
      },
      {
        file: ALLOCATOR,
        find: 'this.#frames.unmark(first, count);\n    this.#runLengths[first] = 0;',
        replace: `const [lateFirst, lateCount] = this.#late;
    if (this.#runLengths[lateFirst] === 0) this.#frames.unmark(lateFirst, lateCount);
    this.#late = [first, count];
    this.#runLengths[first] = 0;`,
      },
    ],
    origin: 'F21: what was deallocated last is not granted again',
  },
  {
    id: 'common.grant.drain/last-frame-lost',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#frames.unmark(first, count);\n    this.#runLengths',
        replace: 'this.#frames.unmark(first, Math.max(1, count - 1));\n    this.#runLengths',
      },
    ],
    origin: 'F04: the tail is never returned',
  },
  {
    id: 'common.stats.agree/freed-not-counted',
    target,
    edits: [{ file: ALLOCATOR, find: 'this.#freeFrames += count;', replace: '' }],
    origin: 'PV28',
  },
  {
    id: 'common.stats.agree/longest-is-free',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'longestRun: allocator.longestRun',
        replace: 'longestRun: allocator.freeFrames',
      },
    ],
    origin: 'PM82',
  },
  {
    id: 'common.inspect.partition/last-frame-left-out',
    target,
    edits: [
      {
        file: SET,
        find: 'frame < this.frameCount; frame++',
        replace: 'frame < this.frameCount - 1; frame++',
      },
    ],
    origin: 'PM49',
  },
  {
    id: 'common.block.stable/neighbour-unmarked',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#frames.unmark(first, count);\n    this.#runLengths',
        replace: 'this.#frames.unmark(first, count + 1);\n    this.#runLengths',
      },
    ],
    origin: 'PM37: one frame beyond the end',
  },
  {
    id: 'common.create.empty/one-frame-short',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#isTailFirst = isTailFirst;\n    this.#freeFrames = frameCount;',
        replace: 'this.#isTailFirst = isTailFirst;\n    this.#freeFrames = frameCount - 1;',
      },
    ],
    origin: 'PM59',
  },
  {
    id: 'common.reset.fresh/count-kept',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#runLengths.fill(0);\n    this.#freeFrames = frameCount;',
        replace: 'this.#runLengths.fill(0);',
      },
    ],
    origin: 'PM85, BU09',
  },
  {
    id: 'common.reset.fresh/marks-kept',
    target,
    edits: [{ file: ALLOCATOR, find: 'this.#frames.unmark(0, frameCount);', replace: '' }],
    origin: 'PM85',
  },
];
