/** The verdicts of several subjects, one row each. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Report, VerdictName } from '../report.ts';
import { printable } from './text.ts';
import { verdictWord } from './verdict-word.ts';

export interface TableOptions {
  readonly color: boolean;
}

const HEAD = ['subject', 'family', 'clauses', 'pass', 'fail', 'known', 'n/a', 'other', 'verdict'];

/** Columns apart by two spaces and no lines. */
const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export function renderTable(reports: readonly Report[], options: TableOptions): string {
  const { bold } = pc.createColors(options.color);
  const table = new Table({
    head: HEAD.map((name) => bold(name)),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: HEAD.map((_, at) => (at > 1 && at < HEAD.length - 1 ? 'right' : 'left')),
  });
  for (const report of reports) table.push(row(report, options));
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

function row(report: Report, { color }: TableOptions): string[] {
  const { red, green, yellow, dim } = pc.createColors(color);
  const total = report.clauses.length;
  const count = (...verdicts: readonly VerdictName[]): number =>
    report.clauses.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const pass = count('pass');
  const fail = count('fail', 'stale-deviation');
  const known = count('known-deviation');
  const notApplicable = count('not-applicable');
  const other = total - pass - fail - known - notApplicable;
  const cell = (value: number, tint: (text: string) => string): string =>
    value === 0 ? dim('0') : tint(String(value));
  const word = verdictWord(report);
  const tint = word === 'conformant' ? green : word === 'INCONCLUSIVE' ? yellow : red;
  return [
    printable(report.subject),
    report.family,
    String(total),
    cell(pass, green),
    cell(fail, red),
    cell(known, yellow),
    cell(notApplicable, String),
    cell(other, yellow),
    tint(word) + warningText(report),
  ];
}

/** A failed SHOULD is counted under `fail`, and the verdict says that it only warns. */
function warningText({ clauses }: Report): string {
  const warned = clauses.filter(
    ({ level, verdict }) => verdict === 'fail' && level !== 'MUST',
  ).length;
  return warned === 0 ? '' : `, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
}
