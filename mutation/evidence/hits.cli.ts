/**
 * Records how often each antecedent is true, and what breaks, on sound subjects and on those of others:
 * `npm run evidence:hits`. It takes some minutes, since every subject gets a whole campaign; with
 * `-- --only bitmap` only ours of one family do, and the others stay as they are recorded.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDeviations } from '../../conformance/deviations.ts';
import { type ClauseReport, inProcess, type Report, runSuite } from '../../conformance/index.ts';
import { CLAUSES } from '../../spec/index.ts';
import { recordText } from './record-text.ts';
import { type Hits, RECORDS, readHits } from './records.ts';
import { OURS, type Subject, thirdParties } from './subjects.ts';

const COMMAND = 'npm run evidence:hits';
const BUDGET = 'ci';
const SEED = 1;

const deviations = readDeviations(undefined, new Set(CLAUSES.map(({ id }) => id)));
if (!deviations.ok) throw new Error(deviations.problem);
const known = deviations.value;

/** Known deviations are told as such, and their histories are tried first. */
async function judged({ adapter }: Subject): Promise<Report> {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  const report = await runSuite(executor, { seed: SEED, budget: BUDGET, deviations: known });
  if (report.error !== undefined) throw new Error(report.error);
  return report;
}

function found({ id, verdict, hits, reason, failures }: ClauseReport) {
  const breaks = failures.map(({ signature }) => signature);
  return {
    id,
    verdict,
    hits,
    ...(reason === undefined || verdict === 'untested' ? {} : { reason }),
    ...(breaks.length === 0 ? {} : { breaks }),
  };
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

function recorded(): Hits['subjects'] {
  const read = readHits();
  if (!read.ok) throw new Error(read.problem);
  return read.value.subjects;
}

type Row = Hits['subjects'][number];

async function judgedRow(each: Subject): Promise<Row> {
  const { subject, kind } = each;
  const { family, operations, clauses } = await judged(each);
  console.log(`${subject}: ${operations} operations`);
  return { subject, kind, family, operations, clauses: clauses.map(found) };
}

const subjects: Row[] = [];
if (values.only === '') {
  for (const each of [...OURS, ...(await thirdParties())]) subjects.push(await judgedRow(each));
} else {
  const before = recorded();
  for (const each of OURS) {
    const isChosen = each.adapter.family === values.only;
    const rows = before.filter(({ subject }) => subject === each.subject);
    subjects.push(...(isChosen ? [await judgedRow(each)] : rows));
  }
  subjects.push(...before.filter(({ kind }) => kind === 'third party'));
}
const record = { command: COMMAND, budget: BUDGET, seed: SEED, subjects };
writeFileSync(new URL('hits.json', RECORDS), recordText(record));
