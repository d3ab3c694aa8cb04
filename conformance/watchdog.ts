/**
 * Executes in a worker, so that a subject that hangs, crashes or prints does so alone. When one call makes
 * no progress for `patience`, the worker is ended, the calls before it are run again in a new one, and the
 * call itself is recorded as hung.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ClauseId, Family, History, Mishap } from '../spec/index.ts';
import { judge } from './judge.ts';
import type { Execution, Executor, Profile, ProgramOf } from './execute.ts';
import type { FromWorker, ToWorker, WorkerData } from './worker.ts';

/** Milliseconds for one call, for loading the adapter, and between two looks. */
const PATIENCE = 1_500;
const LOADING = 30_000;
const POLLING = 100;

const HUNG: Mishap = { status: 'hung' };
const EXITED: Mishap = { status: 'threw', message: 'the subject ended its process' };

export interface Unusable {
  readonly problem: string;
  /** The user's mistake, not the subject's. */
  readonly usage: boolean;
}

export async function inWorker(subject: string, patience = PATIENCE): Promise<Executor | Unusable> {
  const first = await Attendant.start(subject);
  if ('problem' in first) return first;
  let attendant: Attendant = first;
  const { profile } = first;

  const restarted = async (): Promise<string | null> => {
    const next = await Attendant.start(subject);
    if ('problem' in next) return next.problem;
    attendant = next;
    return null;
  };

  const run = async (
    program: ProgramOf<Family>,
    judged: ReadonlySet<ClauseId>,
  ): Promise<Execution<Family>> => {
    const execution = await attendant.run({ program, judged }, patience);
    if (typeof execution === 'object') return execution;
    const index = attendant.index;
    const exited = execution === 'exited';
    const problem = await restarted();
    if (problem !== null) return { ok: false, problem };
    if (index < 0) {
      const what = exited ? 'ended its process' : 'did not come back';
      return { ok: false, problem: `${profile.name} ${what} while an instance was created` };
    }
    const before = await run({ ...program, calls: program.calls.slice(0, index) }, judged);
    if (!before.ok || before.outcomes.length < index) return before;
    const outcomes = [...before.outcomes, exited ? EXITED : HUNG];
    const steps = outcomes.flatMap((outcome, at) => {
      const call = program.calls[at];
      return call === undefined || outcome.status === 'skipped' ? [] : [{ ...call, outcome }];
    });
    const { name, family, answers } = profile;
    const runs = [{ instances: before.instances, steps }];
    const history: History = { family, subject: name, answers, runs };
    return { ...before, outcomes, judgement: judge(history, judged) };
  };

  return { profile, run, close: () => attendant.end() };
}

/** One worker and the conversation with it. */
class Attendant {
  readonly profile: Profile;
  readonly #worker: Worker;
  readonly #progress: Int32Array;

  private constructor(worker: Worker, progress: Int32Array, profile: Profile) {
    this.#worker = worker;
    this.#progress = progress;
    this.profile = profile;
  }

  static async start(subject: string): Promise<Attendant | Unusable> {
    const progress = new Int32Array(new SharedArrayBuffer(4));
    const workerData: WorkerData = { subject, progress };
    const worker = startWorker(workerData);
    const message = await answer(worker, () => false, LOADING);
    if (typeof message === 'object' && message.kind === 'opened') return new Attendant(worker, progress, message.profile);
    await worker.terminate();
    if (typeof message === 'object' && message.kind === 'unusable') return message;
    const what = message === 'stalled' ? `did not load within ${LOADING / 1000} s` : 'ended its process while it was loaded';
    return { problem: `${subject} ${what}`, usage: false };
  }

  /** The call that was in progress when the worker was last heard of; -1 while instances are created. */
  get index(): number {
    return Atomics.load(this.#progress, 0);
  }

  async run(message: ToWorker, patience: number): Promise<Execution<Family> | 'stalled' | 'exited'> {
    let seen = -2;
    const moved = (): boolean => {
      const { index } = this;
      const changed = index !== seen;
      seen = index;
      return changed;
    };
    this.#worker.postMessage(message);
    const reply = await answer(this.#worker, moved, patience);
    if (typeof reply === 'string') {
      await this.#worker.terminate();
      return reply;
    }
    if (reply.kind !== 'executed') throw new Error(`a worker must answer with an execution, got ${reply.kind}`);
    return reply.execution;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** From source, as the tests run, the worker needs a loader for TypeScript. */
function startWorker(workerData: WorkerData): Worker {
  const options = { workerData, stdout: true, stderr: true };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), options);
  const path = JSON.stringify(fileURLToPath(new URL('./worker.ts', import.meta.url)));
  const script = `require('jiti').createJiti(${path}).import(${path});`;
  return new Worker(script, { ...options, eval: true });
}

/** The next message, or why there is none: nothing moved for `patience` milliseconds, or the worker ended. */
function answer(worker: Worker, moved: () => boolean, patience: number): Promise<FromWorker | 'stalled' | 'exited'> {
  return new Promise((resolve) => {
    const done = (result: FromWorker | 'stalled' | 'exited'): void => {
      clearInterval(timer);
      worker.off('message', onMessage);
      worker.off('exit', onEnd);
      worker.off('error', onEnd);
      resolve(result);
    };
    let movedAt = performance.now();
    const timer = setInterval(() => {
      if (moved()) movedAt = performance.now();
      else if (performance.now() - movedAt > patience) done('stalled');
    }, POLLING);
    const onMessage = (message: FromWorker): void => done(message);
    const onEnd = (): void => done('exited');
    worker.on('message', onMessage);
    worker.on('exit', onEnd);
    worker.on('error', onEnd);
  });
}
