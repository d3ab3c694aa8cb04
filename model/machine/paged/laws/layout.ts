/** Laws of every state, and of what no call may change. */
import { countOf, endOf, type Frames, isRun, union } from '../frames.ts';
import type { Kind } from '../moves.ts';
import { freeFrames, type MachineState, type Parameters, regionOf } from '../state.ts';
import { isWiped, keeps, type Law, startsWith } from './law.ts';

/** Frames of which mark and owner disagree. */
const falseMarks = ({ marks, live, aside }: MachineState): Frames => marks ^ (live | aside);

/** Of all calls that may change a state, save `reset`. */
export const changeLaws: readonly Law<Exclude<Kind, 'reset'>>[] = [
  {
    // No mark is false at the start, and only tampering makes one so.
    clause: 'paged.marks.agree',
    holds({ before, call, after }) {
      if (before === after) return true;
      const hit = call.kind === 'tamper' ? 1 << call.frame : 0;
      const changed = falseMarks(before) ^ falseMarks(after);
      return call.kind === 'tamper' ? changed === hit : (changed & falseMarks(after)) === 0;
    },
  },
  {
    clause: 'common.block.stable',
    holds({ before, call, after }) {
      if (before.live === 0) return null;
      if (before === after) return true;
      const ended = call.kind === 'dealloc' ? call.pid : null;
      const growing = call.kind === 'alloc' ? call.pid : null;
      return before.regions.every((region, pid) => {
        const now = regionOf(after, pid);
        if (pid === ended) return true;
        return startsWith(now, region) && (pid === growing || now.length === region.length);
      });
    },
  },
];

/** Of calls that neither end a region nor purge. */
export const keepingLaws: readonly Law<'alloc' | 'write' | 'tamper'>[] = [
  {
    clause: 'paged.quarantine.keeps',
    holds: ({ before, after }) =>
      before.quarantine.length === 0
        ? null
        : after.quarantine.length === before.quarantine.length &&
          startsWith(after.quarantine, before.quarantine),
  },
];

/** Of calls by which nobody writes and no region ends. */
export const contentLaws: readonly Law<'alloc' | 'purge' | 'tamper'>[] = [
  {
    clause: 'paged.read.own-bytes',
    holds({ before, after }) {
      return before.contents === 0 || before.live === 0 ? null : keeps(before, after, before.live);
    },
  },
];

export const tamperLaws: readonly Law<'tamper'>[] = [
  {
    clause: 'paged.tamper.io-unaffected',
    holds({ before, after }) {
      return before.live === 0
        ? null
        : before.contents === after.contents &&
            before.regions.every((region, pid) => startsWith(regionOf(after, pid), region));
    },
  },
];

const framesIn = (runs: readonly Frames[]): number =>
  runs.reduce((sum, run) => sum + countOf(run), 0);

export const observeLaws: readonly Law<'observe'>[] = [
  {
    clause: 'common.inspect.partition',
    holds({ before }, { frames }) {
      const all = [...before.regions.flat(), ...before.quarantine];
      return (
        all.every((run) => isRun(run) && endOf(run) <= frames) &&
        framesIn(all) === countOf(before.live | before.aside)
      );
    },
  },
  {
    clause: 'paged.segments.tile',
    holds({ before }) {
      if (before.live === 0) return null;
      return before.regions.every((region) => framesIn(region) === countOf(union(region)));
    },
  },
  {
    clause: 'paged.segments.bounded',
    holds: ({ before }, { slots }) =>
      before.live === 0 ? null : before.regions.flat().length <= slots,
  },
  {
    clause: 'common.stats.agree',
    holds: ({ before, answer }, parameters) =>
      answer.freeFrames === countOf(freeFrames(parameters, before)) &&
      answer.freeSlots === slotsLeft(parameters, before),
  },
  {
    clause: 'paged.quarantine.count',
    holds: ({ before, answer }) => answer.quarantineCount === before.quarantine.length,
  },
  {
    // Free frames are wiped here at once, so that they need not be looked at when they are granted.
    clause: 'paged.read.zero-fresh',
    holds({ before }, parameters) {
      const free = freeFrames(parameters, before);
      return free === 0 ? null : isWiped(before, free);
    },
  },
];

const slotsLeft = ({ slots }: Parameters, { regions }: MachineState): number =>
  slots - regions.reduce((sum, region) => sum + region.length, 0);
