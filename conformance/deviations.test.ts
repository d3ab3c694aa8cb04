import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLAUSES, type HeapAdapter, type History } from '../spec/index.ts';
import { type Deviation, readDeviations } from './deviations.ts';
import { inProcess } from './execute.ts';
import { historyJson } from './history-file.ts';
import { referenceHeap } from './reference.ts';
import type { Report } from './report.ts';
import { runSuite } from './suite.ts';
import { exitCodeOf } from './verdict.ts';

const CLAUSE = 'common.call.well-formed';

/** Answers something that is no address for sizes of `size` and above. */
const wrongFrom = (size: number, answer: unknown = 'nothing'): HeapAdapter => ({
  ...referenceHeap,
  name: 'wrong',
  create(config) {
    const right = referenceHeap.create(config);
    if (right === null) return null;
    return {
      dealloc: (address) => right.dealloc(address, 0, 1),
      alloc(wanted, align) {
        if (wanted >= size && wanted < 1_000) return Reflect.apply(() => answer, null, []) as never;
        return right.alloc(wanted, align);
      },
    };
  },
});

function suite(adapter: HeapAdapter, deviations: readonly Deviation[] = []): Promise<Report> {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  return runSuite(executor, { operations: 4_000, clauses: [CLAUSE], deviations });
}

const verdictOf = ({ clauses }: Report) => clauses.find(({ id }) => id === CLAUSE);

async function recorded(): Promise<Deviation> {
  const [failure] = verdictOf(await suite(wrongFrom(1)))?.failures ?? [];
  if (failure === undefined) throw new Error('it must fail');
  const { signature, history } = failure;
  return { clause: CLAUSE, subject: 'wrong', reason: 'accepted for now', signature, history };
}

describe('a deviation', () => {
  it('that happens as recorded is known', async () => {
    const report = await suite(wrongFrom(1), [await recorded()]);
    expect(verdictOf(report)).toMatchObject({
      verdict: 'known-deviation',
      reason: 'accepted for now',
    });
    expect(exitCodeOf(report, 'must')).toBe(0);
  });

  it('is found by its history however rare it is', async () => {
    const rare = { ...(await recorded()) };
    const report = await suite(wrongFrom(1), [rare]);
    expect(verdictOf(report)?.failures[0]?.signature).toBe(rare.signature);
  });

  it('that no longer happens is stale', async () => {
    const report = await suite(wrongFrom(2_000), [await recorded()]);
    expect(verdictOf(report)).toMatchObject({ verdict: 'stale-deviation' });
    expect(exitCodeOf(report, 'must')).toBe(1);
  });

  it('does not excuse another manner of the same clause', async () => {
    const { signature, ...rest } = await recorded();
    const other = { ...rest, signature: `${signature} otherwise` };
    expect(verdictOf(await suite(wrongFrom(1), [other]))).toMatchObject({ verdict: 'fail' });
    const promise = await suite(wrongFrom(1, Promise.resolve(8)), [{ ...rest, signature }]);
    expect(verdictOf(promise)).toMatchObject({ verdict: 'fail' });
  });

  it('that was recorded with other answers is neither tried nor an excuse', async () => {
    const right = await suite(referenceHeap);
    const { history, ...rest } = await recorded();
    const otherwise = { ...history, answers: { ...history.answers, naturalAlign: 16 } } as History;
    const record = { ...rest, history: otherwise };
    const report = await suite({ ...referenceHeap, name: 'wrong' }, [record]);
    expect(report.operations).toBe(right.operations);
    expect(report.warnings).toEqual([
      '1 recorded deviation is left out: the subject gave other answers then',
    ]);
    expect(verdictOf(report)).toMatchObject({ verdict: 'pass' });
    expect(verdictOf(await suite(wrongFrom(1), [record]))).toMatchObject({ verdict: 'fail' });
  });

  it('of another subject excuses nothing', async () => {
    const other = { ...(await recorded()), subject: 'another' };
    expect(verdictOf(await suite(wrongFrom(1), [other]))).toMatchObject({ verdict: 'fail' });
  });
});

describe('a deviations file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allocspec-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const known = new Set<string>(CLAUSES.map(({ id }) => id));
  const read = (content: unknown) => {
    const path = join(folder, 'deviations.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readDeviations(path, known);
  };

  it('is read', async () => {
    const { history, ...rest } = await recorded();
    const result = read({ deviations: [{ ...rest, history: historyJson(history) }] });
    expect(result).toEqual({ ok: true, value: [{ ...rest, history }] });
  });

  it.each([
    ['{', /is not a deviations file/],
    [{ deviations: {} }, /is not a deviations file/],
    [
      {
        deviations: [{ clause: CLAUSE, subject: 'x', reason: 'short', signature: '', history: {} }],
      },
      /expected a reason of at least 10 characters/,
    ],
    [
      {
        deviations: [
          { clause: CLAUSE, subject: 'x', reason: 'long enough', signature: '', history: {} },
        ],
      },
      /the history of common.call.well-formed cannot be used as a history/,
    ],
  ])('%j is refused', (content, problem) => {
    expect(read(content)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('names clauses that exist', async () => {
    const { history, ...rest } = await recorded();
    const result = read({
      deviations: [{ ...rest, clause: 'a.b.c', history: historyJson(history) }],
    });
    const problem = expect.stringMatching(/names the clause a\.b\.c, which does not exist/);
    expect(result).toMatchObject({ ok: false, problem });
  });
});
