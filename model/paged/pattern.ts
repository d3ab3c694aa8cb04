/** What the kit writes, and what tells afterwards whose a byte is. */

/** What the kit puts over its buffers after each call. No pattern has this byte. */
export const PAGED_SCRIBBLE = 255;

/** Pattern bytes are 1 to this: neither fresh memory nor scribbling looks like one. */
const VALUES = 254;

/**
 * The bytes of a write. Two tags below 254 differ in every byte; beyond that the step differs, so that no
 * two tags below 64,262 agree in all of their first eight bytes.
 */
export function pagedPattern(tag: number, length: number): readonly number[] {
  const start = tag % VALUES;
  const step = 1 + (Math.floor(tag / VALUES) % (VALUES - 1));
  return Array.from({ length }, (_, at) => 1 + ((start + at * step) % VALUES));
}
