import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLAUSES, FAMILIES } from '../spec/index.ts';
import { loadAdapter } from './load.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const cli = `${root}dist/conformance/cli.js`;
/** Inside the project, where the packages that an adapter names are found. */
const scratch = `${root}.allocspec/readme-test`;

beforeEach(() => void mkdirSync(scratch, { recursive: true }));
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const blocks = (language: string, text = readme): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, block]) => block ?? '',
  );

/** The command line in the way a stranger would call it, from a folder of its own. */
function runs(command: string): { status: number | null; output: string } {
  const [npx, name, ...words] = command.split(' ');
  expect([npx, name]).toEqual(['npx', 'allocspec']);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: scratch,
    encoding: 'utf8',
    // A CI may ask for colours; what a README shows has none.
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
  });
  return { status, output: stdout + stderr };
}

describe('README', () => {
  it('begins with an adapter of at most 20 lines that does what is shown', () => {
    const [adapter = ''] = blocks('ts');
    const [command = ''] = blocks('sh');
    const [shown = ''] = blocks('');
    expect(adapter.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
    writeFileSync(`${scratch}/thi-ng.ts`, adapter);
    // It has the name of a subject whose deviations are recorded where a stranger tries it.
    cpSync(`${root}allocspec.deviations.json`, `${scratch}/allocspec.deviations.json`);
    const { status, output } = runs(command.trim());
    expect(output).toContain(shown.trim());
    expect(status).toBe(1);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(scripts.test).toBeDefined();
  });

  it('counts the clauses of each family', () => {
    for (const family of FAMILIES) {
      const clauses = CLAUSES.filter(({ families }) => families.includes(family));
      const must = clauses.filter(({ level }) => level === 'MUST').length;
      expect(readme).toMatch(
        new RegExp(`\\| \`${family}\` \\|[^|]*\\| ${clauses.length} \\| ${must} \\|`),
      );
    }
  });

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });
});

describe('conformance/README', () => {
  const guide = readFileSync(`${root}conformance/README.md`, 'utf8');
  const examples = blocks('ts', guide).filter((code) => code.includes('export default'));

  it('shows what the command prints that explores a scope', { timeout: 600_000 }, () => {
    mkdirSync(scratch, { recursive: true });
    const command = blocks('sh', guide).find((block) => block.includes('--exhaustive')) ?? '';
    const [shown = ''] = blocks('text', guide);
    const { status, output } = runs(command.trim());
    expect(shown).toMatch(/every transition of scope/);
    expect(output.trim()).toBe(shown.trim());
    expect(status).toBe(0);
  });

  it('tells what each option of run is for', () => {
    const options = (text: string): string[] =>
      [...text.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    const help = runs('npx allocspec run --help').output.match(/^ +(-.*?) {2}/gm) ?? [];
    const listed = guide.match(/^\| `--.*? \|/gm) ?? [];
    expect(help.length).toBeGreaterThan(10);
    expect(options(listed.join()).sort()).toEqual(
      options(help.join())
        .filter((option) => option !== '--help')
        .sort(),
    );
  });

  it('has an adapter for each way to make one', () => {
    const makers = examples.map((code) => /export default (\w+)\(/.exec(code)?.[1]);
    expect(makers).toEqual(['defineAdapter', 'mallocAdapter', 'globalAllocAdapter']);
  });

  it.each(examples)('shows an adapter that is complete: %#', async (code) => {
    writeFileSync(`${scratch}/my-heap.ts`, 'export class MyHeap {}');
    // The least that is a module: nothing is called here.
    writeFileSync(`${scratch}/heap.wasm`, Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    writeFileSync(`${scratch}/adapter.ts`, code);
    expect(await loadAdapter(`${scratch}/adapter.ts`)).toMatchObject({ ok: true });
  });
});
