/**
 * Every outcome that the clauses of the chapter allow, written down without the predicates: a second
 * reading of the same text. The two are held together by a test. Contents are left out but where they are
 * determined.
 */
import type { HeapOperation, HeapOutcome } from '../../spec/index.ts';
import { type Ask, sameAsk } from '../common.ts';
import { callText } from './call.ts';
import { alignOf, askOf, holeFor, isAlign, isSize } from './cost.ts';
import { type Block, blockAt, type HeapState, misuseAnswer } from './state.ts';

export function* legalHeap(state: HeapState, operation: HeapOperation): Iterable<HeapOutcome> {
  switch (operation.kind) {
    case 'alloc':
      yield* legalAlloc(state, operation);
      return;
    case 'realloc': {
      const block = blockAt(state, operation.slot);
      if (block !== undefined) yield* legalRealloc(state, block, operation.size);
      return;
    }
    case 'dealloc':
      yield { status: 'done' };
      // An address that is not a block may be called foreign.
      if (blockAt(state, operation.slot) === undefined) yield { status: 'rejected' };
      return;
    case 'misuse': {
      const answer = misuseAnswer(state.answers, operation.how);
      const mustBeSeen = operation.how !== 'null' && (answer === 'detect' || answer === 'throw');
      yield { status: 'rejected' };
      if (!mustBeSeen) yield { status: 'done' };
      if (answer === 'throw') yield { status: 'threw', message: operation.how };
      return;
    }
    case 'verify': {
      const block = blockAt(state, operation.slot);
      const tag = block?.tag ?? null;
      yield block === undefined || tag === null
        ? { status: 'read' }
        : { status: 'read', content: [[tag, block.size]] };
      return;
    }
    case 'observe':
      yield { status: 'observed', stats: statsOf(state), layout: layoutOf(state) };
      return;
    case 'reset':
      yield { status: 'done' };
  }
}

function* legalAlloc(
  state: HeapState,
  operation: HeapOperation & { kind: 'alloc' },
): Iterable<HeapOutcome> {
  const { size, align } = operation;
  const { answers, arena, live } = state;
  const badAlign = !isAlign(align);
  const refusedByRule =
    (badAlign && answers.invalidAlign === 'reject') ||
    (size === 0 && answers.zeroSize === 'reject');
  if (!isSize(size) || refusedByRule) {
    yield { status: 'refused' };
    return;
  }
  const wasRefused = refusedJustNow(state, operation);
  if (size === 0) {
    const isSentinel = answers.zeroSize === 'sentinel';
    const step = isSentinel ? alignOf(align) : 1;
    for (const address of multiples(step, arena.base, arena.base + arena.size)) {
      if (!wasRefused && mayBeZeroSize(state, address)) yield { status: 'granted', address };
    }
    if (!isSentinel) yield { status: 'refused' };
    return;
  }
  const ask = askOf(state, operation);
  if (size <= arena.size && !wasRefused) {
    const step = Math.max(alignOf(align), answers.naturalAlign);
    for (const address of placements(state, live, size, step)) yield { status: 'granted', address };
  }
  if (ask === null || !mustBeGranted(state, ask)) yield { status: 'refused' };
}

function* legalRealloc(state: HeapState, block: Block, size: unknown): Iterable<HeapOutcome> {
  if (!isSize(size) || (size === 0 && state.answers.zeroSize === 'reject')) {
    yield { status: 'refused' };
    return;
  }
  const others = state.live.filter((live) => live !== block);
  if (!refusedJustNow(state, { kind: 'realloc', slot: block.slot, size })) {
    const align = Math.max(block.align, state.answers.naturalAlign);
    for (const address of placements(state, others, size, align))
      yield { status: 'granted', address };
  }
  const ask = askOf(state, { size, align: block.align });
  if (ask === null || !searches(state) || holeFor(state, ask) === null) yield { status: 'refused' };
}

function* multiples(step: number, from: number, until: number): Iterable<number> {
  for (let at = Math.ceil(from / step) * step; at <= until; at += step) yield at;
}

/** Aligned addresses at which `size` bytes lie inside the arena and meet no live block. */
function* placements(
  { arena }: HeapState,
  live: readonly Block[],
  size: number,
  align: number,
): Iterable<number> {
  for (const address of multiples(align, arena.base, arena.base + arena.size - size)) {
    const isFree = live.every(({ start, size: taken }) =>
      taken === 0
        ? start < address || start >= address + size
        : address + size <= start || start + taken <= address,
    );
    if (isFree) yield address;
  }
}

function mayBeZeroSize({ answers, live }: HeapState, address: number): boolean {
  if (answers.zeroSize === 'unique') {
    return live.every(({ start, size }) => address < start || address >= start + Math.max(size, 1));
  }
  return live.every(({ start, size }) => address <= start || address >= start + size);
}

/** Asking again changes nothing, if equal calls have equal answers. */
function refusedJustNow({ last, answers }: HeapState, operation: HeapOperation): boolean {
  return answers.deterministic && last.effect === 'refuse' && last.call === callText(operation);
}

const searches = (state: HeapState): boolean => state.answers.fit !== 'unknown' && joins(state);

const joins = ({ answers: { coalesce } }: HeapState): boolean =>
  coalesce === 'immediate' || coalesce === 'deferred';

function mustBeGranted(state: HeapState, ask: Ask): boolean {
  const { age, answers, capacity, last, live, spent } = state;
  const reuses = answers.coalesce !== 'never';
  const fits = ask.cost <= capacity;
  const again = last.freed?.atOnce === true && sameAsk(last.freed.ask, ask);
  return (
    !ask.impossible &&
    ((age === 'new' && fits) ||
      (age !== 'used' && spent + ask.cost <= capacity && answers.fit !== 'unknown') ||
      (age === 'used' && live.length === 0 && fits && joins(state)) ||
      (again && reuses) ||
      (searches(state) && holeFor(state, ask) !== null))
  );
}

function statsOf({ arena, live }: HeapState) {
  const requestedBytes = live.reduce((sum, { size }) => sum + size, 0);
  return { liveCount: live.length, requestedBytes, freeBytes: arena.size - requestedBytes };
}

function layoutOf({ arena, live }: HeapState) {
  const holes = [];
  let from = arena.base;
  for (const { start, size } of live) {
    if (start > from) holes.push({ address: from, size: start - from });
    from = Math.max(from, start + size);
  }
  const end = arena.base + arena.size;
  if (end > from) holes.push({ address: from, size: end - from });
  return { blocks: live.map(({ start, size }) => ({ address: start, size })), holes };
}
