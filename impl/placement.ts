/**
 * Where runs are placed, and how a request is cut when no run is long enough.
 *
 *     marks         1 1 0 0 0 1 1 0 0 0 0 0
 *     first-fit         ^ lowest run          a request for 3 is placed at 2
 *     tail-first                  ^ tail      a request for 3 is placed at 7
 *
 * A request for 6 is then halved to 3; the remaining 3 are asked for whole again, and so on, until
 * nothing remains. `tail` is one more than the highest marked frame; `tail = frameCount` leaves no
 * room at the tail, which is first-fit.
 */
import type { FrameSet } from './frame-set.ts';

/** The run of `count` frames at the tail if it is free, else the lowest; -1 if there is none. */
export function place(frames: FrameSet, count: number, tail: number): number {
  return frames.isFree(tail, count) ? tail : frames.lowestRun(count);
}

/**
 * Marks at most `runLimit` runs of `count` frames in all, or of all that are free, and writes each
 * as a pair (first, count). Answers how many frames were taken: 0 if they would be fewer than
 * `countMin`. O(runs * log F).
 */
export function takeByHalving(
  frames: FrameSet,
  count: number,
  countMin: number,
  tail: number,
  runs: Int32Array,
  runLimit: number,
): number {
  let remaining = count;
  let end = tail;
  let runCount = 0;
  for (; runCount < runLimit && remaining > 0; runCount++) {
    let size = remaining;
    let first = place(frames, size, end);
    while (first < 0 && size > 1) {
      size = Math.floor(size / 2);
      first = place(frames, size, end);
    }
    if (first < 0) break;
    frames.mark(first, size);
    runs[2 * runCount] = first;
    runs[2 * runCount + 1] = size;
    end = Math.max(end, first + size);
    remaining -= size;
  }
  if (count - remaining >= countMin) return count - remaining;
  for (let run = 0; run < runCount; run++) frames.unmark(runs[2 * run]!, runs[2 * run + 1]!);
  return 0;
}
