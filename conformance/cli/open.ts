/** Opens a subject for a command: behind the watchdog unless told otherwise. */
import { type Executor, inProcess, type Unusable } from '../execute.ts';
import { BUILTIN, loadAdapter, REFERENCE } from '../load.ts';
import { inWorker } from '../watchdog.ts';

export interface OpenOptions {
  readonly inProcess?: boolean;
  /** Seconds. */
  readonly loadTimeout?: number;
}

/** Our own allocators need no watchdog; a worker would only make them slower. */
export async function openSubject(
  subject: string,
  { inProcess: thisThread = false, loadTimeout }: OpenOptions,
): Promise<Executor | Unusable> {
  const isOurs = subject.startsWith(BUILTIN) || subject.startsWith(REFERENCE);
  if (!thisThread && !isOurs) {
    return inWorker(subject, loadTimeout === undefined ? {} : { loading: loadTimeout * 1000 });
  }
  const loaded = await loadAdapter(subject);
  return loaded.ok ? inProcess(loaded.value) : loaded;
}
