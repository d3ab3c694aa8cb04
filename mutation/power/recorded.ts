/** The record that was written last. A target that came after it has no rows. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CLAUSES } from '../../spec/index.ts';
import { TARGETS } from '../fault.ts';

const count = z.int();
const clause = z.enum(CLAUSES.map(({ id }) => id));
const target = z.enum(TARGETS);

const shape = z.object({
  seeds: z.array(count),
  faults: z.array(
    z.object({
      id: z.string(),
      target,
      clause,
      killed: count,
      median: count.nullable(),
      worst: count.nullable(),
      also: z.partialRecord(clause, count),
      sole: z.boolean(),
    }),
  ),
  hits: z.partialRecord(
    target,
    z.array(z.object({ clause, options: z.string(), min: count, median: count, max: count })),
  ),
});

const FILE = new URL('../records/power.json', import.meta.url);

/** Throws an Error if the record does not fit the clauses and the targets. */
export const recordedPower = () => shape.parse(JSON.parse(readFileSync(FILE, 'utf8')));
