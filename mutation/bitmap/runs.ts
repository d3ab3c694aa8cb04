/** Faults in marking, placing, splitting and taking back runs, in the order of the clauses. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/bitmap.ts';
const ADAPTER = 'impl/adapters/bitmap.ts';
const PLACEMENT = 'impl/placement.ts';
const SET = 'impl/frame-set.ts';
const TREE = 'impl/run-tree.ts';
const target = 'bitmap';

export const runFaults: readonly Fault[] = [
  {
    id: 'bitmap.inspect.marks-live/mark-stays',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#frames.unmark(first, count);\n    this.#runLengths',
        replace: 'this.#runLengths',
      },
    ],
    origin: 'V-3',
  },
  {
    id: 'bitmap.alloc.exact/last-run-not-listed',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'runsIn(pairs, runCount);',
        replace: 'runsIn(pairs, Math.max(1, runCount - 1));',
      },
    ],
    origin: 'K5, PV05',
  },
  {
    id: 'bitmap.alloc.exact/at-most-16-runs-listed',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'left > 0; runCount++',
        replace: 'left > 0 && runCount < 16; runCount++',
      },
    ],
    origin: 'PM59: a table with fewer entries than runs',
  },
  {
    id: 'bitmap.alloc.zero-refused/granted-at-0',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (!isWhole(count) || count === 0) return INVALID_SIZE;',
        replace: 'if (count === 0) return 0;\n    if (!isWhole(count)) return INVALID_SIZE;',
      },
    ],
    origin: 'PM83',
  },
  {
    id: 'bitmap.alloc.invalid-refused/fraction',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (!isWhole(count) || count === 0) return INVALID_SIZE;',
        replace: 'if (!(count > 0)) return INVALID_SIZE;',
      },
    ],
    origin: 'D15',
  },
  {
    id: 'bitmap.alloc.invalid-refused/limit-unchecked',
    target,
    edits: [{ file: ALLOCATOR, find: ' || !isWhole(limit)) return', replace: ') return' }],
    origin: 'PM05: the guard of one function is missing in the next',
  },
  {
    id: 'bitmap.alloc.word-boundary/not-joined',
    target,
    edits: [
      {
        file: ADAPTER,
        find: ', longestRun: allocator.longestRun',
        replace: '',
      },
      {
        file: SET,
        find: 'Math.max(longestOnes(~bits), Math.clz32(bits) + behind)',
        replace: 'longestOnes(~bits)',
      },
      {
        file: TREE,
        find: ', nodes[right + LONGEST]!, across);',
        replace: ', nodes[right + LONGEST]!);',
      },
    ],
    origin: 'PM54',
  },
  {
    id: 'bitmap.placement.first-fit/at-the-tail',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'return this.#isTailFirst ?',
        replace: 'return !this.#isTailFirst ?',
      },
    ],
    origin: 'V-17',
  },
  {
    id: 'bitmap.placement.first-fit/word-before-not-told',
    target,
    edits: [
      {
        file: SET,
        find: 'word >= from - 1 && word >= 0;',
        replace: 'word >= from - Number((first & 31) < 16) && word >= 0;',
      },
    ],
    origin: 'PM31: a run across two words, of which one is looked at',
  },
  {
    id: 'bitmap.placement.tail-first/at-the-bottom',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'return this.#isTailFirst ?',
        replace: 'return !this.#isTailFirst ?',
      },
    ],
    origin: 'V-17',
    options: { policy: 'tail-first' },
  },
  {
    id: 'bitmap.placement.tail-follows/offset-only-grows',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '  #freeFrames: number;',
        replace: '  #freeFrames: number;\n  #offset = 0;',
      },
      {
        file: ALLOCATOR,
        find: '? this.#frames.markedEnd :',
        replace: '? (this.#offset = Math.max(this.#offset, this.#frames.markedEnd)) :',
      },
    ],
    origin: 'K13, PV15',
    options: { policy: 'tail-first' },
  },
  {
    id: 'bitmap.split.whole/always-in-halves',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'let size = remaining;',
        replace: 'let size = Math.ceil(remaining / 2);',
      },
    ],
    origin: 'V-18',
  },
  {
    id: 'bitmap.split.halving/rounds-up',
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
    id: 'bitmap.split.halving/longest-first',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'size = Math.floor(size / 2);',
        replace: 'size = frames.longestRun;',
      },
    ],
    origin: 'V-18',
  },
  {
    id: 'bitmap.split.disjoint/marked-afterwards',
    target,
    edits: [{ file: PLACEMENT, find: 'frames.mark(first, size);', replace: '' }],
    origin: 'V-8',
  },
  {
    id: 'bitmap.split.limit/one-more',
    target,
    edits: [{ file: ALLOCATOR, find: 'Math.min(limit,', replace: 'Math.min(limit + 1,' }],
    origin: 'K4',
  },
  {
    id: 'bitmap.split.limit/ignored',
    target,
    edits: [
      { file: ALLOCATOR, find: 'Math.min(limit, runs.length >>> 1)', replace: 'runs.length >>> 1' },
    ],
    origin: 'K4',
  },
  {
    id: 'bitmap.split.granted/one-run-less',
    target,
    edits: [{ file: ALLOCATOR, find: 'Math.min(limit,', replace: 'Math.min(limit - 1,' }],
    origin: 'PM59',
  },
  {
    id: 'bitmap.split.gathers/needs-a-hole',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (count > this.#freeFrames) return REFUSED;',
        replace: 'if (count > this.#frames.longestRun) return REFUSED;',
      },
    ],
    origin: 'PM52: gives up after the first try',
  },
  {
    id: 'bitmap.split.all-or-nothing/runs-kept',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'frames.unmark(runs[2 * run]!, runs[2 * run + 1]!);',
        replace: '{}',
      },
    ],
    origin: 'K5, PV05, PM84',
  },
  {
    id: 'bitmap.split.all-or-nothing/16-runs-taken-back',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'for (let run = 0; run < runCount; run++) frames',
        replace: 'for (let run = 0; run < Math.min(runCount, 16); run++) frames',
      },
    ],
    origin: 'PM59: a table with fewer entries than runs',
  },
  {
    id: 'bitmap.dealloc.accepted/frame-0-is-none',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (!isWhole(first) ||',
        replace: 'if (!first || !isWhole(first) ||',
      },
    ],
    origin: 'PM59: node 0 is unusable',
  },
  {
    id: 'bitmap.dealloc.joins/not-with-the-right',
    target,
    edits: [
      {
        file: ADAPTER,
        find: ', longestRun: allocator.longestRun',
        replace: '',
      },
      {
        file: SET,
        find: 'to + 1 < words.length ? trailingZeros(words[to + 1]!) : 0;',
        replace: '0;',
      },
      { file: TREE, find: 'leftLow === half ? across : leftLow;', replace: 'leftLow;' },
    ],
    origin: 'PM32',
  },
  {
    id: 'bitmap.dealloc.joins/not-with-the-left',
    target,
    edits: [
      {
        file: ADAPTER,
        find: ', longestRun: allocator.longestRun',
        replace: '',
      },
      { file: SET, find: 'word >= from - 1 && word >= 0;', replace: 'word >= from;' },
      { file: TREE, find: 'rightHigh === half ? across : rightHigh;', replace: 'rightHigh;' },
    ],
    origin: 'PM31',
  },
  {
    id: 'bitmap.dealloc.joins/one-level-only',
    target,
    edits: [
      {
        file: ADAPTER,
        find: ', longestRun: allocator.longestRun',
        replace: '',
      },
      {
        file: TREE,
        find: 'node > 0 && this.#join(node, half)',
        replace: 'node > 0 && half < 64 && this.#join(node, half)',
      },
    ],
    origin: 'PM34',
  },
  {
    id: 'bitmap.misuse.partial-detected/shorter-accepted',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#runLengths[first] !== count) return',
        replace: '!(this.#runLengths[first]! >= count)) return',
      },
    ],
    origin: 'PM65, PM66, BD05',
  },
  {
    id: 'bitmap.misuse.range-detected/longer-accepted',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#runLengths[first] !== count) return',
        replace: '!(this.#runLengths[first]! > 0 && this.#runLengths[first]! <= count)) return',
      },
    ],
    origin: 'PM65, BD05',
  },
  {
    id: 'bitmap.misuse.range-detected/cut-at-the-end',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'dealloc(first: number, count: number): number {',
        replace: `dealloc(first: number, asked: number): number {
    const count = Math.min(asked, this.#frames.frameCount - first);`,
      },
    ],
    origin: 'PM03: clamped and not refused',
  },
  {
    id: 'bitmap.misuse.range-detected/beyond-is-fine',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#runLengths[first] !== count) return',
        replace: '(this.#runLengths[first] ?? count) !== count) return',
      },
    ],
    origin: 'PM64',
  },
  {
    id: 'bitmap.create.invalid-refused/any-count',
    target,
    edits: [{ file: SET, find: 'isPowerOfTwo(value) &&', replace: 'value >= 1 &&' }],
    origin: 'PM06',
  },
  {
    id: 'bitmap.create.declared/smaller-maximum',
    target,
    edits: [
      { file: SET, find: 'FRAME_COUNT_MAX = 2 ** 26;', replace: 'FRAME_COUNT_MAX = 2 ** 11;' },
    ],
    origin: 'BD11: the range is capped',
  },
];
