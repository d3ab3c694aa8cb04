/** Faults in dealloc, quarantine, purge and reset, in the order of the clauses. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/paged.ts';
const ADAPTER = 'impl/adapters/paged.ts';
const MEMORY = 'impl/frame-memory.ts';
const target = 'paged';

const RELEASE = 'this.#segments.release(pid);\n    return status;';
const SHORT = "if (asked > this.freeFrames && this.#partial !== 'any') return REFUSED;";
const FLUSH = 'if (this.#quarantineCount === this.#quarantineCapacity) this.purge();';
const RELEASE_ENTRY =
  'this.#release(this.#quarantine[2 * entry]!, this.#quarantine[2 * entry + 1]!);';

/** What would show the fault before its own clause does. */
const HOOKS = `    stats: () => ({ freeFrames: allocator.freeFrames, freeSlots: allocator.freeSlots }),
    inspect: () => allocator.inspect(),
`;

export const releaseFaults: readonly Fault[] = [
  {
    id: 'paged.dealloc.status/of-the-whole-quarantine',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'return status;',
        replace: 'return this.quarantineCount === 0 ? SUCCESS : 1;',
      },
    ],
    origin: 'K12, PV14',
  },
  {
    id: 'paged.dealloc.status/damage-in-a-later-word-is-not-seen',
    target,
    edits: [
      { file: 'impl/bits.ts', find: 'Math.max(first - word * 32, 0)', replace: 'first & 31' },
    ],
    origin: 'PM54: the mask of the first word is used for all',
  },
  {
    id: 'paged.dealloc.repeated/success',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (newest === 0) return ALREADY_FREE;',
        replace: 'if (newest === 0) return SUCCESS;',
      },
    ],
    origin: 'K15, PV17',
  },
  {
    id: 'paged.dealloc.repeated/head-kept',
    target,
    edits: [{ file: 'impl/segments.ts', find: 'this.#newest[pid] = 0;', replace: '' }],
    origin: 'PM43: a stale head of an empty list',
  },
  {
    id: 'paged.dealloc.whole-region/mapped-if-quarantined',
    target,
    edits: [
      { file: ADAPTER, find: HOOKS, replace: '' },
      {
        file: ALLOCATOR,
        find: RELEASE,
        replace: `if (status === SUCCESS) ${RELEASE}`,
      },
    ],
    origin: 'V-33',
  },
  {
    id: 'paged.dealloc.others-intact/lower-pids-too',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: RELEASE,
        replace: `for (const each of this.#segments.pids()) {
      if (each <= pid) this.#segments.release(each);
    }
    return status;`,
      },
    ],
    origin: 'PV29',
  },
  {
    id: 'paged.quarantine.whole-segment/first-frame-only',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#quarantine[2 * this.#quarantineCount + 1] = count;',
        replace: 'this.#quarantine[2 * this.#quarantineCount + 1] = 1;',
      },
    ],
    origin: 'V-33',
  },
  {
    id: 'paged.quarantine.whole-segment/first-mark-only',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'if (this.#marks.isMarked(first, count)) {',
        replace: 'if (this.#marks.isMarked(first, 1)) {',
      },
      {
        file: ALLOCATOR,
        find: 'let status = SUCCESS;',
        replace: `let status = SUCCESS;
    const marks = this.#memory.marks();
    if (this.#segmentsOf(pid).some((each) => marks.slice(each.first, each.first + each.count)
      .includes('0'))) status = 1;`,
      },
    ],
    origin: 'V-41',
  },
  {
    id: 'paged.quarantine.complete/first-segment-only',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '} while (row !== newest);\n    this',
        replace: '} while (false);\n    this',
      },
    ],
    origin: 'PV20',
  },
  {
    id: 'paged.quarantine.relocked/marks-left-open',
    target,
    edits: [{ file: MEMORY, find: '    this.mark(first, count);\n', replace: '' }],
    origin: 'K9, D7',
  },
  {
    id: 'paged.quarantine.withheld/free-for-all',
    target,
    edits: [
      { file: ADAPTER, find: HOOKS, replace: '' },
      {
        file: MEMORY,
        find: '    this.mark(first, count);\n',
        replace: '    this.#owned.unmark(first, count);\n    this.#freeFrames += count;\n',
      },
    ],
    origin: 'K9, K10, PV10, PV11',
  },
  {
    id: 'paged.quarantine.count/inverted',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'quarantineCount: () => allocator.quarantineCount,',
        replace: 'quarantineCount: () => (allocator.quarantineCount === 0 ? 1 : 0),',
      },
    ],
    origin: 'PV31',
  },
  {
    id: 'paged.quarantine.keeps/purged-one-too-early',
    target,
    edits: [
      {
        file: MEMORY,
        find: FLUSH,
        replace: FLUSH.replace('=== this.#quarantineCapacity', '>= this.#quarantineCapacity - 1'),
      },
    ],
    origin: 'K11, PV13',
  },
  {
    id: 'paged.quarantine.keeps/purged-when-short',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: SHORT,
        replace: `if (asked > this.freeFrames) this.purge();\n    ${SHORT}`,
      },
    ],
    origin: 'clause review, choice 19',
  },
  {
    id: 'paged.quarantine.overflow/not-counted',
    target,
    edits: [
      {
        file: MEMORY,
        find: FLUSH,
        replace: `if (this.#quarantineCount === this.#quarantineCapacity) {
      this.purge();
      this.mark(first, count);
      this.#quarantine[0] = first;
      this.#quarantine[1] = count;
      return QUARANTINED;
    }`,
      },
    ],
    origin: 'K11, PV12',
  },
  {
    id: 'paged.quarantine.owner-returns/refused-until-purge',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: SHORT,
        replace: `${SHORT}\n    if (this.quarantineCount > 0) return REFUSED;`,
      },
    ],
    origin: 'clause review 34',
  },
  {
    id: 'paged.purge.count/frames',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'purge: () => allocator.purge(),',
        replace: `purge: () => {
      const before = allocator.freeFrames;
      allocator.purge();
      return allocator.freeFrames - before;
    },`,
      },
    ],
    origin: 'PM60',
  },
  {
    id: 'paged.purge.empties/table-kept',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.#quarantineCount = 0;\n    return entries;',
        replace: 'return entries;',
      },
    ],
    origin: 'V-38',
  },
  {
    id: 'paged.purge.exact/one-frame-more',
    target,
    edits: [
      {
        file: MEMORY,
        find: RELEASE_ENTRY,
        replace: RELEASE_ENTRY.replace('entry + 1]!', 'entry + 1]! + 1'),
      },
    ],
    origin: 'PM40',
  },
  {
    id: 'paged.purge.exact/table-cleared-only',
    target,
    edits: [{ file: MEMORY, find: RELEASE_ENTRY, replace: '' }],
    origin: 'PV26',
  },
  {
    id: 'paged.purge.wipes/frees-without-wiping',
    target,
    edits: [
      {
        file: MEMORY,
        find: RELEASE_ENTRY,
        replace: `const first = this.#quarantine[2 * entry]!;
      const count = this.#quarantine[2 * entry + 1]!;
      this.#owned.unmark(first, count);
      this.#marks.unmark(first, count);
      this.#freeFrames += count;`,
      },
    ],
    origin: 'PV26, PM78',
  },
  {
    id: 'paged.purge.reclaims/wipes-without-freeing',
    target,
    edits: [
      {
        file: MEMORY,
        find: RELEASE_ENTRY,
        replace: `const first = this.#quarantine[2 * entry]!;
      const count = this.#quarantine[2 * entry + 1]!;
      this.bytes.fill(0, first * this.frameSize, (first + count) * this.frameSize);
      this.#marks.unmark(first, count);`,
      },
      {
        file: ADAPTER,
        find: 'freeFrames: allocator.freeFrames, ',
        replace: '',
      },
    ],
    origin: 'PV26',
  },
  {
    id: 'paged.purge.idle/marks-cleared',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'const entries = this.#quarantineCount;',
        replace: `const entries = this.#quarantineCount;
    if (entries === 0) this.#marks.unmark(0, this.#marks.frameCount);`,
      },
    ],
    origin: 'V-37',
  },
  {
    id: 'paged.reset.forgets/regions-kept',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'for (const pid of this.#segments.pids()) this.#segments.release(pid);\n    this',
        replace: 'this',
      },
      { file: ADAPTER, find: '    inspect: () => allocator.inspect(),\n', replace: '' },
      { file: ADAPTER, find: ', freeSlots: allocator.freeSlots', replace: '' },
    ],
    origin: 'PM85, ST07',
  },
];
