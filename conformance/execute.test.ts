/** A second run of a program is judged from where it is answered otherwise, and as if it were the first. */
import { describe, expect, it } from 'vitest';
import type { HeapAdapter } from '../spec/index.ts';
import { executeProgram, type ProgramOf } from './execute.ts';
import { profileOf } from './profile.ts';
import { referenceHeap } from './reference.ts';

const { applies } = profileOf('heap', referenceHeap.answers, []);
const program: ProgramOf<'heap'> = {
  instances: [{ base: 0, size: 256 }],
  calls: [0, 1, 2, 3].map((slot) => ({
    instance: 0,
    operation: { kind: 'alloc', slot, size: 8, align: 8 },
  })),
};

/** Grants the first block again at the third call. */
const overlapping: HeapAdapter = {
  ...referenceHeap,
  create(config) {
    const right = referenceHeap.create(config);
    let calls = 0;
    return (
      right && {
        alloc: (size, align) => (++calls === 3 ? 0 : right.alloc(size, align)),
        dealloc: (address, size, align) => right.dealloc(address, size, align),
      }
    );
  },
};

const first = executeProgram<'heap'>(referenceHeap, program, applies);

describe('a second run', () => {
  it('is not judged as long as it is answered alike', () => {
    if (!first.ok) throw new Error(first.problem);
    const second = executeProgram<'heap'>(referenceHeap, program, applies, { like: first });
    expect(first.judgement.hits.size).toBeGreaterThan(0);
    expect(second).toEqual({ ...first, judgement: { hits: new Map(), breaches: [] } });
  });

  it('is judged with all calls before the first other answer, and ends where it is corrupt', () => {
    if (!first.ok) throw new Error(first.problem);
    const alone = executeProgram<'heap'>(overlapping, program, applies);
    const second = executeProgram<'heap'>(overlapping, program, applies, { like: first });
    expect(second).toEqual(alone);
    expect(second).toMatchObject({ outcomes: { length: 3 } });
  });

  it('is judged if other configurations are in force', () => {
    if (!first.ok) throw new Error(first.problem);
    const like = { ...first, instances: [{ base: 0, size: 128 }] };
    expect(executeProgram<'heap'>(referenceHeap, program, applies, { like })).toEqual(first);
  });
});
