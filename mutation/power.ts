/**
 * Detection power: how many operations it takes until a fault is noticed, over many seeds. One seed
 * may be lucky; what counts is the worst, and how often the antecedents of the clauses were true.
 */
import { BUDGETS } from '../conformance/suite.ts';
import { HITS_NEEDED } from '../conformance/verdict.ts';
import type { ClauseId } from '../spec/index.ts';
import { familyOf, type Target } from './fault.ts';

/** What happened to all faults and the sound subjects of a target at one seed. */
export interface Trial {
  readonly target: Target;
  readonly seed: number;
  readonly kills: readonly Kill[];
  readonly sound: readonly SoundHits[];
}

export interface Kill {
  readonly id: string;
  readonly clause: ClauseId;
  /** Operations until its own clause broke; `null` if it did not within the budget. */
  readonly after: number | null;
  /** All clauses that were broken until then. */
  readonly broken: readonly ClauseId[];
}

/** How often the antecedent of each clause that applies was true, 0 included. */
export interface SoundHits {
  /** What it was made with, such as `partial=any`; empty for its defaults. */
  readonly options: string;
  readonly hits: readonly (readonly [ClauseId, number])[];
}

/** A fault over all seeds. */
export interface FaultPower {
  readonly id: string;
  readonly target: Target;
  readonly clause: ClauseId;
  /** Seeds at which its own clause broke. */
  readonly killed: number;
  /** Operations; `null` where the fault survived. */
  readonly median: number | null;
  readonly worst: number | null;
  /** Clauses that broke before its own or with it, and at how many seeds. */
  readonly also: Readonly<Partial<Record<ClauseId, number>>>;
  /** No other clause broke by then, at any seed. */
  readonly sole: boolean;
}

/** A clause over all seeds. */
export interface ClauseHits {
  readonly clause: ClauseId;
  readonly options: string;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Operations of a campaign at its middle budget: within these every fault must be killed. */
export const budgetOf = (target: Target): number => BUDGETS[familyOf(target)].ci;

/** In the order of the first trial. */
export function faultPowers(trials: readonly Trial[]): FaultPower[] {
  const [first] = trials;
  if (first === undefined) return [];
  return first.kills.map(({ id, clause }) => {
    const kills = trials.flatMap((trial) => trial.kills.filter((kill) => kill.id === id));
    const after = kills.map((kill) => kill.after ?? Number.POSITIVE_INFINITY);
    const also: Partial<Record<ClauseId, number>> = {};
    for (const other of kills.flatMap(({ broken }) => broken).sort()) {
      if (other !== clause) also[other] = (also[other] ?? 0) + 1;
    }
    return {
      id,
      target: first.target,
      clause,
      killed: after.filter(Number.isFinite).length,
      median: finite(median(after)),
      worst: finite(Math.max(...after)),
      also,
      sole: Object.keys(also).length === 0,
    };
  });
}

/** Hardest first: what survives somewhere, then what lives longest at its worst seed. */
export const hardestFirst = (powers: readonly FaultPower[]): FaultPower[] =>
  powers.toSorted(
    (a, b) =>
      a.killed - b.killed || orNever(b.worst) - orNever(a.worst) || a.id.localeCompare(b.id),
  );

/** Each clause once, of the first sound subject to which it applies: the default one if it can be. */
export function clauseHits(trials: readonly Trial[]): ClauseHits[] {
  const rows = new Map<ClauseId, ClauseHits>();
  for (const [which, { options, hits }] of trials[0]?.sound.entries() ?? []) {
    for (const [clause] of hits) {
      if (rows.has(clause)) continue;
      const counts = trials.map(
        ({ sound }) => sound[which]?.hits.find(([id]) => id === clause)?.[1] ?? 0,
      );
      const [min, max] = [Math.min(...counts), Math.max(...counts)];
      rows.set(clause, { clause, options, min, median: median(counts), max });
    }
  }
  return [...rows.values()].sort((a, b) => a.clause.localeCompare(b.clause));
}

export const leastFirst = (rows: readonly ClauseHits[]): ClauseHits[] =>
  rows.toSorted((a, b) => a.min - b.min || a.median - b.median);

/** At some seed so few hits that a campaign of that length would not call it a pass. */
export const isRare = ({ min }: ClauseHits): boolean => min < HITS_NEEDED;

/** Of an even number of values the larger of the two in the middle. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const orNever = (after: number | null): number => after ?? Number.POSITIVE_INFINITY;
