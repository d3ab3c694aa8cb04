/** What is injected into the histories of a bitmap, and by which clauses it shows. */
import type { BitmapConfig, BitmapMisuse, BitmapOperation } from '../../spec/index.ts';
import { ODD_NUMBERS } from '../generate.ts';
import { givenBack, type Injecting, type Injection, type Point } from '../inject/injection.ts';
import { slotsOf } from '../inject/slots.ts';
import { bitmapBases, SPARE, SPARES } from './bases.ts';
import { alloc, dealloc, misuse, observe, reset, split } from './calls.ts';
import { misuseKinds } from './generate.ts';

type At = Point<'bitmap'>;

const exhausted: Injection<'bitmap'> = {
  name: 'frames are exhausted',
  shows: 'Every free frame can be had, and a request for one more takes nothing.',
  clauses: ['common.refuse.unchanged', 'common.inspect.partition'],
  made({ config }) {
    const taken: BitmapOperation[] = [];
    const slots = Array.from({ length: SPARES - 1 }, (_, nth) => SPARE + nth);
    // Holes of every length: those of at least `count` frames are used up before smaller ones.
    let count = config.frameCount;
    for (const slot of slots) {
      taken.push(alloc(slot, count));
      if (slot % 3 === 0) count = Math.max(1, Math.floor(count / 2));
    }
    const last = alloc(SPARE + SPARES - 1, config.frameCount);
    return givenBack([...taken, observe, last, last, observe], [...slots.map(dealloc), observe]);
  },
};

const tooMuch: Injection<'bitmap'> = {
  name: 'too much is asked for',
  shows: 'A refused request changes nothing, however often it is made.',
  clauses: ['common.refuse.unchanged', 'common.refuse.stable', 'common.refuse.monotone'],
  made: (at) =>
    [freeAt(at) + 1, at.config.frameCount + 1, 2 ** 32 + 1].map((count) => {
      const [one, larger] = [alloc(SPARE, count), alloc(SPARE, count + at.config.frameCount)];
      return { now: [observe, one, one, larger, observe] };
    }),
};

const tooFewRuns: Injection<'bitmap'> = {
  name: 'a split with too small a limit',
  shows: 'Runs that were found before the limit was reached are given up again.',
  clauses: ['bitmap.split.limit', 'bitmap.split.gathers'],
  needs: ['allocSplit'],
  made(at) {
    const free = freeAt(at);
    if (free < 1) return [];
    const whole = [split(SPARE, free, free), observe, dealloc(SPARE)];
    return [1, 2].map((limit) => ({
      now: [observe, split(SPARE, free, limit), observe, dealloc(SPARE), ...whole, observe],
    }));
  },
};

const again: Injection<'bitmap'> = {
  name: 'a run comes and goes',
  shows: 'Alloc and dealloc in turn lose nothing.',
  clauses: ['common.grant.no-creep', 'common.stats.agree'],
  made(at) {
    const longest = longestAt(at);
    const counts = longest === 0 ? [] : [...new Set([1, longest])];
    return counts.map((count) => {
      const turn = [alloc(SPARE, count), dealloc(SPARE)];
      return { now: [...turn, ...turn, observe] };
    });
  },
};

const wrongNumber: Injection<'bitmap'> = {
  name: 'a count or a limit that is no number of frames',
  shows: 'It is refused, and changes nothing.',
  clauses: ['bitmap.alloc.zero-refused', 'bitmap.alloc.invalid-refused', 'common.refuse.unchanged'],
  made({ profile: { answers, hooks } }) {
    const odd = answers.invalidNumbers === 'reject' ? ODD_NUMBERS.filter(isOdd) : [];
    const splits = hooks.includes('allocSplit')
      ? odd.flatMap((value) => [split(SPARE, value, 1), split(SPARE, 1, value)])
      : [];
    const calls = [alloc(SPARE, 0), ...odd.map((value) => alloc(SPARE, value)), ...splits];
    return [{ now: [observe, ...calls, observe] }];
  },
};

/** Integers are refused for their size, or may be limits. */
const isOdd = (value: unknown): boolean => !(Number.isSafeInteger(value) && Number(value) > 0);

/** Misuse of one kind; what it can be aimed at depends on the position. */
const misused = (
  how: BitmapMisuse,
  clauses: Injection<'bitmap'>['clauses'],
  shows: string,
  targets: (at: At) => readonly number[],
): Injection<'bitmap'> => ({
  name: `misuse: ${how}`,
  shows,
  clauses: [...clauses, 'common.misuse.unchanged'],
  made: (at) =>
    misuseKinds(at.profile.answers).includes(how)
      ? targets(at).map((slot) => ({ now: [observe, misuse(how, slot), observe] }))
      : [],
});

const forgotten: Injection<'bitmap'> = {
  name: 'a reset',
  shows: 'Whatever there was, it is forgotten.',
  clauses: ['common.stats.agree', 'common.inspect.partition'],
  needs: ['reset'],
  made: () => [{ now: [observe, reset, observe] }],
};

export const bitmapInjecting: Injecting<'bitmap'> = {
  bases: bitmapBases,
  injections: [
    exhausted,
    tooMuch,
    tooFewRuns,
    again,
    wrongNumber,
    misused(
      'double',
      ['common.misuse.double-detected'],
      'A run that is gone cannot be deallocated again.',
      doubles,
    ),
    misused(
      'partial',
      ['bitmap.misuse.partial-detected'],
      'A part of a run cannot be deallocated.',
      ({ steps }) => longRuns(steps),
    ),
    misused(
      'foreign',
      ['common.misuse.foreign-detected'],
      'A frame that was never granted cannot be deallocated.',
      (at) => (grantedEver(at).includes(false) ? [0] : []),
    ),
    misused(
      'range',
      ['bitmap.misuse.range-detected'],
      'Frames beyond the last one cannot be deallocated.',
      () => [0, 1],
    ),
    forgotten,
  ],
};

type Runs = readonly { readonly first: number; readonly count: number }[];

/** The runs that each slot was granted last, and whether it holds them. */
function runsAt(steps: At['steps']): { slot: number; runs: Runs; live: boolean }[] {
  const { live, ended } = slotsOf(steps);
  const granted = new Map<number, Runs>();
  for (const { operation, outcome } of steps) {
    if ('slot' in operation && outcome.status === 'granted')
      granted.set(operation.slot, outcome.runs);
  }
  return [...live.keys(), ...ended].map((slot) => ({
    slot,
    runs: granted.get(slot) ?? [],
    live: live.has(slot),
  }));
}

/** One value a frame. */
function framesOf({ frameCount }: BitmapConfig, all: readonly Runs[]): boolean[] {
  const used = new Array<boolean>(frameCount).fill(false);
  for (const { first, count } of all.flat()) used.fill(true, first, first + count);
  return used;
}

const liveFrames = ({ config, steps }: At): boolean[] =>
  framesOf(
    config,
    runsAt(steps).flatMap(({ runs, live }) => (live ? [runs] : [])),
  );

const grantedEver = ({ config, steps }: At): boolean[] =>
  framesOf(
    config,
    steps.flatMap(({ outcome }) => (outcome.status === 'granted' ? [outcome.runs] : [])),
  );

const freeAt = (at: At): number => liveFrames(at).filter((used) => !used).length;

/** Frames of the longest hole. */
const longestAt = (at: At): number =>
  Math.max(
    0,
    ...liveFrames(at)
      .map((used) => (used ? '1' : '0'))
      .join('')
      .split('1')
      .map(({ length }) => length),
  );

const longRuns = (steps: At['steps']): number[] =>
  runsAt(steps).flatMap(({ slot, runs, live }) =>
    live && (runs[0]?.count ?? 0) > 1 ? [slot] : [],
  );

/** Slots whose first run nobody has taken since. */
function doubles(at: At): number[] {
  const used = liveFrames(at);
  return runsAt(at.steps).flatMap(({ slot, runs: [run], live }) => {
    if (live || run === undefined) return [];
    return used.slice(run.first, run.first + run.count).includes(true) ? [] : [slot];
  });
}
