import { inProcess } from './conformance/execute.ts';
import { runSuite } from './conformance/suite.ts';
import { adapters } from './impl/index.ts';
import { referencePaged } from './conformance/reference.ts';
for (const a of [adapters.paged, adapters.bitmap, { ...referencePaged, name: 'fresh', create: (c: any) => referencePaged.create(c) }]) {
  const ex: any = inProcess(a as any); const t = Date.now();
  const r = await runSuite(ex, { budget: 'quick' });
  console.log(r.subject, Date.now() - t, 'ms', r.operations, r.error, Object.entries(r.counts).filter(([, n]) => n).join(' '));
  for (const c of r.clauses) if (!['pass', 'untested', 'not-applicable'].includes(c.verdict)) console.log(c.id, c.verdict, c.reason, c.hits);
}
