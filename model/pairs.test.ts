import { describe, expect, it } from 'vitest';
import { CLAUSES, type ClauseId, type History, type Relation } from '../spec/index.ts';
import { stepOf, USUAL } from './heap/notation.ts';
import { ANSWERS, CONFIG } from './paged/notation.ts';
import { commonPairs } from './pairs.ts';

/** Steps as in model/heap/notation.ts; `1>` before a step names the instance that is called. */
const stepsOf = (text: string) =>
  text.split('; ').map((each) => {
    const [, instance = '0', step = ''] = /^(?:(\d)> )?(.*)$/.exec(each) ?? [];
    return { instance: Number(instance), ...stepOf(step) };
  });

function pair(relation: Relation, first: string, second: string): History<'heap'> {
  const arena = { base: 0, size: 64 };
  const by = relation.kind === 'shift' ? relation.by : 0;
  const moved = { base: by, size: 64 };
  return {
    family: 'heap',
    subject: 'text',
    answers: USUAL,
    relation,
    runs: [
      { instances: [arena, arena], steps: stepsOf(first) },
      { instances: [moved, moved], steps: stepsOf(second) },
    ],
  };
}

const REPEAT: Relation = { kind: 'repeat' };
const ALONE: Relation = { kind: 'alone', instance: 1 };
const SHIFT: Relation = { kind: 'shift', by: 1024 };

type Row = readonly [ClauseId, string, Relation, string, string];

const REJECTS: readonly (readonly [...Row, string, number])[] = [
  [
    'common.call.deterministic',
    'another address',
    REPEAT,
    'alloc 0 8 8 = 0; alloc 1 8 8 = 8',
    'alloc 0 8 8 = 0; alloc 1 8 8 = 16',
    'alloc answered {"status":"granted","address":8}, and {"status":"granted","address":16} when run again',
    1,
  ],
  [
    'common.call.deterministic',
    'a grant that was a refusal',
    REPEAT,
    'alloc 0 64 8 = refused',
    'alloc 0 64 8 = 0',
    'alloc answered {"status":"refused"}, and {"status":"granted","address":0} when run again',
    0,
  ],
  [
    'common.instance.isolated',
    'an address that depends on another instance',
    ALONE,
    '0> alloc 0 8 8 = 0; 1> alloc 0 8 8 = 8',
    '1> alloc 0 8 8 = 0',
    'alloc answered {"status":"granted","address":8}, and {"status":"granted","address":0} when instance 1 was alone',
    1,
  ],
  [
    'common.instance.isolated',
    'bytes that another instance wrote',
    ALONE,
    '1> alloc 0 8 8 = 0 t1; 0> alloc 0 8 8 = 0 t1; 1> verify 0 = read 9x8',
    '1> alloc 0 8 8 = 0 t1; 1> verify 0 = read 1x8',
    'verify answered {"status":"read","content":[[9,8]]}, and {"status":"read","content":[[1,8]]} when',
    2,
  ],
  [
    'heap.arena.translated',
    'a refusal at the other base',
    SHIFT,
    'alloc 0 8 8 = 0; alloc 1 8 32 = 32',
    'alloc 0 8 8 = 1024; alloc 1 8 32 = refused',
    'alloc answered granted, and refused when the base was moved by 1024',
    1,
  ],
];

const ACCEPTS: readonly Row[] = [
  ['common.call.deterministic', 'the same again', REPEAT, 'alloc 0 8 8 = 8', 'alloc 0 8 8 = 8'],
  [
    'common.instance.isolated',
    'the same alone',
    ALONE,
    '0> alloc 0 8 8 = 0; 1> alloc 0 8 8 = 8; 0> alloc 1 64 8 = refused',
    '1> alloc 0 8 8 = 8',
  ],
  [
    'heap.arena.translated',
    'other places',
    SHIFT,
    'alloc 0 8 8 = 0; alloc 1 8 8 = 8; realloc 0 16 = 16; dealloc 1',
    'alloc 0 8 8 = 1064; alloc 1 8 8 = 1032; realloc 0 16 = 1064; dealloc 1',
  ],
  [
    'heap.arena.translated',
    'other reports of misuse',
    SHIFT,
    'foreign 0 = done; observe = live=0',
    'foreign 0 = rejected; observe = live=0 free=64',
  ],
];

describe('pairs of runs', () => {
  it.each(REJECTS)('%s rejects %s', (clause, _what, relation, first, second, because, at) => {
    const { hits, breaches } = commonPairs(pair(relation, first, second));
    expect(hits).toEqual([clause]);
    expect(breaches).toEqual([
      { clause, because: expect.stringContaining(because), resumes: false, at },
    ]);
  });

  it.each(ACCEPTS)('%s accepts %s', (clause, _what, relation, first, second) => {
    const found = commonPairs(pair(relation, first, second));
    expect(found).toEqual({ hits: [clause], breaches: [] });
  });

  it('does not compare where nothing was moved', () => {
    const history = pair({ kind: 'shift', by: 0 }, 'alloc 0 8 8 = 0', 'alloc 0 8 8 = refused');
    expect(commonPairs(history)).toEqual({ hits: [], breaches: [] });
  });

  it('does not compare a history of one run', () => {
    const { runs, ...history } = pair(REPEAT, 'alloc 0 8 8 = 0', 'alloc 0 8 8 = 8');
    const single = { ...history, runs: runs.slice(0, 1) };
    expect(commonPairs(single)).toEqual({ hits: [], breaches: [] });
  });

  it('ends where the second run ended early', () => {
    const history = pair(REPEAT, 'alloc 0 8 8 = 0; alloc 1 8 8 = 8', 'alloc 0 8 8 = 0');
    expect(commonPairs(history)).toEqual({ hits: ['common.call.deterministic'], breaches: [] });
  });

  it('rejects a history for every clause about two runs of heaps', () => {
    const about = CLAUSES.filter(
      ({ answers, families }) =>
        answers.some(({ path, values }) => path === 'deterministic' && values.includes('true')) &&
        families.includes('heap'),
    ).map(({ id }) => id);
    const rejected: string[] = REJECTS.map(([clause]) => clause);
    // The one about a request that is repeated needs no second run.
    expect(about.filter((id) => !rejected.includes(id))).toEqual(['common.refuse.stable']);
  });
});

describe('pairs of runs of paged subjects', () => {
  /** One request at the usual base, and again with the base 64 bytes higher. */
  const moved = (first: number, second: number): History<'paged'> => {
    const run = (by: number, position: number): History<'paged'>['runs'][number] => ({
      instances: [{ ...CONFIG, virtualBase: CONFIG.virtualBase + by }],
      steps: [
        {
          instance: 0,
          operation: { kind: 'alloc', pid: 1, size: 4 },
          outcome: { status: 'granted', position },
        },
      ],
    });
    const relation: Relation = { kind: 'shift', by: 64 };
    const runs = [run(0, first), run(64, second)];
    return { family: 'paged', subject: 'text', answers: ANSWERS, relation, runs };
  };

  it('paged.base.translated rejects a position that stays where it was', () => {
    const { hits, breaches } = commonPairs(moved(8, 8));
    expect(hits).toEqual(['paged.base.translated']);
    const because = expect.stringContaining('when the base was moved by 64');
    expect(breaches).toEqual([{ clause: hits[0], because, resumes: false, at: 0 }]);
  });

  it('paged.base.translated accepts a position that moves along', () => {
    expect(commonPairs(moved(8, 72))).toEqual({ hits: ['paged.base.translated'], breaches: [] });
  });
});
