import { inProcess } from '/work/main/conformance/execute.ts';
import { runSuite } from '/work/main/conformance/suite.ts';
import { references } from '/work/main/conformance/reference.ts';
for (const a of Object.values(references).filter(r => process.argv.length < 3 || process.argv.includes(r.family))) {
  const ex: any = inProcess(a); const t = Date.now();
  const r = await runSuite(ex, { budget: 'quick' });
  console.log(r.subject, Date.now() - t, 'ms', r.operations, r.error, Object.entries(r.counts).filter(([, n]) => n));
  for (const c of r.clauses) if (!['pass', 'untested'].includes(c.verdict)) { console.log(c.id, c.verdict, c.reason, c.hits); for (const f of c.failures) { console.log('  ', f.because); for (const s of f.history.runs[0]!.steps) console.log('     ', JSON.stringify(s)); } }
  for (const w of r.warnings) console.log('W', w);
}
