/** Every regression trace catches the fault that its table names, by the clause that it names. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeHistory, inProcess, replay } from '../conformance/index.ts';
import { CLAUSES } from '../spec/index.ts';
import { faults } from './faults.ts';
import { loadFaulty } from './load.ts';

const folder = new URL('../conformance/traces/', import.meta.url);
const table = readFileSync(new URL('README.md', folder), 'utf8');

const ROW = /^\| \[[^\]]+\]\(([^)]+)\) \| ([KP]\d+) \| `([^`]+)` \| `([^`]+)` \|$/gm;
const rows = [...table.matchAll(ROW)].map(([, file = '', defect, clause, fault]) => ({
  file,
  defect,
  clause,
  fault,
}));

test('the table lists every trace', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(rows.map(({ file }) => file)).toEqual(files.sort());
});

test.each(rows)('$file', async ({ file, defect = '', clause, fault }) => {
  const decoded = decodeHistory(readFileSync(new URL(file, folder), 'utf8'), file);
  if (!decoded.ok) throw new Error(decoded.problem);
  const known = CLAUSES.find(({ id }) => id === clause);
  const candidates = decoded.history.family === 'heap' ? faults.heap : faults.paged;
  const faulty = candidates.find(({ id }) => id === fault);
  if (known === undefined || faulty === undefined)
    throw new Error(`${file}: no such clause, fault`);
  expect(decoded.broken?.clause).toBe(clause);
  expect(faulty.origin).toMatch(new RegExp(`\\b${defect}\\b`));
  const executor = inProcess(loadFaulty(faulty));
  if ('problem' in executor) throw new Error(executor.problem);
  expect(await replay(decoded.history, known.id, executor)).toMatchObject({
    kind: 'reproduced',
    breach: { clause },
  });
});
