/** A report does not depend on who ran what: alone, or ahead in any number of workers. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Limits } from './attendant.ts';
import type { Chunk } from './chunk.ts';
import { openCrew, openSubject } from './cli/open.ts';
import { Crew } from './crew.ts';
import { type Executor, inProcess } from './execute.ts';
import { referenceHeap } from './reference.ts';
import type { Report } from './report.ts';
import { renderJson } from './reporters/json.ts';
import { runSuite } from './suite.ts';
import { inWorker } from './watchdog.ts';

/** What hangs is given up soon; all others have the time that they need on a slow machine. */
const limitsFor = (subject: string): Partial<Limits> =>
  subject.includes('/hangs') ? { patience: 300 } : {};

const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

async function opened(subject: string): Promise<Executor> {
  const executor = subject.includes('/')
    ? await inWorker(subject, limitsFor(subject))
    : await openSubject(subject, {});
  if ('problem' in executor) throw new Error(executor.problem);
  return executor;
}

/** What the subject was asked in the thread of the campaign. */
interface Made {
  readonly report: Report;
  readonly programs: number;
}

async function madeBy(subject: string, jobs: number, operations: number): Promise<Made> {
  const executor = await opened(subject);
  const crew = jobs < 2 ? null : await Crew.start(subject, jobs, limitsFor(subject));
  let programs = 0;
  const counting: Executor = {
    ...executor,
    run(...order) {
      programs++;
      return executor.run(...order);
    },
  };
  try {
    const report = await runSuite(counting, { operations, crew: crew ?? undefined });
    return { report, programs };
  } finally {
    await crew?.close();
    await executor.close();
  }
}

describe('a crew', () => {
  it.each([
    ['builtin:paged', 12_000],
    ['reference:heap', 8_000],
    [fixture('overlaps.js'), 8_000],
    [fixture('two-defects.js'), 8_000],
    [fixture('claims-align.js'), 8_000],
    // Each loss costs a start of a worker, and from the first on the crew is not asked.
    [fixture('hangs-in-alloc.js'), 2_000, [2]],
    [fixture('exits.js'), 2_000, [2]],
  ])('changes nothing in the report of %s', async (subject, operations, sizes = [2, 4]) => {
    const alone = await madeBy(subject, 1, operations);
    for (const jobs of sizes) {
      const together = await madeBy(subject, jobs, operations);
      expect(renderJson([together.report])).toBe(renderJson([alone.report]));
    }
  });

  it('runs nearly all programs of a sound subject', async () => {
    const [alone, together] = [
      await madeBy('reference:heap', 1, 20_000),
      await madeBy('reference:heap', 2, 20_000),
    ];
    expect(alone.programs).toBeGreaterThan(100);
    // The chunk in which the budget ends is run by the campaign.
    expect(together.programs).toBeLessThan(alone.programs / 3);
  });

  it('is not opened for few operations, nor if one thread is asked for', async () => {
    expect(await openCrew('reference:heap', 10_000, {})).toBeNull();
    expect(await openCrew('reference:heap', 10_000_000, { jobs: 1 })).toBeNull();
    expect(await openCrew('reference:heap', 10_000_000, { inProcess: true })).toBeNull();
  });

  it('is not opened on a subject that does not open', async () => {
    expect(await Crew.start(fixture('throws-at-load.js'), 2)).toBeNull();
  });
});

describe('a chunk that was run ahead', () => {
  /** Every chunk of the campaign on a sound subject is answered with this. */
  async function reportWith(chunk: Chunk): Promise<Report> {
    const executor = inProcess(referenceHeap);
    if ('problem' in executor) throw new Error(executor.problem);
    async function* ahead(): AsyncGenerator<Chunk> {
      for (;;) yield chunk;
    }
    return runSuite(executor, { operations: 3_000, crew: { ahead } });
  }
  const quiet = {
    ok: true,
    histories: 16,
    operations: 1_000,
    hits: new Map(),
    failing: [],
  } as const;

  it('is counted, and the last one is run again', async () => {
    const hits = new Map([['common.call.total', 1_000] as const]);
    const { operations, clauses } = await reportWith({ ...quiet, hits });
    expect(operations).toBeGreaterThanOrEqual(3_000);
    expect(operations).toBeLessThan(3_300);
    const reached = clauses.filter((clause) => clause.hits > 2_000);
    expect(reached.map(({ id }) => id)).toEqual(['common.call.total']);
  });

  it('is believed if what broke in it does not break again', async () => {
    const broken = { clause: 'common.call.total', signature: 'alloc: #', run: 0, step: 0 } as const;
    const breach = { ...broken, because: 'alloc threw 7' };
    const program = { instances: [{ base: 0, size: 256 }], calls: [] };
    const { name, answers } = referenceHeap;
    const history = { family: 'heap', subject: name, answers, runs: [] } as const;
    const failing = [{ case_: { program }, history, breach }];
    const { clauses } = await reportWith({ ...quiet, failing });
    const failed = clauses.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id }) => id)).toEqual(['common.call.total']);
    expect(failed[0]?.failures[0]?.because).toMatch(/^alloc threw 7 \(not seen again/);
  });

  it('ends the run if the subject was lost and is not lost again', async () => {
    const { error, counts } = await reportWith({ ok: false, problem: 'it did not come back' });
    expect(error).toBe('it did not come back');
    expect(counts['subject-error']).toBeGreaterThan(0);
  });
});
