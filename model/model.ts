/**
 * What a model is. It does not predict what an allocator answers; it says which answers are right.
 * Each clause is one predicate over one transition, and all of them are asked about every transition, so
 * that the clauses a wrong answer breaks do not depend on the order of the checks.
 *
 * States are immutable values, made of lists and small records. What many predicates ask about a state or
 * a transition is derived once (`common/once.ts`); beyond that they are written to be read.
 */
import type { ClauseId, Family, FamilyTypes } from '../spec/index.ts';
import { onceOfTwo } from './common/once.ts';

/** One operation, what came back, and the abstract states around it. */
export interface Transition<State, Operation, Outcome> {
  readonly before: State;
  readonly operation: Operation;
  readonly outcome: Outcome;
  readonly after: State;
}

/** `null`: the antecedent is false. `true`: it is true and the clause holds. A text: the clause is broken, because. */
export type Finding = null | true | string;

export interface Predicate<State, Operation extends { readonly kind: string }, Outcome> {
  readonly clause: ClauseId;
  /** The operations that can make the antecedent true. */
  readonly on: readonly Operation['kind'][];
  /** The state after a breach still describes the subject, so judging may go on. */
  readonly resumes?: true;
  check(transition: Transition<State, Operation, Outcome>): Finding;
}

export interface Model<F extends Family, State> {
  readonly family: F;
  initial(config: FamilyTypes[F]['config'], answers: FamilyTypes[F]['answers']): State;
  /** The state after the subject answered `outcome`, believing it where it can be believed. */
  next(
    state: State,
    operation: FamilyTypes[F]['operation'],
    outcome: FamilyTypes[F]['outcome'],
  ): State;
  readonly predicates: readonly Predicate<
    State,
    FamilyTypes[F]['operation'],
    FamilyTypes[F]['outcome']
  >[];
  /**
   * What the subject holds, less the calls by which it came to that: equal for states that an
   * exploration takes for one. Meant for small arenas.
   */
  essence(state: State): string;
  /** Every outcome that the clauses allow. Meant for small arenas: it tries all placements. */
  legal(state: State, operation: FamilyTypes[F]['operation']): Iterable<FamilyTypes[F]['outcome']>;
}

export interface Breach {
  readonly clause: ClauseId;
  readonly because: string;
  readonly resumes: boolean;
}

export interface Verdict<State> {
  readonly next: State;
  /** The clauses whose antecedent was true. */
  readonly hits: readonly ClauseId[];
  readonly breaches: readonly Breach[];
}

/** Judges one transition by the clauses that `applies` names; by all of them if it is left out. */
export function step<F extends Family, State>(
  model: Model<F, State>,
  state: State,
  operation: FamilyTypes[F]['operation'],
  outcome: FamilyTypes[F]['outcome'],
  applies?: ReadonlySet<ClauseId>,
): Verdict<State> {
  const inquiry = new Inquiry(model, applies);
  const { next, breaches } = inquiry.judge(state, operation, outcome);
  return { next, hits: [...inquiry.hits().keys()], breaches };
}

const HOLDS: readonly Breach[] = [];

/** The predicates about one kind of call, and how often the antecedent of each was true. */
interface Asked<F extends Family, State> {
  readonly predicates: Model<F, State>['predicates'];
  readonly hits: number[];
}

/** Judges many transitions, and counts what they reach. */
export class Inquiry<F extends Family, State> {
  readonly #model: Model<F, State>;
  readonly #applies: ReadonlySet<ClauseId> | undefined;
  /** By kind of call. */
  readonly #asked = new Map<string, Asked<F, State>>();

  constructor(model: Model<F, State>, applies?: ReadonlySet<ClauseId>) {
    this.#model = model;
    this.#applies = applies;
  }

  judge(
    state: State,
    operation: FamilyTypes[F]['operation'],
    outcome: FamilyTypes[F]['outcome'],
  ): Pick<Verdict<State>, 'next' | 'breaches'> {
    if (outcome.status === 'skipped') return { next: state, breaches: HOLDS };
    const { predicates, hits } = this.#about(operation.kind);
    const next = this.#model.next(state, operation, outcome);
    const transition = { before: state, operation, outcome, after: next };
    let breaches = HOLDS;
    let at = 0;
    for (const predicate of predicates) {
      const finding = predicate.check(transition);
      if (finding !== null) hits[at] = (hits[at] ?? 0) + 1;
      at += 1;
      if (finding === null || finding === true) continue;
      const { clause, resumes = false } = predicate;
      breaches = [...breaches, { clause, because: finding, resumes }];
    }
    return { next, breaches };
  }

  /** How often the antecedent of each clause was true; none of those for which it never was. */
  hits(): ReadonlyMap<ClauseId, number> {
    const sums = new Map<ClauseId, number>();
    for (const { predicates, hits } of this.#asked.values()) {
      for (const [at, { clause }] of predicates.entries()) {
        const count = hits[at] ?? 0;
        if (count > 0) sums.set(clause, (sums.get(clause) ?? 0) + count);
      }
    }
    return sums;
  }

  #about(kind: string): Asked<F, State> {
    let asked = this.#asked.get(kind);
    if (asked === undefined) {
      const predicates = predicatesOn(this.#model, kind, this.#applies);
      asked = { predicates, hits: predicates.map(() => 0) };
      this.#asked.set(kind, asked);
    }
    return asked;
  }
}

type PredicateOf<F extends Family, State> = Model<F, State>['predicates'][number];

/** By kind of call; the latest model and set of clauses, since a judge asks about the same ones throughout. */
const chosenOf = onceOfTwo((_model: object, _applies: object) => new Map<string, unknown>());

/** The predicates that are asked about calls of this kind: chosen once, since the sets are constant. */
function predicatesOn<F extends Family, State>(
  model: Model<F, State>,
  kind: string,
  applies: ReadonlySet<ClauseId> | undefined,
): readonly PredicateOf<F, State>[] {
  const byKind = chosenOf(model, applies ?? model);
  const known = byKind.get(kind) as readonly PredicateOf<F, State>[] | undefined;
  if (known !== undefined) return known;
  const chosen = model.predicates.filter(
    ({ clause, on }) => (applies?.has(clause) ?? true) && on.some((each) => each === kind),
  );
  byKind.set(kind, chosen);
  return chosen;
}
