import type { AdapterOf, Mishap, MisuseAnswers } from './allocator.ts';

/** Where the arena of an instance lies: addresses `[base, base + size)`, in bytes. */
export interface HeapConfig {
  readonly base: number;
  readonly size: number;
}

export type HeapMisuse = 'double' | 'interior' | 'foreign' | 'null';

/**
 * Upper bounds, in bytes, on what the allocator spends beside the bytes asked for. A request of `size`
 * bytes costs at most `max(minimum, up(size + perBlock, granule))`, and `align + minimum` more where
 * `align` exceeds the natural alignment.
 */
export interface HeapOverhead {
  readonly perBlock: number;
  readonly granule: number;
  readonly minimum: number;
  /** Bytes of the arena that are never granted. */
  readonly perArena: number;
}

/**
 * Which holes serve a request that costs `c` bytes.
 * - `exact`: every hole of at least `c` bytes
 * - `power-of-two`: every free block of `ceil2(c)` bytes whose offset is a multiple of its size
 * - `classesPerDoubling`: every hole of at least `c` rounded up to the next of so many size classes per power of two
 * - `unknown`: the allocator makes no promise
 */
export type HeapFit =
  | 'exact'
  | 'power-of-two'
  | 'unknown'
  | { readonly classesPerDoubling: number };

export interface HeapAnswers {
  /** Arena sizes in bytes at which instances are made, and their base addresses. */
  readonly sizes: readonly number[];
  readonly bases: readonly number[];
  /** Every block of at least one byte is aligned to this; a power of two. */
  readonly naturalAlign: number;
  /** The largest alignment that is served; a power of two. A larger one is refused, or kept. */
  readonly maxAlign: number;
  /** Alignments that are 0 or not a power of two: refused, rounded up, or never to be asked for. */
  readonly invalidAlign: 'reject' | 'roundUp' | 'undefined';
  /** Sizes that are no non-negative safe integers (`NaN`, 1.5, -1, '8'): refused, or never to be asked for. */
  readonly invalidNumbers: 'reject' | 'undefined';
  /**
   * A request for 0 bytes: refused; granted an address that is not a block (`sentinel`); granted a
   * block of its own (`unique`); or never to be asked for.
   */
  readonly zeroSize: 'reject' | 'sentinel' | 'unique' | 'undefined';
  /** One answer for all kinds does not cover `null`, which not every allocator has. */
  readonly misuse: MisuseAnswers<HeapMisuse>;
  readonly overhead: HeapOverhead;
  readonly fit: HeapFit;
  /**
   * When the bytes of a deallocated block can be granted again: joined with their neighbours at once,
   * or when a request needs it (`deferred`); to requests of the same layout, and never joined; or never.
   */
  readonly coalesce: 'immediate' | 'deferred' | 'same-size' | 'never';
  /** Equal calls on equal instances give equal answers. */
  readonly deterministic: boolean;
}

/** An instance. Methods that the allocator lacks are left out; the clauses that need them do not apply. */
export interface HeapSubject {
  /** What is really managed, when it is not all of the configured arena. */
  readonly arena?: HeapConfig;
  /** The address of a new block, or `null` if the request is refused. */
  alloc(size: number, align: number): number | null;
  /** `false` if the call was recognised as misuse. */
  dealloc(address: number, size: number, align: number): unknown;
  /** The address of the block after it was resized, or `null` if that is refused and the block is as it was. */
  realloc?(address: number, oldSize: number, align: number, newSize: number): number | null;
  allocZeroed?(size: number, align: number): number | null;
  /** A view of the memory at `[address, address + size)`, valid until the next call. */
  bytes?(address: number, size: number): Uint8Array;
  usableSize?(address: number): number;
  stats?(): HeapStats;
  /** Every live block and every hole, as the allocator's own records have them. */
  inspect?(): HeapLayout;
  reset?(): void;
  /**
   * All that the instance remembers, as text, less what no later answer depends on. With it, all
   * sequences of calls of a small scope can be tried: `allocspec run --exhaustive`.
   */
  fingerprint?(): string;
}

export interface HeapStats {
  readonly liveCount?: number;
  /** Bytes asked for by live blocks. */
  readonly requestedBytes?: number;
  /** Bytes that no live block takes; what a hole spends on itself may be left out. */
  readonly freeBytes?: number;
}

export interface HeapExtent {
  readonly address: number;
  readonly size: number;
}

export interface HeapLayout {
  readonly blocks: readonly HeapExtent[];
  readonly holes: readonly HeapExtent[];
}

export type HeapAdapter = AdapterOf<'heap', HeapAnswers, HeapConfig, HeapSubject>;

/**
 * Operations name blocks by slot, so that a history means the same on every allocator. The kit fills each
 * granted block with a pattern of its own and reads it back before the block is resized or deallocated.
 */
export type HeapOperation =
  | {
      readonly kind: 'alloc';
      readonly slot: number;
      readonly size: unknown;
      readonly align: unknown;
      readonly zeroed?: boolean;
    }
  | { readonly kind: 'dealloc'; readonly slot: number }
  | { readonly kind: 'realloc'; readonly slot: number; readonly size: unknown }
  | { readonly kind: 'misuse'; readonly how: HeapMisuse; readonly slot: number }
  | { readonly kind: 'verify'; readonly slot: number }
  | { readonly kind: 'observe' }
  | { readonly kind: 'reset' };

/**
 * Memory as `[value, count]` runs. A `pattern` run says that `count` bytes continue the pattern with tag
 * `value`; a `raw` run that `count` bytes all equal `value`. `null` means that the bytes could not be reached.
 */
export type Content = readonly (readonly [value: number, count: number])[] | null;

export type HeapOutcome =
  | {
      readonly status: 'granted';
      readonly address: number;
      /** The tag of the pattern that now fills the block. */
      readonly tag?: number;
      /** For alloc with `zeroed`: the raw bytes as granted. For realloc: the pattern of the bytes kept. */
      readonly content?: Content;
      /** The usable size that the allocator reports. */
      readonly usable?: number;
    }
  | { readonly status: 'refused'; readonly content?: Content }
  /** dealloc, misuse and reset: the call came back; `rejected` if it answered `false`. `content` is what the block held just before. */
  | { readonly status: 'done'; readonly content?: Content }
  | { readonly status: 'rejected'; readonly content?: Content }
  | { readonly status: 'read'; readonly content?: Content; readonly usable?: number }
  | { readonly status: 'observed'; readonly stats?: HeapStats; readonly layout?: HeapLayout }
  | Mishap;
