/** Each fault of both heaps is killed by its own clause, and the sound one breaks nothing. */
import { describe, expect, it } from 'vitest';
import { faults } from './faults.ts';
import { hunt, rowOf, SEEDS, soundSources } from './matrix.ts';

const all = [...faults.double, ...faults.heap];
const PATIENCE = 600_000;

describe('sound sources', () => {
  const sound = soundSources(all);
  it.each(sound)(
    'of $target break no clause with $options',
    { timeout: PATIENCE },
    async (sources) => {
      for (const seed of SEEDS) expect([...(await hunt(sources, seed)).broken]).toEqual([]);
    },
  );
});

describe('faults', () => {
  it.each(all)('$target: $id', { timeout: PATIENCE }, async (fault) => {
    for (const { seed, killedAfter, broken } of (await rowOf(fault)).hunts) {
      const others = [...broken].join(', ') || 'nothing';
      expect(killedAfter, `seed ${seed} found ${others}`).not.toBeNull();
    }
  });
});
