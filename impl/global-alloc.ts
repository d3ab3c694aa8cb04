/**
 * A heap with the calls of Rust's GlobalAlloc: a layout goes in, an address or `null` comes out, and
 * the layout comes back at the dealloc. Nothing throws, whatever is passed.
 *
 * What is undefined in Rust is refused here and changes nothing: a layout of no bytes, an alignment
 * that is not a power of two, a size that reaches 2^53 when rounded up to it; an address where no
 * block begins, and a layout that the block there cannot have.
 */
import type { HeapAllocator } from './heap.ts';
import { isPowerOfTwo, isWhole } from './numbers.ts';
import { GRANULE } from './shadow.ts';
import { SUCCESS } from './status.ts';

export interface Layout {
  /** Bytes, 1 or more; below 2^53 when rounded up to a multiple of `align`. */
  readonly size: number;
  /** A power of two. */
  readonly align: number;
}

export interface GlobalAlloc {
  /** The address of a block of `size` bytes, a multiple of `align`; or `null`. */
  readonly alloc: (layout: Layout) => number | null;
  /** The same, and every byte is 0. `null` if the heap was made without `memory`. */
  readonly allocZeroed: (layout: Layout) => number | null;
  /** `false` if there is no such block, as for `null`, which is harmless. */
  readonly dealloc: (address: number | null, layout: Layout) => boolean;
  /**
   * The address of the block after it was given `newSize` bytes at the same alignment, with the
   * bytes that both sizes have. Or `null`, and the block is as it was. A heap without `memory`
   * cannot move a block.
   */
  readonly realloc: (address: number | null, layout: Layout, newSize: number) => number | null;
}

/** The functions are closures and need no object. Several facades of one heap share its blocks. */
export function globalAllocOf(heap: HeapAllocator): GlobalAlloc {
  const isBlock = (address: number | null, layout: Layout): address is number => {
    if (address === null || !isWhole(layout?.size) || !isPowerOfTwo(layout.align)) return false;
    const size = heap.usableSize(address);
    return size >= layout.size && size - layout.size < GRANULE && address % layout.align === 0;
  };
  return {
    alloc: (layout) => orNull(heap.alloc(layout?.size, layout?.align)),
    allocZeroed: (layout) => orNull(heap.allocZeroed(layout?.size, layout?.align)),
    dealloc: (address, layout) => isBlock(address, layout) && heap.dealloc(address) === SUCCESS,
    realloc: (address, layout, newSize) =>
      isBlock(address, layout) ? orNull(heap.realloc(address, newSize, layout.align)) : null,
  };
}

function orNull(address: number): number | null {
  return address < 0 ? null : address;
}
