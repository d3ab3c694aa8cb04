/** Explorations find what is recorded, and what they take for one state cannot be made coarser. */
import { describe, expect, it } from 'vitest';
import { exploreScope } from '../conformance/explore.ts';
import { inProcess, profileOf } from '../conformance/index.ts';
import type { Kit } from '../conformance/kit.ts';
import { kits } from '../conformance/kits.ts';
import type { Family } from '../spec/index.ts';
import { difference, recordedRows } from './explorations/record.ts';
import { EXPLORATIONS, nameOf } from './explorations.ts';
import type { Target } from './fault.ts';
import { loadFaulty } from './load.ts';

const recorded = recordedRows();
const rowOf = (name: string) => recorded.find((row) => nameOf(row) === name);

/** CPU seconds that an exploration may have taken to be repeated here. */
const SHORT = 1;

describe('explorations', () => {
  const short = EXPLORATIONS.filter(
    (each) => (rowOf(nameOf(each))?.cpuSeconds ?? SHORT) < SHORT,
  ).map((exploration) => ({ exploration, name: nameOf(exploration) }));

  it('are of every family and level', () => {
    const kinds = new Set(short.map(({ exploration: { family, level } }) => `${family} ${level}`));
    expect([...kinds].sort()).toEqual(
      ['bitmap', 'heap', 'paged'].flatMap((family) => [`${family} model`, `${family} product`]),
    );
  });

  it.each(short)('find what is recorded of $name', async ({ exploration, name }) => {
    const { flaws, ...found } = await exploration.explore();
    const { scope, family, reason, level, subject } = exploration;
    const row = { scope, family, reason, level, subject, cpuSeconds: 0, ...found };
    expect(flaws).toEqual([]);
    expect(difference(rowOf(name), row)).toBeNull();
  });
});

/** States of a scope, where the fingerprint lacks what these edits leave out. */
async function statesWithout(target: Target, name: string, file: string, part: string) {
  const executor = inProcess(
    loadFaulty({ target, edits: part === '' ? [] : [{ file, find: part, replace: '' }] }),
  );
  if ('problem' in executor) throw new Error(executor.problem);
  const { family, answers, hooks } = executor.profile;
  const kit: Kit<Family> = kits[family];
  const scope = kit.scopes.find((each) => each.name === name);
  if (scope === undefined) throw new Error(`${name} must be a scope`);
  const profile = profileOf(family, answers, hooks);
  const options = { profile, clauses: profile.applies };
  return (await exploreScope(executor, scope, options)).visited.states;
}

describe('a fingerprint without', () => {
  it.each([
    ['paged', 'paged/contents', 'impl/frame-memory.ts', 'yield* this.bytes;'],
    ['bitmap', 'bitmap/runs', 'impl/reach.ts', 'yield* this.#summary;'],
    [
      'heap',
      'heap/blocks',
      'impl/blocks.ts',
      'for (const [start] of cachedBlocks(words)) yield start;',
    ],
    ['heap', 'heap/blocks', 'impl/heap.ts', 'yield* statesOf(words, this.#end);'],
  ] as const)('%s at %s: %s: %s sees fewer states', async (target, name, file, part) => {
    const all = rowOf(`${name} of builtin:${target}`)?.states ?? 0;
    expect(await statesWithout(target, name, file, '')).toBe(all);
    expect(await statesWithout(target, name, file, part)).toBeLessThan(all);
  });
});
