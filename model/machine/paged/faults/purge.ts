/** Purges and resets that leave something, or take too much. */
import { countOf } from '../frames.ts';
import { type Rules, SOUND } from '../rules.ts';
import type { MachineState } from '../state.ts';
import { changed, type Fault } from './fault.ts';

const purge =
  (change: (after: MachineState, state: MachineState) => Partial<MachineState>): Rules['purge'] =>
  (parameters, state) => {
    const { answer, after } = SOUND.purge(parameters, state);
    return { answer, after: changed(after, change(after, state)) };
  };

export const PURGE_FAULTS: readonly Fault[] = [
  {
    name: 'purge does not wipe',
    scope: 'three-frames',
    rules: { purge: purge((_, { contents }) => ({ contents })) },
    breaks: ['paged.purge.wipes'],
  },
  {
    name: 'purge answers frames',
    scope: 'three-frames',
    rules: {
      purge: (parameters, state) => ({
        ...SOUND.purge(parameters, state),
        answer: countOf(state.aside),
      }),
    },
    breaks: ['paged.purge.count'],
  },
  {
    name: 'purge leaves the last entry',
    scope: 'two-entries',
    rules: { purge: purge((_, { quarantine }) => ({ quarantine: quarantine.slice(-1) })) },
    breaks: ['paged.purge.empties', 'paged.purge.reclaims', 'paged.marks.agree'],
  },
  {
    name: 'purge forgets the marks',
    scope: 'three-frames',
    rules: { purge: purge((_, { marks }) => ({ marks })) },
    breaks: ['paged.purge.exact', 'paged.purge.reclaims', 'paged.marks.agree'],
  },
  {
    name: 'purge clears all marks',
    scope: 'three-frames',
    rules: { purge: purge(() => ({ marks: 0 })) },
    breaks: ['paged.purge.idle', 'paged.purge.exact', 'paged.marks.agree'],
  },
  {
    name: 'reset keeps the quarantine',
    scope: 'three-frames',
    rules: {
      reset: (parameters, state) =>
        changed(SOUND.reset(parameters, state), { quarantine: state.quarantine }),
    },
    breaks: ['common.reset.fresh', 'paged.reset.forgets'],
  },
  {
    name: 'reset keeps the marks',
    scope: 'three-frames',
    rules: {
      reset: (parameters, state) => changed(SOUND.reset(parameters, state), { marks: state.marks }),
    },
    breaks: ['common.reset.fresh'],
  },
];
