/**
 * A law is a clause as a predicate over what was, what was asked, what was answered, and what is. It
 * knows no rule: it asks of the two states what follows from their runs, marks and contents.
 *
 *     before --call, answer--> after        holds?   null    the clause says nothing of this
 *                                                    true    it was at stake
 *                                                    false   it is broken
 *
 * Where a clause speaks of what happened before, a law speaks of all that can be before: of every
 * state in which its call is made, so that it is stronger, and by induction over single transitions.
 */
import type { ClauseId } from '../../../../spec/index.ts';
import { type Frames, pairsOf, type Run, sameRuns } from '../frames.ts';
import type { AnswerTo, CallOf, Kind } from '../moves.ts';
import { type MachineState, type Parameters, regionOf } from '../state.ts';

export interface Step<K extends Kind> {
  readonly before: MachineState;
  readonly call: CallOf<K>;
  readonly answer: AnswerTo<K>;
  readonly after: MachineState;
}

export interface Law<K extends Kind> {
  readonly clause: ClauseId;
  holds(step: Step<K>, parameters: Parameters): boolean | null;
}

export function isSameState(one: MachineState, other: MachineState): boolean {
  return (
    one === other ||
    (one.marks === other.marks &&
      one.contents === other.contents &&
      sameRuns(one.quarantine, other.quarantine) &&
      one.regions.every((region, pid) => sameRuns(region, regionOf(other, pid))))
  );
}

export function startsWith(runs: readonly Run[], start: readonly Run[]): boolean {
  return runs === start || start.every((run, index) => run === runs[index]);
}

/** The contents of these frames are what they were. */
export function keeps(before: MachineState, after: MachineState, frames: Frames): boolean {
  return ((before.contents ^ after.contents) & pairsOf(frames)) === 0;
}

export function isWiped({ contents }: MachineState, frames: Frames): boolean {
  return (contents & pairsOf(frames)) === 0;
}
