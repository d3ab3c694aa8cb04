/**
 * A set of frames, called the marked ones, that finds runs of the others without visiting them.
 *
 *     frames   0 ......... 31   32 ........ 63   64 ........ 95   96 ....... 127
 *     words    [      0     ]   [      1     ]   [      2     ]   [      3     ]   a bit a frame
 *
 * Runs of up to 32 frames are found by the word that they begin in (see reach.ts), longer ones in a
 * tree (see run-tree.ts), which costs nothing while nobody asks for it.
 *
 * Costs, for F frames and a run of n: `mark`, `unmark`, `isFree`, `isMarked` O(n / 32). `lowestRun`
 * O(F / 2^15) for up to 32 frames; else, as `longestRun` and `markedEnd`, what run-tree.ts says.
 * About 10 bits a frame.
 */
import {
  type Bit,
  bitsAre,
  CLEAR,
  longestOnes,
  onesFrom,
  SET,
  trailingZeros,
  writeBits,
} from './bits.ts';
import { isPowerOfTwo } from './numbers.ts';
import { REACH_MAX, Reach } from './reach.ts';
import { RunTree } from './run-tree.ts';

const FRAME_COUNT_MAX = 2 ** 26;

export function isFrameCount(value: number): boolean {
  return isPowerOfTwo(value) && value <= FRAME_COUNT_MAX;
}

export class FrameSet {
  readonly frameCount: number;
  readonly #words: Int32Array;
  /** Bits of the only word that are no frames, if there are fewer frames than bits. */
  readonly #outside: number;
  readonly #reach: Reach;
  readonly #tree: RunTree;

  /** The frame count must satisfy `isFrameCount`. */
  constructor(frameCount: number) {
    const width = Math.min(frameCount, 32);
    this.frameCount = frameCount;
    this.#words = new Int32Array(frameCount / width);
    this.#outside = ~(-1 >>> (32 - width));
    this.#reach = new Reach(this.#words.length);
    this.#tree = new RunTree(this.#words, width);
    this.unmark(0, frameCount);
  }

  get longestRun(): number {
    return this.#tree.longest();
  }

  /** One more than the highest marked frame; 0 if none is marked. */
  get markedEnd(): number {
    return this.frameCount - this.#tree.freeAtEnd();
  }

  mark(first: number, count: number): void {
    this.#write(first, count, SET);
  }

  unmark(first: number, count: number): void {
    this.#write(first, count, CLEAR);
  }

  /** Whether all of these frames exist and are unmarked. */
  isFree(first: number, count: number): boolean {
    return first + count <= this.frameCount && bitsAre(this.#words, first, count, CLEAR);
  }

  isMarked(first: number, count: number): boolean {
    return bitsAre(this.#words, first, count, SET);
  }

  /** The first frame of the lowest run of at least `count`, which is at least 1; -1 if there is none. */
  lowestRun(count: number): number {
    if (count > REACH_MAX) return count > this.longestRun ? -1 : this.#tree.lowest(count);
    const word = this.#reach.lowest(count);
    if (word < 0) return -1;
    const bits = this.#words[word]! | this.#outside;
    const starts = onesFrom(~bits, count);
    // If none lies within the word, the last one in it goes on in the next.
    return 32 * word + (starts === 0 ? 32 - Math.clz32(bits) : trailingZeros(starts));
  }

  /** All that changes. */
  *fingerprint(): Iterable<number> {
    yield* this.#words;
    yield* this.#reach.fingerprint();
    yield* this.#tree.fingerprint();
  }

  /** One character a frame: `1` marked, `0` free. */
  toText(): string {
    let text = '';
    for (let frame = 0; frame < this.frameCount; frame++)
      text += this.isMarked(frame, 1) ? '1' : '0';
    return text;
  }

  #write(first: number, count: number, bit: Bit): void {
    const words = this.#words;
    const from = first >>> 5;
    const to = (first + count - 1) >>> 5;
    writeBits(words, first, count, bit);
    this.#tree.note(from, to);
    // A run that begins in the word before may end in these.
    let behind = to + 1 < words.length ? trailingZeros(words[to + 1]!) : 0;
    for (let word = to; word >= from - 1 && word >= 0; word--) {
      const bits = words[word]! | this.#outside;
      const longest = Math.max(longestOnes(~bits), Math.clz32(bits) + behind);
      this.#reach.set(word, Math.min(longest, REACH_MAX));
      behind = trailingZeros(bits);
    }
  }
}
