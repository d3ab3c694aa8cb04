/** The numbers in the README's section on the claim are those of the records and of the sources. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JUDGED } from '../model/machine/paged.ts';
import { CLAUSES } from '../spec/index.ts';
import { recordedRows } from './explorations/record.ts';
import { EXPLORATIONS, nameOf } from './explorations.ts';
import { TARGETS } from './fault.ts';
import { faults } from './faults.ts';

const ROOT = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', ROOT), 'utf8');
const section = readme
  .slice(
    readme.indexOf('## What "formally specified" means here'),
    readme.indexOf('## Contributing'),
  )
  .replaceAll('\n', ' ');
const rows = recordedRows();
const number = (value: number): string => value.toLocaleString('en');

describe('the README', () => {
  it('counts what is recorded, and all of it is', () => {
    expect(rows.map(nameOf)).toEqual(EXPLORATIONS.map(nameOf));
    const transitions = rows.reduce((sum, row) => sum + row.transitions, 0);
    expect(section).toContain(`In all ${rows.length} explorations, ${number(transitions)} trans`);
    const products = rows.filter(({ level }) => level === 'product');
    expect(section).toContain(`${products.length} explorations of \`heap\`, \`bitmap\` and`);
    const largest = products.reduce((one, other) => {
      return other.transitions > one.transitions ? other : one;
    });
    expect(largest.scope).toBe('paged/pages');
    expect(section).toContain(`damage: ${number(largest.transitions)} transitions`);
    const models = rows.filter(({ level }) => level === 'model');
    const machines = models.filter(({ scope }) => scope.startsWith('paged/machine/'));
    expect(section).toContain(`${machines.length} scopes of up to 7 frames`);
    expect(section).toContain(`${models.length - machines.length} explorations |`);
  });

  it('counts the clauses that are laws', () => {
    const bound = CLAUSES.filter(({ families }) => families.includes('paged')).length;
    expect(section).toContain(`${JUDGED.length} of its ${bound} clauses as laws`);
    expect(section).toContain(`${bound - JUDGED.length} clauses that bind \`paged\` are no laws`);
  });

  it('counts the faults', () => {
    const count = TARGETS.reduce((sum, target) => sum + faults[target].length, 0);
    expect(section).toContain(`${count} faults, each killed by its own clause`);
  });

  const trusted = [...readme.matchAll(/^\| [^|]+ \| ((?:`[^`]+` ?)+)\| ([\d,]+) \|$/gm)].map(
    ([, paths = '', lines = '']) => ({ paths: [...paths.matchAll(/`([^`]+)`/g)], lines }),
  );

  it('names what is trusted', () => expect(trusted).toHaveLength(4));

  it.each(trusted)('says within a twentieth how long it is: $lines lines', ({ paths, lines }) => {
    const counted = paths.reduce((sum, [, path = '']) => sum + linesIn(path), 0);
    const told = Number(lines.replaceAll(',', ''));
    expect(Math.abs(counted - told), `there are ${counted} lines`).toBeLessThan(counted / 20);
  });
});

/** Of a file, or of all sources in a folder that are no tests and no faults. */
function linesIn(path: string): number {
  const url = new URL(path, ROOT);
  if (!statSync(url).isDirectory()) return readFileSync(url, 'utf8').split('\n').length - 1;
  return readdirSync(url, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.isDirectory())
      return sum + (entry.name === 'faults' ? 0 : linesIn(`${path}${entry.name}/`));
    const isSource =
      /(?<!\.test)\.ts$/.test(entry.name) && !['faults.ts', 'notation.ts'].includes(entry.name);
    return sum + (isSource ? linesIn(`${path}${entry.name}`) : 0);
  }, 0);
}
