import { describe, expect, test } from 'vitest';
import type { Family, FamilyTypes, History } from '../../spec/index.ts';
import {
  allHistoryLines,
  failureText,
  historyLines,
  operationText,
  outcomeText,
  printable,
  valueText,
} from './text.ts';

const operations: readonly (readonly [FamilyTypes[Family]['operation'], string])[] = [
  [{ kind: 'alloc', slot: 3, size: 64, align: 8 }, 'alloc #3 size 64 align 8'],
  [
    { kind: 'alloc', slot: 3, size: -0, align: '8', zeroed: true },
    'allocZeroed #3 size -0 align "8"',
  ],
  [{ kind: 'realloc', slot: 3, size: Number.NaN }, 'realloc #3 size NaN'],
  [{ kind: 'dealloc', slot: 3 }, 'dealloc #3'],
  [{ kind: 'misuse', how: 'double', slot: 3 }, 'misuse double #3'],
  [
    { kind: 'allocSplit', slot: 0, count: 3, limit: undefined },
    'allocSplit #0 count 3 limit undefined',
  ],
  [{ kind: 'alloc', pid: 2, size: 100 }, 'alloc pid 2 size 100'],
  [{ kind: 'dealloc', pid: 2 }, 'dealloc pid 2'],
  [
    { kind: 'read', pid: 1, address: { pid: 1, position: 64 }, length: 4 },
    'read pid 1 at 64 length 4',
  ],
  [
    { kind: 'write', pid: 1, address: { pid: 2, position: 64 }, length: 4, tag: 9 },
    'write pid 1 at 64 of pid 2 length 4 tag 9',
  ],
  [{ kind: 'tamper', pid: 1, page: 0, mark: 0 }, 'tamper pid 1 page 0 mark 0'],
  [{ kind: 'create', config: { frameCount: 3 } }, 'create frameCount 3'],
  [{ kind: 'purge' }, 'purge'],
];

test.each(operations)('%j', (operation, text) => {
  expect(operationText(operation)).toBe(text);
});

const outcomes: readonly (readonly [FamilyTypes[Family]['outcome'], string])[] = [
  [{ status: 'granted', address: 128 }, 'granted 128'],
  [{ status: 'granted', address: 128, tag: 3, usable: 72 }, 'granted 128, tag 3, usable 72'],
  [
    {
      status: 'granted',
      address: 0,
      content: [
        [3, 60],
        [0, 4],
      ],
    },
    'granted 0, bytes 60 of 3 + 4 of 0',
  ],
  [{ status: 'granted', address: 0, content: null }, 'granted 0, bytes out of reach'],
  [
    {
      status: 'granted',
      runs: [
        { first: 0, count: 2 },
        { first: 4, count: 1 },
      ],
    },
    'granted frames [0, 2), [4, 5)',
  ],
  [
    { status: 'granted', position: 64, frames: 1, bytes: 8 },
    'granted 64, only 1 frames, only 8 bytes',
  ],
  [{ status: 'refused' }, 'refused'],
  [{ status: 'done', content: [[3, 64]] }, 'done, bytes 64 of 3'],
  [{ status: 'quarantined' }, 'quarantined'],
  [{ status: 'out-of-range-high' }, 'out-of-range-high'],
  [{ status: 'read', bytes: [1, 1, 1, 2] }, 'read 4 bytes: 1 x3 2'],
  [
    { status: 'read', bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    'read 10 bytes: 1 2 3 4 5 6 7 8 ... 2 more',
  ],
  [{ status: 'read', content: [[3, 64]] }, 'read, bytes 64 of 3'],
  [{ status: 'purged', count: 2 }, 'purged 2'],
  [{ status: 'observed' }, 'observed nothing'],
  [
    {
      status: 'observed',
      stats: { freeBytes: 8 },
      layout: { blocks: [{ address: 0, size: 8 }], holes: [] },
    },
    'observed freeBytes 8, blocks [0, 8), holes none',
  ],
  [{ status: 'observed', marks: '1100' }, 'observed marks 1100'],
  [
    {
      status: 'observed',
      quarantineCount: 1,
      layout: {
        segments: [{ pid: 1, position: 64, first: 0, count: 2 }],
        quarantine: [{ first: 2, count: 1 }],
        marks: '1110',
      },
    },
    'observed quarantineCount 1, segments 1:64 in [0, 2), quarantine [2, 3), marks 1110',
  ],
  [{ status: 'threw', message: 'Error: "no"\n' }, 'threw "Error: \\"no\\"\\n"'],
  [
    { status: 'malformed', answer: 'NaN', expected: 'an address or null' },
    'malformed: answered NaN, expected an address or null',
  ],
  [{ status: 'hung' }, 'hung'],
  [{ status: 'skipped' }, 'skipped'],
];

test.each(outcomes)('%j', (outcome, text) => {
  expect(outcomeText(outcome)).toBe(text);
});

describe('values', () => {
  test('are written as in source, on one line', () => {
    const values = [8n, null, undefined, [1, -0], { a: { b: 'c' } }, {}, () => 1, Symbol('s')];
    expect(values.map(valueText)).toEqual([
      '8n',
      'null',
      'undefined',
      '[1, -0]',
      '{ a: { b: "c" } }',
      '{}',
      'a function',
      'Symbol(s)',
    ]);
    expect(valueText('x'.repeat(200))).toHaveLength(80);
  });

  test('cannot drive a terminal', () => {
    expect(printable('\u001b[2J\u009b\u202e\u2028\ud800 é 日\n')).toBe(
      '\\u{1b}[2J\\u{9b}\\u{202e}\\u{2028}\\u{d800} é 日\\n',
    );
  });
});

const twoRuns = {
  family: 'bitmap',
  subject: 'two',
  answers: {
    frameCounts: [4],
    placement: 'unknown',
    invalidNumbers: 'reject',
    misuse: 'detect',
    deterministic: true,
  },
  runs: [0, 2].map((first) => ({
    instances: [{ frameCount: 4 }, { frameCount: 4 }],
    steps: [
      {
        instance: 1,
        operation: { kind: 'alloc', slot: 0, count: 1 },
        outcome: { status: 'granted', runs: [{ first, count: 1 }] },
      },
    ],
  })),
  relation: { kind: 'repeat' },
} as const satisfies History<'bitmap'>;

describe('histories', () => {
  test('name instances if there are several, and mark the call that broke the clause', () => {
    expect(historyLines(twoRuns, 0, 0)).toEqual([
      '  [0] instance with frameCount 4',
      '  [1] instance with frameCount 4',
      '> [1] alloc #0 count 1 -> granted frames [0, 1)',
    ]);
    expect(historyLines(twoRuns, 2)).toEqual([]);
  });

  test('show the first run as well if the clause breaks in the second', () => {
    expect(allHistoryLines(twoRuns, 0, 0)).toEqual(historyLines(twoRuns, 0, 0));
    expect(allHistoryLines(twoRuns, 1, 0)).toEqual([
      'First run:',
      '  [0] instance with frameCount 4',
      '  [1] instance with frameCount 4',
      '  [1] alloc #0 count 1 -> granted frames [0, 1)',
      'Second run, the same calls on new instances:',
      '  [0] instance with frameCount 4',
      '  [1] instance with frameCount 4',
      '> [1] alloc #0 count 1 -> granted frames [2, 3)',
    ]);
  });

  test('stand below the sentence of the clause they break', () => {
    const failure = { because: 'it moved', signature: '', history: twoRuns, run: 1, step: 0 };
    const text = failureText({
      id: 'common.call.deterministic',
      level: 'MUST',
      verdict: 'fail',
      hits: 1,
      failures: [failure],
    });
    expect(text).toMatch(
      /^common\.call\.deterministic \(MUST\): Equal calls .*\n\nit moved\nFirst run:\n/,
    );
  });
});
