/** Records which clauses notice which faults: `npm run evidence:kills`. */
import { writeFileSync } from 'node:fs';
import { TARGETS } from '../fault.ts';
import { faults } from '../faults.ts';
import { killMatrix, OPERATIONS, type Row, SEEDS } from '../matrix.ts';
import { recordText } from './record-text.ts';
import { RECORDS } from './records.ts';

const COMMAND = 'npm run evidence:kills';

/** By how many operations a fault that survived was missed is unknown: more than all. */
const killedAfter = ({ hunts }: Row): number[] =>
  hunts.map(({ killedAfter: after }) => after ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

/** At how many seeds each other clause broke. */
function othersOf({ clause, hunts }: Row): Record<string, number> {
  const others: Record<string, number> = {};
  for (const id of hunts.flatMap(({ broken }) => [...broken]).sort()) {
    if (id !== clause) others[id] = (others[id] ?? 0) + 1;
  }
  return others;
}

function recordOf(row: Row) {
  const after = killedAfter(row);
  const also = othersOf(row);
  return {
    id: row.fault.id,
    target: row.fault.target,
    clause: row.clause,
    killed: after.filter(Number.isFinite).length,
    median: finite(after[Math.floor(after.length / 2)]),
    worst: finite(after.at(-1)),
    also,
    sole: Object.keys(also).length === 0,
  };
}

const killed: ReturnType<typeof recordOf>[] = [];
for (const target of TARGETS) {
  for (const row of await killMatrix(faults[target])) killed.push(recordOf(row));
  console.log(`${target}: ${faults[target].length} faults, ${OPERATIONS[target]} operations each`);
}
const record = { command: COMMAND, seeds: SEEDS, faults: killed };
writeFileSync(new URL('kills.json', RECORDS), recordText(record));
