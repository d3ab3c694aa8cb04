/**
 * First fit as one writes it first: a byte a frame, scanned from the lowest frame that may be free.
 */
import { defineTarget, type TargetEntry } from './target.ts';

class NaiveFrames {
  readonly #taken: Uint8Array;
  /** No frame below it is free. */
  #hint = 0;

  constructor(frameCount: number) {
    this.#taken = new Uint8Array(frameCount);
  }

  /** The first frame of the lowest run, or -1. */
  alloc(count: number): number {
    let run = 0;
    for (let frame = this.#hint; frame < this.#taken.length; frame++) {
      run = this.#taken[frame] === 0 ? run + 1 : 0;
      if (run === count) {
        const first = frame + 1 - count;
        this.#taken.fill(1, first, frame + 1);
        if (first === this.#hint) this.#hint = frame + 1;
        return first;
      }
    }
    return -1;
  }

  dealloc(first: number, count: number): void {
    this.#taken.fill(0, first, first + count);
    if (first < this.#hint) this.#hint = first;
  }
}

export const naive: TargetEntry = {
  name: 'naive scan',
  load: async () =>
    defineTarget({
      name: 'naive scan',
      source: 'impl/bench/targets/naive.ts',
      align: 1,
      frame: 1,
      refusal: -1,
      start: (size) => ({ instance: new NaiveFrames(size), base: 0, size }),
      calls: (frames) => ({
        alloc: (count) => frames.alloc(count),
        dealloc: (first, count) => frames.dealloc(first, count),
      }),
    }),
};
