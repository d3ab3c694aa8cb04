/** What a run says: one verdict for every clause of the profile, so that they always add up. */
import type { ClauseId, Family, History, Level } from '../spec/index.ts';
import type { Certificate } from './certificate.ts';

/**
 * - `pass`: held, and its antecedent was true often enough
 * - `fail`: broken
 * - `known-deviation`: broken as recorded in the deviations file
 * - `stale-deviation`: recorded as broken, but it held
 * - `untested`: no test can decide it, and the clause says why
 * - `not-applicable`: the subject's answers rule it out
 * - `not-observable`: the subject offers no hook that shows it
 * - `not-reached`: its antecedent was not true often enough
 * - `not-run`: filtered out
 * - `inconclusive`: the run ended early
 * - `subject-error`: the subject could not be loaded or opened, or broke the protocol
 * - `kit-error`: the kit has a bug
 */
export const VERDICTS = [
  'pass',
  'fail',
  'known-deviation',
  'stale-deviation',
  'untested',
  'not-applicable',
  'not-observable',
  'not-reached',
  'not-run',
  'inconclusive',
  'subject-error',
  'kit-error',
] as const;

export type VerdictName = (typeof VERDICTS)[number];

export type BudgetName = 'quick' | 'ci' | 'deep';

export interface Failure {
  /** Why the clause is broken, with the numbers. */
  readonly because: string;
  /** The shape of the failure: equal for failures that differ in numbers only. */
  readonly signature: string;
  /** Shrunk, run again and recorded. */
  readonly history: History;
  /** The run and the step of the history at which the clause breaks. */
  readonly run: number;
  readonly step: number;
}

export interface ClauseReport {
  readonly id: ClauseId;
  readonly level: Level;
  readonly verdict: VerdictName;
  /** How often the antecedent was true. */
  readonly hits: number;
  /** Why the verdict is neither pass nor fail, or why a deviation is accepted. */
  readonly reason?: string;
  /** The failures found, one per signature; excused ones included. */
  readonly failures: readonly Failure[];
}

export interface Report {
  readonly subject: string;
  readonly family: Family;
  /** Versions of the specification and of the kit. */
  readonly spec: string;
  readonly kit: string;
  readonly seed: number;
  readonly budget: BudgetName;
  /** Operations executed and judged. */
  readonly operations: number;
  readonly clauses: readonly ClauseReport[];
  readonly counts: Readonly<Record<VerdictName, number>>;
  readonly warnings: readonly string[];
  /** What was tried beside the campaign, step by step. */
  readonly certificates: readonly Certificate[];
  /** Set if the subject could not be used at all. */
  readonly error?: string;
}
