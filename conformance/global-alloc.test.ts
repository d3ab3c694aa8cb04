/** Strategy as in malloc.test.ts: a right heap with the calls of Rust, and what is wrong about it. */
import { describe, expect, it } from 'vitest';
import { checkAdapter } from './adapter.ts';
import { inProcess } from './execute.ts';
import { ANSWERS, ARENA, FirstFit, verdicts } from './fixtures/first-fit.ts';
import type { Granted } from './foreign.ts';
import {
  type GlobalAllocInstance,
  type GlobalAllocParts,
  globalAllocAdapter,
} from './global-alloc.ts';

function instanceOf(heap: FirstFit, refusal: Granted = 0) {
  return {
    arena: heap.arena,
    memory: heap.memory,
    alloc: (size: number, align: number) => heap.alloc(size, align) ?? refusal,
    dealloc: (address: number, _size: number, _align: number): unknown => heap.dealloc(address),
    alloc_zeroed(size: number, align: number) {
      const address = heap.alloc(size, align);
      if (address !== null) heap.bytes(address).fill(0);
      return address ?? refusal;
    },
    realloc: (address: number, _size: number, align: number, newSize: number) =>
      heap.realloc(address, newSize, align) ?? refusal,
  };
}

function adapterOf(
  parts: Partial<GlobalAllocParts>,
  change: (right: ReturnType<typeof instanceOf>) => Partial<GlobalAllocInstance> = () => ({}),
) {
  const create = (): GlobalAllocInstance => {
    const right = instanceOf(new FirstFit(ARENA));
    return { ...right, ...change(right) };
  };
  return globalAllocAdapter({ name: 'it', wasm32: true, answers: ANSWERS, create, ...parts });
}

const subjectOf = (instance: object, parts: Partial<GlobalAllocParts> = {}) =>
  adapterOf(parts, () => instance).create(ARENA) ?? expect.fail('no subject');

describe('a heap', { timeout: 60_000 }, () => {
  it('that is right is conformant', async () => {
    const { failed, passed } = await verdicts(adapterOf({}));
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'common.refuse.impossible',
        'common.grant.fit',
        'common.grant.drain',
        'heap.align.served',
        'heap.block.keeps-bytes',
        'heap.zeroed.zero',
        'heap.realloc.keeps-prefix',
        'heap.realloc.aligned',
        'heap.realloc.fit',
      ]),
    );
  });

  it('whose addresses begin at 0 is conformant', async () => {
    const create = () => instanceOf(new FirstFit({ base: 0, size: 1024 }), null);
    expect((await verdicts(adapterOf({ create, zeroIsAddress: true }))).failed).toEqual([]);
    expect((await verdicts(adapterOf({ create }))).failed).toContain('common.grant.fresh');
  });

  type Right = ReturnType<typeof instanceOf>;
  const wrong: [string, (right: Right) => Partial<GlobalAllocInstance>][] = [
    ['heap.alloc.aligned', ({ alloc }) => ({ alloc: (size) => alloc(size, 8) })],
    ['heap.zeroed.zero', ({ alloc }) => ({ alloc_zeroed: alloc })],
    [
      'common.grant.drain',
      ({ dealloc }) => ({
        dealloc: (address, size, align) => (size > 8 ? dealloc(address, size, align) : 0),
      }),
    ],
    [
      'heap.realloc.aligned',
      ({ realloc }) => ({
        realloc: (address, size, _, newSize) => realloc(address, size, 8, newSize),
      }),
    ],
  ];

  it.each(wrong)('that is wrong is caught by %s', async (clause, change) => {
    expect((await verdicts(adapterOf({}, change))).failed).toContain(clause);
  });
});

describe('calls', () => {
  function recorded(wasm32: boolean) {
    const calls: number[][] = [];
    const call = (...numbers: number[]): number => {
      calls.push(numbers);
      return -16;
    };
    const instance = { alloc: call, dealloc: call, alloc_zeroed: call, realloc: call };
    return { calls, subject: subjectOf(instance, { wasm32 }) };
  }

  it('are made only with what is a Layout in 32 bits', () => {
    const { calls, subject } = recorded(true);
    for (const [size, align] of [
      [2 ** 31, 1],
      [2 ** 31 - 7, 8],
      [2 ** 32, 8],
      [2 ** 53 - 1, 8],
      [8, 2 ** 32],
    ] as const) {
      expect(subject.alloc(size, align)).toBeNull();
      expect(subject.allocZeroed?.(size, align)).toBeNull();
      expect(subject.realloc?.(64, 8, align, size)).toBeNull();
    }
    expect(calls).toEqual([]);
    expect(subject.alloc(2 ** 31 - 8, 8)).toBe(2 ** 32 - 16);
    expect(subject.realloc?.(64, 8, 8, 2 ** 31 - 8)).toBe(2 ** 32 - 16);
    expect(calls).toEqual([
      [2 ** 31 - 8, 8],
      [64, 8, 8, 2 ** 31 - 8],
    ]);
  });

  it('are made only with what is a Layout in JavaScript', () => {
    const { calls, subject } = recorded(false);
    expect(subject.alloc(2 ** 53 - 1, 8)).toBeNull();
    expect(subject.alloc(2 ** 53 - 8, 8)).toBe(-16);
    expect(calls).toEqual([[2 ** 53 - 8, 8]]);
  });

  it('carry the layout of the block, and no new size of 0', () => {
    const { calls, subject } = recorded(true);
    subject.dealloc(64, 24, 32);
    subject.realloc?.(64, 24, 32, 48);
    expect(subject.realloc?.(64, 24, 32, 0)).toBeNull();
    expect(calls).toEqual([
      [64, 24, 32],
      [64, 24, 32, 48],
    ]);
  });

  it('are asked for where they are needed', () => {
    const opened = inProcess(adapterOf({}, () => ({ dealloc: undefined }) as never));
    expect(opened).toMatchObject({ problem: expect.stringMatching(/lacks dealloc$/) });
    const { alloc, dealloc } = instanceOf(new FirstFit(ARENA));
    const subject = adapterOf({ create: () => ({ alloc, dealloc }) }).create(ARENA);
    expect(Object.keys(subject ?? {})).toEqual(['alloc', 'dealloc']);
    expect(adapterOf({ create: () => null }).create(ARENA)).toBeNull();
  });
});

describe('answers', () => {
  it('that follow from Rust are filled in, the others must be given', () => {
    const fromRust = {
      bases: [0],
      invalidAlign: 'undefined',
      invalidNumbers: 'undefined',
      zeroSize: 'undefined',
      misuse: 'undefined',
    };
    expect(adapterOf({}).answers).toEqual({ ...fromRust, ...ANSWERS });
    const more = { ...ANSWERS, zeroSize: 'reject', bases: [64] } as const;
    expect(adapterOf({ answers: more }).answers).toEqual({ ...fromRust, ...more });
    for (const question of Object.keys(ANSWERS)) {
      const answers = { ...ANSWERS, [question]: undefined };
      expect(checkAdapter(adapterOf({ answers }), 'it')).toMatchObject({
        problem: expect.stringContaining(`answers.${question} is missing`),
      });
    }
    expect(() => adapterOf({ wasm32: undefined as never })).toThrow(/wasm32 is missing/);
  });
});
