/** Runs a recorded history again, on the same subject or on another one. */
import type { ClauseId, Family, History } from '../spec/index.ts';
import type { Executor } from './execute.ts';
import type { BreachAt } from './judge.ts';
import { kits } from './kits.ts';
import { profileOf } from './profile.ts';
import { recordCase } from './record.ts';

export type Replay =
  /** The clause breaks as recorded, or as `breach` says. */
  | { readonly kind: 'reproduced'; readonly breach: BreachAt; readonly history: History }
  /** The clause was reached and held. */
  | { readonly kind: 'held'; readonly history: History }
  /** It says nothing about this subject. */
  | { readonly kind: 'does-not-apply'; readonly problem: string };

/** `clause` is what the history is about. */
export async function replay(
  history: History,
  clause: ClauseId,
  executor: Executor,
): Promise<Replay> {
  const { family, answers, hooks, name } = executor.profile;
  const no = (problem: string): Replay => ({ kind: 'does-not-apply', problem });
  if (history.family !== family)
    return no(`the history is about a ${history.family}, and ${name} is a ${family}`);
  const { applies, left } = profileOf(family, answers, hooks);
  if (!applies.has(clause))
    return no(
      `${clause} does not apply to ${name}: ${left.get(clause)?.reason ?? 'it is of another family'}`,
    );
  const [main] = history.runs;
  if (main === undefined) return no('the history has no run');
  const program = { instances: main.instances, calls: main.steps };
  const kit = kits[family as Family];
  const again = await recordCase(
    kit as never,
    executor as never,
    {
      program,
      ...(history.relation && { relation: history.relation }),
    },
    applies,
  );
  if ('problem' in again) return no(again.problem);
  const { hits, breaches } = again.judgement;
  const breach = breaches.find((each) => each.clause === clause);
  if (breach !== undefined) return { kind: 'reproduced', breach, history: again.history };
  if (!hits.has(clause)) return no(`the calls no longer reach ${clause} on ${name}`);
  return { kind: 'held', history: again.history };
}
