import type { BitmapAnswers, BitmapOperation } from '../../spec/index.ts';
import { type Ask, type CommonState, type Extent, overlap } from '../common.ts';
import { holesOf, nameOf } from './runs.ts';

/** What one request was granted. */
export interface Holding {
  readonly slot: number;
  /** In the order in which they were granted. */
  readonly runs: readonly Extent[];
  readonly ask: Ask | null;
}

/** `live` has the runs of all holdings, lowest first; marks, holes and the tail follow from it. */
export interface BitmapState extends CommonState {
  readonly answers: BitmapAnswers;
  readonly holdings: readonly Holding[];
  /** What each slot held last, if it was deallocated. */
  readonly ended: readonly Holding[];
  /** Free frames at which a run began or ended that was deallocated. */
  readonly seams: readonly number[];
  /** Deallocs moved the tail down, and nothing was granted since. */
  readonly tailFell: boolean;
}

export const isPositive = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

export const freeOf = ({ capacity, live }: BitmapState): readonly Extent[] =>
  holesOf(capacity, live);

export const holdingOf = ({ holdings }: BitmapState, slot: number): Holding | undefined =>
  holdings.find((holding) => holding.slot === slot);

/** The request as the common clauses see it; `null` if its arguments are outside the domain. */
export function askOf(state: BitmapState, operation: BitmapOperation): Ask | null {
  if (operation.kind !== 'alloc' && operation.kind !== 'allocSplit') return null;
  const { count } = operation;
  if (!isPositive(count)) return null;
  // While the free frames lie side by side, any n of them serve n; after that they are scattered.
  const cost = freeOf(state).length <= 1 ? count : Number.POSITIVE_INFINITY;
  const ask = { size: count, cost, impossible: count > state.capacity };
  if (operation.kind === 'alloc') return { ...ask, alike: 'one run' };
  if (!isPositive(operation.limit)) return null;
  // Halving may need fewer runs for more frames, so no other size is alike.
  return { ...ask, alike: `split ${count} into at most ${operation.limit}` };
}

/** Equal for equal calls. */
export function callOf(state: BitmapState, operation: BitmapOperation): string {
  switch (operation.kind) {
    case 'alloc':
      return `alloc(${show(operation.count)})`;
    case 'allocSplit':
      return `allocSplit(${show(operation.count)}, ${show(operation.limit)})`;
    case 'dealloc':
      return `dealloc(#${operation.slot})`;
    case 'misuse':
      return misuseCall(state, operation);
    default:
      return `${operation.kind}()`;
  }
}

const show = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : String(value));

type Misuse = BitmapOperation & { readonly kind: 'misuse' };

function misuseCall(state: BitmapState, { how, slot }: Misuse): string {
  switch (how) {
    case 'double':
      return `the second dealloc of ${nameIfAny(endedRun(state, slot))}`;
    case 'partial':
      return `the dealloc of a part of ${nameIfAny(divisibleRun(state, slot))}`;
    case 'foreign':
      return 'the dealloc of frames that were never granted';
    case 'range':
      return `the dealloc of frames beyond ${state.capacity - 1}, the last one,`;
  }
}

const nameIfAny = (run: Extent | undefined): string => (run === undefined ? 'no run' : nameOf(run));

/** A run that the slot held and that no live run has taken a frame of. */
const endedRun = ({ ended, live }: BitmapState, slot: number): Extent | undefined =>
  ended
    .find((holding) => holding.slot === slot)
    ?.runs.find((run) => live.every((other) => !overlap(run, other)));

const divisibleRun = (state: BitmapState, slot: number): Extent | undefined =>
  holdingOf(state, slot)?.runs.find(({ size }) => size > 1);

/** The subject's answer for this misuse; `null` if the state does not make it misuse. */
export function misuseOf(state: BitmapState, operation: BitmapOperation) {
  if (operation.kind !== 'misuse') return null;
  const { how, slot } = operation;
  if (how === 'double' && endedRun(state, slot) === undefined) return null;
  if (how === 'partial' && divisibleRun(state, slot) === undefined) return null;
  const { misuse } = state.answers;
  return { how, answer: typeof misuse === 'string' ? misuse : misuse[how] };
}
