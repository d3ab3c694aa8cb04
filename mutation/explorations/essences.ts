/**
 * The parts of the essences of the models. An exploration of a black box, which has nothing else to
 * tell states by, takes states for one that are not if one of them is left out.
 */
import { z } from 'zod';
import { bitmapAdapter, heapAdapter, pagedAdapter } from '../../impl/index.ts';
import type { Adapter } from '../../spec/index.ts';
import { singleRegion } from '../doubles/single-region.ts';

export interface EssencePart {
  readonly part: string;
  readonly without: (essence: string) => string;
  readonly scope: string;
  readonly adapter: Adapter;
  /** Methods that the subject does not have, beside `fingerprint`. */
  readonly lacks?: readonly string[];
}

/** Parts that no scope tells apart, and why. */
export const UNREACHED: Readonly<Record<string, string>> = {
  'heap: sentinels': 'no scope asks for 0 bytes',
  'paged: whether it is tainted': 'who trusts marks is asked for nothing while one is damaged',
};

const rows = z.array(z.array(z.unknown()));
const rowsAndMore = z.tuple([rows], z.unknown());

/** Some columns of the rows that come first. */
const columns =
  (...left: readonly number[]) =>
  (essence: string): string => {
    const [all, ...more] = rowsAndMore.parse(JSON.parse(essence));
    return JSON.stringify([
      all.map((row) => row.filter((_, column) => !left.includes(column))),
      ...more,
    ]);
  };

const entry =
  (left: number) =>
  (essence: string): string =>
    JSON.stringify(rowsAndMore.parse(JSON.parse(essence)).filter((_, at) => at !== left));

const property =
  (left: string) =>
  (essence: string): string =>
    JSON.stringify(JSON.parse(essence), (key, value: unknown) => (key === left ? null : value));

/** Runs are all listed, by their place, and not by who holds them. */
const together = (essence: string): string =>
  JSON.stringify(
    rows
      .parse(JSON.parse(essence))
      .flat()
      .map((run) => JSON.stringify(run))
      .sort(),
  );

const bitmap = { scope: 'bitmap/word-edge', adapter: bitmapAdapter() };
const heap = { scope: 'heap/align', adapter: heapAdapter({ cache: 'off' }) };
const contents = { scope: 'paged/contents', adapter: pagedAdapter() };
const slots = { scope: 'paged/scarce-slots', adapter: singleRegion };

export const ESSENCE_PARTS: readonly EssencePart[] = [
  { part: 'bitmap: first frames', without: property('start'), ...bitmap },
  { part: 'bitmap: counts', without: property('size'), ...bitmap },
  { part: 'bitmap: which runs are one grant', without: together, ...bitmap },
  { part: 'heap: addresses', without: columns(0), ...heap },
  // Each of these tells the others, but for blocks that were resized in place.
  { part: 'heap: sizes, held and usable ones', without: columns(1, 3, 4), ...heap },
  // What is held depends on the alignment.
  { part: 'heap: alignments and what is held', without: columns(2, 3), ...heap },
  { part: 'heap: sentinels', without: entry(1), ...heap },
  { part: 'paged: pids', without: columns(0), ...contents },
  // Where the layout is seen, the runs tell them.
  { part: 'paged: pages', without: columns(1), ...slots, lacks: ['inspect', 'stats'] },
  { part: 'paged: runs', without: columns(2), ...contents },
  { part: 'paged: damage', without: columns(3), ...contents },
  { part: 'paged: contents', without: columns(4), ...contents },
  { part: 'paged: quarantine', without: entry(1), ...contents },
  { part: 'paged: unseen quarantine', without: entry(2), ...contents, lacks: ['inspect'] },
  { part: 'paged: whether it is tainted', without: entry(3), ...contents },
];
