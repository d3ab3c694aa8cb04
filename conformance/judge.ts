/** The judge: a history in, what it reaches and what it breaks out. It calls nothing and remembers nothing. */
import { type Asked, ask, asking, commonPairs } from '../model/index.ts';
import type { ClauseId, Family, FamilyTypes, History } from '../spec/index.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';

export interface BreachAt {
  readonly clause: ClauseId;
  readonly because: string;
  /** Equal for breaches that differ in numbers only. */
  readonly signature: string;
  readonly run: number;
  readonly step: number;
}

export interface Judgement {
  /** How often each clause was reached. */
  readonly hits: ReadonlyMap<ClauseId, number>;
  readonly breaches: readonly BreachAt[];
}

/** Judges the first run of a history step by step, and the second one against it. */
export function judge(history: History, judged: ReadonlySet<ClauseId>): Judgement {
  const [main] = history.runs;
  if (main === undefined) return { hits: new Map(), breaches: [] };
  const judging = new Judging(history.family, main.instances, history.answers, judged);
  for (const { instance, operation, outcome } of main.steps) {
    if (!judging.step(instance, operation, outcome)) return judging.judgement();
  }
  return withPairs(history, judging.judgement(), judged);
}

/** Adds what the second run of a history shows, if the first one was followed to its end. */
export function withPairs(
  history: History,
  main: Judgement,
  judged: ReadonlySet<ClauseId>,
): Judgement {
  const { hits, breaches } = commonPairs(history);
  const counts = new Map(main.hits);
  for (const clause of hits)
    if (judged.has(clause)) counts.set(clause, (counts.get(clause) ?? 0) + 1);
  const found = breaches.flatMap(({ clause, because, at }): BreachAt[] => {
    const operation = history.runs[0]?.steps[at]?.operation;
    if (!judged.has(clause) || operation === undefined) return [];
    return [{ clause, because, signature: signatureOf(operation, because), run: 1, step: at }];
  });
  return { hits: counts, breaches: [...main.breaches, ...found] };
}

/** Judges one run as it grows. */
export class Judging {
  readonly #kit: Kit<Family>;
  readonly #judged: ReadonlySet<ClauseId>;
  readonly #states: unknown[];
  /** By kind of call. */
  readonly #asked = new Map<string, Asked<Family, unknown>>();
  readonly #breaches: BreachAt[] = [];
  #steps = 0;

  constructor(
    family: Family,
    instances: readonly FamilyTypes[Family]['config'][],
    answers: FamilyTypes[Family]['answers'],
    judged: ReadonlySet<ClauseId>,
  ) {
    this.#kit = kits[family];
    this.#judged = judged;
    this.#states = instances.map((config) => this.#kit.model.initial(config, answers));
  }

  /** `false` after a breach that leaves the model without knowledge of what the subject holds. */
  step(
    instance: number,
    operation: FamilyTypes[Family]['operation'],
    outcome: FamilyTypes[Family]['outcome'],
  ): boolean {
    if (outcome.status === 'skipped') return true;
    const { next, breaches } = ask(
      this.#kit.model,
      this.#askedAbout(operation.kind),
      this.#states[instance],
      operation,
      outcome,
    );
    this.#states[instance] = next;
    for (const { clause, because } of breaches) {
      const signature = signatureOf(operation, because);
      this.#breaches.push({ clause, because, signature, run: 0, step: this.#steps });
    }
    this.#steps++;
    return breaches.every(({ resumes }) => resumes);
  }

  judgement(): Judgement {
    const hits = new Map<ClauseId, number>();
    for (const { predicates, hits: counts } of this.#asked.values()) {
      for (const [at, { clause }] of predicates.entries()) {
        const count = counts[at] ?? 0;
        if (count > 0) hits.set(clause, (hits.get(clause) ?? 0) + count);
      }
    }
    return { hits, breaches: this.#breaches };
  }

  #askedAbout(kind: string): Asked<Family, unknown> {
    let asked = this.#asked.get(kind);
    if (asked === undefined) {
      asked = asking(this.#kit.model, kind, this.#judged);
      this.#asked.set(kind, asked);
    }
    return asked;
  }
}

/** The breach without its numbers and its quoted reports. */
export function signatureOf({ kind }: FamilyTypes[Family]['operation'], because: string): string {
  const shape = because
    .replace(/\{.*\}|".*"/g, '{}')
    .replace(/-?\d+(\.\d+)?/g, '#')
    .slice(0, 120);
  return `${kind}: ${shape}`;
}
