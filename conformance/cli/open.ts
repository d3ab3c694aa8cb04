/** Opens a subject for a command: behind the watchdog unless told otherwise. */
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Crew } from '../crew.ts';
import { type Executor, inProcess, type Unusable } from '../execute.ts';
import { BUILTIN, loadAdapter, REFERENCE } from '../load.ts';
import { inWorker } from '../watchdog.ts';

export interface OpenOptions {
  readonly inProcess?: boolean;
  /** Seconds. */
  readonly loadTimeout?: number;
}

export interface CrewOptions extends OpenOptions {
  readonly jobs?: number;
}

/** Unless more are asked for. */
export const JOBS = 4;
/** With fewer a worker ends before it is compiled, and one would have been as fast as two. */
const OPERATIONS_PER_JOB = 150_000;

/** Workers for so many operations; `null` if one thread is enough, or asked for. */
export async function openCrew(
  subject: string,
  operations: number,
  { inProcess: thisThread = false, loadTimeout, jobs }: CrewOptions,
): Promise<Crew | null> {
  const worth = Math.floor(operations / OPERATIONS_PER_JOB);
  const size = jobs ?? Math.min(availableParallelism(), JOBS, worth);
  return thisThread || size < 2 ? null : Crew.start(subject, size, limitsOf(loadTimeout));
}

const limitsOf = (loadTimeout: number | undefined) =>
  loadTimeout === undefined ? {} : { loading: loadTimeout * 1000 };

/** Our own allocators need no watchdog; a worker would only make them slower. */
export async function openSubject(
  subject: string,
  { inProcess: thisThread = false, loadTimeout }: OpenOptions,
): Promise<Executor | Unusable> {
  const isOurs = subject.startsWith(BUILTIN) || subject.startsWith(REFERENCE);
  if (!thisThread && !isOurs) {
    return inWorker(subject, limitsOf(loadTimeout));
  }
  const loaded = await loadAdapter(subject);
  return loaded.ok ? inProcess(loaded.value) : loaded;
}

/**
 * A judge is many small functions that call each other. By default V8 takes more time to inline them, anew
 * in each worker, than the code that it makes saves in minutes.
 */
export const hastenCompiler = (): void =>
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=150');
