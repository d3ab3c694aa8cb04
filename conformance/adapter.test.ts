import { describe, expect, it } from 'vitest';
import { checkAdapter, defineAdapter } from './adapter.ts';
import { referenceBitmap, referenceHeap, referencePaged } from './reference.ts';

const problemOf = (value: unknown): string => {
  const result = checkAdapter(value, 'it');
  if (result.ok) throw new Error('it must be refused');
  return result.problem;
};
const heapWith = (answers: object) => ({
  ...referenceHeap,
  answers: { ...referenceHeap.answers, ...answers },
});

describe('checkAdapter', () => {
  it.each([referenceHeap, referenceBitmap, referencePaged])('accepts $name', (adapter) => {
    expect(checkAdapter(adapter, 'it')).toEqual({ ok: true, value: adapter });
  });

  it.each([
    [undefined, 'it exports no adapter: its default export is undefined'],
    [null, 'its default export is null'],
    [() => referenceHeap, 'its default export is function'],
    [{}, 'family is missing: expected "heap", "bitmap"'],
    [{ ...referenceHeap, family: 'arena' }, 'family is "arena": expected "heap", "bitmap"'],
    [{ ...referenceHeap, name: '' }, 'name is ""'],
    [{ ...referenceHeap, create: 3 }, 'create is 3: expected a function that makes an instance'],
    [heapWith({ fit: undefined }), 'answers.fit is missing: expected "exact"'],
    [heapWith({ sizes: [] }), 'answers.sizes is []'],
    [heapWith({ maxAlign: 24 }), 'answers.maxAlign is 24: expected a power of two'],
    [heapWith({ misuse: 'panic' }), 'answers.misuse is "panic": expected "detect", "throw"'],
    [heapWith({ misuse: { double: 'detect' } }), 'one of these for each of double, interior'],
    [heapWith({ colour: 'red' }), 'answers.colour is not a known question'],
    [{ ...referencePaged, answers: { ...referencePaged.answers, pids: [0] } }, 'answers.pids'],
  ])('refuses %j', (value, problem) => {
    expect(problemOf(value)).toContain(problem);
  });

  it('names every problem at once', () => {
    expect(problemOf(heapWith({ fit: 1, coalesce: 2, zeroSize: 3 })).split('\n')).toHaveLength(4);
  });
});

it('defineAdapter returns what it was given', () => {
  expect(defineAdapter(referenceHeap)).toBe(referenceHeap);
});
