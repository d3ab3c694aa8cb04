/** Results that are judged together: nothing that one of them found is lost. */
import { describe, expect, it } from 'vitest';
import type { ClauseId, History } from '../spec/index.ts';
import type { CampaignResult } from './campaign.ts';
import { merged, type Sweep } from './certificate.ts';
import { referenceBitmap } from './reference.ts';
import type { Failure } from './report.ts';

const history: History = {
  family: 'bitmap',
  subject: 'tiny',
  answers: referenceBitmap.answers,
  runs: [{ instances: [{ frameCount: 4 }], steps: [] }],
};

const failure = (signature: string): Failure => {
  return { because: signature, signature, history, run: 0, step: 0 };
};

function result(more: Partial<CampaignResult>): CampaignResult {
  const nothing = { hits: new Map(), failures: new Map(), disclaimed: new Set<ClauseId>() };
  return { operations: 10, ...nothing, ended: 'budget', ...more };
}

const sweep = (more: Partial<CampaignResult>): Sweep => ({
  result: result(more),
  certificate: { kind: 'faults-at-every-step', text: '', histories: 1, operations: 10, gaps: [] },
});

describe('merged results', () => {
  it('add up what was reached and keep every failure once', () => {
    const { operations, hits, failures, disclaimed } = merged(
      result({
        hits: new Map([['common.call.total', 3]]),
        failures: new Map([['common.alloc.fresh', [failure('a'), failure('b')]]]),
        disclaimed: new Set<ClauseId>(['common.grant.drain']),
      }),
      [
        sweep({
          hits: new Map([
            ['common.call.total', 4],
            ['common.alloc.fresh', 1],
          ]),
          failures: new Map([['common.alloc.fresh', [failure('b'), failure('c')]]]),
        }),
      ],
    );
    expect(operations).toBe(20);
    expect([...hits]).toEqual([
      ['common.call.total', 7],
      ['common.alloc.fresh', 1],
    ]);
    expect([...failures.values()].flat().map(({ signature }) => signature)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect([...disclaimed]).toEqual(['common.grant.drain']);
  });

  it('end as the worst of them did', () => {
    const problem = { problem: 'no instance' };
    expect(merged(result({}), []).ended).toBe('budget');
    expect(merged(result({}), [sweep({ ended: 'interrupted' })]).ended).toBe('interrupted');
    expect(merged(result({ ended: 'interrupted' }), [sweep({ ended: problem })]).ended).toBe(
      problem,
    );
  });
});
