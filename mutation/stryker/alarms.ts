/**
 * Which clause was the first to notice each mutant, from the report of a Stryker run by the kit. A mutant
 * is tried until the first alarm, which `suite.ts` begins with the clause; other clauses may have
 * noticed it too, had it been tried further.
 */
import { z } from 'zod';
import { CLAUSES, type ClauseId } from '../../spec/index.ts';

const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          status: z.string(),
          statusReason: z.string().optional(),
          mutatorName: z.string(),
          location: z.object({ start: z.object({ line: z.int() }) }),
        }),
      ),
    }),
  ),
});
type Files = z.infer<typeof report>['files'];
type Mutant = Files[string]['mutants'][number];

export interface Alarms {
  /** Mutants that were tried, and those that were killed. */
  readonly files: readonly { file: string; mutants: number; killed: number }[];
  readonly clauses: readonly AlarmsOf[];
  /** Killed without a clause: the adapter did not load or open, or the mutant looped too often. */
  readonly others: number;
}

/** The mutants of which a clause was the first alarm. */
interface AlarmsOf {
  readonly id: ClauseId;
  /** It broke. */
  readonly broken: number;
  /** It was not reached, as it is without the mutant. */
  readonly missed: number;
  readonly examples: readonly string[];
}

const TRIED = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];
const KILLED = ['Killed', 'Timeout'];
const EXAMPLES = 3;

export function alarmsOf(json: unknown): Alarms {
  const { files } = report.parse(json);
  const killed = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants.filter(({ status }) => KILLED.includes(status)).map((mutant) => ({ file, mutant })),
  );
  const clauses = CLAUSES.flatMap(({ id }): AlarmsOf[] => {
    const broken = killed.filter(({ mutant }) => mutant.statusReason?.startsWith(`${id}: `));
    const missed = killed.filter(({ mutant }) => mutant.statusReason === `${id} is not reached`);
    const all = [...broken, ...missed];
    if (all.length === 0) return [];
    const examples = all.slice(0, EXAMPLES).map(({ file, mutant }) => placed(file, mutant));
    return [{ id, broken: broken.length, missed: missed.length, examples }];
  });
  const named = clauses.reduce((all, { broken, missed }) => all + broken + missed, 0);
  return { files: counted(files), clauses, others: killed.length - named };
}

const counted = (files: Files): { file: string; mutants: number; killed: number }[] =>
  Object.entries(files).map(([file, { mutants }]) => ({
    file,
    mutants: mutants.filter(({ status }) => TRIED.includes(status)).length,
    killed: mutants.filter(({ status }) => KILLED.includes(status)).length,
  }));

const placed = (file: string, { location, mutatorName }: Mutant): string =>
  `${file}:${location.start.line} ${mutatorName}`;
