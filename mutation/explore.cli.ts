/**
 * Explores everything to the end: `npm run explore`, and `npm run explore:deep` for what takes
 * minutes. What is found must be what is recorded; `-- --write` records it anew, and `-- --only
 * heap/` leaves the others out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Tinypool } from 'tinypool';
import { recordText } from './evidence/record-text.ts';
import { RECORDS } from './evidence/records.ts';
import { difference, recordedRows, renewed, rowOf, scopesTable } from './explorations/record.ts';
import type { Timed } from './explorations/worker.ts';
import { EXPLORATIONS, nameOf } from './explorations.ts';

const PROCESSES = 2;
const HISTORIES = '.allocspec';

const { values } = parseArgs({
  options: {
    deep: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const chosen = EXPLORATIONS.filter(
  (each) => each.isDeep === values.deep && nameOf(each).includes(values.only),
);
if (chosen.length === 0) throw new Error(`no exploration has ${values.only} in its name`);

const pool = new Tinypool({
  filename: new URL('explorations/worker.ts', import.meta.url).href,
  runtime: 'child_process',
  minThreads: PROCESSES,
  maxThreads: PROCESSES,
});
const recorded = recordedRows();
const start = performance.now();
// What takes longest comes first, so that no process waits for the other in the end.
const cost = (name: string): number =>
  recorded.find((row) => nameOf(row) === name)?.cpuSeconds ?? Number.POSITIVE_INFINITY;
chosen.sort((a, b) => cost(nameOf(b)) - cost(nameOf(a)));
const found = await Promise.all(
  chosen.map(async (exploration) => {
    const name = nameOf(exploration);
    const explored: Timed = await pool.run(name);
    const row = rowOf(exploration, explored);
    const { level, states, transitions, depth, cpuSeconds } = row;
    const counts = `${states} states, ${transitions} transitions, depth ${depth}`;
    console.log(`${level.padEnd(7)} ${name}: ${counts}, ${cpuSeconds} s`);
    for (const [at, { flaw, history }] of explored.flaws.entries()) {
      fail(`${name}: ${flaw}`);
      if (history !== undefined) console.error(`  ${saved(`${name}-${at}`, history)}`);
    }
    const before = recorded.find((each) => nameOf(each) === name);
    const changed = difference(before, row);
    if (changed !== null && !values.write) fail(`${name}: ${changed}; -- --write records it`);
    return row;
  }),
);
await pool.destroy();
const seconds = Math.round((performance.now() - start) / 1000);
const transitions = found.reduce((sum, row) => sum + row.transitions, 0);
console.log(`${found.length} explorations, ${transitions} transitions in ${seconds} s`);

if (values.write && process.exitCode !== 1) {
  const rows = renewed(recorded, found, EXPLORATIONS);
  const deep = new Set(EXPLORATIONS.filter(({ isDeep }) => isDeep).map(nameOf));
  const record = { command: 'npm run explore and npm run explore:deep', explorations: rows };
  writeFileSync(new URL('scopes.json', RECORDS), recordText(record));
  writeFileSync(new URL('scopes.md', import.meta.url), scopesTable(rows, deep));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

/** `allocspec replay` runs it again. */
function saved(name: string, history: string): string {
  mkdirSync(HISTORIES, { recursive: true });
  const path = `${HISTORIES}/${name.replace(/[^\w.-]+/g, '-')}.json`;
  writeFileSync(path, history);
  return path;
}
