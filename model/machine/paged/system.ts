/**
 * The machine as a system to explore. What counts as a transition:
 *
 *     alloc     each pid asks for 0 frames and up to the most, one transition for each cut and each
 *               placement, and one for a refusal if that is right, too; none while a bare frame may
 *               be granted
 *     dealloc   each pid, whether it owns anything or not
 *     purge     whether anything is quarantined or not
 *     write     each page of each pid, its own tag, whether it is there already or not; and two
 *               writes of each owner that are refused: across the end, and behind it
 *     tamper    each frame that may be hit, only to the mark that it does not have
 *
 * So transitions that lead back to their state are counted. The depth is that of `explore`.
 */
import type { Key, System } from '../../explore.ts';
import { callsOf } from './calls.ts';
import { keyOf, symmetricKeyOf } from './key.ts';
import type { Access, Move } from './moves.ts';
import type { Rules } from './rules.ts';
import { bareFrames, initialState, type MachineState, type Parameters, pagesOf } from './state.ts';

type Reach = (move: Move, after: MachineState) => void;

export interface Machine extends System<MachineState, Move> {
  key(state: MachineState): Key;
  /** The moves of a state that lead nowhere new if the rules are sound. */
  ask(state: MachineState, reach: Reach): void;
}

export function machineOf(
  parameters: Parameters,
  rules: Rules,
  { symmetric = false }: { readonly symmetric?: boolean } = {},
): Machine {
  const { selfChecking, contents, frames, tampering } = parameters;
  const calls = callsOf(parameters);

  const access = (state: MachineState, call: Access, reach: Reach): void => {
    const place = rules.access(parameters, state, call);
    const isServed = typeof place === 'number';
    if (isWrite(call)) {
      const after = rules.write(parameters, state, call, place);
      reach({ call, answer: isServed ? 'written' : place }, after);
    } else if (isRead(call)) {
      const answer = isServed ? rules.read(parameters, state, call, place) : place;
      reach({ call, answer }, state);
    }
  };

  return {
    start: [initialState(parameters)],
    key: symmetric ? symmetricKeyOf(parameters) : keyOf(parameters),
    expand(state, reach) {
      if (selfChecking || bareFrames(state) === 0)
        for (const call of calls.allocs)
          for (const { answer, after } of rules.alloc(parameters, state, call))
            reach({ call, answer }, after);
      for (const call of calls.deallocs) {
        const { answer, after } = rules.dealloc(parameters, state, call.pid);
        reach({ call, answer }, after);
      }
      const { answer, after } = rules.purge(parameters, state);
      reach({ call: PURGE, answer }, after);
      if (contents)
        for (const [pid, byPages] of calls.writes.entries())
          for (const call of byPages[pagesOf(state, pid)] ?? []) access(state, call, reach);
      if (tampering === 'none') return;
      const hit = tampering === 'any' ? (1 << frames) - 1 : state.live & state.marks;
      for (let frame = 0; frame < frames; frame++) {
        const call = calls.tampers[(state.marks >> frame) & 1]?.[frame];
        if (((hit >> frame) & 1) === 0 || call === undefined) continue;
        reach({ call, answer: 'done' }, rules.tamper(parameters, state, call));
      }
    },
    ask(state, reach) {
      reach({ call: OBSERVE, answer: rules.report(parameters, state) }, state);
      reach({ call: RESET, answer: 'done' }, rules.reset(parameters, state));
      for (const [pid, byPages] of calls.asks.entries())
        for (const call of byPages[pagesOf(state, pid)] ?? []) access(state, call, reach);
    },
  };
}

const PURGE = { kind: 'purge' } as const;
const OBSERVE = { kind: 'observe' } as const;
const RESET = { kind: 'reset' } as const;

const isWrite = (call: Access): call is Access<'write'> => call.kind === 'write';
const isRead = (call: Access): call is Access<'read'> => call.kind === 'read';
