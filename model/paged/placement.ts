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
export function layoutOf(state: PagedState, { segments, quarantine }: Placement): PagedLayout {
  const frameSize = frameSizeOf(state);
  const reported = segments.map((segment, at) => {
    const before = segments.slice(0, at).filter(({ pid }) => pid === segment.pid);
    const position = state.config.virtualBase + countOf(before) * frameSize;
    return { pid: segment.pid, position, first: segment.first, count: segment.count };
  });
  const frames = Array.from({ length: state.config.frameCount }, (_, frame) => frame);
  const marked = new Set([...framesOf(segments), ...framesOf(quarantine)]);
  for (const { pid, damaged } of state.regions) {
    const own = framesOf(segments.filter((segment) => segment.pid === pid));
    for (const page of damaged) marked.delete(own[page] ?? -1);
  }
  const marks = frames.map((frame) => (marked.has(frame) ? '1' : '0')).join('');
  return { segments: reported, quarantine: [...quarantine], marks };
}
