/** The shapes in which heaps fail, each as a short list of calls. */
import fc from 'fast-check';
import type { HeapAnswers, HeapConfig, HeapMisuse, HeapOperation } from '../../spec/index.ts';
import { ODD_NUMBERS, TURNS } from '../generate.ts';
import { alloc, dealloc, misuse, observe, realloc, reset, verify } from './calls.ts';
import { deallocAll, drained, exhausted, padded, SLOTS, walled } from './full.ts';

export type Operations = HeapOperation[];
export type Scenario = fc.Arbitrary<Operations>;

/** No sizes. Minus zero is left out: it is one to a heap that grants 0 bytes. */
const NO_SIZES = ODD_NUMBERS.filter(
  (value) => !(Number.isSafeInteger(value) && Number(value) >= 0),
);

const slot = fc.nat({ max: SLOTS - 1 });
/** Few enough that single calls often meet. */
const near = fc.nat({ max: 11 });

function sizesOf({ size: arena }: HeapConfig): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 64 }) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: Math.max(1, Math.floor(arena / 8)) }) },
    { weight: 2, arbitrary: fc.constantFrom(8, 16, 24, 32, 48, 64, 96, 128, 256, 257, 512) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: arena }) },
  );
}

function alignsOf({ naturalAlign, maxAlign }: HeapAnswers): fc.Arbitrary<number> {
  const powers: number[] = [];
  for (let align = 1; align <= maxAlign; align *= 2) powers.push(align);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(naturalAlign) },
    { weight: 2, arbitrary: fc.constantFrom(...powers) },
  );
}

/** First requests of an instance, at the edges of what it must grant. */
export function opening(config: HeapConfig, answers: HeapAnswers): Scenario {
  const { overhead } = answers;
  const foreign: Operations = misuseKinds(answers).includes('foreign')
    ? [misuse('foreign', 1), observe]
    : [];
  const most = Math.max(1, config.size - overhead.perArena - overhead.perBlock - overhead.granule);
  const natural = answers.naturalAlign;
  return fc
    .tuple(
      fc.constantFrom(most, config.size, Math.floor(config.size / 2), 1),
      fc.oneof(
        { weight: 4, arbitrary: alignsOf(answers) },
        { weight: 1, arbitrary: fc.constant(answers.maxAlign) },
      ),
      fc.boolean(),
    )
    .map(([size, align, sliced]) => [
      // All but a granule or two, which the next request must find.
      ...(sliced ? [alloc(2, Math.max(1, size - 2 * overhead.granule), natural)] : []),
      ...(sliced ? [alloc(3, 1, natural)] : []),
      alloc(0, size, align),
      verify(0),
      ...foreign,
      dealloc(0),
    ]);
}

export function scenariosFor(config: HeapConfig, answers: HeapAnswers, hooks: ReadonlySet<string>) {
  const size = sizesOf(config);
  const align = alignsOf(answers);
  const natural = answers.naturalAlign;
  // A block that moves loses an alignment that it does not get by luck.
  const wide = fc.oneof(align, fc.constantFrom(natural, Math.min(8 * natural, answers.maxAlign)));
  const isZeroed = hooks.has('allocZeroed')
    ? fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, fc.constant(true))
    : fc.constant(false);
  const weighted: fc.WeightedArbitrary<Operations>[] = [
    {
      weight: 8,
      arbitrary: fc.array(
        fc.oneof(
          {
            weight: 5,
            arbitrary: fc.tuple(near, size, align).map(([at, bytes, to]) => alloc(at, bytes, to)),
          },
          { weight: 4, arbitrary: near.map(dealloc) },
          { weight: 1, arbitrary: near.map(verify) },
          { weight: 1, arbitrary: fc.constant(observe) },
        ),
        { minLength: 1, maxLength: 16, size: 'max' },
      ),
    },
    { weight: 4, arbitrary: comb(config, natural) },
    { weight: 2, arbitrary: exhausted(config, answers) },
    { weight: 3, arbitrary: drained(config, answers) },
    { weight: 6, arbitrary: walled(config, answers) },
    { weight: 2, arbitrary: padded(config, answers) },
    { weight: 4, arbitrary: loop(size, align) },
    { weight: 5, arbitrary: refused(config, answers, isZeroed) },
    { weight: 7, arbitrary: oddArguments(config, answers, isZeroed) },
    { weight: 1, arbitrary: beyondMaxAlign(config, answers) },
    { weight: 2, arbitrary: sameAgain(align, size) },
    { weight: 2, arbitrary: fc.tuple(slot, slot).map(([a, b]) => [verify(a), observe, verify(b)]) },
  ];
  const kinds = misuseKinds(answers);
  if (kinds.length > 0) weighted.push({ weight: 6, arbitrary: misused(kinds, size, natural) });
  if (hooks.has('realloc'))
    weighted.push(
      { weight: 10, arbitrary: resized(config, answers, size, wide) },
      { weight: 1, arbitrary: lastMoved(config, answers) },
    );
  if (hooks.has('allocZeroed'))
    weighted.push(
      { weight: 3, arbitrary: zeroed(size, fc.constant(natural)) },
      { weight: 2, arbitrary: zeroed(size, wide) },
    );
  if (hooks.has('reset')) {
    const stale = kinds.includes('double')
      ? fc.array(slot, { maxLength: 8, size: 'max' })
      : fc.constant([]);
    const again = fc
      .tuple(opening(config, answers), stale)
      .map(
        ([first, slots]): Operations => [
          observe,
          reset,
          observe,
          ...slots.map((at) => misuse('double', at)),
          observe,
          ...first,
        ],
      );
    weighted.push({ weight: 2, arbitrary: again });
  }
  return weighted;
}

/** Many small blocks, every other one deallocated, then requests for more than one of the holes. */
function comb({ size: arena }: HeapConfig, align: number): Scenario {
  return fc
    .record({
      teeth: fc.integer({ min: 3, max: 24 }),
      size: fc.integer({ min: 1, max: Math.max(1, Math.floor(arena / 24)) }),
      from: slot,
      factor: fc.constantFrom(1, 1, 2, 3),
      every: fc.constantFrom(2, 3),
      again: fc.boolean(),
    })
    .map(({ teeth, size, from, factor, every, again }) => {
      const at = (tooth: number): number => (from + tooth) % SLOTS;
      const operations: Operations = [];
      for (let tooth = 0; tooth < teeth; tooth++) operations.push(alloc(at(tooth), size, align));
      for (let tooth = 0; tooth < teeth; tooth += every) operations.push(dealloc(at(tooth)));
      for (let tooth = 0; tooth < 3; tooth++)
        operations.push(alloc(at(tooth * every), size * factor, align));
      if (again)
        for (let tooth = 1; tooth < teeth; tooth += every) operations.push(dealloc(at(tooth)));
      operations.push(observe, alloc(at(1), size * (every + 1), align), verify(at(2)));
      return operations;
    });
}

/** One layout allocated and deallocated again and again. */
function loop(size: fc.Arbitrary<number>, align: fc.Arbitrary<number>): Scenario {
  return fc.tuple(size, align, TURNS, slot).map(([bytes, to, times, at]) => {
    const turn = [alloc(at, bytes, to), dealloc(at)];
    return [dealloc(at), ...Array.from({ length: times }, () => turn).flat(), observe];
  });
}

/** Requests that cannot be met, between observations, and again. */
function refused(
  config: HeapConfig,
  answers: HeapAnswers,
  isZeroed: fc.Arbitrary<boolean>,
): Scenario {
  const sizes = fc.constantFrom(
    config.size + 1,
    config.size * 2,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 8,
    2 ** 32,
    2 ** 32 + 8,
    2 ** 53 - 1,
  );
  return fc.tuple(sizes, slot, fc.boolean(), isZeroed).map(([size, at, larger, zero]) => {
    const huge = alloc(at, size, answers.naturalAlign, zero);
    const then = larger
      ? alloc(at, Math.min(size * 2, Number.MAX_SAFE_INTEGER), answers.naturalAlign, zero)
      : huge;
    return [dealloc(at), observe, huge, then, observe, alloc(at, 8, answers.naturalAlign)];
  });
}

function oddArguments(
  config: HeapConfig,
  answers: HeapAnswers,
  isZeroed: fc.Arbitrary<boolean>,
): Scenario {
  const { naturalAlign: natural, maxAlign } = answers;
  const odd: [unknown, unknown][] = [
    [1, 1],
    [config.size, natural],
    [config.size - 1, natural],
    [1, maxAlign],
  ];
  if (answers.invalidAlign !== 'undefined')
    for (const align of [0, 3, 12, 24, -8, 1.5, Number.NaN, 2 ** 32 + natural])
      odd.push([8, align], [1, align]);
  if (answers.invalidNumbers === 'reject') {
    for (const size of NO_SIZES) odd.push([size, natural], [size, Math.min(64, maxAlign)]);
    if (answers.zeroSize === 'reject') odd.push([-0, natural]);
    if (answers.invalidAlign === 'reject') odd.push([8, `${natural}`]);
  }
  if (answers.zeroSize !== 'undefined') odd.push([0, natural], [0, natural], [0, 1], [0, maxAlign]);
  const one: fc.Arbitrary<[unknown, unknown]> = fc.constantFrom(...odd);
  const zero: fc.Arbitrary<[unknown, unknown]> = fc.constantFrom(
    [0, natural],
    [0, 1],
    [0, maxAlign],
  );
  const either =
    answers.zeroSize === 'undefined'
      ? one
      : fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: zero });
  return fc.tuple(either, slot, fc.boolean(), isZeroed).map(([[size, align], at, end, zero]) => {
    const call = alloc(at, size, align, zero);
    return [dealloc(at), observe, call, observe, ...(end ? [dealloc(at), observe] : [])];
  });
}

/** An alignment that need not be served, but must be kept if it is. */
function beyondMaxAlign(config: HeapConfig, { maxAlign, naturalAlign }: HeapAnswers): Scenario {
  const powers = [2 * maxAlign, 4 * maxAlign, 64 * maxAlign, 2 ** 31, 2 ** 32, 2 ** 36, 2 ** 52];
  const aligns = fc.constantFrom(...powers.filter((align) => align > maxAlign));
  const sizes = fc.constantFrom(1, naturalAlign, Math.ceil(config.size / 8));
  return fc
    .tuple(slot, sizes, aligns)
    .map(([at, size, align]) => [
      dealloc(at),
      observe,
      alloc(at, size, align),
      verify(at),
      observe,
      alloc((at + 1) % SLOTS, size, naturalAlign),
    ]);
}

/** A block deallocated and asked for again. */
function sameAgain(align: fc.Arbitrary<number>, size: fc.Arbitrary<number>): Scenario {
  return fc
    .tuple(slot, slot, size, align, fc.boolean())
    .map(([at, other, bytes, to, tight]) => [
      dealloc(at),
      alloc(at, bytes, to),
      ...(tight ? [] : [alloc(other, bytes, to)]),
      dealloc(at),
      alloc(at, bytes, to),
      verify(other),
    ]);
}

/** The kinds of misuse that the subject promises something about. */
export function misuseKinds({ misuse }: HeapAnswers): HeapMisuse[] {
  const kinds: HeapMisuse[] = ['double', 'interior', 'foreign', 'null'];
  const answer = (kind: HeapMisuse) =>
    typeof misuse !== 'string' ? misuse[kind] : kind === 'null' ? 'undefined' : misuse;
  return kinds.filter((kind) => answer(kind) !== 'undefined');
}

/** Misuse between two observations, then requests that would show its effect. */
function misused(
  kinds: readonly HeapMisuse[],
  size: fc.Arbitrary<number>,
  align: number,
): Scenario {
  return fc
    .tuple(fc.constantFrom(...kinds), slot, slot, size, fc.boolean())
    .map(([how, at, other, bytes, keep]) => {
      const target: Operations =
        how === 'double' ? [alloc(at, bytes, align), dealloc(at)] : [alloc(at, bytes, align)];
      // Whatever lives in other slots has an inside as well, and a slot says which foreign address.
      const isMany = how === 'interior' || how === 'foreign';
      const others = isMany ? [1, 2, 3, 4].map((by) => (other + by) % SLOTS) : [];
      const after = [alloc(other, bytes, align), alloc((other + 1) % SLOTS, bytes, align)];
      return [
        dealloc(at),
        ...target,
        observe,
        misuse(how, at),
        ...others.map((each) => misuse(how, each)),
        observe,
        ...(keep ? after : []),
        verify(at),
      ];
    });
}

function resized(
  config: HeapConfig,
  answers: HeapAnswers,
  size: fc.Arbitrary<number>,
  align: fc.Arbitrary<number>,
): Scenario {
  const sizes: fc.Arbitrary<unknown> =
    answers.invalidNumbers === 'reject'
      ? fc.oneof(
          { weight: 9, arbitrary: size },
          { weight: 1, arbitrary: fc.constantFrom(...NO_SIZES) },
        )
      : size;
  const huge = fc.constantFrom(
    config.size + 1,
    2 ** 31,
    2 ** 32,
    2 ** 53 - 1,
    config.size,
    // A subject that refuses 0 bytes must not take this for a dealloc.
    ...(answers.zeroSize === 'reject' ? [0] : []),
  );
  const stale = misuseKinds(answers).includes('double');
  return fc
    .tuple(
      slot,
      slot,
      size,
      align,
      fc.array(fc.oneof({ weight: 5, arbitrary: sizes }, { weight: 1, arbitrary: huge }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.boolean(),
    )
    .map(([at, next, bytes, to, steps, moves]) => [
      dealloc(at),
      alloc(at, bytes, to),
      alloc(next, bytes, answers.naturalAlign),
      // With a neighbour behind it, it can only grow elsewhere.
      ...(moves ? [realloc(at, bytes + answers.overhead.granule)] : []),
      ...steps.map((step) => realloc(at, step)),
      ...(stale ? [misuse('double', at)] : []),
      alloc((next + 1) % SLOTS, bytes, answers.naturalAlign),
      verify(next),
      verify(at),
    ]);
}

/** A block that ends with the arena, so that it can only grow elsewhere. */
function lastMoved({ size: arena }: HeapConfig, { naturalAlign, overhead }: HeapAnswers): Scenario {
  const { granule, perArena, perBlock } = overhead;
  const mores = fc.integer({ min: 1, max: Math.max(1, Math.floor(arena / 8)) });
  return fc.tuple(mores, fc.constantFrom(17, 20)).map(([more, share]) => {
    const below = Math.ceil((share * arena) / 32 / granule) * granule;
    const last = Math.max(1, arena - perArena - below - 2 * perBlock);
    return [
      ...deallocAll,
      alloc(0, below, naturalAlign),
      alloc(1, last, naturalAlign),
      dealloc(0),
      realloc(1, last + more),
      verify(1),
    ];
  });
}

/** A block dirtied and deallocated, then the same bytes asked for as zeroes, beside a neighbour. */
function zeroed(size: fc.Arbitrary<number>, aligns: fc.Arbitrary<number>): Scenario {
  return fc.tuple(slot, size, aligns, fc.boolean()).map(([at, bytes, align, fresh]) => {
    const next = (at + 1) % SLOTS;
    const dirty = fresh ? [] : [alloc(at, bytes, align), alloc(next, bytes, align), dealloc(at)];
    return [dealloc(at), ...dirty, alloc(at, bytes, align, true), verify(at), verify(next)];
  });
}
