/**
 * A scope: an instance so small that everything that can happen to it can be tried. Its calls are
 * given by state; how long a sequence of them may be is not limited.
 */
import type { ClauseId, Family, FamilyTypes } from '../spec/index.ts';
import { type Exploration, explore, type Limits, type System } from './explore.ts';
import { type Model, step } from './model.ts';

export interface Scope<F extends Family, State = unknown> {
  /** The family and a short name: `paged/pages`. */
  readonly name: `${F}/${string}`;
  readonly family: F;
  /** Which faults need this scope, and could not be seen in a smaller one. */
  readonly reason: string;
  /** How long one core explores it: a second or two, up to some dozen, or minutes. */
  readonly effort: 'low' | 'medium' | 'high';
  /** `null` if a subject with these answers cannot be made so small. */
  config(answers: FamilyTypes[F]['answers']): FamilyTypes[F]['config'] | null;
  /** Calls before the first state. */
  readonly ballast: readonly FamilyTypes[F]['operation'][];
  /** The calls that are tried in a state. */
  operations(state: State): readonly FamilyTypes[F]['operation'][];
  /** The calls that show what each of those did. They are made after it and change nothing. */
  readonly shows: readonly FamilyTypes[F]['operation'][];
}

/** A call, what came back, and the same of the calls that show what it did. */
export type Move<F extends Family> = readonly {
  readonly operation: FamilyTypes[F]['operation'];
  readonly outcome: FamilyTypes[F]['outcome'];
}[];

export interface ModelExploration<F extends Family> extends Exploration<Move<F>> {
  /** How often the antecedent of each clause was true. */
  readonly hits: ReadonlyMap<ClauseId, number>;
}

/**
 * Explores the model as its own subject: every outcome that `legal` lists is judged by every clause
 * that applies, so a clause that forbids what another allows is found.
 */
export function exploreModel<F extends Family, State>(
  model: Model<F, State>,
  scope: Scope<F, State>,
  answers: FamilyTypes[F]['answers'],
  applies: ReadonlySet<ClauseId>,
  limits: Limits = {},
): ModelExploration<F> {
  const config = scope.config(answers);
  if (config === null) throw new Error(`${scope.name} cannot be made with these answers`);
  const hits = new Map<ClauseId, number>();

  const moves = function* (
    { state, flaw, move }: Reached<F, State>,
    calls: readonly FamilyTypes[F]['operation'][],
  ): Iterable<Reached<F, State>> {
    const [operation, ...rest] = calls;
    if (operation === undefined || flaw !== null) {
      yield { state, flaw, move };
      return;
    }
    for (const outcome of model.legal(state, operation)) {
      const verdict = step(model, state, operation, outcome, applies);
      for (const clause of verdict.hits) hits.set(clause, (hits.get(clause) ?? 0) + 1);
      const [breach] = verdict.breaches;
      const next = {
        state: verdict.next,
        flaw: breach === undefined ? null : `${breach.clause}: ${breach.because}`,
        move: [...move, { operation, outcome }],
      };
      yield* moves(next, rest);
    }
  };

  const initial = { state: model.initial(config, answers), flaw: null, move: [] };
  const system: System<Reached<F, State>, Move<F>> = {
    start: [...moves(initial, [...scope.ballast, ...scope.shows])],
    key: ({ state }) => model.essence(state),
    expand({ state }, reach) {
      for (const operation of scope.operations(state)) {
        for (const next of moves({ state, flaw: null, move: [] }, [operation, ...scope.shows])) {
          reach(next.move, next);
        }
      }
    },
    flaw: ({ flaw }) => flaw,
    breach: (_before, _move, { flaw }) => flaw,
  };
  return { ...explore(system, limits), hits };
}

interface Reached<F extends Family, State> {
  readonly state: State;
  readonly flaw: string | null;
  readonly move: Move<F>;
}
