/**
 * What the benchmark asks of an allocator, ours or not.
 *
 *     open(size)     a fresh arena, as a subject: alloc answers a handle, dealloc takes it back
 *     handle         what alloc answers: an address, an offset, or an object that has one
 *
 * `calls` is compiled apart for each subject, so that two targets share no inline cache, not even
 * if they are made by the same lines of this program.
 */
import { apart } from '../apart.ts';

export type Handle = number | object | null;

export interface Calls<H extends Handle> {
  alloc(size: number): H;
  /** `size` is what was asked for; most allocators need not be told. */
  dealloc(handle: H, size: number): void;
  /** The handle itself unless given. */
  addressOf?(handle: H): number;
}

export interface Arena {
  /** The first and the number of the bytes, or frames, that may be granted. */
  readonly base: number;
  readonly size: number;
}

export interface Subject extends Arena {
  alloc(size: number): Handle;
  dealloc(handle: Handle, size: number): void;
  addressOf(handle: Handle): number;
  /** What alloc answers if it refuses. */
  readonly refusal: Handle;
  /** Every address is a multiple of it. */
  readonly align: number;
  /** The bytes of all bookkeeping outside the arena, if it is known. */
  readonly metadataBytes: (() => number) | undefined;
  /** Room for as many handles. */
  handles(count: number): Handles;
}

export interface Handles {
  readonly length: number;
  [index: number]: Handle;
}

export interface Target {
  readonly name: string;
  readonly isOurs: boolean;
  /** Package and version, or how it was built. */
  readonly source: string;
  /** The size that stands for a frame. */
  readonly frame: number;
  open(size: number): Subject;
}

export interface TargetParts<I, H extends Handle> {
  readonly name: string;
  readonly isOurs?: boolean;
  readonly source: string;
  readonly align: number;
  /** 64 bytes unless given. */
  readonly frame?: number;
  readonly refusal: H;
  start(size: number): { readonly instance: I } & Arena;
  /** Its text must be closed; see apart.ts. */
  readonly calls: (instance: I) => Calls<H>;
  metadataBytes?(instance: I): number;
}

export function defineTarget<I, H extends Handle = number>(parts: TargetParts<I, H>): Target {
  const { name, isOurs = false, source, align, frame = 64, refusal, calls, metadataBytes } = parts;
  const areObjects = typeof refusal === 'object';
  return {
    name,
    isOurs,
    source,
    frame,
    open(size) {
      const { instance, base, size: bytes } = parts.start(size);
      const { alloc, dealloc, addressOf = Number } = apart(calls)(instance);
      return {
        base,
        size: bytes,
        alloc,
        dealloc,
        addressOf,
        refusal,
        align,
        metadataBytes: metadataBytes && (() => metadataBytes(instance)),
        handles: (count) =>
          areObjects ? Array.from({ length: count }, () => null) : new Int32Array(count),
      };
    },
  };
}

/** A target that may be absent: `load` throws an error whose message is the reason. */
export interface TargetEntry {
  readonly name: string;
  load(): Promise<Target>;
}
