/** Requests that are met by the wrong frames. */
import { type Frames, runAt, union } from '../frames.ts';
import { sequencesIn } from '../placements.ts';
import { granted, type Rules, SOUND } from '../rules.ts';
import { freeFrames, type MachineState, type Parameters, regionOf } from '../state.ts';
import type { Fault } from './fault.ts';

/** Grants out of these frames, as if all of them were free, and no other answer. */
const grantingFrom =
  (poolOf: (parameters: Parameters, state: MachineState, pid: number) => Frames): Rules['alloc'] =>
  (parameters, state, call) => {
    const pool = poolOf(parameters, state, call.pid);
    const ways = sequencesIn(pool, call.frames, parameters.slots - state.segments);
    if (call.frames === 0 || ways.length === 0) return SOUND.alloc(parameters, state, call);
    return ways.map((runs) => granted(parameters, state, call.pid, runs, false));
  };

const all = ({ frames }: Parameters): Frames => runAt(0, frames);

export const POOL_FAULTS: readonly Fault[] = [
  {
    name: 'what is not marked is free',
    scope: 'self-checking',
    rules: { alloc: grantingFrom((parameters, { marks }) => all(parameters) & ~marks) },
    breaks: [
      'paged.alloc.only-free',
      'paged.alloc.under-damage',
      'common.alloc.no-overlap',
      'common.inspect.partition',
      'paged.quarantine.withheld',
    ],
  },
  {
    name: 'quarantined frames are granted',
    scope: 'three-frames',
    rules: {
      alloc: grantingFrom((parameters, state) => freeFrames(parameters, state) | state.aside),
    },
    breaks: ['paged.quarantine.withheld', 'paged.alloc.only-free'],
  },
  {
    name: 'a pid is granted its own frames again',
    scope: 'sound-marks',
    rules: {
      alloc: grantingFrom(
        (parameters, state, pid) => freeFrames(parameters, state) | union(regionOf(state, pid)),
      ),
    },
    breaks: [
      'common.inspect.partition',
      'paged.segments.tile',
      'common.alloc.no-overlap',
      'paged.alloc.only-free',
    ],
  },
  {
    name: 'there is a frame too many',
    scope: 'sound-marks',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, frames: parameters.frames + 1 }, state, call),
    },
    breaks: ['common.inspect.partition', 'common.alloc.contained', 'paged.alloc.only-free'],
  },
  {
    name: 'the tail comes first and the lowest place is declared',
    scope: 'first-fit',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, placement: 'tail-first' }, state, call),
    },
    breaks: ['paged.placement.first-fit'],
  },
  {
    name: 'the lowest place comes first and the tail is declared',
    scope: 'tail-first',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, placement: 'first-fit' }, state, call),
    },
    breaks: ['paged.placement.tail-first'],
  },
  {
    name: 'regions are cut anywhere and halving is declared',
    scope: 'first-fit',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, placement: 'any' }, state, call),
    },
    breaks: ['paged.split.halving', 'paged.placement.first-fit'],
  },
  {
    name: 'the last slot is never used',
    scope: 'tail-first',
    rules: {
      alloc: (parameters, state, call) =>
        SOUND.alloc({ ...parameters, slots: parameters.slots - 1 }, state, call),
    },
    breaks: ['paged.split.slots', 'common.grant.fit'],
  },
];
