import type { AdapterOf, Mishap } from './allocator.ts';
import type { FrameRun } from './bitmap.ts';

export interface PagedConfig {
  /** Bytes of physical memory; a power of two above `frameCount`. */
  readonly memorySize: number;
  /** A power of two; a frame has `memorySize / frameCount` bytes. */
  readonly frameCount: number;
  /** Segments that can exist at one time; at least 1. */
  readonly slotCount: number;
  /** Entries of the quarantine table; at least 1. */
  readonly quarantineCapacity: number;
  /** The position at which every pid's virtual space begins; a multiple of the frame size. */
  readonly virtualBase: number;
}

/** A virtual address carries the pid it was granted to; `position` counts bytes. */
export interface VirtualAddress {
  readonly pid: number;
  readonly position: number;
}

export interface PagedAnswers {
  /** The lowest and the highest pid that is accepted. */
  readonly pids: readonly [lowest: number, highest: number];
  /** Instances are made of any valid configuration, or have parameters of their own and report them in `geometry`. */
  readonly geometry: 'any' | 'fixed';
  /** Pids, sizes, positions and lengths that are no non-negative safe integers (`NaN`, 1.5, -1, '8'): refused, or never to be asked for. */
  readonly invalidNumbers: 'reject' | 'undefined';
  /**
   * What happens when a request cannot be served whole: it is refused (`off`); a part is granted if only
   * slots are short (`slots`); a part is granted if frames or slots are short (`any`).
   */
  readonly partial: 'off' | 'slots' | 'any';
  /** A second alloc of a pid that owns a region: appended to it, or refused. */
  readonly secondAlloc: 'append' | 'refuse';
  /** Where runs are placed; see the chapter on `bitmap`. */
  readonly placement: 'first-fit' | 'tail-first' | 'unknown';
  /** How a region is cut into segments when no run is long enough. */
  readonly split: 'halving' | 'unknown';
  /** Frames that live segments reference are never granted, whatever their marks say. */
  readonly selfChecking: boolean;
  readonly deterministic: boolean;
}

export type ReadStatus = 'no-segment' | 'out-of-range-low' | 'out-of-range-high';

export interface PagedSubject {
  /** What differs from the configuration asked for, if the answer to `geometry` is `fixed`. */
  readonly geometry?: Partial<PagedConfig>;
  /** The position of the new region; that and the frames granted if it is only a part; `null` if refused. */
  alloc(
    pid: number,
    size: number,
  ): number | { readonly position: number; readonly frames: number; readonly bytes: number } | null;
  /** Deallocates everything that the pid owns. `null` if the pid is refused. */
  dealloc(pid: number): 'success' | 'quarantined' | 'already-free' | null;
  read(pid: number, address: VirtualAddress, length: number): Uint8Array | ReadStatus;
  write(pid: number, address: VirtualAddress, bytes: Uint8Array): 'ok' | ReadStatus;
  /** The number of entries that left the quarantine. */
  purge?(): number;
  quarantineCount?(): number;
  /** Overwrites the mark of the frame behind a page of the pid (page 0 is the first), as a stray write would; `false` if there is no such page. */
  tamper?(pid: number, page: number, mark: 0 | 1): boolean;
  stats?(): PagedStats;
  inspect?(): PagedLayout;
  reset?(): void;
  /**
   * All that the instance remembers, as text, less what no later answer depends on. With it, all
   * sequences of calls of a small scope can be tried: `allocspec run --exhaustive`.
   */
  fingerprint?(): string;
}

export interface PagedStats {
  /** Frames that are neither live nor quarantined. */
  readonly freeFrames?: number;
  readonly freeSlots?: number;
}

export interface Segment extends FrameRun {
  readonly pid: number;
  readonly position: number;
}

export interface PagedLayout {
  /** Ordered by pid, then by position. */
  readonly segments: readonly Segment[];
  /** Oldest first. */
  readonly quarantine: readonly FrameRun[];
  /** One character a frame: `1` marked, `0` free. */
  readonly marks: string;
}

export type PagedAdapter = AdapterOf<'paged', PagedAnswers, PagedConfig, PagedSubject>;

export type PagedOperation =
  | { readonly kind: 'alloc'; readonly pid: unknown; readonly size: unknown }
  | { readonly kind: 'dealloc'; readonly pid: unknown }
  | {
      readonly kind: 'read';
      readonly pid: unknown;
      readonly address: { readonly pid: unknown; readonly position: unknown };
      readonly length: number;
    }
  /** Writes `length` bytes of the pattern with this tag. */
  | {
      readonly kind: 'write';
      readonly pid: unknown;
      readonly address: { readonly pid: unknown; readonly position: unknown };
      readonly length: number;
      readonly tag: number;
    }
  | { readonly kind: 'purge' }
  | { readonly kind: 'tamper'; readonly pid: number; readonly page: number; readonly mark: 0 | 1 }
  | { readonly kind: 'observe' }
  | { readonly kind: 'reset' }
  /** Makes another instance and drops it. */
  | { readonly kind: 'create'; readonly config: Readonly<Record<string, unknown>> };

export type PagedOutcome =
  /** `frames` and `bytes` are there if only a part was granted. */
  | {
      readonly status: 'granted';
      readonly position: number;
      readonly frames?: number;
      readonly bytes?: number;
    }
  | { readonly status: 'refused' }
  | { readonly status: 'success' | 'quarantined' | 'already-free' }
  | { readonly status: 'read'; readonly bytes: readonly number[] }
  | { readonly status: 'written' }
  | { readonly status: ReadStatus }
  | { readonly status: 'purged'; readonly count: number }
  | { readonly status: 'done' }
  | {
      readonly status: 'observed';
      readonly stats?: PagedStats;
      readonly layout?: PagedLayout;
      readonly quarantineCount?: number;
    }
  | { readonly status: 'created' }
  | Mishap;
