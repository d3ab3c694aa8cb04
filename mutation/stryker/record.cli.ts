/** Records which clauses noticed the mutants of the first half of `npm run mutate`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { recordText } from '../evidence/record-text.ts';
import { RECORDS } from '../evidence/records.ts';
import { alarmsOf } from './alarms.ts';

const REPORT = new URL('../../reports/mutation/mutation.json', import.meta.url);

const alarms = alarmsOf(JSON.parse(readFileSync(REPORT, 'utf8')));
const record = { command: 'npm run mutate', ...alarms };
writeFileSync(new URL('stryker.json', RECORDS), recordText(record));
