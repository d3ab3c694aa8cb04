/**
 * A history as a file: one JSON object that replays without a seed and without the generator that made it.
 * It may come from another program, so reading it answers what is wrong with it instead of throwing.
 */
import { z } from 'zod';
import { type History, SPEC_VERSION } from '../spec/index.ts';
import {
  type Broken,
  familySchemas,
  HISTORY_FORMAT,
  type HistoryFile,
  historyFileSchema,
} from './history-schema.ts';
import { prettyJson } from './pretty-json.ts';
import { printable, valueText } from './reporters/text.ts';
import { decodeValue, encodeValue, type Json } from './value.ts';
import { KIT_VERSION } from './version.ts';

export { type Broken, HISTORY_FORMAT } from './history-schema.ts';
export { decodeValue, encodeValue, type Json } from './value.ts';

export type DecodedHistory =
  | { readonly ok: true; readonly history: History; readonly broken?: Broken }
  | { readonly ok: false; readonly problem: string };

export const encodeHistory = (history: History, broken?: Broken): string =>
  `${prettyJson(historyJson(history, broken))}\n`;

/** The content of the file, for other files that include it. */
export function historyJson(history: History, broken?: Broken): Json {
  const { family, subject, answers, relation, runs } = history;
  return {
    format: HISTORY_FORMAT,
    spec: SPEC_VERSION,
    kit: KIT_VERSION,
    family,
    subject,
    ...(broken && { broken: encodeBroken(broken) }),
    answers: encodeValue(answers),
    ...(relation && { relation: { ...relation } }),
    runs: encodeValue(runs),
  };
}

const encodeBroken = ({ clause, because, signature, run, step }: Broken): Json => ({
  clause,
  because,
  signature,
  run,
  step,
});

/** `source` says in the problem where the text is from. */
export function decodeHistory(text: string, source: string): DecodedHistory {
  const refuse = (...problems: readonly string[]): DecodedHistory => ({
    ok: false,
    problem: [`${source} cannot be used as a history:`, ...problems].join('\n  '),
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(`it is not JSON (${messageOf(error)}); expected one object ${EXPECTED}`);
  }
  const strange = formatProblem(json);
  if (strange !== null) return refuse(strange);
  const envelope = historyFileSchema.safeParse(json);
  if (!envelope.success) return refuse(...issueTexts(envelope.error, json));
  try {
    return decodeEnvelope(envelope.data, refuse);
  } catch (error) {
    return refuse(`${messageOf(error)}; write such a value the way encodeHistory does`);
  }
}

const EXPECTED = `with "format": "${HISTORY_FORMAT}", as encodeHistory writes it`;

function formatProblem(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return `it is ${valueText(json)}; expected one object ${EXPECTED}`;
  }
  const format: unknown = Reflect.get(json, 'format');
  if (format === HISTORY_FORMAT) return null;
  if (format === undefined) return `format is missing; expected an object ${EXPECTED}`;
  const isOurs = typeof format === 'string' && format.startsWith('allocspec-history/');
  const remedy = isOurs
    ? '; read it with the version of the kit that wrote it, and record it again'
    : '';
  return `format is ${valueText(format)}; this kit reads "${HISTORY_FORMAT}"${remedy}`;
}

function decodeEnvelope(
  file: HistoryFile,
  refuse: (...problems: readonly string[]) => DecodedHistory,
): DecodedHistory {
  const { family, subject, broken, relation } = file;
  const answers = decodeValue(file.answers);
  const runs = decodeValue(file.runs);
  const parsed = familyRuns(family).safeParse(runs);
  const problems = [
    ...referenceProblems(file),
    ...(parsed.success ? [] : issueTexts(parsed.error, { runs }, ['runs'])),
  ];
  if (problems.length > 0) return refuse(...problems);
  const history: unknown = { family, subject, answers, runs, ...(relation && { relation }) };
  return isHistory(history)
    ? { ok: true, history, ...(broken && { broken }) }
    : refuse('it has no runs');
}

/** What was parsed is a history, its answers aside: those are for the kit to check as it checks an adapter's. */
const isHistory = (value: unknown): value is History =>
  typeof value === 'object' && value !== null && 'answers' in value && 'runs' in value;

function familyRuns(family: HistoryFile['family']): z.ZodType {
  const { config, operation, outcome } = familySchemas[family];
  const step = z.object({ operation, outcome });
  return z.array(z.object({ instances: z.array(config), steps: z.array(step) }));
}

/** What refers to something that is not there. */
function referenceProblems({ runs, relation, broken }: HistoryFile): string[] {
  const problems: string[] = [];
  for (const [at, { instances, steps }] of runs.entries()) {
    const step = steps.findIndex(({ instance }) => instance >= instances.length);
    const instance = steps[step]?.instance;
    if (instance === undefined) continue;
    problems.push(
      `runs.${at}.steps.${step}.instance is ${instance}; the run has ${instances.length} instances, counted from 0`,
    );
  }
  if (runs.length === 2 && relation === undefined) {
    problems.push(
      'relation is missing; a history of two runs says how the second is related to the first',
    );
  }
  if (runs.length === 1 && relation !== undefined) {
    problems.push(
      'runs has one entry; a history with a relation has two, or leave the relation out',
    );
  }
  if (broken !== undefined && runs[broken.run]?.steps[broken.step] === undefined) {
    problems.push(`broken names step ${broken.step} of run ${broken.run}, which does not exist`);
  }
  return problems;
}

const ISSUES_SHOWN = 8;

function issueTexts(error: z.ZodError, root: unknown, above: readonly string[] = []): string[] {
  const texts = error.issues.map((issue) => issueText(issue, root, above));
  const left = texts.length - ISSUES_SHOWN;
  return [...texts.slice(0, ISSUES_SHOWN), ...(left > 0 ? [`and ${left} problems more`] : [])];
}

function issueText(issue: z.core.$ZodIssue, root: unknown, above: readonly string[]): string {
  const path = [...above, ...issue.path.map(String)];
  let found = root;
  for (const key of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  const expected = issue.message
    .replace(/^Invalid \w+( \w+)?[.:] /, '')
    .replace(/, received .*$/, '');
  const is = found === undefined ? 'missing' : valueText(found);
  return `${path.join('.')} is ${is}: ${expected.replace(/^E/, 'e')}`;
}

const messageOf = (error: unknown): string =>
  printable(error instanceof Error ? error.message : String(error));
