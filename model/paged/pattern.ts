/** What the kit writes, and what tells afterwards whose a byte is. */

/** What the kit puts over its buffers after each call. No pattern has this byte. */
export const PAGED_SCRIBBLE = 255;

/** Pattern bytes are 1 to this: neither fresh memory nor scribbling looks like one. */
const VALUES = 254;

/**
 * Two tags below 254 differ in every byte; beyond that the step differs, so that no two tags below
 * 64,262 agree in all of their first eight bytes.
 */
export function patternByte(tag: number, at: number): number {
  const step = 1 + (Math.floor(tag / VALUES) % (VALUES - 1));
  return 1 + (((tag % VALUES) + at * step) % VALUES);
}

/** The bytes of a write. */
export function pagedPattern(tag: number, length: number): readonly number[] {
  const bytes: number[] = [];
  for (let at = 0; at < length; at += 1) bytes.push(patternByte(tag, at));
  return bytes;
}
