/**
 * The histories in the tests of the model that are about a clause. A title begins with the id of the
 * clause, and says what the judge rejects or accepts; in a table that makes titles, a row begins so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Place } from './predicates.ts';

export interface TestedBy extends Place {
  /** Such as `rejects a throw`; empty for a row of a table. */
  readonly title: string;
}

const MODEL = new URL('../../model/', import.meta.url);
const TITLE = /^(?: *it\(')?([a-z]+(?:\.[a-z0-9-]+){2,}) ((?:rejects|accepts) .*?)(?:', .*)?$/;
const ROW = /^\s*\[\s*'([a-z]+(?:\.[a-z0-9-]+){2,})',/;

/** By clause id, in the order of files and lines. */
export function readHistories(): ReadonlyMap<string, readonly TestedBy[]> {
  const tests = new Map<string, TestedBy[]>();
  for (const { file, line, text, before } of testLines()) {
    const found = TITLE.exec(text) ?? ROW.exec(before.trim() === '[' ? `[${text}` : text);
    const [, clause, title = ''] = found ?? [];
    if (clause === undefined) continue;
    tests.set(clause, [...(tests.get(clause) ?? []), { file, line, title }]);
  }
  return tests;
}

const testLines = () =>
  readdirSync(MODEL, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .flatMap((name) =>
      readFileSync(new URL(name, MODEL), 'utf8')
        .split('\n')
        .map((text, index, lines) => ({
          file: `model/${name}`,
          line: index + 1,
          text,
          before: lines[index - 1] ?? '',
        })),
    );
