/** Which byte a pid must read, and where a byte comes from that it must not read. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { patternByte } from './pattern.ts';
import {
  accessOf,
  frameSizeOf,
  grantsOf,
  type Ink,
  type PagedState,
  type RefusedWrite,
  type Region,
  regionOf,
  type Write,
} from './state.ts';

/** One byte that was read. */
export interface ReadByte {
  readonly pid: number;
  readonly position: number;
  readonly value: number;
  readonly expected: number;
  /** The pid wrote it since the page was mapped. */
  readonly isOwn: boolean;
  /** Its page was mapped after a purge. */
  readonly afterPurge: boolean;
}

/** The bytes of a read that had to be served and was; `null` for any other call. */
export function bytesOf(
  state: PagedState,
  operation: PagedOperation,
  outcome: PagedOutcome,
): readonly ReadByte[] | null {
  if (operation.kind !== 'read' || outcome.status !== 'read' || state.isTainted) return null;
  if (accessOf(state, operation).is !== 'served') return null;
  const region = regionOf(state, operation.pid);
  const { position } = operation.address;
  if (region === undefined || typeof position !== 'number') return null;
  const grant = grantsOf(state, region.pid).find(
    ({ start, size }) => position >= start && position < start + size,
  );
  return outcome.bytes.map((value, at) => ({
    pid: region.pid,
    position: position + at,
    value,
    ...expectedAt(region, position + at),
    afterPurge: grant?.afterPurge === true,
  }));
}

export function expectedAt(
  { writes }: Region,
  position: number,
): Pick<ReadByte, 'expected' | 'isOwn'> {
  const last = writes.findLast((write) => isWithin(write, position));
  return { expected: last === undefined ? 0 : byteOf(last, position), isOwn: last !== undefined };
}

const isWithin = (write: Write, position: number): boolean =>
  position >= write.position && position < write.position + write.length;

const byteOf = ({ tag, position }: Write, at: number): number => patternByte(tag, at - position);

export const isWrong = ({ value, expected }: ReadByte): boolean => value !== expected;

export function wrongByte(bytes: readonly ReadByte[]): string | null {
  const wrong = bytes.find(isWrong);
  return wrong === undefined ? null : showByte(wrong);
}

export const showByte = ({ pid, position, value, expected }: ReadByte): string =>
  `pid ${pid} reads ${value} at ${position} instead of ${expected}`;

/** Whether such a write could show at the bytes, and if it does, what that looks like. */
export function traceOf(
  state: PagedState,
  bytes: readonly ReadByte[],
  isSuspect: (ink: Ink) => boolean,
): string | boolean {
  const frameSize = frameSizeOf(state);
  // In terms of the place in a page, which stays the same when frames change hands.
  const suspects = state.ink.filter(isSuspect).map((ink) => ({ ...ink, position: ink.offset }));
  for (const byte of bytes.filter(isWrong)) {
    const offset = byte.position % frameSize;
    const source = suspects.find(
      (ink) => isWithin(ink, offset) && byteOf(ink, offset) === byte.value,
    );
    if (source === undefined) continue;
    const when = source.isPast ? 'once wrote' : 'wrote';
    return `${showByte(byte)}: a byte that pid ${source.pid} ${when} (tag ${source.tag})`;
  }
  return bytes.some(({ position }) => suspects.some((ink) => isWithin(ink, position % frameSize)));
}

/** The same for writes that were refused, by the position that they named. */
export function traceOfRefused(
  { refusedWrites }: PagedState,
  bytes: readonly ReadByte[],
): string | boolean {
  const isAimed = (write: RefusedWrite, { pid, position }: ReadByte): boolean =>
    (write.pid === pid || write.to === pid) && isWithin(write, position);
  for (const byte of bytes.filter(isWrong)) {
    const source = refusedWrites.find(
      (write) => isAimed(write, byte) && byteOf(write, byte.position) === byte.value,
    );
    if (source === undefined) continue;
    const { pid, tag } = source;
    return `${showByte(byte)}: a byte of the refused write of tag ${tag} by pid ${pid}`;
  }
  return bytes.some((byte) => refusedWrites.some((write) => isAimed(write, byte)));
}
