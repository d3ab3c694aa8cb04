/** Faults that the common clauses kill, in the plain heap of `doubles/heap.ts`. */
import type { Fault } from './fault.ts';

const HEAP = 'mutation/doubles/heap.ts';

type Change = readonly [find: string, replace: string];

const fault = (id: Fault['id'], origin: string, ...changes: readonly Change[]): Fault => ({
  id,
  target: 'double',
  edits: changes.map(([find, replace]) => ({ file: HEAP, find, replace })),
  origin,
});

export const commonFaults: readonly Fault[] = [
  fault('common.call.total/copies-past-the-end-of-its-memory', 'PM69', [
    'const kept = Math.min(old!.size, request.size);',
    "const kept = request.size;\n    if (from + kept > this.#base + this.#size) throw new RangeError('outside');",
  ]),
  fault('common.call.total/throws-when-nothing-fits', 'PM86', [
    'return start;\n    }\n    return null;',
    "return start;\n    }\n    throw new RangeError('out of memory');",
  ]),
  fault('common.call.total/searches-for-ever', 'PM86: a loop that never ends when nothing fits', [
    'for (const [at, hole] of this.#parts.entries()) {',
    'for (let at = 0; ; at = (at + 1) % this.#parts.length) {\n      const hole = this.#parts[at]!;',
  ]),
  fault('common.call.total/statistics-of-a-full-arena-throw', 'PM82', [
    'stats(): HeapStats {',
    "stats(): HeapStats {\n    if (this.#freeBytes === 0) throw new RangeError('no hole');",
  ]),
  fault('common.call.total/throws-at-a-foreign-address', 'PM64', [
    'if (!request) return address === this.#sentinel()',
    "if (address > this.#base + this.#size) throw new RangeError('outside');\n    if (!request) return address === this.#sentinel()",
  ]),
  fault('common.call.well-formed/refuses-with-undefined', 'G2', [
    'return start;\n    }\n    return null;',
    'return start;\n    }\n    return undefined!;',
  ]),
  fault(
    'common.call.well-formed/refuses-with-minus-one',
    'PM86: an address when nothing was found',
    ['return start;\n    }\n    return null;', 'return start;\n    }\n    return -1;'],
  ),
  fault('common.call.well-formed/refuses-what-is-too-large-with-NaN', 'D15', [
    'if (!isAlign(align)) return null;\n    if (size > this.#size) return null;',
    'if (!isAlign(align)) return null;\n    if (size > this.#size) return NaN;',
  ]),
  fault(
    'common.call.deterministic/every-other-instance-searches-backwards',
    'U9',
    ['class Heap implements', 'let made = 0;\n\nclass Heap implements'],
    [
      '#liveCount = 0;\n  #requestedBytes',
      '#number = made++;\n  #liveCount = 0;\n  #requestedBytes',
    ],
    [
      'of this.#parts.entries()) {',
      'of this.#number % 2 ? [...this.#parts.entries()].reverse() : this.#parts.entries()) {',
    ],
  ),
  fault(
    'common.instance.isolated/one-cursor-for-all-instances',
    'U18: module-level cursor',
    ['class Heap implements', 'let calls = 0;\n\nclass Heap implements'],
    [
      'of this.#parts.entries()) {',
      'of calls++ % 2 ? [...this.#parts.entries()].reverse() : this.#parts.entries()) {',
    ],
  ),
  fault('common.alloc.no-overlap/grows-into-a-live-neighbour', 'PM75', [
    'const spare = next?.request === null ? next.size : 0;',
    'const spare = next ? next.size : 0;',
  ]),
  fault('common.alloc.no-overlap/joined-size-counts-a-part-twice', 'PM40', [
    'size: left.size + right.size,',
    'size: left.size + right.size + GRANULE,',
  ]),
  fault('common.alloc.no-overlap/joins-with-a-live-block', 'PM37', [
    'if (!right || right.request !== null) return;',
    'if (!right) return;',
  ]),
  fault('common.alloc.no-overlap/padding-missing-in-the-fit-test', 'PM18', [
    'if (start + size > hole.start + hole.size) continue;',
    'if (size > hole.size) continue;',
  ]),
  fault('common.alloc.no-overlap/rest-out-of-order', 'PM45', [
    'this.#parts.splice(at, 1, ...[front, block, back].filter(({ size }) => size > 0));',
    'this.#parts.splice(at, 1, ...[front, block].filter(({ size }) => size > 0));\n    if (back.size > 0) this.#parts.push(back);',
  ]),
  fault('common.alloc.no-overlap/aligns-down', 'PM12', [
    'const start = alignUp(hole.start, align);',
    'const start = Math.floor(hole.start / align) * align;',
  ]),
  fault('common.alloc.contained/hole-keeps-its-size-after-a-split', 'PM20', [
    'const back = { start: end, size: holeEnd - end, request: null };',
    'const back = { start: end, size: holeEnd - end && hole.size, request: null };',
  ]),
  fault('common.alloc.contained/aligns-with-32-bits', 'PM08', [
    'const start = alignUp(hole.start, align);',
    'const start = ((hole.start + align - 1) & -align) >>> 0;',
  ]),
  fault('common.alloc.fresh/hole-keeps-its-start-after-a-split', 'PM44', [
    'const back = { start: end, size: holeEnd - end, request: null };',
    'const back = { start: block.start, size: holeEnd - block.start, request: null };',
  ]),
  fault('common.alloc.fresh/grants-a-block-again', 'PM13', [
    'if (hole.request !== null) continue;',
    'if (hole.request !== null && hole.size !== size) continue;',
  ]),
  fault('common.alloc.usable/memory-is-a-granule-short', 'U4', [
    'this.#memory = new Uint8Array(size);',
    'this.#memory = new Uint8Array(size - GRANULE);',
  ]),
  fault('common.alloc.usable/last-byte-out-of-reach', 'U10', [
    'return this.#memory.subarray(from, from + size);',
    'return this.#memory.subarray(from, Math.min(from + size, this.#size - 1));',
  ]),
  fault(
    'common.refuse.impossible/size-cut-to-32-bits',
    'PM09',
    [
      'const start = this.#place({ size, align });',
      'const start = this.#place({ size: size >>> 0, align });',
    ],
    [
      'if (!isAlign(align)) return null;\n    if (size > this.#size) return null;',
      'if (!isAlign(align)) return null;\n    if (size >>> 0 > this.#size) return null;',
    ],
  ),
  fault(
    'common.refuse.impossible/header-wraps-at-2-32',
    'PM01',
    [
      'if (!isAlign(align)) return null;\n    if (size > this.#size) return null;',
      'if (!isAlign(align)) return null;',
    ],
    [
      'const size = Math.max(GRANULE, alignUp(request.size, GRANULE));',
      'const size = Math.max(GRANULE, (alignUp(request.size + GRANULE, GRANULE) % 2 ** 32) - GRANULE);',
    ],
  ),
  fault('common.refuse.impossible/size-clamped-to-the-arena', 'PM03', [
    'if (!isAlign(align)) return null;\n    if (size > this.#size) return null;',
    'if (!isAlign(align)) return null;\n    size = Math.min(size, this.#size);',
  ]),
  fault('common.refuse.unchanged/counts-before-it-searches', 'PM84', [
    'const start = this.#place({ size, align });\n    if (start === null) return null;\n    this.#liveCount += 1;',
    'this.#liveCount += 1;\n    const start = this.#place({ size, align });\n    if (start === null) return null;',
  ]),
  fault('common.refuse.unchanged/refusal-takes-a-granule', 'PM84', [
    'return start;\n    }\n    return null;',
    'return start;\n    }\n    if (this.#freeBytes > 0) this.#freeBytes -= GRANULE;\n    return null;',
  ]),
  fault(
    'common.refuse.stable/search-does-not-wrap-the-first-time',
    'PM51',
    ['#freeBytes: number;', '#freeBytes: number;\n  #from = 0;'],
    [
      'if (hole.request !== null) continue;',
      'if (hole.request !== null || hole.start < this.#from) continue;',
    ],
    [
      'this.#carve(at, { start, size, request });',
      'this.#carve(at, { start, size, request });\n      this.#from = start;',
    ],
    [
      'return start;\n    }\n    return null;',
      'return start;\n    }\n    this.#from = 0;\n    return null;',
    ],
  ),
  fault(
    'common.refuse.monotone/refuses-small-rests',
    'U23: lawful, and told as advice',
    ["fit: 'exact',", 'fit: { classesPerDoubling: 4 },'],
    [
      'if (start + size > hole.start + hole.size) continue;',
      'if (start + size > hole.start + hole.size) continue;\n      if (start + size + GRANULE === hole.start + hole.size) continue;',
    ],
  ),
  fault('common.grant.fresh/less-than-for-at-most', 'PM50', [
    'if (start + size > hole.start + hole.size) continue;',
    'if (start + size >= hole.start + hole.size) continue;',
  ]),
  fault('common.grant.fresh/counts-a-header-that-is-not-there', 'PM26', [
    'if (!isAlign(align)) return null;\n    if (size > this.#size) return null;',
    'if (!isAlign(align)) return null;\n    if (size + GRANULE > this.#size) return null;',
  ]),
  fault('common.grant.growth/drops-small-rests', 'PM21', [
    '.filter(({ size }) => size > 0));\n    this.#freeBytes',
    '.filter((part) => part === block || part.size > GRANULE));\n    this.#freeBytes',
  ]),
  fault('common.grant.growth/one-alignment-of-padding-always', 'PM28', [
    'const start = alignUp(hole.start, align);',
    'const start = alignUp(hole.start + 1, align);',
  ]),
  fault('common.grant.fit/no-join-with-the-left', 'PM31', ['this.#coalesce(at - 1);', '']),
  fault('common.grant.fit/no-join-with-the-right', 'PM32', ['this.#coalesce(at);', '']),
  fault('common.grant.fit/last-hole-never-examined', 'PM49', [
    'if (hole.request !== null) continue;',
    'if (hole.request !== null || (at > 0 && at === this.#parts.length - 1)) continue;',
  ]),
  fault('common.grant.fit/gives-up-after-the-first-hole', 'PM52', [
    'if (start + size > hole.start + hole.size) continue;',
    'if (start + size > hole.start + hole.size) return null;',
  ]),
  fault('common.grant.fit/skips-a-hole-that-needs-padding', 'PM53', [
    'if (start + size > hole.start + hole.size) continue;',
    'if (start + size > hole.start + hole.size) continue;\n      if (at > 0 && start !== hole.start) continue;',
  ]),
  fault('common.grant.no-creep/gives-back-a-granule-less', 'S-11', [
    'this.#parts[at] = { start, size, request: null };',
    'this.#parts[at] = { start, size: size - GRANULE, request: null };',
  ]),
  fault(
    'common.grant.no-creep/withholds-the-block-freed-last',
    'P-2',
    ['#freeBytes: number;', '#freeBytes: number;\n  #withheld = -1;'],
    [
      'this.#release(at);\n    return true;',
      'const before = this.#indexOf(this.#withheld);\n    this.#withheld = address;\n    if (before >= 0) this.#release(before);\n    return true;',
    ],
  ),
  fault('common.grant.drain/padding-in-front-is-lost', 'PM27', [
    'this.#parts.splice(at, 1, ...[front, block, back]',
    'this.#parts.splice(at, 1, ...[block, back]',
  ]),
  fault('common.grant.drain/no-join-with-the-last-hole', 'PM33', [
    'if (!right || right.request !== null) return;',
    'if (!right || right.request !== null || at + 2 === this.#parts.length) return;',
  ]),
  fault('common.stats.agree/realloc-forgets-the-difference', 'PM80', [
    'this.#requestedBytes += size - request.size;',
    '',
  ]),
  fault('common.stats.agree/dealloc-subtracts-the-rounded-size', 'PM81', [
    'this.#requestedBytes -= request.size;',
    'this.#requestedBytes -= Math.min(this.#requestedBytes, alignUp(request.size, GRANULE));',
  ]),
  fault('common.stats.agree/difference-with-swapped-operands', 'PM76', [
    'this.#freeBytes += block.size - size;',
    'this.#freeBytes += size - block.size;',
  ]),
  fault('common.inspect.partition/block-keeps-the-size-of-its-hole', 'PM22', [
    '...[front, block, back].filter',
    '...[front, { ...block, size: holeEnd - block.start }, back].filter',
  ]),
  fault('common.inspect.partition/holes-as-offsets', 'PM60', [
    'holes: holes.map(extent)',
    'holes: holes.map(({ start, size }) => ({ address: start - this.#base, size }))',
  ]),
  fault('common.inspect.partition/a-granule-past-the-end', 'PM57', [
    'this.#parts = [{ start: base, size, request: null }];',
    'this.#parts = [{ start: base, size: size + GRANULE, request: null }];',
  ]),
  fault('common.block.stable/lists-less-than-was-granted', 'PM22', [
    'blocks: blocks.map(extent)',
    'blocks: blocks.map(({ start, size }) => ({ address: start, size: size - GRANULE }))',
  ]),
  fault('common.block.stable/forgets-the-first-block', 'PM59', [
    'const blocks = this.#parts.filter(({ request }) => request !== null);',
    'const blocks = this.#parts.filter(({ request }, at) => request !== null && at > 0);',
  ]),
  fault('common.create.empty/first-bytes-of-an-aligned-arena-skipped', 'PM29', [
    'this.#parts = [{ start: base, size, request: null }];',
    'this.#parts = [{ start: base + GRANULE, size: size - GRANULE, request: null }];',
  ]),
  fault('common.create.empty/a-granule-counted-as-taken', 'PM59', [
    'this.#freeBytes = size;',
    'this.#freeBytes = size - GRANULE;',
  ]),
  fault(
    'common.create.empty/one-table-for-all-instances',
    'U18: shared table',
    ['class Heap implements', 'const tables = new Map<number, Part[]>();\n\nclass Heap implements'],
    [
      'this.#parts = [{ start: base, size, request: null }];',
      'this.#parts = tables.get(base + size) ?? [{ start: base, size, request: null }];\n    tables.set(base + size, this.#parts);',
    ],
  ),
  fault('common.reset.fresh/keeps-the-count', 'PM85', ['this.#liveCount = 0;', '']),
  fault('common.reset.fresh/keeps-the-free-bytes', 'PM85', ['this.#freeBytes = this.#size;', '']),
  fault('common.reset.fresh/keeps-the-blocks', 'PM85', [
    'this.#parts = [{ start: this.#base, size: this.#size, request: null }];',
    '',
  ]),
  fault('common.misuse.double-detected/accepts-the-start-of-a-hole', 'PM63', [
    'if (!request) return address === this.#sentinel()',
    'if (this.#parts.some(({ start, request: live }) => start === address && !live)) return true;\n    if (!request) return address === this.#sentinel()',
  ]),
  fault('common.misuse.foreign-detected/accepts-what-is-outside', 'PM64', [
    'if (!request) return address === this.#sentinel()',
    'if (address >= this.#base + this.#size) return true;\n    if (!request) return address === this.#sentinel()',
  ]),
  fault('common.misuse.unchanged/counts-a-rejected-dealloc', 'PM67', [
    'if (!request) return address === this.#sentinel()',
    'if (!request && this.#liveCount > 0) this.#liveCount -= 1;\n    if (!request) return address === this.#sentinel()',
  ]),
];
