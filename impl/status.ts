/**
 * What the hot paths answer beside an address, a frame, a position or a length, all of which are 0 or more.
 *
 *     negative       the call was refused, or did not find its bytes, and changed nothing
 *     0 and above    a value; of `dealloc`: one of the three statuses below
 */

/** Bytes, frames or slots are short. */
export const REFUSED = -1;
/**
 * A size, count or position that is not a whole number from 0 to 2^53 - 1; or zero where that is no
 * request.
 */
export const INVALID_SIZE = -2;
export const INVALID_PID = -3;
/** The block or run was not granted, or not as a whole, or is granted no more. */
export const NOT_LIVE = -4;
export const NO_SEGMENT = -5;
export const OUT_OF_RANGE_LOW = -6;
export const OUT_OF_RANGE_HIGH = -7;
/** An alignment that is not a power of two. */
export const INVALID_ALIGN = -8;

export const SUCCESS = 0;
/** Everything was taken from the pid, but a part of it went to the quarantine. */
export const QUARANTINED = 1;
/** The pid owned nothing. */
export const ALREADY_FREE = 2;
