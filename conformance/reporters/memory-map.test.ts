import { expect, test } from 'vitest';
import type { Family, FamilyTypes, History } from '../../spec/index.ts';
import { memoryMap } from './memory-map.ts';

type StepOf<F extends Family> = readonly [FamilyTypes[F]['operation'], FamilyTypes[F]['outcome']];

/** The map after the last of the steps; answers are of no interest to it. */
function mapOf<F extends Family>(
  family: F,
  config: FamilyTypes[F]['config'],
  ...steps: readonly StepOf<F>[]
): string {
  const history = {
    family,
    subject: 'drawn',
    answers: {},
    runs: [
      {
        instances: [config],
        steps: steps.map(([operation, outcome]) => ({ instance: 0, operation, outcome })),
      },
    ],
  } as unknown as History;
  return memoryMap(history, 0, steps.length - 1).join('\n');
}

const heapAlloc = (slot: number, address: number, size: number): StepOf<'heap'> => [
  { kind: 'alloc', slot, size, align: 8 },
  { status: 'granted', address },
];

test('a heap shows overlaps, free bytes and several blocks in a column', () => {
  const map = mapOf(
    'heap',
    { base: 1024, size: 256 },
    heapAlloc(0, 1024, 32),
    heapAlloc(1, 1048, 16),
    heapAlloc(2, 1088, 2),
    heapAlloc(3, 1090, 2),
  );
  expect(map).toBe(
    `4 bytes a character
1024  AAAAAA!!BB......+...............................................  1280
A #0 [1024, 1056)  B #1 [1048, 1064)  C #2 [1088, 1090)  D #3 [1090, 1092)`,
  );
});

test('a call shows what it met, and the calls before it what they left', () => {
  const freed: StepOf<'heap'> = [{ kind: 'dealloc', slot: 0 }, { status: 'done' }];
  const small = { base: 0, size: 16 };
  expect(mapOf('heap', small, heapAlloc(0, 0, 8), freed)).toBe(
    '0  AAAAAAAA........  16\nA #0 [0, 8)',
  );
  expect(mapOf('heap', small, heapAlloc(0, 0, 8), freed, heapAlloc(1, 8, 4))).toBe(
    '0  ........AAAA....  16\nA #1 [8, 12)',
  );
  const reset: StepOf<'heap'> = [{ kind: 'reset' }, { status: 'done' }];
  expect(mapOf('heap', small, heapAlloc(0, 0, 8), reset, heapAlloc(0, 4, 4))).toBe(
    '0  ....AAAA........  16\nA #0 [4, 8)',
  );
  expect(mapOf('heap', small, [{ kind: 'observe' }, { status: 'observed' }])).toBe('');
});

test('a large arena is drawn where its blocks are, and whole if a request was refused', () => {
  const large = { base: 0, size: 2 ** 40 };
  const refused: StepOf<'heap'> = [
    { kind: 'alloc', slot: 1, size: 8, align: 8 },
    { status: 'refused' },
  ];
  expect(mapOf('heap', large, heapAlloc(0, 64, 16))).toBe(
    `only the part of [0, ${2 ** 40}) that is in use\n64  AAAAAAAAAAAAAAAA  80\nA #0 [64, 80)`,
  );
  expect(mapOf('heap', large, heapAlloc(0, 64, 16), refused)).toBe(
    `${2 ** 34} bytes a character\n0  A${'.'.repeat(63)}  ${2 ** 40}\nA #0 [64, 80)`,
  );
});

test('a block that leaves the arena is named', () => {
  expect(mapOf('heap', { base: 0, size: 16 }, heapAlloc(0, 8, 16))).toBe(
    '0  ........AAAAAAAA  16\nA #0 [8, 24)\n#0 [8, 24) leaves the arena',
  );
});

test('a bitmap has one character a frame, with the marks last observed below', () => {
  const map = mapOf(
    'bitmap',
    { frameCount: 128 },
    [
      { kind: 'alloc', slot: 0, count: 2 },
      { status: 'granted', runs: [{ first: 0, count: 2 }] },
    ],
    [
      { kind: 'allocSplit', slot: 1, count: 3, limit: 2 },
      {
        status: 'granted',
        runs: [
          { first: 1, count: 2 },
          { first: 64, count: 1 },
        ],
      },
    ],
    [{ kind: 'observe' }, { status: 'observed', marks: `111${'0'.repeat(61)}1${'0'.repeat(63)}` }],
  );
  expect(map).toBe(
    `frame    0  A!B${'.'.repeat(61)}
frame   64  B${'.'.repeat(63)}
A #0 [0, 2)  B #1 [1, 3)  B #1 [64, 65)
marks    0  111${'0'.repeat(61)}
marks   64  1${'0'.repeat(63)}`,
  );
});

test('many frames are scaled down', () => {
  const map = mapOf('bitmap', { frameCount: 4096 }, [
    { kind: 'alloc', slot: 0, count: 64 },
    { status: 'granted', runs: [{ first: 64, count: 64 }] },
  ]);
  expect(map).toBe(`64 frames a character\n0  .A${'.'.repeat(62)}  4096\nA #0 [64, 128)`);
});

const pages = {
  memorySize: 64,
  frameCount: 8,
  slotCount: 4,
  quarantineCapacity: 4,
  virtualBase: 0,
};
const pagedAlloc = (pid: number, position: number, size: number): StepOf<'paged'> => [
  { kind: 'alloc', pid, size },
  { status: 'granted', position },
];

test('without a layout, pages are shown as the regions of each pid', () => {
  const dealloc: StepOf<'paged'> = [{ kind: 'dealloc', pid: 2 }, { status: 'success' }];
  const map = mapOf(
    'paged',
    pages,
    pagedAlloc(2, 0, 8),
    dealloc,
    pagedAlloc(1, 0, 9),
    pagedAlloc(1, 8, 8),
  );
  expect(map).toBe('A pid 1: [0, 16) [8, 16)  ! overlap');
});

test('with a layout, pages are shown by frame', () => {
  const map = mapOf('paged', pages, pagedAlloc(3, 0, 16), pagedAlloc(4, 0, 8), [
    { kind: 'observe' },
    {
      status: 'observed',
      layout: {
        segments: [
          { pid: 3, position: 0, first: 0, count: 2 },
          { pid: 4, position: 0, first: 1, count: 1 },
        ],
        quarantine: [{ first: 6, count: 1 }],
        marks: '11000010',
      },
    },
  ]);
  expect(map).toBe(
    `frames as last observed:
frame    0  A!....q.
marks    0  11000010
A pid 3: [0, 16)
B pid 4: [0, 8)
q in quarantine`,
  );
});

test('nothing is drawn for a run or a step that does not exist', () => {
  const history = { runs: [{ instances: [pages], steps: [] }] } as unknown as History;
  expect([memoryMap(history, 0, 0), memoryMap(history, 1, 0)]).toEqual([[], []]);
});
