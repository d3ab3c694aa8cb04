/**
 * What the long runs left behind: JSON files in `mutation/records/`, each with the command that made it.
 * They are believed only if they fit the clauses and the faults of this checkout; a problem is told as
 * a sentence with the command that mends it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { VERDICTS } from '../../conformance/report.ts';
import { CLAUSES, FAMILIES, type Family } from '../../spec/index.ts';
import { TARGETS } from '../fault.ts';
import { faults } from '../faults.ts';
import { OURS, theirFiles } from './subjects.ts';

const known: ReadonlySet<string> = new Set(CLAUSES.map(({ id }) => id));
/** There is no other way to name what noticed something. */
const clauseId = z.string().refine((id) => known.has(id), { error: 'this is no clause' });
const count = z.int().nonnegative();
const hitsOf = z.record(clauseId, count);

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('this is not JSON');
    return z.NEVER;
  }
});

const kills = z.object({
  command: z.string(),
  seeds: z.array(z.int()),
  faults: z.array(
    z.object({
      id: z.string(),
      target: z.enum(TARGETS),
      clause: clauseId,
      /** Seeds at which its own clause broke. */
      killed: count,
      /** Operations until then; `null` where the fault survived. */
      median: count.nullable(),
      worst: count.nullable(),
      /** At how many seeds other clauses broke by then. */
      also: hitsOf,
      sole: z.boolean(),
    }),
  ),
});

const hits = z.object({
  command: z.string(),
  budget: z.string(),
  seed: z.int(),
  subjects: z.array(
    z.object({
      subject: z.string(),
      kind: z.enum(['builtin', 'variant', 'third party']),
      family: z.enum(FAMILIES),
      operations: count,
      clauses: z.array(
        z.object({
          id: clauseId,
          verdict: z.enum(VERDICTS),
          hits: count,
          reason: z.string().optional(),
          /** The signatures of the failures. */
          breaks: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

const scopes = z.object({
  command: z.string(),
  explorations: z.array(
    z.object({
      scope: z.string(),
      family: z.enum(FAMILIES),
      reason: z.string(),
      level: z.enum(['model', 'product']),
      subject: z.string(),
      states: count,
      transitions: count,
      depth: count,
      cpuSeconds: z.number().min(0),
      hits: hitsOf,
    }),
  ),
});

const mutants = z.object({
  command: z.string(),
  /** Mutants that the kit was tried on, and those that it killed, by file. */
  files: z.array(z.object({ file: z.string(), mutants: count, killed: count })),
  clauses: z.array(
    z.object({
      id: clauseId,
      /** Mutants whose first alarm was that the clause broke, or that it was not reached. */
      broken: count,
      missed: count,
      /** Some of them, as file, line and mutator. */
      examples: z.array(z.string()),
    }),
  ),
  /** Killed without a clause: the adapter did not load or open, or the mutant looped too often. */
  others: count,
});

export type Kills = z.infer<typeof kills>;
export type Hits = z.infer<typeof hits>;
export type Scopes = z.infer<typeof scopes>;
export type Mutants = z.infer<typeof mutants>;

export interface Records {
  readonly kills: Kills;
  readonly hits: Hits;
  /** `null` until they are recorded for the first time. */
  readonly scopes: Scopes | null;
  readonly mutants: Mutants | null;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

export const RECORDS = new URL('../records/', import.meta.url);

/** The command that writes each record. */
const COMMANDS = {
  'power.json': 'npm run mutate:power',
  'hits.json': 'npm run evidence:hits',
  'scopes.json': 'npm run explore',
  'stryker.json': 'npm run mutate',
} as const;
type Name = keyof typeof COMMANDS;

export function readRecords(folder: URL = RECORDS): Read<Records> {
  const read = {
    kills: readRecord(folder, 'power.json', kills),
    hits: readRecord(folder, 'hits.json', hits),
    scopes: readScopes(folder),
    mutants: orNull(folder, 'stryker.json', mutants),
  };
  if (!read.kills.ok) return read.kills;
  if (!read.hits.ok) return read.hits;
  if (!read.scopes.ok) return read.scopes;
  if (!read.mutants.ok) return read.mutants;
  const stale = staleKills(read.kills.value) ?? staleHits(read.hits.value);
  if (stale !== null) return { ok: false, problem: stale };
  return {
    ok: true,
    value: {
      kills: read.kills.value,
      hits: read.hits.value,
      scopes: read.scopes.value,
      mutants: read.mutants.value,
    },
  };
}

export const readHits = (): Read<Hits> => readRecord(RECORDS, 'hits.json', hits);

export const readScopes = (folder: URL = RECORDS): Read<Scopes | null> =>
  orNull(folder, 'scopes.json', scopes);

function readRecord<T>(folder: URL, name: Name, shape: z.ZodType<T>): Read<T> {
  const path = new URL(name, folder);
  if (!existsSync(path)) return { ok: false, problem: mended(name, 'is missing') };
  const parsed = json.pipe(shape).safeParse(readFileSync(path, 'utf8'));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problem: mended(name, `does not fit:\n${z.prettifyError(parsed.error)}`) };
}

const orNull = <T>(folder: URL, name: Name, shape: z.ZodType<T>): Read<T | null> =>
  existsSync(new URL(name, folder)) ? readRecord(folder, name, shape) : { ok: true, value: null };

const mended = (name: Name, flaw: string): string =>
  `mutation/records/${name} ${flaw}; run \`${COMMANDS[name]}\``;

/** Every fault of the tables, and no other. */
function staleKills({ faults: rows }: Kills): string | null {
  const name = 'power.json';
  const key = (fault: { readonly target: string; readonly id: string }): string =>
    `${fault.target}: ${fault.id}`;
  const written = new Set(TARGETS.flatMap((target) => faults[target].map(key)));
  const recorded = new Set(rows.map(key));
  const lacking = [...written].find((each) => !recorded.has(each));
  if (lacking !== undefined) return mended(name, `does not know the fault ${lacking}`);
  const gone = [...recorded].find((each) => !written.has(each));
  return gone === undefined ? null : mended(name, `knows ${gone}, which is no fault any more`);
}

/** Every subject is there, with all clauses of its family. */
function staleHits({ subjects }: Hits): string | null {
  const name = 'hits.json';
  const clausesOf = (family: Family): string[] =>
    CLAUSES.filter(({ families }) => families.includes(family)).map(({ id }) => id);
  const recorded = new Set(subjects.map(({ subject }) => subject));
  const unknown = OURS.find(({ subject }) => !recorded.has(subject));
  if (unknown !== undefined) return mended(name, `does not know ${unknown.subject}`);
  const theirs = subjects.filter(({ kind }) => kind === 'third party').length;
  if (theirs !== theirFiles().length) return mended(name, `knows ${theirs} third parties`);
  for (const { subject, family, clauses } of subjects) {
    const judged = new Set(clauses.map(({ id }) => id));
    const lacking = clausesOf(family).find((id) => !judged.has(id));
    if (lacking !== undefined) return mended(name, `does not know ${lacking} of ${subject}`);
  }
  return null;
}
