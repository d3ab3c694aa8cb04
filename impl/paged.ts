/**
 * Virtual regions of processes over scattered frames. Each pid has one region; it grows at its end
 * and is given back whole, so its positions are never moved and have no gaps.
 *
 *     pid 7, positions      base           base + 2 * frameSize   base + 3 * frameSize
 *                           |                      |                |
 *     segments              [ page 0, frames 4-5   ][ page 2, frame 0 ]      see segments.ts
 *     memory          frames 0  1  2  3  4  5  6  7                          see frame-memory.ts
 *
 * An address is a pair of a pid and a position: it is worth nothing to another pid. An access lies
 * in one frame. A request is cut by halving when no run is long enough; then each piece is a
 * segment.
 *
 * Costs, for F frames, of which n in m segments belong to the pid: `alloc` and `dealloc` O(m log F
 * + n / 32), and `dealloc` wipes; `read`, `write`, `translate` O(log m) and the bytes. None of them
 * creates an object.
 */
import type { PagedConfig, PagedLayout, Segment } from '../spec/index.ts';
import type { Policy } from './bitmap.ts';
import { FrameMemory } from './frame-memory.ts';
import { isFrameCount } from './frame-set.ts';
import { isPowerOfTwo, isWhole } from './numbers.ts';
import { SegmentTable } from './segments.ts';
import {
  ALREADY_FREE,
  INVALID_PID,
  INVALID_SIZE,
  NO_SEGMENT,
  OUT_OF_RANGE_HIGH,
  OUT_OF_RANGE_LOW,
  REFUSED,
  SUCCESS,
} from './status.ts';

/** When a part of a request is granted: never; if slots are short; if slots or frames are short. */
export type PartialGrants = 'off' | 'slots' | 'any';

export interface PagedOptions extends PagedConfig {
  /** `off` unless given. */
  readonly partial?: PartialGrants;
  /** `first-fit` unless given. */
  readonly policy?: Policy;
  /** The highest pid; 65535 unless given. */
  readonly pidMax?: number;
}

export class PagedAllocator {
  readonly frameSize: number;
  readonly #slotCount: number;
  readonly #base: number;
  readonly #pidMax: number;
  readonly #partial: PartialGrants;
  readonly #segments: SegmentTable;
  readonly #memory: FrameMemory;
  #lastFrames = 0;

  private constructor(options: PagedOptions) {
    const { memorySize, frameCount, slotCount, quarantineCapacity } = options;
    // A segment has at least one frame, so there is never room for more of them than that.
    const slots = Math.min(slotCount, frameCount);
    const isTailFirst = options.policy === 'tail-first';
    this.#memory = new FrameMemory(memorySize, frameCount, slots, quarantineCapacity, isTailFirst);
    this.frameSize = this.#memory.frameSize;
    this.#slotCount = slotCount;
    this.#base = options.virtualBase;
    this.#pidMax = options.pidMax ?? 65535;
    this.#partial = options.partial ?? 'off';
    this.#segments = new SegmentTable(slots, this.#pidMax + 1);
  }

  /** `null` if an option is outside its domain, or if the host cannot provide that much memory. */
  static create(options: PagedOptions): PagedAllocator | null {
    if (!areAccepted(options)) return null;
    try {
      return new PagedAllocator(options);
    } catch {
      return null;
    }
  }

  /** Frames that are neither live nor quarantined, whatever their marks say. */
  get freeFrames(): number {
    return this.#memory.freeFrames;
  }

  get freeSlots(): number {
    return this.#slotCount - this.#segments.used;
  }

  get quarantineCount(): number {
    return this.#memory.quarantineCount;
  }

  /** The frames of the last grant: fewer than its size asked for if only a part was granted. */
  get lastFrames(): number {
    return this.#lastFrames;
  }

  /**
   * The position at which `size` bytes were appended to the region of the pid, or a negative code.
   */
  alloc(pid: number, size: number): number {
    if (!this.#isPid(pid)) return INVALID_PID;
    if (!isWhole(size) || size === 0) return INVALID_SIZE;
    const asked = Math.ceil(size / this.frameSize);
    if (asked > this.freeFrames && this.#partial !== 'any') return REFUSED;
    const taken = this.#memory.take(asked, this.#partial === 'off' ? asked : 1, this.freeSlots);
    if (taken === 0) return REFUSED;
    const position = this.#end(this.#segments.newest(pid));
    this.#map(pid, taken);
    return position;
  }

  /** Takes everything from the pid: `SUCCESS`, `QUARANTINED`, `ALREADY_FREE` or `INVALID_PID`. */
  dealloc(pid: number): number {
    if (!this.#isPid(pid)) return INVALID_PID;
    const newest = this.#segments.newest(pid);
    if (newest === 0) return ALREADY_FREE;
    const { first, count, next } = this.#segments;
    let status = SUCCESS;
    let row = newest;
    do {
      row = next[row]!;
      status = Math.max(status, this.#memory.give(first[row]!, count[row]!));
    } while (row !== newest);
    this.#segments.release(pid);
    return status;
  }

  /** Fills `into` from the position on and answers its length, or a negative code. */
  read(pid: number, addressPid: number, position: number, into: Uint8Array): number {
    const offset = this.#locate(pid, addressPid, position, into.length);
    if (offset < 0) return offset;
    copy(this.#memory.bytes, offset, into, 0, into.length);
    return into.length;
  }

  /** Writes all of `from` at the position and answers its length, or a negative code. */
  write(pid: number, addressPid: number, position: number, from: Uint8Array): number {
    const offset = this.#locate(pid, addressPid, position, from.length);
    if (offset < 0) return offset;
    copy(from, 0, this.#memory.bytes, offset, from.length);
    return from.length;
  }

  /** The physical offset of a byte, or a negative code. */
  translate(pid: number, position: number): number {
    return this.#locate(pid, pid, position, 1);
  }

  /** Releases the quarantined frames and answers how many entries they were. */
  purge(): number {
    return this.#memory.purge();
  }

  /** Overwrites the mark of a frame, as a stray write would; `false` if there is no such frame. */
  tamper(frame: number, mark: 0 | 1): boolean {
    return this.#memory.tamper(frame, mark);
  }

  /**
   * Overwrites the mark of the frame behind a page of the pid; `false` if there is no such page.
   */
  tamperPage(pid: number, page: number, mark: 0 | 1): boolean {
    const offset = this.translate(pid, this.#base + page * this.frameSize);
    return this.tamper(offset / this.frameSize, mark);
  }

  reset(): void {
    for (const pid of this.#segments.pids()) this.#segments.release(pid);
    this.#memory.reset();
  }

  /** All that changes: equal for allocators that answer all later calls alike. */
  *fingerprint(): Iterable<number> {
    yield* this.#memory.fingerprint();
    yield* this.#segments.fingerprint();
  }

  inspect(): PagedLayout {
    return {
      segments: this.#segments.pids().flatMap((pid) => this.#segmentsOf(pid)),
      quarantine: this.#memory.quarantined(),
      marks: this.#memory.marks(),
    };
  }

  /** The offset of the first of `length` bytes in the memory, or a negative code. */
  #locate(pid: number, addressPid: number, position: number, length: number): number {
    if (!this.#isPid(pid)) return INVALID_PID;
    if (!isWhole(position)) return INVALID_SIZE;
    const newest = this.#segments.newest(pid);
    if (!Object.is(addressPid, pid) || newest === 0) return NO_SEGMENT;
    if (position < this.#base) return OUT_OF_RANGE_LOW;
    if (position + Math.min(length, 1) > this.#end(newest)) return NO_SEGMENT;
    const distance = position - this.#base;
    const inFrame = distance % this.frameSize;
    if (inFrame + length > this.frameSize) return OUT_OF_RANGE_HIGH;
    const page = (distance - inFrame) / this.frameSize;
    const row = this.#segments.find(pid, page);
    return (
      (this.#segments.first[row]! + page - this.#segments.page[row]!) * this.frameSize + inFrame
    );
  }

  /** The position that follows the last page of a region. */
  #end(newest: number): number {
    return this.#base + this.#segments.pageCount(newest) * this.frameSize;
  }

  #map(pid: number, taken: number): void {
    const { runs } = this.#memory;
    let index = 0;
    for (let left = taken; left > 0; index += 2) {
      const first = runs[index]!;
      const count = runs[index + 1]!;
      this.#memory.mark(first, count);
      this.#segments.append(pid, first, count);
      left -= count;
    }
    this.#lastFrames = taken;
  }

  #isPid(pid: number): boolean {
    return isWhole(pid) && pid <= this.#pidMax;
  }

  #segmentsOf(pid: number): Segment[] {
    const { first, count, page, next } = this.#segments;
    const segments: Segment[] = [];
    const newest = this.#segments.newest(pid);
    let row = newest;
    do {
      row = next[row]!;
      const position = this.#base + page[row]! * this.frameSize;
      segments.push({ pid, first: first[row]!, count: count[row]!, position });
    } while (row !== newest);
    return segments;
  }
}

/** Byte by byte: `set` would need a `subarray`, which is an object. */
function copy(from: Uint8Array, at: number, into: Uint8Array, to: number, length: number): void {
  for (let index = 0; index < length; index++) into[to + index] = from[at + index]!;
}

/** The last condition keeps every position of a full region a safe integer. */
function areAccepted(options: PagedOptions): boolean {
  const { memorySize, frameCount, slotCount, quarantineCapacity, virtualBase, pidMax } = options;
  return (
    isPowerOfTwo(memorySize) &&
    isFrameCount(frameCount) &&
    frameCount < memorySize &&
    isWhole(slotCount) &&
    slotCount > 0 &&
    isWhole(quarantineCapacity) &&
    quarantineCapacity > 0 &&
    isWhole(virtualBase) &&
    isWhole(pidMax ?? 0) &&
    virtualBase % (memorySize / frameCount) === 0 &&
    Number.isSafeInteger(virtualBase + memorySize)
  );
}
