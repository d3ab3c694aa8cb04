/**
 * The parts of the fingerprints of `impl/`, and what speaks for each: an exploration that leaves it
 * out takes states for one that are not.
 *
 * - `counts`: those of the sound source change.
 * - `states`: the part follows from others as long as the source is right. A fault that keeps
 *   something from earlier in it is followed no further than a black box, or not as far.
 * - `shown`: the same, but the calls that show a state tell as much, so a fault that makes the part
 *   wrong breaks a clause even without it. It is kept as a defence, for subjects that show less.
 */
import type { Edit, Options, Target } from '../fault.ts';

export interface Part {
  readonly part: string;
  readonly target: Target;
  /** Takes the part out of the fingerprint. */
  readonly without: Edit;
  readonly scope: string;
  readonly options?: Options;
  readonly seenBy: 'counts' | 'states' | 'shown';
  /** Makes the part disagree with the others. */
  readonly fault?: readonly Edit[];
  /** Of the explorations, if less than all will do. */
  readonly histories?: number;
}

const edit = (file: string, find: string, replace = ''): Edit => ({
  file: `impl/${file}.ts`,
  find,
  replace,
});

/** The tree of runs says it too. */
const TELLS_NO_LONGEST = edit('adapters/bitmap', ', longestRun: allocator.longestRun');

const frames: readonly Part[] = [
  {
    part: 'bitmap: its frames',
    target: 'bitmap',
    without: edit('bitmap', 'yield* this.#frames.fingerprint();'),
    scope: 'bitmap/long-runs',
    seenBy: 'counts',
  },
  {
    part: 'bitmap: lengths of runs',
    target: 'bitmap',
    without: edit('bitmap', 'yield* this.#runLengths;'),
    scope: 'bitmap/long-runs',
    seenBy: 'states',
    fault: [edit('bitmap', 'this.#runLengths[first] = 0;')],
    histories: 2_000,
  },
  {
    part: 'bitmap: count of free frames',
    target: 'bitmap',
    without: edit('bitmap', 'yield this.#freeFrames;'),
    scope: 'bitmap/misuse',
    seenBy: 'shown',
    fault: [edit('bitmap', 'this.#freeFrames += count;')],
  },
  {
    part: 'frame set: marks',
    target: 'bitmap',
    without: edit('frame-set', 'yield* this.#words;'),
    scope: 'bitmap/misuse',
    seenBy: 'shown',
    fault: [edit('bitmap', 'this.#frames.unmark(first, count);\n    this.#run', 'this.#run')],
  },
  {
    part: 'frame set: reach',
    target: 'bitmap',
    without: edit('frame-set', 'yield* this.#reach.fingerprint();'),
    scope: 'bitmap/misuse',
    seenBy: 'counts',
  },
  {
    part: 'frame set: tree',
    target: 'bitmap',
    without: edit('frame-set', 'yield* this.#tree.fingerprint();'),
    scope: 'bitmap/long-runs',
    seenBy: 'states',
    fault: [TELLS_NO_LONGEST, forgetsToMend()],
  },
  {
    part: 'reach: of each word',
    target: 'bitmap',
    without: edit('reach', 'yield* this.#reach;'),
    scope: 'bitmap/misuse',
    seenBy: 'states',
    fault: [
      edit('reach', 'this.#reach[word] = reach;', 'if (reach > 0) this.#reach[word] = reach;'),
    ],
  },
  {
    part: 'reach: groups',
    target: 'bitmap',
    without: edit('reach', 'yield* this.#groups;'),
    scope: 'bitmap/misuse',
    seenBy: 'states',
    fault: [
      edit(
        'reach',
        'this.#reach[word] = reach;',
        'this.#reach[word] = reach;\n    if (reach === 0) return;',
      ),
    ],
  },
  {
    part: 'reach: summary',
    target: 'bitmap',
    without: edit('reach', 'yield* this.#summary;'),
    scope: 'bitmap/word-edge',
    seenBy: 'counts',
  },
  {
    part: 'tree: mended first',
    target: 'bitmap',
    without: edit('run-tree', '    this.#mend();\n    yield*', '    yield*'),
    scope: 'bitmap/word-edge',
    seenBy: 'counts',
  },
  {
    part: 'tree: nodes',
    target: 'bitmap',
    without: edit('run-tree', 'yield* this.#nodes;'),
    scope: 'bitmap/long-runs',
    seenBy: 'states',
    fault: [TELLS_NO_LONGEST, forgetsToMend()],
  },
];

/** A word that was not full and is all free at once. */
function forgetsToMend(): Edit {
  const read = 'const bits = this.#words[word]!;';
  const leaf = '4 * (this.#words.length + word) + LONGEST';
  return edit('run-tree', read, `${read}\n    if (bits === 0 && nodes[${leaf}]! > 0) return;`);
}

/** Keeps what the row held before. */
const stale = (find: string, replace: string): readonly Edit[] => [edit('segments', find, replace)];
const STALE_DEPTH = stale(
  'this.#depth[row] = this.#depth[previous]! + 1;',
  'this.#depth[row] = Math.max(this.#depth[row]!, this.#depth[previous]! + 1);',
);
const STALE_JUMP = stale('this.#jump[row] = this.#jump', 'this.#jump[row] ||= this.#jump');
const FIRST_ENTRY = 'this.#quarantine[2 * this.#quarantineCount] ';

/** As many as are enough for a fault that calls show. */
const FEW = 5_000;

function ofSegments(part: string, find: string, replace: string, fault: readonly Edit[]): Part {
  return {
    part: `segments: ${part}`,
    target: 'paged',
    without: edit('segments', find, replace),
    scope: 'paged/halving',
    seenBy: 'shown',
    fault,
    histories: FEW,
  };
}

function ofMemory(part: string, yielded: string, fault: Edit): Part {
  return {
    part: `frame memory: ${part}`,
    target: 'paged',
    without: edit('frame-memory', yielded),
    scope: 'paged/contents',
    seenBy: 'shown',
    fault: [fault],
    histories: FEW,
  };
}

const regions: readonly Part[] = [
  {
    part: 'paged: its memory',
    target: 'paged',
    without: edit('paged', 'yield* this.#memory.fingerprint();'),
    scope: 'paged/contents',
    seenBy: 'counts',
  },
  {
    part: 'paged: its segments',
    target: 'paged',
    without: edit('paged', 'yield* this.#segments.fingerprint();'),
    scope: 'paged/halving',
    seenBy: 'states',
    fault: STALE_JUMP,
    histories: 12_800,
  },
  {
    part: 'frame memory: bytes',
    target: 'paged',
    without: edit('frame-memory', 'yield* this.bytes;'),
    scope: 'paged/contents',
    seenBy: 'counts',
  },
  {
    part: 'frame memory: owned frames',
    target: 'paged',
    without: edit('frame-memory', 'yield* this.#owned.fingerprint();'),
    scope: 'paged/halving',
    seenBy: 'counts',
  },
  ofMemory(
    'marks',
    'yield* this.#marks.fingerprint();',
    edit('frame-memory', 'this.#marks.unmark(first, count);\n    this.bytes', 'this.bytes'),
  ),
  ofMemory(
    'count of the quarantine',
    'yield this.#quarantineCount;',
    edit('frame-memory', '    }\n    this.#quarantineCount = 0;', '    }'),
  ),
  ofMemory(
    'quarantine',
    'yield* this.#quarantine.subarray(0, 2 * this.#quarantineCount);',
    edit('frame-memory', `${FIRST_ENTRY}=`, `${FIRST_ENTRY}||=`),
  ),
  ofMemory(
    'count of free frames',
    'yield this.#freeFrames;',
    edit('frame-memory', 'this.#freeFrames += count;'),
  ),
  ofSegments(
    'pid',
    'yield* [pid, ',
    'yield* [',
    stale('this.#pid[row] = pid;', 'this.#pid[row] ||= pid;'),
  ),
  ofSegments('depth of the newest', '[pid, depth[newest]!]', '[pid]', STALE_DEPTH),
  ofSegments(
    'first frame',
    'yield* [this.first[row]!, ',
    'yield* [',
    stale('this.first[row] = first;', 'this.first[row] ||= first;'),
  ),
  ofSegments(
    'frames',
    ', this.count[row]!, this.page',
    ', this.page',
    stale('this.count[row] = count;', 'this.count[row] ||= count;'),
  ),
  ofSegments(
    'page',
    'this.page[row]!, depth[row]!]',
    'depth[row]!]',
    stale('this.page[row] = this.page', 'this.page[row] ||= this.page'),
  ),
  ofSegments('depth', ', depth[row]!];', '];', STALE_DEPTH),
  {
    ...ofSegments(
      'the one before',
      'yield* [depth[this.#previous[row]!]!, ',
      'yield* [',
      stale('this.#previous[row] = previous;', 'this.#previous[row] ||= previous;'),
    ),
    seenBy: 'states',
    histories: 12_800,
  },
  {
    ...ofSegments('jump', '!, depth[this.#jump[row]!]!];', '!];', STALE_JUMP),
    seenBy: 'states',
    histories: 12_800,
  },
  ofSegments(
    'rows in use',
    'yield this.#used;',
    '',
    stale('this.#used -= this.#depth[newest]!;', ''),
  ),
];

function ofHeap(part: string, without: Edit, scope: string, more: Partial<Part> = {}): Part {
  return { part: `heap: ${part}`, target: 'heap', without, scope, seenBy: 'counts', ...more };
}

const OFF = { cache: 'off' };

const blocks: readonly Part[] = [
  ofHeap('maps and counts', edit('heap', 'yield* words.subarray(MAP, REFUSALS);'), 'heap/align'),
  ofHeap('states of its parts', edit('heap', 'yield* statesOf(words, this.#end);'), 'heap/align'),
  ofHeap(
    'kind of a part',
    edit('blocks', "[kind === 'hole' ? 0 : kind === 'block' ? 1 : 2, ", '['),
    'heap/blocks',
    {
      options: OFF,
      seenBy: 'shown',
      fault: [edit('heap', '    release(words, start, count);\n    if', '    if')],
    },
  ),
  ofHeap('size of a part', edit('blocks', '? 1 : 2, count,', '? 1 : 2,'), 'heap/align', {
    options: OFF,
    seenBy: 'shown',
    fault: [edit('blocks', 'mark(words, from, kept);', 'mark(words, from, kept + 1);')],
  }),
  ofHeap(
    'last word of a part',
    edit('blocks', ', words[start + 2 * count - 1]!];', '];'),
    'heap/misuse',
    {
      options: OFF,
      seenBy: 'states',
      fault: [
        edit(
          'holes',
          '  words[start + 2 * count - 1] = 0;\n  words[start] = count;\n}',
          '  words[start] = count;\n}',
        ),
      ],
    },
  ),
  ofHeap(
    'first words of granules',
    edit('blocks', 'yield Number(isLive(words[word]!));', '{}'),
    'heap/blocks',
    { options: OFF, seenBy: 'states', fault: [edit('holes', '    words[start] = 0;\n')] },
  ),
  ofHeap(
    'order of cached blocks',
    edit('blocks', 'for (const [start] of cachedBlocks(words)) yield start;'),
    'heap/align',
  ),
  ofHeap(
    'order of holes',
    edit('blocks', 'hole = nextHole(words, hole)) yield hole;', 'hole = nextHole(words, hole)) {}'),
    'heap/misuse',
  ),
];

export const FINGERPRINT_PARTS: readonly Part[] = [...frames, ...regions, ...blocks];
