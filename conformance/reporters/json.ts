/** Reports for programs. The schema below is the source of the published JSON Schema. */
import { z } from 'zod';
import { FAMILIES } from '../../spec/index.ts';
import { CERTIFICATES } from '../certificate.ts';
import { historyJson } from '../history-file.ts';
import { historyFileSchema } from '../history-schema.ts';
import { prettyJson } from '../pretty-json.ts';
import { type ClauseReport, type Failure, type Report, VERDICTS } from '../report.ts';
import type { Json } from '../value.ts';

const count = z.int().min(0);

const failureSchema = z.object({
  because: z.string().describe('Why the clause is broken, with the numbers.'),
  history: historyFileSchema.describe('The calls that break it; replays as a file of its own.'),
});

const clauseSchema = z.object({
  id: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  verdict: z.enum(VERDICTS),
  hits: count.describe('How often the antecedent of the clause was true.'),
  reason: z
    .string()
    .optional()
    .describe('Why the verdict is neither pass nor fail, or why a deviation is accepted.'),
  ...failureSchema.partial().shape,
  others: z.array(failureSchema).optional().describe('Failures of the clause in other manners.'),
});

const certificateSchema = z.object({
  kind: z.enum(CERTIFICATES),
  text: z.string().describe('What was tried without a gap.'),
  histories: count,
  operations: count,
  gaps: z.array(z.string()).describe('What was tried and showed nothing.'),
});

export const reportSchema = z.object({
  version: z.literal(1),
  reports: z.array(
    z.object({
      subject: z.string(),
      family: z.enum(FAMILIES),
      spec: z.string().describe('The version of the specification.'),
      kit: z.string().describe('The version of the kit.'),
      seed: z.int(),
      budget: z.enum(['quick', 'ci', 'deep']),
      operations: count.describe('Operations executed and judged.'),
      clauses: z.array(clauseSchema),
      counts: z.record(z.enum(VERDICTS), count).describe('They add up to the number of clauses.'),
      warnings: z.array(z.string()),
      certificates: z.array(certificateSchema),
      error: z.string().optional().describe('Set if the subject could not be used at all.'),
    }),
  ),
});

export const renderJson = (reports: readonly Report[]): string =>
  prettyJson({ version: 1, reports: reports.map(reportJson) });

/** The JSON Schema of what `renderJson` writes. */
export const jsonSchema = (): Json => JSON.parse(JSON.stringify(z.toJSONSchema(reportSchema)));

function reportJson(report: Report): Json {
  const { subject, family, spec, kit, seed, budget, operations } = report;
  const { clauses, counts, warnings, certificates, error } = report;
  return {
    subject,
    family,
    spec,
    kit,
    seed,
    budget,
    operations,
    clauses: clauses.map(clauseJson),
    counts,
    warnings,
    certificates: certificates.map((certificate) => ({ ...certificate })),
    ...(error === undefined ? {} : { error }),
  };
}

function clauseJson(clause: ClauseReport): Json {
  const { id, level, verdict, hits, reason, failures } = clause;
  const [first, ...others] = failures.map((failure) => failureJson(clause, failure));
  return {
    id,
    level,
    verdict,
    hits,
    ...(reason === undefined ? {} : { reason }),
    ...first,
    ...(others.length === 0 ? {} : { others }),
  };
}

function failureJson({ id }: ClauseReport, { because, signature, history, run, step }: Failure) {
  return { because, history: historyJson(history, { clause: id, because, signature, run, step }) };
}
