/** The histories of a heap into which faults are injected, by hand. Sizes are 16ths of the arena. */
import type { HeapAnswers, HeapConfig, HeapOperation } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import type { Base } from '../inject/injection.ts';
import { alloc, dealloc, observe, realloc, reset, verify } from './calls.ts';

type Operations = readonly HeapOperation[];

const SLOTS = 6;
/** From this slot on there are some that are only used by what is injected. */
export const SPARE = 100;
export const SPARES = 48;

export function heapBases({ answers, asked, inForce }: Profile<'heap'>): Base<'heap'>[] {
  const sizes = [...answers.sizes].sort((a, b) => a - b);
  const [first = 1, second = first] = sizes;
  const natural = answers.naturalAlign;
  const wide = Math.min(natural * 4, answers.maxAlign);
  return [...new Set([first, second])].flatMap((size) => {
    const config: HeapConfig = { size, base: answers.bases[0] ?? 0 };
    // An arena that is smaller than it was asked to be is so by the same amount each time.
    const arena = Math.max(1, size - (asked.size - inForce.size));
    const shares: Shares = (count) => Math.max(1, Math.floor((arena * count) / 16));
    const base = (name: string, operations: Operations): Base<'heap'> => ({
      name: `${name} in ${size} bytes`,
      config,
      operations,
      epilogue: epilogue(arena, answers),
    });
    return [
      base('blocks', blocks(shares, natural, wide)),
      base('resized blocks', resized(shares, natural)),
      base('a full arena', full(shares, natural)),
    ];
  });
}

type Shares = (count: number) => number;

/** A comb with holes of two sizes, which are filled and joined. */
const blocks = (shares: Shares, natural: number, wide: number): Operations => [
  observe,
  alloc(0, shares(2), natural),
  alloc(1, shares(1), natural),
  alloc(2, shares(3), wide),
  alloc(3, shares(1), natural),
  observe,
  dealloc(0),
  verify(1),
  dealloc(2),
  observe,
  alloc(0, shares(1), natural),
  alloc(4, 1, natural),
  verify(3),
  dealloc(1),
  alloc(1, shares(4), natural),
  observe,
  dealloc(3),
  verify(0),
];

/** Blocks that grow and shrink beside a neighbour, and one that begins as zeroes. */
const resized = (shares: Shares, natural: number): Operations => [
  alloc(0, shares(2), natural),
  alloc(1, shares(1), natural),
  realloc(0, shares(3)),
  verify(1),
  observe,
  realloc(0, shares(1)),
  alloc(2, shares(2), natural, true),
  verify(2),
  dealloc(1),
  realloc(2, shares(4)),
  observe,
  alloc(3, shares(2), natural, true),
  dealloc(0),
  verify(2),
  dealloc(2),
  observe,
];

/** Everything granted, refused, given back, forgotten by a reset. */
const full = (shares: Shares, natural: number): Operations => [
  observe,
  alloc(0, shares(7), natural),
  alloc(1, shares(4), natural),
  alloc(2, shares(16), natural),
  observe,
  dealloc(0),
  alloc(0, shares(7), natural),
  dealloc(0),
  dealloc(1),
  alloc(1, shares(12), natural),
  observe,
  reset,
  observe,
  alloc(0, shares(3), natural),
  verify(0),
  alloc(1, shares(3), natural),
  dealloc(0),
];

function epilogue(arena: number, { naturalAlign, overhead }: HeapAnswers): Operations {
  const { perArena, perBlock, granule } = overhead;
  const most = Math.floor((arena - perArena) / granule) * granule - perBlock;
  return [
    observe,
    ...Array.from({ length: SLOTS }, (_, slot) => dealloc(slot)),
    ...Array.from({ length: SPARES }, (_, nth) => dealloc(SPARE + nth)),
    observe,
    alloc(0, Math.max(1, most), naturalAlign),
    verify(0),
    observe,
    dealloc(0),
    observe,
  ];
}
