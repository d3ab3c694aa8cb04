/** What a request takes from the arena, and where there is a hole for it, by the subject's own answers. */
import type { HeapAnswers } from '../../spec/index.ts';
import type { Ask } from '../common.ts';
import type { HeapState } from './state.ts';

export const isSize = (value: unknown): value is number =>
  Number.isSafeInteger(value) && typeof value === 'number' && value >= 0 && !Object.is(value, -0);

/** A power of two. */
export const isAlign = (value: unknown): value is number => {
  if (!isSize(value) || value === 0) return false;
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
};

/** What an alignment comes to in a subject that rounds up those that are none. */
export function alignOf(align: unknown): number {
  return isSize(align) && align > 0 ? powerOfTwoAbove(align) : 1;
}

/** The bytes that a block of this layout takes at most. */
export function spendOf({ arena, answers }: HeapState, size: number, align: number): number {
  const { perBlock, granule, minimum } = answers.overhead;
  const overAligned = align > answers.naturalAlign;
  if (answers.fit === 'power-of-two') {
    if (!overAligned) return powerOfTwoAbove(Math.max(size + perBlock, minimum));
    if (perBlock > 0) return powerOfTwoAbove(Math.max(size + perBlock + align, minimum));
    // Blocks are aligned to their size, but only as far as the arena itself is.
    return arena.base % align === 0
      ? powerOfTwoAbove(Math.max(size, minimum, align))
      : Number.POSITIVE_INFINITY;
  }
  const rounded = Math.ceil((size + perBlock) / granule) * granule;
  return Math.max(minimum, rounded) + (overAligned ? align + minimum : 0);
}

/** The request as the common clauses see it; `null` if its arguments are outside the domain. */
export function askOf(
  state: HeapState,
  request: { readonly size: unknown; readonly align: unknown },
): Ask | null {
  const { size, align } = request;
  if (!isSize(size) || !isAlign(align)) return null;
  const servesAlign = align <= state.answers.maxAlign;
  const cost = servesAlign
    ? needed(state.answers, spendOf(state, size, align))
    : Number.POSITIVE_INFINITY;
  return { size, alike: `align ${align}`, cost, impossible: size > state.arena.size };
}

/** The hole that a block needs: what it spends, rounded up to the size class that is searched. */
function needed({ fit, overhead }: HeapAnswers, spend: number): number {
  if (typeof fit === 'string') return spend;
  let doubling = 1;
  while (doubling * 2 <= spend) doubling *= 2;
  const width = Math.max(doubling / fit.classesPerDoubling, overhead.granule);
  return Math.ceil(spend / width) * width;
}

/** A hole that serves the request by the declared fit, named. */
export function holeFor(state: HeapState, { cost, size, alike }: Ask): string | null {
  if (state.answers.fit === 'power-of-two') return buddyHole(state, cost);
  const { arena, answers, live } = state;
  const { perArena } = answers.overhead;
  let from = arena.base + perArena;
  for (const block of live) {
    const slack = block.spend - block.size;
    const until = block.start - slack;
    if (until - from >= cost) return named(from, until, size, alike, cost);
    from = Math.max(from, block.start + block.held);
  }
  const end = arena.base + arena.size - perArena;
  return end - from >= cost ? named(from, end, size, alike, cost) : null;
}

const named = (from: number, until: number, size: number, alike: string, cost: number): string =>
  `a hole of at least ${until - from} bytes at ${from} (${size} bytes, ${alike}, cost at most ${cost})`;

/** A free block whose offset is a multiple of its size. Live blocks lie in blocks of the same kind. */
function buddyHole({ arena, live }: HeapState, cost: number): string | null {
  if (!Number.isFinite(cost)) return null;
  const until = (limit: number, from: number): number | null => {
    const start = Math.ceil(from / cost) * cost;
    return start + cost <= limit ? start : null;
  };
  const taken = live
    .map(({ start, spend }) => ({
      start: Math.floor((start - arena.base) / spend) * spend,
      size: spend,
    }))
    .sort((a, b) => a.start - b.start);
  let from = 0;
  for (const { start, size } of [...taken, { start: arena.size, size: 0 }]) {
    const found = until(start, from);
    if (found !== null) return `the free block of ${cost} bytes at ${arena.base + found}`;
    from = Math.max(from, start + size);
  }
  return null;
}

function powerOfTwoAbove(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
