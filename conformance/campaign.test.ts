/** What a campaign promises, on subjects that are right, wrong, or wrong twice. */
import { describe, expect, it } from 'vitest';
import type { Adapter, HeapAdapter, HeapSubject, History, PagedAdapter } from '../spec/index.ts';
import { inProcess } from './execute.ts';
import { decodeHistory, encodeHistory } from './history-file.ts';
import { referenceHeap, referencePaged } from './reference.ts';
import { type Replay, replay } from './replay.ts';
import type { ClauseReport, Report, VerdictName } from './report.ts';
import { runSuite, type SuiteOptions } from './suite.ts';
import { countsOf, exitCodeOf } from './verdict.ts';

function executorOf(adapter: Adapter) {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  return executor;
}

const suite = (adapter: Adapter, options: SuiteOptions = {}): Promise<Report> =>
  runSuite(executorOf(adapter), { operations: 6_000, ...options });

/** The reference heap with other methods. */
const changed = (
  change: (right: HeapSubject) => Partial<HeapSubject>,
  answers: Partial<HeapAdapter['answers']> = {},
): HeapAdapter => ({
  ...referenceHeap,
  name: 'changed',
  answers: { ...referenceHeap.answers, ...answers },
  create(config) {
    const right = referenceHeap.create(config);
    if (right === null) return null;
    const { dealloc, bytes, alloc } = right;
    const methods = {
      alloc: alloc.bind(right),
      dealloc: dealloc.bind(right),
      ...(bytes && { bytes: bytes.bind(right) }),
    };
    return { ...methods, ...change(methods) };
  },
});

const overlapping = changed(({ alloc }) => ({
  alloc: (size, align) => (alloc(size, align) === null ? null : 0),
}));

const failedIds = ({ clauses }: Report): string[] =>
  clauses.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);

function failureOf(report: Report, id: string) {
  const failure = report.clauses.find((clause) => clause.id === id)?.failures[0];
  if (failure === undefined) throw new Error(`${id} must fail`);
  return failure;
}

const replayOf = (history: History, adapter: Adapter): Promise<Replay> =>
  replay(history, 'common.alloc.no-overlap', executorOf(adapter));

describe('a campaign', { timeout: 600_000 }, () => {
  it('is the same twice, and another with another seed', async () => {
    const [one, two, other] = [
      await suite(overlapping, { seed: 3 }),
      await suite(overlapping, { seed: 3 }),
      await suite(overlapping, { seed: 4 }),
    ];
    expect(two).toEqual(one);
    expect(other.clauses).not.toEqual(one.clauses);
  });

  it('gives one verdict for each clause of the profile', async () => {
    const reports = [
      await suite(referenceHeap),
      await suite(overlapping),
      await suite(overlapping, { clauses: ['heap'], levels: ['MUST'] }),
    ];
    for (const { clauses, counts } of reports) {
      expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(clauses.length);
    }
  });

  it('shrinks a failure to a few calls that replay, also from a file', async () => {
    const { history, run, step } = failureOf(await suite(overlapping), 'common.alloc.no-overlap');
    const steps = history.runs[run]?.steps ?? [];
    expect(steps.length).toBeLessThanOrEqual(4);
    expect(step).toBe(steps.length - 1);
    expect(await replayOf(history, overlapping)).toMatchObject({ kind: 'reproduced', history });
    const file = decodeHistory(encodeHistory(history), 'the file');
    if (!file.ok) throw new Error(file.problem);
    expect(file.history).toEqual(history);
    expect((await replayOf(file.history, referenceHeap)).kind).toBe('held');
  });

  it('finds a second defect behind the first', async () => {
    const twice = changed(({ alloc, dealloc }) => ({
      alloc: (size, align) => {
        const address = alloc(size, align);
        return address === null || align !== 64 ? address : address + 8;
      },
      dealloc: (address) => void dealloc(address, 0, 1),
    }));
    const found = failedIds(await suite(twice));
    expect(found).toContain('heap.alloc.aligned');
    expect(found).toContain('common.misuse.double-detected');
  });

  it('records a failure that does not repeat', async () => {
    let calls = 0;
    const once = changed(({ alloc }) => ({
      alloc: (size, align) => (++calls === 20 ? -5 : alloc(size, align)),
    }));
    const failure = failureOf(await suite(once), 'common.call.well-formed');
    expect(failure.because).toMatch(
      /answered -5.*not seen again when the same calls were repeated/,
    );
  });

  it('does not pass what it did not reach', async () => {
    const report = await suite(referenceHeap, { operations: 10 });
    expect(report.counts.pass).toBeLessThan(report.counts['not-reached']);
    expect(exitCodeOf(report, 'must')).toBe(3);
  });

  it('is inconclusive if it is interrupted', async () => {
    const report = await suite(referenceHeap, { onProgress: (operations) => operations < 100 });
    expect(report.counts.inconclusive).toBeGreaterThan(0);
    expect(report.counts['not-reached']).toBe(0);
    expect(exitCodeOf(report, 'must')).toBe(3);
  });

  it('that judges nothing is inconclusive', async () => {
    const report = await suite(referenceHeap, { clauses: ['paged'] });
    expect(report.counts['not-run']).toBe(report.clauses.length);
    expect(exitCodeOf(report, 'must')).toBe(3);
  });

  it('ends when a subject refuses an instance that its answers allow', async () => {
    const answers = { ...referenceHeap.answers, sizes: [256, 512] };
    const create: HeapAdapter['create'] = (config) =>
      config.size === 512 ? null : referenceHeap.create(config);
    const report = await suite({ ...referenceHeap, answers, create });
    expect(report.error).toMatch(/refused to create an instance with {"size":512/);
    expect(exitCodeOf(report, 'must')).toBe(4);
  });

  it('breaks a clause where one says which instances can be made', async () => {
    const create: PagedAdapter['create'] = (config) =>
      config.frameCount === 64 ? null : referencePaged.create(config);
    const { error, clauses } = await suite({ ...referencePaged, create });
    expect(error).toBeUndefined();
    const failed = clauses.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id }) => id)).toEqual(['paged.create.valid-iff']);
    const failures = failed.flatMap((clause) => clause.failures);
    for (const { history } of failures) {
      expect(history.runs.map(({ steps }) => steps.length)).toEqual([1]);
      expect(history.runs[0]?.steps[0]?.operation).toMatchObject({ config: { frameCount: 64 } });
    }
  });

  it('warns of a subject that keeps more than it claims', async () => {
    const modest = changed(() => ({}), { fit: 'unknown' });
    const { warnings } = await suite(modest, { operations: 20_000 });
    expect(warnings.every((text) => / was kept \d+ times, although /.test(text))).toBe(true);
  });
});

describe('the exit code', () => {
  const clause = (verdict: VerdictName, level: ClauseReport['level'] = 'MUST'): ClauseReport => ({
    id: 'common.call.total',
    level,
    verdict,
    hits: 0,
    failures: [],
  });
  const code = (clauses: readonly ClauseReport[], failOn: 'must' | 'should' = 'must'): number => {
    const head = { subject: 'x', family: 'heap', spec: '', kit: '', seed: 1 } as const;
    const rest = { budget: 'quick', operations: 1, warnings: [], certificates: [] } as const;
    return exitCodeOf({ ...head, ...rest, clauses, counts: countsOf(clauses) }, failOn);
  };
  const pass = clause('pass');

  it.each<readonly [VerdictName, number]>([
    ['pass', 0],
    ['known-deviation', 0],
    ['untested', 0],
    ['not-applicable', 0],
    ['not-observable', 0],
    ['not-run', 0],
    ['fail', 1],
    ['stale-deviation', 1],
    ['not-reached', 3],
    ['inconclusive', 3],
    ['subject-error', 4],
    ['kit-error', 5],
  ])('of a pass and %s is %d', (verdict, expected) => {
    expect(code([pass, clause(verdict)])).toBe(expected);
  });

  it('is not 0 if nothing was decided', () => {
    expect(code([])).toBe(3);
    expect(code([clause('not-run'), clause('untested'), clause('not-applicable')])).toBe(3);
  });

  it('follows a failed SHOULD only with --fail-on should', () => {
    expect(code([pass, clause('fail', 'SHOULD')])).toBe(0);
    expect(code([pass, clause('fail', 'SHOULD')], 'should')).toBe(1);
  });

  it('is that of the gravest verdict', () => {
    expect(code([clause('inconclusive'), clause('fail')])).toBe(1);
    expect(code([clause('fail'), clause('subject-error')])).toBe(4);
    expect(code([clause('subject-error'), clause('kit-error')])).toBe(5);
  });
});
