/**
 * Writes the clause records of every chapter to clauses.ts and clauses.json, so that nothing has to read
 * Markdown at run time and the ids become a type. `--check` only says whether they are up to date.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { FAMILIES } from './allocator.ts';
import { type ClauseRecord, parseChapter } from './clause.ts';

const CHAPTERS = ['common', ...FAMILIES];
const VERSION = '0.1.0';

const inSpec = (name: string): URL => new URL(name, import.meta.url);

export function readChapters(): ClauseRecord[] {
  const clauses = CHAPTERS.flatMap((chapter) =>
    parseChapter(chapter, readFileSync(inSpec(`${chapter}.md`), 'utf8')).map((clause) => ({
      ...clause,
      version: VERSION,
      hash: createHash('sha256')
        .update(`${clause.level} ${clause.text}`)
        .digest('hex')
        .slice(0, 12),
    })),
  );
  const seen = new Set<string>();
  for (const { id } of clauses) {
    if (seen.has(id)) throw new Error(`clause ${id} is written twice`);
    seen.add(id);
  }
  return clauses;
}

export function render(clauses: readonly ClauseRecord[]): { ts: string; json: string } {
  const json = `${JSON.stringify({ version: VERSION, clauses }, null, 2)}\n`;
  const ids = clauses.map(({ id }) => `  | '${id}'`).join('\n');
  const ts = `// Written by \`npm run spec\` from the chapters in this folder. Edit those.
import type { ClauseRecord } from './clause.ts';

export const SPEC_VERSION = '${VERSION}';

export type ClauseId =
${ids};

export interface Clause extends ClauseRecord {
  readonly id: ClauseId;
}

export const CLAUSES: readonly Clause[] = ${JSON.stringify(clauses, null, 2)};
`;
  return { ts, json };
}

if (process.argv[1]?.endsWith('generate.ts')) {
  const { ts, json } = render(readChapters());
  const stale =
    readFileSync(inSpec('clauses.ts'), { encoding: 'utf8', flag: 'a+' }) !== ts ||
    readFileSync(inSpec('clauses.json'), { encoding: 'utf8', flag: 'a+' }) !== json;
  if (stale && process.argv.includes('--check')) {
    console.error(
      'spec/clauses.ts or spec/clauses.json is older than the chapters: run `npm run spec`',
    );
    process.exitCode = 1;
  } else if (stale) {
    writeFileSync(inSpec('clauses.ts'), ts);
    writeFileSync(inSpec('clauses.json'), json);
  }
}
