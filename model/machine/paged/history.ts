/**
 * A path of a machine as a history of the kit, which replays on any subject and is judged by the
 * model. Everything is observed at the start and after each call, since the machine hides nothing,
 * and at the end all is read:
 *
 *     state --move--> state --move--> state         observe, call, observe, call, observe, read ..
 */
import type {
  FrameRun,
  History,
  PagedAnswers,
  PagedConfig,
  PagedLayout,
  PagedOperation,
  PagedOutcome,
} from '../../../spec/index.ts';
import { pagedPattern } from '../../paged/pattern.ts';
import { countOf, firstOf, type Run } from './frames.ts';
import type { Access, Move } from './moves.ts';
import type { Rules } from './rules.ts';
import { FRAME_SIZE, initialState, type MachineState, type Parameters } from './state.ts';
import { type Machine, machineOf } from './system.ts';

type Step = History<'paged'>['runs'][number]['steps'][number];

/** `null` if a frame is tampered with that no pid owns: the kit only knows pages. */
export function toHistory(
  parameters: Parameters,
  rules: Rules,
  path: readonly Move[],
): History<'paged'> | null {
  const machine = machineOf(parameters, rules);
  let state = initialState(parameters);
  const observation = (): Step => stepOf(OBSERVE, observed(parameters, rules, state));

  const steps = [observation()];
  for (const move of path) {
    const operation = operationOf(state, move);
    if (operation === null) return null;
    const outcome = outcomeOf(parameters, move);
    if (outcome !== null) steps.push(stepOf(operation, outcome));
    state = stateAfter(machine, state, move);
    steps.push(observation());
  }
  machine.ask(state, (move) => {
    const operation = move.call.kind === 'read' ? operationOf(state, move) : null;
    const outcome = outcomeOf(parameters, move);
    if (operation !== null && outcome !== null) steps.push(stepOf(operation, outcome));
  });
  const instances = [configOf(parameters)];
  return {
    family: 'paged',
    subject: 'a machine',
    answers: answersOf(parameters),
    runs: [{ instances, steps }],
  };
}

const OBSERVE = { kind: 'observe' } as const;

const stepOf = (operation: PagedOperation, outcome: PagedOutcome): Step => ({
  instance: 0,
  operation,
  outcome,
});

/** Where a move leads: an answer tells the ways apart that one call can take. */
function stateAfter(machine: Machine, state: MachineState, move: Move): MachineState {
  const text = JSON.stringify(move);
  const found: MachineState[] = [];
  const look = (each: Move, after: MachineState): void => {
    if (JSON.stringify(each) === text) found.push(after);
  };
  machine.expand(state, look);
  machine.ask(state, look);
  const [after] = found;
  if (after === undefined) throw new Error(`no such move: ${text}`);
  return after;
}

function configOf({ frames, slots, entries, virtualBase }: Parameters): PagedConfig {
  return {
    memorySize: frames * FRAME_SIZE,
    frameCount: frames,
    slotCount: slots,
    quarantineCapacity: entries,
    virtualBase,
  };
}

function answersOf({ pids, placement, partial, selfChecking }: Parameters): PagedAnswers {
  return {
    pids: [0, pids - 1],
    geometry: 'any',
    invalidNumbers: 'undefined',
    partial,
    secondAlloc: 'append',
    placement: placement === 'any' ? 'unknown' : placement,
    split: placement === 'any' ? 'unknown' : 'halving',
    selfChecking,
    deterministic: false,
  };
}

function operationOf(state: MachineState, { call }: Move): PagedOperation | null {
  switch (call.kind) {
    case 'alloc':
      return { kind: 'alloc', pid: call.pid, size: call.frames * FRAME_SIZE };
    case 'read':
    case 'write': {
      const { pid, to, position, length } = call;
      const access = { pid, address: { pid: to, position }, length };
      return call.kind === 'read'
        ? { kind: 'read', ...access }
        : { kind: 'write', ...access, tag: pid + 1 };
    }
    case 'tamper': {
      const page = pageOf(state, call.frame);
      return page === null ? null : { kind: 'tamper', ...page, mark: call.mark };
    }
    default:
      return call;
  }
}

/** Whose frame it is, and which page it backs. */
function pageOf(state: MachineState, frame: number): { pid: number; page: number } | null {
  for (const [pid, region] of state.regions.entries()) {
    let page = 0;
    for (const run of region) {
      if ((run >> frame) & 1) return { pid, page: page + frame - firstOf(run) };
      page += countOf(run);
    }
  }
  return null;
}

/** `null` for an observation, which follows anyway. */
function outcomeOf(parameters: Parameters, { call, answer }: Move): PagedOutcome | null {
  if (call.kind === 'observe') return null;
  if (answer === null) return { status: 'refused' };
  if (typeof answer === 'string') return { status: answer };
  if (typeof answer === 'number')
    return call.kind === 'read'
      ? { status: 'read', bytes: bytesOf(parameters, call, answer) }
      : { status: 'purged', count: answer };
  if (!('position' in answer)) throw new Error(`${call.kind} was answered by a report`);
  const { position, part } = answer;
  return { status: 'granted', position, ...(part ?? {}) };
}

/** A write fills a page, so the place in the page tells which byte of its pattern is there. */
function bytesOf(
  { virtualBase }: Parameters,
  { position, length }: Access,
  tag: number,
): readonly number[] {
  const offset = (position - virtualBase) % FRAME_SIZE;
  if (tag === 0) return Array.from({ length }, () => 0);
  return pagedPattern(tag, FRAME_SIZE).slice(offset, offset + length);
}

function observed(parameters: Parameters, rules: Rules, state: MachineState): PagedOutcome {
  const { quarantineCount, ...stats } = rules.report(parameters, state);
  const { regions, quarantine, marks } = state;
  const toRun = (run: Run): FrameRun => ({ first: firstOf(run), count: countOf(run) });
  const segments = regions.flatMap((region, pid) => {
    let position = parameters.virtualBase;
    return region.map((run) => {
      const segment = { pid, position, ...toRun(run) };
      position += countOf(run) * FRAME_SIZE;
      return segment;
    });
  });
  const layout: PagedLayout = {
    segments,
    quarantine: quarantine.map(toRun),
    marks: Array.from({ length: parameters.frames }, (_, at) => (marks >> at) & 1).join(''),
  };
  return { status: 'observed', stats, layout, quarantineCount };
}
