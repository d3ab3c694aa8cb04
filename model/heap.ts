/**
 * The heap: which addresses a request may be granted, and when it may be refused. Chapter: spec/heap.md.
 *
 *     arena.base                                              arena.base + arena.size
 *     | perArena? |spend(b)|  hole  | spend(c) |      hole      | perArena? |
 *                  b.start            c.start
 *
 * What a block takes beside the bytes asked for is invisible, and so is the side on which it takes it. The
 * model therefore knows a hole only by the bytes that must be in it: the gap between two blocks less what
 * both may spend.
 */
import type { HeapAnswers, HeapExtent, HeapOperation, HeapOutcome } from '../spec/index.ts';
import { type Extent, type Facts, initialCommon, nextCommon } from './common.ts';
import { callText } from './heap/call.ts';
import { alignOf, askOf, isSize, spendOf } from './heap/cost.ts';
import { legalHeap } from './heap/legal.ts';
import { heapPredicates } from './heap/predicates.ts';
import { type Block, blockAt, type HeapState, misuseAnswer } from './heap/state.ts';
import type { Model } from './model.ts';

export const heapModel: Model<'heap', HeapState> = {
  family: 'heap',
  initial: (arena, answers) => ({
    ...initialCommon(arena.size - answers.overhead.perArena),
    live: [],
    arena,
    answers,
    sentinels: [],
  }),
  next,
  predicates: heapPredicates,
  essence: ({ live, sentinels }) => JSON.stringify([live.map(shape), sentinels]),
  legal: legalHeap,
};

/** A block without its slot, a name that the subject never hears, and its tag: no two are alike. */
const shape = ({ start, size, align, held, usable }: Block) => [start, size, align, held, usable];

function next(state: HeapState, operation: HeapOperation, outcome: HeapOutcome): HeapState {
  const facts = factsOf(state, operation, outcome);
  const live = liveAfter(state, operation, outcome);
  const common = nextCommon(state, facts, live);
  const resized = operation.kind === 'realloc' && facts.effect === 'grant';
  // A request outside the domain may be granted and is then paid for like any other.
  const unasked = facts.effect === 'grant' && facts.ask === undefined;
  const paid = unasked && 'slot' in operation ? (blockAt({ live }, operation.slot)?.spend ?? 0) : 0;
  return {
    ...common,
    spent: common.spent + paid,
    live: facts.effect === 'reset' ? [] : live,
    age: resized ? 'used' : common.age,
    arena: state.arena,
    answers: state.answers,
    sentinels: sentinelsAfter(state, operation, outcome),
  };
}

function factsOf(state: HeapState, operation: HeapOperation, outcome: HeapOutcome): Facts {
  const call = callText(operation);
  const mishap = { effect: 'mishap', call } as const;
  if (outcome.status === 'hung' || outcome.status === 'malformed' || outcome.status === 'skipped') {
    return mishap;
  }
  switch (operation.kind) {
    case 'alloc': {
      const ask = askOf(state, operation);
      const asked = ask === null ? {} : { ask };
      if (outcome.status === 'refused') return { effect: 'refuse', call, ...asked };
      if (outcome.status !== 'granted') return mishap;
      const { size } = operation;
      return {
        effect: 'grant',
        call,
        ...asked,
        grants: isSize(size) ? [extent(outcome.address, size)] : [],
      };
    }
    case 'realloc':
      if (outcome.status === 'refused') return { effect: 'refuse', call };
      if (outcome.status !== 'granted' || !isSize(operation.size)) return mishap;
      return { effect: 'grant', call, grants: [extent(outcome.address, operation.size)] };
    case 'dealloc': {
      const block = blockAt(state, operation.slot);
      if (outcome.status === 'threw') return mishap;
      if (block === undefined) return { effect: 'read', call };
      const ask = askOf(state, block);
      const granted =
        state.last.effect === 'grant' && state.last.grants?.[0]?.start === block.start;
      const atOnce = granted && state.last.ask !== undefined;
      return { effect: 'free', call, ...(ask === null ? {} : { freed: { ask, atOnce } }) };
    }
    case 'misuse': {
      const mayThrow = misuseAnswer(state.answers, operation.how) === 'throw';
      return outcome.status === 'threw' && !mayThrow ? mishap : { effect: 'misuse', call };
    }
    case 'verify':
      return outcome.status === 'threw' ? mishap : { effect: 'read', call };
    case 'observe':
      if (outcome.status !== 'observed') return mishap;
      return { effect: 'observe', call, ...reportOf(outcome, state.answers) };
    case 'reset':
      return outcome.status === 'threw' ? mishap : { effect: 'reset', call };
  }
}

const extent = (start: number, size: number): Extent => ({ space: 0, start, size });

/** Where holes are joined when needed, a call may join some: holes that touch count as one. */
function reportOf(
  { stats, layout }: HeapOutcome & { status: 'observed' },
  { coalesce }: HeapAnswers,
): { report?: string } {
  if (stats === undefined && layout === undefined) return {};
  if (layout === undefined) return { report: JSON.stringify({ stats }) };
  const blocks = byAddress(layout.blocks);
  const sorted = byAddress(layout.holes);
  const holes = coalesce === 'deferred' ? joined(sorted) : sorted;
  return { report: JSON.stringify({ stats, layout: { blocks, holes } }) };
}

const byAddress = (list: readonly HeapExtent[]): HeapExtent[] =>
  [...list].sort((a, b) => a.address - b.address);

function joined(holes: readonly HeapExtent[]): readonly HeapExtent[] {
  const before: HeapExtent[] = [];
  for (const { address, size } of holes) {
    const last = before.at(-1);
    if (last === undefined || last.address + last.size !== address) before.push({ address, size });
    else before.splice(-1, 1, { address: last.address, size: last.size + size });
  }
  return before;
}

function liveAfter(
  state: HeapState,
  operation: HeapOperation,
  outcome: HeapOutcome,
): readonly Block[] {
  const { live } = state;
  switch (operation.kind) {
    case 'alloc': {
      const { slot, size, align } = operation;
      if (outcome.status !== 'granted' || !isSize(size)) return live;
      if (size === 0 && state.answers.zeroSize !== 'unique') return live;
      return inserted(live, blockOf(state, slot, size, alignOf(align), outcome));
    }
    case 'realloc': {
      const block = blockAt(state, operation.slot);
      if (outcome.status !== 'granted' || block === undefined || !isSize(operation.size))
        return live;
      const resized = blockOf(state, block.slot, operation.size, block.align, outcome);
      return inserted(without(live, block.slot), keeping(block, resized, state.answers));
    }
    case 'dealloc':
      return outcome.status === 'done' || outcome.status === 'rejected'
        ? without(live, operation.slot)
        : live;
    case 'verify': {
      const block = blockAt(state, operation.slot);
      if (outcome.status !== 'read' || outcome.usable === undefined || block === undefined)
        return live;
      if (block.usable === outcome.usable) return live;
      return inserted(without(live, block.slot), { ...block, usable: outcome.usable });
    }
    case 'reset':
      return outcome.status === 'done' ? [] : live;
    default:
      return live;
  }
}

function blockOf(
  state: HeapState,
  slot: number,
  size: number,
  align: number,
  outcome: HeapOutcome & { status: 'granted' },
): Block {
  const spend = spendOf(state, size, align);
  const tag = outcome.tag ?? null;
  return {
    space: 0,
    start: outcome.address,
    size,
    slot,
    align,
    spend,
    held: spend,
    tag,
    usable: outcome.usable ?? null,
  };
}

function keeping(old: Block, resized: Block, { fit }: HeapAnswers): Block {
  if (resized.start !== old.start) return resized;
  const held = Math.max(old.held, resized.held);
  // A buddy is found by what it spends.
  return { ...resized, held, spend: fit === 'power-of-two' ? held : resized.spend };
}

const without = (live: readonly Block[], slot: number): readonly Block[] =>
  live.filter((block) => block.slot !== slot);

function inserted(live: readonly Block[], block: Block): readonly Block[] {
  const at = live.findIndex(({ start }) => start > block.start);
  return at < 0 ? [...live, block] : [...live.slice(0, at), block, ...live.slice(at)];
}

function sentinelsAfter(
  { sentinels, answers }: HeapState,
  operation: HeapOperation,
  outcome: HeapOutcome,
): readonly number[] {
  switch (operation.kind) {
    case 'alloc':
      if (outcome.status !== 'granted' || operation.size !== 0 || answers.zeroSize === 'unique')
        return sentinels;
      return [...sentinels, operation.slot];
    case 'dealloc':
      return sentinels.filter((slot) => slot !== operation.slot);
    case 'reset':
      return [];
    default:
      return sentinels;
  }
}
