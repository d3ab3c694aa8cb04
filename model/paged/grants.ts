/**
 * Which requests must be granted, which cannot be, and why, by what is known of frames and slots.
 */
import type { FrameRun, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { type Ask, once, onceOfTwo } from '../common.ts';
import type { Transition } from '../model.ts';
import { halvingOf } from './runs.ts';
import {
  type Bounds,
  frameSizeOf,
  freeFrames,
  isBlind,
  isDamaged,
  isPid,
  isSize,
  knownPool,
  type PagedState,
  regionOf,
  show,
  usedSlots,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;

/** A request with arguments of the domain, which the subject does not refuse by rule. */
export interface Request {
  readonly pid: number;
  readonly size: number;
  readonly frames: number;
  readonly owns: boolean;
}

export const requestOf = onceOfTwo(
  (state: PagedState, operation: PagedOperation): Request | null => {
    if (operation.kind !== 'alloc') return null;
    const { pid, size } = operation;
    if (!isPid(state, pid) || !isSize(size) || size === 0) return null;
    const owns = regionOf(state, pid) !== undefined;
    if (owns && state.answers.secondAlloc === 'refuse') return null;
    return { pid, size, frames: Math.ceil(size / frameSizeOf(state)), owns };
  },
);

/** The frames that a call says it granted; 0 if it was refused; `null` if it gave no answer. */
export function grantedFrames({ frames }: Request, outcome: PagedOutcome): number | null {
  if (outcome.status === 'refused') return 0;
  if (outcome.status !== 'granted') return null;
  return isSize(outcome.frames) && outcome.frames > 0 ? outcome.frames : frames;
}

/**
 * A request and the frames it was granted; `null` if it gave no answer or cannot be judged by
 * frames.
 */
export const grantOf = once(
  ({ before, operation, outcome }: T): { request: Request; given: number } | null => {
    const request = requestOf(before, operation);
    const given = request === null ? null : grantedFrames(request, outcome);
    return request === null || given === null ? null : { request, given };
  },
);

export const asked = ({ pid, size, frames }: Request): string =>
  `pid ${pid} asked for ${size} bytes, ${frames} frames`;

export const isPart = (outcome: PagedOutcome): boolean =>
  outcome.status === 'granted' && (outcome.frames !== undefined || outcome.bytes !== undefined);

export const freeSlots = once((state: PagedState): Bounds => {
  const { least, most } = usedSlots(state);
  return { least: state.config.slotCount - most, most: state.config.slotCount - least };
});

/** The segments that the declared policies cut a request into, if they and the frames are known. */
export function knownCut(state: PagedState, frames: number): readonly FrameRun[] | null {
  const { placement, split } = state.answers;
  if (placement === 'unknown' || split === 'unknown') return null;
  // The tail follows marks, and a damaged mark may have hidden it.
  if (isDamaged(state) && placement === 'tail-first') return null;
  const pool = knownPool(state);
  return pool === null ? null : halvingOf(pool, frames, placement);
}

export const showBounds = ({ least, most }: Bounds): string =>
  least === most ? `${least}` : `${least} to ${most}`;

export const supplyOf = once(
  (state: PagedState): string =>
    `${showBounds(freeFrames(state))} of ${state.config.frameCount} frames and ` +
    `${showBounds(freeSlots(state))} of ${state.config.slotCount} slots are free`,
);

const showCut = (frames: number, cut: readonly FrameRun[]): string =>
  `and halving cuts ${frames} frames into ${cut.length} segments`;

/** Why a request has to be granted whole; `null` if nothing shows that. */
export const whyGranted = onceOfTwo((state: PagedState, { frames }: Request): string | null => {
  if (isBlind(state) || frames > freeFrames(state).least) return null;
  const slots = freeSlots(state).least;
  if (slots >= frames) return supplyOf(state);
  const cut = knownCut(state, frames);
  if (cut === null || cut.length > slots) return null;
  return `${supplyOf(state)}, ${showCut(frames, cut)}`;
});

/**
 * Not even one more segment can be recorded. A grant may be joined to the last segment of its pid,
 * unless halving is declared.
 */
export const hasNoSlot = (state: PagedState, { owns }: Request): boolean =>
  freeSlots(state).most === 0 && (!owns || state.answers.split === 'halving');

/** Why a request cannot be granted whole, and for want of what; `null` if nothing shows that. */
export function whyNotWhole(
  state: PagedState,
  request: Request,
): { readonly of: 'frames' | 'slots'; readonly because: string } | null {
  const { frames } = request;
  if (isBlind(state)) return null;
  if (frames > freeFrames(state).most) return { of: 'frames', because: supplyOf(state) };
  const slots = freeSlots(state).most;
  if (hasNoSlot(state, request)) return { of: 'slots', because: supplyOf(state) };
  const cut = knownCut(state, frames);
  if (cut === null || cut.length <= slots) return null;
  return { of: 'slots', because: `${supplyOf(state)}, ${showCut(frames, cut)}` };
}

/** Why at least a part has to be granted; `null` if nothing shows that. */
export function whyPart(state: PagedState, { frames }: Request): string | null {
  const { partial } = state.answers;
  if (partial === 'off' || isBlind(state) || freeSlots(state).least === 0) return null;
  const free = freeFrames(state).least;
  const fits = partial === 'slots' ? free >= frames : free > 0;
  return fits ? `${supplyOf(state)}, and parts are granted for want of ${wantOf(partial)}` : null;
}

export const wantOf = (partial: 'slots' | 'any'): string =>
  partial === 'slots' ? 'slots' : 'frames or slots';

/**
 * The request as the common clauses see it, in bytes. What cannot be shown to fit has no finite
 * cost, so that they demand nothing of it. Only requests that are short of frames are alike:
 * halving may cut a larger request into fewer segments, such as 21 frames into 8 and 20 into 9, of
 * holes of 2 3 2 2 3 2 2 5 1 2.
 */
export const askOf = onceOfTwo((state: PagedState, request: Request): Ask | null => {
  if (isBlind(state)) return null;
  const { pid, size, frames } = request;
  const { frameCount } = state.config;
  const isShort = frames > freeFrames(state).most;
  return {
    size,
    alike: isShort ? `bytes for pid ${show(pid)}` : `bytes, ${frames} frames, for pid ${show(pid)}`,
    cost:
      whyGranted(state, request) === null ? Number.POSITIVE_INFINITY : frames * frameSizeOf(state),
    impossible: frames > frameCount && state.answers.partial !== 'any',
  };
});
