/**
 * How the quarantine changes: what a dealloc puts in, and what an overflow or a purge takes out.
 */
import type { FrameRun } from '../../spec/index.ts';
import { damagedRuns } from './placement.ts';
import { countOf, endOf } from './runs.ts';
import {
  type Bounds,
  type PagedState,
  pagesOf,
  type Quarantine,
  quarantinedEntries,
  quarantinedFrames,
  type Region,
  segmentBounds,
  unknownPages,
} from './state.ts';

const NONE: Bounds = { least: 0, most: 0 };

export const EMPTY_QUARANTINE: Quarantine = {
  entries: [],
  more: { entries: NONE, frames: NONE },
  pids: [],
  shown: 0,
  overflowed: false,
};

/** Damaged segments, in the order of their positions. */
interface Incoming {
  /** `null` if it is not known which frames they have. */
  readonly runs: readonly FrameRun[] | null;
  readonly entries: Bounds;
  readonly frames: Bounds;
}

const plus = (a: Bounds, b: Bounds): Bounds => ({
  least: a.least + b.least,
  most: a.most + b.most,
});

const exactly = (value: number): Bounds => ({ least: value, most: value });

const isCertain = ({ least, most }: Bounds): boolean => least === most;

/** What the dealloc of a region with damaged pages puts in. */
export function incomingOf(state: PagedState, region: Region): Incoming {
  const known = damagedRuns(region.runs, region.damaged);
  const unknown = unknownPages(region);
  if (unknown === 0) {
    return { runs: known, entries: exactly(known.length), frames: exactly(countOf(known)) };
  }
  const pages = pagesOf(state, region.pid);
  const segments = segmentBounds(state, region);
  if (segments.most === 1) return { runs: null, entries: exactly(1), frames: exactly(pages) };
  const hidden = region.damaged.filter((page) => page >= countOf(region.runs)).length;
  // What was granted later may have been joined to the last segment that is known.
  const last = state.answers.split === 'unknown' ? region.runs.slice(-1) : [];
  const mayJoin = hidden > 0 ? last.filter((run) => !known.includes(run)) : [];
  const mayGrow = hidden > 0 || last.some((run) => known.includes(run));
  const frames = {
    least: countOf(known) + hidden,
    most: countOf(known) + countOf(mayJoin) + (mayGrow ? unknown : 0),
  };
  const entries = {
    least: Math.max(1, known.length),
    most: Math.min(known.length + hidden, segments.most),
  };
  return { runs: null, entries, frames };
}

/** Segments of which nothing is known but that there is one, and that it is of this region. */
export const someOf = (state: PagedState, region: Region): Incoming => ({
  runs: null,
  entries: { least: 1, most: segmentBounds(state, region).most },
  frames: { least: 1, most: pagesOf(state, region.pid) },
});

/**
 * The table after `incoming` entered one by one, each into a table that is purged first if it is
 * full.
 */
export function afterEntering(state: PagedState, pid: number, incoming: Incoming): Quarantine {
  const { quarantine, config } = state;
  const before = quarantinedEntries(state);
  const total = plus(before, incoming.entries);
  const capacity = config.quarantineCapacity;
  if (total.most <= capacity) return appended(quarantine, pid, incoming);
  const purged = { ...EMPTY_QUARANTINE, pids: [pid], overflowed: true };
  if (isCertain(before) && isCertain(incoming.entries)) {
    const left = ((total.least - 1) % capacity) + 1;
    return lastOf(purged, incoming, left);
  }
  const frames = plus(quarantinedFrames(state), incoming.frames);
  const more = { entries: { least: 1, most: capacity }, frames: { least: 1, most: frames.most } };
  return { ...purged, more, overflowed: false };
}

function appended(quarantine: Quarantine, pid: number, incoming: Incoming): Quarantine {
  const pids = [...new Set([...quarantine.pids, pid])].sort((a, b) => a - b);
  const { entries, more } = quarantine;
  if (incoming.runs !== null && more.entries.most === 0) {
    const added = incoming.runs.map(({ first, count }) => ({ first, count, isNew: true }));
    return { ...quarantine, pids, entries: [...entries, ...added] };
  }
  return {
    ...quarantine,
    pids,
    more: {
      entries: plus(more.entries, incoming.entries),
      frames: plus(more.frames, incoming.frames),
    },
  };
}

/** Only the last `left` of the incoming segments are in the table. */
function lastOf(purged: Quarantine, incoming: Incoming, left: number): Quarantine {
  if (incoming.runs !== null) {
    const entries = incoming.runs
      .slice(-left)
      .map(({ first, count }) => ({ first, count, isNew: true }));
    return { ...purged, entries };
  }
  const isAll = incoming.entries.most === left;
  const frames = isAll ? incoming.frames : { least: left, most: incoming.frames.most };
  return { ...purged, more: { entries: exactly(left), frames } };
}

/** The table after its number of entries was told. */
export function afterCount(quarantine: Quarantine, count: number): Quarantine {
  const behind = count - quarantine.entries.length;
  const { entries, frames } = quarantine.more;
  if (behind < entries.least || behind > entries.most) return quarantine;
  const most = behind === 0 ? 0 : frames.most;
  return {
    ...quarantine,
    shown: count,
    overflowed: false,
    more: { entries: exactly(behind), frames: { least: Math.max(frames.least, behind), most } },
  };
}

/** The table after the number of its frames was told. */
export function afterFrames(quarantine: Quarantine, frames: number): Quarantine {
  const behind = frames - countOf(quarantine.entries);
  const { entries, frames: bounds } = quarantine.more;
  if (behind < bounds.least || behind > bounds.most) return quarantine;
  const most = Math.min(entries.most, behind);
  const least = behind === 0 ? 0 : Math.max(1, entries.least);
  return { ...quarantine, more: { entries: { least, most }, frames: exactly(behind) } };
}

/** The table after its entries were shown. */
export const afterLayout = ({ pids }: Quarantine, runs: readonly FrameRun[]): Quarantine => ({
  entries: runs.map(({ first, count }) => ({ first, count, isNew: false })),
  more: EMPTY_QUARANTINE.more,
  pids: runs.length === 0 ? EMPTY_QUARANTINE.pids : pids,
  shown: runs.length,
  overflowed: false,
});

export const holdsFrame = (runs: readonly FrameRun[], frame: number): boolean =>
  runs.some((run) => frame >= run.first && frame < endOf(run));
