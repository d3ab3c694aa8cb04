/**
 * A set of frames, called the marked ones, that finds runs of the others without visiting them.
 *
 *     frames   0 ......... 31   32 ........ 63   64 ........ 95   96 ....... 127
 *     words    [      0     ]   [      1     ]   [      2     ]   [      3     ]
 *     nodes    [      4     ]   [      5     ]   [      6     ]   [      7     ]   a leaf a word
 *              [             2               ]   [             3               ]   above 2n, 2n + 1
 *              [                               1                               ]   the root
 *
 * Of the frames below it, a node knows how many are free in one piece from its low end on, up to
 * its high end, and anywhere. So the longest run is what the root knows, and the lowest run that is
 * long enough is found on the way from the root to a leaf.
 *
 * Costs, for F frames and a run of n: `longestRun` and `markedEnd` O(1); `lowestRun` O(log F);
 * `mark`, `unmark` O(n / 32 + log F); `isFree`, `isMarked` O(n / 32). About 1 byte a frame.
 */
import {
  type Bit,
  bitsAre,
  CLEAR,
  longestOnes,
  lowestOnes,
  SET,
  trailingZeros,
  writeBits,
} from './bits.ts';
import { isPowerOfTwo } from './numbers.ts';

const FRAME_COUNT_MAX = 2 ** 26;

export function isFrameCount(value: number): boolean {
  return isPowerOfTwo(value) && value <= FRAME_COUNT_MAX;
}

export class FrameSet {
  readonly frameCount: number;
  /** The frames of a word: 32, unless there are fewer frames than that. */
  readonly #width: number;
  readonly #wordCount: number;
  readonly #words: Int32Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #longest: Int32Array;

  /** The frame count must satisfy `isFrameCount`. */
  constructor(frameCount: number) {
    this.frameCount = frameCount;
    this.#width = Math.min(frameCount, 32);
    this.#wordCount = frameCount / this.#width;
    this.#words = new Int32Array(this.#wordCount);
    this.#low = new Int32Array(2 * this.#wordCount);
    this.#high = new Int32Array(2 * this.#wordCount);
    this.#longest = new Int32Array(2 * this.#wordCount);
    this.unmark(0, frameCount);
  }

  get longestRun(): number {
    return this.#longest[1]!;
  }

  /** One more than the highest marked frame; 0 if none is marked. */
  get markedEnd(): number {
    return this.frameCount - this.#high[1]!;
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

  /** The first frame of the lowest run of at least `count`, which is not above `longestRun`. */
  lowestRun(count: number): number {
    let node = 1;
    let first = 0;
    for (let half = this.frameCount / 2; node < this.#wordCount; half /= 2) {
      const left = 2 * node;
      const leftHigh = this.#high[left]!;
      if (this.#longest[left]! >= count) {
        node = left;
      } else if (leftHigh + this.#low[left + 1]! >= count) {
        return first + half - leftHigh;
      } else {
        node = left + 1;
        first += half;
      }
    }
    return first + lowestOnes(this.#freeBits(node), count);
  }

  /** One character a frame: `1` marked, `0` free. */
  toText(): string {
    let text = '';
    for (let frame = 0; frame < this.frameCount; frame++)
      text += this.isMarked(frame, 1) ? '1' : '0';
    return text;
  }

  #write(first: number, count: number, bit: Bit): void {
    writeBits(this.#words, first, count, bit);
    let from = this.#wordCount + (first >>> 5);
    let to = this.#wordCount + ((first + count - 1) >>> 5);
    for (let leaf = from; leaf <= to; leaf++) this.#readWord(leaf);
    for (let half = this.#width; from !== 1; half *= 2) {
      from >>>= 1;
      to >>>= 1;
      for (let node = from; node <= to; node++) this.#join(node, half);
    }
  }

  #readWord(leaf: number): void {
    const word = this.#words[leaf - this.#wordCount]!;
    this.#low[leaf] = Math.min(trailingZeros(word), this.#width);
    this.#high[leaf] = Math.clz32(word) - (32 - this.#width);
    this.#longest[leaf] = longestOnes(this.#freeBits(leaf));
  }

  /** Joins what the two nodes below know; each of them covers `half` frames. */
  #join(node: number, half: number): void {
    const left = 2 * node;
    const right = left + 1;
    const leftLow = this.#low[left]!;
    const rightHigh = this.#high[right]!;
    const across = this.#high[left]! + this.#low[right]!;
    this.#low[node] = leftLow === half ? across : leftLow;
    this.#high[node] = rightHigh === half ? across : rightHigh;
    this.#longest[node] = Math.max(this.#longest[left]!, this.#longest[right]!, across);
  }

  #freeBits(leaf: number): number {
    return ~this.#words[leaf - this.#wordCount]! & (-1 >>> (32 - this.#width));
  }
}
