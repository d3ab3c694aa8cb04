/** Where segments and quarantined runs lie, and the layout that shows it. */
import type { FrameRun, PagedLayout } from '../../spec/index.ts';
import { countOf, framesOf } from './runs.ts';
import { frameSizeOf, type PagedState } from './state.ts';

export interface PlacedSegment extends FrameRun {
  readonly pid: number;
}

export interface Placement {
  /** By pid, then by position. */
  readonly segments: readonly PlacedSegment[];
  /** Oldest first. */
  readonly quarantine: readonly FrameRun[];
}

export const EMPTY_PLACEMENT: Placement = { segments: [], quarantine: [] };

/** The runs of which one of these pages is a part; the first run holds page 0. */
export function damagedRuns(
  runs: readonly FrameRun[],
  damaged: readonly number[],
): readonly FrameRun[] {
  return runs.filter((run, at) => {
    const page = countOf(runs.slice(0, at));
    return damaged.some((index) => index >= page && index < page + run.count);
  });
}

/** The layout that a subject with this placement reports, by the damage that was done. */
export function layoutOf(state: PagedState, placement: Placement): PagedLayout {
  const { segments, quarantine } = placement;
  const frameSize = frameSizeOf(state);
  const reported = segments.map((segment, at) => {
    const before = segments.slice(0, at).filter(({ pid }) => pid === segment.pid);
    const position = state.config.virtualBase + countOf(before) * frameSize;
    return { pid: segment.pid, position, first: segment.first, count: segment.count };
  });
  return { segments: reported, quarantine: [...quarantine], marks: marksOf(state, placement) };
}

/** Every frame that is taken is marked, unless its mark was damaged. */
export function marksOf({ config, regions }: PagedState, { segments, quarantine }: Placement) {
  const marks = new Array<'0' | '1'>(config.frameCount).fill('0');
  const mark = (frame: number | undefined, as: '0' | '1'): void => {
    if (frame !== undefined && frame >= 0 && frame < config.frameCount) marks[frame] = as;
  };
  for (const frame of framesOf(segments)) mark(frame, '1');
  for (const frame of framesOf(quarantine)) mark(frame, '1');
  for (const { pid, damaged } of regions) {
    if (damaged.length === 0) continue;
    const own = framesOf(segments.filter((segment) => segment.pid === pid));
    for (const page of damaged) mark(own[page], '0');
  }
  return marks.join('');
}
