/** Which byte a pid must read, and where a byte comes from that it must not read. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { once } from '../common.ts';
import type { Transition } from '../model.ts';
import { patternByte } from './pattern.ts';
import {
  accessOf,
  frameSizeOf,
  type Ink,
  type PagedState,
  type RefusedWrite,
  regionOf,
  type Write,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;

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

/** The bytes of a read: all of them, those that the pid wrote, and the others. */
export interface BytesRead {
  readonly all: readonly ReadByte[];
  readonly own: readonly ReadByte[];
  readonly fresh: readonly ReadByte[];
}

const NO_BYTES: BytesRead = { all: [], own: [], fresh: [] };

/** The bytes of a read that had to be served and was; none of any other call. */
export const bytesOf = once(({ before, operation, outcome }: T): BytesRead => {
  if (operation.kind !== 'read' || outcome.status !== 'read' || before.isTainted) return NO_BYTES;
  if (accessOf(before, operation).is !== 'served') return NO_BYTES;
  const region = regionOf(before, operation.pid);
  const { position: from } = operation.address;
  if (region === undefined || typeof from !== 'number') return NO_BYTES;
  const { pid, grants } = region;
  const grant = grants.find(({ start, size }) => from >= start && from < start + size);
  const afterPurge = grant?.afterPurge === true;
  const end = from + outcome.bytes.length;
  const writes = region.writes.filter((write) => write.position < end && from < endOfWrite(write));
  const all = outcome.bytes.map((value, at): ReadByte => {
    const position = from + at;
    const { expected, isOwn } = expectedAt(writes, position);
    return { pid, position, value, expected, isOwn, afterPurge };
  });
  const own = all.filter(({ isOwn }) => isOwn);
  if (own.length === all.length) return { all, own, fresh: NO_BYTES.fresh };
  return { all, own, fresh: own.length === 0 ? all : all.filter(({ isOwn }) => !isOwn) };
});

const endOfWrite = ({ position, length }: Write): number => position + length;

/** What the latest of the writes left at a position. */
export function expectedAt(
  writes: readonly Write[],
  position: number,
): Pick<ReadByte, 'expected' | 'isOwn'> {
  const last = writes.findLast((write) => isWithin(write.position, write.length, position));
  if (last === undefined) return { expected: 0, isOwn: false };
  return { expected: patternByte(last.tag, position - last.position), isOwn: true };
}

const isWithin = (first: number, length: number, position: number): boolean =>
  position >= first && position < first + length;

const isWrong = ({ value, expected }: ReadByte): boolean => value !== expected;

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
  if (bytes.length === 0) return false;
  const frameSize = frameSizeOf(state);
  // In terms of the place in a page, which stays the same when frames change hands.
  const isUnder = ({ offset, length }: Ink, { position }: ReadByte): boolean =>
    isWithin(offset, length, position % frameSize);
  const shows = (ink: Ink, byte: ReadByte): boolean =>
    isUnder(ink, byte) &&
    patternByte(ink.tag, (byte.position % frameSize) - ink.offset) === byte.value;
  if (bytes.some(isWrong)) {
    const suspects = byText(state.ink.filter(isSuspect));
    for (const byte of bytes.filter(isWrong)) {
      const source = suspects.find((ink) => shows(ink, byte));
      if (source === undefined) continue;
      const when = source.isPast ? 'once wrote' : 'wrote';
      return `${showByte(byte)}: a byte that pid ${source.pid} ${when} (tag ${source.tag})`;
    }
  }
  return state.ink.some((ink) => isSuspect(ink) && bytes.some((byte) => isUnder(ink, byte)));
}

/** The same for writes that were refused, by the position that they named. */
export function traceOfRefused(
  { refusedWrites }: PagedState,
  bytes: readonly ReadByte[],
): string | boolean {
  const isAimed = (write: RefusedWrite, { pid, position }: ReadByte): boolean =>
    (write.pid === pid || write.to === pid) && isWithin(write.position, write.length, position);
  const shows = (write: RefusedWrite, byte: ReadByte): boolean =>
    isAimed(write, byte) && patternByte(write.tag, byte.position - write.position) === byte.value;
  if (bytes.some(isWrong)) {
    const suspects = byText(refusedWrites);
    for (const byte of bytes.filter(isWrong)) {
      const source = suspects.find((write) => shows(write, byte));
      if (source === undefined) continue;
      const { pid, tag } = source;
      return `${showByte(byte)}: a byte of the refused write of tag ${tag} by pid ${pid}`;
    }
  }
  return refusedWrites.some((write) => bytes.some((byte) => isAimed(write, byte)));
}

/** In one order, so that the same set has the same first suspect. */
const byText = <Item>(set: readonly Item[]): readonly Item[] =>
  set
    .map((item) => ({ item, text: JSON.stringify(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ item }) => item);
