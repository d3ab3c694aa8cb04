/**
 * Every layout that is possible after what is known: regions and entries whose frames are known lie
 * there, and the others anywhere. For tiny instances only; the number of layouts grows beyond all
 * bounds.
 */
import type { FrameRun, PagedLayout } from '../../spec/index.ts';
import { layoutOf } from './placement.ts';
import { countOf, endOf, framesOf, isIn, type Pool, poolWithout, take, waysToCut } from './runs.ts';
import {
  type Bounds,
  frameSizeOf,
  freeFrames,
  grantsOf,
  type PagedState,
  type Region,
  unknownPages,
  usedSlots,
} from './state.ts';

interface Placed {
  readonly pid: number;
  readonly runs: readonly FrameRun[];
}

const ANYWHERE = { placement: 'unknown', split: 'unknown' } as const;

export function* layoutsOf(state: PagedState): Iterable<PagedLayout> {
  const { config, quarantine, regions } = state;
  const known = [...regions.flatMap(({ runs }) => runs), ...quarantine.entries];
  const pool = poolWithout(config.frameCount, known);
  for (const placed of placements(state, regions, pool)) {
    const segments = placed.flatMap(({ pid, runs }) => runs.map((run) => ({ ...run, pid })));
    if (segments.length > config.slotCount || !isLegalCount(state, segments.length)) continue;
    const left = poolWithout(config.frameCount, [...segments, ...quarantine.entries]);
    for (const behind of tables(left, quarantine.more.entries, quarantine.more.frames)) {
      const table = [...quarantine.entries, ...behind];
      const free = config.frameCount - countOf(segments) - countOf(table);
      const { least, most } = freeFrames(state);
      if (free < least || free > most) continue;
      const plain = table.map(({ first, count }) => ({ first, count }));
      yield layoutOf(state, { segments, quarantine: plain });
    }
  }
}

function isLegalCount(state: PagedState, count: number): boolean {
  const { least, most } = usedSlots(state);
  return count >= least && count <= most;
}

/** Every way to place the pages of these regions that are not known to lie anywhere. */
function* placements(
  state: PagedState,
  regions: readonly Region[],
  pool: Pool,
): Iterable<readonly Placed[]> {
  const [region, ...others] = regions;
  if (region === undefined) {
    yield [];
    return;
  }
  for (const runs of continuations(state, region, pool)) {
    const rest = runs.reduce(take, pool);
    for (const each of joins(state, region, runs)) {
      for (const placed of placements(state, others, rest)) {
        yield [{ pid: region.pid, runs: each }, ...placed];
      }
    }
  }
}

/** Every way to place the grants behind the known part of a region, one after the other. */
function* continuations(
  state: PagedState,
  region: Region,
  pool: Pool,
): Iterable<readonly FrameRun[]> {
  const unknown = unknownPages(region);
  const { pending } = state.unseen;
  const { slotCount } = state.config;
  if (pending !== null && pending.pid === region.pid) {
    const { asked, given, pool: from } = pending;
    yield* waysToCut(from, asked, given, slotCount, state.answers);
    return;
  }
  if (state.answers.split === 'unknown') {
    yield* waysToCut(pool, unknown, unknown, slotCount, ANYWHERE);
    return;
  }
  const behind = grantsOf(state, region.pid).slice(-grantsBehind(state, region));
  const sizes = unknown === 0 ? [] : behind.map(({ size }) => size / frameSizeOf(state));
  yield* eachGrant(pool, sizes, slotCount);
}

function grantsBehind(state: PagedState, region: Region): number {
  const end = state.config.virtualBase + countOf(region.runs) * frameSizeOf(state);
  return grantsOf(state, region.pid).filter(({ start }) => start >= end).length;
}

function* eachGrant(
  pool: Pool,
  sizes: readonly number[],
  slots: number,
): Iterable<readonly FrameRun[]> {
  const [size, ...others] = sizes;
  if (size === undefined) {
    yield [];
    return;
  }
  for (const runs of waysToCut(pool, size, size, slots, ANYWHERE)) {
    for (const rest of eachGrant(runs.reduce(take, pool), others, slots)) yield [...runs, ...rest];
  }
}

/**
 * The segments of a region: without halving, what follows the last known one may be joined to it.
 */
function* joins(
  state: PagedState,
  { runs }: Region,
  added: readonly FrameRun[],
): Iterable<readonly FrameRun[]> {
  yield [...runs, ...added];
  const last = runs.at(-1);
  const [next, ...others] = added;
  if (state.answers.split === 'halving' || last === undefined || next === undefined) return;
  if (next.first !== endOf(last)) return;
  const joined = { first: last.first, count: last.count + next.count };
  yield [...runs.slice(0, -1), joined, ...others];
}

/** Every list of disjoint runs whose number and frames are within bounds. */
function* tables(pool: Pool, entries: Bounds, frames: Bounds): Iterable<readonly FrameRun[]> {
  if (entries.least <= 0 && frames.least <= 0) yield [];
  if (entries.most === 0 || frames.most === 0) return;
  const less = ({ least, most }: Bounds, by: number): Bounds => ({
    least: least - by,
    most: most - by,
  });
  for (const first of framesOf(pool.holes)) {
    for (let count = 1; count <= frames.most; count += 1) {
      const run = { first, count };
      if (!isIn(pool, run)) break;
      for (const rest of tables(take(pool, run), less(entries, 1), less(frames, count))) {
        yield [run, ...rest];
      }
    }
  }
}
