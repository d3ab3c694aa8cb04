/**
 * Sets of frames as ascending lists, the runs in them, and the policies that choose among those.
 */
import type { FrameRun, PagedAnswers } from '../../spec/index.ts';

export type Frames = readonly number[];

/** What a request may take, and where the highest marked frame ends. */
export interface Pool {
  readonly frames: Frames;
  /** The same frames as runs, none of them next to another. */
  readonly holes: readonly FrameRun[];
  readonly tail: number;
}

export type Policy = Pick<PagedAnswers, 'placement' | 'split'>;

export const framesOf = (runs: readonly FrameRun[]): number[] =>
  runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, at) => first + at));

export const countOf = (runs: readonly FrameRun[]): number =>
  runs.reduce((sum, { count }) => sum + count, 0);

export const endOf = ({ first, count }: FrameRun): number => first + count;

export const sameRun = (a: FrameRun, b: FrameRun): boolean =>
  a.first === b.first && a.count === b.count;

export const sameRuns = (a: readonly FrameRun[], b: readonly FrameRun[]): boolean =>
  a.length === b.length && a.every((run, at) => sameRun(run, b[at] ?? { first: -1, count: 0 }));

export const showRun = ({ first, count }: FrameRun): string =>
  count === 1 ? `frame ${first}` : `frames ${first} to ${first + count - 1}`;

export const showRuns = (runs: readonly FrameRun[]): string =>
  runs.length === 0 ? 'nothing' : runs.map(showRun).join(', ');

/** The frames of `0 .. frameCount - 1` in none of the runs. */
export function poolWithout(frameCount: number, taken: readonly FrameRun[]): Pool {
  const isTaken = (frame: number): boolean =>
    taken.some((run) => frame >= run.first && frame < endOf(run));
  const frames = Array.from({ length: frameCount }, (_, frame) => frame);
  const tail = Math.max(0, ...taken.map(endOf));
  return poolOf(
    frames.filter((frame) => !isTaken(frame)),
    tail,
  );
}

function poolOf(frames: Frames, tail: number): Pool {
  const holes: { first: number; count: number }[] = [];
  for (const frame of frames) {
    const hole = holes.at(-1);
    if (hole !== undefined && endOf(hole) === frame) hole.count += 1;
    else holes.push({ first: frame, count: 1 });
  }
  return { frames, holes, tail };
}

export function take({ frames, tail }: Pool, run: FrameRun): Pool {
  const left = frames.filter((frame) => frame < run.first || frame >= endOf(run));
  return poolOf(left, Math.max(tail, endOf(run)));
}

/** Every first frame of a run of `count`, lowest first. */
const startsOf = ({ holes }: Pool, count: number): number[] =>
  holes.flatMap((hole) =>
    count > hole.count
      ? []
      : Array.from({ length: hole.count - count + 1 }, (_, at) => hole.first + at),
  );

export const longestIn = ({ holes }: Pool): number =>
  holes.reduce((longest, { count }) => Math.max(longest, count), 0);

/** Where the policy may put a run of `count`. */
export function placesFor(pool: Pool, count: number, placement: Policy['placement']): number[] {
  const starts = startsOf(pool, count);
  if (placement === 'unknown') return starts;
  if (placement === 'tail-first' && starts.includes(pool.tail)) return [pool.tail];
  return starts.slice(0, 1);
}

/** The length that halving settles on for `count` frames; 0 if the pool is empty. */
export function halved(pool: Pool, count: number): number {
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
