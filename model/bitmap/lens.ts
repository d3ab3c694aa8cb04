/** What the common clauses ask of this family: names, holes, what a subject says about itself. */
import type { BitmapOperation, BitmapOutcome } from '../../spec/index.ts';
import type { Lens } from '../common.ts';
import type { Finding } from '../model.ts';
import { framesIn, longest, nameOf } from './runs.ts';
import { type BitmapState, freeOf, misuseOf } from './state.ts';

export const bitmapLens: Lens<BitmapState, BitmapOperation, BitmapOutcome> = {
  kinds: ['alloc', 'allocSplit', 'dealloc', 'misuse', 'observe', 'reset', 'create'],
  asking: ['alloc', 'allocSplit'],
  name: nameOf,
  contained: ({ start, size }, { capacity }) =>
    Number.isSafeInteger(start) && start >= 0 && start + size <= capacity,
  hole(state, { size }) {
    const hole = freeOf(state).find((free) => free.size >= size);
    return hole === undefined ? null : `the hole ${nameOf(hole)}`;
  },
  misuse: misuseOf,
  statistics(state, outcome) {
    if (outcome.status !== 'observed' || outcome.stats === undefined) return null;
    const { freeFrames, longestRun } = outcome.stats;
    const holes = freeOf(state);
    const free = framesIn(holes);
    if (freeFrames !== undefined && freeFrames !== free) {
      return `freeFrames is ${freeFrames}, but ${free} of ${state.capacity} frames are free`;
    }
    if (longestRun !== undefined && longestRun !== longest(holes)) {
      return `longestRun is ${longestRun}, but the longest hole has ${longest(holes)} frames`;
    }
    return true;
  },
  partition(state, outcome) {
    if (outcome.status !== 'observed' || outcome.marks === undefined) return null;
    const { marks } = outcome;
    if (marks.length !== state.capacity) {
      return `there are ${marks.length} marks for ${state.capacity} frames`;
    }
    const odd = [...marks].findIndex((mark) => mark !== '0' && mark !== '1');
    if (odd >= 0) return `the mark of frame ${odd} is "${marks[odd]}"`;
    return unmarked(state, marks) ?? true;
  },
  stability(state, outcome) {
    if (outcome.status !== 'observed' || outcome.marks === undefined) return null;
    return unmarked(state, outcome.marks) ?? true;
  },
  emptiness(state, outcome) {
    if (outcome.status !== 'observed') return null;
    const { stats, marks } = outcome;
    if (stats === undefined && marks === undefined) return null;
    for (const [name, value] of Object.entries(stats ?? {})) {
      if (value !== state.capacity) return `${name} is ${value} of ${state.capacity}`;
    }
    const marked = marks?.indexOf('1') ?? -1;
    return marked < 0 || `frame ${marked} is marked`;
  },
};

/** A live frame that is not marked, in words. */
function unmarked({ live }: BitmapState, marks: string): string | null {
  for (const run of live) {
    const at = marks.slice(run.start, run.start + run.size).search(/[^1]/);
    if (at >= 0) return `frame ${run.start + at} of the live ${nameOf(run)} is not marked`;
  }
  return null;
}

/** Whether exactly the live frames are marked. */
export function marksFinding(state: BitmapState, outcome: BitmapOutcome): Finding {
  if (outcome.status !== 'observed' || outcome.marks === undefined) return null;
  const { marks } = outcome;
  for (const { start, size } of freeOf(state)) {
    const at = marks.slice(start, start + size).search(/[^0]/);
    if (at >= 0) return `frame ${start + at} is marked, but not live`;
  }
  return unmarked(state, marks) ?? true;
}
