/** Faults in the heap that its own clauses kill, in their order. */
import type { Fault } from '../fault.ts';
import { inHeap } from './in-heap.ts';

export const blockFaults: readonly Fault[] = [
  inHeap('heap.alloc.aligned/relative-to-the-arena', 'PM10, PM11, PM19', [
    'heap',
    'const origin = this.#origin / GRANULE;',
    'const origin = -SHADOW / 2;',
  ]),
  inHeap('heap.alloc.aligned/zeroes-at-the-natural-alignment', 'PM14', [
    'adapter',
    'addressOf(heap.allocZeroed(size, align))',
    'addressOf(heap.allocZeroed(size))',
  ]),
  inHeap('heap.alloc.aligned/capped-at-what-is-declared', 'PM18: a large alignment is cut down', [
    'heap',
    'Math.max(1, align / GRANULE)',
    'Math.min(64, Math.max(1, align / GRANULE))',
  ]),
  inHeap('heap.align.served/not-the-largest', 'PM50', [
    'heap',
    'if (align <= GRANULE && size <= INT32_MAX)',
    'if (align >= 1024) return REFUSED;\n    if (align <= GRANULE && size <= INT32_MAX)',
  ]),
  inHeap('heap.align.invalid-refused/accepts-0', 'PM06', [
    'numbers',
    'return rest === 1;',
    'return rest <= 1;',
  ]),
  inHeap('heap.align.invalid-refused/cut-to-32-bits', 'PM09', [
    'heap',
    'size <= 0 || align !== GRANULE)',
    'size <= 0 || (align | 0) !== GRANULE)',
  ]),
  inHeap('heap.size.invalid-refused/fraction', 'D15', ['heap', '(size | 0) !== size ||', '']),
  inHeap(
    'heap.size.invalid-refused/unchecked-at-a-wide-alignment',
    'PM05: the guard of one path is missing in the next',
    [
      'heap',
      'if (!isWhole(size) || size === 0) return INVALID_SIZE;\n    if (!isPowerOfTwo(align)) return INVALID_ALIGN;\n    if (align',
      'if (size === 0 || (align <= GRANULE && !isWhole(size))) return INVALID_SIZE;\n    if (!isPowerOfTwo(align)) return INVALID_ALIGN;\n    if (align',
    ],
  ),
  inHeap('heap.zero-size.refused/realloc-to-nothing', 'PM83', [
    'heap',
    'if (!isWhole(size) || size === 0) return INVALID_SIZE;\n    if (!isPowerOfTwo(align)) return INVALID_ALIGN;\n    const wanted',
    'if (size === 0) return address;\n    if (!isWhole(size)) return INVALID_SIZE;\n    if (!isPowerOfTwo(align)) return INVALID_ALIGN;\n    const wanted',
  ]),
  inHeap('heap.zero-size.refused/zeroes-of-nothing', 'PM83', [
    'heap',
    'const address = this.alloc(size, align);',
    'const address = this.alloc(size || GRANULE, align);',
  ]),
  inHeap('heap.zero-size.refused/takes-a-block', 'PM83', ['heap', 'size <= 0 ||', 'size < 0 ||']),
  inHeap('heap.block.keeps-bytes/zeroes-the-next-granule', 'PM23, P042', [
    'heap',
    'fill(0, offset, offset + size)',
    'fill(0, offset, offset + size + GRANULE)',
  ]),
  inHeap('heap.block.keeps-bytes/refused-zeroes-are-written', 'PM84', [
    'heap',
    'if (address >= 0) this.#view',
    'this.#view',
  ]),
  inHeap('heap.zeroed.zero/top-is-thought-fresh', 'PM77: what lay there was given back', [
    'heap',
    '    const address = this.alloc(size, align);\n    const offset',
    '    const top = this.#origin + this.#words[TOP]! * 8;\n    const address = this.alloc(size, align);\n    if (address >= top) return address;\n    const offset',
  ]),
  inHeap('heap.zeroed.zero/last-byte-left', 'PM77', [
    'heap',
    'fill(0, offset, offset + size)',
    'fill(0, offset, offset + size - 1)',
  ]),
  inHeap('heap.zeroed.zero/offset-of-the-view-added', 'PM77: other bytes are cleared', [
    'heap',
    '(options.memoryBase ?? 0) - viewOffset',
    '(options.memoryBase ?? 0) + viewOffset',
  ]),
  inHeap('heap.dealloc.accepted/last-granule-out-of-range', 'P063', [
    'heap',
    'index < this.#end ?',
    'index < this.#end - 2 ?',
  ]),
  inHeap('heap.misuse.interior-detected/rounds-the-address-down', 'PM65, T5', [
    'heap',
    '(offset | 0) === offset && (offset & 15) === 0 ? offset >> 3 :',
    '(offset | 0) === offset ? (offset >> 4) * 2 :',
  ]),
  inHeap('heap.misuse.null-harmless/counted', 'M6', [
    'heap',
    'const start = this.#indexOf(address);\n    const count = words[start]!;\n    if ((count',
    'if (address === null) words[TAKEN]!--;\n    const start = this.#indexOf(address);\n    const count = words[start]!;\n    if ((count',
  ]),
  inHeap('heap.realloc.keeps-prefix/copies-nothing', 'PM71', [
    'heap',
    'this.#view(memory).copyWithin(to - this.#bufferBase, offset, end);',
    '',
  ]),
  inHeap('heap.realloc.keeps-prefix/copies-from-the-wrong-end', 'P120', [
    'heap',
    'copyWithin(to - this.#bufferBase, offset, end)',
    'copyWithin(to - this.#bufferBase, offset + GRANULE, end)',
  ]),
  inHeap('heap.realloc.aligned/default-alignment-when-it-moves', 'PM14, P029', [
    'heap',
    'this.#refuse() : this.alloc(size, align);',
    'this.#refuse() : this.alloc(size);',
  ]),
  inHeap('heap.realloc.refused-intact/wipes-before-it-knows', 'P128', [
    'heap',
    'if (memory === undefined || to < 0) return to;',
    'if (memory !== undefined && to < 0) this.#view(memory)[address - this.#bufferBase] = 0;\n    if (memory === undefined || to < 0) return to;',
  ]),
  inHeap('heap.realloc.fit/never-moves', 'P114', [
    'heap',
    'const to = memory === undefined ?',
    'const to = size > 0 ?',
  ]),
  inHeap('heap.usable.covers-request/granules-for-bytes', 'PM60, PM72', [
    'heap',
    'return isLive(count) ? count * GRANULE : NOT_LIVE;',
    'return isLive(count) ? count : NOT_LIVE;',
  ]),
  inHeap('heap.usable.covers-request/new-size-in-32-bits', 'PM09: only where a block is resized', [
    'heap',
    'const wanted = Math.ceil(size / GRANULE);',
    'const wanted = Math.ceil(size / GRANULE) | 0;',
  ]),
  inHeap('heap.usable.covers-request/size-in-six-bits', 'PM09, P092', [
    'holes',
    '  words[start] = count;\n}',
    '  words[start] = count & 63;\n}',
  ]),
  inHeap('heap.usable.constant/counts-the-hole-behind', 'PM48, P072', [
    'heap',
    'return isLive(count) ? count * GRANULE : NOT_LIVE;',
    'const behind = this.#words[this.#indexOf(address) + 2 * count]! < 0 ? 1 : 0;\n    return isLive(count) ? (count + behind) * GRANULE : NOT_LIVE;',
  ]),
  inHeap('heap.usable.disjoint/a-granule-too-many', 'P117', [
    'heap',
    'return isLive(count) ? count * GRANULE : NOT_LIVE;',
    'return isLive(count) ? count * GRANULE + GRANULE : NOT_LIVE;',
  ]),
  inHeap('heap.arena.translated/refuses-beyond-32-bits', 'PM08', [
    'heap',
    'if (cached !== 0) {',
    'if (cached !== 0 && this.#origin + cached * 8 > 0xffffffff) return REFUSED;\n      if (cached !== 0) {',
  ]),
];
