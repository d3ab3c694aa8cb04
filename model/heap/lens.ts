/** What the common clauses ask of a heap. */
import type { HeapLayout, HeapOperation, HeapOutcome } from '../../spec/index.ts';
import { type Extent, type Lens, overlap } from '../common.ts';
import { holeFor } from './cost.ts';
import { type HeapState, misuseAnswer } from './state.ts';

/** The bytes of an extent, as they are written in messages. */
export const name = ({ start, size }: Extent): string => `[${start}, ${start + size})`;

export const inside = ({ start, size }: Extent, { arena }: HeapState): boolean =>
  start >= arena.base && start + size <= arena.base + arena.size;

const extents = (list: HeapLayout['blocks']): Extent[] =>
  list.map(({ address, size }) => ({ space: 0, start: address, size }));

export const lens: Lens<HeapState, HeapOperation, HeapOutcome> = {
  kinds: ['alloc', 'dealloc', 'realloc', 'misuse', 'verify', 'observe', 'reset'],
  asking: ['alloc', 'realloc'],
  name,
  contained: inside,
  hole: holeFor,
  misuse: ({ answers }, operation) =>
    operation.kind === 'misuse'
      ? { how: operation.how, answer: misuseAnswer(answers, operation.how) }
      : null,
  statistics(state, outcome) {
    if (outcome.status !== 'observed' || outcome.stats === undefined) return null;
    const { liveCount, requestedBytes, freeBytes } = outcome.stats;
    const requested = total(state.live, ({ size }) => size);
    const most = state.arena.size - requested;
    if (liveCount !== undefined && liveCount !== state.live.length) {
      return `liveCount is ${liveCount}, but ${state.live.length} blocks are live`;
    }
    if (requestedBytes !== undefined && requestedBytes !== requested) {
      return `requestedBytes is ${requestedBytes}, but live blocks have ${requested}`;
    }
    if (freeBytes !== undefined && !(freeBytes >= 0 && freeBytes <= most)) {
      return `freeBytes is ${freeBytes}, but at most ${most} of ${state.arena.size} can be free`;
    }
    const least = leastFree(state);
    if (freeBytes !== undefined && freeBytes < least) {
      return `freeBytes is ${freeBytes}, but at least ${least} of ${state.arena.size} are free`;
    }
    return true;
  },
  partition(state, outcome) {
    if (outcome.status !== 'observed' || outcome.layout === undefined) return null;
    const all = [...extents(outcome.layout.blocks), ...extents(outcome.layout.holes)];
    all.sort((a, b) => a.start - b.start);
    for (const [at, extent] of all.entries()) {
      if (!inside(extent, state))
        return `${name(extent)} is outside the arena ${name(arenaOf(state))}`;
      const following = all[at + 1];
      if (following !== undefined && overlap(extent, following)) {
        return `${name(extent)} and ${name(following)} are both listed`;
      }
    }
    return true;
  },
  stability(state, outcome) {
    if (outcome.status !== 'observed' || outcome.layout === undefined) return null;
    const { blocks } = outcome.layout;
    for (const block of state.live) {
      const listed = blocks.find(({ address }) => address === block.start);
      if (listed === undefined) return `the live block ${name(block)} is not listed`;
      if (listed.size < block.size)
        return `the live block ${name(block)} is listed with ${listed.size} bytes`;
    }
    return (
      blocks.length === state.live.length ||
      `${blocks.length} blocks are listed, but ${state.live.length} are live`
    );
  },
  emptiness(state, outcome) {
    if (outcome.status !== 'observed') return null;
    const { stats, layout } = outcome;
    if (stats === undefined && layout === undefined) return null;
    if (stats?.liveCount !== undefined && stats.liveCount !== 0)
      return `liveCount is ${stats.liveCount}`;
    if (stats?.freeBytes !== undefined && stats.freeBytes < state.capacity) {
      return `freeBytes is ${stats.freeBytes} of ${state.capacity}`;
    }
    if (layout !== undefined && layout.blocks.length > 0)
      return `${layout.blocks.length} blocks are listed`;
    if (layout !== undefined) {
      const free = total(layout.holes, ({ size }) => size);
      if (free < state.capacity) return `the holes have ${free} of ${state.capacity} bytes`;
    }
    return true;
  },
};

/** Blocks take no more than they cost, and a hole no more than a block spends on itself. */
function leastFree({ answers, capacity, live }: HeapState): number {
  const { coalesce, overhead } = answers;
  const { perBlock } = overhead;
  // Where holes are joined later, or never, nobody knows how many there are.
  const isBounded = coalesce === 'immediate' || (coalesce === 'deferred' && perBlock === 0);
  return isBounded ? capacity - total(live, ({ held }) => held) - perBlock * (live.length + 1) : 0;
}

const arenaOf = ({ arena }: HeapState): Extent => ({
  space: 0,
  start: arena.base,
  size: arena.size,
});

const total = <T>(list: readonly T[], value: (item: T) => number): number =>
  list.reduce((sum, item) => sum + value(item), 0);
