import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import cliProgress from 'cli-progress';
import picocolors from 'picocolors';
import { CLAUSES, type Level } from '../../spec/index.ts';
import { type Deviation, readDeviations } from '../deviations.ts';
import { encodeHistory } from '../history-file.ts';
import type { BudgetName, ClauseReport, Failure, Report } from '../report.ts';
import { renderJson } from '../reporters/json.ts';
import { renderJUnit } from '../reporters/junit.ts';
import { renderTable, renderTerminal } from '../reporters/terminal.ts';
import { BUDGETS, chooseClauses, chooseScopes, runSuite } from '../suite.ts';
import {
  exitCodeOf,
  INCONCLUSIVE,
  KIT_ERROR,
  NON_CONFORMANT,
  SUBJECT_ERROR,
  USAGE,
  unusableReport,
} from '../verdict.ts';
import { type CrewOptions, hastenCompiler, openCrew, openSubject } from './open.ts';

export interface RunOptions extends CrewOptions {
  readonly budget: BudgetName;
  readonly operations?: number;
  readonly seed: number;
  readonly clause?: readonly string[];
  readonly level?: readonly Level[];
  readonly reporter?: readonly string[];
  readonly outputFile?: readonly string[];
  readonly deviations?: string;
  readonly failOn: 'must' | 'should';
  readonly histories: string;
  readonly inject?: boolean;
  readonly exhaustive?: readonly string[];
  readonly verbose?: boolean;
}

const REPORTERS = ['terminal', 'junit', 'json'];

export async function run(subjects: readonly string[], options: RunOptions): Promise<number> {
  hastenCompiler();
  const outputs = outputsOf(options);
  if (typeof outputs === 'string') return usage(outputs);
  const filters = { clauses: options.clause ?? [], levels: options.level ?? [] };
  const unmatched = filters.clauses.find((id) => chooseClauses({ clauses: [id] }).size === 0);
  if (unmatched !== undefined) {
    return usage(`no clause matches ${unmatched}; allocspec list shows the ids`);
  }
  if (chooseClauses(filters).size === 0) {
    return usage(
      `no clause matches both ${filters.clauses.join(' ')} and ${filters.levels.join(' ')}`,
    );
  }
  const deviations = readDeviations(options.deviations, new Set(CLAUSES.map(({ id }) => id)));
  if (!deviations.ok) return usage(deviations.problem);

  const reports: Report[] = [];
  const codes: number[] = [];
  for (const subject of subjects) {
    const outcome = await judgeOne(subject, options, filters, deviations.value);
    if (typeof outcome === 'number') codes.push(outcome);
    else {
      const saved = saveHistories(outcome, subject, options.histories);
      reports.push(outcome);
      codes.push(exitCodeOf(outcome, options.failOn));
      if (outputs.get('terminal') === null) {
        console.log(terminal(outcome, saved, subject, options, picocolors.isColorSupported));
      }
    }
  }
  write(reports, outputs);
  if (subjects.length > 1 && outputs.get('terminal') === null) {
    console.log(renderTable(reports, { color: picocolors.isColorSupported }));
  }
  return worst(codes);
}

async function judgeOne(
  subject: string,
  options: RunOptions,
  filters: { clauses: readonly string[]; levels: readonly Level[] },
  deviations: readonly Deviation[],
): Promise<Report | number> {
  const executor = await openSubject(subject, options);
  if ('problem' in executor) {
    const { problem, profile } = executor;
    console.error(problem);
    if (executor.usage || profile === undefined) return executor.usage ? USAGE : SUBJECT_ERROR;
    return unusableReport(profile, options, problem);
  }
  const scopes = chooseScopes(executor.profile, options.exhaustive ?? []);
  if (typeof scopes === 'string') {
    await executor.close();
    return usage(scopes);
  }
  const { operations = BUDGETS[executor.profile.family][options.budget] } = options;
  const crew = await openCrew(subject, operations, options);
  const bar = progressBar(executor.profile.name, operations);
  try {
    return await runSuite(executor, {
      ...filters,
      seed: options.seed,
      budget: options.budget,
      operations,
      deviations,
      crew: crew ?? undefined,
      inject: options.inject === true,
      exhaustive: options.exhaustive ?? [],
      onProgress(operations) {
        bar?.update(operations);
        return true;
      },
    });
  } finally {
    bar?.stop();
    await crew?.close();
    await executor.close();
  }
}

/** A progress line, where somebody is looking. */
function progressBar(name: string, operations: number): cliProgress.SingleBar | null {
  if (!process.stderr.isTTY) return null;
  const bar = new cliProgress.SingleBar({
    format: `${name} {bar} {percentage}% of ${operations} operations`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(operations, 0);
  return bar;
}

/** Where each reporter writes; `null` is standard output. A text says what is wrong. */
function outputsOf({
  reporter = [],
  outputFile = [],
}: RunOptions): Map<string, string | null> | string {
  const outputs = new Map<string, string | null>();
  for (const name of reporter.length > 0 ? reporter : ['terminal']) outputs.set(name, null);
  for (const each of outputFile) {
    const [name, ...path] = each.split('=');
    const only = outputs.size === 1 ? [...outputs.keys()][0] : undefined;
    const target = path.length > 0 ? name : only;
    if (target === undefined)
      return `--output-file ${each}: say which reporter, e.g. junit=${each}`;
    outputs.set(target, path.length > 0 ? path.join('=') : each);
  }
  const unknown = [...outputs.keys()].find((name) => !REPORTERS.includes(name));
  if (unknown !== undefined)
    return `there is no reporter "${unknown}"; there are ${REPORTERS.join(', ')}`;
  const onStandardOutput = [...outputs].filter(([, path]) => path === null).map(([name]) => name);
  if (onStandardOutput.length > 1) {
    return `${onStandardOutput.join(' and ')} would both print to standard output; send one to a file with --output-file`;
  }
  return outputs;
}

function write(reports: readonly Report[], outputs: ReadonlyMap<string, string | null>): void {
  for (const [name, path] of outputs) {
    if (name === 'terminal' && path === null) continue;
    const text =
      name === 'json'
        ? renderJson(reports)
        : name === 'junit'
          ? renderJUnit(reports)
          : reports
              .map((report) =>
                renderTerminal(report, { color: false, width: 100, replayCommand: () => '' }),
              )
              .join('\n');
    if (path === null) process.stdout.write(`${text}\n`);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${text}\n`);
    }
  }
}

function terminal(
  report: Report,
  saved: ReadonlyMap<Failure, string>,
  subject: string,
  options: RunOptions,
  color: boolean,
): string {
  return renderTerminal(report, {
    color,
    width: process.stdout.columns ?? 100,
    verbose: options.verbose === true,
    replayCommand: (failure) =>
      `npx allocspec replay ${saved.get(failure) ?? '<history>'} ${subject}`,
  });
}

/** Saves the history of each failure, so that it replays without the seed. */
function saveHistories(report: Report, subject: string, folder: string): Map<Failure, string> {
  const saved = new Map<Failure, string>();
  for (const clause of report.clauses) {
    for (const [index, failure] of clause.failures.entries()) {
      const path = join(
        folder,
        `${fileName(subject)}-${clause.id}${index === 0 ? '' : `-${index + 1}`}.json`,
      );
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, encodeHistory(failure.history, brokenBy(clause, failure)));
      saved.set(failure, path);
    }
  }
  return saved;
}

function brokenBy({ id }: ClauseReport, { because, signature, run, step }: Failure) {
  return { clause: id, because, signature, run, step };
}

const fileName = (subject: string): string =>
  (subject.split(/[\\/]/).at(-1) ?? subject).replace(/\.[cm]?[jt]s$/, '').replace(/[^\w.-]+/g, '-');

function usage(problem: string): number {
  console.error(problem);
  return USAGE;
}

const PRECEDENCE = [USAGE, KIT_ERROR, SUBJECT_ERROR, NON_CONFORMANT, INCONCLUSIVE];

const worst = (codes: readonly number[]): number =>
  PRECEDENCE.find((code) => codes.includes(code)) ?? 0;
