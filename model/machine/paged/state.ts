/**
 * All that a paged allocator is at one moment, nothing hidden.
 *
 *     regions      pid 0 | 0b000110 | 0b100000 |     runs in the order of their positions; these
 *                  pid 1 | 0b000001 |                follow from it, so a region has no gaps
 *     quarantine         | 0b010000 |                oldest first, without pids
 *     marks              0b110110                    what the bitmap says; frame 0 was tampered with
 *     contents           00 01 00 .. 10              a tag a frame: 0 is wiped, pid + 1 is its writer
 *
 * Frames whose marks and owners disagree are not kept beside it: they follow from it.
 */
import { countOf, type Frames, type Run, union } from './frames.ts';

export interface MachineState {
  /** By pid. */
  readonly regions: readonly (readonly Run[])[];
  readonly quarantine: readonly Run[];
  readonly marks: Frames;
  /** Two bits a frame. */
  readonly contents: number;
  /** Frames of regions. */
  readonly live: Frames;
  /** Frames of the quarantine. */
  readonly aside: Frames;
  /** Segments of all regions. */
  readonly segments: number;
}

/** What is explored: an instance, what it answers about itself, and what is asked of it. */
export interface Parameters {
  /** At most 12. */
  readonly frames: number;
  /** From 1 to 3; they are 0, 1, 2. */
  readonly pids: number;
  readonly slots: number;
  /** Of the quarantine table. */
  readonly entries: number;
  /** In bytes. */
  readonly virtualBase: number;
  /** Frames of the largest request. */
  readonly requests: number;
  /** Runs anywhere, or cut by halving and placed by a policy. */
  readonly placement: 'any' | 'first-fit' | 'tail-first';
  readonly partial: 'off' | 'slots' | 'any';
  readonly selfChecking: boolean;
  /** Whether pids write. */
  readonly contents: boolean;
  /**
   * Marks of any frames are turned over; marks of live frames are cleared; or none. While one of a
   * frame with an owner, or quarantined, is cleared, nothing is asked for unless `selfChecking`.
   */
  readonly tampering: 'any' | 'live' | 'none';
}

/** The least that has a first byte, a last one, and an end that can be crossed. */
export const FRAME_SIZE = 2;

export function stateOf(
  regions: readonly (readonly Run[])[],
  quarantine: readonly Run[],
  marks: Frames,
  contents: number,
): MachineState {
  let live = 0;
  let segments = 0;
  for (const runs of regions) {
    live |= union(runs);
    segments += runs.length;
  }
  return { regions, quarantine, marks, contents, live, aside: union(quarantine), segments };
}

export function initialState({ pids }: Parameters): MachineState {
  return stateOf(
    Array.from({ length: pids }, () => []),
    [],
    0,
    0,
  );
}

export function regionOf({ regions }: MachineState, pid: number): readonly Run[] {
  const region = regions[pid];
  if (region === undefined) throw new Error(`no pid ${pid}`);
  return region;
}

export function pagesOf(state: MachineState, pid: number): number {
  let pages = 0;
  for (const run of regionOf(state, pid)) pages += countOf(run);
  return pages;
}

/** The tag of a frame. */
export function contentOf({ contents }: MachineState, frame: number): number {
  return (contents >> (2 * frame)) & 3;
}

/** Frames with no owner that are not quarantined, whatever their marks say. */
export function freeFrames({ frames }: Parameters, { live, aside }: MachineState): Frames {
  return ((1 << frames) - 1) & ~live & ~aside;
}

/** Those that every search over the marks finds. */
export function sureFrames(parameters: Parameters, state: MachineState): Frames {
  return freeFrames(parameters, state) & ~state.marks;
}

/** Live and quarantined frames that are not marked. */
export function bareFrames({ live, aside, marks }: MachineState): Frames {
  return (live | aside) & ~marks;
}
