/**
 * The free runs of any length, in a tree over the words of a frame set.
 *
 *     words    [      0     ]   [      1     ]   [      2     ]   [      3     ]
 *     nodes    [      4     ]   [      5     ]   [      6     ]   [      7     ]   a leaf a word
 *              [             2               ]   [             3               ]   above 2n, 2n + 1
 *              [                               1                               ]   the root
 *
 * Of the frames below it, a node knows how many are free in one piece from its low end on, up to
 * its high end, and anywhere. So the longest run is what the root knows, and the lowest run that is
 * long enough is found on the way from the root to a leaf.
 *
 * A word that was written is only noted, and not even that before the tree is first asked. What it
 * knows of such words is mended before it is asked next: O(log F) for each of them, and a step for
 * each 1024 frames between them.
 */
import { longestOnes, SET, trailingZeros, writeBits } from './bits.ts';

const LOW = 1;
const HIGH = 2;
const LONGEST = 3;

export class RunTree {
  readonly #words: Int32Array;
  /** The frames of a word: 32, unless there are fewer frames than that. */
  readonly #width: number;
  /** Four words a node: 0, the free frames from its low end on, up to its high end, the longest run. */
  readonly #nodes: Int32Array;
  /** A bit for each word that was written since the tree was asked, and where they are. */
  readonly #stale: Int32Array;
  #staleFrom = 0;
  #staleTo = 0;
  #wasAsked = false;

  constructor(words: Int32Array, width: number) {
    this.#words = words;
    this.#width = width;
    this.#nodes = new Int32Array(8 * words.length);
    this.#stale = new Int32Array(Math.ceil(words.length / 32));
  }

  /** What it knows once it is asked; what was left to be mended until then is mended. */
  *fingerprint(): Iterable<number> {
    this.#mend();
    yield* this.#nodes;
  }

  /** Words that were written. */
  note(from: number, to: number): void {
    if (!this.#wasAsked) return;
    writeBits(this.#stale, from, to - from + 1, SET);
    this.#staleFrom = Math.min(this.#staleFrom, from >>> 5);
    this.#staleTo = Math.max(this.#staleTo, (to >>> 5) + 1);
  }

  longest(): number {
    this.#mend();
    return this.#nodes[4 + LONGEST]!;
  }

  /** Free frames up to the last one. */
  freeAtEnd(): number {
    this.#mend();
    return this.#nodes[4 + HIGH]!;
  }

  /**
   * The first frame of the lowest run of at least `count`, which is more than 32 and not above
   * `longest()`. So it lies in more than one word, and is found above the leaves.
   */
  lowest(count: number): number {
    const nodes = this.#nodes;
    let node = 1;
    let first = 0;
    for (let half = 16 * this.#words.length; ; half >>>= 1) {
      const left = 8 * node;
      node *= 2;
      if (nodes[left + LONGEST]! >= count) continue;
      const leftHigh = nodes[left + HIGH]!;
      if (leftHigh + nodes[left + 4 + LOW]! >= count) return first + half - leftHigh;
      node++;
      first += half;
    }
  }

  #mend(): void {
    if (!this.#wasAsked) {
      this.#wasAsked = true;
      this.note(0, this.#words.length - 1);
    }
    for (let at = this.#staleFrom; at < this.#staleTo; at++) {
      for (let bits = this.#stale[at]!; bits !== 0; bits &= bits - 1)
        this.#readWord(32 * at + trailingZeros(bits));
      this.#stale[at] = 0;
    }
    this.#staleFrom = this.#stale.length;
    this.#staleTo = 0;
  }

  #readWord(word: number): void {
    const nodes = this.#nodes;
    const bits = this.#words[word]!;
    let node = this.#words.length + word;
    nodes[4 * node + LOW] = Math.min(trailingZeros(bits), this.#width);
    nodes[4 * node + HIGH] = Math.clz32(bits) - (32 - this.#width);
    nodes[4 * node + LONGEST] = longestOnes(~bits & (-1 >>> (32 - this.#width)));
    // Where a node knows nothing new, none above it does.
    node >>>= 1;
    for (let half = this.#width; node > 0 && this.#join(node, half); half <<= 1) node >>>= 1;
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
}
