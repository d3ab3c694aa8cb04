/** The scopes of paged regions. */
import type { PagedAnswers, PagedConfig, PagedOperation } from '../../spec/index.ts';
import type { Scope } from '../scope.ts';
import { frameSizeOf, isDamaged, type PagedState, pagesOf } from './state.ts';

interface Extents {
  readonly frames: number;
  readonly pids: number;
  /** Frames that a request may ask for. */
  readonly requests: readonly number[];
  readonly slots?: number;
  readonly quarantine?: number;
  readonly base?: number;
  /** Every pid reads and writes at the edges of its region and beyond them. */
  readonly accesses?: true;
  /** Every pid writes its own byte to any of its pages. */
  readonly contents?: true;
  /** Marks of live pages are overwritten, with 0 and with 1. */
  readonly tampering?: true;
  readonly ballast?: readonly PagedOperation[];
  readonly effort?: PagedScope['effort'];
}

type PagedScope = Scope<'paged', PagedState>;

/** Bytes. Two of them tell the first byte of a page from the last one. */
const FRAME_SIZE = 2;

function scope(name: PagedScope['name'], reason: string, extents: Extents): PagedScope {
  const { frames, contents, ballast = [] } = extents;
  const pids = Array.from({ length: extents.pids }, (_, pid) => pid);
  const config: PagedConfig = {
    memorySize: frames * FRAME_SIZE,
    frameCount: frames,
    slotCount: extents.slots ?? frames,
    quarantineCapacity: extents.quarantine ?? 1,
    virtualBase: extents.base ?? 0,
  };
  return {
    name,
    family: 'paged',
    reason,
    effort: extents.effort ?? 'low',
    config: ({ geometry }) => (geometry === 'any' ? config : null),
    ballast,
    operations: (state) => [
      { kind: 'purge' },
      ...(ballast.length === 0 ? [{ kind: 'reset' } as const] : []),
      { kind: 'observe' },
      ...pids.flatMap((pid) => callsOf(state, pid, pids, extents)),
      ...nonsense(state.answers),
    ],
    shows: [
      { kind: 'observe' },
      ...(contents ? pids.flatMap((pid) => pagesOfPid(config, pid)) : []),
    ],
  };
}

/** What a pid can do, in its turn. */
function callsOf(
  state: PagedState,
  pid: number,
  pids: readonly number[],
  { requests, accesses, contents, tampering }: Extents,
): PagedOperation[] {
  const calls: PagedOperation[] = [{ kind: 'dealloc', pid }];
  if (accesses) calls.push(...outside(state, pid, pids));
  // A subject that trusts its marks may grant a live frame while one is damaged.
  if (state.answers.selfChecking || !isDamaged(state)) {
    for (const request of requests) calls.push({ kind: 'alloc', pid, size: request * FRAME_SIZE });
  }
  for (let page = 0; page < pagesOf(state, pid); page += 1) {
    const address = { pid, position: state.config.virtualBase + page * FRAME_SIZE };
    if (contents) calls.push({ kind: 'write', pid, address, length: FRAME_SIZE, tag: pid + 1 });
    if (!tampering) continue;
    calls.push({ kind: 'tamper', pid, page, mark: 0 }, { kind: 'tamper', pid, page, mark: 1 });
  }
  return calls;
}

/** Accesses at the edges of a region and beyond them. */
function outside(state: PagedState, pid: number, pids: readonly number[]): PagedOperation[] {
  const base = state.config.virtualBase;
  const end = base + pagesOf(state, pid) * frameSizeOf(state);
  const other = pids.find((each) => each !== pid) ?? pid + 1;
  const tag = pid + 1;
  return [
    { kind: 'read', pid, address: { pid, position: end }, length: 0 },
    { kind: 'read', pid, address: { pid, position: base }, length: FRAME_SIZE + 1 },
    { kind: 'write', pid, address: { pid, position: end }, length: 1, tag },
    { kind: 'write', pid, address: { pid, position: end - 1 }, length: 2, tag },
    { kind: 'write', pid, address: { pid: other, position: base }, length: 1, tag },
    { kind: 'write', pid, address: { pid, position: base - 1 }, length: 1, tag },
  ];
}

/** Requests that must be refused in every state. */
function nonsense({ invalidNumbers, pids: [, highest] }: PagedAnswers): PagedOperation[] {
  const calls: PagedOperation[] = [
    { kind: 'alloc', pid: 0, size: 0 },
    { kind: 'alloc', pid: highest + 1, size: FRAME_SIZE },
    { kind: 'dealloc', pid: highest + 1 },
  ];
  if (invalidNumbers === 'reject') calls.push({ kind: 'alloc', pid: 0, size: Number.NaN });
  return calls;
}

/** Reads of all pages that a pid may have, whole ones. */
const pagesOfPid = ({ frameCount, virtualBase }: PagedConfig, pid: number) =>
  Array.from({ length: frameCount }, (_, page): PagedOperation => {
    const position = virtualBase + page * FRAME_SIZE;
    return { kind: 'read', pid, address: { pid, position }, length: FRAME_SIZE };
  });

/** Owners of frames 0 to 29 and 34 to 63: the four between them straddle two words of 32 bits. */
const WORD_EDGE: readonly PagedOperation[] = [
  { kind: 'alloc', pid: 7, size: 30 * FRAME_SIZE },
  { kind: 'alloc', pid: 8, size: 4 * FRAME_SIZE },
  { kind: 'alloc', pid: 9, size: 30 * FRAME_SIZE },
  { kind: 'dealloc', pid: 8 },
];

export const pagedScopes: readonly PagedScope[] = [
  scope('paged/contents', 'bytes of one pid must not reach another, whatever is damaged', {
    frames: 2,
    pids: 2,
    requests: [1, 2],
    base: 4,
    accesses: true,
    contents: true,
    tampering: true,
  }),
  scope('paged/pages', 'what is written to a split region must outlive any damage to its marks', {
    effort: 'high',
    frames: 4,
    pids: 2,
    requests: [1, 2, 3],
    accesses: true,
    contents: true,
    tampering: true,
  }),
  scope('paged/split', 'a region of scattered pages needs three frames', {
    effort: 'medium',
    frames: 4,
    pids: 2,
    requests: [1, 2, 3],
    accesses: true,
    contents: true,
  }),
  scope('paged/marks', 'any damage to the marks of two regions of which one is split', {
    effort: 'medium',
    frames: 4,
    pids: 2,
    requests: [1, 2, 3],
    tampering: true,
  }),
  scope('paged/three-pids', 'what two pids do may reach a third', {
    frames: 4,
    pids: 3,
    requests: [1, 2],
  }),
  scope('paged/halving', 'halves that differ from a decrement need five pages and eight frames', {
    effort: 'medium',
    frames: 8,
    pids: 2,
    requests: [2, 5],
  }),
  scope('paged/word-edge', 'four frames straddle two words of a bitmap', {
    effort: 'medium',
    frames: 64,
    pids: 2,
    requests: [1, 3],
    slots: 8,
    tampering: true,
    ballast: WORD_EDGE,
  }),
  scope('paged/scarce-slots', 'slots run out before frames do', {
    effort: 'medium',
    frames: 4,
    pids: 2,
    requests: [1, 2, 3],
    slots: 2,
    tampering: true,
  }),
  scope('paged/quarantine', 'three damaged regions do not fit into two entries', {
    effort: 'medium',
    frames: 4,
    pids: 3,
    requests: [1],
    quarantine: 2,
    tampering: true,
  }),
];
