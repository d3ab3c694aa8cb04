/** What went wrong elsewhere goes right here. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeHistory, inProcess, replay } from '../conformance/index.ts';
import { CLAUSES, type History } from '../spec/index.ts';
import { heapAdapter } from './adapters/heap.ts';
import { pagedAdapter } from './adapters/paged.ts';

const folder = new URL('../conformance/traces/', import.meta.url);
const traces = readdirSync(folder).filter((name) => name.endsWith('.json'));

test('there is a trace for each of the fifteen defects', () => {
  const defects = traces.filter((name) => name.startsWith('k')).map((name) => name.slice(0, 3));
  expect(new Set(defects).size).toBe(15);
});

test.each(traces)('%s', async (name) => {
  const decoded = decodeHistory(readFileSync(new URL(name, folder), 'utf8'), name);
  if (!decoded.ok) throw new Error(decoded.problem);
  const clause = CLAUSES.find(({ id }) => id === decoded.broken?.clause);
  const executor = inProcess(adapterFor(decoded.history));
  if ('problem' in executor || clause === undefined) throw new Error(`${name} names no clause`);
  const replayed = await replay(decoded.history, clause.id, executor);
  expect(replayed.kind, 'problem' in replayed ? replayed.problem : '').toBe('held');
});

/** Our allocator, with the choices that the history was recorded under. */
function adapterFor({ answers }: History) {
  if ('coalesce' in answers)
    return heapAdapter({ cache: answers.coalesce === 'deferred' ? 'bounded' : 'off' });
  const policy = 'placement' in answers && answers.placement === 'tail-first';
  const partial = 'partial' in answers ? answers.partial : 'off';
  return pagedAdapter({ policy: policy ? 'tail-first' : 'first-fit', partial });
}
