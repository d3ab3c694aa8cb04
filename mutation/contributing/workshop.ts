/**
 * A copy of the project in a temporary folder, to be changed and thrown away. The packages are those of
 * the project; what takes long and is of no use there is left out.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Edit } from '../fault.ts';
import { applyEdits } from '../load.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/token/', import.meta.url));

const COPIED = [
  ...['spec', 'model', 'impl', 'conformance', 'mutation'],
  ...['package.json', 'tsconfig.json', 'tsconfig.build.json', 'biome.json'],
  ...['allocspec.deviations.json', 'README.md'],
];
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'bench', 'fixtures']);
/** Tests that no command of the recipe runs. */
const OTHER_TESTS = /^(spec|impl\/(?!conformance)|conformance\/(?!readme)).*\.test\.ts$/;

export interface Printed {
  readonly status: number | null;
  readonly output: string;
}

export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'allocspec-'));

  constructor() {
    const filter = (path: string): boolean =>
      !LEFT_OUT.has(basename(path)) && !OTHER_TESTS.test(relative(ROOT, path));
    for (const name of COPIED)
      cpSync(join(ROOT, name), join(this.folder, name), { recursive: true, filter });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** A file or a folder of the fixtures. There tests end in `.tests.ts`, so that nobody runs them. */
  put(name: string): void {
    const to = join(this.folder, name);
    if (existsSync(to) && !name.endsWith('/')) throw new Error(`${name} must be new`);
    cpSync(join(FIXTURES, name.replace(/\.test\.ts$/, '.tests.ts')), to, { recursive: true });
  }

  edit({ file, find, replace }: Edit): void {
    const path = join(this.folder, file);
    writeFileSync(path, applyEdits(file, readFileSync(path, 'utf8'), [{ file, find, replace }]));
  }

  /** Adds the family to those of a common clause. */
  bind(clause: string): void {
    const path = join(this.folder, 'spec/common.md');
    const sections = readFileSync(path, 'utf8').split(/^(?=### )/m);
    const bound = sections.map((text) =>
      text.startsWith(`### \`${clause}\``)
        ? text.replace(/^\*Families:\* .*$/m, (families) => `${families}, token`)
        : text,
    );
    writeFileSync(path, bound.join(''));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Runs a command line as if the copy were a project of its own. */
  run(command: string): Promise<Printed> {
    const env = Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|NODE_ENV|FORCE_COLOR)/.test(name),
    );
    const child = spawn(command, {
      cwd: this.folder,
      shell: true,
      env: { ...Object.fromEntries(env), npm_config_offline: 'true', NO_COLOR: '1', CI: '1' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += text;
      });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, output }));
    });
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}
