/**
 * Sets of frames as ascending lists, the runs in them, and the policies that choose among those.
 */
import type { FrameRun, PagedAnswers } from '../../spec/index.ts';

/** The frames that a request may take, and where the highest marked frame ends. */
export interface Pool {
  /** Ascending, none of them next to another. */
  readonly holes: readonly FrameRun[];
  readonly tail: number;
}

export type Policy = Pick<PagedAnswers, 'placement' | 'split'>;

export const framesOf = (runs: readonly FrameRun[]): number[] =>
  runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, at) => first + at));

/** The first frame, in the order of the runs, that is sought. */
export function findFrame(
  runs: readonly FrameRun[],
  isSought: (frame: number) => boolean,
): number | undefined {
  for (const run of runs) {
    for (let frame = run.first; frame < endOf(run); frame += 1) {
      if (isSought(frame)) return frame;
    }
  }
  return undefined;
}

export function countOf(runs: readonly FrameRun[]): number {
  let sum = 0;
  for (const { count } of runs) sum += count;
  return sum;
}

export const endOf = ({ first, count }: FrameRun): number => first + count;

export const sameRun = (a: FrameRun, b: FrameRun): boolean =>
  a.first === b.first && a.count === b.count;

export function sameRuns(a: readonly FrameRun[], b: readonly FrameRun[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) {
    const [left, right] = [a[at], b[at]];
    if (left !== right && (!left || !right || !sameRun(left, right))) return false;
  }
  return true;
}

export const showRun = ({ first, count }: FrameRun): string =>
  count === 1 ? `frame ${first}` : `frames ${first} to ${first + count - 1}`;

export const showRuns = (runs: readonly FrameRun[]): string =>
  runs.length === 0 ? 'nothing' : runs.map(showRun).join(', ');

/** The frames of `0 .. frameCount - 1` in none of the runs. */
export function poolWithout(frameCount: number, taken: readonly FrameRun[]): Pool {
  const isTaken = new Array<boolean>(frameCount).fill(false);
  let tail = 0;
  for (const run of taken) {
    const end = endOf(run);
    tail = Math.max(tail, end);
    for (let frame = Math.max(run.first, 0); frame < end && frame < frameCount; frame += 1) {
      isTaken[frame] = true;
    }
  }
  const holes: FrameRun[] = [];
  let first = 0;
  for (let frame = 0; frame <= frameCount; frame += 1) {
    if (isTaken[frame] === false) continue;
    if (frame > first) holes.push({ first, count: frame - first });
    first = frame + 1;
  }
  return { holes, tail };
}

export function take({ holes, tail }: Pool, run: FrameRun): Pool {
  const end = endOf(run);
  const left: FrameRun[] = [];
  for (const hole of holes) {
    if (run.count < 1 || end <= hole.first || endOf(hole) <= run.first) {
      left.push(hole);
      continue;
    }
    if (hole.first < run.first) left.push({ first: hole.first, count: run.first - hole.first });
    if (end < endOf(hole)) left.push({ first: end, count: endOf(hole) - end });
  }
  return { holes: left, tail: Math.max(tail, end) };
}

/** Whether all frames of the run are in the pool. */
export const isIn = ({ holes }: Pool, run: FrameRun): boolean =>
  run.count < 1 || holes.some((hole) => hole.first <= run.first && endOf(run) <= endOf(hole));

/** Every first frame of a run of `count`, lowest first. */
const startsOf = ({ holes }: Pool, count: number): number[] =>
  holes.flatMap((hole) =>
    count > hole.count
      ? []
      : Array.from({ length: hole.count - count + 1 }, (_, at) => hole.first + at),
  );

export function longestIn({ holes }: Pool): number {
  let longest = 0;
  for (const { count } of holes) longest = Math.max(longest, count);
  return longest;
}

/** Where the policy may put a run of `count`. */
function placesFor(pool: Pool, count: number, placement: Policy['placement']): number[] {
  if (placement === 'unknown') return startsOf(pool, count);
  const { tail } = pool;
  const hasTail = (hole: FrameRun): boolean => hole.first <= tail && tail + count <= endOf(hole);
  if (placement === 'tail-first' && pool.holes.some(hasTail)) return [tail];
  const lowest = pool.holes.find((hole) => hole.count >= count);
  return lowest === undefined ? [] : [lowest.first];
}

/** The length that halving settles on for `count` frames; 0 if the pool is empty. */
function halved(pool: Pool, count: number): number {
  const longest = longestIn(pool);
  let length = count;
  while (length > longest) length = Math.floor(length / 2);
  return length;
}

/**
 * The segments that halving cuts a request of `count` frames into, by first fit or tail first. They
 * hold fewer frames if the pool has no more.
 */
export function halvingOf(pool: Pool, count: number, placement: Policy['placement']): FrameRun[] {
  const length = halved(pool, count);
  const [first] = placesFor(pool, length, placement === 'unknown' ? 'first-fit' : placement);
  if (length === 0 || first === undefined) return [];
  const run = { first, count: length };
  return [run, ...halvingOf(take(pool, run), count - length, placement)];
}

/**
 * Every way to serve `given` of `asked` frames with at most `slots` segments. Whole requests have
 * `given` equal to `asked`; a part is the beginning of what the whole would have been.
 */
export function* waysToCut(
  pool: Pool,
  asked: number,
  given: number,
  slots: number,
  policy: Policy,
): Iterable<FrameRun[]> {
  if (given === 0) yield [];
  if (given === 0 || slots === 0) return;
  const all = Array.from({ length: given }, (_, at) => given - at);
  const lengths = policy.split === 'halving' ? [halved(pool, asked)] : all;
  for (const count of lengths) {
    if (count === 0 || count > given) continue;
    for (const first of placesFor(pool, count, policy.placement)) {
      const run = { first, count };
      const rest = waysToCut(take(pool, run), asked - count, given - count, slots - 1, policy);
      for (const others of rest) yield [run, ...others];
    }
  }
}

/** The first run that is not as long as halving makes it. */
export function halvingFlaw(start: Pool, runs: readonly FrameRun[], asked: number): string | null {
  let pool = start;
  let needed = asked;
  for (const run of runs) {
    const length = halved(pool, needed);
    if (run.count !== length) {
      const cut = `a segment of ${run.count} was cut for the ${needed} frames still needed`;
      return `${cut}, where halving cuts ${length}`;
    }
    pool = take(pool, run);
    needed -= run.count;
  }
  return null;
}

/** The first run that does not lie where the policy puts one of its length. */
export function placementFlaw(
  start: Pool,
  runs: readonly FrameRun[],
  placement: Policy['placement'],
): string | null {
  let pool = start;
  for (const run of runs) {
    const places = placesFor(pool, run.count, placement);
    if (!places.includes(run.first)) {
      const place = places[0] ?? 'no place';
      return `a segment was put at ${showRun(run)}, where ${placement} puts it at ${place}`;
    }
    pool = take(pool, run);
  }
  return null;
}
