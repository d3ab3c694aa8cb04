/** Parts of generators that do not depend on the family. */
import fc from 'fast-check';
import type { Call, Relation } from '../spec/index.ts';

/** One call of each list in turn, so that every instance is touched between two calls to another. */
export function interleaved<Operation>(
  lists: readonly (readonly Operation[])[],
): Call<Operation>[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const calls: Call<Operation>[] = [];
  for (let at = 0; at < longest; at++) {
    for (const [instance, list] of lists.entries()) {
      const operation = list[at];
      if (operation !== undefined) calls.push({ instance, operation });
    }
  }
  return calls;
}

/** As `chain`, but what follows a value is made once: making it takes longer than drawing from it. */
export function chained<From, To>(
  values: fc.Arbitrary<From>,
  follow: (value: From) => fc.Arbitrary<To>,
): fc.Arbitrary<To> {
  const made = new Map<string, fc.Arbitrary<To>>();
  return values.chain((value) => {
    const key = JSON.stringify(value);
    const known = made.get(key) ?? follow(value);
    made.set(key, known);
    return known;
  });
}

/** Which second run a history gets. Several instances are always compared with one of them alone. */
export function relations(
  { deterministic }: { readonly deterministic: boolean },
  shifts: readonly number[],
  shiftWeight = 1,
): fc.Arbitrary<(instances: number) => { relation?: Relation }> {
  if (!deterministic) return fc.constant(() => ({}));
  const kinds: fc.WeightedArbitrary<Relation | null>[] = [
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant<Relation>({ kind: 'repeat' }) },
  ];
  const moves = shifts.filter((by) => by !== 0);
  if (moves.length > 0) {
    kinds.push({
      weight: shiftWeight,
      arbitrary: fc.constantFrom(...moves).map((by): Relation => ({ kind: 'shift', by })),
    });
  }
  return fc
    .tuple(fc.oneof(...kinds), fc.nat({ max: 7 }))
    .map(([relation, which]) => (instances) => {
      if (instances > 1) return { relation: { kind: 'alone', instance: which % instances } };
      return relation === null ? {} : { relation };
    });
}

/** How often a turn is repeated: a few times, and seldom so often that what is lost in a while shows. */
export const TURNS: fc.Arbitrary<number> = fc.oneof(
  { weight: 119, arbitrary: fc.integer({ min: 2, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 2500 }) },
);

/** Too large for 32 bits. */
export const LARGE_NUMBERS: readonly number[] = [2 ** 31, 2 ** 32, 2 ** 53 - 1];

/** What is no size, no count and no pid, or is one too large for 32 bits. */
export const ODD_NUMBERS: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  -1,
  0.5,
  1.5,
  -(2 ** 31),
  ...LARGE_NUMBERS,
  2 ** 53,
  '1',
  null,
  undefined,
  true,
  {},
];
