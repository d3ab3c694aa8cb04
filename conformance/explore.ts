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
 * that is dropped after them. A subject without fingerprints is a black box: each state of the model
 * is reached on one way only, and what the subject hides there may differ from other ways.
 */
import { type Breach, Frontier, Inquiry, isSameReport, type Scope, START } from '../model/index.ts';
import type { Family, FamilyTypes } from '../spec/index.ts';
import { Campaign, type CampaignOptions } from './campaign.ts';
import type { Sweep } from './certificate.ts';
import type { Arrival, Executor, ProgramOf } from './execute.ts';
import { signatureOf } from './judge.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';
import { recordCase } from './record.ts';

export interface ScopeOptions extends Pick<CampaignOptions, 'profile' | 'clauses' | 'onProgress'> {
  /** Histories at most. */
  readonly histories?: number;
}

/** What an exploration visited. */
export interface Visited {
  readonly scope: string;
  /** `product`: with fingerprints of the subject. `edge-cover`: as a black box. */
  readonly level: 'product' | 'edge-cover';
  readonly states: number;
  /** One for each transition, which it ends with, and one for the start. */
  readonly histories: number;
  /** Calls of the longest of the shortest ways to a state. */
  readonly depth: number;
  /** Why the exploration came to no end; `null` if it did. */
  readonly ended: string | null;
}

/** Unless more or less are asked for: a fault may make the states endless. */
const HISTORIES: Readonly<Record<Scope<Family>['effort'], number>> = {
  low: 500_000,
  medium: 500_000,
  high: 5_000_000,
};
/** Calls that hang or end the subject until it is given up: each of them takes a new worker. */
const LOSSES = 4;

/** The scope must have a configuration for the answers of the subject. */
export async function exploreScope<F extends Family>(
  executor: Executor<F>,
  scope: Scope<F>,
  options: ScopeOptions,
): Promise<Sweep & { readonly visited: Visited }> {
  const exploration = new ScopeExploration(executor, scope, options);
  await exploration.run();
  const visited = exploration.visited();
  const result = exploration.result();
  const certificate = {
    kind: 'scope',
    text: certified(visited),
    histories: visited.histories,
    operations: result.operations,
    gaps: visited.ended === null ? [] : [`${visited.scope} was not explored to its end`],
  } as const;
  return { result, certificate, visited };
}

function certified({ scope, level, states, histories, depth, ended }: Visited): string {
  const counts = `${histories} histories, ${states} states, depth ${depth}`;
  if (ended !== null) return `scope ${scope}: ${counts}, and then no further: ${ended}`;
  const how =
    level === 'product'
      ? 'with fingerprints of the subject: sequences of any length'
      : 'as a black box: a shortest way to each state, and one call more';
  return `every transition of scope ${scope}: ${counts}; ${how}`;
}

/** A call and what came back. */
interface Move<F extends Family> {
  readonly operation: FamilyTypes[F]['operation'];
  readonly outcome: FamilyTypes[F]['outcome'];
}

type Operations<F extends Family> = readonly FamilyTypes[F]['operation'][];

class ScopeExploration<F extends Family> {
  readonly #kit: Kit<F>;
  readonly #executor: Executor<F>;
  readonly #scope: Scope<F>;
  readonly #options: ScopeOptions;
  readonly #config: FamilyTypes[F]['config'];
  /** The states of the model, and how the subject came there. */
  readonly #frontier = new Frontier<unknown, Move<F>>();
  readonly #inquiry: Inquiry<F, unknown>;
  /** Shrinks and records what breaks. */
  readonly #failures: Campaign<F>;
  readonly #broken = new Set<string>();
  #histories = 0;
  /** Judged ones. */
  #operations = 0;
  #losses = 0;
  #hasFingerprints = true;
  #ended: string | null = null;
  /** Of the whole run, which goes on where only this exploration came to no end. */
  #verdict: Sweep['result']['ended'] = 'budget';

  constructor(executor: Executor<F>, scope: Scope<F>, options: ScopeOptions) {
    const { family, answers, name } = executor.profile;
    const config = scope.config(answers);
    if (config === null) throw new Error(`${name} must allow what ${scope.name} asks for`);
    this.#kit = kits[family];
    this.#executor = executor;
    this.#scope = scope;
    this.#options = options;
    this.#config = config;
    const { profile, clauses } = options;
    this.#inquiry = new Inquiry(this.#kit.model, clauses);
    this.#failures = new Campaign(this.#kit, executor, {
      profile,
      clauses,
      seed: 0,
      operations: Number.POSITIVE_INFINITY,
    });
  }

  visited(): Visited {
    return {
      scope: this.#scope.name,
      level: this.#hasFingerprints ? 'product' : 'edge-cover',
      states: this.#frontier.states,
      histories: this.#histories,
      depth: this.#frontier.depth,
      ended: this.#ended,
    };
  }

  result(): Sweep['result'] {
    const operations = this.#operations;
    const ended = this.#verdict;
    return { ...this.#failures.result(), operations, hits: this.#inquiry.hits(), ended };
  }

  async run(): Promise<void> {
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
  }

  async #start(): Promise<void> {
    const { ballast, shows } = this.#scope;
    const reached = await this.#reach(ballast);
    if (reached === null) return;
    const initial = this.#kit.model.initial(reached.config, this.#executor.profile.answers);
    const { state, breaches } = this.#judge(initial, [...ballast, ...shows], reached.outcomes);
    for (const breach of breaches) await this.#keep(breach, []);
    if (breaches.every(({ resumes }) => resumes))
      this.#frontier.add(this.#keyOf(state, reached), state, START, null);
    else this.#ended ??= 'its first state breaks a clause';
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
    if (way.some(({ outcome }, at) => !isSameReport(outcome, outcomes[at] ?? {}))) {
      this.#ended = 'equal calls did not get equal answers';
      return;
    }
    const shown = outcomes.slice(way.length);
    const { state, breaches } = this.#judge(before, [operation, ...shows], shown);
    for (const breach of breaches) await this.#keep(breach, operations);
    const [outcome] = shown;
    if (outcome === undefined || breaches.some(({ resumes }) => !resumes)) return;
    this.#frontier.add(this.#keyOf(state, reached), state, from, { operation, outcome });
  }

  async #reach(operations: Operations<F>): Promise<Reached<F> | null> {
    const { histories = HISTORIES[this.#scope.effort], onProgress } = this.#options;
    if (this.#histories >= histories) {
      this.#ended = `it has more than ${histories} histories`;
      return null;
    }
    const { shows } = this.#scope;
    this.#histories++;
    if (onProgress?.(this.#operations) === false) {
      this.#ended = 'it was interrupted';
      this.#verdict = 'interrupted';
    }
    const reached = await this.#executor.reach(this.#program(operations), callsOf(shows));
    if (!reached.ok) {
      this.#ended = reached.problem;
      this.#verdict = { problem: reached.problem };
      return null;
    }
    if (reached.isLost && ++this.#losses === LOSSES)
      this.#ended = `${LOSSES} calls did not come back, or ended the subject`;
    return reached;
  }

  #program(operations: Operations<F>): ProgramOf<F> {
    return { instances: [this.#config], calls: callsOf(operations) };
  }

  /** Judges calls on one state, up to a breach that the model cannot follow. */
  #judge(
    before: unknown,
    operations: Operations<F>,
    outcomes: readonly FamilyTypes[F]['outcome'][],
  ): { readonly state: unknown; readonly breaches: readonly Broken[] } {
    const found: Broken[] = [];
    let state = before;
    for (const [at, operation] of operations.entries()) {
      const outcome = outcomes[at];
      if (outcome === undefined || found.some(({ resumes }) => !resumes)) break;
      const { next, breaches } = this.#inquiry.judge(state, operation, outcome);
      state = next;
      this.#operations++;
      for (const breach of breaches)
        found.push({ ...breach, signature: signatureOf(operation, breach.because) });
    }
    return { state, breaches: found };
  }

  #keyOf(state: unknown, { fingerprint }: Reached<F>): string {
    if (fingerprint === undefined) this.#hasFingerprints = false;
    return `${this.#kit.model.essence(state)}\n${fingerprint ?? ''}`;
  }

  /** Records a failure of each kind once. It is as short as can be, but for calls that show. */
  async #keep({ clause, because, signature }: Broken, operations: Operations<F>): Promise<void> {
    const kind = `${clause} ${signature}`;
    if (this.#broken.has(kind)) return;
    this.#broken.add(kind);
    const { ballast, shows } = this.#scope;
    const isKept = (): boolean =>
      this.#failures
        .result()
        .failures.get(clause)
        ?.some((one) => one.signature === signature) ?? false;
    const case_ = { program: this.#program([...ballast, ...operations, ...shows]) };
    // The judge of a whole history knows only what is shown in it, and may have to be shown more.
    const shown = [...ballast, ...shows, ...operations.flatMap((each) => [each, ...shows])];
    for (const program of [case_.program, this.#program(shown)]) {
      await this.#failures.try({ program });
      if (isKept()) return;
    }
    // What shows a state has changed it. So it is kept as it was seen, with fewer such calls.
    const { clauses } = this.#options;
    const recorded = await recordCase(this.#kit, this.#executor, case_, clauses);
    if ('problem' in recorded) return;
    const { history } = recorded;
    const last = (history.runs[0]?.steps.length ?? 0) - 1;
    const breach = { clause, because, signature, run: 0, step: last };
    await this.#failures.keep({ case_, history, breach });
  }
}

interface Broken extends Breach {
  readonly signature: string;
}

type Reached<F extends Family> = Arrival<F> & { readonly ok: true };

const callsOf = <Operation>(operations: readonly Operation[]) =>
  operations.map((operation) => ({ instance: 0, operation }));
