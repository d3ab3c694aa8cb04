/**
 * Writes the kill matrix: `npm run mutate:faults`. With `-- --only bitmap` one target is hunted, and the
 * sections of the others stay as they are.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CLAUSES } from '../spec/index.ts';
import { familyOf, TARGETS, type Target } from './fault.ts';
import { faults } from './faults.ts';
import { isKilled, killMatrix, OPERATIONS, type Row, SEEDS } from './matrix.ts';

const HEAD = `# Kill matrix

Written by \`npm run mutate:faults\`; do not edit. Each fault is put into a sound allocator and given
such cases as a campaign gives, at the seeds ${SEEDS.join(', ')}, until its own clause breaks. *After* is the
number of operations that this took at each seed; *also* are the clauses that broke before or with it
at any of them. A clause is the sole killer of a fault if no other clause broke by then.
`;

const othersOf = ({ clause, hunts }: Row): string[] =>
  [...new Set(hunts.flatMap(({ broken }) => [...broken]))].filter((id) => id !== clause).sort();

function faultTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const after = row.hunts.map(({ killedAfter }) => killedAfter ?? 'survived').join(', ');
    const also = othersOf(row).join(', ');
    return `| \`${row.fault.id}\` | ${row.fault.origin} | ${after} | ${also} |`;
  });
  return ['| fault | origin | after | also |', '|---|---|---|---|', ...lines].join('\n');
}

function clauseTable(target: Target, rows: readonly Row[]): string {
  const lines = CLAUSES.filter(({ families }) => families.includes(familyOf(target))).map(
    (clause) => {
      const { id, level, untested } = clause;
      const own = rows.filter((row) => row.clause === id && isKilled(row));
      const kills = rows.filter(({ hunts }) => hunts.some(({ broken }) => broken.has(id)));
      const sole = own.filter((row) => othersOf(row).length === 0);
      const counts =
        untested === undefined ? [own.length, kills.length, sole.length] : ['', '', ''];
      return `| \`${id}\` | ${untested === undefined ? level : 'untested'} | ${counts.join(' | ')} |`;
    },
  );
  const head = '| clause | level | own faults killed | faults broken by | sole killer of |';
  return [head, '|---|---|---|---|---|', ...lines].join('\n');
}

const FILE = new URL('kill-matrix.md', import.meta.url);
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const written = readFileSync(FILE, 'utf8').split(/^(?=## )/m);

const sections: string[] = [HEAD];
for (const target of TARGETS) {
  if (values.only !== '' && values.only !== target) {
    const section = written.find((text) => text.startsWith(`## ${target}\n`));
    if (section !== undefined) sections.push(`${section.trimEnd()}\n`);
    continue;
  }
  const rows = await killMatrix(faults[target]);
  const killed = rows.filter(isKilled).length;
  const summary = `${killed} of ${rows.length} faults are killed by their own clause at every seed, within ${OPERATIONS[target]} operations.`;
  sections.push(
    `## ${target}\n\n${summary}\n`,
    `${faultTable(rows)}\n`,
    `${clauseTable(target, rows)}\n`,
  );
  console.log(`${target}: ${summary}`);
  for (const row of rows) if (!isKilled(row)) console.log(`  survived: ${row.fault.id}`);
}
writeFileSync(FILE, sections.join('\n'));
