/** How a model answers when it is run as a subject. */
import type { Model } from '../../model/index.ts';
import type { Family, FamilyTypes } from '../../spec/index.ts';

/** The first outcome that the clauses allow. */
export function firstLegal<F extends Family, State>(
  model: Model<F, State>,
  state: State,
  operation: FamilyTypes[F]['operation'],
): FamilyTypes[F]['outcome'] {
  for (const outcome of model.legal(state, operation)) return outcome;
  throw new Error(`${operation.kind} must have a legal outcome`);
}
