/** Faults of the bitmap allocator that take misuse for a dealloc, or let it change something. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/bitmap.ts';
const target = 'bitmap';

export const misuseFaults: readonly Fault[] = [
  {
    id: 'common.misuse.double-detected/length-kept',
    target,
    edits: [{ file: ALLOCATOR, find: 'this.#runLengths[first] = 0;', replace: '' }],
    origin: 'PM63, FR01',
  },
  {
    id: 'common.misuse.double-detected/lengths-survive-a-reset',
    target,
    edits: [{ file: ALLOCATOR, find: '    this.#runLengths.fill(0);\n', replace: '' }],
    origin: 'PM85',
  },
  {
    id: 'common.misuse.double-detected/later-runs-of-a-split-stay',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '  #freeFrames: number;',
        replace: '  #freeFrames: number;\n  readonly #later = new Set<number>();',
      },
      {
        file: ALLOCATOR,
        find: '    this.#frames.mark(first, count);',
        replace: '    this.#frames.mark(first, count);\n    this.#later.delete(first);',
      },
      {
        file: ALLOCATOR,
        find: 'this.#record(runs[2 * runCount]!, size);',
        replace:
          'this.#record(runs[2 * runCount]!, size);\n      if (runCount > 0) this.#later.add(runs[2 * runCount]!);',
      },
      {
        file: ALLOCATOR,
        find: '    this.#runLengths[first] = 0;\n',
        replace: '    if (!this.#later.has(first)) this.#runLengths[first] = 0;\n',
      },
    ],
    origin: 'PM63, PM66',
  },
  {
    id: 'common.misuse.foreign-detected/no-frames-are-anybodys',
    target,
    edits: [{ file: ALLOCATOR, find: '|| !(count > 0) ||', replace: '||' }],
    origin: 'PM83: a guard against 0 is missing',
  },
  {
    id: 'common.misuse.foreign-detected/no-length-is-any-length',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#runLengths[first] !== count) return',
        replace: '![0, count].includes(this.#runLengths[first]!)) return',
      },
    ],
    origin: 'PM64, FR02',
  },
  {
    id: 'common.misuse.unchanged/rejected-but-counted',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: ') return NOT_LIVE;',
        replace: ') return this.#freeFrames++, NOT_LIVE;',
      },
    ],
    origin: 'PM67, SL09',
  },
];
