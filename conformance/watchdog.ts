/**
 * Executes in a worker, so that a subject that hangs, crashes or prints does so alone. When one call makes
 * no progress for `patience`, the worker is ended, the calls before it are run again in a new one, and the
 * call itself is recorded as hung.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ClauseId, Family, History, Mishap } from '../spec/index.ts';
import {
  type Arrival,
  CREATING,
  type Execution,
  type Executor,
  LOADING,
  type Profile,
  type ProgramOf,
  type Unusable,
} from './execute.ts';
import { judge } from './judge.ts';
import type { FromWorker, ToWorker, WorkerData } from './worker.ts';

/** Milliseconds. */
export interface Limits {
  /** For one call. */
  readonly patience: number;
  /** For loading the adapter and opening a first instance. */
  readonly loading: number;
}

const LIMITS: Limits = { patience: 1_500, loading: 30_000 };
/** Milliseconds between two looks. */
const POLLING = 100;

const HUNG: Mishap = { status: 'hung' };

/** The worker ended: the subject ended it, or nobody caught what it threw. */
interface Ended {
  readonly how: string;
  /** Nobody caught what it threw: not a call, since those are guarded. */
  readonly isThrow: boolean;
}

const EXITED: Ended = { how: 'ended its process', isThrow: false };

export async function inWorker(
  subject: string,
  limits: Partial<Limits> = {},
): Promise<Executor | Unusable> {
  const { patience, loading } = { ...LIMITS, ...limits };
  const first = await Attendant.start(subject, loading);
  if ('problem' in first) return first;
  let attendant: Attendant = first;
  const { profile } = first;

  const run = async (
    program: ProgramOf<Family>,
    judged: ReadonlySet<ClauseId>,
  ): Promise<Execution<Family>> => {
    const { ended } = attendant;
    if (ended !== null) {
      return { ok: false, problem: `${profile.name} ${ended.how} while no call was made` };
    }
    const reply = await attendant.run({ program, judged }, patience);
    if (reply !== 'stalled' && 'ok' in reply) return reply;
    const { index } = attendant;
    const next = await Attendant.start(subject, loading);
    if ('problem' in next) return { ok: false, problem: next.problem };
    attendant = next;
    const what = reply === 'stalled' ? 'did not come back' : reply.how;
    if (index < 0) {
      const when =
        reply !== 'stalled' && reply.isThrow ? 'no call was made' : 'an instance was created';
      return { ok: false, problem: `${profile.name} ${what} while ${when}` };
    }
    const before = await run({ ...program, calls: program.calls.slice(0, index) }, judged);
    if (!before.ok || before.outcomes.length < index) return before;
    const last: Mishap =
      reply === 'stalled' ? HUNG : { status: 'threw', message: `the subject ${what}` };
    return endedBy(last, before, program, profile, judged);
  };

  const reach = async (
    { instances, calls }: ProgramOf<Family>,
    shows: ProgramOf<Family>['calls'],
  ): Promise<Arrival<Family>> => {
    const execution = await run({ instances, calls: [...calls, ...shows] }, new Set());
    const [config] = execution.ok ? execution.instances : [];
    if (!execution.ok || config === undefined) return { ok: false, problem: 'x' };
    return { ok: true, config, outcomes: execution.outcomes };
  };

  return { profile, reach, run, close: () => attendant.end() };
}

/** The execution of which the last call had an outcome that only the watchdog saw. */
function endedBy(
  last: Mishap,
  before: Execution<Family> & { ok: true },
  { calls }: ProgramOf<Family>,
  { name, family, answers }: Profile,
  judged: ReadonlySet<ClauseId>,
): Execution<Family> {
  const outcomes = [...before.outcomes, last];
  const steps = outcomes.flatMap((outcome, at) => {
    const call = calls[at];
    return call === undefined || outcome.status === 'skipped' ? [] : [{ ...call, outcome }];
  });
  const runs = [{ instances: before.instances, steps }];
  const history = { family, subject: name, answers, runs } as History;
  return { ...before, outcomes, judgement: judge(history, judged), isLost: true };
}

/** One worker and the conversation with it. */
class Attendant {
  #profile: Profile | null = null;
  #ended: Ended | null = null;
  readonly #worker: Worker;
  readonly #progress: Int32Array;

  private constructor(subject: string) {
    this.#progress = new Int32Array(new SharedArrayBuffer(4));
    Atomics.store(this.#progress, 0, LOADING);
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
    const reply = await attendant.#answer(() => false, loading);
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

  /** Ends the worker if it stalls. */
  async run(message: ToWorker, patience: number): Promise<Execution<Family> | 'stalled' | Ended> {
    let seen = LOADING;
    const moved = (): boolean => {
      const { index } = this;
      const changed = index !== seen;
      seen = index;
      return changed;
    };
    Atomics.store(this.#progress, 0, CREATING);
    this.#worker.postMessage(message);
    const reply = await this.#answer(moved, patience);
    if (reply === 'stalled') await this.end();
    if (reply === 'stalled' || !('kind' in reply)) return reply;
    if (reply.kind !== 'executed') throw new Error(`a worker must execute, got ${reply.kind}`);
    return reply.execution;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /**
   * The next message, or why there is none. Looks are counted instead of milliseconds, so that a machine
   * that pauses does not accuse the subject.
   */
  #answer(moved: () => boolean, patience: number): Promise<FromWorker | 'stalled' | Ended> {
    const worker = this.#worker;
    return new Promise((resolve) => {
      const done = (result: FromWorker | 'stalled' | Ended): void => {
        clearInterval(timer);
        worker.off('message', done);
        worker.off('exit', onExit);
        resolve(result);
      };
      let looks = 0;
      const timer = setInterval(() => {
        looks = moved() ? 0 : looks + 1;
        if (looks * POLLING > patience) done('stalled');
      }, POLLING);
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
