/**
 * Lets Stryker switch a mutant on and asks the suite whether it is noticed, in one process. Stryker's
 * instrumented code finds the active mutant, and leaves its coverage, in a global namespace.
 */
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core';
import {
  type CompleteDryRunResult,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { alarmOf, TRIALS, type Trial, type Trialled, tried } from './suite.ts';

export class ConformanceRunner {
  readonly #known = new Map<string, Trialled>();

  async dryRun(): Promise<DryRunResult> {
    const context = contextOf();
    delete context.activeMutant;
    context.mutantCoverage = { static: {}, perTest: {} };
    const tests: CompleteDryRunResult['tests'] = [];
    for (const trial of TRIALS) {
      const { id } = trial;
      const start = performance.now();
      const { alarm } = await this.#sound(trial);
      const timeSpentMs = performance.now() - start;
      const common = { id, name: id, timeSpentMs };
      tests.push(
        alarm === null
          ? { ...common, status: TestStatus.Success }
          : { ...common, status: TestStatus.Failed, failureMessage: alarm },
      );
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const asked = options.testFilter && new Set(options.testFilter);
    const trials = TRIALS.filter(({ id }) => asked === undefined || asked.has(id));
    const sound = new Map<Trial, Trialled>();
    for (const trial of trials) sound.set(trial, await this.#sound(trial));
    const context = contextOf();
    context.activeMutant = options.activeMutant.id;
    delete context.hitCount;
    delete context.hitLimit;
    if (options.hitLimit !== undefined) {
      context.hitCount = 0;
      context.hitLimit = options.hitLimit;
    }
    for (const [index, trial] of trials.entries()) {
      const alarm = await this.#run(trial, sound.get(trial));
      if (alarm === null) continue;
      const { id } = trial;
      const nrOfTests = index + 1;
      return { status: MutantRunStatus.Killed, failureMessage: alarm, killedBy: [id], nrOfTests };
    }
    const limit = determineHitLimitReached(context.hitCount, context.hitLimit);
    if (limit !== undefined) {
      return { status: MutantRunStatus.Timeout, reason: limit.reason ?? 'hit limit' };
    }
    return { status: MutantRunStatus.Survived, nrOfTests: trials.length };
  }

  async #run(trial: Trial, sound: Trialled | undefined): Promise<string | null> {
    if (sound === undefined) throw new Error(`${trial.id} must have been tried without a mutant`);
    contextOf().currentTestId = trial.id;
    return alarmOf(trial, sound);
  }

  /** The trial without a mutant; each process finds out for itself, once. */
  async #sound(trial: Trial): Promise<Trialled> {
    const known = this.#known.get(trial.id);
    if (known !== undefined) return known;
    const context = contextOf();
    delete context.activeMutant;
    context.currentTestId = trial.id;
    const result = await tried(trial);
    this.#known.set(trial.id, result);
    return result;
  }
}

function contextOf(): InstrumenterContext {
  const name = INSTRUMENTER_CONSTANTS.NAMESPACE;
  const context: InstrumenterContext = Reflect.get(globalThis, name) ?? {};
  Reflect.set(globalThis, name, context);
  return context;
}
