/**
 * The model of the paged allocator as a subject. The model knows the statuses and the places; the bytes
 * are kept here by pid and position, so that no frame is needed to read them.
 */
import { pagedModel } from '../../model/index.ts';
import type {
  PagedAdapter,
  PagedConfig,
  PagedOperation,
  PagedOutcome,
  PagedSubject,
  ReadStatus,
  VirtualAddress,
} from '../../spec/index.ts';
import { firstLegal } from './first.ts';

type State = ReturnType<typeof pagedModel.initial>;

export const referencePaged: PagedAdapter = {
  name: 'reference:paged',
  family: 'paged',
  answers: {
    pids: [0, 65_535],
    geometry: 'any',
    invalidNumbers: 'reject',
    partial: 'off',
    secondAlloc: 'append',
    placement: 'first-fit',
    split: 'halving',
    selfChecking: true,
    deterministic: true,
  },
  create(config) {
    const state = pagedModel.initial(config, referencePaged.answers);
    const { status } = firstLegal(pagedModel, state, { kind: 'create', config: { ...config } });
    return status === 'created' ? new ReferencePaged(config) : null;
  },
};

class ReferencePaged implements PagedSubject {
  #state: State;
  /** By pid, then by position; a byte that is not there is 0. */
  readonly #written = new Map<number, Map<number, number>>();

  constructor(config: PagedConfig) {
    this.#state = pagedModel.initial(config, referencePaged.answers);
  }

  alloc(pid: number, size: number) {
    const outcome = this.#take({ kind: 'alloc', pid, size });
    if (outcome.status !== 'granted') return null;
    const { position, frames, bytes } = outcome;
    return frames === undefined || bytes === undefined ? position : { position, frames, bytes };
  }

  dealloc(pid: number): 'success' | 'quarantined' | 'already-free' | null {
    const { status } = this.#take({ kind: 'dealloc', pid });
    if (status !== 'success' && status !== 'quarantined' && status !== 'already-free') return null;
    this.#written.delete(pid);
    return status;
  }

  read(pid: number, address: VirtualAddress, length: number): Uint8Array | ReadStatus {
    const outcome = this.#take({ kind: 'read', pid, address, length });
    if (outcome.status !== 'read') return readStatus(outcome);
    const bytes = this.#written.get(pid);
    return Uint8Array.from({ length }, (_, at) => bytes?.get(address.position + at) ?? 0);
  }

  write(pid: number, address: VirtualAddress, bytes: Uint8Array): 'ok' | ReadStatus {
    const { length } = bytes;
    const outcome = this.#take({ kind: 'write', pid, address, length, tag: 0 });
    if (outcome.status !== 'written') return readStatus(outcome);
    const written = this.#written.get(pid) ?? new Map<number, number>();
    this.#written.set(pid, written);
    for (const [at, byte] of bytes.entries()) written.set(address.position + at, byte);
    return 'ok';
  }

  purge(): number {
    const outcome = this.#take({ kind: 'purge' });
    return outcome.status === 'purged' ? outcome.count : 0;
  }

  quarantineCount(): number {
    return this.#observed().quarantineCount ?? 0;
  }

  tamper(pid: number, page: number, mark: 0 | 1): boolean {
    return this.#take({ kind: 'tamper', pid, page, mark }).status === 'done';
  }

  stats() {
    return this.#observed().stats ?? {};
  }

  inspect() {
    return this.#observed().layout ?? { segments: [], quarantine: [], marks: '' };
  }

  reset(): void {
    this.#take({ kind: 'reset' });
    this.#written.clear();
  }

  #observed(): PagedOutcome & { status: 'observed' } {
    const outcome = firstLegal(pagedModel, this.#state, { kind: 'observe' });
    if (outcome.status !== 'observed') throw new Error('observe must be observed');
    return outcome;
  }

  #take(operation: PagedOperation): PagedOutcome {
    const outcome = firstLegal(pagedModel, this.#state, operation);
    this.#state = pagedModel.next(this.#state, operation, outcome);
    return outcome;
  }
}

function readStatus({ status }: PagedOutcome): ReadStatus {
  if (status === 'out-of-range-low' || status === 'out-of-range-high') return status;
  return 'no-segment';
}
