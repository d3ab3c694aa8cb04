/**
 * A fault at every step. Random histories meet a refusal or a damaged mark where chance puts it; here
 * every declared injection is made at every position of some short histories, and each of the results
 * is judged.
 *
 *     base          c0  c1  c2  c3                     epilogue
 *     position 0    | now | c0  c1  c2  c3   | later | epilogue
 *     position 1    c0 | now | c1  c2  c3    | later | epilogue
 *       ...
 *     position 4    c0  c1  c2  c3 | now |   | later | epilogue
 *
 * The base runs first, on the subject itself: what it was granted says what there is to disturb at
 * each position. An injection that reaches one of its clauses no oftener than the base alone does not
 * show what it is there for: that is a gap.
 */
import type { ClauseId, Family } from '../spec/index.ts';
import { Campaign, type CampaignOptions } from './campaign.ts';
import type { Certificate, Sweep } from './certificate.ts';
import type { Execution, Executor, Profile, ProgramOf } from './execute.ts';
import type { Base, Injection, Point } from './inject/injection.ts';
import type { Judgement } from './judge.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';

export type InjectionOptions = Pick<CampaignOptions, 'profile' | 'clauses' | 'onProgress'>;

/** Runs them all; the failures are shrunk and recorded as those of a campaign are. */
export async function runInjections<F extends Family>(
  executor: Executor<F>,
  options: InjectionOptions,
): Promise<Sweep> {
  const { profile } = executor;
  const { clauses } = options;
  const kit: Kit<F> = kits[profile.family];
  const run = new Campaign(kit, executor, { ...options, seed: 0, operations: Infinity });
  const injections = injectionsFor(kit, profile, clauses);
  const gaps: string[] = [];
  let [bases, positions, histories] = [0, 0, 0];
  for (const base of kit.injecting.bases(profile)) {
    if (!run.goesOn()) break;
    const program = alone(kit, profile, base);
    const execution = await executor.run(program, clauses);
    const hits = await run.try({ program });
    if (hits === null || !execution.ok) break;
    const points = pointsOf(profile, base, execution);
    [bases, positions, histories] = [bases + 1, positions + points.length, histories + 1];
    if (points.length <= base.operations.length)
      gaps.push(`nothing is injected into ${base.name} after its call ${points.length}`);
    const reach = new Reach(hits, clauses);
    for (const injected of injectedInto(kit, base, points, injections)) {
      const reached = run.goesOn() ? await run.try(injected) : null;
      if (reached === null) break;
      histories++;
      reach.add(injected, reached);
    }
    gaps.push(...reach.gaps(base.name));
  }
  const result = run.result();
  const counts = `${bases} histories, ${positions} positions, ${injections.length} faults`;
  const ending = result.ended === 'budget' ? '' : ', where it ended early';
  const certificate: Certificate = {
    kind: 'faults-at-every-step',
    text: `a fault at every step: ${counts}: ${histories} histories${ending}`,
    histories,
    operations: result.operations,
    gaps,
  };
  return { result, certificate };
}

/** The injections that can be made on a subject and that a clause to be judged looks at. */
const injectionsFor = <F extends Family>(
  { injecting }: Kit<F>,
  { hooks }: Profile<F>,
  judged: ReadonlySet<ClauseId>,
): Injection<F>[] =>
  injecting.injections.filter(
    ({ needs = [], clauses }) =>
      needs.every((hook) => hooks.includes(hook)) && clauses.some((id) => judged.has(id)),
  );

/** The base and its epilogue, with nothing injected. */
export const alone = <F extends Family>(
  kit: Kit<F>,
  { answers }: Profile<F>,
  { config, operations, epilogue }: Base<F>,
): ProgramOf<F> => ({
  instances: [config],
  calls: kit.disciplined(callsOf([...operations, ...epilogue]), answers),
});

/** The positions that a base reached when it ran alone: before each call, and behind the last. */
export function pointsOf<F extends Family>(
  profile: Profile<F>,
  base: Base<F>,
  execution: Execution<F> & { readonly ok: true },
): Point<F>[] {
  const { instances, outcomes } = execution;
  const { operations, config: asked } = base;
  const [config = asked] = instances;
  // The last outcome of a run that ended early is the one that it broke by.
  const last = Math.min(outcomes.length - 1, operations.length);
  const steps: Point<F>['steps'][number][] = operations.flatMap((operation, at) => {
    const outcome = outcomes[at];
    return outcome === undefined ? [] : [{ instance: 0, operation, outcome }];
  });
  return Array.from({ length: last + 1 }, (_, at) => ({
    profile,
    config,
    steps: steps.slice(0, at),
  }));
}

/** A history with an injection in it. */
export interface Injected<F extends Family> {
  readonly injection: Injection<F>;
  /** How many calls of the base come before it. */
  readonly position: number;
  readonly program: ProgramOf<F>;
}

/** Every way to make every injection at every point. */
export function* injectedInto<F extends Family>(
  kit: Kit<F>,
  base: Base<F>,
  points: readonly Point<F>[],
  injections: readonly Injection<F>[],
): Generator<Injected<F>> {
  for (const [position, point] of points.entries()) {
    for (const injection of injections) {
      for (const { now, later = [] } of injection.made(point)) {
        const { operations } = base;
        const changed = {
          ...base,
          operations: [
            ...operations.slice(0, position),
            ...now,
            ...operations.slice(position),
            ...later,
          ],
        };
        yield { injection, position, program: alone(kit, point.profile, changed) };
      }
    }
  }
}

const callsOf = <Operation>(operations: readonly Operation[]) =>
  operations.map((operation) => ({ instance: 0, operation }));

/** Which clauses an injection reaches at a position beyond what the base reaches by itself. */
class Reach<F extends Family> {
  readonly #alone: Judgement['hits'];
  readonly #judged: ReadonlySet<ClauseId>;
  readonly #missing = new Map<string, Set<ClauseId>>();

  constructor(alone: Judgement['hits'], judged: ReadonlySet<ClauseId>) {
    this.#alone = alone;
    this.#judged = judged;
  }

  /** One of the ways to make the injection is enough. */
  add({ injection, position }: Injected<F>, hits: Judgement['hits']): void {
    const key = `${injection.name} at ${position}`;
    const missing =
      this.#missing.get(key) ?? new Set(injection.clauses.filter((id) => this.#judged.has(id)));
    for (const id of missing)
      if ((hits.get(id) ?? 0) > (this.#alone.get(id) ?? 0)) missing.delete(id);
    this.#missing.set(key, missing);
  }

  gaps(base: string): string[] {
    return [...this.#missing].flatMap(([key, missing]) =>
      missing.size === 0 ? [] : [`${key} of ${base} does not reach ${[...missing].join(', ')}`],
    );
  }
}
