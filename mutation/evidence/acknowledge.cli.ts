/**
 * Says that the predicate of a clause, and the histories that test it, were read against its text:
 * `npm run acknowledge -- <clause id> ...`. Shows all three. Refuses ids that are no clause's, and clauses
 * without a predicate or a history. An id that is no clause's any more is dropped from the file.
 */
import { CLAUSES } from '../../spec/index.ts';
import { differences, readAcknowledged, textOf, writeAcknowledged } from './acknowledged.ts';
import { type Model, readModel } from './evidence.ts';
import type { Place } from './predicates.ts';

const ids = process.argv.slice(2);
const acknowledged = new Map(Object.entries(readAcknowledged()));
const model = readModel();
const problems = ids.flatMap((id) => acknowledge(id, model) ?? []);
if (ids.length === 0) problems.push('name the clauses: npm run acknowledge -- <clause id> ...');
if (problems.length === 0) {
  const inOrder = CLAUSES.flatMap(({ id }) => {
    const text = acknowledged.get(id);
    return text === undefined ? [] : [[id, text] as const];
  });
  writeAcknowledged(Object.fromEntries(inOrder));
} else {
  for (const problem of problems) console.error(problem);
  process.exitCode = 1;
}

/** Why it cannot be acknowledged; `null` if it is. */
function acknowledge(id: string, { predicates, histories }: Model): string | null {
  const clause = CLAUSES.find((each) => each.id === id && each.untested === undefined);
  if (clause === undefined) {
    return acknowledged.delete(id) ? null : `${id} is no clause that is tested`;
  }
  const sources = predicates.get(id) ?? [];
  const tests = histories.get(id) ?? [];
  if (sources.length === 0) return `${id} has no predicate under a @clause tag in model/`;
  if (tests.length === 0) return `${id} has no history in the tests of model/: write one first`;
  const text = textOf(clause);
  const lines = differences(acknowledged.get(id) ?? [], text);
  console.log([id, ...lines].join('\n  '));
  for (const source of sources) console.log(`  predicate: ${at(source)}`);
  for (const test of tests) console.log(`  history: ${at(test)} ${test.title}`);
  acknowledged.set(id, text);
  return null;
}

function at({ file, line }: Place): string {
  return `${file}:${line}`;
}
