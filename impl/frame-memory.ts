/**
 * The frames behind the virtual regions: who may have them, and what is in them.
 *
 *     frames        0   1   2   3   4   5   6   7
 *     owned         1   0   0   1   1   1   0   0     live or quarantined; nothing else writes this
 *     marks         1   0   0   1   1   0   0   0     what `tamper` writes; frame 5 was damaged
 *     quarantine    [ frame 3 ]                       keeps its bytes until `purge`
 *     bytes         frameSize of them for each frame; those of a frame that is not owned are all 0
 *
 * Frames are taken by `owned`, so no damage can make one be granted twice. `give` compares the
 * marks: a run with a clear mark goes to the quarantine as a whole, and is marked again.
 *
 * Costs, for F frames and a run of n: `take` O(n / 32 + log F) for each run; `give` that and the
 * wiping; `purge` that for each entry.
 */
import type { FrameRun } from '../spec/index.ts';
import { FrameSet } from './frame-set.ts';
import { isWhole } from './numbers.ts';
import { takeByHalving } from './placement.ts';
import { QUARANTINED, SUCCESS } from './status.ts';

export class FrameMemory {
  readonly bytes: Uint8Array;
  readonly frameSize: number;
  /** The runs that were taken last, as pairs (first frame, count). */
  readonly runs: Int32Array;
  readonly #isTailFirst: boolean;
  readonly #owned: FrameSet;
  readonly #marks: FrameSet;
  /** Pairs (first frame, count), oldest first. */
  readonly #quarantine: Int32Array;
  readonly #quarantineCapacity: number;
  #quarantineCount = 0;
  #freeFrames: number;

  constructor(
    memorySize: number,
    frameCount: number,
    runCountMax: number,
    quarantineCapacity: number,
    isTailFirst: boolean,
  ) {
    this.bytes = new Uint8Array(memorySize);
    this.frameSize = memorySize / frameCount;
    this.runs = new Int32Array(2 * runCountMax);
    this.#isTailFirst = isTailFirst;
    this.#owned = new FrameSet(frameCount);
    this.#marks = new FrameSet(frameCount);
    // An entry has at least one frame, so there is never room for more of them than that.
    this.#quarantine = new Int32Array(2 * Math.min(quarantineCapacity, frameCount));
    this.#quarantineCapacity = quarantineCapacity;
    this.#freeFrames = frameCount;
  }

  /** Frames that are neither live nor quarantined, whatever their marks say. */
  get freeFrames(): number {
    return this.#freeFrames;
  }

  get quarantineCount(): number {
    return this.#quarantineCount;
  }

  /** Takes up to `count` frames into `runs`; see `takeByHalving`. */
  take(count: number, countMin: number, runLimit: number): number {
    const tail = this.#isTailFirst ? this.#marks.markedEnd : this.#owned.frameCount;
    const taken = takeByHalving(this.#owned, count, countMin, tail, this.runs, runLimit);
    this.#freeFrames -= taken;
    return taken;
  }

  mark(first: number, count: number): void {
    this.#marks.mark(first, count);
  }

  /** Gives back a run, or puts it in the quarantine: `SUCCESS` or `QUARANTINED`. */
  give(first: number, count: number): number {
    if (this.#marks.isMarked(first, count)) {
      this.#release(first, count);
      return SUCCESS;
    }
    if (this.#quarantineCount === this.#quarantineCapacity) this.purge();
    this.mark(first, count);
    this.#quarantine[2 * this.#quarantineCount] = first;
    this.#quarantine[2 * this.#quarantineCount + 1] = count;
    this.#quarantineCount++;
    return QUARANTINED;
  }

  /** Releases the quarantined frames and answers how many entries they were. */
  purge(): number {
    const entries = this.#quarantineCount;
    for (let entry = 0; entry < entries; entry++) {
      this.#release(this.#quarantine[2 * entry]!, this.#quarantine[2 * entry + 1]!);
    }
    this.#quarantineCount = 0;
    return entries;
  }

  /** Overwrites the mark of a frame, as a stray write would; `false` if there is no such frame. */
  tamper(frame: number, mark: 0 | 1): boolean {
    if (!isWhole(frame) || frame >= this.#marks.frameCount) return false;
    if (mark === 1) this.#marks.mark(frame, 1);
    else this.#marks.unmark(frame, 1);
    return true;
  }

  reset(): void {
    const { frameCount } = this.#owned;
    this.#owned.unmark(0, frameCount);
    this.#marks.unmark(0, frameCount);
    this.bytes.fill(0);
    this.#quarantineCount = 0;
    this.#freeFrames = frameCount;
  }

  /** All that changes, but no `runs` and no entries that are written before they are read. */
  *fingerprint(): Iterable<number> {
    yield* this.bytes;
    yield* this.#owned.fingerprint();
    yield* this.#marks.fingerprint();
    yield this.#quarantineCount;
    yield* this.#quarantine.subarray(0, 2 * this.#quarantineCount);
    yield this.#freeFrames;
  }

  quarantined(): FrameRun[] {
    return Array.from({ length: this.#quarantineCount }, (_, entry) => ({
      first: this.#quarantine[2 * entry]!,
      count: this.#quarantine[2 * entry + 1]!,
    }));
  }

  /** One character a frame: `1` marked, `0` free. */
  marks(): string {
    return this.#marks.toText();
  }

  #release(first: number, count: number): void {
    this.#owned.unmark(first, count);
    this.#marks.unmark(first, count);
    this.bytes.fill(0, first * this.frameSize, (first + count) * this.frameSize);
    this.#freeFrames += count;
  }
}
