import { CLAUSES, type Family } from '../../spec/index.ts';

/** One clause a line: level, id, sentence. */
export function list({ family }: { family?: Family }): number {
  const clauses = CLAUSES.filter(
    ({ families }) => family === undefined || families.includes(family),
  );
  const width = Math.max(...clauses.map(({ id }) => id.length));
  for (const { level, id, text } of clauses)
    console.log(`${level.padEnd(6)}  ${id.padEnd(width)}  ${text}`);
  return 0;
}
