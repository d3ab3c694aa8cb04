/** Calls a bitmap by slots. A slot holds the runs of one grant. */
import { z } from 'zod';
import type {
  BitmapAdapter,
  BitmapConfig,
  BitmapMisuse,
  BitmapOperation,
  BitmapOutcome,
  BitmapStats,
  BitmapSubject,
  FrameRun,
} from '../../spec/index.ts';
import { attempt, created, fingerprintOf, malformed, skipped } from '../answer.ts';
import type { Driver } from '../kit.ts';

interface Held {
  readonly runs: readonly FrameRun[];
  readonly live: boolean;
}

const amount = z.int().min(0).optional();
const statsShape = z.object({ freeFrames: amount, longestRun: amount });
const runShape = z.object({ first: z.int(), count: z.int() });
const runsShape = z.array(runShape);

export function driveBitmap(
  subject: BitmapSubject,
  config: BitmapConfig,
  adapter: BitmapAdapter,
): Driver<'bitmap'> {
  const slots = new Map<number, Held>();
  const everGranted = new Set<number>();

  const take = (slot: number, runs: readonly FrameRun[]): BitmapOutcome => {
    slots.set(slot, { runs, live: true });
    for (const { first, count } of runs) {
      for (let frame = first; frame < Math.min(first + count, config.frameCount); frame++)
        everGranted.add(frame);
    }
    return { status: 'granted', runs };
  };

  const alloc = (slot: number, count: unknown): BitmapOutcome => {
    if (slots.get(slot)?.live) return skipped;
    const first: unknown = Reflect.apply(subject.alloc, subject, [count]);
    if (first === null) return { status: 'refused' };
    if (typeof first !== 'number' || !Number.isSafeInteger(first) || first < 0)
      return malformed(first, 'a frame or null');
    return take(slot, [{ first, count: typeof count === 'number' ? count : 0 }]);
  };

  const allocSplit = (slot: number, count: unknown, limit: unknown): BitmapOutcome => {
    if (slots.get(slot)?.live || subject.allocSplit === undefined) return skipped;
    const answer: unknown = Reflect.apply(subject.allocSplit, subject, [count, limit]);
    if (answer === null) return { status: 'refused' };
    const runs = runsShape.safeParse(answer);
    return runs.success
      ? take(slot, runs.data)
      : malformed(answer, 'runs { first, count } or null');
  };

  const dealloc = (slot: number): BitmapOutcome => {
    const held = slots.get(slot);
    if (!held?.live) return skipped;
    slots.set(slot, { ...held, live: false });
    const lowestFirst = [...held.runs].sort((a, b) => a.first - b.first);
    let rejected = false;
    for (const { first, count } of lowestFirst) {
      const answer: unknown = subject.dealloc(first, count);
      if (answer === false) rejected = true;
    }
    return { status: rejected ? 'rejected' : 'done' };
  };

  const misuse = (how: BitmapMisuse, slot: number): BitmapOutcome => {
    const run = misuseTarget(how, slot);
    if (run === undefined) return skipped;
    const answer: unknown = subject.dealloc(run.first, run.count);
    return { status: answer === false ? 'rejected' : 'done' };
  };

  const isFree = ({ first, count }: FrameRun): boolean =>
    [...slots.values()].every(
      ({ live, runs }) =>
        !live || runs.every((run) => run.first >= first + count || first >= run.first + run.count),
    );

  const misuseTarget = (how: BitmapMisuse, slot: number): FrameRun | undefined => {
    const held = slots.get(slot);
    const run = held?.runs[slot % held.runs.length];
    const { frameCount } = config;
    switch (how) {
      case 'double':
        return held?.live || run === undefined || !isFree(run) ? undefined : run;
      case 'partial':
        if (!held?.live || run === undefined || run.count < 2) return undefined;
        return [
          { first: run.first, count: run.count - 1 },
          { first: run.first + 1, count: run.count - 1 },
          { first: run.first, count: 1 },
          { first: run.first + run.count - 1, count: 1 },
        ][slot % 4];
      case 'range':
        // A run that is live, and all behind it, and one frame more.
        if (slot % 4 > 1 && held?.live && run !== undefined)
          return { first: run.first, count: frameCount - run.first + 1 };
        return slot % 2 === 0
          ? { first: frameCount, count: 1 }
          : { first: frameCount * 2, count: 2 };
      case 'foreign': {
        // A run of no frames is granted to nobody.
        const count = slot % 2;
        for (let frame = frameCount - 1; frame >= 0; frame--) {
          if (!everGranted.has(frame)) return { first: frame, count };
        }
        return undefined;
      }
    }
  };

  const observe = (): BitmapOutcome => {
    const stats = subject.stats === undefined ? {} : readStats(subject.stats());
    if (stats === null)
      return malformed(subject.stats?.(), 'statistics { freeFrames?, longestRun? }');
    if (subject.inspect === undefined) return { status: 'observed', ...stats };
    const marks: unknown = subject.inspect();
    if (typeof marks !== 'string' || !/^[01]*$/.test(marks))
      return malformed(marks, 'a 0 or 1 for each frame');
    return { status: 'observed', ...stats, marks };
  };

  const call = (operation: BitmapOperation): BitmapOutcome => {
    switch (operation.kind) {
      case 'alloc':
        return alloc(operation.slot, operation.count);
      case 'allocSplit':
        return allocSplit(operation.slot, operation.count, operation.limit);
      case 'dealloc':
        return dealloc(operation.slot);
      case 'misuse':
        return misuse(operation.how, operation.slot);
      case 'observe':
        return observe();
      case 'reset':
        if (subject.reset === undefined) return skipped;
        subject.reset();
        // To deallocate what was live is misuse from here on.
        for (const [slot, held] of slots) slots.set(slot, { ...held, live: false });
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

function readStats(value: unknown): { stats: BitmapStats } | null {
  const parsed = statsShape.safeParse(value);
  if (!parsed.success) return null;
  const { freeFrames, longestRun } = parsed.data;
  return {
    stats: {
      ...(freeFrames === undefined ? {} : { freeFrames }),
      ...(longestRun === undefined ? {} : { longestRun }),
    },
  };
}
