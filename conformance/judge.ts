/** The judge: a history in, what it reaches and what it breaks out. It calls nothing and remembers nothing. */
import { commonPairs, Inquiry } from '../model/index.ts';
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
  readonly #inquiry: Inquiry<Family, unknown>;
  readonly #states: unknown[];
  readonly #breaches: BreachAt[] = [];
  #steps = 0;

  constructor(
    family: Family,
    instances: readonly FamilyTypes[Family]['config'][],
    answers: FamilyTypes[Family]['answers'],
    judged: ReadonlySet<ClauseId>,
  ) {
    const { model }: Kit<Family> = kits[family];
    this.#inquiry = new Inquiry(model, judged);
    this.#states = instances.map((config) => model.initial(config, answers));
  }

  /** `false` after a breach that leaves the model without knowledge of what the subject holds. */
  step(
    instance: number,
    operation: FamilyTypes[Family]['operation'],
    outcome: FamilyTypes[Family]['outcome'],
  ): boolean {
    if (outcome.status === 'skipped') return true;
    const { next, breaches } = this.#inquiry.judge(this.#states[instance], operation, outcome);
    this.#states[instance] = next;
    const at = this.#steps++;
    if (breaches.length === 0) return true;
    for (const { clause, because } of breaches) {
      const signature = signatureOf(operation, because);
      this.#breaches.push({ clause, because, signature, run: 0, step: at });
    }
    return breaches.every(({ resumes }) => resumes);
  }

  judgement(): Judgement {
    return { hits: this.#inquiry.hits(), breaches: this.#breaches };
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
