/**
 * A campaign: generate, execute, judge, until the budget of operations is spent. The first time a clause
 * breaks in some manner, its history is shrunk, run again and recorded; after that the campaign goes on, so
 * that one defect does not hide another.
 */
import fc from 'fast-check';
import type { ClauseId, Family, History } from '../spec/index.ts';
import type { Executor, ProgramOf } from './execute.ts';
import { type BreachAt, judge } from './judge.ts';
import type { Case, Kit } from './kit.ts';
import { kits } from './kits.ts';
import type { ClauseProfile } from './profile.ts';
import type { Failure } from './report.ts';
import { minimised } from './shrink.ts';

export interface CampaignOptions {
  readonly seed: number;
  /** Operations to execute, shrinking left out. */
  readonly operations: number;
  readonly profile: ClauseProfile;
  /** The clauses to judge; a subset of those that apply. */
  readonly clauses: ReadonlySet<ClauseId>;
  /** Recorded failures to try first, such as known deviations. */
  readonly known?: readonly History[];
  /** Told now and then how many operations were executed; answers whether to go on. */
  onProgress?(operations: number): boolean;
}

export interface CampaignResult {
  readonly operations: number;
  readonly hits: ReadonlyMap<ClauseId, number>;
  readonly failures: ReadonlyMap<ClauseId, readonly Failure[]>;
  /** Clauses that the subject does not claim and that were broken, as its answers say. */
  readonly disclaimed: ReadonlySet<ClauseId>;
  readonly ended: 'budget' | 'interrupted' | { readonly problem: string };
}

const CHUNK = 16;
const FAILURES_PER_CLAUSE = 5;
/** Executions spent on shrinking one failure; a hanging call costs seconds, so few of those. */
const SHRINKS = 400;
const HANGING_SHRINKS = 6;

export async function campaign<F extends Family>(
  executor: Executor<F>,
  options: CampaignOptions,
): Promise<CampaignResult> {
  const kit: Kit<F> = kits[executor.profile.family];
  const run = new Campaign(kit, executor, options);
  for (const history of options.known ?? []) await run.tryKnown(history);
  for (let chunk = 0; run.goesOn(); chunk++) await run.check(chunkSeed(options.seed, chunk));
  return run.result();
}

/** Different for every chunk, and 32 bits as fast-check wants it. */
const chunkSeed = (seed: number, chunk: number): number => (Math.imul(chunk + 1, 0x9e3779b1) ^ seed) | 0;

class Campaign<F extends Family> {
  readonly #kit: Kit<F>;
  readonly #executor: Executor<F>;
  readonly #options: CampaignOptions;
  readonly #cases: fc.Arbitrary<Case<F>>;
  readonly #judged: ReadonlySet<ClauseId>;
  readonly #hits = new Map<ClauseId, number>();
  readonly #failures = new Map<ClauseId, Failure[]>();
  readonly #disclaimed = new Set<ClauseId>();
  #operations = 0;
  #ended: CampaignResult['ended'] | null = null;

  constructor(kit: Kit<F>, executor: Executor<F>, options: CampaignOptions) {
    this.#kit = kit;
    this.#executor = executor;
    this.#options = options;
    this.#cases = kit.cases(executor.profile.answers, new Set(executor.profile.hooks));
    this.#judged = new Set([...options.clauses, ...options.profile.claims]);
  }

  goesOn(): boolean {
    if (this.#ended === null && this.#operations >= this.#options.operations) this.#ended = 'budget';
    return this.#ended === null;
  }

  result(): CampaignResult {
    return {
      operations: this.#operations,
      hits: this.#hits,
      failures: this.#failures,
      disclaimed: this.#disclaimed,
      ended: this.#ended ?? 'budget',
    };
  }

  /** Runs one chunk of cases; at most one new failure is shrunk. */
  async check(seed: number): Promise<void> {
    let target: BreachAt | null = null;
    let last: Case<F> | null = null;
    let shrinks = 0;
    const property = fc.asyncProperty(this.#cases, async (case_) => {
      if (target !== null) {
        if (shrinks++ >= (isHang(target) ? HANGING_SHRINKS : SHRINKS)) return true;
        const again = await this.#record(case_);
        if (again === null || !this.#breaks(again, target)) return true;
        last = case_;
        return false;
      }
      if (!this.goesOn()) return true;
      const history = await this.#record(case_);
      if (history === null) return true;
      target = this.#explore(history);
      if (target === null) return true;
      last = case_;
      return false;
    });
    await fc.check(property, { seed, numRuns: CHUNK, verbose: 0 });
    if (target !== null && last !== null) await this.#keep(last, target);
  }

  /** Runs the program of a recorded failure, so that what it shows is found at every budget. */
  async tryKnown(history: History): Promise<void> {
    if (history.family !== this.#kit.family || !this.goesOn()) return;
    const known = history as History<F>;
    const [main] = known.runs;
    if (main === undefined) return;
    const program: ProgramOf<F> = { instances: main.instances, calls: main.steps };
    const case_: Case<F> = { program, ...(known.relation && { relation: known.relation }) };
    const again = await this.#record(case_);
    const found = again === null ? null : this.#explore(again);
    if (found !== null) await this.#keep(case_, found);
  }

  /** Executes a case; `null` if the subject could not be opened or crashed. */
  async #record(case_: Case<F>): Promise<History<F> | null> {
    const outcome = await recordCase(this.#kit, this.#executor, case_);
    if ('problem' in outcome) {
      this.#ended ??= outcome;
      return null;
    }
    return outcome;
  }

  /** Counts what a history reaches; answers a failure that was not seen before. */
  #explore(history: History<F>): BreachAt | null {
    for (const { steps } of history.runs) this.#operations += steps.length;
    if (this.#options.onProgress?.(this.#operations) === false) this.#ended ??= 'interrupted';
    const { hits, breaches } = judge(history, this.#judged);
    for (const clause of hits) this.#hits.set(clause, (this.#hits.get(clause) ?? 0) + 1);
    let found: BreachAt | null = null;
    for (const breach of breaches) {
      if (!this.#options.clauses.has(breach.clause)) this.#disclaimed.add(breach.clause);
      else if (found === null && this.#isNew(breach)) found = breach;
    }
    return found;
  }

  #isNew({ clause, signature }: BreachAt): boolean {
    const failures = this.#failures.get(clause) ?? [];
    return failures.length < FAILURES_PER_CLAUSE && failures.every((failure) => failure.signature !== signature);
  }

  #breaks(history: History<F>, { clause, signature }: BreachAt): boolean {
    return judge(history, this.#judged).breaches.some((breach) => breach.clause === clause && breach.signature === signature);
  }

  /** Shrinks further by leaving calls out, runs the result again and records what that run shows. */
  async #keep(case_: Case<F>, target: BreachAt): Promise<void> {
    const limit = isHang(target) ? HANGING_SHRINKS : SHRINKS;
    const smallest = await minimised(this.#kit, case_, limit, async (candidate) => {
      const history = await this.#record(candidate);
      return history !== null && this.#breaks(history, target);
    });
    const history = await this.#record(smallest);
    const shown =
      history === null
        ? undefined
        : judge(history, this.#judged).breaches.find(
            ({ clause, signature }) => clause === target.clause && signature === target.signature,
          );
    if (history === null || shown === undefined) {
      // It does not repeat: that it happened is still true, so it is kept under the numbers first seen.
      await this.#keepUnstable(case_, target);
      return;
    }
    const { because, signature, run, step } = shown;
    this.#add(target.clause, { because, signature, history, run, step });
  }

  async #keepUnstable(case_: Case<F>, { clause, because, signature, run, step }: BreachAt): Promise<void> {
    const history = await this.#record(case_);
    if (history === null) return;
    this.#add(clause, { because: `${because} (not seen again when the same calls were repeated)`, signature, history, run, step });
  }

  #add(clause: ClauseId, failure: Failure): void {
    this.#failures.set(clause, [...(this.#failures.get(clause) ?? []), failure]);
  }
}

const isHang = ({ because }: BreachAt): boolean => because.endsWith('did not come back');

/** Executes the program of a case, and the related one, into a history. */
export async function recordCase<F extends Family>(
  kit: Kit<F>,
  executor: Executor<F>,
  { program, relation }: Case<F>,
): Promise<History<F> | { readonly problem: string }> {
  const programs = [program];
  if (relation?.kind === 'repeat') programs.push(program);
  if (relation?.kind === 'shift') programs.push(kit.shifted(program, relation.by));
  if (relation?.kind === 'alone') programs.push(alone(program, relation.instance));
  const runs: History<F>['runs'][number][] = [];
  for (const each of programs) {
    const execution = await executor.run(each);
    if (!execution.ok) return { problem: execution.problem };
    const steps = execution.outcomes.flatMap((outcome, at) => {
      const call = each.calls[at];
      return call === undefined || outcome.status === 'skipped' ? [] : [{ ...call, outcome }];
    });
    runs.push({ instances: execution.instances, steps });
  }
  const { name, answers } = executor.profile;
  return { family: kit.family, subject: name, answers, runs, ...(relation && { relation }) };
}

/** Only the calls to one instance; the others exist but are not called. */
function alone<F extends Family>(program: ProgramOf<F>, instance: number): ProgramOf<F> {
  return { ...program, calls: program.calls.filter((call) => call.instance === instance) };
}
