/** Would a law notice? Each fault breaks the laws that are named, and each law is broken by one. */
import { describe, expect, it } from 'vitest';
import type { ClauseId } from '../../../spec/index.ts';
import { explorePagedMachine, JUDGED, PAGED_MACHINE_SCOPES } from '../paged.ts';
import { type Fault, MACHINE_FAULTS } from './faults.ts';
import { SOUND } from './rules.ts';

/** More than are visited before any of the breaches. */
const STATES = 20_000;

function seenIn({ scope: wanted, rules }: Fault, clause?: ClauseId): readonly ClauseId[] {
  const scope = PAGED_MACHINE_SCOPES.find(({ name }) => name === wanted);
  if (scope === undefined) throw new Error(`no scope ${wanted}`);
  const only = clause === undefined ? {} : { clauses: new Set([clause]) };
  const options = { rules: { ...SOUND, ...rules }, states: STATES, ...only };
  return explorePagedMachine(scope, options).counterexample?.clauses ?? [];
}

describe('a design with a fault', () => {
  it.each(MACHINE_FAULTS)('$name', (fault) => {
    expect(seenIn(fault).filter((clause) => !fault.breaks.includes(clause))).toEqual([]);
    for (const clause of fault.breaks) expect(seenIn(fault, clause)).toEqual([clause]);
  });

  it('is there for every law', () => {
    const broken = new Set(MACHINE_FAULTS.flatMap(({ breaks }) => breaks));
    expect(JUDGED.filter((clause) => !broken.has(clause))).toEqual([]);
  });
});
