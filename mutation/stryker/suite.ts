/**
 * The kit as the tests of Stryker: the cases that a campaign would give a subject, from fixed seeds,
 * until the first clause breaks. Nothing is shrunk, for it only matters that something was noticed.
 *
 *     trial     a variant of an adapter, and a chunk of its cases
 *     alarm     the first clause that breaks, or why the subject could not be used at all
 *
 * A trial loads the sources anew, so that no state, not even that of a module, goes from one to the
 * next, and so that loops burn fuel: see `../load.ts`. No verdict depends on the clock.
 */
import fc from 'fast-check';
import { type Executor, inProcess, profileOf } from '../../conformance/index.ts';
import type { Case, Kit } from '../../conformance/kit.ts';
import { kits } from '../../conformance/kits.ts';
import { recordCase } from '../../conformance/record.ts';
import type { ClauseId, Family } from '../../spec/index.ts';
import { loadFaulty, type Sources } from '../load.ts';

export interface Trial {
  readonly id: string;
  readonly target: Sources['target'];
  readonly options: Readonly<Record<string, string>>;
  readonly seed: number;
}

const SEED = 1;
const CASES_PER_TRIAL = 16;
const TRIALS_PER_VARIANT = 12;

const VARIANTS: readonly Pick<Trial, 'target' | 'options'>[] = [
  { target: 'heap', options: { cache: 'bounded' } },
  { target: 'heap', options: { cache: 'off' } },
  { target: 'bitmap', options: { policy: 'first-fit' } },
  { target: 'bitmap', options: { policy: 'tail-first' } },
  { target: 'paged', options: { policy: 'first-fit', partial: 'off' } },
  { target: 'paged', options: { policy: 'tail-first', partial: 'off' } },
  { target: 'paged', options: { policy: 'first-fit', partial: 'slots' } },
  { target: 'paged', options: { policy: 'tail-first', partial: 'any' } },
];

/** Every variant has its first trial before any has its second: most mutants die early. */
export const TRIALS: readonly Trial[] = Array.from({ length: TRIALS_PER_VARIANT }, (_, chunk) =>
  VARIANTS.map(({ target, options }) => ({
    id: [target, ...Object.values(options), `chunk ${chunk}`].join(' '),
    target,
    options,
    seed: SEED * 1_000_003 + chunk,
  })),
).flat();

export interface Trialled {
  /** `null` if all clauses are kept. */
  readonly alarm: string | null;
  /** The clauses whose antecedent was true. */
  readonly reached: ReadonlySet<ClauseId>;
}

/** The alarm of a trial, or that it no longer reaches what it did: a pass that shows less is no pass. */
export async function alarmOf(trial: Trial, sound: Trialled): Promise<string | null> {
  const { alarm, reached } = await tried(trial);
  const missed = [...sound.reached].find((clause) => !reached.has(clause));
  return alarm ?? (missed === undefined ? null : `${missed} is not reached`);
}

export async function tried({ target, options, seed }: Trial): Promise<Trialled> {
  const reached = new Set<ClauseId>();
  const executor = open({ target, edits: [], options });
  if ('problem' in executor) return { alarm: executor.problem, reached };
  const { family, answers, hooks } = executor.profile;
  const { applies } = profileOf(family, answers, hooks);
  const kit: Kit<Family> = kits[family];
  for (const case_ of casesOf(executor, seed)) {
    const recorded = await recordCase(kit, executor, case_, applies);
    if ('problem' in recorded) return { alarm: recorded.problem, reached };
    for (const clause of recorded.judgement.hits.keys()) reached.add(clause);
    const [breach] = recorded.judgement.breaches;
    if (breach !== undefined) return { alarm: `${breach.clause}: ${breach.because}`, reached };
  }
  return { alarm: null, reached };
}

function open(sources: Sources): ReturnType<typeof inProcess> {
  try {
    return inProcess(loadFaulty(sources));
  } catch (error) {
    return { problem: `does not load: ${error}`, usage: false };
  }
}

const generated = new Map<string, readonly Case<Family>[]>();

/** Subjects with equal profiles get equal cases, so these are generated once. */
function casesOf({ profile }: Executor, seed: number): readonly Case<Family>[] {
  const key = JSON.stringify([profile, seed]);
  const known = generated.get(key);
  if (known !== undefined) return known;
  const kit: Kit<Family> = kits[profile.family];
  const arbitrary = kit.cases(profile);
  const cases = fc.sample(arbitrary, { seed, numRuns: CASES_PER_TRIAL }).filter(isCheap);
  generated.set(key, cases);
  return cases;
}

/** A large arena is wrong in the same ways as a smaller one, and judged a hundred times slower. */
const isCheap = ({ program: { instances, calls } }: Case<Family>): boolean =>
  instances.every(isSmall) &&
  calls.every(({ operation }) => operation.kind !== 'create' || isSmall(operation.config));

const isSmall = (config: object): boolean =>
  !('frameCount' in config) || !(Number(config.frameCount) > 1024);
