/** The histories with a fault at every step: how they are made, and what becomes of them. */
import { describe, expect, it } from 'vitest';
import { type Adapter, FAMILIES, type HeapAdapter, type PagedAdapter } from '../spec/index.ts';
import { type Executor, inProcess } from './execute.ts';
import type { Base, Injection } from './inject/injection.ts';
import { slotsOf } from './inject/slots.ts';
import { alone, injectedInto, pointsOf, runInjections } from './inject.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';
import { profileOf } from './profile.ts';
import { referenceBitmap, referenceHeap, referencePaged, references } from './reference.ts';
import { replay } from './replay.ts';
import { runSuite } from './suite.ts';

const TIMEOUT = 600_000;

function executorOf(adapter: Adapter): Executor {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  return executor;
}

function sweepOf(adapter: Adapter) {
  const executor = executorOf(adapter);
  const { family, answers, hooks } = executor.profile;
  const profile = profileOf(family, answers, hooks);
  return runInjections(executor, { profile, clauses: profile.applies });
}

const observe = { kind: 'observe' } as const;
const alloc = (slot: number) => ({ kind: 'alloc', slot, count: 1 }) as const;
const dealloc = (slot: number) => ({ kind: 'dealloc', slot }) as const;

describe('an injection', () => {
  const kit: Kit<'bitmap'> = kits.bitmap;
  const base: Base<'bitmap'> = {
    name: 'tiny',
    config: { frameCount: 4 },
    operations: [alloc(0), alloc(1), dealloc(0)],
    epilogue: [observe],
  };
  /** Gives up each live slot, and asks for it again at the end. */
  const takenAway: Injection<'bitmap'> = {
    name: 'taken away',
    shows: 'What is live at a position.',
    clauses: ['common.call.total'],
    made: ({ steps }) =>
      [...slotsOf(steps).live.keys()].map((slot) => ({
        now: [dealloc(slot)],
        later: [alloc(slot)],
      })),
  };

  const pointsOn = async (adapter: Adapter) => {
    const executor = executorOf(adapter) as Executor<'bitmap'>;
    const { applies } = profileOf('bitmap', executor.profile.answers, executor.profile.hooks);
    const execution = await executor.run(alone(kit, executor.profile, base), applies);
    if (!execution.ok) throw new Error(execution.problem);
    return pointsOf(executor.profile, base, execution);
  };

  it('is made at every position, by what the subject answered until there', async () => {
    const points = await pointsOn(referenceBitmap);
    const shown = [...injectedInto(kit, base, points, [takenAway])].map(({ position, program }) => {
      const words = program.calls.map(({ operation }) =>
        'slot' in operation ? `${operation.kind} ${operation.slot}` : operation.kind,
      );
      return `${position}: ${words.join(', ')}`;
    });
    expect(points).toHaveLength(4);
    expect(shown).toEqual([
      '1: alloc 0, dealloc 0, alloc 1, dealloc 0, alloc 0, observe',
      '2: alloc 0, alloc 1, dealloc 0, dealloc 0, alloc 0, observe',
      '2: alloc 0, alloc 1, dealloc 1, dealloc 0, alloc 1, observe',
      '3: alloc 0, alloc 1, dealloc 0, dealloc 1, alloc 1, observe',
    ]);
  });

  it('is not made behind the call by which the subject breaks the base', async () => {
    const twice = () => ({ alloc: () => 0, dealloc: () => true });
    const points = await pointsOn({ ...referenceBitmap, create: twice });
    expect(points.map(({ steps }) => steps.length)).toEqual([0, 1]);
  });
});

describe.each(FAMILIES)('the histories of %s', (family) => {
  const { profile } = executorOf(references[family]);
  const bases = kits[family].injecting.bases(profile as never);
  const { injections } = kits[family].injecting;

  it('make every kind of call but misuse and creation', () => {
    const kinds = new Set(bases.flatMap((base) => base.operations.map(({ kind }) => kind)));
    const all = new Set(kits[family].model.predicates.flatMap(({ on }): readonly string[] => on));
    for (const kind of ['misuse', 'create']) all.delete(kind);
    expect([...kinds].sort()).toEqual([...all].sort());
  });

  it('have names of their own, and so have the injections', () => {
    for (const names of [bases.map(({ name }) => name), injections.map(({ name }) => name)])
      expect(new Set(names).size).toBe(names.length);
  });

  it('are as the kit wants them, before anything is injected', () => {
    const answers = { ...profile.answers, selfChecking: false };
    for (const { operations } of bases) {
      const calls = operations.map((operation) => ({ instance: 0, operation }));
      expect(kits[family].disciplined(calls as never, answers as never)).toEqual(calls);
    }
  });
});

/** The reference with other promises, all of which it keeps. */
const modest = (answers: Partial<PagedAdapter['answers']>, hooks = true): PagedAdapter => ({
  ...referencePaged,
  name: JSON.stringify(answers),
  answers: { ...referencePaged.answers, ...answers },
  create(asked) {
    const isFixed = answers.geometry === 'fixed';
    const right = referencePaged.create(isFixed ? FIXED : asked);
    if (right === null) return null;
    const [lowest, highest] = answers.pids ?? [0, Number.POSITIVE_INFINITY];
    const isPid = (pid: number) => pid >= lowest && pid <= highest;
    return {
      ...(isFixed && { geometry: FIXED }),
      alloc: (pid, size) => (isPid(pid) ? right.alloc(pid, size) : null),
      dealloc: (pid) => (isPid(pid) ? right.dealloc(pid) : null),
      read: (pid, at, length) => (isPid(pid) ? right.read(pid, at, length) : 'no-segment'),
      write: (pid, at, bytes) => (isPid(pid) ? right.write(pid, at, bytes) : 'no-segment'),
      ...(hooks && {
        tamper: (pid, page, mark) => right.tamper?.(pid, page, mark) === true,
        purge: () => right.purge?.() ?? 0,
      }),
    };
  },
});

const FIXED = {
  memorySize: 128,
  frameCount: 16,
  slotCount: 9,
  quarantineCapacity: 3,
  virtualBase: 0,
};

describe('a fault at every step', { timeout: TIMEOUT }, () => {
  it.each([
    modest({ selfChecking: false, placement: 'unknown', split: 'unknown' }),
    modest({ pids: [3, 6], invalidNumbers: 'undefined' }),
    modest({ pids: [0, 0] }, false),
    modest({ geometry: 'fixed' }),
  ])('raises no alarm at a right allocator that promises $name', async (adapter) => {
    const { result, certificate } = await sweepOf(adapter);
    expect([...result.failures.values()].flat().map(({ because }) => because)).toEqual([]);
    expect(result.ended).toBe('budget');
    expect(certificate.histories).toBeGreaterThan(100);
  });

  it('says how much was tried', async () => {
    const { result, certificate } = await sweepOf(referenceBitmap);
    const { text, histories, operations, gaps } = certificate;
    expect(text).toBe(
      `a fault at every step: 6 histories, 102 positions, 10 faults: ${histories} histories`,
    );
    expect(operations).toBe(result.operations);
    expect(gaps).toEqual([]);
  });

  it('tells into which histories nothing could be injected', async () => {
    const stuck = () => ({ alloc: () => 0, dealloc: () => true });
    const { result, certificate } = await sweepOf({ ...referenceBitmap, create: stuck });
    expect([...result.failures.keys()]).toContain('common.alloc.no-overlap');
    expect(certificate.gaps[0]).toBe('nothing is injected into runs of 8 frames after its call 3');
  });

  it('shrinks what it finds to a history that replays, and puts it into the report', async () => {
    /** Moves the bytes away before it refuses to resize their block. */
    const hasty: HeapAdapter = {
      ...referenceHeap,
      name: 'hasty',
      create(config) {
        const right = referenceHeap.create(config);
        if (right?.realloc === undefined || right.bytes === undefined) return right;
        const { alloc, dealloc, realloc, bytes } = right;
        return {
          alloc: alloc.bind(right),
          dealloc: dealloc.bind(right),
          bytes: bytes.bind(right),
          realloc(address, oldSize, align, newSize) {
            const moved = realloc.call(right, address, oldSize, align, newSize);
            if (moved === null) bytes.call(right, address, oldSize).fill(0);
            return moved;
          },
        };
      },
    };
    const executor = executorOf(hasty);
    const without = await runSuite(executor, { operations: 1 });
    const report = await runSuite(executor, { operations: 1, inject: true });
    expect(without.certificates).toEqual([]);
    expect(report.certificates.map(({ kind }) => kind)).toEqual(['faults-at-every-step']);
    expect(report.operations).toBeGreaterThan(without.operations + 1000);
    const failed = report.clauses.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id }) => id)).toContain('heap.realloc.refused-intact');
    const failure = failed.find(({ id }) => id === 'heap.realloc.refused-intact')?.failures[0];
    if (failure === undefined) throw new Error('it must fail');
    expect(failure.history.runs[0]?.steps.length).toBeLessThanOrEqual(3);
    const again = await replay(failure.history, 'heap.realloc.refused-intact', executor);
    expect(again.kind).toBe('reproduced');
  });

  it('ends early if it is told to', async () => {
    const executor = executorOf(referenceBitmap);
    const { answers, hooks } = executor.profile;
    const profile = profileOf('bitmap', answers, hooks);
    let calls = 0;
    const { result, certificate } = await runInjections(executor, {
      profile,
      clauses: profile.applies,
      onProgress: () => ++calls < 50,
    });
    expect(result.ended).toBe('interrupted');
    expect(certificate.histories).toBe(50);
    expect(certificate.text).toMatch(/ended early$/);
  });
});
