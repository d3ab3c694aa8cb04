/** Wrong subjects of every kind behind the watchdog: the run goes on, and the right clause is named. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Limits } from './attendant.ts';
import type { ClauseReport, Report } from './report.ts';
import { runSuite } from './suite.ts';
import { exitCodeOf } from './verdict.ts';
import { inWorker } from './watchdog.ts';

const OPERATIONS = 2_000;
/** What hangs is given up soon; all others have the time that they need on a slow machine. */
const HASTY: Partial<Limits> = { patience: 300, loading: 3_000 };
const limitsFor = (name: string): Partial<Limits> => (name.startsWith('hangs') ? HASTY : {});

const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

async function reportOf(name: string, operations = OPERATIONS): Promise<Report> {
  const executor = await inWorker(fixture(name), limitsFor(name));
  if ('problem' in executor) throw new Error(executor.problem);
  const report = await runSuite(executor, { operations });
  await executor.close();
  return report;
}

const failed = ({ clauses }: Report): readonly ClauseReport[] =>
  clauses.filter(({ verdict }) => verdict === 'fail');

/** Fixture, a clause that it breaks, and what the report says of that. */
const BROKEN: readonly (readonly [fixture: string, clause: string, because: RegExp])[] = [
  ['throws-in-alloc.js', 'common.call.total', /^alloc threw: RangeError: boom$/],
  ['hangs-in-alloc.js', 'common.call.total', /^alloc did not come back$/],
  ['exits.js', 'common.call.total', /^alloc threw: the subject ended its process$/],
  [
    'answers-nan.js',
    'common.call.well-formed',
    /^alloc answered NaN, expected an address or null$/,
  ],
  ['answers-undefined.js', 'common.call.well-formed', /answered undefined/],
  ['answers-negative.js', 'common.call.well-formed', /answered -1/],
  ['answers-promise.js', 'common.call.well-formed', /answered Promise/],
  ['rejects-promise.js', 'common.call.well-formed', /answered Promise/],
  ['overlaps.js', 'common.alloc.no-overlap', /overlaps/],
  ['claims-align.js', 'heap.alloc.aligned', /./],
  ['claims-misuse.js', 'common.misuse.double-detected', /./],
  ['claims-fit.js', 'common.grant.no-creep', /./],
  ['claims-determinism.js', 'common.call.deterministic', /./],
];

describe('a subject that breaks a clause', () => {
  it.each(BROKEN)('%s: %s', async (name, clause, because) => {
    // Chance has to meet one of the few histories that are run twice.
    const operations = name === 'claims-determinism.js' ? OPERATIONS * 10 : OPERATIONS;
    const report = await reportOf(name, operations);
    const found = failed(report).find(({ id }) => id === clause);
    expect(failed(report).map(({ id }) => id)).toContain(clause);
    const reasons = found?.failures.map((failure) => failure.because);
    expect(reasons).toContainEqual(expect.stringMatching(because));
    expect(exitCodeOf(report, 'must')).toBe(1);
  });
});

describe('a subject that cannot be judged', () => {
  const UNUSABLE: readonly (readonly [fixture: string, usage: boolean, problem: RegExp])[] = [
    ['throws-at-load.js', false, /throws-at-load.js could not be loaded: Error: boom$/],
    ['exits-at-load.js', false, /ended its process while it was loaded$/],
    ['hangs-at-load.js', false, /did not come back within 3 s while it was loaded$/],
    ['throws-in-create.js', false, /^create\(\{"size":256,"base":0\}\) of throws-in-create threw/],
    ['hangs-in-create.js', false, /did not come back within 3 s while an instance was created$/],
    [
      'refuses-in-create.js',
      false,
      /refused to create an instance with .* which its answers allow/,
    ],
    ['lacks-dealloc.js', true, /lack dealloc\(\); every heap needs alloc\(\), dealloc\(\)$/],
    ['unanswered.js', true, /answers.fit is missing.*coalesce is "sometimes".*colour is not/s],
    ['unknown-family.js', true, /family is "arena": expected "heap", "bitmap".* or "\w+"$/],
    ['no-default.js', true, /has no default export/],
    ['nowhere.js', true, /does not exist/],
    ['.', true, /is not a file/],
  ];

  it.each(UNUSABLE)('%s', async (name, usage, problem) => {
    const result = await inWorker(fixture(name), limitsFor(name));
    if (!('problem' in result)) throw new Error('it must not open');
    expect(result).toMatchObject({ usage, problem: expect.stringMatching(problem) });
    expect(result.problem).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['hangs-in-second-create.js', /did not come back while an instance was created$/],
    ['crashes-later.js', /crashed \(Error: boom\) while no call was made$/],
  ])('%s ends in subject-error', async (name, problem) => {
    const report = await reportOf(name);
    expect(report.error).toMatch(problem);
    expect(exitCodeOf(report, 'must')).toBe(4);
    expect(report.counts['subject-error']).toBeGreaterThan(0);
  });
});

describe('a subject that is right', () => {
  it.each(['right.js', 'common.cjs', 'prints.js'])('%s breaks nothing', async (name) => {
    const report = await reportOf(name);
    expect(failed(report)).toEqual([]);
    expect(report.error).toBeUndefined();
  });
});
