import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../../spec/index.ts';
import { explore } from '../explore.ts';
import { keyOf, orbitOf } from './paged/key.ts';
import { BEYOND } from './paged/laws/beyond.ts';
import { SOUND } from './paged/rules.ts';
import { machineOf } from './paged/system.ts';
import {
  explorePagedMachine,
  JUDGED,
  type MachineExploration,
  type MachineScope,
  PAGED_MACHINE_SCOPES,
} from './paged.ts';

/** The larger ones are for `npm run explore`. */
const SMALL = PAGED_MACHINE_SCOPES.filter(({ expected }) => expected.transitions < 250_000);

const explored = new Map<string, MachineExploration>();

function exploration(scope: MachineScope): MachineExploration {
  const known = explored.get(scope.name) ?? explorePagedMachine(scope);
  explored.set(scope.name, known);
  return known;
}

describe('a paged machine', () => {
  it.each(SMALL)('$name: keeps all clauses, in as many states as ever', (scope) => {
    const { witnesses: _, ...result } = exploration(scope);
    expect(result).toEqual({ ...scope.expected, isComplete: true });
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
      const counts = SMALL.map((scope) => exploration(scope).witnesses[clause] ?? 0);
      const count = counts.reduce((sum, each) => sum + each, 0);
      return `${clause.padEnd(32)}${String(count).padStart(9)}`;
    });
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "common.alloc.no-overlap             28888
      common.alloc.contained              41210
      common.alloc.fresh                  28888
      common.refuse.impossible              190
      common.refuse.unchanged            197430
      common.grant.fresh                    592
      common.grant.fit                    19362
      common.grant.drain                   5890
      common.stats.agree                 107103
      common.inspect.partition           107103
      common.block.stable               1526172
      common.reset.fresh                 107103
      paged.pid.reused                    25494
      paged.alloc.zero-refused            55312
      paged.alloc.dense                   41210
      paged.alloc.whole-frames            41210
      paged.alloc.only-free               41210
      paged.alloc.gathers                   720
      paged.alloc.under-damage             8304
      paged.partial.undeclared            27990
      paged.partial.units                  6894
      paged.partial.justified              6894
      paged.partial.offered                7438
      paged.segments.tile                101636
      paged.segments.bounded             142846
      paged.marks.agree                 1610641
      paged.placement.first-fit             826
      paged.placement.tail-first            826
      paged.split.halving                  1652
      paged.split.slots                    2788
      paged.io.served                    622372
      paged.io.empty                     264712
      paged.io.page-rule                 323816
      paged.io.unmapped-refused         1118034
      paged.address.forged               548284
      paged.io.status                   1749090
      paged.io.fragmentation             923200
      paged.read.own-bytes               649922
      paged.read.zero-fresh              391827
      paged.read.pid-isolated            467512
      paged.write.pid-isolated           412984
      paged.write.refused-unchanged      570120
      paged.dealloc.status               229190
      paged.dealloc.repeated              96834
      paged.dealloc.whole-region         132356
      paged.dealloc.others-intact        146516
      paged.tamper.io-unaffected        1594592
      paged.quarantine.whole-segment      87972
      paged.quarantine.complete          132356
      paged.quarantine.relocked           87250
      paged.quarantine.withheld           18348
      paged.quarantine.count             107103
      paged.quarantine.keeps             855726
      paged.quarantine.overflow           44384
      paged.quarantine.owner-returns       6572
      paged.purge.count                  107103
      paged.purge.empties                107103
      paged.purge.exact                  107103
      paged.purge.wipes                  105692
      paged.purge.reclaims                67540
      paged.purge.idle                    39563
      paged.reset.forgets                106992"
    `);
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
    ['scarce-slots', 2_600],
    ['three-pids', 3_528],
    ['four-frames', 7_312],
    ['visible-damage', 9_309],
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
