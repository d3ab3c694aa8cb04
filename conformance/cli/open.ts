/** Opens a subject for a command: behind the watchdog unless told otherwise. */
import type { Executor } from '../execute.ts';
import { inProcess } from '../execute.ts';
import { loadAdapter } from '../load.ts';
import { inWorker, type Unusable } from '../watchdog.ts';

/** Our own allocators need no watchdog; a worker would only make them slower. */
export async function openSubject(subject: string, thisThread: boolean): Promise<Executor | Unusable> {
  if (!thisThread && !subject.startsWith('builtin:')) return inWorker(subject);
  const loaded = await loadAdapter(subject);
  if (!loaded.ok) return { problem: loaded.problem, usage: true };
  const executor = inProcess(loaded.value);
  return 'problem' in executor ? { problem: executor.problem, usage: true } : executor;
}
