import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../spec/index.ts';
import { kits } from './kits.ts';
import { profileOf } from './profile.ts';
import { references } from './reference.ts';

const { answers } = references.heap;
const heap = (changes: object, hooks: readonly string[] = []) =>
  profileOf('heap', { ...answers, ...changes }, hooks);

describe('a profile', () => {
  it.each(FAMILIES)('of %s either judges a clause or says why not', (family) => {
    const { clauses, applies, left } = profileOf(family, references[family].answers, []);
    for (const { id } of clauses) expect(applies.has(id)).toBe(!left.has(id));
    expect(applies.size + left.size).toBe(clauses.length);
  });

  it.each(FAMILIES)('of %s leaves nothing unobservable if every hook is there', (family) => {
    const { left } = profileOf(family, references[family].answers, kits[family].optional);
    expect([...left.values()].filter(({ verdict }) => verdict === 'not-observable')).toEqual([]);
  });

  it('asks for one of the hooks that would do', () => {
    const reason = 'the subject has no stats() or inspect()';
    const exclusion = { verdict: 'not-observable', reason };
    expect(heap({}).left.get('common.refuse.unchanged')).toEqual(exclusion);
    expect(heap({}, ['inspect']).applies.has('common.refuse.unchanged')).toBe(true);
  });

  it('names the answer that rules a clause out', () => {
    expect(heap({ zeroSize: 'unique' }).left.get('heap.zero-size.refused')).toEqual({
      verdict: 'not-applicable',
      reason: 'the subject answers zeroSize = unique',
    });
  });

  it('takes one answer for every misuse but that of null', () => {
    const { applies } = heap({ misuse: 'detect' });
    expect(applies.has('common.misuse.double-detected')).toBe(true);
    expect(applies.has('heap.misuse.null-harmless')).toBe(false);
  });

  it('watches what is not promised', () => {
    const { claims, applies } = heap({ misuse: 'ignore' });
    for (const id of claims) expect(applies.has(id)).toBe(false);
  });
});
