/**
 * The shape of a history file: the envelope, whose values are encoded, and the operations and outcomes of
 * each family once they are decoded. A history may come from another program, so nothing is taken on trust;
 * fields that are not known here are kept.
 */
import { z } from 'zod';
import { FAMILIES, type Family, type FamilyTypes } from '../spec/index.ts';

export const HISTORY_FORMAT = 'allocspec-history/1';

const index = z.int().min(0);
const record = z.record(z.string(), z.unknown());

const stepSchema = z.object({ instance: index, operation: record, outcome: record });
const runSchema = z.object({ instances: z.array(record).min(1), steps: z.array(stepSchema) });

const relationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repeat') }),
  z.object({ kind: z.literal('alone'), instance: index }),
  z.object({ kind: z.literal('shift'), by: z.int() }),
]);

const brokenSchema = z.object({
  clause: z.string().min(1),
  because: z.string(),
  signature: z.string(),
  run: index,
  step: index,
});

export const historyFileSchema = z.object({
  format: z.literal(HISTORY_FORMAT),
  spec: z.string(),
  kit: z.string(),
  family: z.enum(FAMILIES),
  subject: z.string(),
  answers: record,
  broken: brokenSchema.optional(),
  relation: relationSchema.optional(),
  runs: z.array(runSchema).min(1).max(2),
});

/** What is in a history file, values still encoded. */
export type HistoryFile = z.infer<typeof historyFileSchema>;

/** Says where a history was broken. */
export type Broken = z.infer<typeof brokenSchema>;

const number = z.number();
const text = z.string();
const anything = z.unknown();
const flag = z.boolean().optional();
const optional = number.optional();
const content = z
  .array(z.tuple([number, number]))
  .nullable()
  .optional();
const byKind = <K extends string, S extends z.ZodRawShape>(kind: K, fields: S) =>
  z.object({ kind: z.literal(kind), ...fields });
const byStatus = <K extends string, S extends z.ZodRawShape>(status: K, fields: S) =>
  z.object({ status: z.literal(status), ...fields });

const slot = index;
const virtual = z.object({ pid: anything, position: anything });
const observe = byKind('observe', {});
const reset = byKind('reset', {});
const create = byKind('create', { config: record });

const operations = {
  heap: z.discriminatedUnion('kind', [
    byKind('alloc', { slot, size: anything, align: anything, zeroed: flag }),
    byKind('dealloc', { slot }),
    byKind('realloc', { slot, size: anything }),
    byKind('misuse', { slot, how: z.enum(['double', 'interior', 'foreign', 'null']) }),
    byKind('verify', { slot }),
    observe,
    reset,
  ]),
  bitmap: z.discriminatedUnion('kind', [
    byKind('alloc', { slot, count: anything }),
    byKind('allocSplit', { slot, count: anything, limit: anything }),
    byKind('dealloc', { slot }),
    byKind('misuse', { slot, how: z.enum(['double', 'partial', 'foreign', 'range']) }),
    observe,
    reset,
    create,
  ]),
  paged: z.discriminatedUnion('kind', [
    byKind('alloc', { pid: anything, size: anything }),
    byKind('dealloc', { pid: anything }),
    byKind('read', { pid: anything, address: virtual, length: number }),
    byKind('write', { pid: anything, address: virtual, length: number, tag: number }),
    byKind('purge', {}),
    byKind('tamper', { pid: number, page: number, mark: z.union([z.literal(0), z.literal(1)]) }),
    observe,
    reset,
    create,
  ]),
};

const mishaps = [
  byStatus('threw', { message: text }),
  byStatus('hung', {}),
  byStatus('malformed', { answer: text, expected: text }),
  byStatus('skipped', {}),
] as const;
const extents = z.array(z.object({ address: number, size: number }));
const frames = z.array(z.object({ first: number, count: number }));
const segments = z.array(z.object({ first: number, count: number, pid: number, position: number }));
const stats = record.optional();

const outcomes = {
  heap: z.discriminatedUnion('status', [
    byStatus('granted', { address: number, tag: optional, content, usable: optional }),
    byStatus('refused', { content }),
    byStatus('done', { content }),
    byStatus('rejected', { content }),
    byStatus('read', { content, usable: optional }),
    byStatus('observed', {
      stats,
      layout: z.object({ blocks: extents, holes: extents }).optional(),
    }),
    ...mishaps,
  ]),
  bitmap: z.discriminatedUnion('status', [
    byStatus('granted', { runs: frames }),
    byStatus('refused', {}),
    byStatus('done', {}),
    byStatus('rejected', {}),
    byStatus('observed', { stats, marks: text.optional() }),
    byStatus('created', {}),
    ...mishaps,
  ]),
  paged: z.discriminatedUnion('status', [
    byStatus('granted', { position: number, frames: optional, bytes: optional }),
    byStatus('refused', {}),
    byStatus('success', {}),
    byStatus('quarantined', {}),
    byStatus('already-free', {}),
    byStatus('read', { bytes: z.array(number) }),
    byStatus('written', {}),
    byStatus('no-segment', {}),
    byStatus('out-of-range-low', {}),
    byStatus('out-of-range-high', {}),
    byStatus('purged', { count: number }),
    byStatus('done', {}),
    byStatus('observed', {
      stats,
      layout: z.object({ segments, quarantine: frames, marks: text }).optional(),
      quarantineCount: optional,
    }),
    byStatus('created', {}),
    ...mishaps,
  ]),
};

const configs = {
  heap: z.object({ base: number, size: number }),
  bitmap: z.object({ frameCount: number }),
  paged: z.object({
    memorySize: number,
    frameCount: number,
    slotCount: number,
    quarantineCapacity: number,
    virtualBase: number,
  }),
};

/** Configurations, operations and outcomes, by family. */
export const familySchemas = {
  heap: { config: configs.heap, operation: operations.heap, outcome: outcomes.heap },
  bitmap: { config: configs.bitmap, operation: operations.bitmap, outcome: outcomes.bitmap },
  paged: { config: configs.paged, operation: operations.paged, outcome: outcomes.paged },
} as const satisfies Record<Family, Readonly<Record<keyof Part, z.ZodType>>>;

type Part = Pick<FamilyTypes[Family], 'config' | 'operation' | 'outcome'>;
