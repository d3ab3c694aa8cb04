/** The far side of the watchdog: loads a subject, runs programs on it, and says which call it is making. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ClauseId, Family } from '../spec/index.ts';
import { type Execution, executeProgram, openProfile, type Profile, type ProgramOf } from './execute.ts';
import { loadAdapter } from './load.ts';

export interface WorkerData {
  readonly subject: string;
  /** The index of the call in progress, for the watchdog. */
  readonly progress: Int32Array;
}

export interface ToWorker {
  readonly program: ProgramOf<Family>;
  readonly judged: ReadonlySet<ClauseId>;
}

export type FromWorker =
  | { readonly kind: 'opened'; readonly profile: Profile }
  | { readonly kind: 'unusable'; readonly problem: string; readonly usage: boolean }
  | { readonly kind: 'executed'; readonly execution: Execution<Family> };

const { subject, progress }: WorkerData = workerData;
const send = (message: FromWorker): void => parentPort?.postMessage(message);

const loaded = await loadAdapter(subject);
if (!loaded.ok) send({ kind: 'unusable', problem: loaded.problem, usage: true });
else {
  const adapter = loaded.value;
  const hooks = openProfile(adapter);
  if (typeof hooks === 'string') send({ kind: 'unusable', problem: hooks, usage: / lack /.test(hooks) });
  else {
    const { name, family, answers } = adapter;
    parentPort?.on('message', ({ program, judged }: ToWorker) => {
      Atomics.store(progress, 0, -1);
      const execution = executeProgram(adapter, program, judged, (index) => Atomics.store(progress, 0, index));
      send({ kind: 'executed', execution });
    });
    send({ kind: 'opened', profile: { name, family, answers, hooks } });
  }
}
