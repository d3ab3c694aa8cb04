/**
 * Faults that an injection finds by itself: the history does not break the clause until it is injected
 * into, at one position or another.
 */
import { describe, expect, it } from 'vitest';
import { inProcess, profileOf } from '../conformance/index.ts';
import { alone, injectedInto, pointsOf } from '../conformance/inject.ts';
import type { Kit } from '../conformance/kit.ts';
import { kits } from '../conformance/kits.ts';
import type { Family } from '../spec/index.ts';
import type { Target } from './fault.ts';
import { faults } from './faults.ts';
import { loadFaulty } from './load.ts';
import { clauseOf } from './matrix.ts';

type Row = readonly [target: Target, fault: string, injection: string, base: string];

const KILLS: readonly Row[] = [
  [
    'paged',
    'common.refuse.unchanged/frames-kept',
    'slots are exhausted',
    'fragments and few slots',
  ],
  [
    'paged',
    'common.stats.agree/refusal-is-counted',
    'slots are exhausted',
    'fragments and few slots',
  ],
  ['paged', 'paged.alloc.under-damage/search-over-marks', 'a mark is lost', 'growing regions'],
  [
    'paged',
    'paged.dealloc.whole-region/mapped-if-quarantined',
    'a mark is lost',
    'growing regions',
  ],
  ['paged', 'paged.quarantine.whole-segment/first-mark-only', 'a mark is lost', 'growing regions'],
  ['paged', 'paged.quarantine.withheld/free-for-all', 'a mark is lost and found', 'fragments'],
  ['paged', 'paged.quarantine.keeps/purged-when-short', 'too much is asked for', 'a quarantine'],
  [
    'paged',
    'paged.quarantine.overflow/not-counted',
    'more damage than the table holds',
    'fragments',
  ],
  ['paged', 'paged.purge.reclaims/wipes-without-freeing', 'a mark is lost and found', 'fragments'],
  ['paged', 'paged.purge.idle/marks-cleared', 'a purge', 'growing regions'],
  [
    'paged',
    'paged.dealloc.others-intact/lower-pids-too',
    'a mark is lost and restored',
    'growing regions',
  ],
  ['paged', 'paged.address.forged/pid-ignored', 'a forged address', 'growing regions'],
  ['bitmap', 'common.grant.no-creep/held-back', 'a run comes and goes', 'runs of 8 frames'],
  [
    'bitmap',
    'bitmap.split.granted/one-run-less',
    'a split with too small a limit',
    'runs of 8 frames',
  ],
  ['bitmap', 'common.misuse.unchanged/rejected-but-counted', 'misuse: foreign', 'runs of 8 frames'],
  [
    'heap',
    'common.refuse.unchanged/refusal-takes-a-granule',
    'too much is asked for',
    'blocks in 256 bytes',
  ],
  [
    'heap',
    'heap.realloc.refused-intact/wipes-before-it-knows',
    'a realloc is refused',
    'blocks in 256 bytes',
  ],
  [
    'heap',
    'common.grant.fit/refuses-before-it-flushes',
    'the arena is exhausted',
    'blocks in 256 bytes',
  ],
];

/** Whether the clause breaks: in the history alone, and in one of those with the injection in it. */
async function hunt([target, id, name, baseName]: Row) {
  const fault = faults[target].find((each) => each.id === id);
  if (fault === undefined) throw new Error(`there is no fault ${id} of ${target}`);
  const executor = inProcess(loadFaulty(fault));
  if ('problem' in executor) throw new Error(executor.problem);
  const { profile } = executor;
  const kit: Kit<Family> = kits[profile.family];
  const { applies } = profileOf(profile.family, profile.answers, profile.hooks);
  const base = kit.injecting.bases(profile).find((each) => each.name === baseName);
  const injection = kit.injecting.injections.find((each) => each.name === name);
  if (base === undefined || injection === undefined) throw new Error(`${baseName}, ${name}?`);
  const breaks = async (program: ReturnType<typeof alone>) => {
    const execution = await executor.run(program, applies);
    if (!execution.ok) throw new Error(execution.problem);
    const { breaches } = execution.judgement;
    return { execution, isBroken: breaches.some(({ clause }) => clause === clauseOf(fault)) };
  };
  const before = await breaks(alone(kit, profile, base));
  const points = pointsOf(profile, base, before.execution);
  for (const { program } of injectedInto(kit, base, points, [injection])) {
    if ((await breaks(program)).isBroken) return { alone: before.isBroken, injected: true };
  }
  return { alone: before.isBroken, injected: false };
}

describe('an injection kills by itself', { timeout: 600_000 }, () => {
  it.each(KILLS)('%s: %s by "%s" in "%s"', async (...row) => {
    expect(await hunt(row)).toEqual({ alone: false, injected: true });
  });
});
