/** Faults of the paged allocator that break what every family owes, in the order of the clauses. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/paged.ts';
const ADAPTER = 'impl/adapters/paged.ts';
const MEMORY = 'impl/frame-memory.ts';
const PLACEMENT = 'impl/placement.ts';
const SEGMENTS = 'impl/segments.ts';
const target = 'paged';

const SHORT = "if (asked > this.freeFrames && this.#partial !== 'any') return REFUSED;";

export const commonFaults: readonly Fault[] = [
  {
    id: 'common.call.total/throws-without-slot',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (taken === 0) return REFUSED;',
        replace: 'if (taken === 0) throw new Error("no slot");',
      },
    ],
    origin: 'K4, PV04',
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
    origin: 'PM86, BD01',
  },
  {
    id: 'common.call.well-formed/code-for-a-position',
    target,
    edits: [{ file: ADAPTER, find: 'if (position < 0) return null;', replace: '' }],
    origin: 'PM86: returns an address when nothing was found',
  },
  {
    id: 'common.call.well-formed/pids-in-the-order-of-their-texts',
    target,
    edits: [
      {
        file: SEGMENTS,
        find: 'pids.sort((left, right) => left - right)',
        replace: 'pids.sort()',
      },
    ],
    origin: 'PM86: a list that nothing can be found in',
  },
  {
    id: 'common.call.deterministic/every-ninth-refused',
    target,
    edits: [
      { file: ALLOCATOR, find: 'export class', replace: 'let calls = 0;\nexport class' },
      {
        file: ALLOCATOR,
        find: SHORT,
        replace: `${SHORT}\n    if (++calls % 9 === 0) return REFUSED;`,
      },
    ],
    origin: 'U9',
  },
  {
    id: 'common.instance.isolated/shared-cursor',
    target,
    edits: [
      { file: ADAPTER, find: 'placement: policy,', replace: "placement: 'unknown'," },
      { file: MEMORY, find: 'export class', replace: 'let calls = 0;\nexport class' },
      {
        file: MEMORY,
        find: 'this.#isTailFirst = isTailFirst;',
        replace: 'this.#isTailFirst = isTailFirst;\n    calls = 0;',
      },
      { file: MEMORY, find: '= this.#isTailFirst ?', replace: '= calls++ % 3 === 0 ?' },
    ],
    origin: 'U18',
  },
  {
    id: 'common.alloc.no-overlap/one-frame-back',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const position = this.#end(this.#segments.newest(pid));',
        replace: `const end = this.#end(this.#segments.newest(pid));
    const position = Math.max(this.#base, end - this.frameSize);`,
      },
    ],
    origin: 'ST09: overlaps the tail of the one before',
  },
  {
    id: 'common.alloc.contained/double-step',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const position = this.#end(this.#segments.newest(pid));',
        replace: `const end = this.#end(this.#segments.newest(pid));
    const position = 2 * end - this.#base;`,
      },
    ],
    origin: 'PM40: one part is counted twice',
  },
  {
    id: 'common.alloc.fresh/newest-again',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const position = this.#end(this.#segments.newest(pid));',
        replace: `const newest = this.#segments.newest(pid);
    const position = this.#base + this.#segments.page[newest]! * this.frameSize;`,
      },
    ],
    origin: 'K1, SL07',
  },
  {
    id: 'common.alloc.usable/last-byte-of-the-region',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'position + Math.min(length, 1) > this.#end(newest)',
        replace: 'position + Math.min(length, 1) >= this.#end(newest)',
      },
    ],
    origin: 'PM50, SL08',
  },
  {
    id: 'common.refuse.impossible/size-wraps',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'Math.ceil(size / this.frameSize)',
        replace: 'Math.ceil((size >>> 0) / this.frameSize)',
      },
    ],
    origin: 'PM08, PM09',
  },
  {
    id: 'common.refuse.unchanged/frames-kept',
    target,
    edits: [
      {
        file: PLACEMENT,
        find: 'frames.unmark(runs[2 * run]!, runs[2 * run + 1]!);',
        replace: '{}',
      },
      {
        file: ALLOCATOR,
        find: 'if (taken === 0) return REFUSED;',
        replace: `const [first, count] = this.#memory.runs;
    if (taken === 0 && count! > 0) this.#memory.mark(first!, count!);
    if (taken === 0) return REFUSED;`,
      },
    ],
    origin: 'K5, PV05, PM84',
  },
  {
    id: 'common.refuse.stable/second-try-unchecked',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '  #lastFrames = 0;',
        replace: '  #lastFrames = 0;\n  #refused = 0;',
      },
      {
        file: ALLOCATOR,
        find: `const asked = Math.ceil(size / this.frameSize);\n    ${SHORT}`,
        replace: `let asked = Math.ceil(size / this.frameSize);
    if (asked > this.freeFrames) {
      if (this.#refused !== asked) return (this.#refused = asked), REFUSED;
      asked = this.freeFrames;
    }`,
      },
    ],
    origin: 'DM07: the way of the second try lacks the check',
  },
  {
    id: 'common.refuse.monotone/wraps-to-the-minimum',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'Math.ceil(size / this.frameSize)',
        replace: 'Math.max(1, Math.ceil((size >>> 0) / this.frameSize))',
      },
    ],
    origin: 'PM03',
  },
  {
    id: 'common.grant.fresh/whole-arena-refused',
    target,
    edits: [{ file: ALLOCATOR, find: SHORT, replace: SHORT.replace('asked >', 'asked >=') }],
    origin: 'PM50',
  },
  {
    id: 'common.grant.growth/last-frames-kept',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: SHORT,
        replace: `${SHORT}
    if (asked === this.freeFrames && this.#segments.used > 0) return REFUSED;`,
      },
    ],
    origin: 'PM59',
  },
  {
    id: 'common.grant.fit/exact-rest-refused',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '  #lastFrames = 0;',
        replace: '  #lastFrames = 0;\n  #isUsed = false;',
      },
      {
        file: ALLOCATOR,
        find: SHORT,
        replace: `${SHORT}\n    if (this.#isUsed && asked === this.freeFrames) return REFUSED;`,
      },
      {
        file: ALLOCATOR,
        find: 'let status = SUCCESS;',
        replace: 'let status = SUCCESS;\n    this.#isUsed = true;',
      },
    ],
    origin: 'PM50',
  },
  {
    id: 'common.grant.no-creep/last-frame-lost',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#owned.unmark(first, count);',
        replace: 'this.#owned.unmark(first, Math.max(1, count - 1));',
      },
    ],
    origin: 'F04: the tail is never returned',
  },
  {
    id: 'common.grant.drain/freed-not-counted',
    target,
    edits: [{ file: MEMORY, find: 'this.#freeFrames += count;', replace: '' }],
    origin: 'PV28',
  },
  {
    id: 'common.stats.agree/slots-not-released',
    target,
    edits: [{ file: SEGMENTS, find: 'this.#used -= this.#depth[newest]!;', replace: '' }],
    origin: 'PV25',
  },
  {
    id: 'common.stats.agree/refusal-is-counted',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#freeFrames -= taken;',
        replace: 'this.#freeFrames -= Math.max(taken, 1);',
      },
    ],
    origin: 'PM67',
  },
  {
    id: 'common.inspect.partition/quarantined-and-live',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#segments.release(pid);\n    return status;',
        replace: 'if (status === SUCCESS) this.#segments.release(pid);\n    return status;',
      },
    ],
    origin: 'V-2',
  },
  {
    id: 'common.block.stable/compacted',
    target,
    edits: [
      {
        file: SEGMENTS,
        find: 'this.first[row] = first;',
        replace: 'this.first[row] = first;\n    this.first[previous] = first;',
      },
    ],
    origin: 'U5',
  },
  {
    id: 'common.create.empty/one-frame-short',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#quarantineCapacity = quarantineCapacity;\n    this.#freeFrames = frameCount;',
        replace:
          'this.#quarantineCapacity = quarantineCapacity;\n    this.#freeFrames = frameCount - 1;',
      },
    ],
    origin: 'PM59',
  },
  {
    id: 'common.reset.fresh/count-kept',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#quarantineCount = 0;\n    this.#freeFrames = frameCount;',
        replace: 'this.#quarantineCount = 0;',
      },
    ],
    origin: 'PM85, BU09',
  },
  {
    id: 'common.reset.fresh/marks-kept',
    target,
    edits: [{ file: MEMORY, find: 'this.#marks.unmark(0, frameCount);', replace: '' }],
    origin: 'PM85',
  },
  {
    id: 'common.reset.fresh/quarantine-kept',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.bytes.fill(0);\n    this.#quarantineCount = 0;',
        replace: 'this.bytes.fill(0);',
      },
    ],
    origin: 'PM85',
  },
];
