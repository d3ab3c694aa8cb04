/**
 * Every outcome that the clauses allow, written down without the predicates: a second reading of
 * the same text. The two are held together by a test. Statistics and marks are listed in full.
 */
import type { BitmapOperation, BitmapOutcome } from '../../spec/index.ts';
import type { Extent } from '../common.ts';
import { framesIn, halvings, longest, placesOf, runOf } from './runs.ts';
import { type BitmapState, callOf, freeOf, holdingOf, isPositive, misuseOf } from './state.ts';

export function* legalBitmap(
  state: BitmapState,
  operation: BitmapOperation,
): Iterable<BitmapOutcome> {
  switch (operation.kind) {
    case 'alloc':
      yield* legalAlloc(state, operation);
      return;
    case 'allocSplit':
      yield* legalSplit(state, operation);
      return;
    case 'dealloc':
      yield { status: holdingOf(state, operation.slot) === undefined ? 'skipped' : 'done' };
      return;
    case 'misuse':
      yield* legalMisuse(misuseOf(state, operation)?.answer ?? 'undefined');
      return;
    case 'observe':
      yield { status: 'observed', ...observed(state) };
      return;
    case 'reset':
      yield { status: 'done' };
      return;
    case 'create':
      yield* legalCreate(state, operation.config.frameCount);
  }
}

const granted = (runs: readonly Extent[]): BitmapOutcome => ({
  status: 'granted',
  runs: runs.map(({ start, size }) => ({ first: start, count: size })),
});

/** The call before was the same and refused, and the subject is deterministic. */
function isStuck(state: BitmapState, operation: BitmapOperation): boolean {
  const { answers, last } = state;
  return (
    answers.deterministic && last.effect === 'refuse' && last.call === callOf(state, operation)
  );
}

function* legalAlloc(
  state: BitmapState,
  operation: BitmapOperation & { kind: 'alloc' },
): Iterable<BitmapOutcome> {
  const { count } = operation;
  const { answers, capacity, live } = state;
  const places = isPositive(count) ? placesOf(answers.placement, capacity, live, count) : [];
  if (!isPositive(count) || places.length === 0) {
    yield { status: 'refused' };
    return;
  }
  if (isStuck(state, operation)) return;
  for (const place of places) yield granted([runOf(place, count)]);
}

function* legalSplit(
  state: BitmapState,
  operation: BitmapOperation & { kind: 'allocSplit' },
): Iterable<BitmapOutcome> {
  const { count, limit } = operation;
  if (!isPositive(count) || !isPositive(limit)) {
    yield { status: 'refused' };
    return;
  }
  const { answers, capacity, live } = state;
  const ways = [...halvings(answers.placement, capacity, live, count, limit)];
  if (!isStuck(state, operation)) yield* ways.map(granted);
  const holes = freeOf(state);
  const always = longest(holes) >= count || (limit >= count && framesIn(holes) >= count);
  const mustGrant = answers.placement === 'unknown' ? always : ways.length > 0;
  if (!mustGrant) yield { status: 'refused' };
}

function* legalMisuse(answer: string): Iterable<BitmapOutcome> {
  if (answer === 'undefined') {
    yield { status: 'skipped' };
    return;
  }
  yield { status: 'rejected' };
  if (answer === 'ignore') yield { status: 'done' };
  if (answer === 'throw') yield { status: 'threw', message: 'misuse' };
}

function observed(state: BitmapState) {
  const holes = freeOf(state);
  const isFree = (frame: number): boolean =>
    holes.some(({ start, size }) => frame >= start && frame < start + size);
  const frames = Array.from({ length: state.capacity }, (_, frame) => (isFree(frame) ? '0' : '1'));
  const stats = { freeFrames: framesIn(holes), longestRun: longest(holes) };
  return { stats, marks: frames.join('') };
}

function* legalCreate({ answers }: BitmapState, frameCount: unknown): Iterable<BitmapOutcome> {
  const mustBeMade = answers.frameCounts.some((declared) => declared === frameCount);
  if (isPositive(frameCount)) yield { status: 'created' };
  if (!mustBeMade) yield { status: 'refused' };
}
