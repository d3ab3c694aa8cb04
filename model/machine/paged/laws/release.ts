/** Laws of dealloc, purge and reset: what becomes of frames, and what is quarantined. */
import { countOf, type Run, runAt, sameRuns, union } from '../frames.ts';
import { freeFrames, type Parameters, regionOf } from '../state.ts';
import { isSameState, isWiped, keeps, type Law, type Step, startsWith } from './law.ts';

type Dealloc = Step<'dealloc'>;

/** The segments of which a mark is damaged. */
const damagedIn = ({ before, call }: Dealloc): readonly Run[] =>
  regionOf(before, call.pid).filter((run) => (run & ~before.marks) !== 0);

/** The damaged segments do not all fit behind the entries that are there. */
const isOverflow = (step: Dealloc, { entries }: Parameters): boolean =>
  step.before.quarantine.length + damagedIn(step).length > entries;

export const deallocLaws: readonly Law<'dealloc'>[] = [
  {
    clause: 'paged.dealloc.status',
    holds(step) {
      const { before, call, answer } = step;
      if (regionOf(before, call.pid).length === 0) return answer === 'already-free';
      return answer === (damagedIn(step).length > 0 ? 'quarantined' : 'success');
    },
  },
  {
    clause: 'paged.dealloc.repeated',
    holds: ({ before, call, answer, after }) =>
      regionOf(before, call.pid).length > 0
        ? null
        : answer === 'already-free' && isSameState(before, after),
  },
  {
    clause: 'paged.dealloc.whole-region',
    holds: ({ before, call, after }) =>
      regionOf(before, call.pid).length === 0 ? null : regionOf(after, call.pid).length === 0,
  },
  {
    clause: 'paged.dealloc.others-intact',
    holds({ before, call, after }) {
      const others = before.live & ~union(regionOf(before, call.pid));
      if (others === 0) return null;
      return (
        keeps(before, after, others) &&
        before.regions.every(
          (region, pid) => pid === call.pid || sameRuns(region, regionOf(after, pid)),
        )
      );
    },
  },
  {
    clause: 'paged.quarantine.whole-segment',
    holds(step, parameters) {
      const { before, call, after } = step;
      if (regionOf(before, call.pid).length === 0 || isOverflow(step, parameters)) return null;
      return sameRuns(after.quarantine.slice(before.quarantine.length), damagedIn(step));
    },
  },
  {
    clause: 'paged.quarantine.overflow',
    holds(step, parameters) {
      if (!isOverflow(step, parameters)) return null;
      const { before, after } = step;
      const all = [...before.quarantine, ...damagedIn(step)];
      const left = ((all.length - 1) % parameters.entries) + 1;
      return sameRuns(after.quarantine, all.slice(-left));
    },
  },
  {
    clause: 'paged.quarantine.keeps',
    holds(step, parameters) {
      const { before, after } = step;
      if (before.quarantine.length === 0 || isOverflow(step, parameters)) return null;
      return startsWith(after.quarantine, before.quarantine);
    },
  },
  {
    clause: 'paged.quarantine.relocked',
    holds({ before, after }) {
      const entered = after.aside & ~before.aside;
      return entered === 0 ? null : (entered & ~after.marks) === 0;
    },
  },
  {
    clause: 'paged.quarantine.complete',
    holds({ before, call, after }, parameters) {
      const region = union(regionOf(before, call.pid));
      if (region === 0) return null;
      const left = (region | before.aside) & ~after.aside;
      return (left & ~freeFrames(parameters, after)) === 0 && (left & after.marks) === 0;
    },
  },
  {
    clause: 'paged.purge.wipes',
    holds(step, parameters) {
      const { before, after } = step;
      if (!isOverflow(step, parameters) || before.aside === 0) return null;
      return isWiped(after, before.aside & ~after.aside);
    },
  },
];

export const purgeLaws: readonly Law<'purge'>[] = [
  {
    clause: 'paged.purge.count',
    holds: ({ before, answer }) => answer === before.quarantine.length,
  },
  {
    clause: 'paged.purge.empties',
    holds: ({ after }) => after.quarantine.length === 0,
  },
  {
    clause: 'paged.purge.exact',
    holds: ({ before, after }, { frames }) =>
      after.marks === (before.marks & ~before.aside) &&
      keeps(before, after, runAt(0, frames) & ~before.aside) &&
      before.regions.every((region, pid) => sameRuns(region, regionOf(after, pid))),
  },
  {
    clause: 'paged.purge.wipes',
    holds: ({ before, after }) => (before.aside === 0 ? null : isWiped(after, before.aside)),
  },
  {
    clause: 'paged.purge.reclaims',
    holds({ before, after }, parameters) {
      if (before.aside === 0) return null;
      const sure = freeFrames(parameters, after) & ~after.marks;
      return countOf(before.aside & sure) === countOf(before.aside);
    },
  },
  {
    clause: 'paged.purge.idle',
    holds: ({ before, after }) =>
      before.quarantine.length === 0 ? isSameState(before, after) : null,
  },
];

export const resetLaws: readonly Law<'reset'>[] = [
  {
    clause: 'paged.reset.forgets',
    holds: ({ before, after }) =>
      (before.live | before.aside) === 0 ? null : (after.live | after.aside) === 0,
  },
  {
    clause: 'common.reset.fresh',
    holds: ({ after: { live, aside, marks, contents, quarantine, regions } }) =>
      (live | aside | marks | contents | quarantine.length) === 0 &&
      regions.every((region) => region.length === 0),
  },
];
