/** The ways in which a request can be cut into runs and placed. */
import { countOf, endOf, type Frames, MOST_FRAMES, type Run, runAt } from './frames.ts';

const known = new Map<number, readonly (readonly Run[])[]>();

/** Every sequence of at most `most` disjoint runs in `free` that add up to `count` frames. */
export function sequencesIn(
  free: Frames,
  count: number,
  most: number,
): readonly (readonly Run[])[] {
  if (count === 0) return [[]];
  if (most <= 0 || countOf(free) < count) return [];
  const key = (free * (MOST_FRAMES + 1) + count) * (MOST_FRAMES + 1) + Math.min(most, MOST_FRAMES);
  const before = known.get(key);
  if (before !== undefined) return before;
  const made: (readonly Run[])[] = [];
  for (let length = 1; length <= count; length++)
    for (let first = 0; first + length <= MOST_FRAMES; first++) {
      const run = runAt(first, length);
      if ((run & free) !== run) continue;
      for (const rest of sequencesIn(free & ~run, count - length, most - 1))
        made.push([run, ...rest]);
    }
  known.set(key, made);
  return made;
}

/**
 * The next run is as long as what is still needed, or half of that, and so on until one fits: right
 * behind `offset` if it is given, and in the lowest place if not there. `null` if frames are short.
 */
export function halved(pool: Frames, count: number, offset: number | null): readonly Run[] | null {
  const made: Run[] = [];
  let tail = offset;
  for (let needed = count, left = pool; needed > 0; ) {
    let length = needed;
    let run = placed(left, length, tail);
    while (run === 0 && length > 1) {
      length >>= 1;
      run = placed(left, length, tail);
    }
    if (run === 0) return null;
    made.push(run);
    left &= ~run;
    needed -= length;
    if (tail !== null) tail = Math.max(tail, endOf(run));
  }
  return made;
}

/** A run of the pool, or 0. */
function placed(pool: Frames, length: number, tail: number | null): Run | 0 {
  if (tail !== null && (runAt(tail, length) & pool) === runAt(tail, length))
    return runAt(tail, length);
  for (let run = runAt(0, length); run <= pool; run <<= 1) if ((run & pool) === run) return run;
  return 0;
}
