/** The command line as built: exit codes, what is printed where, and no stack trace for a mistake. */
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAUSES, FAMILIES } from '../spec/index.ts';
import { kits } from './kits.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/conformance/cli.js');
const fixture = (name: string): string => join(root, 'conformance/fixtures', name);
/** Outside the package: nothing is installed there. */
const folder = mkdtempSync(join(tmpdir(), 'allocspec-'));
const file = (name: string): string => join(folder, name);
const TIMEOUT = 600_000;

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function allocspec(...words: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' };
    execFile(process.execPath, [cli, ...words], { cwd: folder, env }, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, out, err });
    });
  });
}

const run = (subject: string, ...words: readonly string[]): Promise<Result> =>
  allocspec('run', subject, '--operations', '4000', ...words);

const STACK = /^\s+at .*:\d+:\d+/m;

function newestSource(): number {
  const sources = ['spec', 'model', 'impl', 'conformance'].flatMap((each) =>
    readdirSync(join(root, each), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test)\.ts$/.test(path))
      .map((path) => join(root, each, path)),
  );
  return Math.max(...sources.map((source) => statSync(source).mtimeMs));
}

beforeAll(() => {
  const isFresh = existsSync(cli) && statSync(cli).mtimeMs >= newestSource();
  if (!isFresh) execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: root });
}, 2 * TIMEOUT);

afterAll(() => rmSync(folder, { recursive: true }));

describe.concurrent('mistakes', () => {
  const right = fixture('right.js');
  /** Words, exit code, what standard error says. */
  const MISTAKES: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
    [[], 2, /Usage: allocspec/],
    [['judge'], 2, /unknown command 'judge'/],
    [['run'], 2, /missing required argument 'subject'/],
    [['run', 'nowhere.ts'], 2, /^nowhere.ts does not exist; give the path/],
    [['run', '.'], 2, /^\. is not a file/],
    [['run', 'builtin:slab'], 2, /^there is no builtin:slab; there are builtin:heap/],
    [['run', 'reference:toString'], 2, /^there is no reference:toString; there are reference:heap/],
    [['run', right, '--budget', 'huge'], 2, /Allowed choices are quick, ci, deep/],
    [['run', right, '--seed', 'x'], 2, /expected an integer/],
    [['run', right, '--seed', ''], 2, /expected an integer/],
    [['run', right, '--operations', '0'], 2, /expected at least 1/],
    [['run', right, '--histories', right, '--load-timeout', 'x'], 2, /expected a number/],
    [['run', right, '--load-timeout', '0'], 2, /expected a number above 0/],
    [['run', right, '--clause', 'heap.alloc.nope'], 2, /^no clause matches heap.alloc.nope/],
    [['run', right, '--clause', 'heap', '--clause', 'x.y'], 2, /^no clause matches x.y/],
    [['run', right, '--level', 'WILL'], 2, /expected MUST, SHOULD or MAY/],
    [['run', right, '--reporter', 'xml'], 2, /^there is no reporter "xml"/],
    [
      ['run', right, '--reporter', 'json', '--reporter', 'junit'],
      2,
      /both print to standard output/,
    ],
    [
      ['run', right, '--deviations', 'none.json'],
      2,
      /^the deviations file none.json does not exist/,
    ],
    [['run', right, '--deviations', right], 2, /is not a deviations file/],
    [['replay', 'none.json', right], 2, /^the history file none.json does not exist/],
    [['replay', right, right], 2, /cannot be used as a history/],
    [['replay', '.', right], 2, /EISDIR/],
    [['explain', 'common.alloc.overlap'], 2, /did you mean .*common.alloc.no-overlap/],
    [['explain', 'zzz'], 2, /allocspec list shows all of them/],
    [['list', '--family', 'slab'], 2, /Allowed choices are heap, bitmap, paged/],
    [['scopes', '--family', 'slab'], 2, /Allowed choices are heap, bitmap, paged/],
    [['run', right, '--exhaustive'], 2, /argument missing/],
    [
      ['run', right, '--exhaustive', 'bitmap/runs'],
      2,
      /^there is no scope bitmap\/runs for a heap; there are heap\/blocks, /,
    ],
    [['run', fixture('unanswered.js')], 2, /answers.fit is missing/],
    [['run', fixture('lacks-dealloc.js')], 2, /lack dealloc\(\)/],
    [['run', fixture('no-default.js')], 2, /has no default export/],
    [['run', fixture('unknown-family.js')], 2, /family is "arena"/],
    [['run', fixture('throws-at-load.js')], 4, /could not be loaded: Error: boom/],
    [['run', fixture('throws-in-create.js'), '--in-process'], 4, /threw Error: boom/],
    [
      ['run', fixture('hangs-at-load.js'), '--load-timeout', '2'],
      4,
      /did not come back within 2 s/,
    ],
    [['run', fixture('exits-at-load.js')], 4, /ended its process while it was loaded/],
    [['run', 'broken.ts'], 4, /^broken.ts could not be loaded: .*(Unexpected|Missing)/],
  ];

  beforeAll(() => cpSync(fixture('broken.txt'), file('broken.ts')));

  it.each(MISTAKES)(
    '%j ends with %d',
    async (words, expected, says) => {
      const { code, out, err } = await allocspec(...words);
      expect(err).toMatch(says);
      expect(code).toBe(expected);
      expect(out).not.toMatch(/conformant/);
      expect(out + err).not.toMatch(STACK);
    },
    TIMEOUT,
  );
});

describe.concurrent('words', () => {
  it(
    'explain shows a clause',
    async () => {
      const { code, out } = await allocspec('explain', 'common.alloc.no-overlap');
      expect(code).toBe(0);
      expect(out).toMatch(/^common.alloc.no-overlap {2}MUST\n\n.+\n\nWhy: .+\nWhen: /);
    },
    TIMEOUT,
  );

  it(
    'list shows every clause, or those of a family',
    async () => {
      const all = await allocspec('list');
      expect(all.out.trimEnd().split('\n')).toHaveLength(CLAUSES.length);
      const heap = await allocspec('list', '--family', 'heap');
      const owed = CLAUSES.filter(({ families }) => families.includes('heap'));
      expect(heap.out.trimEnd().split('\n')).toHaveLength(owed.length);
      expect([all.code, heap.code]).toEqual([0, 0]);
    },
    TIMEOUT,
  );

  it(
    'scopes shows every scope with its reason, or those of a family',
    async () => {
      const all = await allocspec('scopes');
      const lines = all.out.trimEnd().split('\n');
      expect(lines).toHaveLength(FAMILIES.reduce((sum, each) => sum + kits[each].scopes.length, 0));
      for (const line of lines) expect(line).toMatch(/^(heap|bitmap|paged)\/[\w-]+ {2,}\w.+/);
      const heap = await allocspec('scopes', '--family', 'heap');
      const names = heap.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]);
      expect(names).toEqual(kits.heap.scopes.map(({ name }) => name));
      expect([all.code, heap.code]).toEqual([0, 0]);
    },
    TIMEOUT,
  );

  it(
    'help and version are no mistakes',
    async () => {
      expect((await allocspec('--help')).code).toBe(0);
      expect((await allocspec('run', '--help')).code).toBe(0);
      expect((await allocspec('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    },
    TIMEOUT,
  );
});

describe.concurrent('runs', () => {
  it(
    'a right heap in TypeScript, from a folder that installed nothing, is judged',
    async () => {
      for (const name of ['typed.ts', 'typed-part.ts']) cpSync(fixture(name), file(name));
      const { code, out, err } = await run('typed.ts', '--clause', 'common.alloc');
      expect(err).toBe('');
      expect(out).toMatch(/^typed \(heap\): conformant/);
      expect(code).toBe(0);
    },
    TIMEOUT,
  );

  it(
    'the same seed gives the same bytes, whatever the subject prints',
    async () => {
      const words = ['--seed', '7', '--reporter', 'json', '--clause', 'common.alloc'];
      const [one, two] = await Promise.all([
        run(fixture('prints.js'), ...words),
        run(fixture('prints.js'), ...words),
      ]);
      expect(JSON.parse(one?.out ?? '').reports[0]).toMatchObject({ subject: 'prints', seed: 7 });
      expect(one).toEqual(two);
      expect(one?.code).toBe(0);
    },
    TIMEOUT,
  );

  it(
    'a clause of another family judges nothing, which is not conformant',
    async () => {
      const { code, out } = await run(fixture('right.js'), '--clause', 'paged');
      expect(code).toBe(3);
      expect(out).toMatch(/INCONCLUSIVE/);
    },
    TIMEOUT,
  );

  it(
    'a fault at every step is told in the report, and only if it was asked for',
    async () => {
      const words = ['--clause', 'common.refuse.unchanged'];
      const { code, out } = await run('reference:bitmap', ...words, '--inject');
      expect(out).toMatch(/\n {2}a fault at every step: 6 histories, 102 positions, \d faults: /);
      expect(code).toBe(0);
      expect((await run('reference:bitmap', ...words)).out).not.toContain('every step');
    },
    TIMEOUT,
  );

  it(
    'every transition of a scope is told in the report, behind the watchdog too',
    async () => {
      const words = ['--clause', 'common.alloc', '--exhaustive'];
      const [ours, theirs] = await Promise.all([
        run('reference:bitmap', ...words, 'bitmap/misuse', '--exhaustive', 'bitmap/long-runs'),
        run(fixture('right.js'), ...words, 'heap/blocks'),
      ]);
      const told = /\n {2}every transition of scope (\S+): \d+ histories, .* as a black box: /g;
      const scopes = [...(ours?.out ?? '').matchAll(told)].map(([, scope]) => scope);
      expect(scopes).toEqual(['bitmap/misuse', 'bitmap/long-runs']);
      expect(theirs?.out).toMatch(told);
      expect([ours?.code, theirs?.code]).toEqual([0, 0]);
    },
    TIMEOUT,
  );

  it(
    'a failure is reported in every form, saved, and replays',
    async () => {
      const { code, out, err } = await run(
        fixture('overlaps.js'),
        ...['--clause', 'common.alloc.no-overlap', '--reporter', 'terminal'],
        ...['--output-file', 'junit=out/report.xml', '--output-file', 'json=out/report.json'],
      );
      expect([code, err]).toEqual([1, '']);
      expect(out).toMatch(/FAIL common.alloc.no-overlap \(MUST\)/);
      expect(readFileSync(file('out/report.xml'), 'utf8')).toMatch(/<failure/);
      const { counts, clauses } = JSON.parse(readFileSync(file('out/report.json'), 'utf8'))
        .reports[0];
      const total = Object.values<number>(counts).reduce((sum, count) => sum + count, 0);
      expect(total).toBe(clauses.length);

      const saved = '.allocspec/overlaps-common.alloc.no-overlap.json';
      expect(out).toContain(`npx allocspec replay ${saved} `);
      const again = await allocspec('replay', saved, fixture('overlaps.js'));
      expect(again.out).toMatch(/^reproduced: common.alloc.no-overlap/m);
      const held = await allocspec('replay', saved, fixture('right.js'));
      expect(held.out).toMatch(/^held: common.alloc.no-overlap/);
      const other = await allocspec('replay', saved, 'reference:bitmap');
      expect(other.err).toMatch(/^does not apply: the history is about a heap/);
      expect([again.code, held.code, other.code]).toEqual([1, 0, 2]);
    },
    TIMEOUT,
  );

  it(
    'a subject that cannot be opened is in the report, and others are still judged',
    async () => {
      const subjects = [fixture('throws-in-create.js'), fixture('right.js')];
      const filter = ['--clause', 'common.call.total', '--reporter', 'json'];
      const { code, out } = await allocspec('run', ...subjects, '--operations', '4000', ...filter);
      expect(code).toBe(4);
      const [broken, right] = JSON.parse(out).reports;
      expect(broken.counts['subject-error']).toBe(broken.clauses.length);
      expect(right.counts.pass).toBe(1);
    },
    TIMEOUT,
  );
});
