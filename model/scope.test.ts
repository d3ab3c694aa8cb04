/** A model as its own subject: what it allows and what it forbids must not meet. */
import { describe, expect, it } from 'vitest';
import type { BitmapOperation, BitmapOutcome } from '../spec/index.ts';
import { answersOf, clausesFor } from './bitmap/notation.ts';
import { bitmapScopes } from './bitmap/scopes.ts';
import type { BitmapState } from './bitmap/state.ts';
import { bitmapModel } from './bitmap.ts';
import type { Limits } from './explore.ts';
import type { Model } from './model.ts';
import { exploreModel } from './scope.ts';

type BitmapModel = Model<'bitmap', BitmapState>;

const scope = bitmapScopes.find(({ name }) => name === 'bitmap/misuse');
if (scope === undefined) throw new Error('there must be a scope of four frames');
/** What comes back differs from one time to the next: that is what makes it every allocator. */
const ANSWERS = { ...answersOf('unknown'), deterministic: false };

const explored = (model: BitmapModel, limits?: Limits) =>
  exploreModel(model, scope, ANSWERS, clausesFor(ANSWERS), limits);

type Legal = (state: BitmapState, operation: BitmapOperation) => Iterable<BitmapOutcome>;
const withLegal = (legal: Legal): BitmapModel => ({ ...bitmapModel, legal });

const granted = (first: number, count: number): BitmapOutcome => ({
  status: 'granted',
  runs: [{ first, count }],
});

describe('a model whose clauses hold together', () => {
  const found = explored(bitmapModel);

  it('has no counterexample, and every state that there is', () => {
    expect(found.counterexample).toBeUndefined();
    expect(found.isComplete).toBe(true);
    // The first frame is free, or begins a run of some length.
    expect(found.states).toBe(partitions(4));
  });

  it('reaches what is judged', () => {
    expect(found.hits.get('common.alloc.no-overlap')).toBeGreaterThan(0);
    expect(found.hits.get('bitmap.misuse.partial-detected')).toBeGreaterThan(0);
  });
});

const partitions = (frames: number): number =>
  frames <= 0
    ? 1
    : partitions(frames - 1) +
      Array.from({ length: frames }, (_, at) => partitions(frames - at - 1)).reduce(
        (sum, each) => sum + each,
        0,
      );

describe('a model that allows', () => {
  it('what one of its clauses forbids has a shortest way there', () => {
    const first0 = withLegal(function* (state, operation) {
      yield* bitmapModel.legal(state, operation);
      if (operation.kind === 'alloc' && operation.count === 2) yield granted(0, 2);
    });
    const { counterexample, isComplete } = explored(first0);
    expect(isComplete).toBe(false);
    expect(counterexample?.flaw).toMatch(/^common\.alloc\.no-overlap: /);
    const calls = counterexample?.path.map(([call]) => [call?.operation.kind, call?.outcome]);
    expect(calls).toHaveLength(2);
    expect(calls?.at(-1)).toEqual(['alloc', granted(0, 2)]);
  });

  it('a wrong answer that changes nothing has it as its last call', () => {
    const shy = withLegal(function* (state, operation) {
      yield* bitmapModel.legal(state, operation);
      if (operation.kind === 'alloc' && operation.count === 4) yield { status: 'refused' };
    });
    const { counterexample } = explored(shy);
    expect(counterexample?.flaw).toMatch(/^common\.grant\.fresh: /);
    expect(counterexample?.path.map(([call]) => call?.outcome)).toEqual([{ status: 'refused' }]);
  });

  it('nothing at all where a call must be answered is seen by what is not reached', () => {
    const silent = withLegal((state, operation) =>
      operation.kind === 'dealloc' ? [] : bitmapModel.legal(state, operation),
    );
    const { counterexample, hits } = explored(silent);
    expect(counterexample).toBeUndefined();
    expect(hits.get('bitmap.dealloc.accepted') ?? 0).toBe(0);
    expect(explored(bitmapModel).hits.get('bitmap.dealloc.accepted')).toBeGreaterThan(0);
  });

  it('a state to be shown wrong has the call that shows it last', () => {
    const blind = withLegal((state, operation) =>
      operation.kind === 'observe' && state.holdings.length === 2
        ? [{ status: 'observed', marks: '0000' }]
        : bitmapModel.legal(state, operation),
    );
    const { counterexample } = explored(blind);
    const last = counterexample?.path.at(-1)?.map(({ operation }) => operation.kind);
    expect(last).toEqual(['alloc', 'observe']);
    expect(counterexample?.path).toHaveLength(2);
  });

  it('a first state that is wrong has a way of no call', () => {
    const blind = withLegal((state, operation) =>
      operation.kind === 'observe'
        ? [{ status: 'observed', marks: '1111' }]
        : bitmapModel.legal(state, operation),
    );
    expect(explored(blind).counterexample?.path).toEqual([]);
  });
});

it('a limit of states leaves the exploration incomplete', () => {
  const { isComplete, states } = explored(bitmapModel, { states: 5 });
  expect({ isComplete, states }).toEqual({ isComplete: false, states: 5 });
});

it('answers that allow no instance so small are a bug of the caller', () => {
  const answers = { ...ANSWERS, frameCounts: [64] };
  expect(() => exploreModel(bitmapModel, scope, answers, clausesFor(answers))).toThrow(
    'bitmap/misuse cannot be made with these answers',
  );
});
