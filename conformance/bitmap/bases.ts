/** The histories of a bitmap into which faults are injected, by hand. Runs are eighths of the arena. */
import type { BitmapOperation } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import type { Base } from '../inject/injection.ts';
import { alloc, dealloc, observe, reset, split } from './calls.ts';

type Operations = readonly BitmapOperation[];

/** From this slot on there are some that are only used by what is injected. */
export const SPARE = 100;
export const SPARES = 32;
/** Frames: enough for a run to cross a word of marks, and few enough to be exhausted often. */
const LARGEST = 64;

export function bitmapBases({ answers }: Profile<'bitmap'>): Base<'bitmap'>[] {
  const sizes = [...answers.frameCounts].sort((a, b) => a - b);
  const small = sizes.filter((frames) => frames >= 8 && frames <= LARGEST);
  const chosen = small.length > 0 ? [small[0] ?? 8, small.at(-1) ?? 8] : sizes.slice(0, 1);
  return [...new Set(chosen)].flatMap((frameCount) => {
    const eighths = (count: number) => Math.max(1, Math.floor((frameCount * count) / 8));
    const base = (name: string, operations: Operations): Base<'bitmap'> => ({
      name: `${name} of ${frameCount} frames`,
      config: { frameCount },
      operations,
      epilogue: epilogue(frameCount),
    });
    return [
      base('runs', runs(eighths)),
      base('holes', holes(eighths)),
      base('a full arena', full(eighths)),
    ];
  });
}

type Eighths = (count: number) => number;

/** Runs that come and go beside each other. */
const runs = (eighths: Eighths): Operations => [
  observe,
  alloc(0, eighths(2)),
  alloc(1, 1),
  alloc(2, eighths(3)),
  observe,
  dealloc(0),
  alloc(3, 1),
  observe,
  dealloc(2),
  alloc(0, eighths(4)),
  observe,
  dealloc(1),
  dealloc(3),
  alloc(1, eighths(2)),
  observe,
  dealloc(0),
];

/** A comb, a request that no hole holds, and the same request cut into runs. */
const holes = (eighths: Eighths): Operations => [
  alloc(0, eighths(2)),
  alloc(1, eighths(1)),
  alloc(2, eighths(1)),
  alloc(3, eighths(2)),
  observe,
  dealloc(0),
  dealloc(2),
  observe,
  alloc(4, eighths(4)),
  split(4, eighths(4), 1),
  observe,
  split(4, eighths(4), eighths(4)),
  observe,
  dealloc(1),
  split(5, eighths(1), 2),
  dealloc(4),
  observe,
];

/** Everything granted, refused, given back, forgotten by a reset. */
const full = (eighths: Eighths): Operations => [
  observe,
  alloc(0, eighths(8)),
  alloc(1, 1),
  observe,
  dealloc(0),
  alloc(0, eighths(8)),
  dealloc(0),
  alloc(1, eighths(3)),
  alloc(2, eighths(1)),
  observe,
  reset,
  observe,
  alloc(1, eighths(5)),
  alloc(2, eighths(1)),
  dealloc(1),
];

const epilogue = (frameCount: number): Operations => [
  observe,
  ...Array.from({ length: 6 }, (_, slot) => dealloc(slot)),
  ...Array.from({ length: SPARES }, (_, nth) => dealloc(SPARE + nth)),
  observe,
  alloc(0, frameCount),
  observe,
  dealloc(0),
  observe,
];
