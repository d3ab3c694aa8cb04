/** Executes a case and the runs that are related to it into one history, and judges it. */
import type { ClauseId, Family, History } from '../spec/index.ts';
import type { Answered, Execution, Executor, ProgramOf } from './execute.ts';
import { type BreachAt, type Judgement, withPairs } from './judge.ts';
import type { Case, Kit } from './kit.ts';

export interface Recorded<F extends Family> {
  readonly history: History<F>;
  readonly judgement: Judgement;
  /** The last call hung or ended the subject. */
  readonly isLost?: true;
}

/** A case, the history it gave, and one of the breaches in that. */
export interface Failing<F extends Family> {
  readonly case_: Case<F>;
  readonly history: History<F>;
  readonly breach: BreachAt;
}

/** Executes the program of a case, and the related one, into a history. */
export async function recordCase<F extends Family>(
  kit: Kit<F>,
  executor: Executor<F>,
  { program, relation }: Case<F>,
  judged: ReadonlySet<ClauseId>,
): Promise<Recorded<F> | { readonly problem: string }> {
  const programs = [program];
  if (relation?.kind === 'repeat') programs.push(program);
  if (relation?.kind === 'shift') programs.push(kit.shifted(program, relation.by));
  if (relation?.kind === 'alone') programs.push(alone(program, relation.instance));
  const runs: History<F>['runs'][number][] = [];
  let main: (Execution<F> & { ok: true }) | undefined;
  let isLost = false;
  for (const each of programs) {
    const like = main && relation && answersOf(kit, main, { program, relation });
    const execution = await executor.run(each, judged, like);
    if (!execution.ok) return refusalOf(kit, executor, each, judged, execution.problem);
    main ??= execution;
    isLost ||= execution.isLost === true;
    runs.push({ instances: execution.instances, steps: stepsOf(each, execution.outcomes) });
    // A run that ended early has nothing that a second one could be compared with.
    if (execution.outcomes.length < each.calls.length) break;
  }
  const history = historyOf(kit, executor, runs);
  const judgement = main?.judgement ?? { hits: new Map(), breaches: [] };
  const related = relation === undefined ? history : { ...history, relation };
  const recorded = { history: related, judgement: withPairs(related, judgement, judged) };
  return isLost ? { ...recorded, isLost } : recorded;
}

/** That an instance of a program is not made, as a history where a clause says that it has to be. */
async function refusalOf<F extends Family>(
  kit: Kit<F>,
  executor: Executor<F>,
  { instances }: ProgramOf<F>,
  judged: ReadonlySet<ClauseId>,
  problem: string,
): Promise<Recorded<F> | { readonly problem: string }> {
  const { creation } = kit;
  if (creation === undefined) return { problem };
  const calls = instances.map((config) => ({ instance: 0, operation: creation(config) }));
  const program = { instances: [executor.profile.asked], calls };
  const execution = await executor.run(program, judged);
  if (!execution.ok || execution.judgement.breaches.length === 0) return { problem };
  const { outcomes, judgement } = execution;
  const run = { instances: execution.instances, steps: stepsOf(program, outcomes) };
  return { history: historyOf(kit, executor, [run]), judgement };
}

const historyOf = <F extends Family>(
  { family }: Kit<F>,
  { profile: { name, answers } }: Executor<F>,
  runs: History<F>['runs'],
): History<F> => ({ family, subject: name, answers, runs });

/** Without the calls that were skipped. */
function stepsOf<F extends Family>({ calls }: ProgramOf<F>, outcomes: Answered<F>['outcomes']) {
  const steps: History<F>['runs'][number]['steps'][number][] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const call = calls[at];
    if (call === undefined || outcome.status === 'skipped') continue;
    steps.push({ instance: call.instance, operation: call.operation, outcome });
  }
  return steps;
}

/** What a related run has to be answered, as far as that is known. */
function answersOf<F extends Family>(
  kit: Kit<F>,
  { instances, outcomes }: Answered<F>,
  { program, relation }: Required<Case<F>>,
): Answered<F> | undefined {
  switch (relation.kind) {
    case 'repeat':
      return { instances, outcomes };
    case 'alone': {
      const own = outcomes.filter((_, at) => program.calls[at]?.instance === relation.instance);
      return { instances, outcomes: own };
    }
    case 'shift': {
      const { shiftedAnswer } = kit;
      if (shiftedAnswer === undefined) return undefined;
      const { by } = relation;
      const moved = kit.shifted({ instances, calls: [] }, by);
      const answers = outcomes.map((outcome) => shiftedAnswer(outcome, by));
      return { instances: moved.instances, outcomes: answers };
    }
  }
}

/** Only the calls to one instance; the others exist but are not called. */
function alone<F extends Family>(program: ProgramOf<F>, instance: number): ProgramOf<F> {
  return { ...program, calls: program.calls.filter((call) => call.instance === instance) };
}
