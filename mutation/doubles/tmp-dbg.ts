import fc from 'fast-check';
import { heapCases } from '../../conformance/heap/generate.ts';
import { adapter } from './heap.ts';
const cases = fc.sample(heapCases(adapter.answers, new Set(['realloc','reset','allocZeroed'])), { numRuns: 300, seed: 1 });
const m = new Map<string, number>();
for (const c of cases) for (const { operation: o } of c.program.calls) if ('size' in o && !(Number.isSafeInteger(o.size))) m.set(o.kind + String(o.size), (m.get(o.kind + String(o.size)) ?? 0) + 1);
console.log(m, cases.reduce((n, c) => n + c.program.calls.length, 0));
