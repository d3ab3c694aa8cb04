import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HeapAnswers, HeapOperation, HeapOutcome, History } from '../../spec/index.ts';
import { decodeHistory } from '../history-file.ts';
import type { ClauseReport, Failure, Report, VerdictName } from '../report.ts';
import { countsOf } from '../verdict.ts';
import { jsonSchema, renderJson, reportSchema } from './json.ts';
import { renderJUnit } from './junit.ts';
import { SCHEMA_FILE } from './schema.ts';
import { renderTable, renderTerminal } from './terminal.ts';

const answers: HeapAnswers = {
  sizes: [256],
  bases: [0],
  naturalAlign: 8,
  maxAlign: 64,
  invalidAlign: 'reject',
  invalidNumbers: 'reject',
  zeroSize: 'reject',
  misuse: 'detect',
  overhead: { perBlock: 0, granule: 8, minimum: 8, perArena: 0 },
  fit: 'exact',
  coalesce: 'immediate',
  deterministic: true,
};

type HeapStep = readonly [HeapOperation, HeapOutcome];

const heapHistory = (...steps: readonly HeapStep[]): History<'heap'> => ({
  family: 'heap',
  subject: 'tiny',
  answers,
  runs: [
    {
      instances: [{ base: 0, size: 256 }],
      steps: steps.map(([operation, outcome]) => ({ instance: 0, operation, outcome })),
    },
  ],
});

const overlapping: Failure = {
  because: 'block [32, 96) of #1 overlaps block [0, 64) of #0, which is live',
  signature: 'alloc: block [#, #) of # overlaps block [#, #) of #, which is live',
  history: heapHistory(
    [
      { kind: 'alloc', slot: 0, size: 64, align: 8 },
      { status: 'granted', address: 0 },
    ],
    [
      { kind: 'alloc', slot: 1, size: 64, align: 8 },
      { status: 'granted', address: 32 },
    ],
  ),
  run: 0,
  step: 1,
};

/** What a hostile subject throws: it clears the screen, ends the CDATA and has half of a pair. */
const hostile = '\u001b[2J]]></failure>\u0000\ud800&"';

const thrown: Failure = {
  because: `alloc threw: ${hostile}`,
  signature: 'alloc: alloc threw',
  history: heapHistory([
    { kind: 'alloc', slot: 0, size: Number.NaN, align: hostile },
    { status: 'threw', message: hostile },
  ]),
  run: 0,
  step: 0,
};

type Part = Partial<ClauseReport> & Pick<ClauseReport, 'id' | 'verdict'>;

const report = (subject: string, parts: readonly Part[], more: Partial<Report> = {}): Report => {
  const clauses = parts.map((part) => ({
    level: 'MUST' as const,
    hits: 25,
    failures: [],
    ...part,
  }));
  return {
    subject,
    family: 'heap',
    spec: '0.1.0',
    kit: '0.1.0',
    seed: 7,
    budget: 'ci',
    operations: 12_000,
    clauses,
    counts: countsOf(clauses),
    warnings: [],
    certificates: [],
    ...more,
  };
};

const clean = report('clean', [
  { id: 'common.call.total', verdict: 'pass' },
  { id: 'common.alloc.no-overlap', verdict: 'pass' },
  { id: 'common.concurrent.disjoint', verdict: 'untested', reason: 'one thread', hits: 0 },
]);

const broken = report(
  'broken',
  [
    { id: 'common.call.total', verdict: 'fail', failures: [thrown] },
    { id: 'common.alloc.no-overlap', verdict: 'fail', failures: [overlapping, thrown] },
    {
      id: 'common.alloc.contained',
      verdict: 'stale-deviation',
      reason: 'it held; remove the record',
    },
    { id: 'heap.grant.same-size', verdict: 'fail', level: 'SHOULD', failures: [overlapping] },
    {
      id: 'heap.zeroed.zero',
      verdict: 'known-deviation',
      reason: 'accepted',
      failures: [overlapping],
    },
    { id: 'common.concurrent.disjoint', verdict: 'untested', reason: 'one thread', hits: 0 },
    {
      id: 'heap.zero-size.unique',
      verdict: 'not-applicable',
      reason: 'the subject rejects size 0',
    },
    {
      id: 'common.inspect.partition',
      verdict: 'not-observable',
      reason: 'the subject has no inspect()',
    },
    {
      id: 'common.block.stable',
      verdict: 'not-observable',
      reason: 'the subject has no inspect()',
    },
    { id: 'heap.realloc.fit', verdict: 'not-run', reason: 'filtered out' },
    { id: 'heap.align.served', verdict: 'not-reached', reason: 'its antecedent was true 3 times' },
    { id: 'common.grant.drain', verdict: 'inconclusive', reason: 'the run ended' },
    { id: 'common.alloc.fresh', verdict: 'pass' },
  ],
  { warnings: ['common.call.deterministic was kept 40 times'] },
);

const unusable = report(
  'unusable',
  [{ id: 'common.call.total', verdict: 'subject-error', reason: 'no' }],
  {
    error: 'no',
  },
);

const terminal = (of: Report, verbose = false, width = 90): string =>
  renderTerminal(of, {
    color: false,
    width,
    verbose,
    replayCommand: (failure, { id }) => `allocspec replay ${id}-${failure.step}.json ./my-heap.ts`,
  });

const swept = report('swept', [{ id: 'common.call.total', verdict: 'pass' }], {
  certificates: [
    {
      kind: 'faults-at-every-step',
      text: 'a fault at every step: 2 histories, 7 positions, 3 faults: 21 histories',
      histories: 21,
      operations: 400,
      gaps: ['purge at 0 of tiny reaches none of its clauses'],
    },
  ],
});

test('every report says what was tried without a gap', () => {
  const line = '\n  a fault at every step: 2 histories, 7 positions, 3 faults: 21 histories\n';
  expect(terminal(swept)).toContain(line);
  expect(terminal(swept)).not.toContain('purge at 0');
  expect(terminal(swept, true)).toContain(`${line}    purge at 0 of tiny`);
  expect(renderJUnit([swept])).toContain(
    '<property name="faults-at-every-step" value="a fault at every step: 2 histories, 7',
  );
  const json: unknown = JSON.parse(renderJson([swept]));
  expect(reportSchema.parse(json).reports[0]?.certificates).toEqual(swept.certificates);
});

describe('the terminal report', () => {
  test('of a clean subject is a few lines', () => {
    expect(terminal(clean)).toBe(`clean (heap): conformant
  spec 0.1.0, kit 0.1.0, seed 7, budget ci
  12000 operations executed and judged
  3 clauses: 2 pass, 1 untested`);
  });

  test('says at once what a conformant subject breaks', () => {
    const known = { verdict: 'known-deviation', reason: 'accepted' } as const;
    const one = { id: 'heap.zeroed.zero', ...known } as const;
    const two = { id: 'common.alloc.usable', ...known } as const;
    const first = (...parts: Part[]) => terminal(report('wrong', parts)).split('\n')[0];
    expect(first(one)).toBe('wrong (heap): conformant but for 1 known deviation');
    expect(first(one, two)).toBe('wrong (heap): conformant but for 2 known deviations');
    expect(first(one, { id: 'common.call.total', verdict: 'fail', failures: [thrown] })).toBe(
      'wrong (heap): NON-CONFORMANT',
    );
  });

  test('of a broken subject adds up', () => {
    const counts = terminal(broken, false, 200).split('\n')[3] ?? '';
    const [total, ...parts] = [...counts.matchAll(/\d+/g)].map(Number);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
    expect(total).toBe(broken.clauses.length);
  });

  test('shows for each failure all that is needed to understand and repeat it', () => {
    expect(terminal(broken)).toContain(`
FAIL common.alloc.no-overlap (MUST)
  No two live blocks share a unit of memory.
  Why: It is what allocation means: two owners of one byte corrupt each other.
  Because (1 of 2): block [32, 96) of #1 overlaps block [0, 64) of #0, which is live
  History:
      instance with base 0, size 256
      alloc #0 size 64 align 8 -> granted 0
    > alloc #1 size 64 align 8 -> granted 32
  Memory:
    4 bytes a character
    0  AAAAAAAA!!!!!!!!BBBBBBBB........................................  256
    A #0 [0, 64)  B #1 [32, 96)
  Replay: allocspec replay common.alloc.no-overlap-1.json ./my-heap.ts
  Because (2 of 2): alloc threw:`);
  });

  test('fails a stale deviation and only warns of a SHOULD', () => {
    const text = terminal(broken);
    expect(text).toContain('\nSTALE common.alloc.contained (MUST)\n');
    expect(text).toContain('  Because: it held; remove the record\n');
    expect(text).toContain('\nWarnings (2)\n  common.call.deterministic was kept 40 times\n');
    expect(text).toMatch(/Warnings[\s\S]*\nWARN heap\.grant\.same-size \(SHOULD\)\n/);
  });

  test('gives a reason for everything that was not decided', () => {
    expect(terminal(broken)).toMatch(
      /\n\nKnown deviations \(1\)\n {2}heap\.zeroed\.zero: accepted\n/,
    );
    expect(
      terminal(broken).split('\nKnown deviations (1)\n  heap.zeroed.zero: accepted\n')[1],
    ).toBe(`
inconclusive (1)
  common.grant.drain: the run ended

not-reached (1)
  heap.align.served: its antecedent was true 3 times

not-observable (2)
  common.inspect.partition, common.block.stable: the subject has no inspect()

not-run (1)
  heap.realloc.fit: filtered out`);
  });

  test('lists everything if it is asked to', () => {
    const listed = /not-applicable \(1\)\n {2}heap\.zero-size\.unique: the subject rejects size 0/;
    expect(terminal(broken)).not.toMatch(listed);
    expect(terminal(broken, true)).toMatch(listed);
    expect(terminal(clean, true)).toMatch(
      /untested \(1\)\n {2}common\.concurrent\.disjoint: one thread\n/,
    );
    expect(terminal(clean, true)).toMatch(/common\.call\.total: antecedent true 25 times/);
  });

  test('says once why a subject cannot be used', () => {
    expect(terminal(unusable)).toBe(`unusable (heap): ERROR
  spec 0.1.0, kit 0.1.0, seed 7, budget ci
  12000 operations executed and judged
  1 clauses: 1 subject-error
  no

subject-error (1)
  common.call.total`);
  });

  test('keeps to its width, escapes what subjects say, and has colours only if asked', () => {
    const lines = terminal(broken, false, 72).split('\n');
    const prose = lines.filter((line) => !/^ {4}\d+ {2}/.test(line));
    expect(prose.filter((line) => line.length > 72)).toEqual([]);
    expect(terminal(broken)).not.toMatch(/[^\P{Cc}\n]/u);
    const coloured = renderTerminal(broken, { color: true, width: 90, replayCommand: () => '' });
    expect(coloured).toContain('\u001b[31mFAIL common.call.total (MUST)');
    expect(coloured).not.toContain('Replay');
  });

  test('shortens long histories around the call that breaks the clause', () => {
    const [first, second] = overlapping.history.runs[0]!.steps;
    const steps = [...Array.from({ length: 100 }, () => first!), second!];
    const history = {
      ...overlapping.history,
      runs: [{ instances: [{ base: 0, size: 256 }], steps }],
    };
    const long = report('long', [
      {
        id: 'common.alloc.no-overlap',
        verdict: 'fail',
        failures: [{ ...overlapping, history: history as History, step: 100 }],
      },
    ]);
    expect(terminal(long)).toMatch(/\n {6}\.\.\. 77 lines left out\n(.*\n){12} {4}> alloc #1/);
    expect(terminal(long, true)).not.toMatch('left out');
  });
});

test('the table has a row a subject that adds up', () => {
  expect(renderTable([clean, broken, unusable], { color: false })).toBe(
    `subject   family  clauses  pass  fail  known  n/a  other  verdict
clean     heap          3     2     0      0    0      1  conformant
broken    heap         13     1     4      1    1      6  NON-CONFORMANT, 1 warning
unusable  heap          1     0     0      0    0      1  ERROR`,
  );
  expect(renderTable([broken], { color: true })).toContain('\u001b[31mNON-CONFORMANT');
});

describe('the JUnit report', () => {
  const xml = renderJUnit([clean, broken, unusable]);
  const testcase = (id: string): string =>
    xml
      .split('<testcase ')
      .find((part) => part.includes(`name="${id}"`) && part.includes('<failure')) ?? '';
  const count = (pattern: RegExp, text = xml): number => [...text.matchAll(pattern)].length;

  test('adds up', () => {
    const totals = /<testsuites name="allocspec" tests="17" failures="3" errors="3" skipped="7">/;
    expect(xml).toMatch(totals);
    expect(count(/<testcase /g)).toBe(17);
    expect(count(/<failure /g)).toBe(3);
    expect(count(/<error /g)).toBe(3);
    expect(count(/<skipped /g)).toBe(7);
    for (const suite of xml.split('<testsuite ').slice(1)) {
      const [tests, failures, errors, skipped] = [...suite.matchAll(/"(\d+)"/g)].map(([, number]) =>
        Number(number),
      );
      expect(count(/<testcase /g, suite)).toBe(tests);
      expect(count(/<failure /g, suite)).toBe(failures);
      expect(count(/<error /g, suite)).toBe(errors);
      expect(count(/<skipped /g, suite)).toBe(skipped);
    }
  });

  test('has the reason and the history of a failure', () => {
    const failed = testcase('common.alloc.no-overlap');
    expect(failed).toContain(
      '<failure message="block [32, 96) of #1 overlaps block [0, 64) of #0, which is live" type="alloc: block [#,',
    );
    expect(failed).toContain('\n&gt; alloc #1 size 64 align 8 -&gt; granted 32\n');
  });

  test('warns of a SHOULD without failing', () => {
    expect(xml).toContain('<property name="warning" value="block [32, 96) of #1');
    expect(xml).toContain('<system-out>SHOULD clause broken, a warning\nheap.grant.same-size');
  });

  test('keeps the reason of what was skipped', () => {
    expect(xml).toContain('<skipped message="known deviation: accepted"/>');
    expect(xml).toContain('<skipped message="the subject has no inspect()"/>');
    expect(xml).toContain('<error message="the run ended" type="inconclusive"/>');
  });

  test('spells out what XML cannot hold', () => {
    expect(xml).toContain('alloc threw: \\u{1b}[2J]]&gt;&lt;/failure&gt;\\u{0}\\u{d800}&amp;"');
    expect(xml).not.toMatch(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  });
});

describe('the JSON report', () => {
  test('is what its schema says, whatever a subject answered', () => {
    const json: unknown = JSON.parse(renderJson([clean, broken, unusable]));
    expect(reportSchema.parse(json)).toStrictEqual(json);
  });

  test('has the failures of a clause as histories that replay', () => {
    const { reports } = reportSchema.parse(JSON.parse(renderJson([broken])));
    const clause = reports[0]?.clauses[1];
    expect(clause).toMatchObject({
      because: overlapping.because,
      others: [{ because: thrown.because }],
    });
    const { because, signature, run, step } = overlapping;
    expect(decodeHistory(JSON.stringify(clause?.history), 'report')).toStrictEqual({
      ok: true,
      history: overlapping.history,
      broken: { clause: 'common.alloc.no-overlap', because, signature, run, step },
    });
    expect(clause?.others).toHaveLength(1);
  });

  test('has counts that add up', () => {
    const { reports } = reportSchema.parse(JSON.parse(renderJson([broken])));
    const counts: Record<VerdictName, number> | undefined = reports[0]?.counts;
    expect(Object.values(counts ?? {}).reduce((sum, each) => sum + each, 0)).toBe(13);
  });

  test('has a published schema that is up to date: run tsx conformance/reporters/schema.ts', () => {
    expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(jsonSchema());
  });
});
