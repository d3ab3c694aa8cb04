/**
 * Adapters: what a third party writes. `defineAdapter` gives types; `checkAdapter` is what the kit believes,
 * since an adapter is somebody else's code. Every question must be answered: a default would be a guess
 * about what an allocator promises.
 */
import { z } from 'zod';
import { type Adapter, FAMILIES, type Family } from '../spec/index.ts';

/** Checks the type of an adapter and returns it unchanged. */
export function defineAdapter<A extends Adapter>(adapter: A): A {
  return adapter;
}

const misuseAnswer = z.enum(['detect', 'throw', 'ignore', 'undefined']);
const misuse = <K extends string>(kinds: readonly K[]) =>
  z.union(
    [misuseAnswer, z.strictObject(Object.fromEntries(kinds.map((kind) => [kind, misuseAnswer])))],
    {
      error: `expected "detect", "throw", "ignore" or "undefined", or one of these for each of ${kinds.join(', ')}`,
    },
  );
const count = z.int().min(0);
const several = <T extends z.ZodType>(item: T) => z.array(item).min(1);
const powerOfTwo = z
  .int()
  .min(1)
  .refine((value) => Math.log2(value) % 1 === 0, { error: 'expected a power of two' });

const answers = {
  heap: z.strictObject({
    sizes: several(z.int().min(1)),
    bases: several(count),
    naturalAlign: powerOfTwo,
    maxAlign: powerOfTwo,
    invalidAlign: z.enum(['reject', 'roundUp', 'undefined']),
    invalidNumbers: z.enum(['reject', 'undefined']),
    zeroSize: z.enum(['reject', 'sentinel', 'unique', 'undefined']),
    misuse: misuse(['double', 'interior', 'foreign', 'null']),
    overhead: z.strictObject({
      perBlock: count,
      granule: z.int().min(1),
      minimum: count,
      perArena: count,
    }),
    fit: z.union(
      [
        z.enum(['exact', 'power-of-two', 'unknown']),
        z.strictObject({ classesPerDoubling: z.int().min(1) }),
      ],
      {
        error: 'expected "exact", "power-of-two", "unknown" or { classesPerDoubling: number }',
      },
    ),
    coalesce: z.enum(['immediate', 'deferred', 'same-size', 'never']),
    deterministic: z.boolean(),
  }),
  bitmap: z.strictObject({
    frameCounts: several(z.int().min(1)),
    placement: z.enum(['first-fit', 'tail-first', 'unknown']),
    invalidNumbers: z.enum(['reject', 'undefined']),
    misuse: misuse(['double', 'partial', 'foreign', 'range']),
    deterministic: z.boolean(),
  }),
  paged: z.strictObject({
    pids: z.tuple([count, count]),
    geometry: z.enum(['any', 'fixed']),
    invalidNumbers: z.enum(['reject', 'undefined']),
    partial: z.enum(['off', 'slots', 'any']),
    secondAlloc: z.enum(['append', 'refuse']),
    placement: z.enum(['first-fit', 'tail-first', 'unknown']),
    split: z.enum(['halving', 'unknown']),
    selfChecking: z.boolean(),
    deterministic: z.boolean(),
  }),
} as const satisfies Record<Family, z.ZodType>;

const callable = z.custom<(config: unknown) => unknown>((value) => typeof value === 'function', {
  error: 'expected a function that makes an instance',
});

const shapeOf = (family: Family) =>
  z.object({
    name: z.string().min(1),
    family: z.literal(family),
    answers: answers[family],
    create: callable,
  });

const [first, ...others] = FAMILIES;
const names = FAMILIES.map((family) => JSON.stringify(family));
const shape = z.discriminatedUnion('family', [shapeOf(first), ...others.map(shapeOf)], {
  error: `expected ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names)}`,
});

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** The adapter, or every problem with it, one a line. */
export function checkAdapter(value: unknown, source: string): Checked<Adapter> {
  if (typeof value !== 'object' || value === null) {
    return {
      ok: false,
      problem: `${source} exports no adapter: its default export is ${value === null ? 'null' : typeof value}, expected the object made by defineAdapter({ name, family, answers, create })`,
    };
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return { ok: true, value: value as Adapter };
  const problems = parsed.error.issues.flatMap((issue) => issueText(issue, value));
  return { ok: false, problem: [`${source} is not a complete adapter:`, ...problems].join('\n  ') };
}

function issueText(issue: z.core.$ZodIssue, root: object): string[] {
  const path = issue.path.map(String);
  const name = path.length === 0 ? 'adapter' : path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${name}.${key} is not a known question`);
  const found = path.reduce<unknown>(
    (value, key) => (isRecord(value) ? value[key] : undefined),
    root,
  );
  const expected = expectedText(issue);
  return [
    found === undefined
      ? `${name} is missing: ${expected}`
      : `${name} is ${JSON.stringify(found)}: ${expected}`,
  ];
}

function expectedText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value')
    return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  return issue.message.replace(/^Invalid input: /, '').replace(/, received undefined$/, '');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
