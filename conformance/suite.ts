/** Runs the whole suite on one subject, in this thread or behind the watchdog. Every front end calls this. */
import { CLAUSES, type ClauseId, type Family, type Level } from '../spec/index.ts';
import { campaign } from './campaign.ts';
import type { Ahead } from './chunk.ts';
import type { Deviation } from './deviations.ts';
import type { Executor } from './execute.ts';
import { runInjections } from './inject.ts';
import { profileOf } from './profile.ts';
import type { BudgetName, Report } from './report.ts';
import { reportOf } from './verdict.ts';

/** Operations that take about 3 s, 30 s and 10 min on two cores. A richer model judges fewer in that time. */
export const BUDGETS: Readonly<Record<Family, Readonly<Record<BudgetName, number>>>> = {
  heap: { quick: 100_000, ci: 1_000_000, deep: 20_000_000 },
  bitmap: { quick: 50_000, ci: 500_000, deep: 10_000_000 },
  paged: { quick: 30_000, ci: 300_000, deep: 6_000_000 },
};

export interface SuiteOptions {
  readonly seed?: number;
  readonly budget?: BudgetName;
  /** Overrides the operations of the budget. */
  readonly operations?: number;
  /** Clause ids, or beginnings of ids that end at a dot. */
  readonly clauses?: readonly string[];
  readonly levels?: readonly Level[];
  readonly deviations?: readonly Deviation[];
  /** Workers with the same subject. They make a run faster and change nothing that it finds. */
  readonly crew?: Ahead | undefined;
  /** Adds a fault at every step of some short histories. */
  readonly inject?: boolean;
  onProgress?(operations: number, of: number): boolean;
}

export const DEFAULT_SEED = 1;

export async function runSuite(executor: Executor, options: SuiteOptions = {}): Promise<Report> {
  const { seed = DEFAULT_SEED, budget = 'ci', crew, onProgress } = options;
  const { name, family, answers, hooks } = executor.profile;
  const operations = options.operations ?? BUDGETS[family][budget];
  const profile = profileOf(family, answers, hooks);
  const chosen = chooseClauses(options);
  const deviations = (options.deviations ?? []).filter(({ subject }) => subject === name);
  const clauses = new Set([...profile.applies].filter((id) => chosen.has(id)));
  const result = await campaign(executor, {
    seed,
    operations,
    profile,
    crew,
    clauses,
    known: deviations.filter(({ clause }) => chosen.has(clause)).map(({ history }) => history),
    ...(onProgress && { onProgress: (done) => onProgress(done, operations) }),
  });
  const goesOn = result.ended === 'budget';
  const sweeps = [];
  if (options.inject === true && goesOn)
    sweeps.push(
      await runInjections(executor, {
        profile,
        clauses,
        ...(onProgress && { onProgress: () => onProgress(operations, operations) }),
      }),
    );
  return reportOf({
    subject: name,
    family,
    seed,
    budget,
    profile,
    chosen,
    deviations,
    result,
    sweeps,
  });
}

/** The clauses that the filters let through; all of them if there are no filters. */
export function chooseClauses({ clauses = [], levels = [] }: SuiteOptions): ReadonlySet<ClauseId> {
  const named = (id: string): boolean =>
    clauses.length === 0 ||
    clauses.some(
      (pattern) => id === pattern || id.startsWith(`${pattern.replace(/\.?\*?$/, '')}.`),
    );
  return new Set(
    CLAUSES.filter(
      ({ id, level }) => named(id) && (levels.length === 0 || levels.includes(level)),
    ).map(({ id }) => id),
  );
}
