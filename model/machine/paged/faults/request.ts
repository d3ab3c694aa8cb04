/** Requests that are answered as they should not be. */
import type { CallOf, Grant } from '../moves.ts';
import { granted, type Result, type Rules, SOUND } from '../rules.ts';
import type { MachineState, Parameters } from '../state.ts';
import { changed, type Fault } from './fault.ts';

/** Each answer to a request, and where it leads, as something else. */
const alloc =
  (
    change: (
      result: Result<Grant | null>,
      state: MachineState,
      call: CallOf<'alloc'>,
      parameters: Parameters,
    ) => Result<Grant | null>,
  ): Rules['alloc'] =>
  (parameters, state, call) =>
    [...SOUND.alloc(parameters, state, call)].map((result) =>
      change(result, state, call, parameters),
    );

export const REQUEST_FAULTS: readonly Fault[] = [
  {
    name: 'a request for nothing is granted',
    scope: 'three-frames',
    rules: {
      alloc: (parameters, state, call) =>
        call.frames === 0
          ? [granted(parameters, state, call.pid, [], false)]
          : SOUND.alloc(parameters, state, call),
    },
    breaks: ['paged.alloc.zero-refused'],
  },
  {
    name: 'a refused request leaves a frame marked',
    scope: 'three-frames',
    rules: {
      alloc: alloc(({ answer, after }) => ({
        answer,
        after: answer === null ? changed(after, { marks: after.marks | 1 }) : after,
      })),
    },
    breaks: ['common.refuse.unchanged', 'paged.marks.agree'],
  },
  {
    name: 'a request for too much is cut down',
    scope: 'two-frames',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc(parameters, state, {
          ...call,
          frames: Math.min(call.frames, parameters.frames),
        }),
    },
    breaks: ['common.refuse.impossible', 'paged.alloc.whole-frames'],
  },
  {
    name: 'the last frame is never granted',
    scope: 'three-frames',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, frames: parameters.frames - 1 }, state, call),
    },
    breaks: ['common.grant.fresh', 'common.grant.fit', 'common.grant.drain'],
  },
  {
    name: 'fragments are not gathered',
    scope: 'three-frames',
    rules: {
      alloc: alloc((result, state) =>
        (result.answer?.runs.length ?? 0) > 1 ? { answer: null, after: state } : result,
      ),
    },
    breaks: ['paged.alloc.gathers', 'common.grant.fit', 'common.grant.fresh', 'common.grant.drain'],
  },
  {
    name: 'nobody is served while something is quarantined',
    scope: 'three-frames',
    rules: {
      alloc: alloc((result, state) =>
        state.aside === 0 ? result : { answer: null, after: state },
      ),
    },
    breaks: ['paged.quarantine.owner-returns', 'common.grant.drain', 'common.grant.fit'],
  },
  {
    name: 'slots are not counted',
    scope: 'scarce-slots',
    rules: {
      alloc: (parameters, state, call) => SOUND.alloc({ ...parameters, slots: 99 }, state, call),
    },
    breaks: ['paged.segments.bounded'],
  },
  {
    name: 'a part is promised and the request refused',
    scope: 'parts-for-any',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, partial: 'off' }, state, call),
    },
    breaks: ['paged.partial.offered'],
  },
  {
    name: 'a part is granted for want of frames, and slots are the declared reason',
    scope: 'parts-for-slots',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, partial: 'any' }, state, call),
    },
    breaks: ['paged.partial.justified'],
  },
  {
    name: 'a part is granted and not declared',
    scope: 'scarce-slots',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, partial: 'any' }, state, call),
    },
    breaks: ['paged.partial.undeclared', 'paged.partial.justified'],
  },
  {
    name: 'the bytes of a part are its frames',
    scope: 'parts-for-any',
    rules: {
      alloc: alloc(({ answer, after }) =>
        answer === null || answer.part === null
          ? { answer, after }
          : { answer: { ...answer, part: { ...answer.part, bytes: answer.part.frames } }, after },
      ),
    },
    breaks: ['paged.partial.units'],
  },
  {
    name: 'every grant begins where the first one did',
    scope: 'three-frames',
    rules: {
      alloc: alloc(({ answer, after }, _, __, { virtualBase }) => ({
        answer: answer && { ...answer, position: virtualBase },
        after,
      })),
    },
    breaks: ['paged.alloc.dense', 'common.alloc.fresh'],
  },
  {
    name: 'a grant forgets to mark its frames',
    scope: 'sound-marks',
    rules: {
      alloc: alloc(({ answer, after }, { marks }) => ({
        answer,
        after: changed(after, { marks }),
      })),
    },
    breaks: ['paged.marks.agree'],
  },
  {
    name: 'a second grant takes the place of the first',
    scope: 'three-frames',
    rules: {
      alloc: alloc(({ answer, after }, _, { pid }) => ({
        answer,
        after:
          answer === null
            ? after
            : changed(after, { regions: after.regions.with(pid, answer.runs) }),
      })),
    },
    breaks: ['common.block.stable', 'paged.alloc.whole-frames', 'paged.marks.agree'],
  },
  {
    name: 'a grant purges first',
    scope: 'three-frames',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc(parameters, SOUND.purge(parameters, state).after, call),
    },
    breaks: ['paged.quarantine.keeps', 'common.refuse.unchanged'],
  },
];
