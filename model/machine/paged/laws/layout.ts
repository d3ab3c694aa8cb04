/** Laws of every state, and of what no call may change. */
import { countOf, endOf, type Frames, isRun, type Run } from '../frames.ts';
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

/** The runs together; `null` if two meet, or one has gaps or frames that do not exist. */
function disjoint(runs: readonly Run[], end: number, others: Frames = 0): Frames | null {
  let taken = others;
  for (const run of runs) {
    if (!isRun(run) || endOf(run) > end || (run & taken) !== 0) return null;
    taken |= run;
  }
  return taken;
}

export const observeLaws: readonly Law<'observe'>[] = [
  {
    clause: 'common.inspect.partition',
    holds({ before }, { frames }) {
      let taken = disjoint(before.quarantine, frames);
      for (const region of before.regions)
        taken = taken === null ? null : disjoint(region, frames, taken);
      return taken !== null;
    },
  },
  {
    clause: 'paged.segments.tile',
    holds({ before }, { frames }) {
      if (before.live === 0) return null;
      for (const region of before.regions) if (disjoint(region, frames) === null) return false;
      return true;
    },
  },
  {
    clause: 'paged.segments.bounded',
    holds: ({ before }, parameters) =>
      before.live === 0 ? null : slotsLeft(parameters, before) >= 0,
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

function slotsLeft({ slots }: Parameters, { regions }: MachineState): number {
  let left = slots;
  for (const region of regions) left -= region.length;
  return left;
}
