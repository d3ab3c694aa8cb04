/**
 * The pattern that fills a block, and what is left of it. Byte `i` of pattern `tag` is `tag + 31 * i`, so a
 * block that was shifted, cut or overwritten is told from an intact one, and a run of intact bytes is one
 * pair however long it is.
 */
import type { Content } from '../../spec/index.ts';

const STRIDE = 31;

export function fill(bytes: Uint8Array, tag: number): void {
  for (let at = 0, value = tag; at < bytes.length; at++, value += STRIDE) bytes[at] = value;
}

/** The tags of which the bytes continue the pattern. */
export const patternRuns = (bytes: Uint8Array): Content => runs(bytes, STRIDE);

/** The bytes themselves. */
export const rawRuns = (bytes: Uint8Array): Content => runs(bytes, 0);

function runs(bytes: Uint8Array, stride: number): Content {
  const found: [number, number][] = [];
  let current: [number, number] | undefined;
  for (let at = 0; at < bytes.length; at++) {
    const value = (bytes[at]! - stride * at) & 0xff;
    if (current !== undefined && current[0] === value) current[1]++;
    else {
      current = [value, 1];
      found.push(current);
    }
  }
  return found;
}
