/** Runs the whole suite on one subject, in this thread or behind the watchdog. Every front end calls this. */
import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../model/index.ts';
import { CLAUSES, type ClauseId, type Family, type Level } from '../spec/index.ts';
import { campaign } from './campaign.ts';
import type { Sweep } from './certificate.ts';
import type { Ahead } from './chunk.ts';
import type { Deviation } from './deviations.ts';
import type { Executor, Profile } from './execute.ts';
import { exploreScope } from './explore.ts';
import { runInjections } from './inject.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';
import { profileOf } from './profile.ts';
import type { BudgetName, Report } from './report.ts';
import { reportOf } from './verdict.ts';

/** Operations that take about 3 s, 30 s and 10 min on two cores. A richer model judges fewer in that time. */
export const BUDGETS: Readonly<Record<Family, Readonly<Record<BudgetName, number>>>> = {
  heap: { quick: 100_000, ci: 1_000_000, deep: 20_000_000 },
  bitmap: { quick: 50_000, ci: 500_000, deep: 10_000_000 },
  paged: { quick: 100_000, ci: 1_000_000, deep: 20_000_000 },
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
  /** Names of scopes to explore to their end; see `chooseScopes`. */
  readonly exhaustive?: readonly string[];
  onProgress?(operations: number, of: number): boolean;
}

export const DEFAULT_SEED = 1;

export async function runSuite(executor: Executor, options: SuiteOptions = {}): Promise<Report> {
  const { seed = DEFAULT_SEED, budget = 'ci', crew, onProgress } = options;
  const { name, family, answers, hooks } = executor.profile;
  const operations = options.operations ?? BUDGETS[family][budget];
  const scopes = chooseScopes(executor.profile, options.exhaustive ?? []);
  if (typeof scopes === 'string') throw new Error(scopes);
  const profile = profileOf(family, answers, hooks);
  const chosen = chooseClauses(options);
  const records = (options.deviations ?? []).filter(({ subject }) => subject === name);
  const deviations = records.filter(({ history }) => isDeepStrictEqual(history.answers, answers));
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
  const sweeps: Sweep[] = [];
  const goesOn = (): boolean =>
    [result, ...sweeps.map((sweep) => sweep.result)].every(({ ended }) => ended === 'budget');
  const sweep = {
    profile,
    clauses,
    ...(onProgress && { onProgress: () => onProgress(operations, operations) }),
  };
  if (options.inject === true && goesOn()) sweeps.push(await runInjections(executor, sweep));
  for (const scope of scopes) if (goesOn()) sweeps.push(await exploreScope(executor, scope, sweep));
  return reportOf({
    subject: name,
    family,
    seed,
    budget,
    profile,
    chosen,
    deviations,
    outdated: records.length - deviations.length,
    result,
    sweeps,
  });
}

/** The scopes of these names; a text says which cannot be explored, and why. */
export function chooseScopes<F extends Family>(
  { family, answers, name: subject }: Profile<F>,
  names: readonly string[],
): readonly Scope<F>[] | string {
  const { scopes }: Kit<F> = kits[family];
  const chosen: Scope<F>[] = [];
  for (const name of names) {
    const scope = scopes.find((each) => each.name === name);
    if (scope === undefined) {
      const known = scopes.map((each) => each.name).join(', ');
      return `there is no scope ${name} for a ${family}; there are ${known}`;
    }
    if (scope.config(answers) === null)
      return `${subject} cannot be explored at ${name}: its answers allow no instance so small`;
    if (!answers.deterministic)
      return `${subject} cannot be explored: it answers that equal calls may get other answers`;
    chosen.push(scope);
  }
  return chosen;
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
