/** Every operator of the catalogue is accounted for, and the table agrees with the faults. */
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../spec/index.ts';
import { faults } from './faults.ts';
import { faultsOf, idOf, OPERATORS, operatorsOf, operatorTable } from './operators.ts';

const OPERATOR_COUNT = 86;

const all = Object.values(faults).flat();
const operators = Object.entries(OPERATORS);

describe('the table', () => {
  it(`has the operators PM01 to PM${OPERATOR_COUNT}, each once and in order`, () => {
    const ids = Array.from({ length: OPERATOR_COUNT }, (_, index) => idOf(index + 1));
    expect(operators.map(([id]) => id)).toEqual(ids);
  });
});

describe('operators', () => {
  it.each(operators)('%s has faults, or families that will need it', (id, operator) => {
    if (operator.for === 'faults') {
      expect(faultsOf(id)).not.toEqual([]);
      return;
    }
    expect(faultsOf(id)).toEqual([]);
    expect(operator.for).not.toEqual([]);
    expect(new Set(operator.for).size).toBe(operator.for.length);
    const existing: readonly string[] = FAMILIES;
    expect(operator.for.filter((family) => existing.includes(family))).toEqual([]);
  });
});

describe('origins', () => {
  const fault = (origin: string) =>
    ({ id: 'common.call.total/x', target: 'heap', edits: [], origin }) as const;

  it('name operators that are in the table', () => {
    const known = operators.map(([id]) => id);
    expect(all.flatMap(operatorsOf).filter((id) => !known.includes(id))).toEqual([]);
  });

  it('name an operator, several, a range, or none', () => {
    expect(operatorsOf(fault('PM86: a loop that never ends'))).toEqual(['PM86']);
    expect(operatorsOf(fault('PM02, P036, PM57'))).toEqual(['PM02', 'PM57']);
    expect(operatorsOf(fault('PM08 to PM11'))).toEqual(['PM08', 'PM09', 'PM10', 'PM11']);
    expect(operatorsOf(fault('K5, P001 to P010'))).toEqual([]);
  });

  it('write an operator with both of its digits', () => {
    const flawed = all.filter(({ origin }) => /PM(?!\d\d(?!\d))/.test(origin));
    expect(flawed.map(({ id }) => id)).toEqual([]);
  });
});

describe('operatorTable', () => {
  const lines = operatorTable().split('\n');

  it('has a row of three cells for each operator', () => {
    expect(lines).toHaveLength(OPERATOR_COUNT + 2);
    for (const line of lines) expect(line.split('|')).toHaveLength(5);
  });

  it('counts the faults of an operator and names two', () => {
    const count = faultsOf('PM31').length;
    const row = lines.find((line) => line.startsWith('| PM31 |'));
    expect(row).toMatch(new RegExp(`\\| ${count}: \`[^\`]+\`(, \`[^\`]+\`)? \\|$`));
  });

  it('names the families that will need an operator, and why', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^\| PM39 \| .* \| buddy: .* \|$/));
  });
});
