/**
 * The other half of a kill matrix: on allocators that are right, of styles as different as possible, the
 * suite keeps quiet. An alarm here is a defect of the kit.
 */
import { expect, test } from 'vitest';
import { inProcess, runSuite } from '../../conformance/index.ts';
import type { Adapter } from '../../spec/index.ts';
import { boundaryTags } from './boundary-tags.ts';
import { buddy } from './buddy.ts';
import { bump } from './bump.ts';
import { deferred } from './deferred.ts';
import { heapAdapter } from './heap.ts';
import { singleRegion } from './single-region.ts';
import { twoLevel } from './two-level.ts';

/** What is rare, but lawful, has to happen too. */
const operationsFor = (name: string): number => (name === 'double:two-level' ? 60_000 : 40_000);
const SEEDS = [1, 2, 3];
/** The name of the adapter does not tell its options. */
const [sentinel, unique] = (['sentinel', 'unique'] as const).map((zeroSize) => ({
  ...heapAdapter({ zeroSize }),
  name: `double:heap(${zeroSize})`,
}));

/** Each double, and the advice that its style lawfully does not keep. */
const DOUBLES: readonly (readonly [Adapter | undefined, readonly string[]])[] = [
  [heapAdapter(), []],
  [sentinel, []],
  [unique, []],
  [bump, []],
  [buddy, []],
  // The hole is filed one class below the one that is searched.
  [twoLevel, ['heap.grant.same-size']],
  // It moves a block also to make it smaller, and may find no place.
  [deferred, ['heap.realloc.shrinks']],
  [boundaryTags, []],
  [singleRegion, []],
];

for (const [double, advice] of DOUBLES) {
  if (double === undefined) throw new Error('a double must be defined');
  test.each(SEEDS)(
    `${double.name} keeps every clause that applies, seed %i`,
    async (seed) => {
      const executor = inProcess(double);
      if ('problem' in executor) throw new Error(executor.problem);
      const { clauses, error } = await runSuite(executor, {
        operations: operationsFor(double.name),
        seed,
      });
      expect(error).toBe(undefined);
      const told = clauses.filter(({ verdict }) => verdict === 'fail');
      const alarms = told.filter(({ level }) => level === 'MUST');
      expect(alarms.map(({ id, failures }) => `${id}: ${failures[0]?.because}`)).toEqual([]);
      expect(told.map(({ id }) => id)).toEqual(advice);
      const judged = ['pass', 'fail', 'untested', 'not-applicable', 'not-observable'];
      const others = clauses.filter(({ verdict }) => !judged.includes(verdict));
      expect(others.map(({ id, hits }) => `${id} ${hits}`)).toEqual([]);
    },
    120_000,
  );
}
