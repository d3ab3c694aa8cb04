/** Laws of reads and writes: which are served, what they return, and what they change. */
import { onceOfTwo } from '../../../common/once.ts';
import { countOf, type Frames, runAt, union } from '../frames.ts';
import { contentOf, FRAME_SIZE, type Parameters, pagesOf, regionOf } from '../state.ts';
import { isSameState, keeps, type Law, type Step } from './law.ts';

type Access = Step<'read' | 'write'>;

/** What follows from the region of the caller alone. */
interface Due {
  /** What the caller owns, in bytes. */
  readonly isOwner: boolean;
  readonly end: number;
  readonly isForged: boolean;
  /** The bytes are in one page, if there are any. */
  readonly isOnePage: boolean;
  readonly isServed: boolean;
}

const dueOf = onceOfTwo(({ before, call }: Access, { virtualBase }: Parameters): Due => {
  const { pid, to, position, length } = call;
  const pages = pagesOf(before, pid);
  const end = virtualBase + pages * FRAME_SIZE;
  const isForged = pid !== to;
  const isOwner = pages > 0;
  const lastByte = position + length - 1;
  const isOnePage =
    length === 0 || Math.floor(position / FRAME_SIZE) === Math.floor(lastByte / FRAME_SIZE);
  const isInRegion = isOwner && position >= virtualBase && position + length <= end;
  return { isOwner, end, isForged, isOnePage, isServed: isInRegion && isOnePage && !isForged };
});

const wasServed = ({ answer }: Access): boolean =>
  typeof answer === 'number' || answer === 'written';

/** The frame behind the page of an access: the page is counted off along the segments. */
function frameBehind({ before, call }: Access, { virtualBase }: Parameters): number {
  let page = Math.floor((call.position - virtualBase) / FRAME_SIZE);
  for (const run of regionOf(before, call.pid))
    for (let frame = 0; run >> frame > 0; frame++)
      if ((run & runAt(frame, 1)) !== 0 && page-- === 0) return frame;
  throw new Error(`no page at ${call.position}`);
}

export const accessLaws: readonly Law<'read' | 'write'>[] = [
  {
    clause: 'paged.io.served',
    holds: (step, parameters) =>
      step.call.length > 0 && dueOf(step, parameters).isServed ? wasServed(step) : null,
  },
  {
    clause: 'paged.io.empty',
    holds: (step, parameters) =>
      step.call.length === 0 && dueOf(step, parameters).isServed ? wasServed(step) : null,
  },
  {
    clause: 'paged.io.page-rule',
    holds(step, parameters) {
      const { isOnePage, end } = dueOf(step, parameters);
      const { position } = step.call;
      if (isOnePage || position < parameters.virtualBase || position >= end) return null;
      return !wasServed(step);
    },
  },
  {
    clause: 'paged.io.unmapped-refused',
    holds(step, parameters) {
      const { isOwner, end } = dueOf(step, parameters);
      const { position, length } = step.call;
      const isInside =
        isOwner &&
        position >= parameters.virtualBase &&
        (position < end || (position === end && length === 0));
      return isInside ? null : !wasServed(step);
    },
  },
  {
    clause: 'paged.address.forged',
    holds: (step) => (step.call.pid === step.call.to ? null : !wasServed(step)),
  },
  {
    clause: 'paged.io.status',
    holds(step, parameters) {
      const { isOwner, end, isForged, isServed } = dueOf(step, parameters);
      const { position, length } = step.call;
      if (isServed) return null;
      if (isForged || !isOwner) return step.answer === 'no-segment';
      if (position < parameters.virtualBase) return step.answer === 'out-of-range-low';
      if (position + Math.min(length, 1) > end) return step.answer === 'no-segment';
      return step.answer === 'out-of-range-high';
    },
  },
  {
    clause: 'paged.io.fragmentation',
    holds: (step, parameters) =>
      regionOf(step.before, step.call.pid).length < 2
        ? null
        : wasServed(step) === dueOf(step, parameters).isServed,
  },
  {
    clause: 'paged.tamper.io-unaffected',
    holds(step, parameters) {
      const { before, call } = step;
      const isDamaged = (union(regionOf(before, call.pid)) & ~before.marks) !== 0;
      return isDamaged ? wasServed(step) === dueOf(step, parameters).isServed : null;
    },
  },
];

/** Reads leave the state as it is; what they return is a tag. */
export const readLaws: readonly Law<'read'>[] = [
  {
    clause: 'paged.read.own-bytes',
    holds(step, parameters) {
      const { before, call, answer } = step;
      if (!readsBytes(step, parameters)) return null;
      const tag = contentOf(before, frameBehind(step, parameters));
      return tag === call.pid + 1 ? answer === tag : null;
    },
  },
  {
    clause: 'paged.read.zero-fresh',
    holds(step, parameters) {
      if (!readsBytes(step, parameters)) return null;
      return contentOf(step.before, frameBehind(step, parameters)) === 0 ? step.answer === 0 : null;
    },
  },
  {
    clause: 'paged.read.pid-isolated',
    holds(step, parameters) {
      const { call, answer } = step;
      return readsBytes(step, parameters) ? answer === 0 || answer === call.pid + 1 : null;
    },
  },
];

/** Rightly so: that an access is served that should not be is for other laws. */
const readsBytes = (step: Step<'read'>, parameters: Parameters): boolean =>
  step.call.length > 0 && typeof step.answer === 'number' && dueOf(step, parameters).isServed;

export const writeLaws: readonly Law<'write'>[] = [
  {
    clause: 'paged.read.own-bytes',
    holds(step, parameters) {
      if (step.answer !== 'written' || !dueOf(step, parameters).isServed) return null;
      const frame = frameBehind(step, parameters);
      const others = union(regionOf(step.before, step.call.pid)) & ~runAt(frame, 1);
      return (
        contentOf(step.after, frame) === step.call.pid + 1 && keeps(step.before, step.after, others)
      );
    },
  },
  {
    clause: 'paged.write.pid-isolated',
    holds({ before, call, after }) {
      const own: Frames = union(regionOf(before, call.pid));
      const others = before.live & ~own;
      return countOf(others) === 0 ? null : keeps(before, after, others);
    },
  },
  {
    clause: 'paged.write.refused-unchanged',
    holds: ({ before, answer, after }) =>
      answer === 'written' ? null : isSameState(before, after),
  },
];
