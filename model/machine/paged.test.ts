import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../../spec/index.ts';
import { explore } from '../explore.ts';
import { keyOf, orbitOf } from './paged/key.ts';
import { BEYOND } from './paged/laws/beyond.ts';
import { SOUND } from './paged/rules.ts';
import { machineOf } from './paged/system.ts';
import { explorePagedMachine, JUDGED, type MachineScope, PAGED_MACHINE_SCOPES } from './paged.ts';

/** The larger ones are for `npm run explore`. */
const SMALL = PAGED_MACHINE_SCOPES.filter(({ expected }) => expected.transitions < 250_000);

const explorations = new Map(SMALL.map((scope) => [scope.name, explorePagedMachine(scope)]));

describe('a paged machine', () => {
  it.each(SMALL)('$name: keeps all clauses, in as many states as ever', ({ name, expected }) => {
    const { witnesses, ...exploration } = explorations.get(name) ?? expect.fail(name);
    expect(exploration).toEqual({ ...expected, isComplete: true });
  });

  it('stops at a limit', () => {
    const [scope] = SMALL;
    const result = scope && explorePagedMachine(scope, { states: 100 });
    expect(result).toMatchObject({ states: 100, isComplete: false });
  });
});

describe('laws', () => {
  it('are there for all clauses of the family but those that are beyond the machine', () => {
    const ids = CLAUSES.filter(({ families }) => families.includes('paged')).map(({ id }) => id);
    expect([...JUDGED, ...Object.keys(BEYOND)].sort()).toEqual([...ids].sort());
  });

  it('are at stake so often in all of these scopes', () => {
    const lines = JUDGED.map((clause) => {
      const all = [...explorations.values()];
      const count = all.reduce((sum, { witnesses }) => sum + (witnesses[clause] ?? 0), 0);
      return `${clause.padEnd(32)}${String(count).padStart(9)}`;
    });
    expect(lines.join('\n')).toMatchInlineSnapshot();
  });
});

describe('pids are alike', () => {
  /** The states, and what leads from one to another, of all orbits of which one state is visited. */
  function unfolded({ parameters }: MachineScope) {
    const orbit = orbitOf(parameters);
    const machine = machineOf(parameters, SOUND, { symmetric: true });
    let states = 0;
    let transitions = 0;
    const { depth, ...folded } = explore({
      ...machine,
      flaw(state) {
        states += orbit(state);
        return null;
      },
      breach(before) {
        transitions += orbit(before);
        return null;
      },
    });
    return { folded: folded.states, states, transitions, depth };
  }

  it.each([
    ['sound-marks', 203],
    ['three-frames', 3_368],
    ['scarce-slots', 0],
    ['three-pids', 3_528],
    ['four-frames', 7_312],
    ['visible-damage', 0],
  ])('%s: one of each orbit stands for all of it', (wanted, folded) => {
    const scope = SMALL.find(({ name }) => name === wanted) ?? expect.fail(wanted);
    expect(unfolded(scope)).toEqual({ ...scope.expected, folded });
  });

  it('is seen by the contents, too', () => {
    const [scope] = SMALL;
    if (scope === undefined) throw new Error('no scope');
    const { parameters } = scope;
    const own = { marks: 0b11, live: 0b11, aside: 0, segments: 2, quarantine: [] };
    const states = [
      { ...own, regions: [[1], [2]], contents: 0b01 },
      { ...own, regions: [[2], [1]], contents: 0b10 },
      { ...own, regions: [[2], [1]], contents: 0b01 },
    ];
    const { key } = machineOf(parameters, SOUND, { symmetric: true });
    const [one, renamed, other] = states.map((state) => key(state));
    expect(one).toBe(renamed);
    expect(one).not.toBe(other);
    expect(new Set(states.map(keyOf(parameters))).size).toBe(3);
  });
});

describe('keys', () => {
  it('are texts where numbers are too small', () => {
    const [scope] = SMALL;
    if (scope === undefined) throw new Error('no scope');
    const large = { ...scope.parameters, frames: 8 };
    expect(machineOf(large, SOUND).start.map(keyOf(large))).toEqual(['0.0']);
    expect(() => keyOf({ ...large, frames: 12 })).toThrow('too many runs');
  });
});
