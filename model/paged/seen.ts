/** An observed layout, by pid and by frame. Each layout is gone through once. */
import type { FrameRun, PagedConfig, PagedLayout, Segment } from '../../spec/index.ts';
import { once, onceOfTwo } from '../common.ts';
import { endOf } from './runs.ts';

interface Seen {
  readonly segments: readonly Segment[];
  readonly pages: number;
}

const byPid = once(({ segments }: PagedLayout): ReadonlyMap<number, Seen> => {
  const all = new Map<number, { segments: Segment[]; pages: number }>();
  for (const segment of segments) {
    const seen = all.get(segment.pid);
    if (seen === undefined) all.set(segment.pid, { segments: [segment], pages: segment.count });
    else {
      seen.segments.push(segment);
      seen.pages += segment.count;
    }
  }
  return all;
});

const NO_SEGMENTS: readonly Segment[] = [];

/** The segments of a pid, by position. */
export const segmentsOf = (layout: PagedLayout, pid: number): readonly Segment[] =>
  byPid(layout).get(pid)?.segments ?? NO_SEGMENTS;

/** The pages that these segments have. */
export const pagesSeen = (layout: PagedLayout, pid: number): number =>
  byPid(layout).get(pid)?.pages ?? 0;

/** The pids that have segments. */
export const pidsIn = (layout: PagedLayout): readonly number[] => [...byPid(layout).keys()];

export type Use = 'free' | 'live' | 'quarantined';

interface FrameUses {
  readonly uses: readonly Use[];
  /** No run has a frame that does not exist, or one that another run has. */
  readonly isPartition: boolean;
}

/** What each frame is used for, by the segments and the quarantine that are listed. */
export const usesOf = onceOfTwo((config: PagedConfig, layout: PagedLayout): FrameUses => {
  const { frameCount } = config;
  const uses = new Array<Use>(frameCount).fill('free');
  let isPartition = true;
  const use = (runs: readonly FrameRun[], as: Use): void => {
    for (const run of runs) {
      if (!isRun(run, frameCount)) isPartition = false;
      const end = Math.min(endOf(run), frameCount);
      for (let frame = Math.max(run.first, 0); frame < end; frame += 1) {
        if (uses[frame] !== 'free') isPartition = false;
        uses[frame] = as;
      }
    }
  };
  use(layout.quarantine, 'quarantined');
  use(layout.segments, 'live');
  return { uses, isPartition };
});

/** At least one frame, and all of them exist. */
export const isRun = (run: FrameRun, frameCount: number): boolean =>
  Number.isSafeInteger(run.first) &&
  Number.isSafeInteger(run.count) &&
  run.first >= 0 &&
  run.count >= 1 &&
  endOf(run) <= frameCount;

/** The frame behind a page, if the region has so many. */
export function frameOf(runs: readonly FrameRun[], page: number): number | undefined {
  let before = 0;
  for (const { first, count } of runs) {
    if (count < 1) continue;
    if (page < before + count) return first + page - before;
    before += count;
  }
  return undefined;
}

/** The lowest frame of the run that one of the others has too. */
export function sharedFrame(run: FrameRun, others: readonly FrameRun[]): number | undefined {
  let lowest: number | undefined;
  for (const other of others) {
    const frame = Math.max(run.first, other.first);
    const isShared = frame < endOf(run) && frame < endOf(other);
    if (isShared && (lowest === undefined || frame < lowest)) lowest = frame;
  }
  return lowest;
}
