/** Faults in making instances and in telling pids apart, in the order of the clauses. */
import type { Fault } from '../fault.ts';

const ALLOCATOR = 'impl/paged.ts';
const ADAPTER = 'impl/adapters/paged.ts';
const MEMORY = 'impl/frame-memory.ts';
const SEGMENTS = 'impl/segments.ts';
const target = 'paged';

export const instanceFaults: readonly Fault[] = [
  {
    id: 'paged.create.valid-iff/memory-unchecked',
    target,
    edits: [
      { file: ALLOCATOR, find: 'isPowerOfTwo(memorySize) &&', replace: '' },
      { file: ALLOCATOR, find: 'isFrameCount(frameCount) &&', replace: '' },
      { file: ALLOCATOR, find: 'frameCount < memorySize &&', replace: '' },
    ],
    origin: 'V-1',
  },
  {
    id: 'paged.create.valid-iff/frames-of-one-byte',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'frameCount < memorySize &&',
        replace: 'frameCount <= memorySize &&',
      },
    ],
    origin: 'V-1, PM50',
  },
  {
    id: 'paged.create.valid-iff/end-not-added',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'Number.isSafeInteger(virtualBase + memorySize)',
        replace: 'Number.isSafeInteger(virtualBase)',
      },
    ],
    origin: 'PM02: tested before adding instead of after',
  },
  {
    id: 'paged.create.valid-iff/end-one-too-far',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'Number.isSafeInteger(virtualBase + memorySize)',
        replace: 'Number.isSafeInteger(virtualBase + memorySize - 1)',
      },
    ],
    origin: 'PM57',
  },
  {
    id: 'paged.create.valid-iff/tables-unchecked',
    target,
    edits: [
      { file: ALLOCATOR, find: 'isWhole(slotCount) &&', replace: '' },
      { file: ALLOCATOR, find: 'slotCount > 0 &&', replace: '' },
      { file: ALLOCATOR, find: 'isWhole(quarantineCapacity) &&', replace: '' },
      { file: ALLOCATOR, find: 'quarantineCapacity > 0 &&', replace: '' },
    ],
    origin: 'PM61: the minimum is not checked',
  },
  {
    id: 'paged.create.valid-iff/base-unchecked',
    target,
    edits: [
      { file: ALLOCATOR, find: 'isWhole(virtualBase) &&', replace: '' },
      {
        file: ALLOCATOR,
        find: 'virtualBase % (memorySize / frameCount) === 0 &&',
        replace: '',
      },
      {
        file: ALLOCATOR,
        find: 'Number.isSafeInteger(virtualBase + memorySize)',
        replace: 'true',
      },
    ],
    origin: 'PM12, PM02',
  },
  {
    id: 'paged.create.valid-iff/base-0-only',
    target,
    edits: [
      { file: ALLOCATOR, find: 'isWhole(virtualBase) &&', replace: 'virtualBase === 0 &&' },
      { file: ALLOCATOR, find: 'this.#base = options.virtualBase;', replace: 'this.#base = 0;' },
      {
        file: ADAPTER,
        find: 'PagedAllocator.create({ ...config, policy, partial });\n      return allocator && subjectOf(allocator);',
        replace: `PagedAllocator.create({ ...config, policy, partial });
      return allocator && { ...subjectOf(allocator), geometry: { virtualBase: 0 } };`,
      },
    ],
    origin: 'U16',
  },
  {
    id: 'paged.pid.range-ends/highest-refused',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'const position = allocator.alloc(pid, size);',
        replace: 'const position = pid === 65535 ? -1 : allocator.alloc(pid, size);',
      },
    ],
    origin: 'PM50',
  },
  {
    id: 'paged.pid.range-ends/0-is-nobody',
    target,
    edits: [
      {
        file: ALLOCATOR,
        find: 'return isWhole(pid) &&',
        replace: 'return pid > 0 && isWhole(pid) &&',
      },
    ],
    origin: 'PM59: node 0 is unusable',
  },
  {
    id: 'paged.pid.outside-refused/cut-to-16-bits',
    target,
    edits: [
      {
        file: ADAPTER,
        find: 'const position = allocator.alloc(pid, size);',
        replace: 'const position = allocator.alloc(pid & 0xffff, size);',
      },
    ],
    origin: 'PM09',
  },
  {
    id: 'paged.pid.distinct/modulo-256',
    target,
    edits: [
      {
        file: SEGMENTS,
        find: 'return this.#newest[pid]!;',
        replace: 'return this.#newest[pid & 255]!;',
      },
      {
        file: SEGMENTS,
        find: 'this.#newest[pid] = row;',
        replace: 'this.#newest[pid & 255] = row;',
      },
      { file: SEGMENTS, find: 'this.#newest[pid] = 0;', replace: 'this.#newest[pid & 255] = 0;' },
    ],
    origin: 'PV21',
  },
  {
    id: 'paged.pid.reused/first-byte-not-wiped',
    target,
    edits: [
      {
        file: MEMORY,
        find: 'this.bytes.fill(0, first * this.frameSize,',
        replace: 'this.bytes.fill(0, first * this.frameSize + 1,',
      },
    ],
    origin: 'SL10, US03',
  },
];
