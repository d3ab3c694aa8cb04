/**
 * Gates on the evidence: what it must show of each clause, and that the committed pages and records are
 * those of this checkout. Each gate is also shown evidence that must not pass.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { Breach } from '../model/index.ts';
import { CLAUSES, type ClauseId, FAMILIES } from '../spec/index.ts';
import { readAcknowledged, textOf, unacknowledged } from './evidence/acknowledged.ts';
import { type Evidence, joined, readModel } from './evidence/evidence.ts';
import {
  nowhereReached,
  uncleanRows,
  withoutHistory,
  withoutKiller,
  withoutPredicate,
} from './evidence/gates.ts';
import { CHAPTERS, pageOf } from './evidence/page.ts';
import { RECORDS, type Records, readRecords } from './evidence/records.ts';
import type { Hunt } from './matrix.ts';
import { alarmsOf } from './stryker/alarms.ts';

function recorded(): Records {
  const records = readRecords();
  if (!records.ok) throw new Error(records.problem);
  return records.value;
}

const records = recorded();
const model = readModel();
const evidence = joined(records, model);
const seeds = records.kills.seeds.length;

const of = (id: ClauseId): Evidence => {
  const found = evidence.find(({ clause }) => clause.id === id);
  if (found === undefined) throw new Error(`${id} must be a clause`);
  return found;
};
const aligned = of('heap.alloc.aligned');

describe('the gates', () => {
  it('let no clause pass without a killer', () => {
    expect(withoutKiller(evidence, seeds)).toEqual([]);
    const survived = aligned.own.map((fault) => ({ ...fault, killed: seeds - 1 }));
    const inHeap = aligned.own.filter(({ target }) => target === 'heap');
    for (const own of [[], survived, inHeap]) {
      const complaint = expect.stringMatching(/^heap\.alloc\.aligned kills no fault of .*double/);
      expect(withoutKiller([{ ...aligned, own }], seeds)).toEqual([complaint]);
    }
    const advice = of('heap.realloc.shrinks');
    expect(withoutKiller([{ ...advice, own: [] }], seeds)).toHaveLength(1);
  });

  it('let no clause pass that is nowhere reached', () => {
    expect(nowhereReached(evidence)).toEqual([]);
    const met = aligned.met.map((each) =>
      each.kind === 'third party' ? each : { ...each, hits: 0 },
    );
    const complaint = expect.stringMatching(/^heap\.alloc\.aligned is nowhere reached/);
    expect(nowhereReached([{ ...aligned, met, explored: [] }])).toEqual([complaint]);
    expect(nowhereReached([{ ...aligned, met, explored: [EXPLORATION] }])).toEqual([]);
  });

  it('let no sound subject break a clause', () => {
    expect(uncleanRows(evidence)).toEqual([]);
    const met = aligned.met.map((each) => ({ ...each, breaks: ['alloc: # is odd'] }));
    const complaints = uncleanRows([{ ...aligned, met }]);
    expect(complaints).toHaveLength(met.filter(({ kind }) => kind !== 'third party').length);
    expect(complaints[0]).toMatch(/^heap\.alloc\.aligned is broken by builtin:heap/);
  });

  it('let no clause pass without a predicate or a history that tests it', () => {
    expect(withoutPredicate(evidence)).toEqual([]);
    expect(withoutHistory(evidence)).toEqual([]);
    expect(withoutPredicate([{ ...aligned, predicates: [] }])).toHaveLength(1);
    expect(withoutHistory([{ ...aligned, tests: [] }])).toHaveLength(1);
  });
});

describe('a kill', () => {
  it('is made by a clause, for a hunt knows nothing else', () => {
    expectTypeOf<Hunt['broken']>().toEqualTypeOf<ReadonlySet<ClauseId>>();
    expectTypeOf<Breach['clause']>().toEqualTypeOf<ClauseId>();
  });

  it('is recorded for the clause that the fault is aimed at', () => {
    const strange = records.kills.faults.filter(
      ({ id, clause }) => id.slice(0, id.indexOf('/')) !== clause,
    );
    expect(strange).toEqual([]);
    for (const { clause, also, sole } of records.kills.faults) {
      expect(also).not.toHaveProperty([clause]);
      expect(sole).toBe(Object.keys(also).length === 0);
    }
  });
});

describe('the predicates', () => {
  it('are spliced from the sources, with what they use of the model', () => {
    for (const { predicates } of evidence) {
      for (const { file, line, text } of predicates) {
        const [first = ''] = text.split('\n');
        const lines = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').split('\n');
        expect(lines[line - 1]).toContain(first);
      }
    }
    const [predicate] = aligned.predicates;
    expect(predicate?.text).toMatch(/^\{\n {2}clause: 'heap\.alloc\.aligned',\n[\s\S]*\n\}$/);
    const used = predicate?.uses.map(({ name, places }) => [name, ...places.map((at) => at.file)]);
    expect(used).toEqual([
      ['isSize', 'model/heap/cost.ts'],
      ['alignOf', 'model/heap/cost.ts'],
    ]);
  });

  it('name what each family provides for a common clause', () => {
    const [predicate] = of('common.alloc.contained').predicates;
    const provided = predicate?.uses.find(({ name }) => name === 'Lens.contained');
    const folders = provided?.places.map(({ file }) => file.split('/').slice(0, 2).join('/'));
    expect(folders?.sort()).toEqual(FAMILIES.map((family) => `model/${family}`).sort());
  });
});

const EXPLORATION = {
  scope: 'small heap',
  family: 'heap',
  reason: 'two blocks meet',
  level: 'model',
  subject: 'heapModel',
  states: 12_345,
  transitions: 67_890,
  depth: 7,
  cpuSeconds: 1,
  hits: { 'heap.alloc.aligned': 4321 },
} as const;

describe('the pages', () => {
  /** What stands under the heading of each clause, and before the first one. */
  const sectionsOf = (page: string): string[] => page.split(/^(?=## )/m);

  it.each(CHAPTERS)('%s says what the records say (if not: npm run evidence)', (chapter) => {
    const page = readFileSync(new URL(`evidence/${chapter}.md`, import.meta.url), 'utf8');
    const written = new Set(sectionsOf(page));
    const due = sectionsOf(pageOf(chapter, evidence, records));
    const stale = due.filter((section) => !written.has(section));
    expect(stale.map((section) => section.slice(0, section.indexOf('\n')))).toEqual([]);
    expect(written.size).toBe(due.length);
  });

  it('name the scopes and the mechanical mutants that are recorded', () => {
    const scopes = { command: 'npm run explore', explorations: [EXPLORATION] };
    const all: Records = { ...records, scopes, mutants: { command: 'npm run mutate', ...ALARMS } };
    const page = pageOf('heap', joined(all, model), all);
    expect(page).toContain(
      '| small heap | model | heapModel | 12,345 | 67,890 | 7 | two blocks meet |',
    );
    expect(page).toContain('- *Checked on every transition of:* heapModel: `small heap` 4,321.');
    expect(page).toContain(
      'alarm:* 1 by a breach, 1 because it was not\n  reached: impl/heap.ts:3 A;',
    );
  });
});

const REPORT = {
  files: {
    'impl/heap.ts': {
      mutants: [
        ['Killed', 'heap.alloc.aligned: 24 is not a multiple of 32', 'A', 3],
        ['Killed', 'heap.alloc.aligned is not reached', 'B', 4],
        ['Killed', 'heap.alloc.aligned-or-so: is no clause', 'C', 5],
        ['Timeout', undefined, 'D', 6],
        ['Survived', undefined, 'E', 7],
        ['Ignored', undefined, 'F', 8],
      ].map(([status, statusReason, mutatorName, line]) => ({
        status,
        statusReason,
        mutatorName,
        location: { start: { line } },
      })),
    },
  },
};
const ALARMS = {
  files: [{ file: 'impl/heap.ts', mutants: 5, killed: 4 }],
  clauses: [
    {
      id: 'heap.alloc.aligned',
      broken: 1,
      missed: 1,
      examples: ['impl/heap.ts:3 A', 'impl/heap.ts:4 B'],
    },
  ],
  others: 2,
};

describe('the alarms of a Stryker run', () => {
  it('are counted for the clauses that raised them', () => {
    expect(alarmsOf(REPORT)).toEqual(ALARMS);
  });
});

describe('the records', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** A copy of the records in which one of them is changed, or taken away. */
  function changed(name: string, edit: ((text: string) => string) | null): URL {
    const folder = mkdtempSync(join(tmpdir(), 'records-'));
    folders.push(folder);
    cpSync(RECORDS, folder, { recursive: true });
    const path = join(folder, name);
    if (edit === null) rmSync(path);
    else {
      const text = readFileSync(path, 'utf8');
      expect(edit(text)).not.toBe(text);
      writeFileSync(path, edit(text));
    }
    return pathToFileURL(`${folder}/`);
  }

  const problemOf = (folder: URL): string => {
    const read = readRecords(folder);
    return read.ok ? 'none' : read.problem;
  };

  it.each([
    ['is missing', null, /hits\.json is missing; run `npm run evidence:hits`$/],
    ['lacks a builtin', ['builtin:paged', 'paged'], /does not know builtin:paged; run/],
    ['lacks a third party', ['"third party"', '"variant"'], /knows 1 third parties; run/],
    ['lacks a clause', [/^.*"id":"heap\.alloc\.aligned".*\n/m, ''], /heap\.alloc\.aligned of b/],
    [
      'names no clause',
      ['heap.alloc.aligned', 'the model differs'],
      /this is no clause[\s\S]*; run/,
    ],
  ] as const)('of hits are refused if one %s', (_flaw, edit, problem) => {
    const folder = changed('hits.json', edit && ((text) => text.replace(edit[0], edit[1])));
    expect(problemOf(folder)).toMatch(problem);
  });

  it.each([
    ['a fault is missing', /^.*"id":"heap\.alloc\.aligned\/.*\n/m, '', /does not know the fault/],
    [
      'a fault is gone',
      '"id":"heap.alloc.aligned/',
      '"id":"heap.alloc.aligned/x-',
      /does not know/,
    ],
    ['something else killed', '"also":{}', '"also":{"it differs":1}', /also\["it differs"\]/],
    ['a fault has another clause', '"clause":"heap.', '"clause":"heap.x', /this is no clause/],
  ])('of kills are refused if %s', (_flaw, find, replace, problem) => {
    const folder = changed('power.json', (text) => text.replace(find, replace));
    expect(problemOf(folder)).toMatch(problem);
  });
});

describe('every clause that is tested', () => {
  const acknowledged = readAcknowledged();

  it('reads as its predicate and its histories were last read (npm run acknowledge)', () => {
    expect(unacknowledged(CLAUSES, acknowledged)).toEqual([]);
  });

  it.each([
    ['level', { level: 'SHOULD' }],
    ['sentence', { text: 'Something else.' }],
    ['antecedent', { when: 'something else is asked for.' }],
    ['hooks', { hooks: [['bytes']] }],
    ['answers', { answers: [{ path: 'fit', isAmong: false, values: ['unknown'] }] }],
    ['claim', { claim: true }],
    ['families', { families: ['heap', 'paged'] }],
  ] as const)('is red when its %s is edited', (_what, edit) => {
    const clauses = CLAUSES.map((each) =>
      each.id === aligned.clause.id ? { ...each, ...edit } : each,
    );
    const [complaint, ...others] = unacknowledged(clauses, acknowledged);
    expect(others).toEqual([]);
    expect(complaint).toMatch(/^heap\.alloc\.aligned says something else/);
    expect(complaint).toContain('`npm run acknowledge -- heap.alloc.aligned`');
    expect(complaint).toMatch(/\n {2}\+ /);
  });

  it('is the only thing that can be acknowledged', () => {
    const stale = { ...acknowledged, 'heap.alloc.gone': textOf(aligned.clause) };
    expect(unacknowledged(CLAUSES, stale)).toEqual([
      expect.stringMatching(/^heap\.alloc\.gone is/),
    ]);
  });
});
