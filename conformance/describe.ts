/**
 * The suite as tests of any runner that has `describe` and `test`: one test a clause, its id in the title.
 * The campaign runs once, when the first test needs it.
 */
import { type Adapter, CLAUSES, type Clause } from '../spec/index.ts';
import { checkAdapter } from './adapter.ts';
import { inProcess } from './execute.ts';
import type { ClauseReport, Report } from './report.ts';
import { failureText } from './reporters/text.ts';
import { chooseClauses, runSuite, type SuiteOptions } from './suite.ts';

export interface TestContext {
  /** Marks the test as skipped. Some runners throw here, some return. */
  skip(reason?: string): void;
}

export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: (context: TestContext) => Promise<void>, timeout?: number): unknown;
}

/** Milliseconds; only runners that limit tests by default look at it. */
const TIMEOUT = 15 * 60_000;

export function describeConformance(
  adapter: Adapter,
  options: SuiteOptions,
  runner: TestRunner,
): void {
  let campaign: Promise<Report> | undefined;
  const report = (): Promise<Report> => {
    campaign ??= run(adapter, options);
    return campaign;
  };
  const checked = checkAdapter(adapter, 'what describeConformance was given');
  if (!checked.ok) throw new TypeError(checked.problem);
  const chosen = chooseClauses(options);
  const isOurs = ({ id, families }: Clause) => families.includes(adapter.family) && chosen.has(id);
  const clauses = CLAUSES.filter(isOurs);
  if (clauses.length === 0) throw new TypeError(`no clause of ${adapter.family} was chosen`);
  runner.describe(`${adapter.name} conforms to ${adapter.family}`, () => {
    for (const { id, text } of clauses) {
      const judged = async (context: TestContext): Promise<void> => {
        const { clauses, seed, budget } = await report();
        const clause = clauses.find((each) => each.id === id);
        if (clause === undefined) throw new Error(`${id} must be in the report`);
        settle(clause, context, `seed ${seed}, budget ${budget}`);
      };
      runner.test(`${id}: ${text}`, judged, TIMEOUT);
    }
  });
}

async function run(adapter: Adapter, options: SuiteOptions): Promise<Report> {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new TypeError(executor.problem);
  return runSuite(executor, { budget: 'quick', ...options });
}

function settle(clause: ClauseReport, context: TestContext, origin: string): void {
  switch (clause.verdict) {
    case 'pass':
      return;
    case 'known-deviation':
    case 'untested':
    case 'not-applicable':
    case 'not-observable':
    case 'not-run':
      context.skip(`${clause.verdict}: ${clause.reason ?? ''}`);
      return;
    case 'fail':
      if (clause.level !== 'MUST')
        context.skip(`advice not kept: ${clause.failures[0]?.because ?? ''}`);
      else throw new Error(`${failureText(clause)}\n${origin}`);
      return;
    default:
      throw new Error(`${clause.id} is ${clause.verdict}: ${clause.reason ?? ''}\n${origin}`);
  }
}
