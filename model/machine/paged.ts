/**
 * A paged allocator of which nothing is hidden: every state that it can be in, at scopes that are
 * small enough to see all of them, and every clause on every transition between them.
 *
 *                    rules              laws
 *     state --call--> answer, state      a predicate a clause over all four; they know no rule
 *
 * The model beside it judges a subject by what a black box shows. Here the clauses themselves are
 * judged: that they hold together, and that a design without bugs can keep all of them.
 */
import type { ClauseId } from '../../spec/index.ts';
import { type Exploration, explore, type Limits } from '../explore.ts';
import { judgeOf, type Witnesses } from './paged/laws.ts';
import type { Move } from './paged/moves.ts';
import { type Rules, SOUND } from './paged/rules.ts';
import type { MachineScope } from './paged/scopes.ts';
import type { MachineState } from './paged/state.ts';
import { machineOf } from './paged/system.ts';

export { JUDGED, type Witnesses } from './paged/laws.ts';
export type { Move } from './paged/moves.ts';
export { type MachineScope, PAGED_MACHINE_SCOPES } from './paged/scopes.ts';

export interface Options extends Limits {
  readonly rules?: Rules;
  /** Of each set of states that differ in the names of the pids only, explore one. */
  readonly symmetric?: boolean;
  /** All of those that laws stand for, if it is left out. */
  readonly clauses?: ReadonlySet<ClauseId>;
}

export interface MachineExploration extends Omit<Exploration<Move>, 'counterexample'> {
  readonly witnesses: Witnesses;
  /** A shortest way to a breach, which is of the last move, and all that this move breaks. */
  readonly counterexample?: {
    readonly path: readonly Move[];
    readonly clauses: readonly ClauseId[];
  };
}

/**
 * Visits all states of a scope and judges each move of each of them. The time grows with the number
 * of transitions, about a second for a million; the memory with that of states.
 */
export function explorePagedMachine(
  { parameters }: Pick<MachineScope, 'parameters'>,
  { rules = SOUND, symmetric = false, clauses, ...limits }: Options = {},
): MachineExploration {
  const machine = machineOf(parameters, rules, { symmetric });
  const { judge, witnesses } = judgeOf(parameters, clauses);
  /** What the last breach was; the last move of a path, if it was asked and led nowhere. */
  let broken: readonly ClauseId[] = [];
  let asked: Move | null = null;

  const breach = (before: MachineState, move: Move, after: MachineState): string | null => {
    broken = judge(before, move, after);
    return broken.length === 0 ? null : broken.join(' ');
  };
  const flaw = (state: MachineState): string | null => {
    let found: string | null = null;
    machine.ask(state, (move, after) => {
      if (found !== null) return;
      found = breach(state, move, after);
      if (found !== null) asked = move;
    });
    return found;
  };

  const { counterexample, ...result } = explore({ ...machine, breach, flaw }, limits);
  if (counterexample === undefined) return { ...result, witnesses: witnesses() };
  const path = asked === null ? counterexample.path : [...counterexample.path, asked];
  return { ...result, witnesses: witnesses(), counterexample: { path, clauses: broken } };
}
