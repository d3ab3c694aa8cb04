/**
 * Known deviations: failures of a subject that were looked at and are accepted for now. A record excuses one
 * manner of failure of one clause; another manner still fails, and a record that no longer happens is stale.
 * It speaks of the subject with the answers that it gave then, and is left out if it gives others.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ClauseId, History } from '../spec/index.ts';
import type { Checked } from './adapter.ts';
import { decodeHistory } from './history-file.ts';

const DEVIATIONS_FILE = 'allocspec.deviations.json';

export interface Deviation {
  readonly clause: ClauseId;
  readonly subject: string;
  readonly reason: string;
  readonly signature: string;
  readonly history: History;
}

const shape = z.strictObject({
  deviations: z.array(
    z.strictObject({
      clause: z.string(),
      subject: z.string(),
      reason: z.string().min(10, { error: 'expected a reason of at least 10 characters' }),
      signature: z.string(),
      history: z.unknown(),
    }),
  ),
});

/** The records of a file; none if the default file is not there. */
export function readDeviations(
  path: string | undefined,
  known: ReadonlySet<string>,
): Checked<Deviation[]> {
  const file = path ?? DEVIATIONS_FILE;
  if (!existsSync(file)) {
    if (path === undefined) return { ok: true, value: [] };
    return { ok: false, problem: `the deviations file ${file} does not exist` };
  }
  const parsed = shape.safeParse(readJson(file));
  if (!parsed.success)
    return {
      ok: false,
      problem: `${file} is not a deviations file:\n${z.prettifyError(parsed.error)}`,
    };
  const deviations: Deviation[] = [];
  for (const { history, clause, ...rest } of parsed.data.deviations) {
    const decoded = decodeHistory(JSON.stringify(history), `${file}, the history of ${clause}`);
    if (!decoded.ok) return { ok: false, problem: decoded.problem };
    if (!isClauseId(clause, known))
      return { ok: false, problem: `${file} names the clause ${clause}, which does not exist` };
    deviations.push({ ...rest, clause, history: decoded.history });
  }
  return { ok: true, value: deviations };
}

const isClauseId = (id: string, known: ReadonlySet<string>): id is ClauseId => known.has(id);

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
