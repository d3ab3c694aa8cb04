/** The model of the bitmap as a subject. Runs of a split grant are deallocated one by one. */
import { bitmapModel } from '../../model/index.ts';
import type {
  BitmapAdapter,
  BitmapConfig,
  BitmapOperation,
  BitmapOutcome,
  BitmapSubject,
  FrameRun,
} from '../../spec/index.ts';
import { firstLegal } from './first.ts';

type State = ReturnType<typeof bitmapModel.initial>;

export const referenceBitmap: BitmapAdapter = {
  name: 'reference:bitmap',
  family: 'bitmap',
  answers: {
    frameCounts: [1, 2, 4, 8, 16, 32, 64, 128],
    placement: 'first-fit',
    invalidNumbers: 'reject',
    misuse: 'detect',
    deterministic: true,
  },
  create(config) {
    const state = bitmapModel.initial(config, referenceBitmap.answers);
    const { status } = firstLegal(bitmapModel, state, { kind: 'create', config: { ...config } });
    return status === 'created' ? new ReferenceBitmap(config) : null;
  },
};

class ReferenceBitmap implements BitmapSubject {
  #state: State;
  #slots = 0;

  constructor(config: BitmapConfig) {
    this.#state = bitmapModel.initial(config, referenceBitmap.answers);
  }

  alloc(count: number): number | null {
    const outcome = this.#take({ kind: 'alloc', slot: this.#slots++, count });
    return outcome.status === 'granted' ? (outcome.runs[0]?.first ?? null) : null;
  }

  /** Each run becomes a grant of its own, since it ends on its own. */
  allocSplit(count: number, limit: number): readonly FrameRun[] | null {
    const operation: BitmapOperation = { kind: 'allocSplit', slot: this.#slots++, count, limit };
    const outcome = firstLegal(bitmapModel, this.#state, operation);
    if (outcome.status !== 'granted') {
      this.#state = bitmapModel.next(this.#state, operation, outcome);
      return null;
    }
    for (const run of outcome.runs) {
      const part: BitmapOperation = { kind: 'alloc', slot: this.#slots++, count: run.count };
      this.#state = bitmapModel.next(this.#state, part, { status: 'granted', runs: [run] });
    }
    return outcome.runs;
  }

  dealloc(first: number, count: number): boolean {
    const holding = this.#state.holdings.find(({ runs }) =>
      runs.some(({ start, size }) => start === first && size === count),
    );
    if (holding === undefined) return false;
    this.#take({ kind: 'dealloc', slot: holding.slot });
    return true;
  }

  stats() {
    return this.#observed().stats ?? {};
  }

  inspect(): string {
    return this.#observed().marks ?? '';
  }

  reset(): void {
    this.#take({ kind: 'reset' });
  }

  #observed(): BitmapOutcome & { status: 'observed' } {
    const outcome = firstLegal(bitmapModel, this.#state, { kind: 'observe' });
    if (outcome.status !== 'observed') throw new Error('observe must be observed');
    return outcome;
  }

  #take(operation: BitmapOperation): BitmapOutcome {
    const outcome = firstLegal(bitmapModel, this.#state, operation);
    this.#state = bitmapModel.next(this.#state, operation, outcome);
    return outcome;
  }
}
