/** Faults in accesses and in what is read, in the order of the clauses. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/paged.ts';
const ADAPTER = 'impl/adapters/paged.ts';
const MEMORY = 'impl/frame-memory.ts';
const target = 'paged';

const NO_REGION = 'if (!Object.is(addressPid, pid) || newest === 0) return NO_SEGMENT;';
const LOW = 'if (position < this.#base) return OUT_OF_RANGE_LOW;';

export const accessFaults: readonly Fault[] = [
  {
    id: 'paged.io.served/last-byte-of-a-page',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (inFrame + length > this.frameSize)',
        replace: 'if (inFrame + length >= this.frameSize)',
      },
    ],
    origin: 'K6, PV07',
  },
  {
    id: 'paged.io.served/range-of-others',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: LOW,
        replace: `const isBefore = (page: number, row: number) =>
      row < newest && page * this.frameSize > position - this.#base;
    if (this.#segments.page.some(isBefore)) return OUT_OF_RANGE_LOW;
    ${LOW}`,
      },
    ],
    origin: 'K8, PV09',
  },
  {
    id: 'paged.io.empty/not-at-the-end',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'position + Math.min(length, 1) > this.#end(newest)',
        replace: 'position + 1 > this.#end(newest)',
      },
    ],
    origin: 'V-31',
  },
  {
    id: 'paged.io.page-rule/unchecked',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (inFrame + length > this.frameSize) return OUT_OF_RANGE_HIGH;',
        replace: '',
      },
    ],
    origin: 'PV23, DM04',
  },
  {
    id: 'paged.io.page-rule/first-page-only',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (inFrame + length > this.frameSize) return OUT_OF_RANGE_HIGH;',
        replace: 'if (inFrame + length > this.frameSize + 1) return OUT_OF_RANGE_HIGH;',
      },
    ],
    origin: 'PM55',
  },
  {
    id: 'paged.io.unmapped-refused/end-unchecked',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'if (position + Math.min(length, 1) > this.#end(newest)) return NO_SEGMENT;',
        replace: '',
      },
    ],
    origin: 'D2, PM57',
  },
  {
    id: 'paged.io.unmapped-refused/below-the-base',
    target,
    edits: [{ file: ALLOCATOR, find: LOW, replace: '' }],
    origin: 'D2',
  },
  {
    id: 'paged.io.invalid-refused/unchecked',
    target,
    edits: [{ file: ALLOCATOR, find: 'if (!isWhole(position)) return INVALID_SIZE;', replace: '' }],
    origin: 'D15',
  },
  {
    id: 'paged.address.forged/pid-ignored',
    target,
    edits: [{ file: ALLOCATOR, find: NO_REGION, replace: 'if (newest === 0) return NO_SEGMENT;' }],
    origin: 'K7, PV08, PM86',
  },
  {
    id: 'paged.address.stale/end-of-the-largest-region',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '  #lastFrames = 0;',
        replace: '  #lastFrames = 0;\n  readonly #ends = new Map<number, number>();',
      },
      {
        file: ALLOCATOR,
        find: 'this.#lastFrames = taken;',
        replace: `this.#lastFrames = taken;
    const end = this.#end(this.#segments.newest(pid));
    this.#ends.set(pid, Math.max(this.#ends.get(pid) ?? 0, end));`,
      },
      {
        file: ALLOCATOR,
        find: 'position + Math.min(length, 1) > this.#end(newest)',
        replace: 'position + Math.min(length, 1) > this.#ends.get(pid)!',
      },
    ],
    origin: 'clause review 51',
  },
  {
    id: 'paged.io.status/range-before-owner',
    target,
    edits: [{ file: ALLOCATOR, find: NO_REGION, replace: `${LOW}\n    ${NO_REGION}` }],
    origin: 'K8, D2',
  },
  {
    id: 'paged.io.status/too-high-beyond-the-end',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: '> this.#end(newest)) return NO_SEGMENT;',
        replace: '> this.#end(newest)) return OUT_OF_RANGE_HIGH;',
      },
    ],
    origin: 'PM86: another code',
  },
  {
    id: 'paged.io.fragmentation/last-of-many-segments',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const row = this.#segments.find(pid, page);',
        replace: `const row = this.#segments.find(pid, page);
    if (row === newest && this.#segmentsOf(pid).length > 2) return NO_SEGMENT;`,
      },
    ],
    origin: 'K2, PM49: the last one is never examined',
  },
  {
    id: 'paged.io.copies/write-keeps-the-buffer',
    target,
    edits: [
      {
        file: ADAPTER,
        find: '  return {\n    alloc(pid, size) {',
        replace: '  let late = () => {};\n  return {\n    alloc(pid, size) {',
      },
      {
        file: ADAPTER,
        find: "if (!isWhole(length)) return 'no-segment';",
        replace:
          "if (!isWhole(length)) return 'no-segment';\n      late();\n      late = () => {};",
      },
      {
        file: ADAPTER,
        find: "return code < 0 ? readStatus(code) : 'ok';",
        replace: `late = () => void allocator.write(pid, address.pid, address.position, bytes);
      return code < 0 ? readStatus(code) : 'ok';`,
      },
    ],
    origin: 'clause review 58',
  },
  {
    id: 'paged.io.copies/one-buffer-for-all-reads',
    target,
    edits: [
      {
        file: ADAPTER,
        find: '  return {\n    alloc(pid, size) {',
        replace: `  const buffer = new Uint8Array(allocator.frameSize + 1);
  return {
    alloc(pid, size) {`,
      },
      {
        file: ADAPTER,
        find: 'new Uint8Array(Math.min(length, allocator.frameSize + 1))',
        replace: 'buffer.subarray(0, Math.min(length, allocator.frameSize + 1))',
      },
    ],
    origin: 'clause review 58',
  },
  {
    id: 'paged.read.own-bytes/last-byte-not-written',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'copy(from, 0, this.#memory.bytes, offset, from.length);',
        replace: 'copy(from, 0, this.#memory.bytes, offset, from.length - 1);',
      },
    ],
    origin: 'BD21',
  },
  {
    id: 'paged.read.zero-fresh/last-frame-not-wiped',
    target,
    edits: [
      {
        file: MEMORY,
        find: '(first + count) * this.frameSize);',
        replace: '(first + count - 1) * this.frameSize);',
      },
    ],
    origin: 'PM78',
  },
  {
    id: 'paged.read.zero-fresh/filled-with-ones',
    target,
    edits: [
      { file: MEMORY, find: 'this.bytes.fill(0, first', replace: 'this.bytes.fill(255, first' },
    ],
    origin: 'V-19',
  },
  {
    id: 'paged.read.pid-isolated/not-wiped',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.bytes.fill(0, first * this.frameSize, (first + count) * this.frameSize);',
        replace: '',
      },
    ],
    origin: 'PV18, US03',
  },
  {
    id: 'paged.write.pid-isolated/segment-of-the-last-access',
    target,
    edits: [
      { file: ALLOCATOR, find: '  #lastFrames = 0;', replace: '  #lastFrames = 0;\n  #row = 0;' },
      {
        file: ALLOCATOR,
        find: 'const row = this.#segments.find(pid, page);',
        replace: `const before = page - this.#segments.page[this.#row]!;
    if (before < 0 || before >= this.#segments.count[this.#row]!)
      this.#row = this.#segments.find(pid, page);
    const row = this.#row;`,
      },
    ],
    origin: 'PM48: what was looked up is used after it changed',
  },
  {
    id: 'paged.read.own-bytes/segment-not-rebased',
    target,
    edits: [{ file: ALLOCATOR, find: '+ page - this.#segments.page[row]!)', replace: '+ page)' }],
    origin: 'PV27',
  },
  {
    id: 'paged.write.refused-unchanged/written-before-the-check',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const offset = this.#locate(pid, addressPid, position, from.length);',
        replace: `const start = this.#locate(pid, addressPid, position, 1);
    if (start >= 0 && from.length > 0) copy(from, 0, this.#memory.bytes, start, 1);
    const offset = this.#locate(pid, addressPid, position, from.length);`,
      },
    ],
    origin: 'PV24',
  },
  {
    id: 'paged.tamper.io-unaffected/marks-asked',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'const row = this.#segments.find(pid, page);',
        replace: `const row = this.#segments.find(pid, page);
    const frame = this.#segments.first[row]! + page - this.#segments.page[row]!;
    if (this.#memory.marks()[frame] === '0') return NO_SEGMENT;`,
      },
    ],
    origin: 'V-41',
  },
  {
    id: 'paged.base.translated/base-of-32-bits',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'this.#base = options.virtualBase;',
        replace: 'this.#base = options.virtualBase | 0;',
      },
    ],
    origin: 'K15, PM08',
  },
];
