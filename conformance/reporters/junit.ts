/**
 * JUnit XML for CI: a test suite a subject, a test case a clause, a reason on everything that did not pass.
 *
 *     fail, stale-deviation                                      <failure>
 *     fail of a SHOULD                                           <system-out>, since it only warns
 *     known-deviation, untested, not-applicable,
 *     not-observable, not-run                                    <skipped>
 *     not-reached, inconclusive, subject-error, kit-error        <error>
 */
import xmlbuilder, { type XMLElement } from 'xmlbuilder';
import type { ClauseReport, Report } from '../report.ts';
import { failureText } from './text.ts';

type Element = 'pass' | 'warning' | 'failure' | 'skipped' | 'error';

export function renderJUnit(reports: readonly Report[]): string {
  const root = xmlbuilder.create('testsuites', { version: '1.0', encoding: 'UTF-8' });
  attributes(root, { name: 'allocspec', ...totals(reports.flatMap(({ clauses }) => clauses)) });
  for (const report of reports) suite(root, report);
  return root.end({ pretty: true });
}

function elementOf({ verdict, level }: ClauseReport): Element {
  switch (verdict) {
    case 'pass':
      return 'pass';
    case 'fail':
      return level === 'MUST' ? 'failure' : 'warning';
    case 'stale-deviation':
      return 'failure';
    case 'known-deviation':
    case 'untested':
    case 'not-applicable':
    case 'not-observable':
    case 'not-run':
      return 'skipped';
    case 'not-reached':
    case 'inconclusive':
    case 'subject-error':
    case 'kit-error':
      return 'error';
  }
}

function totals(clauses: readonly ClauseReport[]): Record<string, number> {
  const count = (element: Element): number =>
    clauses.filter((each) => elementOf(each) === element).length;
  return {
    tests: clauses.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function suite(root: XMLElement, report: Report): void {
  const { subject, family, spec, kit, seed, budget, operations } = report;
  const { clauses, warnings, certificates, error } = report;
  const element = root.ele('testsuite');
  attributes(element, { name: subject, ...totals(clauses) });
  const tried = Object.fromEntries(certificates.map(({ kind, text }) => [kind, text]));
  properties(element, { family, spec, kit, seed, budget, operations, ...tried });
  for (const clause of clauses) testcase(element, clause, family);
  if (warnings.length > 0) element.ele('system-out').txt(legal(warnings.join('\n')));
  if (error !== undefined) element.ele('system-err').txt(legal(error));
}

function testcase(suiteElement: XMLElement, clause: ClauseReport, family: string): void {
  const { id, level, verdict, hits, reason = verdict, failures } = clause;
  const element = suiteElement.ele('testcase');
  attributes(element, { name: id, classname: family });
  const [first] = failures;
  const because = first?.because ?? reason;
  const kind = elementOf(clause);
  const warning = kind === 'warning' ? { warning: because } : {};
  properties(element, { level, verdict, hits, ...warning });
  switch (kind) {
    case 'pass':
      return;
    case 'failure':
      child(element, 'failure', { message: because, type: first?.signature ?? verdict }, clause);
      return;
    case 'warning':
      element
        .ele('system-out')
        .txt(legal(`${level} clause broken, a warning\n${failureText(clause)}`));
      return;
    case 'skipped': {
      const message = verdict === 'known-deviation' ? `known deviation: ${reason}` : reason;
      attributes(element.ele('skipped'), {
        message: verdict === 'untested' ? `untested: ${reason}` : message,
      });
      return;
    }
    case 'error':
      child(element, 'error', { message: reason, type: verdict }, clause);
      return;
  }
}

function child(
  element: XMLElement,
  name: string,
  values: Readonly<Record<string, string>>,
  clause: ClauseReport,
): void {
  const made = element.ele(name);
  attributes(made, values);
  if (clause.failures.length > 0) made.txt(legal(failureText(clause)));
}

function properties(element: XMLElement, values: Readonly<Record<string, string | number>>): void {
  const list = element.ele('properties');
  for (const [name, value] of Object.entries(values))
    attributes(list.ele('property'), { name, value });
}

function attributes(element: XMLElement, values: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(values)) element.att(name, legal(String(value)));
}

/** XML has no way to write most control characters and halves of surrogate pairs; here they are spelled out. */
const legal = (text: string): string =>
  text.replace(
    /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
