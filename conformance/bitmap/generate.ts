/**
 * Strategy: as for the heap, short scenarios on top of each other: combs of single frames, a full arena, a
 * hole across a word boundary, splits with a scarce limit, misuse between two observations.
 */
import fc from 'fast-check';
import type { BitmapAnswers, BitmapMisuse, BitmapOperation } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import { chained, interleaved, LARGE_NUMBERS, ODD_NUMBERS, relations, TURNS } from '../generate.ts';
import type { Case } from '../kit.ts';
import { alloc, dealloc, misuse, observe, reset, split } from './calls.ts';

type Operations = BitmapOperation[];
type Scenario = fc.Arbitrary<Operations>;

const SLOTS = 32;
const LONGEST = 14;

export function bitmapCases({ answers, hooks }: Profile<'bitmap'>): fc.Arbitrary<Case<'bitmap'>> {
  const has = new Set(hooks);
  const programs = chained(fc.constantFrom(...answers.frameCounts), (frameCount) => {
    const one = program(frameCount, answers, has);
    const lists = fc.oneof(
      { weight: 4, arbitrary: one.map((operations) => [operations]) },
      { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }) },
    );
    return lists.map((all) => ({
      instances: all.map(() => ({ frameCount })),
      calls: interleaved(all),
    }));
  });
  return fc
    .tuple(programs, relations(answers, []))
    .map(([each, relate]) => ({ program: each, ...relate(each.instances.length) }));
}

const slot = fc.nat({ max: SLOTS - 1 });
const near = fc.nat({ max: 9 });

/** Runs that are live at once now and then. */
const CROWD = 80;

const deallocAll = Array.from({ length: CROWD }, (_, at) => dealloc(at));

function program(frames: number, answers: BitmapAnswers, hooks: ReadonlySet<string>): Scenario {
  const count = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: Math.min(frames, 4) }) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: frames }) },
  );
  const weighted: fc.WeightedArbitrary<Operations>[] = [
    { weight: 8, arbitrary: singles(count, frames, hooks) },
    { weight: 4, arbitrary: comb(frames, hooks) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(count, slot)
        .map(([size, at]) => [
          ...deallocAll,
          observe,
          alloc(at, frames),
          dealloc(at),
          alloc(at, size),
          observe,
        ]),
    },
    { weight: 2, arbitrary: loop(count) },
    { weight: 5, arbitrary: refused(frames, hooks) },
    { weight: 5, arbitrary: oddArguments(frames, answers, hooks) },
    { weight: 6, arbitrary: creation(answers) },
  ];
  if (frames >= 64)
    weighted.push(
      { weight: 3, arbitrary: straddling(frames) },
      { weight: 2, arbitrary: walled(frames) },
    );
  const kinds = misuseKinds(answers);
  if (hooks.has('allocSplit')) weighted.push({ weight: 4, arbitrary: scattered(frames, kinds) });
  if (kinds.length > 0) weighted.push({ weight: 8, arbitrary: misused(kinds, count) });
  if (hooks.has('reset')) {
    const stale = kinds.includes('double') ? fc.array(near, { maxLength: 6 }) : fc.constant([]);
    weighted.push({
      weight: 1,
      arbitrary: fc
        .tuple(count, stale)
        .map(([size, slots]) => [
          observe,
          reset,
          observe,
          ...slots.map((at) => misuse('double', at)),
          observe,
          alloc(0, size),
        ]),
    });
  }
  const foreign: Operations = kinds.includes('foreign') ? [misuse('foreign', 0), observe] : [];
  const opening = fc.constantFrom<Operations>(
    [],
    foreign,
    [alloc(0, frames), dealloc(0)],
    [alloc(0, frames / 2), ...foreign],
  );
  return fc
    .tuple(
      opening,
      fc.array(fc.oneof(...weighted), { minLength: 1, maxLength: LONGEST, size: 'max' }),
    )
    .map(([first, rest]) => callable([observe, ...first, ...rest.flat()]));
}

/** Leaves out the calls that name a grant which cannot be there. */
function callable(operations: Operations): Operations {
  const held = new Set<number>();
  return operations.filter((operation) => {
    if (operation.kind === 'alloc' || operation.kind === 'allocSplit') held.add(operation.slot);
    if (operation.kind === 'reset') held.clear();
    return operation.kind !== 'dealloc' || held.delete(operation.slot);
  });
}

function singles(
  count: fc.Arbitrary<number>,
  frames: number,
  hooks: ReadonlySet<string>,
): Scenario {
  const calls: fc.WeightedArbitrary<BitmapOperation>[] = [
    { weight: 5, arbitrary: fc.tuple(near, count).map(([at, size]) => alloc(at, size)) },
    { weight: 4, arbitrary: near.map(dealloc) },
    { weight: 1, arbitrary: fc.constant(observe) },
  ];
  if (hooks.has('allocSplit')) {
    const limit = fc.integer({ min: 1, max: frames });
    calls.push({
      weight: 2,
      arbitrary: fc.tuple(near, count, limit).map(([at, size, most]) => split(at, size, most)),
    });
  }
  return fc.array(fc.oneof(...calls), { minLength: 1, maxLength: 16, size: 'max' });
}

/** The arena full of equal runs, every other one deallocated, then requests for more than one hole. */
function comb(frames: number, hooks: ReadonlySet<string>): Scenario {
  return fc
    .record({
      size: fc.constantFrom(1, 1, 2, 3),
      every: fc.constantFrom(2, 3),
      rest: fc.boolean(),
      limit: fc.nat({ max: frames }),
      all: fc.boolean(),
      most: fc.constantFrom(SLOTS, SLOTS, SLOTS, CROWD),
    })
    .map(({ size, every, rest, limit, all, most }) => {
      const teeth = Math.min(most, Math.floor(frames / size));
      const operations: Operations = [...deallocAll];
      for (let tooth = 0; tooth < teeth; tooth++) operations.push(alloc(tooth, size));
      for (let tooth = 0; tooth < teeth; tooth += every) operations.push(dealloc(tooth));
      if (hooks.has('allocSplit') && all) {
        // Every hole is a run of its own.
        const holes = Math.ceil(teeth / every);
        const free = frames - size * (teeth - holes);
        operations.push(split(0, free, holes - 1), observe);
        operations.push(split(0, free, free), observe, dealloc(0));
      }
      operations.push(observe, alloc(0, size), alloc(every, size + 1));
      if (hooks.has('allocSplit'))
        operations.push(split(every * 2, size * 3, limit), observe, dealloc(every * 2));
      if (rest) for (let tooth = 1; tooth < teeth; tooth += every) operations.push(dealloc(tooth));
      operations.push(observe, alloc(1, size * 2), alloc(1, size * 2), observe);
      return operations;
    });
}

/** Everything taken but a hole across a multiple of 32, and then nothing taken behind it. */
function straddling(frames: number): Scenario {
  return fc
    .record({
      before: fc.integer({ min: 1, max: 3 }),
      after: fc.constantFrom(1, 2, 3, 12, 20, 28),
      word: fc.integer({ min: 1, max: frames / 32 - 1 }),
    })
    .map(({ before, after, word }) => [
      ...deallocAll,
      alloc(0, word * 32 - before),
      alloc(1, before + after),
      alloc(2, frames - word * 32 - after),
      dealloc(1),
      observe,
      alloc(3, before + after + 1),
      alloc(1, before + after),
      observe,
      dealloc(1),
      dealloc(2),
      alloc(3, before + after + 1),
    ]);
}

/** A hole of any length before free frames, and requests for just that length and a little more. */
function walled(frames: number): Scenario {
  return fc
    .record({
      before: fc.integer({ min: 1, max: Math.floor(frames / 2) }),
      length: fc.integer({ min: 1, max: Math.floor(frames / 2) - 1 }),
      more: fc.constantFrom(0, 0, 1),
    })
    .map(({ before, length, more }) => [
      ...deallocAll,
      alloc(0, before),
      alloc(1, length),
      alloc(2, 1),
      dealloc(1),
      alloc(3, length + more),
      alloc(1, length),
      observe,
    ]);
}

/** Holes of several lengths, and splits with just too small a limit and with enough. */
function scattered(frames: number, kinds: readonly BitmapMisuse[]): Scenario {
  const again: Operations = kinds.includes('double') ? [misuse('double', 21)] : [];
  const lengths = fc.array(fc.integer({ min: 1, max: Math.max(1, Math.floor(frames / 6)) }), {
    minLength: 3,
    maxLength: 7,
  });
  return fc
    .tuple(lengths, fc.integer({ min: 1, max: frames }), fc.integer({ min: 1, max: 6 }))
    .map(([runs, count, limit]) => [
      ...deallocAll,
      ...runs.flatMap((length, at) => [alloc(at * 2, length), alloc(at * 2 + 1, 1)]),
      alloc(20, Math.floor(frames / 2)),
      ...runs.map((_, at) => dealloc(at * 2)),
      observe,
      split(21, count, limit),
      observe,
      dealloc(21),
      ...again,
      split(22, count, frames),
      observe,
      dealloc(20),
    ]);
}

function loop(count: fc.Arbitrary<number>): Scenario {
  return fc.tuple(count, TURNS, near).map(([size, times, at]) => {
    const turn = [alloc(at, size), dealloc(at)];
    return [dealloc(at), ...Array.from({ length: times }, () => turn).flat(), observe];
  });
}

function refused(frames: number, hooks: ReadonlySet<string>): Scenario {
  const counts = fc.constantFrom(
    frames + 1,
    frames * 2,
    2 ** 31,
    2 ** 32,
    2 ** 32 + 1,
    2 ** 53 - 1,
  );
  return fc.tuple(counts, near).map(([count, at]) => {
    const calls = [
      alloc(at, count),
      alloc(at, count),
      alloc(at, Math.min(count * 2, Number.MAX_SAFE_INTEGER)),
    ];
    const splits = hooks.has('allocSplit')
      ? [split(at, count, frames), split(at, count, frames)]
      : [];
    return [dealloc(at), observe, ...calls, ...splits, observe, alloc(at, 1)];
  });
}

function oddArguments(
  frames: number,
  answers: BitmapAnswers,
  hooks: ReadonlySet<string>,
): Scenario {
  const odd = fc.constantFrom<unknown>(
    0,
    ...(answers.invalidNumbers === 'reject' ? ODD_NUMBERS : LARGE_NUMBERS),
  );
  return fc.tuple(odd, near, fc.boolean()).map(([value, at, asLimit]) => {
    const calls = [alloc(at, value)];
    if (hooks.has('allocSplit'))
      calls.push(asLimit ? split(at, Math.min(2, frames), value) : split(at, value, frames));
    return [dealloc(at), observe, ...calls, observe];
  });
}

function creation({ frameCounts, invalidNumbers }: BitmapAnswers): Scenario {
  // A huge power of two is a legal configuration, and a costly one.
  const small = ODD_NUMBERS.filter((value) => typeof value !== 'number' || !(value >= 2 ** 31));
  const odd = invalidNumbers === 'reject' ? small : [];
  const counts: unknown[] = [...odd, 0, 3, 12, 33, ...frameCounts];
  for (let count = 1; count <= Math.max(...frameCounts); count *= 2) counts.push(count);
  return fc
    .constantFrom(...counts)
    .map((frameCount) => [{ kind: 'create', config: { frameCount } }, observe]);
}

/** The kinds of misuse that the subject promises something about. */
export function misuseKinds({ misuse }: BitmapAnswers): BitmapMisuse[] {
  const kinds: BitmapMisuse[] = ['double', 'partial', 'foreign', 'range'];
  return kinds.filter(
    (kind) => (typeof misuse === 'string' ? misuse : misuse[kind]) !== 'undefined',
  );
}

function misused(kinds: readonly BitmapMisuse[], count: fc.Arbitrary<number>): Scenario {
  return fc.tuple(fc.constantFrom(...kinds), near, near, count).map(([how, at, other, size]) => {
    const larger = how === 'partial' ? size + 1 : size;
    const target: Operations =
      how === 'double' ? [alloc(at, larger), dealloc(at)] : [alloc(at, larger)];
    return [
      dealloc(at),
      ...target,
      observe,
      { kind: 'misuse', how, slot: at },
      observe,
      alloc(other, size),
      observe,
    ];
  });
}
