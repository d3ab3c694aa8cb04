/** The model of the heap as a subject, with memory behind it. */
import { type HeapState, heapModel } from '../../model/index.ts';
import type {
  HeapAdapter,
  HeapConfig,
  HeapOperation,
  HeapOutcome,
  HeapSubject,
} from '../../spec/index.ts';
import { firstLegal } from './first.ts';

export const referenceHeap: HeapAdapter = {
  name: 'reference:heap',
  family: 'heap',
  answers: {
    sizes: [256, 1024],
    bases: [0, 4096],
    naturalAlign: 8,
    maxAlign: 64,
    invalidAlign: 'reject',
    invalidNumbers: 'reject',
    zeroSize: 'reject',
    misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'detect' },
    overhead: { perBlock: 0, granule: 8, minimum: 8, perArena: 0 },
    fit: 'exact',
    coalesce: 'immediate',
    deterministic: true,
  },
  create: (config) => new ReferenceHeap(config),
};

class ReferenceHeap implements HeapSubject {
  readonly #config: HeapConfig;
  readonly #memory: Uint8Array;
  #state: HeapState;
  #slots = 0;

  constructor(config: HeapConfig) {
    this.#config = config;
    this.#memory = new Uint8Array(config.size);
    this.#state = heapModel.initial(config, referenceHeap.answers);
  }

  alloc(size: number, align: number): number | null {
    const outcome = this.#take({ kind: 'alloc', slot: this.#slots++, size, align });
    return outcome.status === 'granted' ? outcome.address : null;
  }

  allocZeroed(size: number, align: number): number | null {
    const address = this.alloc(size, align);
    if (address !== null) this.bytes(address, size).fill(0);
    return address;
  }

  dealloc(address: number): boolean {
    const block = this.#state.live.find(({ start }) => start === address);
    if (block === undefined) return false;
    this.#take({ kind: 'dealloc', slot: block.slot });
    return true;
  }

  realloc(address: number, oldSize: number, _align: number, newSize: number): number | null {
    const block = this.#state.live.find(({ start }) => start === address);
    if (block === undefined || newSize === 0) return null;
    const kept = this.bytes(address, oldSize).slice(0, Math.max(0, newSize));
    const outcome = this.#take({ kind: 'realloc', slot: block.slot, size: newSize });
    if (outcome.status !== 'granted') return null;
    this.bytes(outcome.address, kept.length).set(kept);
    return outcome.address;
  }

  bytes(address: number, size: number): Uint8Array {
    const from = address - this.#config.base;
    return this.#memory.subarray(from, from + size);
  }

  usableSize(address: number): number {
    return this.#state.live.find(({ start }) => start === address)?.size ?? 0;
  }

  stats() {
    return this.#observed().stats ?? {};
  }

  inspect() {
    return this.#observed().layout ?? { blocks: [], holes: [] };
  }

  reset(): void {
    this.#take({ kind: 'reset' });
  }

  #observed(): HeapOutcome & { status: 'observed' } {
    const outcome = firstLegal(heapModel, this.#state, { kind: 'observe' });
    if (outcome.status !== 'observed') throw new Error('observe must be observed');
    return outcome;
  }

  #take(operation: HeapOperation): HeapOutcome {
    const outcome = firstLegal(heapModel, this.#state, operation);
    this.#state = heapModel.next(this.#state, operation, outcome);
    return outcome;
  }
}
