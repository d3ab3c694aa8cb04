/**
 * A campaign: generate, execute, judge, until the budget of operations is spent. The first time a clause
 * breaks in some manner, its history is shrunk, run again and recorded; after that the campaign goes on, so
 * that one defect does not hide another.
 */
import fc from 'fast-check';
import type { ClauseId, Family, History } from '../spec/index.ts';
import { type Ahead, CHUNK, type Chunk, type ChunkOrder, chunkSeed } from './chunk.ts';
import type { Executor, ProgramOf } from './execute.ts';
import type { BreachAt, Judgement } from './judge.ts';
import type { Case, Kit } from './kit.ts';
import { kits } from './kits.ts';
import type { ClauseProfile } from './profile.ts';
import { type Failing, type Recorded, recordCase } from './record.ts';
import type { Failure } from './report.ts';
import { minimised } from './shrink.ts';

export interface CampaignOptions<F extends Family = Family> {
  readonly seed: number;
  /** Operations to execute, shrinking left out. */
  readonly operations: number;
  readonly profile: ClauseProfile;
  /** The clauses to judge; a subset of those that apply. */
  readonly clauses: ReadonlySet<ClauseId>;
  /** Recorded failures to try first, such as known deviations. */
  readonly known?: readonly History[];
  /** Runs chunks ahead; what is found is the same without it. */
  readonly crew?: Ahead<F> | undefined;
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

/** Of a subject that fails at once most of a history is never run, but making it takes time: it counts. */
const OPERATIONS_PER_HISTORY = 10;
const FAILURES_PER_CLAUSE = 5;
/** Executions spent on shrinking one failure in each of its two stages, and how many of them may be lost. */
const SHRINKS = 400;
const SHRINKING_LOSSES = 4;
/**
 * A call that hung, or ended the subject, so often is not made again; a subject of which so many calls do
 * is given up.
 */
const LOSSES_PER_CALL = 2;
const LOSSES = 16;

export async function campaign<F extends Family>(
  executor: Executor<F>,
  options: CampaignOptions<F>,
): Promise<CampaignResult> {
  const kit: Kit<F> = kits[executor.profile.family];
  const run = new Campaign(kit, executor, options);
  for (const history of options.known ?? []) await run.tryKnown(history);
  const ahead = options.crew?.ahead(run.orders());
  for (const { seed } of run.orders()) {
    if (!run.goesOn()) break;
    const chunk = run.isLost ? undefined : await ahead?.next();
    if (chunk?.done === false) await run.take(seed, chunk.value);
    else await run.check(seed);
  }
  return run.result();
}

/** What was found so far. Another sweep than the random one uses it with cases of its own. */
export class Campaign<F extends Family> {
  readonly #kit: Kit<F>;
  readonly #executor: Executor<F>;
  readonly #options: CampaignOptions<F>;
  readonly #cases: fc.Arbitrary<Case<F>>;
  readonly #judged: ReadonlySet<ClauseId>;
  readonly #hits = new Map<ClauseId, number>();
  readonly #failures = new Map<ClauseId, Failure[]>();
  readonly #disclaimed = new Set<ClauseId>();
  readonly #losses = new Map<string, number>();
  #operations = 0;
  #histories = 0;
  #ended: CampaignResult['ended'] | null = null;

  constructor(kit: Kit<F>, executor: Executor<F>, options: CampaignOptions<F>) {
    this.#kit = kit;
    this.#executor = executor;
    this.#options = options;
    this.#cases = kit.cases(executor.profile);
    this.#judged = new Set([...options.clauses, ...options.profile.claims]);
  }

  *orders(): Iterable<ChunkOrder> {
    for (let chunk = 0; ; chunk++)
      yield { seed: chunkSeed(this.#options.seed, chunk), judged: this.#judged };
  }

  goesOn(): boolean {
    if (this.#isSpent(this.#operations, this.#histories)) this.#ended ??= 'budget';
    return this.#ended === null;
  }

  #isSpent(operations: number, histories: number): boolean {
    const spent = Math.max(operations, histories * OPERATIONS_PER_HISTORY);
    return spent >= this.#options.operations;
  }

  /** From the first loss on cases depend on what was lost before, so nothing can be run ahead. */
  get isLost(): boolean {
    return this.#losses.size > 0;
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

  /**
   * Counts what a chunk showed where it was run ahead. If that is more than numbers the chunk is run here
   * again, so that a report does not depend on who ran what.
   */
  async take(seed: number, chunk: Chunk<F>): Promise<void> {
    const failing = chunk.ok ? chunk.failing.find(({ breach }) => this.#isFailure(breach)) : null;
    if (chunk.ok && failing === undefined && this.#count(chunk)) return;
    const isSeenAgain = (await this.check(seed)) || this.isLost;
    if (isSeenAgain || this.#ended !== null) return;
    // It does not repeat. That it happened is still true.
    if (!chunk.ok) this.#ended = { problem: chunk.problem };
    else if (failing) await this.keep(failing);
  }

  /** `false` if the budget would have been spent before the chunk ended. */
  #count({ histories, operations, hits, failing }: Chunk<F> & { ok: true }): boolean {
    if (this.#isSpent(this.#operations + operations, this.#histories + histories)) return false;
    this.#histories += histories;
    this.#operations += operations;
    this.#countHits(hits);
    this.#disclaim(failing.map(({ breach }) => breach));
    this.#progress();
    return true;
  }

  /** Runs one chunk of cases; at most one new failure is shrunk. Answers whether there was one. */
  async check(seed: number): Promise<boolean> {
    let target: BreachAt | null = null;
    let last: Failing<F> | null = null;
    const effort = new Effort();
    const property = fc.asyncProperty(this.#cases, async (case_) => {
      if (target !== null) {
        if (effort.isSpent) return true;
        const again = await this.#record(case_, effort);
        const breach = again === null ? undefined : sameBreach(again, target);
        if (again === null || breach === undefined) return true;
        last = { case_, history: again.history, breach };
        return false;
      }
      if (!this.goesOn()) return true;
      const recorded = await this.#record(this.#around(case_));
      if (recorded === null) return true;
      target = this.#explore(recorded);
      if (target === null) return true;
      last = { case_, history: recorded.history, breach: target };
      return false;
    });
    await fc.check(property, { seed, numRuns: CHUNK, verbose: 0 });
    if (last !== null) await this.keep(last);
    return last !== null;
  }

  /** Runs the program of a recorded failure, so that what it shows is found at every budget. */
  async tryKnown(history: History): Promise<void> {
    if (history.family !== this.#kit.family || !this.goesOn()) return;
    const known = history as History<F>;
    const [main] = known.runs;
    if (main === undefined) return;
    const program: ProgramOf<F> = { instances: main.instances, calls: main.steps };
    await this.try({ program, ...(known.relation && { relation: known.relation }) });
  }

  /** Runs one case and keeps what it shows; answers how often it reached each clause. */
  async try(case_: Case<F>): Promise<Judgement['hits'] | null> {
    const tried = this.#around(case_);
    const recorded = await this.#record(tried);
    if (recorded === null) return null;
    const breach = this.#explore(recorded);
    if (breach !== null) await this.keep({ case_: tried, history: recorded.history, breach });
    return recorded.judgement.hits;
  }

  /** Executes a case; `null` if the subject could not be opened or crashed. */
  async #record(case_: Case<F>, effort?: Effort): Promise<Recorded<F> | null> {
    const outcome = await recordCase(this.#kit, this.#executor, case_, this.#judged);
    effort?.count('isLost' in outcome);
    if ('problem' in outcome) {
      this.#ended ??= outcome;
      return null;
    }
    return outcome;
  }

  /** Counts what a history reaches; answers a failure that was not seen before. */
  #explore({ history, isLost, judgement: { hits, breaches } }: Recorded<F>): BreachAt | null {
    this.#histories++;
    for (const { steps } of history.runs) this.#operations += steps.length;
    this.#countHits(hits);
    this.#progress();
    if (isLost) this.#countLoss(history);
    this.#disclaim(breaches);
    return breaches.find((breach) => this.#isFailure(breach)) ?? null;
  }

  #progress(): void {
    if (this.#options.onProgress?.(this.#operations) === false) this.#ended ??= 'interrupted';
  }

  #countHits(hits: ReadonlyMap<ClauseId, number>): void {
    for (const [clause, count] of hits)
      this.#hits.set(clause, (this.#hits.get(clause) ?? 0) + count);
  }

  #disclaim(breaches: readonly BreachAt[]): void {
    for (const { clause } of breaches)
      if (!this.#options.clauses.has(clause)) this.#disclaimed.add(clause);
  }

  #countLoss({ runs }: History<F>): void {
    const last = runs.at(-1)?.steps.at(-1);
    if (last === undefined) return;
    const call = callKey(last.operation);
    this.#losses.set(call, (this.#losses.get(call) ?? 0) + 1);
    const total = [...this.#losses.values()].reduce((sum, count) => sum + count, 0);
    if (total >= LOSSES) this.#ended ??= 'interrupted';
  }

  /** The case without the calls that are known to hang or to end the subject: each costs a new one. */
  #around(case_: Case<F>): Case<F> {
    if (this.#losses.size === 0) return case_;
    const calls = case_.program.calls.filter(
      ({ operation }) => (this.#losses.get(callKey(operation)) ?? 0) < LOSSES_PER_CALL,
    );
    return { ...case_, program: { ...case_.program, calls } };
  }

  /** Of a clause that the subject claims, and not seen before. */
  #isFailure({ clause, signature }: BreachAt): boolean {
    const failures = this.#failures.get(clause) ?? [];
    return (
      this.#options.clauses.has(clause) &&
      failures.length < FAILURES_PER_CLAUSE &&
      failures.every((failure) => failure.signature !== signature)
    );
  }

  /** Shrinks further by leaving calls out, runs the result again and records what that run shows. */
  async keep(failing: Failing<F>): Promise<void> {
    const target = failing.breach;
    const effort = new Effort();
    const disciplined = (calls: ProgramOf<F>['calls']) =>
      this.#kit.disciplined(calls, this.#executor.profile.answers);
    const fails = async (candidate: Case<F>): Promise<boolean | 'spent'> => {
      if (effort.isSpent) return 'spent';
      const recorded = await this.#record(candidate, effort);
      return recorded !== null && sameBreach(recorded, target) !== undefined;
    };
    const short = shortened(failing);
    const single =
      target.run === 0 ? onlyInstance(short, short.program.calls.at(-1)?.instance ?? 0) : short;
    const start = (await fails(single)) === true ? single : short;
    const smallest = await this.#record(await minimised(disciplined, start, fails));
    const shown = smallest === null ? undefined : sameBreach(smallest, target);
    if (smallest !== null && shown !== undefined) this.#add(smallest.history, shown);
    else {
      // It does not repeat. That it happened is still true, so it is kept as it was first seen.
      const because = `${target.because} (not seen again when the same calls were repeated)`;
      this.#add(failing.history, { ...target, because });
    }
  }

  #add(history: History<F>, { clause, because, signature, run, step }: BreachAt): void {
    const failure: Failure = { because, signature, history, run, step };
    this.#failures.set(clause, [...(this.#failures.get(clause) ?? []), failure]);
  }
}

const sameBreach = (
  { judgement }: Recorded<Family>,
  { clause, signature }: BreachAt,
): BreachAt | undefined =>
  judgement.breaches.find((breach) => breach.clause === clause && breach.signature === signature);

/** The calls that were really made, up to the breach; a second run only if the breach is in it. */
function shortened<F extends Family>({ case_, history, breach }: Failing<F>): Case<F> {
  const made = history.runs[0]?.steps.slice(0, breach.step + 1) ?? [];
  const calls = made.map(({ instance, operation }) => ({ instance, operation }));
  const program = { instances: case_.program.instances, calls };
  return breach.run === 0 || case_.relation === undefined
    ? { program }
    : { program, relation: case_.relation };
}

function onlyInstance<F extends Family>({ program }: Case<F>, instance: number): Case<F> {
  const calls = program.calls
    .filter((call) => call.instance === instance)
    .map((call) => ({ ...call, instance: 0 }));
  return { program: { instances: program.instances.slice(instance, instance + 1), calls } };
}

/** Equal for calls that differ only in the block they name. */
const callKey = (operation: object): string => JSON.stringify({ ...operation, slot: 0 });

/** Executions are cheap unless the subject is lost. */
class Effort {
  #executions = 0;
  #losses = 0;

  get isSpent(): boolean {
    return this.#executions >= SHRINKS || this.#losses >= SHRINKING_LOSSES;
  }

  count(isLost: boolean): void {
    this.#executions++;
    if (isLost) this.#losses++;
  }
}
