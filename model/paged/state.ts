/**
 * What the model knows of a subject. The virtual side is known exactly, since every answer tells
 * it: how many pages each pid owns, what they hold, which of their marks were damaged. Where the
 * pages lie is known only of what was observed, and of nothing else is a subject accused.
 */
import type {
  FrameRun,
  PagedAnswers,
  PagedConfig,
  PagedOperation,
  ReadStatus,
} from '../../spec/index.ts';
import { type Ask, type CommonState, type Extent, once, onceOfTwo } from '../common.ts';
import type { Plan } from './plan.ts';
import { countOf, type Pool, poolWithout } from './runs.ts';

/** Both ends are possible. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What one call added to a region; `space` is the pid, and positions are in bytes. */
export interface Grant extends Extent {
  readonly ask: Ask | null;
  /** A purge had taken entries out before. */
  readonly afterPurge: boolean;
}

/** `length` bytes of the pattern with this tag, from `position` on. */
export interface Write {
  readonly position: number;
  readonly length: number;
  readonly tag: number;
}

/** What is known of the region of a pid. */
export interface Region {
  readonly pid: number;
  /** By position. */
  readonly grants: readonly Grant[];
  /** What they add up to. */
  readonly pages: number;
  /** Where its first pages are known to lie. */
  readonly runs: readonly FrameRun[];
  /** Pages whose mark was overwritten with 0. */
  readonly damaged: readonly number[];
  /** In the order of the calls, without those that later ones cover. */
  readonly writes: readonly Write[];
  /** The region of another pid ended while this one was there. */
  readonly outlived: boolean;
  /** Something was granted while one of its marks was damaged. */
  readonly risked: boolean;
}

/** A pid that owned a region before; `end` is the highest that one of them had. */
export interface Former {
  readonly pid: number;
  readonly end: number;
  readonly by: 'dealloc' | 'reset';
}

/** A write that was served, by its place in the page: that much stays the same when frames move. */
export interface Ink {
  readonly pid: number;
  readonly offset: number;
  readonly length: number;
  readonly tag: number;
  /** The region that it went to is no more. */
  readonly isPast: boolean;
}

export interface RefusedWrite extends Write {
  readonly pid: number;
  readonly to: unknown;
}

export interface Entry extends FrameRun {
  /** Put in since the layout was last observed. */
  readonly isNew: boolean;
}

export interface Quarantine {
  /** The oldest entries, as far as their frames are known. */
  readonly entries: readonly Entry[];
  /** The entries behind those, of which only numbers are known. */
  readonly more: { readonly entries: Bounds; readonly frames: Bounds };
  /** Pids whose segments entered since it was last empty. */
  readonly pids: readonly number[];
  /** Entries that were there when it was last observed and have had no way out since. */
  readonly shown: number;
  /** A full table was purged for a new entry since it was last observed. */
  readonly overflowed: boolean;
}

/** A grant made from a pool that was known; not observed since. */
export interface Pending {
  readonly pid: number;
  readonly pool: Pool;
  readonly asked: number;
  readonly given: number;
  /** The segments that the pid had before. */
  readonly before: readonly FrameRun[];
}

/** What happened since the layout was last observed. */
export interface Unseen {
  readonly pending: Pending | null;
  /** Known frames of regions that were deallocated. */
  readonly left: readonly FrameRun[];
  /** A purge, and no grant after it. */
  readonly purged: boolean;
}

export interface Purges {
  /** A purge took entries out, since creation or reset. */
  readonly tookOut: boolean;
  /** There was a purge, and nothing was quarantined after it. */
  readonly cleared: boolean;
  /** There was a purge of an empty table since the last report. */
  readonly wasIdle: boolean;
  /** Frames that the last purge freed at least, if nothing was granted since. */
  readonly freed: number;
}

export interface PagedState extends CommonState {
  /** By pid, then by position. */
  readonly live: readonly Grant[];
  readonly config: PagedConfig;
  readonly answers: PagedAnswers;
  /** Of the pids that own something, ascending. */
  readonly regions: readonly Region[];
  readonly former: readonly Former[];
  readonly ink: readonly Ink[];
  readonly refusedWrites: readonly RefusedWrite[];
  readonly quarantine: Quarantine;
  readonly unseen: Unseen;
  readonly purges: Purges;
  /** Nothing was granted since the last reset. */
  readonly isReset: boolean;
  /**
   * A subject that trusts its marks granted something while marks of live pages were damaged.
   * Frames may be shared now; nothing that depends on frames is judged until reset.
   */
  readonly isTainted: boolean;
  /** A placement that explains all answers so far, if there is a simple one. */
  readonly plan: Plan;
}

export const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);

export const isPid = ({ answers }: PagedState, value: unknown): value is number =>
  isSize(value) && value >= answers.pids[0] && value <= answers.pids[1];

export const frameSizeOf = ({ config }: PagedState): number =>
  config.memorySize / config.frameCount;

export const show = (value: unknown): string => {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'string' ? `"${value}"` : String(value);
};

export const regionOf = (state: PagedState, pid: unknown): Region | undefined =>
  state.regions.find((region) => region.pid === pid);

export const grantsOf = (state: PagedState, pid: unknown): readonly Grant[] =>
  regionOf(state, pid)?.grants ?? [];

export const pagesOf = (state: PagedState, pid: unknown): number =>
  regionOf(state, pid)?.pages ?? 0;

export const endOfRegion = (state: PagedState, pid: unknown): number =>
  state.config.virtualBase + pagesOf(state, pid) * frameSizeOf(state);

/** Pages of which it is not known where they lie. */
export const unknownPages = ({ pages, runs }: Region): number => pages - countOf(runs);

export const liveFrames = once(({ regions }: PagedState): number => {
  let frames = 0;
  for (const { pages } of regions) frames += pages;
  return frames;
});

export const isDamaged = once(({ regions }: PagedState): boolean =>
  regions.some(({ damaged }) => damaged.length > 0),
);

/** No grant can be judged by frames: marks are damaged, and the subject is known to trust them. */
export const isBlind = (state: PagedState): boolean =>
  state.isTainted || (isDamaged(state) && !state.answers.selfChecking);

export function quarantinedEntries({ quarantine }: PagedState): Bounds {
  const { entries, more } = quarantine;
  return {
    least: entries.length + more.entries.least,
    most: entries.length + more.entries.most,
  };
}

export const quarantinedFrames = once((state: PagedState): Bounds => {
  const { entries, more } = state.quarantine;
  const known = countOf(entries);
  const most = Math.min(known + more.frames.most, state.config.frameCount - liveFrames(state));
  return { least: known + more.frames.least, most };
});

export const freeFrames = once((state: PagedState): Bounds => {
  const notLive = state.config.frameCount - liveFrames(state);
  const { least, most } = quarantinedFrames(state);
  return { least: notLive - most, most: notLive - least };
});

/** The segments that a region has at least: halving never joins what two calls granted. */
function fewestSegments(state: PagedState, { grants, runs }: Region): number {
  if (state.answers.split === 'unknown') return Math.max(1, runs.length);
  const known = state.config.virtualBase + countOf(runs) * frameSizeOf(state);
  let fewest = runs.length;
  for (const { start } of grants) if (start >= known) fewest += 1;
  return fewest;
}

export const usedSlots = once((state: PagedState): Bounds => {
  let least = 0;
  let most = 0;
  for (const region of state.regions) {
    least += fewestSegments(state, region);
    most += region.runs.length + unknownPages(region);
  }
  return { least, most: Math.min(most, state.config.slotCount) };
});

/** The segments of a region, as far as its own pages and the slots left by others tell. */
export function segmentBounds(state: PagedState, region: Region): Bounds {
  const least = fewestSegments(state, region);
  const others = usedSlots(state).least - least;
  const most = region.runs.length + unknownPages(region);
  return { least, most: Math.min(most, state.config.slotCount - others) };
}

/** It is known where every live page and every quarantined frame lies. */
export const isExact = once(
  (state: PagedState): boolean =>
    !state.isTainted &&
    state.quarantine.more.entries.most === 0 &&
    state.regions.every((region) => unknownPages(region) === 0),
);

/** The free frames, if they are known, and the tail that marks give. */
export const knownPool = once((state: PagedState): Pool | null => {
  if (!isExact(state)) return null;
  const taken = state.regions.flatMap(({ runs }) => runs);
  return poolWithout(state.config.frameCount, [...taken, ...state.quarantine.entries]);
});

export type Access =
  | { readonly is: 'served' }
  /**
   * `outside` the pids; no `number`s; of `another` pid; `nothing` owned; `below`; `beyond`;
   * `crossing`.
   */
  | {
      readonly is: 'outside' | 'number' | 'another' | 'nothing' | 'below' | 'beyond' | 'crossing';
      readonly status: ReadStatus;
    };

export type AccessOperation = PagedOperation & { readonly kind: 'read' | 'write' };

/** What the chapter's table says about an access. */
export const accessOf = onceOfTwo((state: PagedState, operation: AccessOperation): Access => {
  const { pid, address, length } = operation;
  const { position } = address;
  if (!isPid(state, pid)) return { is: 'outside', status: 'no-segment' };
  if (!isSize(position) || !isSize(length)) return { is: 'number', status: 'no-segment' };
  if (!Object.is(address.pid, pid)) return { is: 'another', status: 'no-segment' };
  const region = regionOf(state, pid);
  if (region === undefined) return { is: 'nothing', status: 'no-segment' };
  const end = state.config.virtualBase + region.pages * frameSizeOf(state);
  if (position < state.config.virtualBase) return { is: 'below', status: 'out-of-range-low' };
  if (position > end || (position === end && length > 0)) {
    return { is: 'beyond', status: 'no-segment' };
  }
  const left = frameSizeOf(state) - (position % frameSizeOf(state));
  if (length > 0 && length > left) return { is: 'crossing', status: 'out-of-range-high' };
  return { is: 'served' };
});
