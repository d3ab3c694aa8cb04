/** One subject at one scope, judged by all that applies. */
import { exploreScope } from '../../conformance/explore.ts';
import { inProcess, profileOf } from '../../conformance/index.ts';
import { chooseScopes } from '../../conformance/suite.ts';
import type { Adapter } from '../../spec/index.ts';

/** The answers of the subject must allow the scope. */
export async function exploredAt(
  adapter: Adapter,
  name: string,
  limits: { readonly histories?: number } = {},
): ReturnType<typeof exploreScope> {
  const executor = inProcess(adapter);
  if ('problem' in executor) throw new Error(executor.problem);
  const scopes = chooseScopes(executor.profile, [name]);
  if (typeof scopes === 'string') throw new Error(scopes);
  const [scope] = scopes;
  if (scope === undefined) throw new Error(`there must be a scope ${name}`);
  const { family, answers, hooks } = executor.profile;
  const profile = profileOf(family, answers, hooks);
  return exploreScope(executor, scope, { ...limits, profile, clauses: profile.applies });
}
