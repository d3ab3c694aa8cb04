/**
 * What a person reads after a run: a summary, then every failing clause with all that is needed to
 * understand and to repeat it, then what was not decided and why. A clean subject gets a few lines.
 */
import pc from 'picocolors';
import { CLAUSES } from '../../spec/index.ts';
import {
  type ClauseReport,
  type Failure,
  type Report,
  VERDICTS,
  type VerdictName,
} from '../report.ts';
import { countsOf } from '../verdict.ts';
import { memoryMap } from './memory-map.ts';
import { allHistoryLines, printable } from './text.ts';
import { verdictWord } from './verdict-word.ts';

export { renderTable } from './table.ts';

export interface TerminalOptions {
  readonly color: boolean;
  readonly width: number;
  /** Lists everything: also what passed, what does not apply and what cannot be tested. */
  readonly verbose?: boolean;
  /** The line that replays a failure. */
  replayCommand(failure: Failure, clause: ClauseReport): string;
}

const FAILURES_SHOWN = 3;
const IDS_SHOWN = 6;
/** Longer histories are shown by their beginning and by the calls around the broken one. */
const CALLS_SHOWN = 40;
const CALLS_AROUND = 12;

/** Verdicts that need a reason, in the order in which they are listed. */
const UNDECIDED: readonly VerdictName[] = [
  'kit-error',
  'subject-error',
  'inconclusive',
  'not-reached',
  'not-observable',
  'not-run',
];
const VERBOSE: readonly VerdictName[] = ['not-applicable', 'untested'];

const clauseById = new Map<string, (typeof CLAUSES)[number]>(
  CLAUSES.map((clause) => [clause.id, clause]),
);

export function renderTerminal(report: Report, options: TerminalOptions): string {
  const page = new Page(options);
  summary(page, report);
  const of = (verdict: VerdictName) =>
    report.clauses.filter((clause) => clause.verdict === verdict);
  const failed = of('fail');
  for (const clause of failed.filter(({ level }) => level === 'MUST'))
    failure(page, clause, 'FAIL');
  for (const clause of of('stale-deviation')) failure(page, clause, 'STALE');
  warnings(
    page,
    failed.filter(({ level }) => level !== 'MUST'),
    report.warnings,
  );
  knownDeviations(page, of('known-deviation'));
  for (const verdict of UNDECIDED) reasons(page, verdict, of(verdict), report.error);
  if (options.verbose === true) {
    for (const verdict of VERBOSE) reasons(page, verdict, of(verdict));
    passes(page, of('pass'));
  }
  return page.text();
}

/** Lines of a report: indented, wrapped, and coloured after they were measured. */
class Page {
  readonly options: TerminalOptions;
  readonly colors: ReturnType<typeof pc.createColors>;
  readonly #lines: string[] = [];
  readonly #width: number;

  constructor(options: TerminalOptions) {
    this.options = options;
    this.colors = pc.createColors(options.color);
    this.#width = Math.max(40, options.width);
  }

  /** Continued lines stand further to the right. */
  add(text: string, indent = 0, color: (line: string) => string = String, hang = 2): void {
    let line = ' '.repeat(indent);
    let isEmpty = true;
    for (const word of printable(text).split(' ')) {
      if (!isEmpty && line.length + 1 + word.length > this.#width) {
        this.#lines.push(color(line));
        line = ' '.repeat(indent + hang);
        isEmpty = true;
      }
      line += isEmpty ? word : ` ${word}`;
      isEmpty = false;
    }
    this.#lines.push(color(line));
  }

  /** A line whose columns matter. */
  verbatim(line: string, indent: number, color: (line: string) => string = String): void {
    this.#lines.push(color(`${' '.repeat(indent)}${line}`));
  }

  blank(): void {
    this.#lines.push('');
  }

  text(): string {
    return this.#lines.join('\n');
  }
}

function summary(page: Page, report: Report): void {
  const { bold, red, green, yellow } = page.colors;
  const word = verdictWord(report);
  const color = word === 'conformant' ? green : word === 'INCONCLUSIVE' ? yellow : red;
  const { 'known-deviation': known } = report.counts;
  const despite = word === 'conformant' && known > 0 ? ` but for ${deviations(known)}` : '';
  page.add(`${report.subject} (${report.family}): ${word}${despite}`, 0, (line) =>
    bold(color(line)),
  );
  page.add(
    `spec ${report.spec}, kit ${report.kit}, seed ${report.seed}, budget ${report.budget}`,
    2,
  );
  page.add(`${report.operations} operations executed and judged`, 2);
  for (const { text, gaps } of report.certificates) {
    page.add(text, 2);
    if (page.options.verbose === true) for (const gap of gaps) page.add(gap, 4);
  }
  page.add(countsLine(report), 2);
  for (const line of report.error?.split('\n') ?? []) page.add(line, 2, red);
}

const deviations = (count: number): string =>
  count === 1 ? '1 known deviation' : `${count} known deviations`;

function countsLine({ clauses }: Report): string {
  const counts = countsOf(clauses);
  const parts = VERDICTS.flatMap((verdict) =>
    counts[verdict] === 0 ? [] : [`${counts[verdict]} ${verdict}`],
  );
  return `${clauses.length} clauses: ${parts.length === 0 ? 'none' : parts.join(', ')}`;
}

function failure(page: Page, clause: ClauseReport, heading: string): void {
  const { bold, red, yellow, dim } = page.colors;
  const { id, level, failures, reason } = clause;
  const written = clauseById.get(id);
  page.blank();
  page.add(`${heading} ${id} (${level})`, 0, (line) =>
    bold(heading === 'WARN' ? yellow(line) : red(line)),
  );
  if (written !== undefined) {
    page.add(written.text, 2);
    page.add(`Why: ${written.why}`, 2, dim);
  }
  if (reason !== undefined) page.add(`Because: ${reason}`, 2);
  const shown = page.options.verbose === true ? failures : failures.slice(0, FAILURES_SHOWN);
  for (const [at, each] of shown.entries()) {
    const number = failures.length > 1 ? ` (${at + 1} of ${failures.length})` : '';
    page.add(`Because${number}: ${each.because}`, 2);
    failureDetails(page, each, clause);
  }
  const left = failures.length - shown.length;
  if (left > 0) page.add(`and in ${left} other ways`, 2);
}

function failureDetails(page: Page, failed: Failure, clause: ClauseReport): void {
  const { history, run, step } = failed;
  const { red, cyan } = page.colors;
  page.add('History:', 2);
  for (const line of shortened(page, allHistoryLines(history, run, step))) {
    page.add(line, 4, line.startsWith('>') ? red : undefined, 6);
  }
  const map = memoryMap(history, run, step);
  if (map.length > 0) page.add('Memory:', 2);
  for (const line of map) page.verbatim(line, 4);
  const replay = printable(page.options.replayCommand(failed, clause));
  if (replay !== '') page.verbatim(`Replay: ${replay}`, 2, cyan);
}

function shortened(page: Page, lines: readonly string[]): readonly string[] {
  if (page.options.verbose === true || lines.length <= CALLS_SHOWN) return lines;
  const broken = lines.findIndex((line) => line.startsWith('>'));
  const from = Math.max(CALLS_AROUND, broken - CALLS_AROUND);
  const to = Math.min(lines.length, broken + CALLS_AROUND);
  const omitted = (count: number): string[] => (count > 0 ? [`  ... ${count} lines left out`] : []);
  return [
    ...lines.slice(0, CALLS_AROUND),
    ...omitted(from - CALLS_AROUND),
    ...lines.slice(from, to),
    ...omitted(lines.length - to),
  ];
}

function warnings(page: Page, failed: readonly ClauseReport[], texts: readonly string[]): void {
  if (failed.length + texts.length === 0) return;
  page.blank();
  page.add(`Warnings (${failed.length + texts.length})`, 0, page.colors.bold);
  for (const text of texts) page.add(text, 2, page.colors.yellow);
  for (const clause of failed) failure(page, clause, 'WARN');
}

function knownDeviations(page: Page, clauses: readonly ClauseReport[]): void {
  if (clauses.length === 0) return;
  page.blank();
  page.add(`Known deviations (${clauses.length})`, 0, page.colors.bold);
  for (const { id, reason } of clauses) page.add(`${id}: ${reason ?? 'no reason given'}`, 2);
}

/** The clauses with one verdict, those with the same reason together. */
function reasons(
  page: Page,
  verdict: VerdictName,
  clauses: readonly ClauseReport[],
  error?: string,
): void {
  if (clauses.length === 0) return;
  page.blank();
  page.add(`${verdict} (${clauses.length})`, 0, page.colors.bold);
  const byReason = new Map<string, string[]>();
  for (const { id, reason = 'no reason given' } of clauses) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  for (const [reason, ids] of byReason) {
    const shown = page.options.verbose === true ? ids : ids.slice(0, IDS_SHOWN);
    const left = ids.length - shown.length;
    const names = `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
    page.add(reason === error ? names : `${names}: ${reason}`, 2);
  }
}

function passes(page: Page, clauses: readonly ClauseReport[]): void {
  if (clauses.length === 0) return;
  page.blank();
  page.add(`pass (${clauses.length})`, 0, page.colors.bold);
  for (const { id, hits } of clauses) page.add(`${id}: antecedent true ${hits} times`, 2);
}
