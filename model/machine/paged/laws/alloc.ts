/** Laws of requests: which must be met, by which frames, and what a part is. */
import { countOf, endOf, type Frames, isRun, type Run, union } from '../frames.ts';
import {
  contentOf,
  FRAME_SIZE,
  freeFrames,
  type MachineState,
  type Parameters,
  pagesOf,
  regionOf,
  sureFrames,
} from '../state.ts';
import { isSameState, isWiped, type Law, type Step } from './law.ts';

type Request = Step<'alloc'>;

/** The segments that a request added, if it left the others as they were. */
export function gainedBy({ before, after, call }: Request): readonly Run[] {
  return regionOf(after, call.pid).slice(regionOf(before, call.pid).length);
}

const isWhole = ({ answer }: Request): boolean => answer !== null && answer.part === null;

const freeSlots = ({ slots }: Parameters, { segments }: MachineState): number => slots - segments;

/** There are sure frames for it, and slots even for each frame apart. */
function isOwed({ before, call }: Request, parameters: Parameters): boolean {
  return (
    call.frames > 0 &&
    countOf(sureFrames(parameters, before)) >= call.frames &&
    freeSlots(parameters, before) >= call.frames
  );
}

/** The declared reason for a part is there. */
function mayBePart(step: Request, parameters: Parameters): boolean {
  const { before, call } = step;
  const sure = countOf(sureFrames(parameters, before));
  if (call.frames === 0 || freeSlots(parameters, before) < 1) return false;
  if (isOwed(step, parameters)) return false;
  return parameters.partial === 'slots'
    ? sure >= call.frames
    : parameters.partial === 'any' && sure >= 1;
}

/** No run of the set has so many frames. */
function hasNoRun(set: Frames, count: number): boolean {
  let starts = set;
  for (let length = 1; length < count; length++) starts &= set >> length;
  return starts === 0;
}

export const allocLaws: readonly Law<'alloc'>[] = [
  {
    clause: 'paged.alloc.zero-refused',
    holds: ({ call, answer }) => (call.frames === 0 ? answer === null : null),
  },
  {
    clause: 'common.refuse.unchanged',
    holds: ({ before, answer, after }) => (answer === null ? isSameState(before, after) : null),
  },
  {
    clause: 'common.refuse.impossible',
    holds: ({ call, answer }, { frames, partial }) =>
      call.frames > frames && partial === 'off' ? answer === null : null,
  },
  {
    clause: 'common.grant.fresh',
    holds(step, parameters) {
      const { live, aside, marks } = step.before;
      return (live | aside | marks) === 0 && isOwed(step, parameters) ? isWhole(step) : null;
    },
  },
  {
    clause: 'common.grant.fit',
    holds: (step, parameters) => (isOwed(step, parameters) ? isWhole(step) : null),
  },
  {
    clause: 'common.grant.drain',
    holds: (step, parameters) =>
      step.before.live === 0 && isOwed(step, parameters) ? isWhole(step) : null,
  },
  {
    clause: 'paged.alloc.gathers',
    holds(step, parameters) {
      if (!isOwed(step, parameters)) return null;
      return hasNoRun(freeFrames(parameters, step.before), step.call.frames) ? isWhole(step) : null;
    },
  },
  {
    clause: 'paged.quarantine.owner-returns',
    holds(step, parameters) {
      const { before, call } = step;
      if (before.aside === 0 || regionOf(before, call.pid).length > 0) return null;
      return isOwed(step, parameters) ? isWhole(step) : null;
    },
  },
  {
    clause: 'paged.partial.offered',
    holds: (step, parameters) => (mayBePart(step, parameters) ? step.answer !== null : null),
  },
  {
    clause: 'paged.partial.justified',
    holds(step, parameters) {
      if (step.answer === null || step.answer.part === null) return null;
      return mayBePart(step, parameters);
    },
  },
  {
    clause: 'paged.partial.undeclared',
    holds({ answer }, { partial }) {
      return partial === 'off' && answer !== null ? answer.part === null : null;
    },
  },
  {
    clause: 'paged.partial.units',
    holds({ call, answer }) {
      if (answer === null || answer.part === null) return null;
      const { frames, bytes } = answer.part;
      return frames >= 1 && frames < call.frames && bytes === frames * FRAME_SIZE;
    },
  },
];

/** Laws of what a request was given. */
export const grantLaws: readonly Law<'alloc'>[] = [
  {
    clause: 'paged.alloc.dense',
    holds: ({ before, call, answer }, { virtualBase }) =>
      answer === null
        ? null
        : answer.position === virtualBase + FRAME_SIZE * pagesOf(before, call.pid),
  },
  {
    clause: 'paged.alloc.whole-frames',
    holds({ before, call, answer, after }) {
      if (answer === null) return null;
      const pages = pagesOf(after, call.pid) - pagesOf(before, call.pid);
      return pages === (answer.part?.frames ?? call.frames);
    },
  },
  {
    clause: 'paged.alloc.only-free',
    holds(step, parameters) {
      if (step.answer === null) return null;
      return (union(gainedBy(step)) & ~freeFrames(parameters, step.before)) === 0;
    },
  },
  {
    clause: 'paged.alloc.under-damage',
    holds(step) {
      const { live, marks } = step.before;
      if (step.answer === null || (live & ~marks) === 0) return null;
      return (union(gainedBy(step)) & live) === 0;
    },
  },
  {
    clause: 'paged.quarantine.withheld',
    holds(step) {
      if (step.answer === null || step.before.aside === 0) return null;
      return (union(gainedBy(step)) & step.before.aside) === 0;
    },
  },
  {
    clause: 'common.alloc.no-overlap',
    holds(step) {
      if (step.answer === null || step.before.live === 0) return null;
      let taken = step.before.live;
      for (const run of gainedBy(step)) {
        if ((run & taken) !== 0) return false;
        taken |= run;
      }
      return true;
    },
  },
  {
    clause: 'common.alloc.contained',
    holds(step, { frames }) {
      if (step.answer === null) return null;
      return gainedBy(step).every((run) => isRun(run) && endOf(run) <= frames);
    },
  },
  {
    clause: 'common.alloc.fresh',
    holds({ before, call, answer }, { virtualBase }) {
      if (answer === null || before.live === 0) return null;
      return answer.position >= virtualBase + FRAME_SIZE * pagesOf(before, call.pid);
    },
  },
  {
    clause: 'paged.segments.bounded',
    holds: ({ answer, after }, { slots }) => (answer === null ? null : after.segments <= slots),
  },
  {
    clause: 'paged.read.zero-fresh',
    holds: (step) => (step.answer === null ? null : isWiped(step.after, union(gainedBy(step)))),
  },
  {
    clause: 'paged.pid.reused',
    holds(step, { frames }) {
      const { before, call, answer, after } = step;
      if (answer === null || regionOf(before, call.pid).length > 0) return null;
      const gained = union(gainedBy(step));
      for (let frame = 0; frame < frames; frame++)
        if (((gained >> frame) & 1) === 1 && contentOf(after, frame) === call.pid + 1) return false;
      return true;
    },
  },
];
