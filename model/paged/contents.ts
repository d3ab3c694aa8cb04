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

/** Writes to the place in a page that a byte has. */
const inkAt = (state: PagedState, { position }: ReadByte): readonly Ink[] => {
  const offset = position % frameSizeOf(state);
  return state.ink.filter((ink) => offset >= ink.offset && offset < ink.offset + ink.length);
};

/** Whether such a write could show at the byte, and if it does, what that looks like. */
export function traceOf(
  state: PagedState,
  bytes: readonly ReadByte[],
  isSuspect: (ink: Ink) => boolean,
): string | boolean {
  let isPossible = false;
  for (const byte of bytes) {
    if (isPossible && !isWrong(byte)) continue;
    const offset = byte.position % frameSizeOf(state);
    for (const ink of inkAt(state, byte).filter(isSuspect)) {
      isPossible = true;
      const value = byteOf({ ...ink, position: ink.offset }, offset);
      if (isWrong(byte) && byte.value === value) {
        const when = ink.isPast ? 'once wrote' : 'wrote';
        return `${showByte(byte)}: a byte that pid ${ink.pid} ${when} (tag ${ink.tag})`;
      }
    }
  }
  return isPossible;
}

/** The same for writes that were refused, by the position that they named. */
export function traceOfRefused(
  { refusedWrites }: PagedState,
  bytes: readonly ReadByte[],
): string | boolean {
  let isPossible = false;
  for (const byte of bytes) {
    const aimedHere = (write: RefusedWrite): boolean =>
      (write.pid === byte.pid || write.to === byte.pid) && isWithin(write, byte.position);
    for (const write of refusedWrites.filter(aimedHere)) {
      isPossible = true;
      if (isWrong(byte) && byte.value === byteOf(write, byte.position)) {
        return `${showByte(byte)}: a byte of the refused write of tag ${write.tag} by pid ${write.pid}`;
      }
    }
  }
  return isPossible;
}
