/**
 * Contiguous runs of frames, and their numbers as the only handle.
 *
 *     frames       0 1 2 3 4 5 6 7
 *     marked       1 1 1 0 1 0 0 0      a set that finds free runs; see frame-set.ts
 *     run lengths  3 0 0 0 1 0 0 0      by the first frame of a granted run
 *
 * `dealloc` takes only what was granted: a pair (first, count) that stands in the run lengths. So a
 * free, foreign or out-of-range run, or a part of one, is refused before anything is changed.
 *
 * Costs, for F frames and a run of n: `dealloc` O(n / 32); `alloc` that, and what it takes to find
 * the run: O(F / 2^15) for up to 32 frames, else O(log F) for each word written since a longer one
 * was last looked for. `allocSplit` that for each run. Some 5 bytes a frame.
 */
import { FrameSet, isFrameCount } from './frame-set.ts';
import { isWhole } from './numbers.ts';
import { place, takeByHalving } from './placement.ts';
import { INVALID_SIZE, NOT_LIVE, REFUSED, SUCCESS } from './status.ts';

export type Policy = 'first-fit' | 'tail-first';

export interface BitmapOptions {
  readonly frameCount: number;
  /** `first-fit` unless given. */
  readonly policy?: Policy;
}

export class BitmapAllocator {
  readonly #frames: FrameSet;
  readonly #runLengths: Int32Array;
  readonly #isTailFirst: boolean;
  #freeFrames: number;

  private constructor(frameCount: number, isTailFirst: boolean) {
    this.#frames = new FrameSet(frameCount);
    this.#runLengths = new Int32Array(frameCount);
    this.#isTailFirst = isTailFirst;
    this.#freeFrames = frameCount;
  }

  /** `null` unless the frame count is a power of two up to 2^26. */
  static create(options: BitmapOptions): BitmapAllocator | null {
    if (!isFrameCount(options.frameCount)) return null;
    return new BitmapAllocator(options.frameCount, options.policy === 'tail-first');
  }

  get freeFrames(): number {
    return this.#freeFrames;
  }

  get longestRun(): number {
    return this.#frames.longestRun;
  }

  /** The first frame of a run of `count` frames, or a negative code. */
  alloc(count: number): number {
    if (!isWhole(count) || count === 0) return INVALID_SIZE;
    const first = place(this.#frames, count, this.#tail());
    if (first < 0) return REFUSED;
    this.#frames.mark(first, count);
    this.#record(first, count);
    return first;
  }

  /**
   * Writes at most `limit` runs of `count` frames in all, as pairs (first, count), and answers how
   * many runs they are, or a negative code. A refusal leaves rubbish in `runs`, which also limits
   * how many runs there can be.
   */
  allocSplit(count: number, limit: number, runs: Int32Array): number {
    if (!isWhole(count) || count === 0 || !isWhole(limit)) return INVALID_SIZE;
    if (count > this.#freeFrames) return REFUSED;
    const runLimit = Math.min(limit, runs.length >>> 1);
    if (takeByHalving(this.#frames, count, count, this.#tail(), runs, runLimit) === 0)
      return REFUSED;
    let runCount = 0;
    for (let left = count; left > 0; runCount++) {
      const size = runs[2 * runCount + 1]!;
      this.#record(runs[2 * runCount]!, size);
      left -= size;
    }
    return runCount;
  }

  /** `SUCCESS`, or `NOT_LIVE` if the run was not granted as it is given. */
  dealloc(first: number, count: number): number {
    if (!isWhole(first) || !(count > 0) || this.#runLengths[first] !== count) return NOT_LIVE;
    this.#frames.unmark(first, count);
    this.#runLengths[first] = 0;
    this.#freeFrames += count;
    return SUCCESS;
  }

  reset(): void {
    const { frameCount } = this.#frames;
    this.#frames.unmark(0, frameCount);
    this.#runLengths.fill(0);
    this.#freeFrames = frameCount;
  }

  /** All that changes: equal for allocators that answer all later calls alike. */
  *fingerprint(): Iterable<number> {
    yield* this.#frames.fingerprint();
    yield* this.#runLengths;
    yield this.#freeFrames;
  }

  /** One character a frame: `1` marked, `0` free. */
  marks(): string {
    return this.#frames.toText();
  }

  #tail(): number {
    return this.#isTailFirst ? this.#frames.markedEnd : this.#frames.frameCount;
  }

  #record(first: number, count: number): void {
    this.#runLengths[first] = count;
    this.#freeFrames -= count;
  }
}
