/** Faults in the heap that the common clauses kill, in their order. */
import type { Fault } from '../fault.ts';
import { inHeap, withoutCache } from './in-heap.ts';

export const commonFaults: readonly Fault[] = [
  inHeap('common.call.total/flush-goes-round', 'PM86: a loop that never ends', [
    'blocks',
    '      start = next;\n',
    '      start = next === 0 ? start : next;\n',
  ]),
  inHeap(
    'common.call.well-formed/code-taken-for-an-address',
    'PM86: an address when nothing was found',
    ['adapter', '(address < 0 ? null : address)', '(address < -1 ? null : address)'],
  ),
  inHeap(
    'common.call.deterministic/module-remembers',
    'U9',
    ['heap', 'const CACHE_FLOOR = 1024;', 'let CACHE_FLOOR = 1024;'],
    [
      'heap',
      'const cached = words[IN_CACHE]! + count;',
      'const cached = words[IN_CACHE]! + count;\n      CACHE_FLOOR = 1024 - CACHE_FLOOR;',
    ],
  ),
  inHeap(
    'common.instance.isolated/instances-share-a-setting',
    'U18',
    ['heap', 'const CACHE_FLOOR = 1024;', 'let CACHE_FLOOR = 1024;'],
    ['heap', 'this.base = options.base;', 'CACHE_FLOOR = 1024;\n    this.base = options.base;'],
    [
      'heap',
      'const cached = words[IN_CACHE]! + count;',
      'const cached = words[IN_CACHE]! + count;\n      CACHE_FLOOR = 1024 - CACHE_FLOOR;',
    ],
  ),
  inHeap('common.alloc.no-overlap/grows-over-a-live-neighbour', 'PM75', [
    'blocks',
    'if (right >= 0 || holeSize(right) < more) return false;',
    'if (holeSize(right) < more) return false;',
  ]),
  inHeap('common.alloc.no-overlap/top-a-granule-short', 'PM44', [
    'holes',
    'words[TOP] = start + 2 * count;',
    'words[TOP] = start + 2 * count - 2;',
  ]),
  inHeap('common.alloc.no-overlap/hole-keeps-its-size-after-a-split', 'PM20, P036', [
    'holes',
    'if (rest > 0) link(words, hole, rest);',
    'if (rest > 0) link(words, hole, size);',
  ]),
  withoutCache('common.alloc.no-overlap/joined-size-counts-a-part-twice', 'PM40', [
    'holes',
    'first -= 2 * more;\n    size += more;',
    'first -= 2 * more;\n    size += 2 * more;',
  ]),
  withoutCache('common.alloc.no-overlap/joins-across-a-block', 'PM37', [
    'holes',
    'const right = words[end]!;',
    'const right = words[end + 2]!;',
  ]),
  inHeap('common.grant.fit/map-keeps-an-empty-ring', 'PM43, P064', [
    'holes',
    '  if (next === previous) empty(words, next);\n}\n\nfunction',
    '}\n\nfunction',
  ]),
  withoutCache(
    'common.alloc.no-overlap/foot-not-cleared',
    'PM36: a stale mark at the end of a block',
    [
      'holes',
      '  words[start + 2 * count - 1] = 0;\n  words[start] = count;\n  words[TAKEN]! += count;\n  words[BLOCK_COUNT]!++;\n  return start;\n}\n\n/** The same',
      '  words[start] = count;\n  words[TAKEN]! += count;\n  words[BLOCK_COUNT]!++;\n  return start;\n}\n\n/** The same',
    ],
  ),
  inHeap('common.alloc.no-overlap/aligns-down', 'PM12', [
    'blocks',
    '(Math.ceil((',
    '(Math.floor((',
  ]),
  inHeap('common.alloc.no-overlap/alignment-not-in-the-request', 'PM18, PM56', [
    'blocks',
    'const ample = count + align - 1;',
    'const ample = count;',
  ]),
  inHeap('common.alloc.contained/top-ends-a-granule-late', 'PM02, PM57', [
    'holes',
    'if (end - start < 2 * count) return 0;',
    'if (end - start < 2 * count - 2) return 0;',
  ]),
  inHeap('common.alloc.contained/realloc-wraps-at-2-32', 'PM05, P008', [
    'heap',
    'const wanted = Math.ceil(size / GRANULE);',
    'const wanted = (size + GRANULE - 1) >>> 4;',
  ]),
  inHeap('common.alloc.fresh/cache-keeps-what-it-gave', 'PM63: two owners', [
    'heap',
    'words[CACHE + count] = words[cached]! & LINK;',
    '',
  ]),
  withoutCache('common.alloc.fresh/hole-of-the-size-stays-filed', 'PM13', [
    'holes',
    '  unlink(words, hole, count);\n  return claim(words, hole, count);',
    '  return claim(words, hole, count);',
  ]),
  inHeap('common.alloc.usable/last-byte-out-of-reach', 'U10', [
    'adapter',
    'address - heap.base + size)',
    'address - heap.base + size - 1)',
  ]),
  inHeap(
    'common.alloc.usable/begins-before-the-arena',
    'PM29: the other way, bytes before it are taken',
    ['heap', 'Math.ceil(base / GRANULE) * GRANULE', 'Math.round(base / GRANULE) * GRANULE'],
  ),
  inHeap('common.refuse.impossible/size-wraps-at-2-32', 'PM08, P001 to P010', [
    'heap',
    'this.#lastResort(this.#words, Math.ceil(size / GRANULE)',
    'this.#lastResort(this.#words, (size + GRANULE - 1) >>> 4',
  ]),
  inHeap('common.refuse.unchanged/refusal-takes-a-granule', 'PM84', [
    'heap',
    'this.#words[REFUSALS]!++;',
    'this.#words[REFUSALS]!++;\n    this.#words[TAKEN]!++;',
  ]),
  inHeap('common.refuse.stable/flushes-but-does-not-try-again', 'U17', [
    'heap',
    'flush(words);\n        start = takeAligned(words, count, align, origin, end);',
    'flush(words);',
  ]),
  inHeap(
    'common.grant.fresh/less-than-for-at-most',
    'PM50',
    ['holes', 'if (end - start < 2 * count) return 0;', 'if (end - start <= 2 * count) return 0;'],
    ['blocks', 'if (from + 2 * count > end) return 0;', 'if (from + 2 * count >= end) return 0;'],
  ),
  inHeap('common.grant.growth/one-granule-more-than-needed', 'PM26, PM51, P051', [
    'heap',
    '(size + GRANULE - 1) >>> 4',
    '(size + GRANULE) >>> 4',
  ]),
  withoutCache('common.grant.fit/no-join-with-the-left', 'PM31', [
    'holes',
    'if (left < 0) {',
    'if (left < 0 && count < 0) {',
  ]),
  withoutCache('common.grant.fit/no-join-with-the-right', 'PM32', [
    'holes',
    'if (right < 0) {',
    'if (right < 0 && count < 0) {',
  ]),
  withoutCache('common.grant.fit/no-join-with-the-top', 'PM33', [
    'holes',
    'if (end === words[TOP]!) {',
    'if (end === words[TOP]! && first < 0) {',
  ]),
  withoutCache('common.grant.fit/gives-up-after-the-first-word', 'PM49, PM52', [
    'holes',
    'const rest = words[SUMMARY]! & (-2 << index);',
    'const rest = 0;',
  ]),
  withoutCache('common.grant.fit/map-forgets-a-ring-in-use', 'PM42', [
    'holes',
    '  if (next === previous) empty(words, next);\n}\n\nfunction',
    '  empty(words, RINGS + 4 * classOf(count));\n}\n\nfunction',
  ]),
  withoutCache('common.grant.fit/class-above-only', 'PM50: the fit of a plain two-level search', [
    'blocks',
    'if (hole !== 0) {',
    'if (hole !== 0 && align > 1) {',
  ]),
  inHeap(
    'common.grant.fit/refuses-before-it-flushes',
    'P153: an error path that forgets what is cached',
    [
      'heap',
      'if (start === 0 && words[IN_CACHE] !== 0) {',
      'if (start < 0 && words[IN_CACHE] !== 0) {',
    ],
  ),
  inHeap('common.grant.no-creep/cached-under-another-size', 'PM46, P145', [
    'heap',
    '    words[CACHE + count] = start;\n',
    '    words[CACHE + count - 1] = start;\n',
  ]),
  inHeap('common.inspect.partition/padding-in-front-is-lost', 'PM27, P048', [
    'blocks',
    'if (before > 0) release(words, start, before);',
    '',
  ]),
  inHeap('common.grant.fit/rest-behind-is-lost', 'PM21, PM25', [
    'blocks',
    'if (behind > 0) release(words, from + 2 * kept, behind);',
    '',
  ]),
  withoutCache('common.alloc.no-overlap/neighbour-not-told', 'PM41, P066', [
    'holes',
    'words[next + 2] = HOLE | previous;\n  if',
    'if',
  ]),
  inHeap(
    'common.grant.drain/smallest-blocks-stay-cached',
    'P078: freed memory that is never reused',
    [
      'blocks',
      'for (let count = 1; count < CACHE_SIZES; count++) {\n    let start',
      'for (let count = 2; count < CACHE_SIZES; count++) {\n    let start',
    ],
  ),
  inHeap('common.stats.agree/free-bytes-a-granule-short', 'PM81', [
    'heap',
    'return this.capacity - this.liveBytes;',
    'const held = this.liveBytes;\n    return Math.max(0, this.capacity - held - (held > 0 ? GRANULE : 0));',
  ]),
  inHeap('common.stats.agree/realloc-forgets-the-growth', 'PM80', [
    'blocks',
    'words[TAKEN]! += more;',
    '',
  ]),
  inHeap('common.stats.agree/cached-bytes-count-as-live', 'PM81', [
    'heap',
    '(this.#words[TAKEN]! - this.#words[IN_CACHE]!)',
    'this.#words[TAKEN]!',
  ]),
  inHeap('common.stats.agree/flush-counts-its-blocks-again', 'PM85', [
    'blocks',
    '      words[BLOCK_COUNT]!--;\n',
    '',
  ]),
  inHeap('common.stats.agree/old-block-stays-after-a-move', 'PM74', [
    'heap',
    '    this.dealloc(address);\n    return to;',
    '    return to;',
  ]),
  inHeap('common.alloc.no-overlap/shrinks-by-swapped-operands', 'PM76, P130', [
    'blocks',
    'release(words, start + 2 * kept, count - kept);',
    'release(words, start + 2 * kept, kept);',
  ]),
  inHeap('common.inspect.partition/top-begins-a-granule-early', 'PM22', [
    'blocks',
    "{ kind: 'hole', start: top,",
    "{ kind: 'hole', start: top - 2,",
  ]),
  inHeap('common.block.stable/forgets-the-first-block', 'PM59', [
    'adapter',
    "blocks: parts.filter(({ kind }) => kind === 'block'),",
    "blocks: parts.filter(({ kind }) => kind === 'block').slice(1),",
  ]),
  inHeap('common.create.empty/a-granule-counted-as-taken', 'PM29, PM59', [
    'heap',
    'return this.capacity - this.liveBytes;',
    'return this.capacity - this.liveBytes - GRANULE;',
  ]),
  inHeap('common.reset.fresh/keeps-the-count', 'PM85', [
    'shadow',
    'words.fill(0, 0, SHADOW);',
    'words.fill(0, 0, TAKEN);',
  ]),
  inHeap('common.misuse.double-detected/cached-block-taken-for-live', 'PM63, P105', [
    'blocks',
    'return (word - 1) >>> 0 < CACHED - 1;',
    'return word > 0;',
  ]),
  inHeap('common.misuse.double-detected/reset-leaves-the-first-words', 'PM85', [
    'heap',
    'this.#words.fill(0, SHADOW, this.#words[TOP]!);\n',
    '',
  ]),
  inHeap('common.misuse.double-detected/first-word-left-beside-the-top', 'PM63', [
    'holes',
    '    words[first] = 0;\n',
    '',
  ]),
  inHeap('common.misuse.double-detected/live-where-it-was-before-it-moved', 'PM63, PM85', [
    'heap',
    '    this.dealloc(address);\n    return to;',
    `    this.dealloc(address);
    const old = this.#indexOf(address);
    if (this.#words[old] === 0) this.#words[old] = oldSize / GRANULE;
    return to;`,
  ]),
  inHeap('common.misuse.foreign-detected/end-is-inside', 'PM64: at most for less than', [
    'heap',
    'index < this.#end ?',
    'index <= this.#end ?',
  ]),
  inHeap('common.misuse.foreign-detected/beginning-unchecked', 'PM64', [
    'heap',
    'index >= SHADOW && index < this.#end',
    'index < this.#end',
  ]),
  inHeap('common.misuse.foreign-detected/address-wraps-at-2-32', 'PM08', [
    'heap',
    '(offset | 0) === offset && (offset & 15) === 0 ?',
    '(offset & 15) === 0 ?',
  ]),
  inHeap('common.misuse.foreign-detected/end-unchecked', 'PM64', [
    'heap',
    'index >= SHADOW && index < this.#end',
    'index >= SHADOW',
  ]),
  inHeap('common.misuse.unchanged/rejected-dealloc-is-counted', 'PM67', [
    'heap',
    '} else if (!isLive(count)) {\n',
    '} else if (!isLive(count)) {\n      words[TAKEN]!--;\n',
  ]),
];
