/**
 * Style as a test: which folder may import which, full rows of families, clauses with prose, predicate
 * and fault, sizes of files, and the escape hatches, counted against `escapes.json`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { inProcess, profileOf } from '../conformance/index.ts';
import { pagedAdapter } from '../impl/index.ts';
import { CLAUSES, FAMILIES } from '../spec/index.ts';
import { faults } from './faults.ts';
import { clauseOf } from './matrix.ts';

const FOLDERS = ['spec', 'model', 'impl', 'conformance', 'mutation'] as const;
type Folder = (typeof FOLDERS)[number];

const root = new URL('..', import.meta.url);
const project = new Project({ skipAddingFilesFromTsConfig: true });
project.addSourceFilesAtPaths([
  ...FOLDERS.map((folder) => new URL(`${folder}/**/*.ts`, root).pathname),
  `!${root.pathname}**/node_modules/**`,
  // They belong to a copy of the project: see contributing.test.ts.
  `!${root.pathname}mutation/fixtures/**`,
]);

const pathOf = (file: SourceFile): string => file.getFilePath().slice(root.pathname.length);
const sources = project.getSourceFiles().filter((file) => !pathOf(file).includes('.tmp.'));
const isTest = (path: string): boolean => path.endsWith('.test.ts');

/** The other folders that a folder may import; its tests may import more. */
const MAY_IMPORT: Readonly<Record<Folder, readonly Folder[]>> = {
  spec: [],
  model: ['spec'],
  impl: ['spec'],
  conformance: ['spec', 'model'],
  mutation: ['spec', 'model', 'impl', 'conformance'],
};
const TESTS_MAY_IMPORT: Readonly<Record<Folder, readonly Folder[]>> = {
  ...MAY_IMPORT,
  impl: ['spec', 'conformance'],
  conformance: ['spec', 'model', 'impl'],
};

/** Who may import a package; folders and files. */
const PACKAGES: Readonly<Record<string, (path: string) => boolean>> = {
  'vitest/config': (path) => path.endsWith('/vitest.config.ts'),
  vitest: (path) =>
    isTest(path) || path === 'conformance/vitest.ts' || path === 'model/notation.ts',
  'fast-check': (path) =>
    isTest(path) || path.startsWith('conformance/') || path.startsWith('mutation/'),
  'ts-morph': (path) => path.startsWith('mutation/'),
  typescript: (path) => path.startsWith('mutation/'),
  '@stryker-mutator': (path) => path.startsWith('mutation/'),
};

/** Other modules that the two inner folders may import at all. */
const INNER: readonly Folder[] = ['spec', 'model', 'impl'];

const importsOf = (file: SourceFile): string[] =>
  [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
    const specifier = declaration.getModuleSpecifierValue();
    return specifier === undefined ? [] : [specifier];
  });

const folderOf = (path: string): Folder | undefined =>
  FOLDERS.find((folder) => path.startsWith(`${folder}/`));

/** What is wrong with an import; `null` if nothing is. */
function importFlaw(path: string, specifier: string): string | null {
  const folder = folderOf(path);
  if (folder === undefined) return null;
  if (!specifier.startsWith('.')) return packageFlaw(path, folder, specifier);
  const to = new URL(specifier, new URL(path, root)).pathname.slice(root.pathname.length);
  const other = folderOf(to);
  const allowed = isTest(path) ? TESTS_MAY_IMPORT : MAY_IMPORT;
  if (other === undefined || other === folder) return null;
  if (!allowed[folder].includes(other)) return `${path} imports ${to}`;
  const entries = [`${other}/index.ts`, 'conformance/vitest.ts'];
  return folder === 'mutation' || isTest(path) || entries.includes(to)
    ? null
    : `${path} imports ${to} instead of ${other}/index.ts`;
}

function packageFlaw(path: string, folder: Folder, specifier: string): string | null {
  const rule = Object.entries(PACKAGES).find(([name]) => specifier.startsWith(name));
  if (rule !== undefined) return rule[1](path) ? null : `${path} imports ${specifier}`;
  if (!INNER.includes(folder) || isTest(path) || path.startsWith('impl/bench/')) return null;
  return path === 'spec/generate.ts' && specifier.startsWith('node:')
    ? null
    : `${path} imports ${specifier}`;
}

describe('imports', () => {
  it('go only where they may', () => {
    const flaws = sources.flatMap((file) =>
      importsOf(file).flatMap((specifier) => importFlaw(pathOf(file), specifier) ?? []),
    );
    expect(flaws).toEqual([]);
  });
});

describe('rows', () => {
  const cells = FAMILIES.flatMap((family) =>
    FOLDERS.map((folder) => `${folder}/${family}.${folder === 'spec' ? 'md' : 'ts'}`),
  );

  it.each(cells)('%s', (cell) => {
    expect(existsSync(new URL(cell, root))).toBe(true);
  });
});

describe('clauses', () => {
  const models = sources.filter((file) => /^model\/(?!.*\.test\.ts$)/.test(pathOf(file)));
  const tags = models.flatMap((file) =>
    [...file.getFullText().matchAll(/@clause ([\w.-]+)/g)].map(([, id = '']) => id),
  );

  it('have a predicate under a tag unless they are untested, and no tag is without prose', () => {
    const testable = CLAUSES.filter(({ untested }) => untested === undefined).map(({ id }) => id);
    expect([...new Set(tags)].sort()).toEqual([...testable].sort());
  });

  it('are named by the predicate as by its tag', () => {
    const flaws = models.flatMap((file) =>
      file.getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression).flatMap((object) => {
        const property = object.getProperty('clause');
        const named = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
        if (!Node.isStringLiteral(named) || object.getProperty('check') === undefined) return [];
        const comments = object.getLeadingCommentRanges().map((range) => range.getText());
        const id = named.getLiteralValue();
        return comments.some((comment) => comment.includes(`@clause ${id} `)) ? [] : [id];
      }),
    );
    expect(flaws).toEqual([]);
  });

  it('have a fault each if they are a MUST and can be tested', () => {
    const killed = new Set(Object.values(faults).flat().map(clauseOf));
    const without = CLAUSES.filter(
      ({ id, level, untested }) => level === 'MUST' && untested === undefined && !killed.has(id),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

const LINES_MAX = 400;
const COLUMNS_MAX = 100;

/** Longer files, and why. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'spec/clauses.ts': 'generated',
};

const plain = sources.filter((file) => !isTest(pathOf(file)));

/** Lines above the limit that could be broken: no text is in them. */
const longLines = plain
  .filter((file) => pathOf(file) !== 'spec/clauses.ts')
  .flatMap((file) => file.getFullText().split('\n'))
  .filter((line) => line.length > COLUMNS_MAX && !/['"`]/.test(line));

describe('files', () => {
  it(`have at most ${LINES_MAX} lines`, () => {
    const long = plain.filter((file) => file.getEndLineNumber() > LINES_MAX + 1).map(pathOf);
    expect(long.filter((path) => LONG_FILES[path] === undefined)).toEqual([]);
  });

  it('leave nothing to be done and check every type', () => {
    const word = new RegExp(`\\b(${['FIX' + 'ME', 'TO' + 'DO', 'as a' + 'ny'].join('|')})\\b`);
    expect(sources.filter((file) => word.test(file.getFullText())).map(pathOf)).toEqual([]);
  });
});

describe('escape hatches', () => {
  const text = readFileSync(new URL('escapes.json', import.meta.url), 'utf8');
  const { longLines: longLinesMax, ...committed }: Record<string, number> = JSON.parse(text);

  it('are as many as in escapes.json', () => {
    const executor = inProcess(pagedAdapter());
    if ('problem' in executor) throw new Error(executor.problem);
    const { family, answers, hooks } = executor.profile;
    const left = [...profileOf(family, answers, hooks).left.values()];
    const withVerdict = (verdict: string): number =>
      left.filter((exclusion) => exclusion.verdict === verdict).length;
    const impl = sources.filter((file) => pathOf(file).startsWith('impl/'));
    const ignored = impl.flatMap((file) => file.getFullText().match(/Stryker disable/g) ?? []);
    expect({
      untestedClauses: CLAUSES.filter(({ untested }) => untested !== undefined).length,
      pagedNotApplicable: withVerdict('not-applicable'),
      pagedNotObservable: withVerdict('not-observable'),
      ignoredMutants: ignored.length,
      longFiles: Object.keys(LONG_FILES).length,
    }).toEqual(committed);
  });

  it('are no more lines above the limit than in escapes.json', () => {
    expect(longLines.length).toBeLessThanOrEqual(longLinesMax ?? 0);
  });
});
