/**
 * Runs of frames over a bitmap: which runs a request may be granted, and when it may be refused.
 * Chapter: spec/bitmap.md.
 *
 *     frame     0   1   2   3   4   5   6   7        capacity = 8
 *     live    |  run  |       |run|                  size 2 and 1
 *     free            | hole  |   |    hole   |      nothing but the complement
 *
 * The state has no bitmap and no offset. Both follow from the live runs, so that an allocator that
 * keeps them can be wrong about them.
 */
import type { BitmapOperation, BitmapOutcome } from '../spec/index.ts';
import { legalBitmap } from './bitmap/legal.ts';
import { bitmapPredicates } from './bitmap/predicates.ts';
import { runOf, tailOf } from './bitmap/runs.ts';
import { askOf, type BitmapState, callOf, type Holding, holdingOf } from './bitmap/state.ts';
import { type Extent, type Facts, initialCommon, nextCommon } from './common.ts';
import type { Model } from './model.ts';

/** Slots are names that the subject never hears. */
const byFirst = ([a]: readonly Extent[], [b]: readonly Extent[]): number =>
  (a?.start ?? 0) - (b?.start ?? 0);

const NOTHING_HELD = { holdings: [], ended: [], seams: [], tailFell: false } as const;

export const bitmapModel: Model<'bitmap', BitmapState> = {
  family: 'bitmap',
  initial: ({ frameCount }, answers) => ({
    ...initialCommon(frameCount),
    answers,
    ...NOTHING_HELD,
  }),
  next,
  predicates: bitmapPredicates,
  essence: ({ holdings }) => JSON.stringify(holdings.map(({ runs }) => runs).sort(byFirst)),
  legal: legalBitmap,
};

function next(state: BitmapState, operation: BitmapOperation, outcome: BitmapOutcome): BitmapState {
  const facts = factsOf(state, operation, outcome);
  const held = heldAfter(state, operation, facts);
  const live = held.holdings.flatMap(({ runs }) => runs).sort((a, b) => a.start - b.start);
  const fell = facts.effect === 'free' && tailOf(live) < tailOf(state.live);
  const startsAnew = facts.effect === 'grant' || facts.effect === 'reset';
  const tailFell = !startsAnew && (state.tailFell || fell);
  return { ...nextCommon(state, facts, live), answers: state.answers, ...held, tailFell };
}

/** What the call did. An answer that the operation cannot have leaves the state as it was. */
function factsOf(state: BitmapState, operation: BitmapOperation, outcome: BitmapOutcome): Facts {
  const call = callOf(state, operation);
  const { status } = outcome;
  const mishap: Facts = { effect: 'mishap', call };
  switch (operation.kind) {
    case 'alloc':
    case 'allocSplit': {
      const ask = askOf(state, operation);
      const asked = ask === null ? { call } : { call, ask };
      if (status === 'refused') return { effect: 'refuse', ...asked };
      if (status !== 'granted') return mishap;
      const grants = outcome.runs.map(({ first, count }) => runOf(first, count));
      return { effect: 'grant', ...asked, grants };
    }
    case 'dealloc': {
      const holding = holdingOf(state, operation.slot);
      if (holding === undefined || (status !== 'done' && status !== 'rejected')) return mishap;
      if (status === 'rejected') return { effect: 'other', call };
      return { effect: 'free', call, ...freedBy(state, holding) };
    }
    case 'misuse':
      if (status !== 'done' && status !== 'rejected' && status !== 'threw') return mishap;
      return { effect: 'misuse', call };
    case 'observe':
      if (status !== 'observed') return mishap;
      return { effect: 'observe', call, ...reportOf(outcome) };
    case 'reset':
      return status === 'done' ? { effect: 'reset', call } : mishap;
    case 'create':
      return status === 'created' || status === 'refused' ? { effect: 'read', call } : mishap;
  }
}

/** The request that a dealloc undoes. */
function freedBy({ last, answers }: BitmapState, { runs, ask }: Holding): Pick<Facts, 'freed'> {
  if (ask === null) return {};
  const justGranted =
    last.grants?.length === runs.length && last.grants.every((run) => runs.includes(run));
  // Where runs lie anywhere, a split request may find others the second time, and need more.
  const sameAgain = answers.placement !== 'unknown' || runs.length === 1;
  return { freed: { ask, atOnce: justGranted && sameAgain } };
}

function reportOf({ stats, marks }: BitmapOutcome & { status: 'observed' }): Pick<Facts, 'report'> {
  if (stats === undefined && marks === undefined) return {};
  const { freeFrames, longestRun } = stats ?? {};
  const parts = Object.entries({ freeFrames, longestRun, marks });
  const shown = parts.filter(([, value]) => value !== undefined);
  return { report: shown.map(([name, value]) => `${name} ${value}`).join(', ') };
}

type Held = Pick<BitmapState, 'holdings' | 'ended' | 'seams'>;

function heldAfter(state: BitmapState, operation: BitmapOperation, facts: Facts): Held {
  const { holdings, ended, seams } = state;
  if (facts.effect === 'reset') {
    const isOld = ({ slot }: Holding): boolean => holdings.every((held) => held.slot !== slot);
    return { ...NOTHING_HELD, ended: bySlot([...ended.filter(isOld), ...holdings]) };
  }
  if (operation.kind === 'dealloc' && facts.effect === 'free') {
    const isOther = (holding: Holding): boolean => holding.slot !== operation.slot;
    const gone = holdings.filter((holding) => !isOther(holding));
    const ends = gone
      .flatMap(({ runs }) => runs)
      .flatMap(({ start, size }) => [start, start + size]);
    return {
      holdings: holdings.filter(isOther),
      ended: bySlot([...ended.filter(isOther), ...gone]),
      seams: [...new Set([...seams, ...ends])].sort((a, b) => a - b),
    };
  }
  if (facts.grants === undefined || !('slot' in operation)) return { holdings, ended, seams };
  const { grants } = facts;
  const granted = { slot: operation.slot, runs: grants, ask: facts.ask ?? null };
  return {
    holdings: bySlot([...hidden(holdings, operation.slot), granted]),
    ended,
    seams: seams.filter(
      (at) => !grants.some(({ start, size }) => at >= start && at <= start + size),
    ),
  };
}

const bySlot = (list: readonly Holding[]): readonly Holding[] =>
  [...list].sort((a, b) => a.slot - b.slot);

/** A grant into a slot that is live takes the name of the old block away, not its frames. */
function hidden(holdings: readonly Holding[], slot: number): readonly Holding[] {
  const lowest = Math.min(0, ...holdings.map((holding) => holding.slot));
  return holdings.map((holding) =>
    holding.slot === slot ? { ...holding, slot: lowest - 1 } : holding,
  );
}
