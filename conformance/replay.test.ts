import { describe, expect, it } from 'vitest';
import type { Adapter, HeapAdapter, History } from '../spec/index.ts';
import { inProcess } from './execute.ts';
import { referenceHeap } from './reference.ts';
import { type Replay, replay } from './replay.ts';

function executorOf(adapter: Adapter) {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  return executor;
}

const replayOf = (history: History, adapter: Adapter): Promise<Replay> =>
  replay(history, 'common.alloc.no-overlap', executorOf(adapter));

/** Grants the first address again and again. */
const overlapping: HeapAdapter = {
  ...referenceHeap,
  name: 'overlapping',
  create: ({ base }) => ({ alloc: () => base, dealloc: () => true }),
};

describe('replay', () => {
  const config = { base: 0, size: 256 };
  const { answers } = referenceHeap;
  const alloc = (slot: number) => ({
    instance: 0,
    operation: { kind: 'alloc', slot, size: 8, align: 8 } as const,
    outcome: { status: 'refused' } as const,
  });
  const history = (count: number): History<'heap'> => ({
    family: 'heap',
    subject: 'written by hand',
    answers,
    runs: [{ instances: [config], steps: Array.from({ length: count }, (_, slot) => alloc(slot)) }],
  });

  it('asks again, whatever was answered before', async () => {
    expect((await replayOf(history(2), referenceHeap)).kind).toBe('held');
    expect((await replayOf(history(2), overlapping)).kind).toBe('reproduced');
  });

  it('does not apply where the clause is no longer reached', async () => {
    const result = await replayOf(history(1), referenceHeap);
    expect(result).toMatchObject({ problem: expect.stringMatching(/no longer reach/) });
  });

  it('does not apply to a clause that the answers rule out', async () => {
    const executor = executorOf(referenceHeap);
    const result = await replay(history(2), 'heap.zero-size.unique', executor);
    expect(result).toMatchObject({ problem: expect.stringMatching(/zeroSize = reject/) });
  });
});
