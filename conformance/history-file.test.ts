import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { Family, FamilyTypes, HeapAnswers, History } from '../spec/index.ts';
import { decodeHistory, decodeValue, encodeHistory, encodeValue } from './history-file.ts';
import type { familySchemas } from './history-schema.ts';

const answers: HeapAnswers = {
  sizes: [256],
  bases: [0],
  naturalAlign: 8,
  maxAlign: 64,
  invalidAlign: 'reject',
  invalidNumbers: 'reject',
  zeroSize: 'reject',
  misuse: 'detect',
  overhead: { perBlock: 0, granule: 8, minimum: 8, perArena: 0 },
  fit: 'exact',
  coalesce: 'immediate',
  deterministic: true,
};

const heap: History<'heap'> = {
  family: 'heap',
  subject: 'a "strange" subject',
  answers,
  runs: [
    {
      instances: [{ base: 0, size: 256 }],
      steps: [
        {
          instance: 0,
          operation: { kind: 'alloc', slot: 0, size: Number.NaN, align: -0 },
          outcome: { status: 'refused' },
        },
        {
          instance: 0,
          operation: { kind: 'alloc', slot: 1, size: undefined, align: 8n },
          outcome: { status: 'threw', message: 'TypeError: no' },
        },
        {
          instance: 0,
          operation: {
            kind: 'alloc',
            slot: 2,
            size: Number.POSITIVE_INFINITY,
            align: { $: 'NaN' },
          },
          outcome: { status: 'granted', address: 0, tag: 1, content: [[0, 4]] },
        },
      ],
    },
  ],
};

const paged: History<'paged'> = {
  family: 'paged',
  subject: 'pages',
  answers: {
    pids: [1, 9],
    geometry: 'any',
    invalidNumbers: 'reject',
    partial: 'off',
    secondAlloc: 'append',
    placement: 'unknown',
    split: 'unknown',
    selfChecking: false,
    deterministic: true,
  },
  runs: [0, 1].map(() => ({
    instances: [
      { memorySize: 64, frameCount: 8, slotCount: 4, quarantineCapacity: 2, virtualBase: 0 },
    ],
    steps: [
      {
        instance: 0,
        operation: { kind: 'alloc', pid: 1, size: 8 },
        outcome: { status: 'granted', position: 0 },
      },
      {
        instance: 0,
        operation: { kind: 'read', pid: 1, address: { pid: 2, position: '8' }, length: 2 },
        outcome: { status: 'read', bytes: [1, 2] },
      },
    ],
  })),
  relation: { kind: 'repeat' },
};

const broken = {
  clause: 'heap.size.invalid-refused',
  because: 'NaN was granted',
  signature: 'alloc: #',
  run: 0,
  step: 2,
};

describe('values', () => {
  const values: readonly unknown[] = [
    0,
    -0,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    2 ** 53,
    -7n,
    undefined,
    null,
    true,
    '',
    'NaN',
    '$',
    [undefined, [-0]],
    {},
    { $: 'NaN' },
    { $: { $: 1 } },
    { $: undefined },
    { $: 1, other: Number.NaN },
    { ['__proto__']: 1 },
  ];

  test.each(values)('%o survives being written as JSON and read again', (value) => {
    const text = JSON.stringify(encodeValue(value));
    expect(decodeValue(JSON.parse(text))).toStrictEqual(value);
  });

  test('symbols and functions come back as others of their kind', () => {
    const kinds = [Symbol('a'), () => 1].map((value) => typeof decodeValue(encodeValue(value)));
    expect(kinds).toEqual(['symbol', 'function']);
  });

  test('a tag that is not known is an error', () => {
    expect(() => decodeValue([{ $: 'Nan' }])).toThrow(
      '{"$": "Nan"} is not known, expected one of "NaN"',
    );
  });
});

describe('history files', () => {
  test.each([heap, paged])('the history of a $family survives', (history) => {
    const text = encodeHistory(
      history,
      broken.step < history.runs[0]!.steps.length ? broken : undefined,
    );
    const decoded = decodeHistory(text, 'x.json');
    expect(decoded).toMatchObject({ ok: true });
    expect(decoded.ok && decoded.history).toStrictEqual(history);
  });

  test('what was broken survives', () => {
    expect(decodeHistory(encodeHistory(heap, broken), 'x.json')).toMatchObject({
      ok: true,
      broken,
    });
  });

  test('what fits stands on one line', () => {
    expect(encodeHistory(heap)).toContain('\n      "instances": [{ "base": 0, "size": 256 }],\n');
    const lengths = encodeHistory(heap)
      .split('\n')
      .map(({ length }) => length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(100);
    expect(Math.max(...lengths)).toBeGreaterThan(80);
  });

  test('every kind of operation and every status has a schema', () => {
    type Schemas = typeof familySchemas;
    type Kinds = { [F in Family]: z.infer<Schemas[F]['operation']>['kind'] };
    type Statuses = { [F in Family]: z.infer<Schemas[F]['outcome']>['status'] };
    expectTypeOf<Kinds>().toEqualTypeOf<{ [F in Family]: FamilyTypes[F]['operation']['kind'] }>();
    expectTypeOf<Statuses>().toEqualTypeOf<{
      [F in Family]: FamilyTypes[F]['outcome']['status'];
    }>();
  });
});

describe('files that cannot be used', () => {
  const problemOf = (text: string): string => {
    const decoded = decodeHistory(text, 'x.json');
    return decoded.ok ? 'none' : decoded.problem;
  };
  /** The problem with the heap history after `from` was replaced in its text. */
  const replaced = (from: string | RegExp, to: string): string => {
    const text = encodeHistory(heap, broken);
    expect(text).toMatch(from);
    return problemOf(text.replace(from, to));
  };

  test.each([
    ['', /it is not JSON .*; expected one object with "format": "allocspec-history\/1"/],
    ['{', /it is not JSON/],
    ['[]', /it is \[\]; expected one object/],
    ['null', /it is null; expected one object/],
    ['{}', /format is missing; expected an object with "format"/],
    ['{"format": 3}', /format is 3; this kit reads "allocspec-history\/1"$/],
    [
      '{"format": "allocspec-history/2"}',
      /"allocspec-history\/1"; read it with the version of the kit/,
    ],
    [
      '{"format": "allocspec-history/1"}',
      /family is missing: expected one of "heap"\|"bitmap"\|"paged"/,
    ],
    [
      `{"format": "allocspec-history/1", "runs": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      /runs/,
    ],
  ])('the text $0', (text, problem) => {
    expect(problemOf(text)).toMatch(/^x\.json cannot be used as a history:\n {2}/);
    expect(problemOf(text)).toMatch(problem);
  });

  test('an operation that does not exist', () => {
    expect(replaced('"kind": "alloc"', '"kind": "aloc"')).toBe(
      `x.json cannot be used as a history:
  runs.0.steps.0.operation.kind is "aloc": expected 'alloc' | 'dealloc' | 'realloc' | 'misuse' | 'verify' | 'observe' | 'reset'`,
    );
  });

  test('an argument that is missing', () => {
    expect(replaced('"size": { "$": "NaN" },', '')).toMatch(
      'runs.0.steps.0.operation.size is missing',
    );
  });

  test('an address that is no number', () => {
    expect(replaced('"address": 0', '"address": "0"')).toMatch(
      'runs.0.steps.2.outcome.address is "0": expected number',
    );
  });

  test('a tag that is not known', () => {
    expect(replaced('{ "$": "NaN" }', '{ "$": "nan" }')).toMatch(
      'the tag {"$": "nan"} is not known',
    );
  });

  test('a family that the calls do not belong to', () => {
    expect(replaced('"family": "heap"', '"family": "bitmap"')).toMatch('frameCount is missing');
  });

  test('an instance, a second run or a broken step that does not exist', () => {
    expect(replaced('"instance": 0', '"instance": 1')).toMatch(
      'runs.0.steps.0.instance is 1; the run has 1 instances, counted from 0',
    );
    expect(replaced('"answers"', '"relation": { "kind": "repeat" }, "answers"')).toMatch(
      'runs has one entry; a history with a relation has two',
    );
    expect(replaced('"step": 2', '"step": 3')).toMatch('broken names step 3 of run 0');
    expect(
      problemOf(encodeHistory(paged).replace('"relation": { "kind": "repeat" },', '')),
    ).toMatch('relation is missing; a history of two runs');
  });
});
