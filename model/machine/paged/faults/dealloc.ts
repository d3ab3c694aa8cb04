/** Regions that do not end as they should. */
import { firstOf, pairsOf, runAt, union } from '../frames.ts';
import { type Rules, SOUND } from '../rules.ts';
import { type MachineState, type Parameters, regionOf } from '../state.ts';
import { changed, type Fault } from './fault.ts';

const dealloc =
  (
    change: (
      result: ReturnType<Rules['dealloc']>,
      state: MachineState,
      pid: number,
      parameters: Parameters,
    ) => ReturnType<Rules['dealloc']>,
  ): Rules['dealloc'] =>
  (parameters, state, pid) =>
    change(SOUND.dealloc(parameters, state, pid), state, pid, parameters);

export const DEALLOC_FAULTS: readonly Fault[] = [
  {
    name: 'dealloc keeps the contents',
    scope: 'sound-marks',
    rules: {
      dealloc: dealloc(({ answer, after }, { contents }) => ({
        answer,
        after: changed(after, { contents }),
      })),
    },
    breaks: ['paged.pid.reused', 'paged.read.zero-fresh', 'paged.read.pid-isolated'],
  },
  {
    name: 'dealloc says quarantined while anything is',
    scope: 'three-frames',
    rules: {
      dealloc: dealloc(({ answer, after }) => ({
        answer: answer === 'success' && after.aside !== 0 ? 'quarantined' : answer,
        after,
      })),
    },
    breaks: ['paged.dealloc.status'],
  },
  {
    name: 'a second dealloc files the last entry again',
    scope: 'two-entries',
    rules: {
      dealloc: dealloc(({ answer, after }) => ({
        answer,
        after:
          answer === 'already-free'
            ? changed(after, { quarantine: [...after.quarantine, ...after.quarantine.slice(-1)] })
            : after,
      })),
    },
    breaks: ['common.inspect.partition', 'paged.dealloc.repeated'],
  },
  {
    name: 'dealloc leaves the last segment',
    scope: 'sound-marks',
    rules: {
      dealloc: dealloc(({ answer, after }, state, pid) => {
        const last = regionOf(state, pid).slice(-1);
        return {
          answer,
          after: changed(after, {
            regions: after.regions.with(pid, last),
            marks: after.marks | union(last),
          }),
        };
      }),
    },
    breaks: ['paged.dealloc.whole-region', 'paged.quarantine.complete'],
  },
  {
    name: 'dealloc wipes everybody',
    scope: 'sound-marks',
    rules: {
      dealloc: dealloc(({ answer, after }) => ({ answer, after: changed(after, { contents: 0 }) })),
    },
    breaks: ['paged.dealloc.others-intact', 'paged.dealloc.repeated'],
  },
  {
    name: 'dealloc releases the next pid as well',
    scope: 'three-pids',
    rules: {
      dealloc: (parameters, state, pid) => {
        const { answer, after } = SOUND.dealloc(parameters, state, pid);
        const next = (pid + 1) % parameters.pids;
        return { answer, after: SOUND.dealloc(parameters, after, next).after };
      },
    },
    breaks: ['common.block.stable', 'paged.dealloc.others-intact', 'paged.dealloc.repeated'],
  },
  {
    name: 'only damaged frames are quarantined',
    scope: 'three-frames',
    rules: {
      dealloc: dealloc(({ answer, after }, { marks }) => {
        const quarantine = after.quarantine.map((run) =>
          (run & ~marks) === 0 ? run : runAt(firstOf(run & ~marks), 1),
        );
        const left = after.aside & ~union(quarantine);
        return {
          answer,
          after: changed(after, { quarantine, marks: after.marks & ~left }),
        };
      }),
    },
    breaks: ['paged.quarantine.whole-segment'],
  },
  {
    name: 'quarantined frames are not marked again',
    scope: 'three-frames',
    rules: {
      dealloc: dealloc(({ answer, after }, { marks }) => ({
        answer,
        after: changed(after, { marks: after.marks & marks }),
      })),
    },
    breaks: ['paged.quarantine.relocked'],
  },
  {
    name: 'the newest entry is alone in the table',
    scope: 'two-entries',
    rules: {
      dealloc: dealloc(({ answer, after }) => ({
        answer,
        after: changed(after, { quarantine: after.quarantine.slice(-1) }),
      })),
    },
    breaks: [
      'paged.quarantine.keeps',
      'paged.quarantine.complete',
      'paged.quarantine.whole-segment',
    ],
  },
  {
    name: 'a full table drops its oldest entry',
    scope: 'two-entries',
    rules: {
      dealloc: (parameters, state, pid) => {
        const { answer, after } = SOUND.dealloc({ ...parameters, entries: 99 }, state, pid);
        const quarantine = after.quarantine.slice(-parameters.entries);
        return { answer, after: changed(after, { quarantine }) };
      },
    },
    breaks: ['paged.quarantine.overflow', 'paged.quarantine.complete', 'paged.marks.agree'],
  },
  {
    name: 'an overflow does not wipe',
    scope: 'three-frames',
    rules: {
      dealloc: dealloc(({ answer, after }, { aside, contents }) => {
        const left = aside & ~after.aside;
        return {
          answer,
          after: changed(after, { contents: after.contents | (contents & pairsOf(left)) }),
        };
      }),
    },
    breaks: ['paged.purge.wipes', 'paged.read.zero-fresh'],
  },
];
