/** Accesses, tampering and reports that see or change the wrong thing. */
import { countOf, pairsOf, runAt } from '../frames.ts';
import { EMPTY, SOUND } from '../rules.ts';
import {
  contentOf,
  FRAME_SIZE,
  type MachineState,
  type Parameters,
  pagesOf,
  regionOf,
} from '../state.ts';
import { changed, type Fault } from './fault.ts';

const endOf = (parameters: Parameters, state: MachineState, pid: number): number =>
  parameters.virtualBase + FRAME_SIZE * pagesOf(state, pid);

export const ACCESS_FAULTS: readonly Fault[] = [
  {
    name: 'the last byte of a region is locked',
    scope: 'sound-marks',
    rules: {
      access: (parameters, state, call) =>
        call.length > 0 && call.position + call.length === endOf(parameters, state, call.pid)
          ? 'no-segment'
          : SOUND.access(parameters, state, call),
    },
    breaks: ['paged.io.served'],
  },
  {
    name: 'nothing is read at the end of a region',
    scope: 'sound-marks',
    rules: {
      access: (parameters, state, call) =>
        call.length === 0 && call.position === endOf(parameters, state, call.pid)
          ? 'no-segment'
          : SOUND.access(parameters, state, call),
    },
    breaks: ['paged.io.empty'],
  },
  {
    name: 'an access may leave its page',
    scope: 'sound-marks',
    rules: {
      access: (parameters, state, call) =>
        SOUND.access(parameters, state, { ...call, length: Math.min(call.length, 1) }),
    },
    breaks: ['paged.io.page-rule', 'paged.io.status'],
  },
  {
    name: 'an access behind the end is an empty one',
    scope: 'sound-marks',
    rules: {
      access(parameters, state, call) {
        const place = SOUND.access(parameters, state, call);
        return place === 'no-segment' && call.pid === call.to ? EMPTY : place;
      },
    },
    breaks: ['paged.io.unmapped-refused', 'paged.io.status'],
  },
  {
    name: 'the address names the owner',
    scope: 'sound-marks',
    rules: {
      access: (parameters, state, call) =>
        SOUND.access(parameters, state, { ...call, pid: call.to }),
    },
    breaks: ['paged.address.forged', 'paged.io.unmapped-refused', 'paged.io.status'],
  },
  {
    name: 'the position is looked at before the owner',
    scope: 'two-entries',
    rules: {
      access: (parameters, state, call) =>
        call.position < parameters.virtualBase
          ? 'out-of-range-low'
          : SOUND.access(parameters, state, call),
    },
    breaks: ['paged.io.status'],
  },
  {
    name: 'only the first segment is found',
    scope: 'sound-marks',
    rules: {
      access(parameters, state, call) {
        const place = SOUND.access(parameters, state, call);
        const [first = 0] = regionOf(state, call.pid);
        const isElsewhere = typeof place === 'number' && place >= 0 && ((first >> place) & 1) === 0;
        return isElsewhere ? 'no-segment' : place;
      },
    },
    breaks: ['paged.io.fragmentation', 'paged.io.served'],
  },
  {
    name: 'a frame that is not marked is not found',
    scope: 'three-frames',
    rules: {
      access(parameters, state, call) {
        const place = SOUND.access(parameters, state, call);
        const isBare =
          typeof place === 'number' && place >= 0 && ((state.marks >> place) & 1) === 0;
        return isBare ? 'no-segment' : place;
      },
    },
    breaks: ['paged.tamper.io-unaffected', 'paged.io.served'],
  },
  {
    name: 'a frame that is not marked reads as wiped',
    scope: 'three-frames',
    rules: {
      read: (_, state, __, place) =>
        typeof place === 'number' && (state.marks >> place) & 1 ? contentOf(state, place) : 0,
    },
    breaks: ['paged.read.own-bytes'],
  },
  {
    name: 'a read looks one frame too low',
    scope: 'sound-marks',
    rules: {
      read: (_, state, __, place) =>
        typeof place === 'number' && place >= 0 ? contentOf(state, Math.max(place - 1, 0)) : 0,
    },
    breaks: ['paged.read.zero-fresh', 'paged.read.pid-isolated', 'paged.read.own-bytes'],
  },
  {
    name: 'a write goes to the next frame as well',
    scope: 'sound-marks',
    rules: {
      write(parameters, state, call, place) {
        const after = SOUND.write(parameters, state, call, place);
        const next = typeof place === 'number' && place >= 0 ? place + 1 : place;
        return next === parameters.frames ? after : SOUND.write(parameters, after, call, next);
      },
    },
    breaks: ['paged.write.pid-isolated', 'paged.read.own-bytes', 'paged.read.zero-fresh'],
  },
  {
    name: 'a write is refused after its first byte',
    scope: 'sound-marks',
    rules: {
      write: (parameters, state, call) =>
        SOUND.write(
          parameters,
          state,
          call,
          SOUND.access(parameters, state, { ...call, length: 1 }),
        ),
    },
    breaks: ['paged.write.refused-unchanged'],
  },
  {
    name: 'tampering with a mark wipes the frame',
    scope: 'three-frames',
    rules: {
      tamper(parameters, state, call) {
        const after = SOUND.tamper(parameters, state, call);
        return changed(after, { contents: after.contents & ~pairsOf(1 << call.frame) });
      },
    },
    breaks: ['paged.tamper.io-unaffected', 'paged.read.own-bytes'],
  },
  {
    name: 'a report counts the marks',
    scope: 'three-frames',
    rules: {
      report: (parameters, state) => ({
        ...SOUND.report(parameters, state),
        freeFrames: countOf(runAt(0, parameters.frames) & ~state.marks),
      }),
    },
    breaks: ['common.stats.agree'],
  },
  {
    name: 'a report counts quarantined frames',
    scope: 'three-frames',
    rules: {
      report: (parameters, state) => ({
        ...SOUND.report(parameters, state),
        quarantineCount: countOf(state.aside),
      }),
    },
    breaks: ['paged.quarantine.count'],
  },
];
