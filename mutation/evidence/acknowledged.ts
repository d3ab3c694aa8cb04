/**
 * The text of each clause for which its predicate and the histories that test it were last read, kept
 * beside them in `model/acknowledged.json`. A clause that says something else is not acknowledged.
 * The text is kept instead of a hash of it, so that a diff shows what was acknowledged.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { prettyJson } from '../../conformance/pretty-json.ts';
import type { ClauseRecord } from '../../spec/index.ts';

const FILE = new URL('../../model/acknowledged.json', import.meta.url);

/** By clause id. */
export type Acknowledged = Readonly<Record<string, readonly string[]>>;

export const readAcknowledged = (): Acknowledged =>
  z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(FILE, 'utf8')));

export const writeAcknowledged = (acknowledged: Acknowledged): void =>
  writeFileSync(FILE, `${prettyJson(acknowledged)}\n`);

/** All that a predicate has to do with: the rule, and when and for whom it is one. */
export function textOf(clause: Omit<ClauseRecord, 'version' | 'hash'>): string[] {
  const { level, text, when, hooks, answers, claim, families } = clause;
  const needs = [
    ...hooks.map((names) => `hook ${names.join(' or ')}`),
    ...answers.map(
      ({ path, isAmong, values }) => `answer ${path} ${isAmong ? '=' : '!='} ${values.join(', ')}`,
    ),
    ...(claim ? ['claim'] : []),
  ];
  return [
    `${level}. ${text}`,
    `When: ${when}`,
    ...(needs.length === 0 ? [] : [`Needs: ${needs.join('; ')}`]),
    `Families: ${families.join(', ')}`,
  ];
}

/** How the text differs: lines that are gone after `-`, lines that have come after `+`. */
export function differences(was: readonly string[], is: readonly string[]): string[] {
  const gone = was.filter((line) => !is.includes(line)).map((line) => `- ${line}`);
  const come = is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come];
}

/** One complaint for each clause that reads otherwise than it was acknowledged. */
export function unacknowledged(
  clauses: readonly ClauseRecord[],
  acknowledged: Acknowledged,
): string[] {
  const testable = clauses.filter(({ untested }) => untested === undefined);
  const changed = testable.flatMap((clause) => {
    const lines = differences(acknowledged[clause.id] ?? [], textOf(clause));
    return lines.length === 0 ? [] : [complaint(clause.id, lines)];
  });
  const gone = Object.keys(acknowledged)
    .filter((id) => testable.every((clause) => clause.id !== id))
    .map((id) => `${id} is acknowledged, but no clause that is tested: ${command(id)} drops it`);
  return [...changed, ...gone];
}

const complaint = (id: string, lines: readonly string[]): string =>
  [
    `${id} says something else than when it was acknowledged: read its predicate and the ` +
      `histories that test it, mend them, and run ${command(id)}`,
    ...lines,
  ].join('\n  ');

const command = (id: string): string => `\`npm run acknowledge -- ${id}\``;
