/** What the machine does, the judge accepts; what it cannot tell the kit, it does not. */
import { describe, expect, it } from 'vitest';
import type { ClauseId, History } from '../../../spec/index.ts';
import { step } from '../../model.ts';
import { clausesFor } from '../../paged/notation.ts';
import { pagedModel } from '../../paged.ts';
import { explorePagedMachine, PAGED_MACHINE_SCOPES } from '../paged.ts';
import { MACHINE_FAULTS } from './faults.ts';
import { toHistory } from './history.ts';
import type { Move } from './moves.ts';
import { SOUND } from './rules.ts';
import type { MachineState, Parameters } from './state.ts';
import { machineOf } from './system.ts';

const WALKS = 40;
const STEPS = 30;

/** Multiplicative, so that a walk is the same everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let value = seed + 1;
  return (below) => {
    value = (value * 48271) % 2147483647;
    return Math.floor((value / 2147483647) * below);
  };
}

function walk(parameters: Parameters, seed: number): readonly Move[] {
  const random = randomFrom(seed);
  const machine = machineOf(parameters, SOUND);
  let [state] = machine.start;
  const path: Move[] = [];
  while (path.length < STEPS && state !== undefined) {
    const before = state;
    const moves: [Move, MachineState][] = [];
    const add = (move: Move, after: MachineState) => moves.push([move, after]);
    machine.expand(before, add);
    machine.ask(before, add);
    const kinds = [...new Set(moves.map(([{ call }]) => call.kind))];
    const kind = kinds[random(kinds.length)];
    const some = moves.filter(([{ call }]) => call.kind === kind);
    const [move, after] = some[random(some.length)] ?? [];
    if (move !== undefined) path.push(move);
    state = after;
  }
  return path;
}

describe('a history of a machine', () => {
  const scopes = PAGED_MACHINE_SCOPES.filter(({ parameters }) => parameters.tampering !== 'any');
  it.each(scopes)('$name: is accepted by the judge', ({ parameters }) => {
    const hits = new Set<ClauseId>();
    for (let seed = 0; seed < WALKS; seed++) {
      const history = toHistory(parameters, SOUND, walk(parameters, seed));
      expect(history === null ? ['no history'] : judged(history, hits)).toEqual([]);
    }
    expect(hits.size).toBeGreaterThanOrEqual(40);
  });

  it('is none if a frame is tampered with that is not live', () => {
    const [, scope] = PAGED_MACHINE_SCOPES;
    const tamper: Move = { call: { kind: 'tamper', frame: 0, mark: 1 }, answer: 'done' };
    expect(scope && toHistory(scope.parameters, SOUND, [tamper])).toBeNull();
  });
});

/**
 * What the judge makes of the shortest breach of the first clause of a fault, where it is another
 * one. It does not see wiping, says where a byte came from rather than which call put it there, and
 * the kit cannot tamper with frames that are not live.
 */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'the tail comes first and the lowest place is declared': ['no history'],
  'the lowest place comes first and the tail is declared': ['no history'],
  'dealloc wipes everybody': ['common.alloc.usable', 'paged.read.own-bytes'],
  'an overflow does not wipe': [],
  'purge does not wipe': [],
  'a write goes to the next frame as well': [
    'common.alloc.usable',
    'paged.read.zero-fresh',
    'paged.read.pid-isolated',
  ],
  'a write is refused after its first byte': ['common.alloc.usable', 'paged.read.zero-fresh'],
  'a report counts the marks': ['no history'],
};

describe('the judge breaks the clause that the machine breaks', () => {
  it.each(MACHINE_FAULTS)('$name', ({ name, scope: wanted, rules: faulty, breaks }) => {
    const scope = PAGED_MACHINE_SCOPES.find((each) => each.name === wanted);
    if (scope === undefined) throw new Error(`no scope ${wanted}`);
    const rules = { ...SOUND, ...faulty };
    const clauses = new Set(breaks.slice(0, 1));
    const { counterexample } = explorePagedMachine(scope, { rules, clauses });
    const history = toHistory(scope.parameters, rules, counterexample?.path ?? []);
    const seen = history === null ? ['no history'] : judged(history);
    if (breaks[0] !== undefined && seen.includes(breaks[0]))
      expect(ELSEWHERE[name]).toBe(undefined);
    else expect(seen).toEqual(ELSEWHERE[name]);
  });
});

/** The clauses that a history breaks. */
function judged({ answers, runs }: History<'paged'>, hits = new Set<ClauseId>()): ClauseId[] {
  const clauses = clausesFor(answers);
  const broken = new Set<ClauseId>();
  for (const { instances, steps } of runs) {
    const [config] = instances;
    if (config === undefined) throw new Error('no instance');
    let state = pagedModel.initial(config, answers);
    for (const { operation, outcome } of steps) {
      const verdict = step(pagedModel, state, operation, outcome, clauses);
      for (const clause of verdict.hits) hits.add(clause);
      for (const { clause } of verdict.breaches) broken.add(clause);
      state = verdict.next;
    }
  }
  return [...broken];
}
