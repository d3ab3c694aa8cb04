/** Faults that the clauses of the heap kill, in the plain heap of `../doubles/heap.ts`. */
import type { Fault } from '../fault.ts';

const HEAP = 'mutation/doubles/heap.ts';

type Change = readonly [find: string, replace: string];

const fault = (id: Fault['id'], origin: string, ...changes: readonly Change[]): Fault => ({
  id,
  target: 'double',
  edits: changes.map(([find, replace]) => ({ file: HEAP, find, replace })),
  origin,
});

const SENTINEL: Change = ["= { zeroSize: 'reject' };", "= { zeroSize: 'sentinel' };"];
const UNIQUE: Change = ["= { zeroSize: 'reject' };", "= { zeroSize: 'unique' };"];

export const doubleFaults: readonly Fault[] = [
  fault('heap.alloc.aligned/size-but-not-address', 'PM10', [
    'const start = alignUp(hole.start, align);',
    'const start = hole.start;',
  ]),
  fault('heap.alloc.aligned/masks-with-the-alignment', 'PM16', [
    'const start = alignUp(hole.start, align);',
    'const start = Number(BigInt(hole.start + align - 1) & ~BigInt(align));',
  ]),
  fault('heap.alloc.aligned/relative-to-the-arena', 'PM19', [
    'const start = alignUp(hole.start, align);',
    'const start = this.#base + alignUp(hole.start - this.#base, align);',
  ]),
  fault('heap.alloc.aligned/not-where-memory-is-used-again', 'PM13', [
    'const start = alignUp(hole.start, align);',
    'const start = at < this.#parts.length - 1 ? hole.start : alignUp(hole.start, align);',
  ]),
  fault(
    'heap.alloc.aligned/size-not-rounded-up',
    'PM24',
    [
      'const size = Math.max(GRANULE, alignUp(request.size, GRANULE));',
      'const size = Math.max(1, request.size);',
    ],
    ['const align = Math.max(GRANULE, request.align);', 'const { align } = request;'],
  ),
  fault('heap.align.served/only-where-the-base-is-aligned', 'B1', [
    'if (start + size > hole.start + hole.size) continue;',
    'if (start !== hole.start || start + size > hole.start + hole.size) continue;',
  ]),
  fault('heap.align.served/not-the-largest', 'PM50', ['16, 32, MAX_ALIGN]', '16, 32]']),
  fault('heap.align.invalid-refused/not-checked', 'PM06', [
    'if (!isAlign(align)) return null;',
    '',
  ]),
  fault('heap.align.invalid-refused/mask-accepts-0', 'PM06', [
    '[1, 2, 4, 8, 16, 32, MAX_ALIGN].includes(align)',
    '(align & (align - 1)) === 0 && align <= MAX_ALIGN',
  ]),
  fault('heap.size.invalid-refused/check-written-the-wrong-way-round', 'D15: NaN', [
    'Number.isSafeInteger(size) && size >= 0',
    '!(size < 0 || size > Number.MAX_SAFE_INTEGER)',
  ]),
  fault('heap.size.invalid-refused/not-checked-by-realloc', 'PM05', [
    'if (!request || size === 0) return null;\n    if (!isSize(size)) return null;',
    'if (!request || size === 0) return null;',
  ]),
  fault('heap.zero-size.refused/grants-a-block', 'PM83', [
    "if (size === 0 && this.#zeroSize === 'reject') return null;",
    '',
  ]),
  fault('heap.zero-size.sentinel/inside-a-block', 'PM83', SENTINEL, [
    'return alignUp(this.#base + this.#size, MAX_ALIGN);',
    'return alignUp(this.#base + GRANULE, MAX_ALIGN);',
  ]),
  fault('heap.zero-size.sentinel/refused-while-the-base-is-taken', 'S-8', SENTINEL, [
    "if (size === 0 && this.#zeroSize === 'sentinel') return this.#sentinel();",
    "if (size === 0 && this.#zeroSize === 'sentinel') return this.#parts[0]!.request ? null : this.#sentinel();",
  ]),
  fault('heap.zero-size.sentinel/not-aligned', 'PM10', SENTINEL, [
    'return alignUp(this.#base + this.#size, MAX_ALIGN);',
    'return this.#base + this.#size;',
  ]),
  fault(
    'heap.zero-size.unique/takes-no-place',
    'PM25',
    UNIQUE,
    [
      'const size = Math.max(GRANULE, alignUp(request.size, GRANULE));',
      'const size = alignUp(request.size, GRANULE);',
    ],
    [
      '.filter(({ size }) => size > 0));\n    this.#freeBytes',
      '.filter((part) => part === block || part.size > 0));\n    this.#freeBytes',
    ],
  ),
  fault('heap.block.keeps-bytes/scribbles-over-the-end-of-a-hole', 'PM58', [
    'this.#freeBytes += size;',
    'this.#freeBytes += size;\n    this.bytes(start, size + 1).fill(0xdd);',
  ]),
  fault('heap.block.keeps-bytes/zeroes-too-much', 'PM23', [
    'if (start !== null) this.bytes(start, size).fill(0);',
    'if (start !== null) this.bytes(start, size + 2 * GRANULE).fill(0);',
  ]),
  fault(
    'heap.block.keeps-bytes/copies-the-old-size-when-it-shrinks',
    'PM70',
    [
      'const start = this.#resized(at, size) ? address :',
      'const start = size > request.size && this.#resized(at, size) ? address :',
    ],
    [
      'this.bytes(start, kept).set(this.bytes(from, kept));',
      'this.bytes(start, old!.size).set(this.bytes(from, old!.size));',
    ],
  ),
  fault(
    'heap.block.keeps-bytes/one-memory-for-all-instances',
    'U18: overlapping regions',
    ['class Heap implements', 'const memory = new Uint8Array(2048);\n\nclass Heap implements'],
    ['this.#memory = new Uint8Array(size);', 'this.#memory = memory.subarray(0, size);'],
  ),
  fault('heap.zeroed.zero/last-byte-left', 'PM77', [
    'if (start !== null) this.bytes(start, size).fill(0);',
    'if (start !== null) this.bytes(start, size - 1).fill(0);',
  ]),
  fault('heap.zeroed.zero/relies-on-fresh-memory', 'PM77', [
    'if (start !== null) this.bytes(start, size).fill(0);',
    '',
  ]),
  fault('heap.dealloc.accepted/rejects-large-alignments', 'PM30', [
    'this.#release(at);\n    return true;',
    'this.#release(at);\n    return request.align <= GRANULE;',
  ]),
  fault('heap.dealloc.accepted/rejects-the-last-block', 'PM50', [
    'if (!request) return address === this.#sentinel()',
    'if (request && at > 0 && at === this.#parts.length - 1) return false;\n    if (!request) return address === this.#sentinel()',
  ]),
  fault(
    'heap.misuse.interior-detected/takes-the-block-around',
    'PM65',
    [
      'start === address && request !== null',
      'start <= address && address < start + size && request !== null',
    ],
    ['findIndex(({ start, request })', 'findIndex(({ start, size, request })'],
  ),
  fault('heap.misuse.null-harmless/null-is-the-first-block', 'M6', [
    'start === address && request !== null',
    'start === (address ?? this.#base) && request !== null',
  ]),
  fault('heap.misuse.null-harmless/null-is-counted', 'PM67', [
    'if (!request) return address === this.#sentinel()',
    'if (address === null && this.#liveCount > 0) this.#liveCount -= 1;\n    if (!request) return address === this.#sentinel()',
  ]),
  fault('heap.grant.same-size/hole-filed-a-granule-smaller', 'U21', [
    'this.#parts[at] = { start, size, request: null };',
    'this.#parts[at] = { start, size: Math.max(GRANULE, size - GRANULE), request: null };',
  ]),
  fault('heap.realloc.keeps-prefix/copies-nothing', 'PM71', [
    'this.bytes(start, kept).set(this.bytes(from, kept));',
    '',
  ]),
  fault('heap.realloc.keeps-prefix/copies-whole-granules', 'PM77', [
    'const kept = Math.min(old!.size, request.size);',
    'const kept = Math.floor(old!.size / GRANULE) * GRANULE;',
  ]),
  fault('heap.realloc.aligned/moves-to-the-natural-alignment', 'PM14', [
    'this.#moved(at, { ...request, size });',
    'this.#moved(at, { align: GRANULE, size });',
  ]),
  fault('heap.realloc.refused-intact/wipes-what-it-could-not-move', 'G7', [
    'const start = this.#place(request);\n    if (start === null) return null;',
    'const start = this.#place(request);\n    if (start === null) this.bytes(from, old!.size).fill(0);\n    if (start === null) return null;',
  ]),
  fault('heap.realloc.shrinks/always-moves', 'G8: lawful, and told as advice', [
    'const start = this.#resized(at, size) ? address :',
    'const start =',
  ]),
  fault('heap.realloc.fit/never-moves', 'G8', ['this.#moved(at, { ...request, size });', 'null;']),
  fault('heap.realloc.fit/decides-with-the-old-size', 'PM15', [
    'if (start === null) return null;\n    this.#requestedBytes += size - request.size;',
    'if (start === null || size > 2 * request.size) return null;\n    this.#requestedBytes += size - request.size;',
  ]),
  fault('heap.usable.covers-request/rounds-down', 'PM72', [
    'return this.#parts[this.#indexOf(address)]?.size ?? 0;',
    'const { size = 0 } = this.#parts[this.#indexOf(address)]?.request ?? {};\n    return size - (size % GRANULE);',
  ]),
  fault('heap.usable.constant/counts-the-hole-behind', 'PM48', [
    'return this.#parts[this.#indexOf(address)]?.size ?? 0;',
    'const [block, next] = this.#parts.slice(this.#indexOf(address));\n    return block!.size + (next?.request === null ? next.size : 0);',
  ]),
  fault('heap.usable.disjoint/a-granule-too-many', 'PM23', [
    'return this.#parts[this.#indexOf(address)]?.size ?? 0;',
    'return (this.#parts[this.#indexOf(address)]?.size ?? 0) + GRANULE;',
  ]),
  fault('heap.arena.translated/fit-test-with-32-bits', 'PM08', [
    'if (start + size > hole.start + hole.size) continue;',
    'if (((start + size) | 0) > ((hole.start + hole.size) | 0)) continue;',
  ]),
  fault('heap.arena.translated/refuses-high-addresses', 'PM08', [
    'if (hole.request !== null) continue;',
    'if (hole.request !== null || (hole.start | 0) !== hole.start) continue;',
  ]),
];
