import type { AdapterOf, Mishap, MisuseAnswers } from './allocator.ts';

/** Frames `0 .. frameCount - 1`; a power of two. */
export interface BitmapConfig {
  readonly frameCount: number;
}

/** `partial`: deallocating a part of a granted run. `range`: frames beyond the last one. */
export type BitmapMisuse = 'double' | 'partial' | 'foreign' | 'range';

export interface BitmapAnswers {
  readonly frameCounts: readonly number[];
  /**
   * - `first-fit`: the lowest run that is long enough
   * - `tail-first`: after the highest marked frame, if that is long enough, else the lowest run
   * - `unknown`: anywhere
   */
  readonly placement: 'first-fit' | 'tail-first' | 'unknown';
  /** Counts and limits that are no non-negative safe integers (`NaN`, 1.5, -1, '8'): refused, or never to be asked for. */
  readonly invalidNumbers: 'reject' | 'undefined';
  readonly misuse: MisuseAnswers<BitmapMisuse>;
  readonly deterministic: boolean;
}

/** `count` consecutive frames from `first` on. */
export interface FrameRun {
  readonly first: number;
  readonly count: number;
}

export interface BitmapSubject {
  /** The first frame of a run of `count` free frames, or `null` if the request is refused. */
  alloc(count: number): number | null;
  /** `false` if the run was not granted by `alloc` or `allocSplit`; nothing is changed then. */
  dealloc(first: number, count: number): unknown;
  /** Runs of `count` frames in all, at most `limit` of them, by halving; or `null`. */
  allocSplit?(count: number, limit: number): readonly FrameRun[] | null;
  stats?(): BitmapStats;
  /** One character a frame: `1` marked, `0` free. */
  inspect?(): string;
  reset?(): void;
  /**
   * All that the instance remembers, as text, less what no later answer depends on. With it, all
   * sequences of calls of a small scope can be tried: `allocspec run --exhaustive`.
   */
  fingerprint?(): string;
}

export interface BitmapStats {
  readonly freeFrames?: number;
  /** The length of the longest run of free frames. */
  readonly longestRun?: number;
}

export type BitmapAdapter = AdapterOf<'bitmap', BitmapAnswers, BitmapConfig, BitmapSubject>;

export type BitmapOperation =
  | { readonly kind: 'alloc'; readonly slot: number; readonly count: unknown }
  | {
      readonly kind: 'allocSplit';
      readonly slot: number;
      readonly count: unknown;
      readonly limit: unknown;
    }
  /** Deallocates every run that the slot holds, lowest first. */
  | { readonly kind: 'dealloc'; readonly slot: number }
  | { readonly kind: 'misuse'; readonly how: BitmapMisuse; readonly slot: number }
  | { readonly kind: 'observe' }
  | { readonly kind: 'reset' }
  /** Makes another instance and drops it. */
  | { readonly kind: 'create'; readonly config: Readonly<Record<string, unknown>> };

export type BitmapOutcome =
  | { readonly status: 'granted'; readonly runs: readonly FrameRun[] }
  | { readonly status: 'refused' }
  | { readonly status: 'done' }
  | { readonly status: 'rejected' }
  | { readonly status: 'observed'; readonly stats?: BitmapStats; readonly marks?: string }
  | { readonly status: 'created' }
  | Mishap;
