/**
 * Strategy: random calls find little, because a heap fails on particular shapes. So a history is a list of
 * short scenarios, each of which makes one shape: a comb of holes, a full arena, a drained one, a loop of
 * one layout, a request at an edge, misuse between two observations. They run on top of what the scenarios
 * before them left behind.
 *
 * Sizes are chosen relative to the arena, slots from a small set, so that histories collide with themselves.
 */
import fc from 'fast-check';
import type { Call, HeapAnswers, HeapConfig, HeapOperation } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import { chained, interleaved, relations } from '../generate.ts';
import type { Case } from '../kit.ts';
import { observe } from './calls.ts';
import { type Operations, opening, type Scenario, scenariosFor } from './scenarios.ts';

const LONGEST = 14;

export function heapCases({
  answers,
  hooks,
  asked,
  inForce,
}: Profile<'heap'>): fc.Arbitrary<Case<'heap'>> {
  const has = new Set(hooks);
  const configs = chained(
    fc.record({
      size: fc.constantFrom(...answers.sizes),
      base: fc.constantFrom(...answers.bases),
    }),
    (config) => {
      // An arena that is smaller than it was asked to be is so by the same amount each time.
      const arena = {
        size: Math.max(1, config.size - (asked.size - inForce.size)),
        base: config.base - (asked.base - inForce.base),
      };
      const one = program(arena, answers, has);
      const alone = fc.tuple(
        fc.constant([config]),
        one.map((operations) => [operations]),
      );
      const many = fc
        .array(one, { minLength: 2, maxLength: 3 })
        .map((lists): [HeapConfig[], Operations[]] => [lists.map(() => config), lists]);
      return fc.oneof({ weight: 4, arbitrary: alone }, { weight: 1, arbitrary: many });
    },
  );
  return configs.chain(([instances, lists]) =>
    relations(answers, shiftsFrom(instances[0]?.base ?? 0, answers), 2).map((relate) => {
      const calls: Call<HeapOperation>[] = interleaved(lists);
      const related = relate(instances.length);
      const isMovable = calls.every(({ operation }) => isServed(operation, answers));
      return {
        program: { instances, calls },
        ...(related.relation?.kind === 'shift' && !isMovable ? {} : related),
      };
    }),
  );
}

/** How far an arena can be moved: to a declared base that is aligned as the first one is. */
const shiftsFrom = (base: number, { bases, maxAlign }: HeapAnswers): number[] =>
  bases.map((other) => other - base).filter((by) => by % maxAlign === 0);

/** A larger alignment may be served at one base and not at another. */
const isServed = (operation: HeapOperation, { maxAlign }: HeapAnswers): boolean =>
  operation.kind !== 'alloc' || !(Number(operation.align) > maxAlign);

function program(config: HeapConfig, answers: HeapAnswers, hooks: ReadonlySet<string>): Scenario {
  const scenarios = scenariosFor(config, answers, hooks);
  return fc
    .tuple(
      fc.oneof(
        { weight: 2, arbitrary: fc.constant<Operations>([]) },
        { weight: 1, arbitrary: opening(config, answers) },
      ),
      fc.array(fc.oneof(...scenarios), { minLength: 1, maxLength: LONGEST, size: 'max' }),
    )
    .map(([first, rest]) => callable([observe, ...first, ...rest.flat()]));
}

/** Leaves out the calls that name a block which cannot be there. */
function callable(operations: Operations): Operations {
  const held = new Set<number>();
  return operations.filter((operation) => {
    switch (operation.kind) {
      case 'alloc':
        held.add(operation.slot);
        return true;
      case 'dealloc':
        return held.delete(operation.slot);
      case 'realloc':
      case 'verify':
        return held.has(operation.slot);
      case 'reset':
        held.clear();
        return true;
      default:
        return true;
    }
  });
}
