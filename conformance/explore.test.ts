/** Explorations of small subjects: what is certified, what is found, and where they end. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bitmapModel, type Scope, step } from '../model/index.ts';
import type { BitmapAdapter, BitmapSubject, ClauseId, Family, FrameRun } from '../spec/index.ts';
import { type Executor, inProcess, type Profile } from './execute.ts';
import { exploreScope, type ScopeOptions } from './explore.ts';
import { kits } from './kits.ts';
import { profileOf } from './profile.ts';
import { referenceBitmap, referenceHeap, referencePaged } from './reference.ts';
import { replay } from './replay.ts';
import { chooseScopes, runSuite } from './suite.ts';
import { inWorker } from './watchdog.ts';

const TIMEOUT = 600_000;
const FRAMES = 4;

/** First-fit over one flag a frame. It shows nothing, and believes every dealloc. */
class Runs implements BitmapSubject {
  readonly marks = Array.from({ length: FRAMES }, () => 0);

  alloc(count: number): number | null {
    if (!Number.isInteger(count) || count < 1) return null;
    const first = this.marks.findIndex((_, at) => this.isFree(at, count));
    if (first < 0) return null;
    this.marks.fill(1, first, first + count);
    return first;
  }

  dealloc(first: number, count: number): unknown {
    return this.marks.fill(0, first, first + count);
  }

  isFree(first: number, count: number): boolean {
    const run = this.marks.slice(first, first + count);
    return run.length === count && run.every((mark) => mark === 0);
  }
}

/** All that there is to remember. */
class ShownRuns extends Runs {
  fingerprint(): string {
    return this.marks.join('');
  }
}

const adapterOf = (
  Made: new () => BitmapSubject,
  answers: Partial<BitmapAdapter['answers']> = {},
): BitmapAdapter => ({
  name: Made.name,
  family: 'bitmap',
  answers: { ...referenceBitmap.answers, misuse: 'undefined', ...answers },
  create: () => new Made(),
});

function opened(adapter: BitmapAdapter): Executor<'bitmap'> {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  return executor as Executor<Family> as Executor<'bitmap'>;
}

function scopeOf<F extends Family>(profile: Profile<F>, name: string): Scope<F> {
  const scopes = chooseScopes(profile, [name]);
  if (typeof scopes === 'string') throw new Error(scopes);
  const [scope] = scopes;
  if (scope === undefined) throw new Error(`there must be a scope ${name}`);
  return scope;
}

function explored<F extends Family>(
  executor: Executor<F>,
  name: string,
  more: Partial<ScopeOptions> = {},
) {
  const { family, answers, hooks } = executor.profile;
  const profile = profileOf(family, answers, hooks);
  const scope = scopeOf(executor.profile, name);
  return exploreScope(executor, scope, { profile, clauses: profile.applies, ...more });
}

/** Four frames. */
const SCOPE = 'bitmap/misuse';
const exploredRuns = (
  Made: new () => BitmapSubject,
  answers: Partial<BitmapAdapter['answers']> = {},
  more: Partial<ScopeOptions> = {},
) => explored(opened(adapterOf(Made, answers)), SCOPE, more);

const flaws = ({ result }: Awaited<ReturnType<typeof exploreScope>>): string[] =>
  [...result.failures].flatMap(([id, all]) => all.map(({ because }) => `${id}: ${because}`));

describe('a subject that is right', () => {
  it('is certified as a black box if it shows no fingerprint', async () => {
    const sweep = await exploredRuns(Runs);
    const { states, histories, depth } = sweep.visited;
    expect(flaws(sweep)).toEqual([]);
    expect(sweep.certificate).toMatchObject({ kind: 'scope', gaps: [] });
    expect(sweep.certificate.text).toBe(
      `every transition of scope bitmap/misuse: ${histories} histories, ${states} states, ` +
        `depth ${depth}; as a black box: a shortest way to each state, and one call more`,
    );
  });

  it('is certified as a product if it shows one', async () => {
    const sweep = await exploredRuns(ShownRuns);
    const { states, histories, depth } = sweep.visited;
    expect(flaws(sweep)).toEqual([]);
    expect(sweep.certificate.text).toBe(
      `every transition of scope bitmap/misuse: ${histories} histories, ${states} states, ` +
        `depth ${depth}; with fingerprints of the subject: sequences of any length`,
    );
  });

  it('is visited in every state that first-fit leads to, and no other', async () => {
    const { visited } = await exploredRuns(ShownRuns);
    expect(visited).toEqual({ ...(await exploredRuns(Runs)).visited, level: 'product' });
    expect(visited).toMatchObject(firstFit());
  });

  /** The same states and transitions, with no explorer. */
  function firstFit(): { states: number; histories: number } {
    const operations = scopeOf(opened(adapterOf(Runs)).profile, SCOPE).operations;
    const initial = bitmapModel.initial({ frameCount: FRAMES }, adapterOf(Runs).answers);
    const seen = new Map([[bitmapModel.essence(initial), initial]]);
    let transitions = 0;
    for (const state of seen.values()) {
      for (const operation of operations(state)) {
        transitions++;
        if (operation.kind !== 'alloc' && operation.kind !== 'dealloc') continue;
        const [outcome] = bitmapModel.legal(state, operation);
        if (outcome === undefined) throw new Error('something must be legal');
        const { next } = step(bitmapModel, state, operation, outcome);
        const key = bitmapModel.essence(next);
        if (!seen.has(key)) seen.set(key, next);
      }
    }
    return { states: seen.size, histories: transitions + 1 };
  }

  it.each([
    { adapter: referenceHeap, name: 'heap/blocks' },
    { adapter: referencePaged, name: 'paged/halving' },
  ])(
    'may be a model, at $name',
    async ({ adapter, name }) => {
      const executor = inProcess(adapter);
      if ('problem' in executor) throw new Error(executor.problem);
      const sweep = await explored(executor, name, { histories: 300 });
      expect(flaws(sweep)).toEqual([]);
      expect(sweep.visited.histories).toBe(300);
    },
    TIMEOUT,
  );
});

describe('a failure', () => {
  /** Frees one frame more, which shows once that frame is granted again. */
  class Greedy extends Runs {
    override dealloc(first: number, count: number) {
      return super.dealloc(first, Math.min(count + 1, FRAMES - first));
    }
  }

  it('has the shortest history that there is, and replays', async () => {
    const executor = opened(adapterOf(Greedy));
    const { result } = await explored(executor, SCOPE);
    const clause = 'common.alloc.no-overlap';
    const [failure] = result.failures.get(clause) ?? [];
    if (failure === undefined) throw new Error('it must fail');
    const steps = failure.history.runs[0]?.steps ?? [];
    expect(steps.map(({ operation }) => operation.kind)).toEqual([
      'alloc',
      'alloc',
      'dealloc',
      'alloc',
    ]);
    expect(await replay(failure.history, clause, executor)).toMatchObject({ kind: 'reproduced' });
    const right = opened(adapterOf(Runs));
    expect(await replay(failure.history, clause, right)).toMatchObject({ kind: 'held' });
  });

  it('is kept once, however many transitions show it', async () => {
    const { result, visited } = await exploredRuns(Greedy);
    expect(result.failures.get('common.alloc.no-overlap')).toHaveLength(1);
    expect(visited.ended).toBeNull();
  });

  it('of a call that shows a state is kept too', async () => {
    class Talker extends Runs {
      inspect() {
        return this.marks.join('').replace('101', '111');
      }
    }
    const executor = opened(adapterOf(Talker));
    const { result } = await explored(executor, SCOPE);
    const clause = 'bitmap.inspect.marks-live';
    const [failure] = result.failures.get(clause) ?? [];
    if (failure === undefined) throw new Error(`it must fail: ${[...result.failures.keys()]}`);
    expect(failure.history.runs[0]?.steps.at(-1)?.operation.kind).toBe('observe');
    expect(await replay(failure.history, clause, executor)).toMatchObject({ kind: 'reproduced' });
  });

  it('in the first state ends the exploration there', async () => {
    class Short extends ShownRuns {
      stats = () => ({ freeFrames: 3 });
    }
    const sweep = await exploredRuns(Short);
    expect([...sweep.result.failures.keys()]).toContain('common.create.empty');
    expect(sweep.visited).toMatchObject({ histories: 1, ended: 'its first state breaks a clause' });
  });

  it('on the way to the first state does not, if the model can follow it', async () => {
    /** Last-fit, which its answers do not say. */
    class Top extends ShownRuns {
      override readonly marks = Array.from({ length: 64 }, () => 0);
      override alloc(count: number) {
        const first = this.marks.findLastIndex((_, at) => this.isFree(at, count));
        if (!Number.isInteger(count) || count < 1 || first < 0) return null;
        this.marks.fill(1, first, first + count);
        return first;
      }
    }
    const sweep = await explored(opened(adapterOf(Top)), 'bitmap/word-edge');
    expect([...sweep.result.failures.keys()]).toEqual(['bitmap.placement.first-fit']);
    expect(sweep.visited.ended).toBeNull();
    expect(sweep.visited.states).toBeGreaterThan(10);
  });
});

/** What a fingerprint buys: these answer rightly on every shortest way, and one call more. */
describe('hidden state', () => {
  class WearsOut extends Runs {
    deallocs = 0;
    override alloc(count: number) {
      return this.deallocs < 3 ? super.alloc(count) : null;
    }
    override dealloc(first: number, count: number) {
      this.deallocs++;
      return super.dealloc(first, count);
    }
  }

  /** Grants it again to the next request of that size, whoever has it by then. */
  class Remembers extends Runs {
    last: FrameRun | null = null;
    override alloc(count: number) {
      if (this.last?.count !== count) return super.alloc(count);
      const { first } = this.last;
      this.last = null;
      this.marks.fill(1, first, first + count);
      return first;
    }
    override dealloc(first: number, count: number) {
      this.last = { first, count };
      return super.dealloc(first, count);
    }
  }

  /** Of the number of deallocs nothing depends on how far it is beyond three. */
  class ShownWearsOut extends WearsOut {
    fingerprint = () => `${this.marks} ${Math.min(this.deallocs, 3)}`;
  }
  class ShownRemembers extends Remembers {
    fingerprint = () => `${this.marks} ${JSON.stringify(this.last)}`;
  }
  const ANYWHERE = { placement: 'unknown' } as const;

  it.each<[string, new () => BitmapSubject, new () => BitmapSubject, ClauseId, number]>([
    ['a count of deallocs', WearsOut, ShownWearsOut, 'common.grant.fit', 7],
    ['the run freed last', Remembers, ShownRemembers, 'common.alloc.no-overlap', 4],
  ])('%s: a black box passes, a product fails', async (_, Hidden, Shown, clause, calls) => {
    const black = await exploredRuns(Hidden, ANYWHERE);
    expect(flaws(black)).toEqual([]);
    expect(black.visited).toMatchObject({ level: 'edge-cover', ended: null });
    const product = await exploredRuns(Shown, ANYWHERE);
    expect(product.visited).toMatchObject({ level: 'product', ended: null });
    expect(product.visited.states).toBeGreaterThan(black.visited.states);
    const [failure] = product.result.failures.get(clause) ?? [];
    expect(failure?.history.runs[0]?.steps).toHaveLength(calls);
  });

  it('that a fingerprint leaves out stays hidden', async () => {
    class Liar extends WearsOut {
      fingerprint = () => this.marks.join('');
    }
    expect(flaws(await exploredRuns(Liar))).toEqual([]);
  });
});

describe('an end before the end', () => {
  it('is at the limit of histories, and a gap', async () => {
    const sweep = await exploredRuns(ShownRuns, {}, { histories: 20 });
    const { states, depth } = sweep.visited;
    expect(sweep.visited.histories).toBe(20);
    expect(sweep.certificate.text).toBe(
      `scope bitmap/misuse: 20 histories, ${states} states, depth ${depth}, ` +
        'and then no further: it has more than 20 histories',
    );
    expect(sweep.certificate.gaps).toEqual(['bitmap/misuse was not explored to its end']);
  });

  it('is not at a limit that is just enough', async () => {
    const { histories } = (await exploredRuns(ShownRuns)).visited;
    const sweep = await exploredRuns(ShownRuns, {}, { histories });
    expect(sweep.certificate.gaps).toEqual([]);
  });

  it('is where equal calls got other answers', async () => {
    let instances = 0;
    /** Every seventh instance begins with the second frame. */
    class Fickle extends Runs {
      skips = ++instances % 7 === 0;
      override alloc(count: number) {
        if (!this.skips || !this.isFree(1, count)) return super.alloc(count);
        this.skips = false;
        this.marks.fill(1, 1, 1 + count);
        return 1;
      }
    }
    const sweep = await exploredRuns(Fickle, { placement: 'unknown' });
    expect(sweep.visited.ended).toBe('equal calls did not get equal answers');
    expect(sweep.certificate.text).toMatch(/no further: equal calls did not get equal answers$/);
    expect(sweep.certificate.gaps).toHaveLength(1);
  });

  it('is where somebody interrupts', async () => {
    let calls = 0;
    const sweep = await exploredRuns(ShownRuns, {}, { onProgress: () => ++calls < 10 });
    expect(sweep.visited).toMatchObject({ histories: 10, ended: 'it was interrupted' });
    expect(sweep.result.ended).toBe('interrupted');
  });

  it('is where no instance is made, which is an error of the subject', async () => {
    let instances = 0;
    const adapter = adapterOf(ShownRuns);
    const scarce = { ...adapter, create: () => (++instances < 30 ? new ShownRuns() : null) };
    const { result, certificate } = await explored(opened(scarce), SCOPE);
    const problem = expect.stringMatching(/^ShownRuns refused to create an instance with /);
    expect(result.ended).toEqual({ problem });
    expect(certificate.gaps).toHaveLength(1);
  });
});

describe('a subject that does not answer', { timeout: TIMEOUT }, () => {
  const inFixture = async (name: string) => {
    const path = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
    const executor = await inWorker(path, { patience: 300 });
    if ('problem' in executor) throw new Error(executor.problem);
    const sweep = await explored(executor, 'heap/blocks');
    await executor.close();
    return sweep;
  };

  it('throws, and other calls are still tried', async () => {
    class Thrower extends Runs {
      override alloc(count: number) {
        if (count === 2 && !this.isFree(0, 1)) throw new RangeError('boom');
        return super.alloc(count);
      }
    }
    const sweep = await exploredRuns(Thrower);
    expect(flaws(sweep)).toEqual(['common.call.total: alloc threw: RangeError: boom']);
    expect(sweep.visited.ended).toBeNull();
    expect(sweep.visited.states).toBeGreaterThan(10);
  });

  it('throws in a worker', async () => {
    const sweep = await inFixture('throws-in-alloc.js');
    expect(flaws(sweep)).toContain('common.call.total: alloc threw: RangeError: boom');
    expect(sweep.visited).toMatchObject({ states: 1, ended: null });
  });

  it('hangs in a worker, and is soon left alone', async () => {
    const sweep = await inFixture('hangs-when-shared.js');
    expect(flaws(sweep)).toEqual(['common.call.total: alloc did not come back']);
    const [failure] = sweep.result.failures.get('common.call.total') ?? [];
    expect(failure?.history.runs[0]?.steps).toHaveLength(3);
    expect(sweep.visited.ended).toBe('4 calls did not come back, or ended the subject');
  });

  it('is right in a worker, and certified as in this thread', async () => {
    const sweep = await inFixture('right.js');
    expect(flaws(sweep)).toEqual([]);
    expect(sweep.certificate.text).toMatch(/^every transition of scope heap\/blocks: .* black box/);
  });
});

describe('the choice of scopes', () => {
  const profileWith = (answers: Partial<BitmapAdapter['answers']>) =>
    opened(adapterOf(Runs, answers)).profile;

  it('is by name, in the order of the names', () => {
    const names = ['bitmap/runs', 'bitmap/misuse'];
    const chosen = chooseScopes(profileWith({}), names);
    expect(typeof chosen === 'string' ? chosen : chosen.map(({ name }) => name)).toEqual(names);
  });

  it('tells what there is instead', () => {
    const known = kits.bitmap.scopes.map(({ name }) => name).join(', ');
    expect(chooseScopes(profileWith({}), ['bitmap/runs', 'heap/blocks'])).toBe(
      `there is no scope heap/blocks for a bitmap; there are ${known}`,
    );
  });

  it('refuses who answers for no instance so small', () => {
    expect(chooseScopes(profileWith({ frameCounts: [64] }), ['bitmap/runs'])).toBe(
      'Runs cannot be explored at bitmap/runs: its answers allow no instance so small',
    );
  });

  it('refuses who does not promise equal answers', () => {
    expect(chooseScopes(profileWith({ deterministic: false }), ['bitmap/runs'])).toBe(
      'Runs cannot be explored: it answers that equal calls may get other answers',
    );
  });
});

describe('in a run', () => {
  it('explorations are added to what chance found', async () => {
    const executor = opened(adapterOf(ShownRuns));
    const report = await runSuite(executor, { operations: 1, exhaustive: [SCOPE] });
    expect(report.certificates.map(({ kind }) => kind)).toEqual(['scope']);
    const alone = await runSuite(executor, { operations: 1 });
    expect(report.operations).toBeGreaterThan(alone.operations + 100);
    const verdictOf = ({ clauses }: typeof report) =>
      clauses.find(({ id }) => id === 'common.alloc.no-overlap')?.verdict;
    expect([verdictOf(alone), verdictOf(report)]).toEqual(['not-reached', 'pass']);
  });

  it('a wrong name is a bug of the caller', async () => {
    const run = runSuite(opened(adapterOf(Runs)), { operations: 1, exhaustive: ['bitmap/none'] });
    await expect(run).rejects.toThrow('there is no scope bitmap/none for a bitmap');
  });
});
