/**
 * The segments of every pid, in virtual order, in rows of typed arrays.
 *
 *     newest[pid] --> row of the newest segment (0: the pid owns nothing)
 *
 *     segments of a pid    #1 <-- #2 <-- #3 <-- #4      previous, and a jump that skips some
 *                          #1 --> #2 --> #3 --> #4 --> #1      next: a circle, from #4 to #1
 *     page                  0      5      6      8      pages of the region before this segment
 *     count                 5      1      2      1
 *
 * Positions are never stored in bytes, nor changed: a region only grows at its end or is given back
 * whole. Therefore a list will do where one would expect a tree: the jumps are those of a
 * skew-binary list (Myers 1983), which leads from the newest segment to any other in O(log n)
 * steps, n being the number of segments of that pid.
 *
 * Row 0 is no segment: it has no pages, and is where `previous` and `jump` end. Spare rows are
 * chained by `next`. Costs: `append`, `release`, `pageCount` O(1); `find` O(log n); 32 bytes a row,
 * 4 a pid, or 1 a pid if a byte can tell the rows apart.
 */
export class SegmentTable {
  /** By row: the first frame of the segment, its frames, and its first page. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly page: Int32Array;
  readonly next: Int32Array;
  readonly #newest: Uint8Array | Int32Array;
  readonly #previous: Int32Array;
  readonly #jump: Int32Array;
  /** How many segments the pid has, up to this one. */
  readonly #depth: Int32Array;
  readonly #pid: Int32Array;
  #spare = 1;
  #used = 0;

  constructor(capacity: number, pidCount: number) {
    const rowCount = capacity + 1;
    this.first = new Int32Array(rowCount);
    this.count = new Int32Array(rowCount);
    this.page = new Int32Array(rowCount);
    this.next = new Int32Array(rowCount).map((_, row) => row + 1);
    // There may be many more pids than rows.
    this.#newest = rowCount <= 256 ? new Uint8Array(pidCount) : new Int32Array(pidCount);
    this.#previous = new Int32Array(rowCount);
    this.#jump = new Int32Array(rowCount);
    this.#depth = new Int32Array(rowCount);
    this.#pid = new Int32Array(rowCount);
  }

  get used(): number {
    return this.#used;
  }

  /** The newest row of the pid, or 0; its `next` is the oldest. */
  newest(pid: number): number {
    return this.#newest[pid]!;
  }

  /** The pages of the region that ends with this row; 0 for row 0. */
  pageCount(row: number): number {
    return this.page[row]! + this.count[row]!;
  }

  /** The row of the pid's segment that has this page; the newest one if the page is beyond it. */
  find(pid: number, page: number): number {
    let row = this.newest(pid);
    while (this.page[row]! > page) row = this.toward(page, row);
    return row;
  }

  /** A step from a row that is beyond the page, not past the row that has it. */
  toward(page: number, row: number): number {
    const far = this.#jump[row]!;
    // Stryker disable next-line ConditionalExpression: a jump only saves steps
    return this.page[far]! > page ? far : this.#previous[row]!;
  }

  /** There must be a spare row. */
  append(pid: number, first: number, count: number): void {
    const row = this.#spare;
    this.#spare = this.next[row]!;
    const previous = this.newest(pid);
    this.first[row] = first;
    this.count[row] = count;
    this.page[row] = this.pageCount(previous);
    this.#pid[row] = pid;
    this.#depth[row] = this.#depth[previous]! + 1;
    this.#previous[row] = previous;
    this.#jump[row] = this.#jumpOver(previous);
    // The first segment of a pid follows row 0, and so itself.
    this.next[0] = row;
    this.next[row] = this.next[previous]!;
    this.next[previous] = row;
    this.#newest[pid] = row;
    this.#used++;
  }

  /** Makes all rows of the pid, which has some, spare. */
  release(pid: number): void {
    const newest = this.newest(pid);
    const oldest = this.next[newest]!;
    this.next[newest] = this.#spare;
    this.#spare = oldest;
    this.#newest[pid] = 0;
    this.#used -= this.#depth[newest]!;
  }

  /**
   * All that changes, but what spare rows hold, which `append` writes before it is read. A row goes
   * by its depth: its number is a name that only the table uses.
   */
  *fingerprint(): Iterable<number> {
    const depth = this.#depth;
    for (const pid of this.pids()) {
      const newest = this.newest(pid);
      yield* [pid, depth[newest]!];
      for (let row = this.next[newest]!, at = 0; at < depth[newest]!; at++) {
        yield* [this.first[row]!, this.count[row]!, this.page[row]!, depth[row]!];
        yield* [depth[this.#previous[row]!]!, depth[this.#jump[row]!]!];
        row = this.next[row]!;
      }
    }
    yield this.#used;
  }

  /** The pids that own something, in ascending order. O(rows). */
  pids(): number[] {
    const pids: number[] = [];
    for (let row = 1; row < this.#pid.length; row++) {
      const pid = this.#pid[row]!;
      if (this.newest(pid) === row) pids.push(pid);
    }
    return pids.sort((left, right) => left - right);
  }

  /**
   * Two jumps of equal length make one of twice the length and a step; else the jump is one step.
   */
  // Stryker disable all: a shorter or longer jump costs steps and finds the same row
  #jumpOver(previous: number): number {
    const far = this.#jump[previous]!;
    const farther = this.#jump[far]!;
    const length = this.#depth[previous]! - this.#depth[far]!;
    return length === this.#depth[far]! - this.#depth[farther]! ? farther : previous;
  }
  // Stryker restore all
}
