/** One worker, the conversation with it, and whether it still makes progress. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Family } from '../spec/index.ts';
import type { Chunk, ChunkOrder } from './chunk.ts';
import {
  type Arrival,
  CREATING,
  type Execution,
  type Profile,
  type ProgramOrder,
  type ReachOrder,
  STARTING,
  type Unusable,
} from './execute.ts';
import { onStall } from './stall.ts';
import type { FromWorker, ToWorker, WorkerData } from './worker.ts';

/** Milliseconds, counted as in `stall.ts`. */
export interface Limits {
  /** For one call. */
  readonly patience: number;
  /** For loading the adapter, and again for opening a first instance. The kit's own start is free. */
  readonly loading: number;
}

export const LIMITS: Limits = { patience: 1_500, loading: 30_000 };

/** The worker ended: the subject ended it, or nobody caught what it threw. */
export interface Ended {
  readonly how: string;
  /** Nobody caught what it threw: not a call, since those are guarded. */
  readonly isThrow: boolean;
}

const EXITED: Ended = { how: 'ended its process', isThrow: false };

export class Attendant {
  #profile: Profile | null = null;
  #ended: Ended | null = null;
  readonly #worker: Worker;
  readonly #progress: Int32Array;

  private constructor(subject: string) {
    this.#progress = new Int32Array(new SharedArrayBuffer(8));
    Atomics.store(this.#progress, 0, STARTING);
    this.#worker = startWorker({ subject, progress: this.#progress });
    this.#worker.on('error', (error: unknown) => {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#ended = { how: `crashed (${text})`, isThrow: true };
    });
    this.#worker.on('exit', () => {
      this.#ended ??= EXITED;
    });
    // What a subject prints is nobody's report.
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
  }

  static async start(subject: string, loading: number): Promise<Attendant | Unusable> {
    const attendant = new Attendant(subject);
    const reply = await attendant.#answer(loading);
    if (reply !== 'stalled' && 'kind' in reply) {
      if (reply.kind === 'opened') {
        attendant.#profile = reply.profile;
        return attendant;
      }
      await attendant.end();
      if (reply.kind === 'unusable') return reply;
      throw new Error('a worker must open its subject before it executes');
    }
    const { index } = attendant;
    await attendant.end();
    const what = reply === 'stalled' ? `did not come back within ${loading / 1000} s` : reply.how;
    const when = index === CREATING ? 'an instance was created' : 'it was loaded';
    return { problem: `${subject} ${what} while ${when}`, usage: false };
  }

  get profile(): Profile {
    if (this.#profile === null) throw new Error('a subject must be opened before it is asked');
    return this.#profile;
  }

  /** `null` as long as the worker lives. */
  get ended(): Ended | null {
    return this.#ended;
  }

  /** The call that was in progress when the worker was last heard of. */
  get index(): number {
    return Atomics.load(this.#progress, 0);
  }

  execute(order: ProgramOrder, patience: number): Promise<Execution<Family> | 'stalled' | Ended> {
    return this.#ask({ kind: 'execute', ...order }, patience, (reply) =>
      reply.kind === 'executed' ? reply.execution : null,
    );
  }

  reach(order: ReachOrder, patience: number): Promise<Arrival<Family> | 'stalled' | Ended> {
    return this.#ask({ kind: 'reach', ...order }, patience, (reply) =>
      reply.kind === 'reached' ? reply.arrival : null,
    );
  }

  check(order: ChunkOrder, patience: number): Promise<Chunk | 'stalled' | Ended> {
    return this.#ask({ kind: 'check', ...order }, patience, (reply) =>
      reply.kind === 'checked' ? reply.chunk : null,
    );
  }

  /** Ends the worker if it stalls. */
  async #ask<Answer>(
    message: ToWorker,
    patience: number,
    answerIn: (reply: FromWorker) => Answer | null,
  ): Promise<Answer | 'stalled' | Ended> {
    Atomics.store(this.#progress, 0, CREATING);
    this.#worker.postMessage(message);
    const reply = await this.#answer(patience);
    if (reply === 'stalled') {
      await this.end();
      return reply;
    }
    if (!('kind' in reply)) return reply;
    const answer = answerIn(reply);
    if (answer === null) throw new Error(`a worker must ${message.kind}, got ${reply.kind}`);
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The next message, or why there is none. */
  #answer(patience: number): Promise<FromWorker | 'stalled' | Ended> {
    const worker = this.#worker;
    return new Promise((resolve) => {
      const done = (result: FromWorker | 'stalled' | Ended): void => {
        endWait();
        worker.off('message', done);
        worker.off('exit', onExit);
        resolve(result);
      };
      const place = () => (this.index === STARTING ? null : this.#progress.join());
      const endWait = onStall(place, patience, () => done('stalled'));
      const onExit = (): void => done(this.#ended ?? EXITED);
      worker.on('message', done);
      worker.on('exit', onExit);
    });
  }
}

/** From source, as the tests run, the worker needs a loader for TypeScript. */
function startWorker(workerData: WorkerData): Worker {
  const options = { workerData, stdout: true, stderr: true };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./worker.js', import.meta.url), options);
  const path = JSON.stringify(fileURLToPath(new URL('./worker.ts', import.meta.url)));
  const script = `require('jiti').createJiti(${path}).import(${path});`;
  return new Worker(script, { ...options, eval: true });
}
