/** The scopes of heaps. An arena is the smallest that the subject declares. */
import type { HeapMisuse, HeapOperation } from '../../spec/index.ts';
import type { Scope } from '../scope.ts';
import { type HeapState, misuseAnswer } from './state.ts';

interface Extents {
  /** Blocks that can be live at one time. */
  readonly slots: number;
  /** Sizes asked for, in fifths of the arena: few ways to cut it, and no rest is without use. */
  readonly fifths: readonly number[];
  /** Alignments, in multiples of the natural one. */
  readonly aligns?: readonly number[];
  readonly reallocs?: true;
  readonly zeroed?: true;
  readonly misuse?: readonly HeapMisuse[];
}

type HeapScope = Scope<'heap', HeapState>;

function scope(name: HeapScope['name'], reason: string, extents: Extents): HeapScope {
  const { fifths, aligns = [1], misuse = [] } = extents;
  const slots = Array.from({ length: extents.slots }, (_, slot) => slot);
  return {
    name,
    family: 'heap',
    reason,
    effort: 'low',
    config: ({ sizes, bases }) => ({ base: bases[0] ?? 0, size: Math.min(...sizes) }),
    ballast: [],
    operations({ arena, answers, live }) {
      const isLive = (slot: number): boolean => live.some((block) => block.slot === slot);
      // A few bytes less, which rounding gives back.
      const sizes = fifths.map((count) => Math.floor((count * arena.size) / 5) - 7);
      const legalAligns = aligns
        .map((times) => times * answers.naturalAlign)
        .filter((align) => align <= answers.maxAlign);
      // Slots are names that the subject never hears: any unused one will do.
      const slot = slots.find((each) => !isLive(each));
      const calls: HeapOperation[] = [{ kind: 'reset' }, { kind: 'observe' }];
      if (slot !== undefined) {
        for (const size of sizes) {
          for (const align of legalAligns) calls.push({ kind: 'alloc', slot, size, align });
          if (!extents.zeroed) continue;
          calls.push({ kind: 'alloc', slot, size, align: answers.naturalAlign, zeroed: true });
        }
      }
      for (const each of slots) {
        for (const how of misuse) {
          if (misuseAnswer(answers, how) !== 'undefined')
            calls.push({ kind: 'misuse', how, slot: each });
        }
        if (!isLive(each)) continue;
        calls.push({ kind: 'dealloc', slot: each });
        if (!extents.reallocs) continue;
        for (const size of sizes) calls.push({ kind: 'realloc', slot: each, size });
      }
      return calls;
    },
    shows: [{ kind: 'observe' }, ...slots.map((slot) => ({ kind: 'verify', slot }) as const)],
  };
}

export const heapScopes: readonly HeapScope[] = [
  scope('heap/blocks', 'a hole between two blocks, with one at each end', {
    slots: 5,
    fifths: [1, 2, 3],
  }),
  scope('heap/realloc', 'a block grows into a hole, shrinks beside one, and moves', {
    slots: 3,
    fifths: [1, 2, 3],
    reallocs: true,
  }),
  scope('heap/align', 'padding before a block and behind it', {
    slots: 2,
    fifths: [1, 2],
    aligns: [1, 4],
    zeroed: true,
  }),
  scope('heap/misuse', 'a wrong dealloc in every state of three blocks', {
    slots: 3,
    fifths: [1, 2],
    misuse: ['double', 'interior', 'foreign', 'null'],
  }),
];
