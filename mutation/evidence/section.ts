/** What is known about one clause, for its page. */
import type { Clause } from '../../spec/index.ts';
import { familyOf, TARGETS } from '../fault.ts';
import { WITHOUT_FAULT } from '../without-fault.ts';
import type { Evidence, FaultRow, Met } from './evidence.ts';
import { code, item, number, some, wrapped } from './markdown.ts';
import type { Place, PredicateSource } from './predicates.ts';
import type { Records } from './records.ts';

export function section(evidence: Evidence, records: Records): string {
  const { clause, predicates, tests } = evidence;
  const prose = [
    `## ${code(clause.id)}`,
    wrapped(`${clause.level}. ${clause.text}`),
    reasons(clause),
  ];
  if (clause.untested !== undefined) {
    return [...prose, wrapped(`*Untested:* ${clause.untested}`)].join('\n\n');
  }
  const tested = tests.map((test) => link(test, test.title)).join('; ');
  const items = [
    ...(tests.length === 0 ? [] : [item('Histories that test the predicate', `${tested}.`)]),
    ...antecedents(evidence, records),
    ...faultItems(evidence, records),
    mutantItem(evidence, records),
    thirdParties(evidence),
  ];
  return [...prose, ...predicates.map(predicateText), items.join('\n')].join('\n\n');
}

const reasons = ({ why, when }: Clause): string =>
  [wrapped(`*Why:* ${why}`), wrapped(`*When:* ${when}`)].join('\n\n');

function predicateText(source: PredicateSource): string {
  const uses = source.uses.map(
    ({ name, places }) => `${code(name)} ${places.map((place) => link(place)).join(' ')}`,
  );
  const using = uses.length === 0 ? '' : ` It uses ${uses.join(', ')}.`;
  return `\`\`\`ts\n${source.text}\n\`\`\`\n\n${wrapped(`From ${link(source)}.${using}`)}`;
}

const link = (place: Place, title = ''): string => {
  const { file, line } = place;
  return `[${title === '' ? `${file}:${line}` : title}](../../${file}#L${line})`;
};

function antecedents({ clause, met, explored }: Evidence, { hits, scopes }: Records): string[] {
  const checked = new Map<string, string[]>();
  for (const { scope, subject, hits: found } of explored) {
    const counts = checked.get(subject) ?? [];
    checked.set(subject, [...counts, `${code(scope)} ${number(found[clause.id] ?? 0)}`]);
  }
  const bySubject = [...checked].map(([subject, counts]) => `${subject}: ${counts.join(', ')}`);
  const none = scopes === null ? 'no scopes recorded' : 'no scope';
  return [
    item(`Antecedent true at ${code(hits.budget)}`, `${countsOf(met).join('; ')}.`),
    item('Checked on every transition of', `${bySubject.join('; ') || none}.`),
  ];
}

/** Variants are of interest only where the builtins are not bound. */
function countsOf(met: readonly Met[]): string[] {
  const isOpen = met.some(({ kind, hits }) => kind === 'builtin' && hits > 0);
  const shown = met.filter(({ kind, hits }) => kind !== 'variant' || (!isOpen && hits > 0));
  const excluded = new Map<string, string[]>();
  for (const { subject, verdict, reason = '' } of shown) {
    if (!isExclusion(verdict)) continue;
    const why = `${verdict}, ${reason}`;
    excluded.set(why, [...(excluded.get(why) ?? []), subject]);
  }
  return [
    ...shown
      .filter(({ verdict }) => !isExclusion(verdict))
      .map(({ subject, hits }) => `${subject} ${number(hits)}`),
    ...[...excluded].map(([why, subjects]) => `not ${subjects.join(', ')} (${why})`),
  ];
}

export const isExclusion = (verdict: Met['verdict']): boolean =>
  verdict === 'not-applicable' || verdict === 'not-observable';

function faultItems({ clause, own, others }: Evidence, { kills }: Records): string[] {
  const seeds = kills.seeds.length;
  const told = ({ id, killed, median, sole }: FaultRow): string => {
    const after = `after ${number(median ?? 0)}`;
    const how = killed === seeds ? after : `survives ${seeds - killed} of ${seeds} seeds`;
    return `${code(id.slice(id.indexOf('/') + 1))} ${how}${sole ? ', alone' : ''}`;
  };
  const byTarget = TARGETS.flatMap((target) => {
    const rows = own.filter((fault) => fault.target === target);
    const reason = WITHOUT_FAULT[target][clause.id];
    if (rows.length > 0) return [item(`Own faults in ${target}`, `${rows.map(told).join('; ')}.`)];
    const isBound = clause.families.includes(familyOf(target)) && reason !== undefined;
    return isBound ? [item(`Own faults in ${target}`, `none can be written: ${reason}.`)] : [];
  });
  const sole = own.filter((fault) => fault.sole).length;
  return [
    ...byTarget,
    item('Sole killer of', `${some(sole, 'fault')} of ${number(own.length)}.`),
    ...(others.length === 0 ? [] : [item('Also broken by faults of', `${sharers(others)}.`)]),
  ];
}

const SHARERS = 8;

/** The clauses that the faults are aimed at, the most frequent first. */
function sharers(faults: readonly FaultRow[]): string {
  const counts = new Map<string, number>();
  for (const { clause } of faults) counts.set(clause, (counts.get(clause) ?? 0) + 1);
  const sorted = [...counts].sort(([a, count], [b, most]) => most - count || a.localeCompare(b));
  const named = sorted.slice(0, SHARERS).map(([clause, count]) => `${code(clause)} ${count}`);
  const rest = sorted.slice(SHARERS);
  const more = rest.length === 0 ? '' : `, and of ${some(rest.length, 'other clause')}`;
  return named.join(', ') + more;
}

function mutantItem({ mutants: row }: Evidence, { mutants }: Records): string {
  const name = 'Mechanical mutants of which it was the first alarm';
  if (mutants === null) return item(name, 'none recorded.');
  if (row === null) return item(name, 'none.');
  const missed = row.missed === 0 ? '' : `, ${number(row.missed)} because it was not reached`;
  return item(name, `${number(row.broken)} by a breach${missed}: ${row.examples.join('; ')}.`);
}

function thirdParties({ met }: Evidence): string {
  const theirs = met.filter(({ kind }) => kind === 'third party');
  const breakers = theirs.filter(({ breaks }) => breaks.length > 0);
  const told = breakers.map(({ subject, breaks, verdict, reason }) => {
    const known = verdict === 'known-deviation' ? ` (known deviation: ${reason})` : '';
    return `${subject}: ${breaks.map(code).join(', ')}${known}`;
  });
  return item('Third parties that break it', `${told.join('; ') || `none of ${theirs.length}`}.`);
}
