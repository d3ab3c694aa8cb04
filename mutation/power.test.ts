/** Powers are computed right, and the committed ones are what generators have to reach. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLAUSES } from '../spec/index.ts';
import { familyOf, TARGETS, type Target } from './fault.ts';
import { faults } from './faults.ts';
import {
  budgetOf,
  clauseHits,
  faultPowers,
  hardestFirst,
  isRare,
  leastFirst,
  type Trial,
} from './power.ts';

const FIT = 'common.grant.fit';
const FRESH = 'common.alloc.fresh';
const SPLIT = 'bitmap.split.limit';

/** Of one fault that is killed after so many operations, and of two sound subjects. */
const trial = (
  seed: number,
  after: number | null,
  hits: number,
  more: Partial<Trial> = {},
): Trial => ({
  target: 'bitmap',
  seed,
  kills: [{ id: `${FIT}/some-fault`, clause: FIT, after, broken: after === null ? [] : [FIT] }],
  sound: [
    { options: '', hits: [[FRESH, hits]] },
    {
      options: 'policy=other',
      hits: [
        [FRESH, 1],
        [SPLIT, hits + 1],
      ],
    },
  ],
  ...more,
});

describe('the power of a clause over a fault', () => {
  const powerAt = (...after: (number | null)[]) =>
    faultPowers(after.map((each, index) => trial(index + 1, each, 0)))[0];

  it('is the median and the worst of all seeds', () => {
    expect(powerAt(30, 10, 20)).toMatchObject({ killed: 3, median: 20, worst: 30 });
    expect(powerAt(40, 10, 20, 30)).toMatchObject({ killed: 4, median: 30, worst: 40 });
  });

  it('counts a survivor as worse than any number', () => {
    expect(powerAt(30, null, 20)).toMatchObject({ killed: 2, median: 30, worst: null });
    expect(powerAt(30, null, null)).toMatchObject({ killed: 1, median: null, worst: null });
  });

  it('tells at how many seeds other clauses broke by then', () => {
    const kill = { id: `${FIT}/some-fault`, clause: FIT, after: 5 } as const;
    const two = trial(2, 5, 0, { kills: [{ ...kill, broken: [FRESH, FIT] }] });
    const three = trial(3, 5, 0, { kills: [{ ...kill, broken: [FIT, SPLIT, FRESH] }] });
    expect(powerAt(5)).toMatchObject({ also: {}, sole: true });
    expect(faultPowers([trial(1, 5, 0), two, three])).toMatchObject([
      { also: { [FRESH]: 2, [SPLIT]: 1 }, sole: false },
    ]);
  });

  it('is sorted with the hardest first, survivors before all', () => {
    const [easy, hard, survivor] = [powerAt(10, 20), powerAt(2, 30), powerAt(1, null)];
    if (easy === undefined || hard === undefined || survivor === undefined) throw new Error('none');
    expect(hardestFirst([easy, survivor, hard])).toEqual([survivor, hard, easy]);
  });
});

describe('the hits of a clause', () => {
  it('are those of the first subject to which it applies', () => {
    expect(clauseHits([trial(1, 5, 7), trial(2, 5, 3), trial(3, 5, 90)])).toEqual([
      { clause: SPLIT, options: 'policy=other', min: 4, median: 8, max: 91 },
      { clause: FRESH, options: '', min: 3, median: 7, max: 90 },
    ]);
  });

  it('are sorted with the least first, and rare below what a pass needs', () => {
    const rows = [25, 24, 0].map((min) => ({ ...clauseHits([trial(1, 5, min)])[0]!, min }));
    expect(leastFirst(rows).map(({ min }) => min)).toEqual([0, 24, 25]);
    expect(rows.map(isRare)).toEqual([false, true, true]);
  });
});

/** Testable clauses that apply to no sound subject of a target, and why. */
const NEVER_REACHED: Readonly<Partial<Record<Target, Readonly<Record<string, string>>>>> = {
  heap: {
    'heap.zero-size.sentinel': 'it refuses 0 bytes',
    'heap.zero-size.unique': 'it refuses 0 bytes',
  },
  paged: {
    'paged.alloc.second-refused': 'it appends; its fault only says that it refuses',
  },
};

describe('the committed record', () => {
  const file = new URL('records/power.json', import.meta.url);
  const number = z.int();
  const fault = z.object({
    id: z.string(),
    target: z.enum(TARGETS),
    killed: number,
    median: number.nullable(),
    worst: number.nullable(),
  });
  const hits = z.object({ clause: z.string(), min: number, median: number, max: number });
  const schema = z.object({
    seeds: z.array(number),
    faults: z.array(fault),
    hits: z.record(z.enum(TARGETS), z.array(hits)),
  });
  const record = schema.parse(JSON.parse(readFileSync(file, 'utf8')));

  it('is about the seeds 1 to 50', () => {
    expect(record.seeds).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  describe.each(TARGETS)('of %s', (target) => {
    const own = record.faults.filter((each) => each.target === target);

    it('has every fault', () => {
      expect(own.map(({ id }) => id)).toEqual(faults[target].map(({ id }) => id));
    });

    it('shows them killed at every seed, within the middle budget', () => {
      const survivors = own.filter(
        ({ killed, worst }) =>
          killed < record.seeds.length || worst === null || worst > budgetOf(target),
      );
      expect(survivors).toEqual([]);
    });

    it('shows every testable clause reached at every seed', () => {
      const reached = record.hits[target].filter(({ min }) => min > 0);
      const missing = CLAUSES.filter(
        ({ id, families, untested }) =>
          families.includes(familyOf(target)) &&
          untested === undefined &&
          reached.every(({ clause }) => clause !== id),
      );
      expect(missing.map(({ id }) => id)).toEqual(Object.keys(NEVER_REACHED[target] ?? {}));
    });
  });
});
