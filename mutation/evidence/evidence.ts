/** All that is known about each clause, joined from the specification, the model and the records. */
import { CLAUSES, type Clause, type ClauseId } from '../../spec/index.ts';
import { readHistories, type TestedBy } from './histories.ts';
import { type PredicateSource, type Predicates, readPredicates } from './predicates.ts';
import type { Hits, Kills, Mutants, Records, Scopes } from './records.ts';

export type FaultRow = Kills['faults'][number];
export type Exploration = Scopes['explorations'][number];
export type MutantRow = Mutants['clauses'][number];

/** A clause in the campaign of one subject. */
export interface Met {
  readonly subject: string;
  readonly kind: Hits['subjects'][number]['kind'];
  readonly verdict: Hits['subjects'][number]['clauses'][number]['verdict'];
  readonly hits: number;
  readonly reason?: string | undefined;
  readonly breaks: readonly string[];
}

export interface Evidence {
  readonly clause: Clause;
  readonly predicates: readonly PredicateSource[];
  readonly tests: readonly TestedBy[];
  /** In the campaigns of the subjects of its families. */
  readonly met: readonly Met[];
  /** The explorations in which its antecedent was true. */
  readonly explored: readonly Exploration[];
  /** The faults that are aimed at it. */
  readonly own: readonly FaultRow[];
  /** Faults of other clauses that break it as well. */
  readonly others: readonly FaultRow[];
  /** Mechanical mutants that it was the first to notice; `null` if there are none or no record. */
  readonly mutants: MutantRow | null;
}

export interface Model {
  readonly predicates: Predicates;
  readonly histories: ReadonlyMap<string, readonly TestedBy[]>;
}

/** Takes some seconds, since the compiler resolves the names. */
export const readModel = (): Model => ({
  predicates: readPredicates(),
  histories: readHistories(),
});

export const joined = (records: Records, model: Model): Evidence[] =>
  CLAUSES.map((clause): Evidence => {
    const { id } = clause;
    const { faults } = records.kills;
    return {
      clause,
      predicates: model.predicates.get(id) ?? [],
      tests: model.histories.get(id) ?? [],
      met: metBy(id, records.hits),
      explored: (records.scopes?.explorations ?? []).filter(({ hits }) => (hits[id] ?? 0) > 0),
      own: faults.filter((fault) => fault.clause === id),
      others: faults.filter(({ also }) => also[id] !== undefined),
      mutants: records.mutants?.clauses.find((row) => row.id === id) ?? null,
    };
  });

const metBy = (id: ClauseId, { subjects }: Hits): Met[] =>
  subjects.flatMap(({ subject, kind, clauses }) =>
    clauses
      .filter((row) => row.id === id)
      .map(({ verdict, hits, reason, breaks = [] }) => ({
        subject,
        kind,
        verdict,
        hits,
        reason,
        breaks,
      })),
  );

export const isTestable = ({ clause }: Evidence): boolean => clause.untested === undefined;
