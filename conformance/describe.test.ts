/** The suite as tests: of vitest in heap.test.ts and beside it, of node:test and of a double here. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../spec/index.ts';
import { describeConformance, type TestContext } from './describe.ts';
import { referenceHeap } from './reference.ts';
import type { SuiteOptions } from './suite.ts';

interface Collected {
  readonly name: string;
  body(context: TestContext): Promise<void>;
}

function collected(adapter: typeof referenceHeap, options: SuiteOptions): Collected[] {
  const tests: Collected[] = [];
  describeConformance(
    adapter,
    { operations: 3_000, ...options },
    {
      describe: (_, body) => body(),
      test: (name, body) => tests.push({ name, body }),
    },
  );
  return tests;
}

/** `pass`, the reason of a skip, or the message of a failure. */
async function resultOf({ body }: Collected): Promise<string> {
  const skips: string[] = [];
  try {
    await body({ skip: (reason = '') => void skips.push(`skipped: ${reason}`) });
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  return skips[0] ?? 'pass';
}

const clauses = ['common.alloc.no-overlap'];
const overlapping = { ...referenceHeap, create: () => ({ alloc: () => 0, dealloc: () => true }) };

describe('describeConformance', { timeout: 600_000 }, () => {
  it('makes a test of each clause of the family, its id first', () => {
    const names = collected(referenceHeap, {}).map(({ name }) => name.split(':')[0]);
    const owed = CLAUSES.filter(({ families }) => families.includes('heap')).map(({ id }) => id);
    expect(names).toEqual(owed);
  });

  it('fails with the history, the seed and the budget', async () => {
    const [test] = collected(overlapping, { clauses, seed: 5 });
    const result = test && (await resultOf(test));
    expect(result).toMatch(/^failed: .*overlaps.*alloc.*seed 5, budget quick$/s);
  });

  it('skips what does not apply, and says why', async () => {
    const [test] = collected(referenceHeap, { clauses: ['heap.zero-size.unique'] });
    expect(test && (await resultOf(test))).toBe(
      'skipped: not-applicable: the subject answers zeroSize = reject',
    );
  });

  it('fails what was not reached', async () => {
    const [test] = collected(referenceHeap, { clauses: ['common.grant.drain'], operations: 5 });
    expect(test && (await resultOf(test))).toMatch(/is not-reached: .* 25 are needed/);
  });

  it('fails every test of a subject that cannot be opened', async () => {
    const [test] = collected({ ...referenceHeap, create: () => null }, { clauses });
    expect(test && (await resultOf(test))).toMatch(/^failed: reference:heap refused to create/);
  });

  it('refuses to make no test at all', () => {
    expect(() => collected(referenceHeap, { clauses: ['paged'] })).toThrow(/no clause of heap/);
    expect(() => collected({} as never, {})).toThrow(/family is missing/);
  });
});

describe('under node:test', { timeout: 600_000 }, () => {
  const file = fileURLToPath(new URL('fixtures/node-test.ts', import.meta.url));
  const tested = (subject: string): Promise<{ failed: boolean; out: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, ALLOCSPEC_SUBJECT: subject, NODE_OPTIONS: '' };
      const words = ['--import', 'tsx', '--test', '--test-reporter', 'tap', file];
      execFile(process.execPath, words, { env }, (error, out) => {
        resolve({ failed: error !== null, out });
      });
    });

  it('a right subject passes, clause by clause', async () => {
    const { failed, out } = await tested('right');
    expect(out).toMatch(/ok \d+ - common\.alloc\.no-overlap: /);
    expect(failed).toBe(false);
  });

  it('a wrong subject fails by the clause', async () => {
    const { failed, out } = await tested('wrong');
    expect(out).toMatch(/not ok \d+ - common\.alloc\.no-overlap: /);
    expect(failed).toBe(true);
  });
});
