/** Calls a paged allocator. Buffers that were handed over are scribbled on afterwards. */
import { z } from 'zod';
import { PAGED_SCRIBBLE, pagedPattern } from '../../model/index.ts';
import type {
  FrameRun,
  PagedAdapter,
  PagedConfig,
  PagedLayout,
  PagedOperation,
  PagedOutcome,
  PagedStats,
  PagedSubject,
  ReadStatus,
  Segment,
} from '../../spec/index.ts';
import { attempt, created, fingerprintOf, malformed, skipped } from '../answer.ts';
import type { Driver } from '../kit.ts';

const MARKS = /^[01]*$/;
const amount = z.int().min(0);
const grantShape = z.object({ position: amount, frames: amount, bytes: amount });

const isReadStatus = (value: unknown): value is ReadStatus =>
  value === 'no-segment' || value === 'out-of-range-low' || value === 'out-of-range-high';

export function drivePaged(
  subject: PagedSubject,
  asked: PagedConfig,
  adapter: PagedAdapter,
): Driver<'paged'> {
  const config: PagedConfig = { ...asked, ...subject.geometry };

  const alloc = ({ pid, size }: PagedOperation & { kind: 'alloc' }): PagedOutcome => {
    const answer: unknown = Reflect.apply(subject.alloc, subject, [pid, size]);
    if (answer === null) return { status: 'refused' };
    if (typeof answer === 'number' && Number.isSafeInteger(answer) && answer >= 0) {
      return { status: 'granted', position: answer };
    }
    const part = grantShape.safeParse(answer);
    if (part.success) return { status: 'granted', ...part.data };
    return malformed(answer, 'a position, { position, frames, bytes } or null');
  };

  const dealloc = (pid: unknown): PagedOutcome => {
    const answer: unknown = Reflect.apply(subject.dealloc, subject, [pid]);
    if (answer === null) return { status: 'refused' };
    if (answer === 'success' || answer === 'quarantined' || answer === 'already-free')
      return { status: answer };
    return malformed(answer, '"success", "quarantined", "already-free" or null');
  };

  /** Whoever was answered may keep the buffer, and overwrite it while the next answer is read. */
  let kept: Uint8Array | undefined;
  const read = ({ pid, address, length }: PagedOperation & { kind: 'read' }): PagedOutcome => {
    const answer: unknown = Reflect.apply(subject.read, subject, [pid, { ...address }, length]);
    if (isReadStatus(answer)) return { status: answer };
    if (!(answer instanceof Uint8Array)) return malformed(answer, 'a Uint8Array or a status');
    kept?.fill(PAGED_SCRIBBLE);
    kept = answer;
    // `Array.from` would take several times as long, and most calls are reads.
    const bytes: number[] = [];
    for (let at = 0; at < answer.length; at++) bytes.push(answer[at]!);
    answer.fill(PAGED_SCRIBBLE);
    return { status: 'read', bytes };
  };

  const write = ({
    pid,
    address,
    length,
    tag,
  }: PagedOperation & { kind: 'write' }): PagedOutcome => {
    const bytes = new Uint8Array(pagedPattern(tag, length));
    const answer: unknown = Reflect.apply(subject.write, subject, [pid, { ...address }, bytes]);
    bytes.fill(PAGED_SCRIBBLE);
    if (isReadStatus(answer)) return { status: answer };
    return answer === 'ok' ? { status: 'written' } : malformed(answer, '"ok" or a status');
  };

  const purge = (): PagedOutcome => {
    if (subject.purge === undefined) return skipped;
    const count: unknown = subject.purge();
    return isCount(count) ? { status: 'purged', count } : malformed(count, 'a number of entries');
  };

  const observe = (): PagedOutcome => {
    const stats = subject.stats === undefined ? undefined : readStats(subject.stats());
    if (stats === null)
      return malformed(subject.stats?.(), 'statistics { freeFrames?, freeSlots? }');
    const layout = subject.inspect === undefined ? undefined : readLayout(subject.inspect());
    if (layout === null)
      return malformed(
        subject.inspect?.(),
        'a layout { segments, quarantine, marks }, segments by pid',
      );
    const count: unknown = subject.quarantineCount?.();
    if (subject.quarantineCount !== undefined && !isCount(count))
      return malformed(count, 'a number of entries');
    return observed(stats, layout, isCount(count) ? count : undefined);
  };

  const call = (operation: PagedOperation): PagedOutcome => {
    switch (operation.kind) {
      case 'alloc':
        return alloc(operation);
      case 'dealloc':
        return dealloc(operation.pid);
      case 'read':
        return read(operation);
      case 'write':
        return write(operation);
      case 'purge':
        return purge();
      case 'tamper':
        return subject.tamper?.(operation.pid, operation.page, operation.mark)
          ? { status: 'done' }
          : skipped;
      case 'observe':
        return observe();
      case 'reset':
        if (subject.reset === undefined) return skipped;
        subject.reset();
        return { status: 'done' };
      case 'create':
        return created(adapter, operation.config);
    }
  };
  return {
    config,
    apply: (operation) => attempt(() => call(operation)),
    fingerprint: () => fingerprintOf(subject),
  };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** What was shown, without what was not; all at once is the usual case. */
function observed(
  stats: PagedStats | undefined,
  layout: PagedLayout | undefined,
  quarantineCount: number | undefined,
): PagedOutcome {
  const status = 'observed';
  if (stats !== undefined && layout !== undefined && quarantineCount !== undefined)
    return { status, stats, layout, quarantineCount };
  return {
    status,
    ...(stats && { stats }),
    ...(layout && { layout }),
    ...(quarantineCount !== undefined && { quarantineCount }),
  };
}

// What an observation shows is checked by hand: a schema would take longer than the judge.

function readStats(value: unknown): PagedStats | null {
  if (!isRecord(value)) return null;
  const stats: { freeFrames?: number; freeSlots?: number } = {};
  for (const name of ['freeFrames', 'freeSlots'] as const) {
    const amount = value[name];
    if (amount === undefined) continue;
    if (!isCount(amount)) return null;
    stats[name] = amount;
  }
  return stats;
}

function readLayout(value: unknown): PagedLayout | null {
  if (!isRecord(value)) return null;
  const segments = copied(value.segments, segmentOf);
  const quarantine = copied(value.quarantine, runOf);
  const { marks } = value;
  if (segments === null || quarantine === null) return null;
  if (typeof marks !== 'string' || !MARKS.test(marks) || !areByPid(segments)) return null;
  return { segments, quarantine, marks };
}

/** Positions are judged by clauses. */
function areByPid(segments: readonly Segment[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const { pid } of segments) {
    if (pid < last) return false;
    last = pid;
  }
  return true;
}

function runOf(value: unknown): FrameRun | null {
  if (!isRecord(value)) return null;
  const { first, count } = value;
  return isInteger(first) && isInteger(count) ? { first, count } : null;
}

function segmentOf(value: unknown): Segment | null {
  if (!isRecord(value)) return null;
  const { first, count, pid, position } = value;
  const isRight = isInteger(first) && isInteger(count) && isInteger(pid) && isInteger(position);
  return isRight ? { first, count, pid, position } : null;
}

/** A list of what each item reads as; `null` if one of them cannot be read. */
function copied<Item>(list: unknown, read: (value: unknown) => Item | null): Item[] | null {
  if (!Array.isArray(list)) return null;
  const items: Item[] = [];
  for (let at = 0; at < list.length; at++) {
    const item = read(list[at]);
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

const isInteger = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
