/** The far side of the watchdog: loads a subject, runs programs on it, and says which call it is making. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ClauseId, Family } from '../spec/index.ts';
import {
  CREATING,
  type Execution,
  executeProgram,
  openProfile,
  type Profile,
  type ProgramOf,
  type Unusable,
} from './execute.ts';
import { loadAdapter } from './load.ts';

export interface WorkerData {
  readonly subject: string;
  /** The index of the call in progress, or where the subject is before the first one. */
  readonly progress: Int32Array;
}

export interface ToWorker {
  readonly program: ProgramOf<Family>;
  readonly judged: ReadonlySet<ClauseId>;
}

export type FromWorker =
  | { readonly kind: 'opened'; readonly profile: Profile }
  | ({ readonly kind: 'unusable' } & Unusable)
  | { readonly kind: 'executed'; readonly execution: Execution<Family> };

await attend(workerData);

async function attend({ subject, progress }: WorkerData): Promise<void> {
  const send = (message: FromWorker): void => parentPort?.postMessage(message);
  // A promise where a value was due is an answer like any other, whatever becomes of it.
  process.on('unhandledRejection', () => {});
  const loaded = await loadAdapter(subject);
  if (!loaded.ok) return send({ kind: 'unusable', ...loaded });
  Atomics.store(progress, 0, CREATING);
  const adapter = loaded.value;
  const profile = openProfile(adapter);
  if ('problem' in profile) return send({ kind: 'unusable', ...profile });
  const onCall = (index: number): void => void Atomics.store(progress, 0, index);
  parentPort?.on('message', ({ program, judged }: ToWorker) => {
    send({ kind: 'executed', execution: executeProgram(adapter, program, judged, { onCall }) });
  });
  send({ kind: 'opened', profile });
}
