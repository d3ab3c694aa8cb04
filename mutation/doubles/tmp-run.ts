import { inProcess, runSuite } from '../../conformance/index.ts';
import { boundaryTags } from './boundary-tags.ts';
import { buddy } from './buddy.ts';
import { bump } from './bump.ts';
import { deferred } from './deferred.ts';
import { adapter, heapAdapter } from './heap.ts';
import { twoLevel } from './two-level.ts';

const all = {
  heap: adapter,
  sentinel: heapAdapter({ zeroSize: 'sentinel' }),
  unique: heapAdapter({ zeroSize: 'unique' }),
  bump,
  buddy,
  twoLevel,
  deferred,
  boundaryTags,
};
const ops = Number(process.argv[2]);
const seeds = (process.argv[4] ?? '1').split(',').map(Number);
for (const [name, a] of Object.entries(all)) {
  if (process.argv[3] && process.argv[3] !== 'all' && process.argv[3] !== name) continue;
  for (const seed of seeds) {
    const t = Date.now();
    const ex = inProcess(a);
    if ('problem' in ex) {
      console.log(ex.problem);
      continue;
    }
    const r = await runSuite(ex, { operations: ops, seed });
    console.log(
      '##',
      name,
      seed,
      JSON.stringify(r.counts),
      r.error ?? '',
      Date.now() - t,
      'ms',
      r.warnings.join('|'),
    );
    for (const c of r.clauses) {
      if (!['pass', 'untested', 'not-applicable'].includes(c.verdict))
        console.log('  ', c.verdict, c.level, c.id, c.hits, c.reason ?? '');
      for (const f of c.failures) {
        console.log('     ', f.because);
        if (seeds.length === 1)
          for (const s of f.history.runs[0]!.steps)
            console.log(
              '        ',
              s.instance,
              JSON.stringify(s.operation),
              JSON.stringify(s.outcome),
            );
      }
    }
  }
}
