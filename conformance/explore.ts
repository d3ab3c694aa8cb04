/**
 * Explores a subject and the model together, to the end: whatever is done to an instance of a small
 * scope, for however long, leads over transitions that were judged.
 *
 *     start -op-> o -op-> o -op-> o          the shortest way to a state, executed anew
 *                                 |-op-> o   one call more: what it leads to is shown and judged
 *                                 |-op-> o
 *
 * States are equal if the model takes them for one and the fingerprints of the subject are equal.
 * Nothing is restored: a state is reached by its calls, so there is nothing to trust but that equal
 * calls give equal answers, which is checked. The calls that show a state are made on an instance
 * that is dropped after them. A subject without fingerprints is a black box: each state of the model is
 * reached on one way only, and what the subject hides there may differ from other ways.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Breach, Frontier, type Scope, START, step } from '../model/index.ts';
import type { ClauseId, Family, FamilyTypes } from '../spec/index.ts';
import type { Arrival, Executor, ProgramOf } from './execute.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';
import { type Recorded, recordCase } from './record.ts';
import type { Failure } from './report.ts';

export interface ScopeOptions {
  /** The clauses to judge by. */
  readonly clauses: ReadonlySet<ClauseId>;
  /** Histories at most. */
  readonly histories?: number;
  /** Told how many histories were executed; answers whether to go on. */
  onProgress?(histories: number): boolean;
}

export interface ScopeResult {
  readonly scope: string;
  /** `product`: with fingerprints of the subject. `edge-cover`: as a black box. */
  readonly level: 'product' | 'edge-cover';
  readonly states: number;
  /** One for each transition, which it ends with, and one for the start. */
  readonly histories: number;
  /** Calls of the longest of the shortest ways to a state. */
  readonly depth: number;
  /** Calls that were made. */
  readonly operations: number;
  readonly hits: ReadonlyMap<ClauseId, number>;
  readonly failures: ReadonlyMap<ClauseId, readonly Failure[]>;
  /** Why the exploration came to no end; left out if it did. */
  readonly ended?: string;
}

const HISTORIES = 2_000_000;
const FAILURES_PER_CLAUSE = 5;
/** A subject that hung, or ended its worker, so often is given up: each time takes seconds. */
const LOSSES = 8;

/** The configuration of the scope must not be `null` for the answers of the subject. */
export async function exploreScope<F extends Family>(
  executor: Executor<F>,
  scope: Scope<F>,
  options: ScopeOptions,
): Promise<ScopeResult> {
  return new ScopeExploration(executor, scope, options).run();
}

/** A call and what came back. */
interface Move<F extends Family> {
  readonly operation: FamilyTypes[F]['operation'];
  readonly outcome: FamilyTypes[F]['outcome'];
}

class ScopeExploration<F extends Family> {
  readonly #kit: Kit<F>;
  readonly #executor: Executor<F>;
  readonly #scope: Scope<F>;
  readonly #options: ScopeOptions;
  readonly #config: FamilyTypes[F]['config'];
  /** The states of the model, and how the subject came there. */
  readonly #frontier = new Frontier<unknown, Move<F>>();
  readonly #hits = new Map<ClauseId, number>();
  readonly #failures = new Map<ClauseId, Failure[]>();
  #histories = 0;
  #operations = 0;
  #losses = 0;
  #hasFingerprints = true;
  #ended: string | null = null;

  constructor(executor: Executor<F>, scope: Scope<F>, options: ScopeOptions) {
    const { family, answers, name } = executor.profile;
    const config = scope.config(answers);
    if (config === null) throw new Error(`${name} must allow what ${scope.name} asks for`);
    this.#kit = kits[family];
    this.#executor = executor;
    this.#scope = scope;
    this.#options = options;
    this.#config = config;
  }

  async run(): Promise<ScopeResult> {
    await this.#start();
    while (this.#ended === null) {
      const next = this.#frontier.take();
      if (next === null) break;
      const way = this.#frontier.pathTo(next.index);
      for (const operation of this.#scope.operations(next.state)) {
        await this.#go(next.state, way, operation, next.index);
        if (this.#ended !== null) break;
      }
    }
    return {
      scope: this.#scope.name,
      level: this.#hasFingerprints ? 'product' : 'edge-cover',
      states: this.#frontier.states,
      histories: this.#histories,
      depth: this.#frontier.depth,
      operations: this.#operations,
      hits: this.#hits,
      failures: this.#failures,
      ...(this.#ended !== null && { ended: this.#ended }),
    };
  }

  async #start(): Promise<void> {
    const { ballast, shows } = this.#scope;
    const reached = await this.#reach(ballast);
    if (reached === null) return;
    const initial = this.#kit.model.initial(reached.config, this.#executor.profile.answers);
    const { state, breaches } = this.#judge(initial, [...ballast, ...shows], reached.outcomes);
    if (breaches.length > 0) await this.#keep([], breaches);
    else this.#frontier.add(this.#keyOf(state, reached), state, START, null);
  }

  /** Makes one call more in a state, and judges what it leads to. */
  async #go(
    before: unknown,
    way: readonly Move<F>[],
    operation: FamilyTypes[F]['operation'],
    from: number,
  ): Promise<void> {
    const { ballast, shows } = this.#scope;
    const operations = [...way.map((move) => move.operation), operation];
    const reached = await this.#reach([...ballast, ...operations]);
    if (reached === null) return;
    const outcomes = reached.outcomes.slice(ballast.length);
    if (way.some(({ outcome }, at) => !isDeepStrictEqual(outcome, outcomes[at]))) {
      this.#ended = 'equal calls did not get equal answers';
      return;
    }
    const shown = outcomes.slice(way.length);
    const { state, breaches } = this.#judge(before, [operation, ...shows], shown);
    if (breaches.length > 0) await this.#keep(operations, breaches);
    const [outcome] = shown;
    if (outcome === undefined || breaches.some(({ resumes }) => !resumes)) return;
    this.#frontier.add(this.#keyOf(state, reached), state, from, { operation, outcome });
  }

  async #reach(operations: readonly FamilyTypes[F]['operation'][]): Promise<Reached<F> | null> {
    const { histories = HISTORIES, onProgress } = this.#options;
    if (this.#histories >= histories) {
      this.#ended = `it has more than ${histories} histories`;
      return null;
    }
    const { shows } = this.#scope;
    this.#histories++;
    this.#operations += operations.length + shows.length;
    if (onProgress?.(this.#histories) === false) this.#ended = 'it was interrupted';
    const reached = await this.#executor.reach(this.#program(operations), shows.map(onlyInstance));
    if (reached.ok && reached.isLost && ++this.#losses >= LOSSES)
      this.#ended = `the subject was lost ${LOSSES} times`;
    if (reached.ok) return reached;
    this.#ended = reached.problem;
    return null;
  }

  #program(operations: readonly FamilyTypes[F]['operation'][]): ProgramOf<F> {
    return { instances: [this.#config], calls: operations.map(onlyInstance) };
  }

  /** Judges calls on one state, up to a breach that the model cannot follow. */
  #judge(
    before: unknown,
    operations: readonly FamilyTypes[F]['operation'][],
    outcomes: readonly FamilyTypes[F]['outcome'][],
  ): { readonly state: unknown; readonly breaches: readonly Breach[] } {
    const { model } = this.#kit;
    const found: Breach[] = [];
    let state = before;
    for (const [at, operation] of operations.entries()) {
      const outcome = outcomes[at];
      if (outcome === undefined || found.some(({ resumes }) => !resumes)) break;
      const verdict = step(model, state, operation, outcome, this.#options.clauses);
      state = verdict.next;
      found.push(...verdict.breaches);
      for (const clause of verdict.hits) this.#hits.set(clause, (this.#hits.get(clause) ?? 0) + 1);
    }
    return { state, breaches: found };
  }

  #keyOf(state: unknown, { fingerprint }: Reached<F>): string {
    if (fingerprint === undefined) this.#hasFingerprints = false;
    return `${this.#kit.model.essence(state)}\n${fingerprint ?? ''}`;
  }

  /** Records a failure, as short as can be, if none of its kind was seen before. */
  async #keep(
    operations: readonly FamilyTypes[F]['operation'][],
    breaches: readonly Breach[],
  ): Promise<void> {
    const isFull = ({ clause }: Breach): boolean =>
      (this.#failures.get(clause)?.length ?? 0) >= FAILURES_PER_CLAUSE;
    if (breaches.every(isFull)) return;
    const { ballast, shows } = this.#scope;
    // The judge of a whole history knows only what is shown in it.
    const calls = [...ballast, ...shows, ...operations.flatMap((each) => [each, ...shows])];
    const recorded = await this.#record(calls);
    if (recorded === null) return;
    const { history, judgement } = recorded;
    for (const { clause, because, signature, run, step: at } of judgement.breaches)
      this.#add(clause, { because, signature, history, run, step: at });
    if (judgement.breaches.length > 0) return;
    // It does not repeat where more is observed. That it happened is still true.
    const bare = await this.#record([...ballast, ...operations, ...shows]);
    const at = (bare?.history.runs[0]?.steps.length ?? 0) - 1;
    if (bare === null) return;
    for (const { clause, because } of breaches) {
      const signature = `where nothing else was observed: ${clause}`;
      this.#add(clause, { because, signature, history: bare.history, run: 0, step: at });
    }
  }

  async #record(operations: readonly FamilyTypes[F]['operation'][]): Promise<Recorded<F> | null> {
    const case_ = { program: this.#program(operations) };
    const recorded = await recordCase(this.#kit, this.#executor, case_, this.#options.clauses);
    if (!('problem' in recorded)) return recorded;
    this.#ended = recorded.problem;
    return null;
  }

  #add(clause: ClauseId, failure: Failure): void {
    const known = this.#failures.get(clause) ?? [];
    if (known.some(({ signature }) => signature === failure.signature)) return;
    this.#failures.set(clause, [...known, failure]);
  }
}

type Reached<F extends Family> = Arrival<F> & { readonly ok: true };

const onlyInstance = <Operation>(operation: Operation) => ({ instance: 0, operation });
