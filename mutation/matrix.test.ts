/** The tables of faults, as tables: what they name exists, and no clause is without a fault. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../spec/index.ts';
import { familyOf, TARGETS } from './fault.ts';
import { faults } from './faults.ts';
import { applyEdits, sourceOf } from './load.ts';
import { clauseOf } from './matrix.ts';
import { WITHOUT_FAULT } from './without-fault.ts';

describe.each(TARGETS)('the faults of %s', (target) => {
  const table = faults[target];

  it('have ids of their own that begin with a clause of the family', () => {
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
    const known = CLAUSES.filter(
      ({ families, untested }) => families.includes(familyOf(target)) && !untested,
    );
    const strange = table.filter((fault) => known.every(({ id }) => id !== clauseOf(fault)));
    expect(strange.map(({ id }) => id)).toEqual([]);
  });

  it('match the sources once with every edit', () => {
    for (const { id, edits } of table) {
      for (const { file } of edits) {
        const own = edits.filter((edit) => edit.file === file);
        expect(() => applyEdits(file, sourceOf(file), own), id).not.toThrow();
      }
    }
  });

  it('cover every clause that a test can decide and that is a MUST', () => {
    const without = CLAUSES.filter(
      ({ id, level, families, untested }) =>
        level === 'MUST' &&
        untested === undefined &&
        families.includes(familyOf(target)) &&
        table.every((fault) => clauseOf(fault) !== id),
    );
    expect(without.map(({ id }) => id)).toEqual(Object.keys(WITHOUT_FAULT[target]));
  });

  it('stand in the committed matrix', () => {
    const matrix = readFileSync(new URL('kill-matrix.md', import.meta.url), 'utf8');
    const missing = table.filter(({ id }) => !matrix.includes(`| \`${id}\` |`));
    expect(
      missing.map(({ id }) => id),
      'run npm run mutate:faults',
    ).toEqual([]);
  });
});
