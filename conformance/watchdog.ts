/**
 * Executes in a worker, so that a subject that hangs, crashes or prints does so alone. When one call makes
 * no progress for `patience`, the worker is ended, the calls before it are run again in a new one, and the
 * call itself is recorded as hung.
 */
import type { ClauseId, Family, History, Mishap } from '../spec/index.ts';
import { Attendant, LIMITS, type Limits } from './attendant.ts';
import type { Arrival, Execution, Executor, Profile, ProgramOf, Unusable } from './execute.ts';
import { judge } from './judge.ts';

const HUNG: Mishap = { status: 'hung' };

export async function inWorker(
  subject: string,
  limits: Partial<Limits> = {},
): Promise<Executor | Unusable> {
  const { patience, loading } = { ...LIMITS, ...limits };
  const first = await Attendant.start(subject, loading);
  if ('problem' in first) return first;
  let attendant: Attendant = first;
  const { profile } = first;

  const run = async (
    program: ProgramOf<Family>,
    judged: ReadonlySet<ClauseId>,
  ): Promise<Execution<Family>> => {
    const { ended } = attendant;
    if (ended !== null) {
      return { ok: false, problem: `${profile.name} ${ended.how} while no call was made` };
    }
    const reply = await attendant.execute({ program, judged }, patience);
    if (reply !== 'stalled' && 'ok' in reply) return reply;
    const { index } = attendant;
    const next = await Attendant.start(subject, loading);
    if ('problem' in next) return { ok: false, problem: next.problem };
    attendant = next;
    const what = reply === 'stalled' ? 'did not come back' : reply.how;
    if (index < 0) {
      const when =
        reply !== 'stalled' && reply.isThrow ? 'no call was made' : 'an instance was created';
      return { ok: false, problem: `${profile.name} ${what} while ${when}` };
    }
    const before = await run({ ...program, calls: program.calls.slice(0, index) }, judged);
    if (!before.ok || before.outcomes.length < index) return before;
    const last: Mishap =
      reply === 'stalled' ? HUNG : { status: 'threw', message: `the subject ${what}` };
    return endedBy(last, before, program, profile, judged);
  };

  const reach = async (
    program: ProgramOf<Family>,
    shows: ProgramOf<Family>['calls'],
  ): Promise<Arrival<Family>> => {
    const reply = attendant.ended ?? (await attendant.reach({ program, shows }, patience));
    if (reply !== 'stalled' && 'ok' in reply) return reply;
    const next = await Attendant.start(subject, loading);
    if ('problem' in next) return { ok: false, problem: next.problem };
    attendant = next;
    // Which call it was is found out by running them all once more.
    const execution = await run({ ...program, calls: [...program.calls, ...shows] }, new Set());
    if (!execution.ok) return execution;
    const { instances, outcomes } = execution;
    const [config] = instances;
    if (config === undefined) throw new Error('a program must have an instance to lead anywhere');
    return { ok: true, config, outcomes, isLost: true };
  };

  return { profile, reach, run, close: () => attendant.end() };
}

/** The execution of which the last call had an outcome that only the watchdog saw. */
function endedBy(
  last: Mishap,
  before: Execution<Family> & { ok: true },
  { calls }: ProgramOf<Family>,
  { name, family, answers }: Profile,
  judged: ReadonlySet<ClauseId>,
): Execution<Family> {
  const outcomes = [...before.outcomes, last];
  const steps = outcomes.flatMap((outcome, at) => {
    const call = calls[at];
    return call === undefined || outcome.status === 'skipped' ? [] : [{ ...call, outcome }];
  });
  const runs = [{ instances: before.instances, steps }];
  const history = { family, subject: name, answers, runs } as History;
  return { ...before, outcomes, judgement: judge(history, judged), isLost: true };
}
