/**
 * Which numbers an allocator accepts. The types say `number`, but a caller without types may pass
 * anything.
 *
 *     -Infinity ... -1  -0 | 0  1 ... 2^53-1 | 2^53 ... Infinity  NaN  2.5  '7'  undefined
 *          refused         |     whole       |               refused
 */

/** A whole number from 0 to 2^53 - 1. Minus zero is refused: it is not its own magnitude. */
export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && Object.is(Math.abs(value), value);
}

/** Halves instead of masking, because a memory may be larger than 32-bit operators can see. */
export function isPowerOfTwo(value: number): boolean {
  let rest = isWhole(value) ? value : 0;
  while (rest > 1) rest /= 2;
  return rest === 1;
}
