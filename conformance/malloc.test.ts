/**
 * Strategy: one right heap with the calls of C, behind a border like that of WebAssembly, in every
 * style of saying no. The kit must find it conformant in each, and must see each single thing that
 * is made wrong about it.
 */
import { describe, expect, it } from 'vitest';
import type { HeapConfig } from '../spec/index.ts';
import { checkAdapter } from './adapter.ts';
import { inProcess } from './execute.ts';
import { ARENA, FirstFit, ANSWERS as OPEN_ANSWERS, verdicts } from './fixtures/first-fit.ts';
import type { Granted } from './foreign.ts';
import {
  type MallocAnswers,
  type MallocInstance,
  type MallocParts,
  mallocAdapter,
} from './malloc.ts';

const ANSWERS: MallocAnswers = { ...OPEN_ANSWERS, zeroSize: 'unique' };

const trap = (message = 'unreachable'): Granted => {
  throw new WebAssembly.RuntimeError(message);
};

function instanceOf(heap: FirstFit, refusal: () => Granted = () => 0) {
  const orRefusal = (address: number | null): Granted => address ?? refusal();
  return {
    arena: heap.arena,
    memory: heap.memory,
    malloc: (size: number) => orRefusal(heap.alloc(size, 8)),
    free: (address: number): unknown => heap.dealloc(address),
    calloc(count: number, size: number) {
      const address = heap.alloc(count * size, 8);
      if (address !== null) heap.bytes(address).fill(0);
      return orRefusal(address);
    },
    realloc: (address: number, size: number) => orRefusal(heap.realloc(address, size, 8)),
    aligned_alloc: (align: number, size: number) => orRefusal(heap.alloc(size, align)),
    malloc_usable_size: (address: number) => heap.usableSize(address),
  };
}

function adapterOf(
  parts: Partial<MallocParts>,
  change: (
    right: ReturnType<typeof instanceOf>,
    heap: FirstFit,
  ) => Partial<MallocInstance> = () => ({}),
  refusal?: () => Granted,
) {
  const create = (): MallocInstance => {
    const heap = new FirstFit(ARENA);
    const right = instanceOf(heap, refusal);
    return { ...right, ...change(right, heap) };
  };
  return mallocAdapter({ name: 'it', wasm32: true, answers: ANSWERS, create, ...parts });
}

const subjectOf = (instance: object, parts: Partial<MallocParts> = {}) =>
  adapterOf(parts, () => instance).create(ARENA) ?? expect.fail('no subject');

describe('a right heap is conformant', { timeout: 60_000 }, () => {
  const styles: [string, () => Granted, Partial<MallocParts>][] = [
    ['0', () => 0, {}],
    ['null', () => null, {}],
    ['undefined', () => undefined, {}],
    ['-1', () => -1, {}],
    ['a trap', trap, { trapIsRefusal: true }],
  ];

  it.each(styles)('that refuses with %s', async (_, refusal, parts) => {
    const { failed, passed } = await verdicts(adapterOf(parts, undefined, refusal));
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'common.refuse.impossible',
        'common.grant.fit',
        'common.grant.drain',
        'heap.align.served',
        'heap.zero-size.unique',
        'heap.block.keeps-bytes',
        'heap.zeroed.zero',
        'heap.realloc.keeps-prefix',
        'heap.realloc.aligned',
        'heap.realloc.fit',
        'heap.usable.covers-request',
      ]),
    );
  });

  it('whose addresses begin at 0', async () => {
    const create = () => instanceOf(new FirstFit({ base: 0, size: 1024 }), () => -1);
    expect((await verdicts(adapterOf({ create, zeroIsAddress: true }))).failed).toEqual([]);
    expect((await verdicts(adapterOf({ create }))).failed).toContain('common.grant.fresh');
  });

  it('that has malloc and free alone', async () => {
    const create = (): MallocInstance => {
      const { arena, malloc, free } = instanceOf(new FirstFit(ARENA));
      return { arena, malloc, free };
    };
    const { maxAlign, ...answers } = ANSWERS;
    const { failed, passed } = await verdicts(adapterOf({ create, answers }));
    expect([failed, passed.includes('common.grant.fit')]).toEqual([[], true]);
  });
});

describe('a wrong heap is caught', { timeout: 60_000 }, () => {
  type Right = ReturnType<typeof instanceOf>;
  const wrong: [string, (right: Right, heap: FirstFit) => Partial<MallocInstance>][] = [
    [
      'common.alloc.no-overlap',
      ({ malloc }) => ({ malloc: (size) => malloc(size > 9 ? 9 : size) }),
    ],
    ['common.refuse.impossible', ({ malloc }) => ({ malloc: (size) => malloc(size & 0xfff) })],
    ['common.grant.drain', ({ free }) => ({ free: (at) => (at % 16 === 0 ? free(at) : 0) })],
    ['common.call.total', ({ malloc }) => ({ malloc: (size) => malloc(size) || trap() })],
    ['common.call.well-formed', ({ malloc }) => ({ malloc: (size) => malloc(size) || Number.NaN })],
    ['heap.alloc.aligned', ({ malloc }) => ({ aligned_alloc: (_, size) => malloc(size) })],
    ['heap.zeroed.zero', ({ malloc }) => ({ calloc: (count, size) => malloc(count * size) })],
    ['heap.dealloc.accepted', ({ free }) => ({ free: (at) => free(at) !== undefined })],
    ['heap.usable.covers-request', () => ({ malloc_usable_size: () => 8 })],
    [
      'heap.realloc.keeps-prefix',
      ({ malloc, free }) => ({
        realloc(address, size) {
          const moved = malloc(size);
          if (moved) free(address);
          return moved;
        },
      }),
    ],
  ];

  it.each(wrong)('by %s', async (clause, change) => {
    expect((await verdicts(adapterOf({}, change))).failed).toContain(clause);
  });

  it.each([
    ['traps out of bounds', (): Granted => trap('memory access out of bounds')],
    [
      'throws another error',
      (): Granted => {
        throw new Error('unreachable');
      },
    ],
  ])('if it %s', async (_, refusal) => {
    const { failed } = await verdicts(adapterOf({ trapIsRefusal: true }, undefined, refusal));
    expect(failed).toContain('common.call.total');
  });
});

describe('numbers', () => {
  function recorded(wasm32: boolean) {
    const calls: number[] = [];
    const call = (...numbers: number[]): number => {
      calls.push(...numbers);
      return 8;
    };
    const calloc = call;
    const instance = { malloc: call, free: call, calloc, realloc: call, aligned_alloc: call };
    return { calls, subject: subjectOf(instance, { wasm32 }) };
  }

  it('that 32 bits cannot hold are refused before the call', () => {
    const { calls, subject } = recorded(true);
    for (const beyond of [2 ** 32, 2 ** 32 + 8, 2 ** 53 - 1]) {
      expect(subject.alloc(beyond, 8)).toBeNull();
      expect(subject.alloc(beyond, 64)).toBeNull();
      expect(subject.alloc(8, beyond)).toBeNull();
      expect(subject.allocZeroed?.(beyond, 8)).toBeNull();
      expect(subject.realloc?.(8, 8, 8, beyond)).toBeNull();
      expect(subject.realloc?.(64, 8, 64, beyond)).toBeNull();
    }
    expect(calls).toEqual([]);
    expect(subject.alloc(2 ** 32 - 1, 8)).toBe(8);
    expect(calls).toEqual([2 ** 32 - 1]);
  });

  it('of JavaScript all go through', () => {
    const { calls, subject } = recorded(false);
    subject.alloc(2 ** 32, 8);
    subject.alloc(2 ** 53 - 1, 2 ** 40);
    subject.realloc?.(8, 8, 8, 2 ** 32);
    expect(calls).toEqual([2 ** 32, 2 ** 40, 2 ** 53 - 1, 8, 2 ** 32]);
  });

  it('without the check would blame a right heap', async () => {
    const { failed } = await verdicts(adapterOf({ wasm32: false }));
    expect(failed).toContain('common.refuse.impossible');
  });

  it('come back unsigned from 32 bits, and as they are from JavaScript', () => {
    const heap = new FirstFit({ base: 2 ** 31, size: 64 });
    expect(subjectOf(instanceOf(heap)).alloc(8, 8)).toBe(2 ** 31);
    expect(subjectOf({ malloc: () => -16 }).alloc(8, 8)).toBe(2 ** 32 - 16);
    expect(subjectOf({ malloc: () => -1 }).alloc(8, 8)).toBeNull();
    expect(subjectOf({ malloc: () => -16 }, { wasm32: false }).alloc(8, 8)).toBe(-16);
  });

  it('that stand for NULL are 0', () => {
    const freed: unknown[] = [];
    const free = (address: number) => freed.push(address);
    for (const zeroIsAddress of [false, true])
      Reflect.apply(subjectOf({ free }, { zeroIsAddress }).dealloc, undefined, [null, 0, 1]);
    expect(freed).toEqual([0, null]);
  });
});

describe('realloc', () => {
  it('is left to C at the natural alignment, and not asked for 0 bytes', () => {
    const subject = subjectOf({ realloc: () => 16 });
    expect([8, 4, 1].map((align) => subject.realloc?.(64, 8, align, 9))).toEqual([16, 16, 16]);
    expect(subject.realloc?.(64, 8, 8, 0)).toBeNull();
    expect(subject.realloc?.(64, 8, 64, 0)).toBeNull();
  });

  it('keeps a larger alignment as a program would', () => {
    const heap = new FirstFit(ARENA);
    const subject = subjectOf(instanceOf(heap));
    const address = subject.alloc(16, 64) ?? expect.fail('refused');
    heap.bytes(address).fill(7);
    expect(subject.realloc?.(address, 16, 64, 9)).toBe(address);
    const moved = subject.realloc?.(address, 16, 64, 24) ?? expect.fail('refused');
    expect([moved % 64, moved === address, heap.usableSize(address)]).toEqual([0, false, 0]);
    expect([...heap.bytes(moved).subarray(0, 16)]).toEqual(Array(16).fill(7));
    expect(subject.realloc?.(moved, 24, 64, 2048)).toBeNull();
    expect(heap.usableSize(moved)).toBe(24);
  });
});

describe('calloc', () => {
  it('gets two factors at a natural alignment; other blocks are cleared without it', () => {
    const bytes = new Uint8Array(128).fill(7);
    const calloc = (count: number, size: number) => 1000 * count + size;
    const subject = subjectOf({ calloc, memory: bytes });
    expect([8, 1, 16].map((align) => subject.allocZeroed?.(24, align))).toEqual([2012, 2012, 64]);
    expect(subject.allocZeroed?.(25, 8)).toBe(1025);
    expect([...bytes.subarray(64, 89)]).toEqual([...Array(24).fill(0), 7]);
  });
});

describe('an instance', () => {
  it('may be of a class, with hooks that need it', () => {
    class Heap {
      readonly #heap: FirstFit;
      readonly arena: HeapConfig;
      constructor(arena: HeapConfig) {
        this.#heap = new FirstFit(arena);
        this.arena = arena;
      }
      get memory() {
        return this.#heap.memory;
      }
      malloc(size: number) {
        return this.#heap.alloc(size, 8);
      }
      free(address: number) {
        this.#heap.dealloc(address);
      }
      stats() {
        return { freeBytes: this.#heap.arena.size };
      }
      reset() {
        return this.#heap.arena;
      }
      inspect() {
        const { base: address, size } = this.#heap.arena;
        return { blocks: [], holes: [{ address, size }] };
      }
    }
    const { maxAlign, ...answers } = ANSWERS;
    const create = (config: HeapConfig) => new Heap(config);
    const subject = adapterOf({ create, answers }).create(ARENA);
    const address = subject?.alloc(10, 8);
    expect([address, subject?.alloc(10, 16)]).toEqual([64, null]);
    expect(subject?.bytes?.(64, 10)).toHaveLength(10);
    expect([subject?.stats?.(), subject?.inspect?.().holes.length]).toEqual([
      { freeBytes: 960 },
      1,
    ]);
    expect([subject?.reset?.(), subject?.arena]).toEqual([ARENA, ARENA]);
  });

  it('may show its bytes by itself', () => {
    const shown = new Uint8Array(4);
    expect(subjectOf({ bytes: () => shown }).bytes?.(64, 4)).toBe(shown);
  });

  it('may be refused', () => {
    expect(adapterOf({ create: () => null }).create(ARENA)).toBeNull();
  });

  it('that lacks a call is no instance', () => {
    const problem = (change: object): string => {
      const opened = inProcess(adapterOf({}, () => change));
      return 'problem' in opened ? opened.problem : 'none';
    };
    expect(problem({})).toBe('none');
    expect(problem({ malloc: undefined })).toMatch(/the instance lacks malloc$/);
    expect(problem({ malloc: 8, free: 8 })).toMatch(/the instance lacks malloc, free$/);
  });
});

describe('answers', () => {
  const problemOf = (parts: object): string => {
    const checked = checkAdapter(adapterOf(parts), 'it');
    return checked.ok ? 'none' : checked.problem;
  };

  it('that follow from C are filled in', () => {
    const { maxAlign, ...answers } = ANSWERS;
    const fromC = {
      bases: [0],
      maxAlign: 8,
      invalidAlign: 'undefined',
      invalidNumbers: 'undefined',
      misuse: { double: 'undefined', interior: 'undefined', foreign: 'undefined', null: 'ignore' },
    };
    expect(adapterOf({ answers }).answers).toEqual({ ...fromC, ...answers });
    const more = { ...answers, misuse: 'detect', bases: [64, 128] } as const;
    expect(adapterOf({ answers: more }).answers).toEqual({ ...fromC, ...more });
    const { misuse } = adapterOf({ zeroIsAddress: true }).answers;
    expect(misuse).toMatchObject({ null: 'undefined' });
  });

  it('that C leaves open must be given', () => {
    expect(problemOf({})).toBe('none');
    for (const question of Object.keys(ANSWERS).filter((name) => name !== 'maxAlign'))
      expect(problemOf({ answers: { ...ANSWERS, [question]: undefined } })).toContain(
        `answers.${question} is missing`,
      );
    expect(problemOf({ answers: undefined }).split('\n').length).toBeGreaterThan(7);
  });

  it('include maxAlign where there is aligned_alloc', () => {
    const { maxAlign, ...answers } = ANSWERS;
    expect(() => adapterOf({ answers }).create(ARENA)).toThrow(/answers.maxAlign is missing/);
  });

  it('include wasm32', () => {
    expect(() => adapterOf({ wasm32: undefined as never })).toThrow(/wasm32 is missing/);
  });
});
