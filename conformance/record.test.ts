/** What a related run has to be answered is known, so a sound subject is judged once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapAdapter, pagedAdapter } from '../impl/index.ts';
import type { Adapter, Family, Relation } from '../spec/index.ts';
import { type Executor, inProcess } from './execute.ts';
import type { Kit } from './kit.ts';
import { kits } from './kits.ts';
import { profileOf } from './profile.ts';
import { recordCase } from './record.ts';

const RELATIONS = ['repeat', 'alone', 'shift'] as const satisfies readonly Relation['kind'][];

/** How often second runs of each manner were made, and were not answered as known. */
async function secondRuns(adapter: Adapter, seed: number) {
  const opened = inProcess(adapter);
  if ('problem' in opened) throw new Error(opened.problem);
  const { family, answers, hooks } = opened.profile;
  const { applies } = profileOf(family, answers, hooks);
  const made = new Map<Relation['kind'], number>();
  const judged: Relation['kind'][] = [];
  const kit: Kit<Family> = kits[family];
  for (const case_ of fc.sample(kit.cases(opened.profile), { seed, numRuns: 200 })) {
    const { relation } = case_;
    let runs = 0;
    const counting: Executor = {
      ...opened,
      async run(program, clauses, like) {
        const execution = await opened.run(program, clauses, like);
        runs += 1;
        if (relation === undefined || runs < 2 || !execution.ok) return execution;
        made.set(relation.kind, (made.get(relation.kind) ?? 0) + 1);
        if (execution.judgement.hits.size > 0) judged.push(relation.kind);
        return execution;
      },
    };
    await recordCase(kit, counting, case_, applies);
  }
  return { made, judged };
}

describe.each([pagedAdapter(), bitmapAdapter()])('$name', (adapter) => {
  it('is judged once, however its runs are related', async () => {
    const { made, judged } = await secondRuns(adapter, 5);
    const kinds = RELATIONS.filter((kind) => kind !== 'shift' || adapter.family === 'paged');
    expect([...made.keys()].sort()).toEqual([...kinds].sort());
    expect(judged).toEqual([]);
  });
});
