/** From what a campaign found to one verdict for every clause of the profile. */
import { type Clause, type ClauseId, type Family, SPEC_VERSION } from '../spec/index.ts';
import type { CampaignResult } from './campaign.ts';
import { merged, type Sweep } from './certificate.ts';
import type { Deviation } from './deviations.ts';
import type { Profile } from './execute.ts';
import { type ClauseProfile, profileOf } from './profile.ts';
import {
  type BudgetName,
  type ClauseReport,
  type Failure,
  type Report,
  VERDICTS,
  type VerdictName,
} from './report.ts';
import { KIT_VERSION } from './version.ts';

/** Antecedent hits that a `pass` needs. */
export const HITS_NEEDED = 25;

export interface Judged {
  readonly subject: string;
  readonly family: Family;
  readonly seed: number;
  readonly budget: BudgetName;
  readonly profile: ClauseProfile;
  /** The clauses that the filters let through. */
  readonly chosen: ReadonlySet<ClauseId>;
  readonly deviations: readonly Deviation[];
  /** Deviations of the subject that were recorded when it gave other answers. */
  readonly outdated: number;
  readonly result: CampaignResult;
  /** What was tried beside the campaign. */
  readonly sweeps?: readonly Sweep[];
}

export function reportOf({ sweeps = [], ...found }: Judged): Report {
  const judged = { ...found, result: merged(found.result, sweeps) };
  const { subject, family, seed, budget, profile, result } = judged;
  const clauses = profile.clauses.map((clause) => clauseReport(clause, judged));
  const error = typeof result.ended === 'object' ? { error: result.ended.problem } : {};
  return {
    subject,
    family,
    spec: SPEC_VERSION,
    kit: KIT_VERSION,
    seed,
    budget,
    operations: result.operations,
    clauses,
    counts: countsOf(clauses),
    warnings: [...outdatedRecords(judged), ...underClaims(judged)],
    certificates: sweeps.map(({ certificate }) => certificate),
    ...error,
  };
}

export function countsOf(clauses: readonly ClauseReport[]): Record<VerdictName, number> {
  const counts = Object.fromEntries(VERDICTS.map((name) => [name, 0])) as Record<
    VerdictName,
    number
  >;
  for (const { verdict } of clauses) counts[verdict]++;
  return counts;
}

function clauseReport({ id, level }: Clause, judged: Judged): ClauseReport {
  const { profile, chosen, result } = judged;
  const hits = result.hits.get(id) ?? 0;
  const failures = result.failures.get(id) ?? [];
  const left = profile.left.get(id);
  const about = (verdict: VerdictName, reason?: string): ClauseReport => ({
    id,
    level,
    verdict,
    hits: left === undefined ? hits : 0,
    failures,
    ...(reason === undefined ? {} : { reason }),
  });
  if (!chosen.has(id)) return about('not-run', 'filtered out');
  if (left !== undefined) return about(left.verdict, left.reason);
  const known = judged.deviations.filter(({ clause }) => clause === id);
  const excuse = (failure: Failure) =>
    known.find(({ signature }) => signature === failure.signature);
  if (failures.some((failure) => excuse(failure) === undefined)) return about('fail');
  if (typeof result.ended === 'object') return about('subject-error', result.ended.problem);
  const stale = known.find(({ signature }) =>
    failures.every((failure) => failure.signature !== signature),
  );
  if (stale !== undefined) {
    return about(
      'stale-deviation',
      `recorded as "${stale.signature}", but it did not happen; remove the record`,
    );
  }
  const [first] = failures;
  if (first !== undefined) return about('known-deviation', excuse(first)?.reason);
  if (hits >= HITS_NEEDED) return about('pass');
  if (result.ended === 'interrupted')
    return about('inconclusive', 'the run ended before its budget was spent');
  return about(
    'not-reached',
    `its antecedent was true ${hits} times, and ${HITS_NEEDED} are needed`,
  );
}

/** What was recorded under other answers may ask for what these do not allow. */
function outdatedRecords({ outdated }: Judged): string[] {
  if (outdated === 0) return [];
  const records =
    outdated === 1 ? '1 recorded deviation is' : `${outdated} recorded deviations are`;
  return [`${records} left out: the subject gave other answers then`];
}

/** Clauses that the answers rule out and that were nevertheless kept, each time. */
function underClaims({ profile, result }: Judged): string[] {
  return [...profile.claims]
    .filter((id) => (result.hits.get(id) ?? 0) >= HITS_NEEDED && !result.disclaimed.has(id))
    .map(
      (id) =>
        `${id} was kept ${result.hits.get(id)} times, although ${profile.left.get(id)?.reason}`,
    );
}

/** The report of a subject that could not be used at all. */
export function unusableReport(
  { name, family, answers }: Profile,
  { seed, budget }: { readonly seed: number; readonly budget: BudgetName },
  problem: string,
): Report {
  const clauses = profileOf(family, answers, []).clauses.map(
    ({ id, level }): ClauseReport => ({
      id,
      level,
      verdict: 'subject-error',
      hits: 0,
      reason: problem,
      failures: [],
    }),
  );
  return {
    subject: name,
    family,
    spec: SPEC_VERSION,
    kit: KIT_VERSION,
    seed,
    budget,
    operations: 0,
    clauses,
    counts: countsOf(clauses),
    warnings: [],
    certificates: [],
    error: problem,
  };
}

export const CONFORMANT = 0;
export const NON_CONFORMANT = 1;
export const USAGE = 2;
export const INCONCLUSIVE = 3;
export const SUBJECT_ERROR = 4;
export const KIT_ERROR = 5;

/** Kit bug before subject error before failure before inconclusive; a failed SHOULD only if it is to count. */
export function exitCodeOf({ clauses, error }: Report, failOn: 'must' | 'should'): number {
  const counts = (verdict: VerdictName, must = false): boolean =>
    clauses.some(
      (clause) =>
        clause.verdict === verdict && (!must || failOn === 'should' || clause.level === 'MUST'),
    );
  if (counts('kit-error')) return KIT_ERROR;
  if (error !== undefined || counts('subject-error')) return SUBJECT_ERROR;
  if (counts('fail', true) || counts('stale-deviation')) return NON_CONFORMANT;
  if (counts('not-reached') || counts('inconclusive')) return INCONCLUSIVE;
  // A run that decided nothing found nothing wrong, and says nothing.
  if (!counts('pass') && !counts('known-deviation') && !counts('fail')) return INCONCLUSIVE;
  return CONFORMANT;
}
