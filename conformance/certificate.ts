/**
 * What a run tried step by step, beside its random histories: each such sweep has a result like that
 * of a campaign, and a certificate that says how far it went. The results are judged together.
 */
import type { ClauseId } from '../spec/index.ts';
import type { CampaignResult } from './campaign.ts';
import type { Failure } from './report.ts';

/**
 * - `faults-at-every-step`: an injection at every position of some histories (inject.ts)
 * - `scope`: every transition of a small instance (explore.ts)
 */
export const CERTIFICATES = ['faults-at-every-step', 'scope'] as const;

export interface Certificate {
  readonly kind: (typeof CERTIFICATES)[number];
  /** One line: what was tried. */
  readonly text: string;
  readonly histories: number;
  readonly operations: number;
  /** What was tried and showed nothing, a line each. */
  readonly gaps: readonly string[];
}

export interface Sweep {
  readonly result: CampaignResult;
  readonly certificate: Certificate;
}

const gravity = (ended: CampaignResult['ended']): number =>
  typeof ended === 'object' ? 2 : Number(ended === 'interrupted');

/** The result of a campaign with those of the sweeps added. */
export function merged(result: CampaignResult, sweeps: readonly Sweep[]): CampaignResult {
  const all = [result, ...sweeps.map((sweep) => sweep.result)];
  const hits = new Map<ClauseId, number>();
  const failures = new Map<ClauseId, readonly Failure[]>();
  for (const each of all) {
    for (const [id, count] of each.hits) hits.set(id, (hits.get(id) ?? 0) + count);
    for (const [id, found] of each.failures) {
      const known = failures.get(id) ?? [];
      const isNew = ({ signature }: Failure) => known.every((one) => one.signature !== signature);
      failures.set(id, [...known, ...found.filter(isNew)]);
    }
  }
  return {
    operations: all.reduce((sum, { operations }) => sum + operations, 0),
    hits,
    failures,
    disclaimed: new Set(all.flatMap(({ disclaimed }) => [...disclaimed])),
    ended: all.map(({ ended }) => ended).sort((a, b) => gravity(b) - gravity(a))[0] ?? 'budget',
  };
}
