/**
 * A heap with the calls of C, by C's names: addresses are numbers, and 0 is NULL. What C leaves to
 * the implementation is decided here, at each function.
 *
 * The functions are closures and need no object: `const { malloc, free } = mallocOf(heap)`. Nothing
 * throws, and errno is not kept. What they cost is what the heap costs; no call creates an object.
 */
import type { HeapAllocator } from './heap.ts';
import { isWhole } from './numbers.ts';
import { SUCCESS } from './status.ts';

export interface Malloc {
  /**
   * The address of a block of at least `size` bytes, a multiple of 16; or 0 if there is no room, or
   * if the size is not a whole number below 2^53. 0 bytes are a block with an address of its own.
   */
  readonly malloc: (size: number) => number;
  /**
   * The same for `count * size` bytes, all of them 0; or 0 if the product is 2^53 or more, or the
   * heap was made without `memory`.
   */
  readonly calloc: (count: number, size: number) => number;
  /**
   * The address of the block after it was given at least `size` bytes, with the bytes that both
   * sizes have; or 0, and the block is as it was. `realloc(0, size)` is `malloc(size)`.
   * `realloc(address, 0)`, which C23 leaves undefined, is `free(address)` and answers 0. A heap
   * without `memory` cannot move a block.
   */
  readonly realloc: (address: number, size: number) => number;
  /**
   * Ends the block; `free(0)` does nothing. `false` if no live block begins at the address, as in a
   * second free: C allows anything then, here nothing is changed.
   */
  readonly free: (address: number) => boolean;
  /**
   * As `malloc`, and the address is a multiple of `alignment`; or 0 if that is not a power of two.
   * As in C17 the size need not be a multiple of it. Like any other block it is freed by `free`,
   * and `realloc` keeps no more than 16 of its alignment.
   */
  readonly aligned_alloc: (alignment: number, size: number) => number;
  /** Bytes that the block at this address may use; 0 if no live block begins there. */
  readonly malloc_usable_size: (address: number) => number;
}

/** `null` if the heap could grant the address 0. Several facades of one heap share its blocks. */
export function mallocOf(heap: HeapAllocator): Malloc | null {
  if (heap.first === 0) return null;
  const malloc = (size: number): number => {
    const address = heap.alloc(size);
    if (address >= 0) return address;
    return isZero(size) ? orNull(heap.alloc(1)) : 0;
  };
  return {
    malloc,
    calloc(count, size) {
      if (!isWhole(count) || !isWhole(size)) return 0;
      // A product that is rounded is 2^53 or more, and so refused.
      return orNull(heap.allocZeroed(count * size || 1));
    },
    realloc(address, size) {
      if (address === 0) return malloc(size);
      if (!isZero(size)) return orNull(heap.realloc(address, size));
      heap.dealloc(address);
      return 0;
    },
    free: (address) => heap.dealloc(address) === SUCCESS || address === 0,
    aligned_alloc: (alignment, size) => orNull(heap.alloc(isZero(size) ? 1 : size, alignment)),
    malloc_usable_size: (address) => orNull(heap.usableSize(address)),
  };
}

/** The NULL of C for a negative code. */
function orNull(answer: number): number {
  return answer < 0 ? 0 : answer;
}

/** Minus zero is no size. */
function isZero(size: number): boolean {
  return Object.is(size, 0);
}
