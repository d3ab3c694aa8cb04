/** The far side of the watchdog: loads a subject, runs programs on it, and says which call it is making. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Family } from '../spec/index.ts';
import { type Chunk, type ChunkOrder, checkChunk } from './chunk.ts';
import {
  type Arrival,
  CREATING,
  type Execution,
  inProcess,
  LOADING,
  type Profile,
  type ProgramOrder,
  type ReachOrder,
  type Unusable,
} from './execute.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';
import { loadAdapter } from './load.ts';

export interface WorkerData {
  readonly subject: string;
  /** The index of the call in progress, or where the subject is before the first one; programs begun. */
  readonly progress: Int32Array;
}

export type ToWorker =
  | ({ readonly kind: 'execute' } & ProgramOrder)
  | ({ readonly kind: 'reach' } & ReachOrder)
  | ({ readonly kind: 'check' } & ChunkOrder);

export type FromWorker =
  | { readonly kind: 'opened'; readonly profile: Profile }
  | ({ readonly kind: 'unusable' } & Unusable)
  | { readonly kind: 'executed'; readonly execution: Execution<Family> }
  | { readonly kind: 'reached'; readonly arrival: Arrival<Family> }
  | { readonly kind: 'checked'; readonly chunk: Chunk };

await attend(workerData);

async function attend({ subject, progress }: WorkerData): Promise<void> {
  const send = (message: FromWorker): void => parentPort?.postMessage(message);
  // A promise where a value was due is an answer like any other, whatever becomes of it.
  process.on('unhandledRejection', () => {});
  Atomics.store(progress, 0, LOADING);
  const loaded = await loadAdapter(subject);
  if (!loaded.ok) return send({ kind: 'unusable', ...loaded });
  Atomics.store(progress, 0, CREATING);
  const adapter = loaded.value;
  const executor = inProcess(adapter, {
    onProgram: () => void Atomics.add(progress, 1, 1),
    onCall: (index) => void Atomics.store(progress, 0, index),
  });
  if ('problem' in executor) return send({ kind: 'unusable', ...executor });
  const { profile } = executor;
  const kit: Kit<Family> = kits[adapter.family];
  const cases = kit.cases(profile);
  const answer = async (message: ToWorker): Promise<FromWorker> => {
    switch (message.kind) {
      case 'execute':
        return { kind: 'executed', execution: await executor.run(message.program, message.judged) };
      case 'reach':
        return { kind: 'reached', arrival: await executor.reach(message.program, message.shows) };
      case 'check':
        return { kind: 'checked', chunk: await checkChunk(kit, executor, cases, message) };
    }
  };
  const fail = (bug: unknown): void =>
    void setImmediate(() => {
      throw bug;
    });
  parentPort?.on('message', (message: ToWorker) => void answer(message).then(send, fail));
  send({ kind: 'opened', profile });
}
