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
const LOW = 0;
const HIGH = 1;
const LONGEST = 2;

export function isFrameCount(value: number): boolean {
  return isPowerOfTwo(value) && value <= FRAME_COUNT_MAX;
}

export class FrameSet {
  readonly frameCount: number;
  /** The frames of a word: 32, unless there are fewer frames than that. */
  readonly #width: number;
  readonly #wordCount: number;
  readonly #words: Int32Array;
  /** Four words a node: free frames from its low end on, up to its high end, the longest run, and 0. */
  readonly #nodes: Int32Array;

  /** The frame count must satisfy `isFrameCount`. */
  constructor(frameCount: number) {
    this.frameCount = frameCount;
    this.#width = Math.min(frameCount, 32);
    this.#wordCount = frameCount / this.#width;
    this.#words = new Int32Array(this.#wordCount);
    this.#nodes = new Int32Array(8 * this.#wordCount);
    this.unmark(0, frameCount);
  }

  get longestRun(): number {
    return this.#nodes[4 + LONGEST]!;
  }

  /** One more than the highest marked frame; 0 if none is marked. */
  get markedEnd(): number {
    return this.frameCount - this.#nodes[4 + HIGH]!;
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
    const nodes = this.#nodes;
    const wordCount = this.#wordCount;
    let node = 1;
    let first = 0;
    for (let half = this.frameCount >>> 1; node < wordCount; half >>>= 1) {
      const left = 8 * node;
      if (nodes[left + LONGEST]! >= count) {
        node *= 2;
        continue;
      }
      const leftHigh = nodes[left + HIGH]!;
      if (leftHigh + nodes[left + 4 + LOW]! >= count) return first + half - leftHigh;
      node = 2 * node + 1;
      first += half;
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
    // Where no node of a level knows anything new, none above it does.
    let isNew = true;
    for (let half = this.#width; isNew && from !== 1; half <<= 1) {
      from >>>= 1;
      to >>>= 1;
      isNew = false;
      for (let node = from; node <= to; node++) if (this.#join(node, half)) isNew = true;
    }
  }

  #readWord(leaf: number): void {
    const nodes = this.#nodes;
    const word = this.#words[leaf - this.#wordCount]!;
    nodes[4 * leaf + LOW] = Math.min(trailingZeros(word), this.#width);
    nodes[4 * leaf + HIGH] = Math.clz32(word) - (32 - this.#width);
    nodes[4 * leaf + LONGEST] = longestOnes(this.#freeBits(leaf));
  }

  /** Joins what the two nodes below know, each of which covers `half` frames. Answers whether it is new. */
  #join(node: number, half: number): boolean {
    const nodes = this.#nodes;
    const at = 4 * node;
    const left = 8 * node;
    const right = left + 4;
    const leftLow = nodes[left + LOW]!;
    const rightHigh = nodes[right + HIGH]!;
    const across = nodes[left + HIGH]! + nodes[right + LOW]!;
    const low = leftLow === half ? across : leftLow;
    const high = rightHigh === half ? across : rightHigh;
    const longest = Math.max(nodes[left + LONGEST]!, nodes[right + LONGEST]!, across);
    if (nodes[at + LOW] === low && nodes[at + HIGH] === high && nodes[at + LONGEST] === longest)
      return false;
    nodes[at + LOW] = low;
    nodes[at + HIGH] = high;
    nodes[at + LONGEST] = longest;
    return true;
  }

  #freeBits(leaf: number): number {
    return ~this.#words[leaf - this.#wordCount]! & (-1 >>> (32 - this.#width));
  }
}
