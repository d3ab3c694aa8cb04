/** A design with one fault, and the clauses that it breaks. */
import type { ClauseId } from '../../../../spec/index.ts';
import type { Rules } from '../rules.ts';
import { type MachineState, stateOf } from '../state.ts';

/** What the sound rules answer, or the state that they lead to, with one thing changed. */
export interface Fault {
  readonly name: string;
  /** The name of a scope. */
  readonly scope: string;
  readonly rules: Partial<Rules>;
  readonly breaks: readonly ClauseId[];
}

/** The state with other parts. */
export function changed(state: MachineState, parts: Partial<MachineState>): MachineState {
  const { regions, quarantine, marks, contents } = { ...state, ...parts };
  return stateOf(regions, quarantine, marks, contents);
}
