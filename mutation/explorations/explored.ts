/** One subject at one scope, judged by all that applies. */
import type { Executor } from '../../conformance/execute.ts';
import { exploreScope, type Visited } from '../../conformance/explore.ts';
import { inProcess, profileOf } from '../../conformance/index.ts';
import { chooseScopes } from '../../conformance/suite.ts';
import type { Adapter, ClauseId } from '../../spec/index.ts';

export interface ExploreOptions {
  readonly histories?: number;
  onProgress?(): boolean;
}

export interface ExploredSubject {
  readonly visited: Visited;
  readonly broken: readonly ClauseId[];
}

export function openedOrThrow(adapter: Adapter): Executor {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  return executor;
}

/** The answers of the subject must allow the scope. */
export async function exploredAt(
  executor: Executor,
  name: string,
  options: ExploreOptions = {},
): Promise<ExploredSubject> {
  const scopes = chooseScopes(executor.profile, [name]);
  if (typeof scopes === 'string') throw new Error(scopes);
  const [scope] = scopes;
  if (scope === undefined) throw new Error(`there must be a scope ${name}`);
  const { family, answers, hooks } = executor.profile;
  const profile = profileOf(family, answers, hooks);
  const { visited, result } = await exploreScope(executor, scope, {
    ...options,
    profile,
    clauses: profile.applies,
  });
  return { visited, broken: [...result.failures.keys()] };
}
