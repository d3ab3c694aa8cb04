/**
 * The kill matrix: which clauses notice which faults. Every fault gets such cases as a campaign
 * gives, until its own clause breaks; nothing is shrunk, for only the clause matters here.
 * Subjects with equal answers get equal cases, so these are generated once.
 */
import fc from 'fast-check';
import { type Executor, inProcess, profileOf } from '../conformance/index.ts';
import type { Case, Kit } from '../conformance/kit.ts';
import { kits } from '../conformance/kits.ts';
import { recordCase } from '../conformance/record.ts';
import type { ClauseId, Family } from '../spec/index.ts';
import type { Fault, Options, Target } from './fault.ts';
import { loadFaulty, type Sources } from './load.ts';

export const SEEDS: readonly number[] = [1, 2, 3];

/** Operations that a fault may live: far fewer than a campaign at its smallest budget makes. */
export const OPERATIONS: Readonly<Record<Target, number>> = {
  bitmap: 20_000,
  paged: 50_000,
  heap: 30_000,
  double: 30_000,
};

/** What a campaign found at one seed. */
export interface Hunt {
  readonly seed: number;
  /** Operations until the clause in question broke; `null` if it did not. */
  readonly killedAfter: number | null;
  readonly operations: number;
  /** All clauses that were broken until then. */
  readonly broken: ReadonlySet<ClauseId>;
  /** How often the antecedent of each clause was true. */
  readonly hits: ReadonlyMap<ClauseId, number>;
}

export interface Row {
  readonly fault: Fault;
  readonly clause: ClauseId;
  readonly hunts: readonly Hunt[];
}

export async function killMatrix(
  faults: readonly Fault[],
  seeds: readonly number[] = SEEDS,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const fault of faults) rows.push(await rowOf(fault, seeds));
  return rows;
}

export async function rowOf(fault: Fault, seeds: readonly number[] = SEEDS): Promise<Row> {
  const clause = clauseOf(fault);
  const hunts: Hunt[] = [];
  for (const seed of seeds) hunts.push(await hunt(fault, seed, clause));
  return { fault, clause, hunts };
}

export const clauseOf = ({ id }: Fault): ClauseId => id.slice(0, id.indexOf('/')) as ClauseId;

export const isKilled = ({ hunts }: Row): boolean =>
  hunts.every(({ killedAfter }) => killedAfter !== null);

/** The sound sources that the faults change, one for each choice of options. */
export function soundSources(faults: readonly Fault[]): Sources[] {
  const kinds = new Map<string, { target: Target; options: Options }>();
  for (const { target, options = {} } of faults) {
    kinds.set(`${target} ${JSON.stringify(options)}`, { target, options });
  }
  return [...kinds.values()].map((kind) => ({ ...kind, edits: [] }));
}

/** Goes on until `clause` breaks; without one until the operations are spent. */
export async function hunt(
  sources: Sources,
  seed: number,
  clause?: ClauseId,
  budget = OPERATIONS[sources.target],
): Promise<Hunt> {
  const executor = inProcess(loadFaulty(sources));
  if ('problem' in executor) throw new Error(executor.problem);
  const { family, answers, hooks } = executor.profile;
  const { applies } = profileOf(family, answers, hooks);
  const kit: Kit<Family> = kits[family];
  const broken = new Set<ClauseId>();
  const hits = new Map<ClauseId, number>();
  let operations = 0;
  for (let chunk = 0; operations < budget; chunk++) {
    for (const case_ of casesOf(executor, seed, chunk)) {
      if (isCostly(case_)) continue;
      const recorded = await recordCase(kit, executor, case_, applies);
      // A campaign ends here, with the verdict that the subject is in error. That is no kill.
      if ('problem' in recorded) continue;
      const { history, judgement } = recorded;
      for (const { steps } of history.runs) operations += steps.length;
      for (const [id, count] of judgement.hits) hits.set(id, (hits.get(id) ?? 0) + count);
      for (const breach of judgement.breaches) broken.add(breach.clause);
      if (clause !== undefined && broken.has(clause)) {
        return { seed, killedAfter: operations, operations, broken, hits };
      }
    }
  }
  return { seed, killedAfter: null, operations, broken, hits };
}

/** A large bitmap is wrong in the same ways as a smaller one, and judged a hundred times slower. */
const isCostly = ({ program }: Case<Family>): boolean =>
  program.instances.some((config) => 'frameCount' in config && config.frameCount > 1024);

const CHUNK = 8;

/** The cases of a seed are of no use at another one. */
export const forgetCases = (): void => generated.clear();

const generated = new Map<string, readonly Case<Family>[]>();

function casesOf({ profile }: Executor, seed: number, chunk: number): readonly Case<Family>[] {
  const key = JSON.stringify([profile.family, profile.answers, profile.hooks, seed, chunk]);
  const known = generated.get(key);
  if (known !== undefined) return known;
  const kit: Kit<Family> = kits[profile.family];
  const arbitrary = kit.cases(profile);
  const cases = fc.sample(arbitrary, { seed: seed * 1_000_003 + chunk, numRuns: CHUNK });
  generated.set(key, cases);
  return cases;
}
