/** A fault at every step of short histories: our allocators lose nothing, and refuse without a trace. */
import { describe, expect, it } from 'vitest';
import { inProcess, profileOf } from '../conformance/index.ts';
import { runInjections } from '../conformance/inject.ts';
import type { Adapter } from '../spec/index.ts';
import { adapters, bitmapAdapter, heapAdapter, pagedAdapter } from './index.ts';

function sweepOf(adapter: Adapter) {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  const { family, answers, hooks } = executor.profile;
  const profile = profileOf(family, answers, hooks);
  return runInjections(executor, { profile, clauses: profile.applies });
}

/** Where the history itself damages the same segment, or purges next, an injection adds nothing. */
const EXPECTED_GAP = /^a mark is lost( and found)? at \d+ of (a quarantine|a full arena)/;

describe('a fault at every step', { timeout: 600_000 }, () => {
  it.each([
    { adapter: adapters.paged, faults: 14, histories: 5000, count: 35 },
    { adapter: adapters.bitmap, faults: 10, histories: 1500, count: 0 },
    { adapter: adapters.heap, faults: 11, histories: 2000, count: 0 },
    {
      adapter: pagedAdapter({ policy: 'tail-first', partial: 'slots' }),
      faults: 14,
      histories: 5000,
      count: 35,
    },
    { adapter: bitmapAdapter({ policy: 'tail-first' }), faults: 10, histories: 1500, count: 0 },
    { adapter: heapAdapter({ cache: 'off' }), faults: 11, histories: 2000, count: 0 },
  ])('finds nothing in $adapter.name', async ({ adapter, faults, histories, count }) => {
    const { result, certificate } = await sweepOf(adapter);
    const { text, gaps } = certificate;
    expect([...result.failures.values()].flat().map(({ because }) => because)).toEqual([]);
    expect(result.ended).toBe('budget');
    expect(text).toContain(` ${faults} faults: ${certificate.histories} histories`);
    expect(certificate.histories).toBeGreaterThan(histories);
    expect(gaps.filter((gap) => !EXPECTED_GAP.test(gap))).toEqual([]);
    expect(gaps).toHaveLength(count);
  });

  // What is short of frames is granted in part, so that little is ever refused.
  it('finds nothing where parts are granted', async () => {
    const { result } = await sweepOf(pagedAdapter({ partial: 'any' }));
    expect([...result.failures.values()].flat().map(({ because }) => because)).toEqual([]);
    expect(result.hits.get('paged.partial.offered')).toBeGreaterThan(100);
  });
});
