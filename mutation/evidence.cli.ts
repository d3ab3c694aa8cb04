/**
 * Writes the pages of evidence from the records: `npm run evidence`. `--check` only says whether they are
 * up to date. Ends with 1 if a record is missing or stale, or a page with `--check`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { joined, readModel } from './evidence/evidence.ts';
import { CHAPTERS, pageOf } from './evidence/page.ts';
import { readRecords } from './evidence/records.ts';

const records = readRecords();
if (records.ok) {
  const evidence = joined(records.value, readModel());
  for (const chapter of CHAPTERS) {
    const path = new URL(`evidence/${chapter}.md`, import.meta.url);
    const page = pageOf(chapter, evidence, records.value);
    const isStale = readFileSync(path, { encoding: 'utf8', flag: 'a+' }) !== page;
    if (isStale && process.argv.includes('--check')) {
      console.error(
        `mutation/evidence/${chapter}.md is not what the records say: run npm run evidence`,
      );
      process.exitCode = 1;
    } else if (isStale) writeFileSync(path, page);
  }
} else {
  console.error(records.problem);
  process.exitCode = 1;
}
