/** Runs of frames: where the holes are, where a policy places a run, how halving cuts a request. */
import type { BitmapAnswers } from '../../spec/index.ts';
import type { Extent } from '../common.ts';

export type Placement = BitmapAnswers['placement'];

export const runOf = (start: number, size: number): Extent => ({ space: 0, start, size });

export const nameOf = ({ start, size }: Extent): string => `run [${start}, ${start + size})`;

/** The maximal runs of frames that belong to none of `taken`. */
export function holesOf(frameCount: number, taken: readonly Extent[]): readonly Extent[] {
  const holes: Extent[] = [];
  let from = 0;
  for (const { start, size } of [...taken].sort((a, b) => a.start - b.start)) {
    const until = Math.min(start, frameCount);
    if (until > from) holes.push(runOf(from, until - from));
    from = Math.max(from, start + size);
  }
  if (frameCount > from) holes.push(runOf(from, frameCount - from));
  return holes;
}

export const framesIn = (runs: readonly Extent[]): number =>
  runs.reduce((sum, { size }) => sum + size, 0);

export const longest = (runs: readonly Extent[]): number =>
  runs.reduce((most, { size }) => Math.max(most, size), 0);

/** The frame behind the highest one taken: the forward offset. */
export const tailOf = (taken: readonly Extent[]): number =>
  taken.reduce((tail, { start, size }) => Math.max(tail, start + size), 0);

/** Every frame at which a run of `size` frames may be placed. */
export function placesOf(
  placement: Placement,
  frameCount: number,
  taken: readonly Extent[],
  size: number,
): readonly number[] {
  const tail = tailOf(taken);
  if (placement === 'tail-first' && tail + size <= frameCount) return [tail];
  const holes = holesOf(frameCount, taken).filter((hole) => hole.size >= size);
  if (placement !== 'unknown') return holes.slice(0, 1).map(({ start }) => start);
  return holes.flatMap((hole) =>
    Array.from({ length: hole.size - size + 1 }, (_, at) => hole.start + at),
  );
}

/** The size of the first run that halving takes; 0 if there is no free frame. */
export function halved(rest: number, holes: readonly Extent[]): number {
  let size = rest;
  while (size > longest(holes)) size = Math.floor(size / 2);
  return size;
}

/** Every sequence of at most `limit` runs by which halving can serve `count` frames. */
export function* halvings(
  placement: Placement,
  frameCount: number,
  taken: readonly Extent[],
  count: number,
  limit: number,
): Generator<readonly Extent[]> {
  if (count === 0) yield [];
  const holes = holesOf(frameCount, taken);
  if (count === 0 || limit === 0 || framesIn(holes) < count) return;
  const size = halved(count, holes);
  for (const start of placesOf(placement, frameCount, taken, size)) {
    const run = runOf(start, size);
    for (const rest of halvings(placement, frameCount, [...taken, run], count - size, limit - 1)) {
      yield [run, ...rest];
    }
  }
}

/** The parts of the holes between the borders. */
export function cut(holes: readonly Extent[], borders: readonly number[]): readonly Extent[] {
  return holes.flatMap(({ start, size }) => {
    const inside = borders.filter((border) => border > start && border < start + size);
    const ends = [...inside, start + size];
    return ends.map((end, at) => {
      const from = inside[at - 1] ?? start;
      return runOf(from, end - from);
    });
  });
}
