/** The scopes of runs of frames. */
import type { BitmapMisuse, BitmapOperation } from '../../spec/index.ts';
import type { Scope } from '../scope.ts';
import type { BitmapState } from './state.ts';

interface Extents {
  readonly frames: number;
  /** Requests that can be live at one time. */
  readonly slots: number;
  /** Frames that a request may ask for. */
  readonly counts: readonly number[];
  /** Of split requests: frames, and runs at most. */
  readonly splits?: readonly (readonly [count: number, limit: number])[];
  readonly misuse?: readonly BitmapMisuse[];
  readonly ballast?: readonly BitmapOperation[];
  readonly effort?: BitmapScope['effort'];
}

type BitmapScope = Scope<'bitmap', BitmapState>;

function scope(name: BitmapScope['name'], reason: string, extents: Extents): BitmapScope {
  const { frames, counts, splits = [], misuse = [], ballast = [] } = extents;
  const slots = Array.from({ length: extents.slots }, (_, slot) => slot);
  return {
    name,
    family: 'bitmap',
    reason,
    effort: extents.effort ?? 'low',
    config: ({ frameCounts }) => (frameCounts.includes(frames) ? { frameCount: frames } : null),
    ballast,
    operations({ holdings, answers }) {
      const isLive = (slot: number): boolean => holdings.some((holding) => holding.slot === slot);
      // Slots are names that the subject never hears: any unused one will do.
      const slot = slots.find((each) => !isLive(each));
      const calls: BitmapOperation[] = [{ kind: 'observe' }];
      // It would give the ballast back as well.
      if (ballast.length === 0) calls.push({ kind: 'reset' });
      if (slot !== undefined) {
        for (const count of counts) calls.push({ kind: 'alloc', slot, count });
        for (const [count, limit] of splits) calls.push({ kind: 'allocSplit', slot, count, limit });
        calls.push({ kind: 'alloc', slot, count: 0 }, { kind: 'alloc', slot, count: frames + 1 });
        if (answers.invalidNumbers === 'reject') calls.push({ kind: 'alloc', slot, count: 1.5 });
      }
      for (const each of slots) {
        if (isLive(each)) calls.push({ kind: 'dealloc', slot: each });
        for (const how of misuse) calls.push({ kind: 'misuse', how, slot: each });
      }
      return calls.filter((call) => call.kind !== 'misuse' || isDeclared(answers, call.how));
    },
    shows: [{ kind: 'observe' }],
  };
}

const isDeclared = ({ misuse }: BitmapState['answers'], how: BitmapMisuse): boolean =>
  (typeof misuse === 'string' ? misuse : misuse[how]) !== 'undefined';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** All frames are taken but those from 30 to 33, which straddle two words of 32 bits. */
const WORD_EDGE: readonly BitmapOperation[] = [
  { kind: 'alloc', slot: 100, count: 30 },
  { kind: 'alloc', slot: 101, count: 4 },
  { kind: 'alloc', slot: 102, count: 30 },
  { kind: 'dealloc', slot: 101 },
];

export const bitmapScopes: readonly BitmapScope[] = [
  scope('bitmap/runs', 'every partition of eight frames into runs and holes', {
    effort: 'medium',
    frames: 8,
    slots: 8,
    counts: range(1, 8),
  }),
  scope('bitmap/split', 'halves that differ from a decrement need five frames of eight', {
    effort: 'medium',
    frames: 8,
    slots: 3,
    counts: [1, 2],
    splits: [3, 5, 7].flatMap((count) => [1, 2, 3, 8].map((limit) => [count, limit] as const)),
  }),
  scope('bitmap/misuse', 'a wrong dealloc in every state of four frames', {
    frames: 4,
    slots: 4,
    counts: range(1, 4),
    misuse: ['double', 'partial', 'foreign', 'range'],
  }),
  scope('bitmap/word-edge', 'four frames straddle two words of a bitmap', {
    frames: 64,
    slots: 4,
    counts: range(1, 4),
    splits: [
      [3, 2],
      [4, 4],
    ],
    ballast: WORD_EDGE,
  }),
  scope('bitmap/long-runs', 'runs longer than a word are found in another way', {
    frames: 128,
    slots: 3,
    counts: [32, 33, 64],
  }),
];
