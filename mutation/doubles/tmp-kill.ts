import { commonFaults } from '../common.ts';
import { heapFaults } from '../heap.ts';
import { rowOf, isKilled } from '../matrix.ts';
import { CLAUSES } from '../../spec/index.ts';
const only = process.argv[2];
const all = [...commonFaults, ...heapFaults];
const missing = CLAUSES.filter((c) => c.families.includes('heap') && c.untested === undefined && !all.some((f) => f.id.startsWith(c.id + '/'))).map((c) => c.level + ' ' + c.id);
console.log('faults', commonFaults.length, heapFaults.length, 'ids', new Set(all.map((f) => f.id)).size, 'without a fault:', missing);
let killed = 0;
for (const f of all) {
  if (only && !f.id.includes(only)) continue;
  try {
    const row = await rowOf(f);
    if (isKilled(row)) { killed++; const worst = Math.max(...row.hunts.map((h) => h.killedAfter ?? 0)); if (worst > 8000 || only) console.log('slow', f.id, row.hunts.map((h) => h.killedAfter)); }
    else console.log('SURVIVES', f.id, row.hunts.map((h) => h.killedAfter + ' ' + [...h.broken].join(',')).join(' | '));
  } catch (e) { console.log('ERROR', f.id, String(e).slice(0, 200)); }
}
console.log('killed', killed);
