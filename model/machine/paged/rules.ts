/**
 * The transition relation, one function an operation. A design with a bug is a record in which one
 * function differs; the laws judge all of them alike, as none of these is known to them.
 */
import type { ReadStatus } from '../../../spec/index.ts';
import { once } from '../../common/once.ts';
import { countOf, endOf, type Frames, firstOf, pairsOf, type Run, union } from './frames.ts';
import type { Access, AnswerTo, CallOf, Grant, Report } from './moves.ts';
import { halved, sequencesIn } from './placements.ts';
import {
  contentOf,
  FRAME_SIZE,
  freeFrames,
  initialState,
  type MachineState,
  type Parameters,
  pagesOf,
  regionOf,
  stateOf,
  sureFrames,
} from './state.ts';

export interface Result<Answer> {
  readonly answer: Answer;
  readonly after: MachineState;
}

/** The frame of an access, `EMPTY` if it has no byte, or why it is not served. */
export type Place = number | ReadStatus;
export const EMPTY = -1;

export interface Rules {
  /** Every way in which the request may be met. */
  alloc(
    parameters: Parameters,
    state: MachineState,
    call: CallOf<'alloc'>,
  ): Iterable<Result<AnswerTo<'alloc'>>>;
  dealloc(parameters: Parameters, state: MachineState, pid: number): Result<AnswerTo<'dealloc'>>;
  purge(parameters: Parameters, state: MachineState): Result<number>;
  access(parameters: Parameters, state: MachineState, access: Access): Place;
  write(parameters: Parameters, state: MachineState, access: Access, place: Place): MachineState;
  read(parameters: Parameters, state: MachineState, access: Access, place: Place): number;
  tamper(parameters: Parameters, state: MachineState, call: CallOf<'tamper'>): MachineState;
  report(parameters: Parameters, state: MachineState): Report;
  reset(parameters: Parameters, state: MachineState): MachineState;
}

export const SOUND: Rules = {
  alloc,
  dealloc,
  purge,
  access,
  write(_, state, { pid }, place) {
    if (typeof place === 'string' || place === EMPTY) return state;
    const { regions, quarantine, marks, contents } = state;
    const written = (contents & ~(3 << (2 * place))) | ((pid + 1) << (2 * place));
    return written === contents ? state : stateOf(regions, quarantine, marks, written);
  },
  read: (_, state, __, place) =>
    typeof place === 'string' || place === EMPTY ? 0 : contentOf(state, place),
  tamper: (_, { regions, quarantine, marks, contents }, { frame, mark }) =>
    stateOf(regions, quarantine, (marks & ~(1 << frame)) | (mark << frame), contents),
  report: (parameters, state) => ({
    freeFrames: countOf(freeFrames(parameters, state)),
    freeSlots: parameters.slots - state.segments,
    quarantineCount: state.quarantine.length,
  }),
  reset: once(initialState),
};

const REFUSED = null;

function* alloc(
  parameters: Parameters,
  state: MachineState,
  { pid, frames }: CallOf<'alloc'>,
): Iterable<Result<Grant | null>> {
  if (frames === 0) {
    yield { answer: REFUSED, after: state };
    return;
  }
  const sure = sureFrames(parameters, state);
  const slots = parameters.slots - state.segments;
  if (parameters.placement !== 'any') {
    const offset = parameters.placement === 'tail-first' ? endOf(state.marks) : null;
    const runs = countOf(sure) < frames ? null : halved(sure, frames, offset);
    if (runs !== null && runs.length <= slots) yield granted(parameters, state, pid, runs, false);
    else yield { answer: REFUSED, after: state };
    return;
  }
  const free = freeFrames(parameters, state);
  for (const runs of sequencesIn(free, frames, slots))
    yield granted(parameters, state, pid, runs, false);
  if (countOf(sure) >= frames && slots >= frames) return;
  if (!isPartPossible(parameters, countOf(sure), frames, slots)) {
    yield { answer: REFUSED, after: state };
    return;
  }
  for (let part = 1; part < frames; part++)
    for (const runs of sequencesIn(free, part, slots))
      yield granted(parameters, state, pid, runs, true);
}

/** For a request that does not have to be met whole. */
function isPartPossible(
  { partial }: Parameters,
  sure: number,
  frames: number,
  slots: number,
): boolean {
  if (slots < 1) return false;
  return (partial === 'slots' && sure >= frames) || (partial === 'any' && sure >= 1);
}

export function granted(
  { virtualBase }: Parameters,
  state: MachineState,
  pid: number,
  runs: readonly Run[],
  isPart: boolean,
): Result<Grant> {
  const { regions, quarantine, marks, contents } = state;
  const frames = countOf(union(runs));
  return {
    answer: {
      position: virtualBase + FRAME_SIZE * pagesOf(state, pid),
      part: isPart ? { frames, bytes: FRAME_SIZE * frames } : null,
      runs,
    },
    after: stateOf(
      regions.with(pid, [...regionOf(state, pid), ...runs]),
      quarantine,
      marks | union(runs),
      contents,
    ),
  };
}

function dealloc(
  { entries }: Parameters,
  state: MachineState,
  pid: number,
): Result<AnswerTo<'dealloc'>> {
  const region = regionOf(state, pid);
  if (region.length === 0) return { answer: 'already-free', after: state };
  let { quarantine, marks, contents } = state;
  let answer: AnswerTo<'dealloc'> = 'success';
  const release = (frames: Frames): void => {
    marks &= ~frames;
    contents &= ~pairsOf(frames);
  };
  for (const run of region) {
    if ((run & ~state.marks) === 0) {
      release(run);
      continue;
    }
    answer = 'quarantined';
    if (quarantine.length === entries) {
      release(union(quarantine));
      quarantine = [];
    }
    quarantine = [...quarantine, run];
    marks |= run;
  }
  const after = stateOf(state.regions.with(pid, []), quarantine, marks, contents);
  return { answer, after };
}

function purge(_: Parameters, state: MachineState): Result<number> {
  const { regions, quarantine, marks, contents, aside } = state;
  const after =
    quarantine.length === 0
      ? state
      : stateOf(regions, [], marks & ~aside, contents & ~pairsOf(aside));
  return { answer: quarantine.length, after };
}

function access(
  { virtualBase }: Parameters,
  state: MachineState,
  { pid, to, position, length }: Access,
): Place {
  const region = regionOf(state, pid);
  if (to !== pid || region.length === 0) return 'no-segment';
  if (position < virtualBase) return 'out-of-range-low';
  const end = virtualBase + FRAME_SIZE * pagesOf(state, pid);
  if (position > end || (position === end && length > 0)) return 'no-segment';
  if (length === 0) return EMPTY;
  const offset = position % FRAME_SIZE;
  if (offset + length > FRAME_SIZE) return 'out-of-range-high';
  return frameOf(region, (position - offset - virtualBase) / FRAME_SIZE);
}

/** The frame behind a page. */
function frameOf(region: readonly Run[], page: number): number {
  let left = page;
  for (const run of region) {
    if (left < countOf(run)) return firstOf(run) + left;
    left -= countOf(run);
  }
  throw new Error(`no page ${page}`);
}
