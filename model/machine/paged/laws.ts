/** All laws, by the calls that they are about, and the judge who asks them. */
import { CLAUSES, type ClauseId } from '../../../spec/index.ts';
import { accessLaws, readLaws, writeLaws } from './laws/access.ts';
import { allocLaws, grantLaws } from './laws/alloc.ts';
import type { Law, Step } from './laws/law.ts';
import { changeLaws, contentLaws, keepingLaws, observeLaws, tamperLaws } from './laws/layout.ts';
import { policyLaws } from './laws/policy.ts';
import { deallocLaws, purgeLaws, resetLaws } from './laws/release.ts';
import type { Kind, Move } from './moves.ts';
import type { MachineState, Parameters } from './state.ts';

const LAWS: { readonly [K in Kind]: readonly Law<K>[] } = {
  alloc: [...allocLaws, ...grantLaws, ...policyLaws, ...changeLaws, ...keepingLaws, ...contentLaws],
  dealloc: [...deallocLaws, ...changeLaws],
  purge: [...purgeLaws, ...changeLaws, ...contentLaws],
  write: [...accessLaws, ...writeLaws, ...changeLaws, ...keepingLaws],
  tamper: [...tamperLaws, ...changeLaws, ...keepingLaws, ...contentLaws],
  read: [...accessLaws, ...readLaws],
  observe: observeLaws,
  reset: resetLaws,
};

/** How often each clause was at stake. */
export type Witnesses = Readonly<Partial<Record<ClauseId, number>>>;

export interface Judge {
  /** The clauses that a move breaks. */
  judge(before: MachineState, move: Move, after: MachineState): readonly ClauseId[];
  /** So far; 0 for a clause that has laws and never was at stake. */
  witnesses(): Witnesses;
}

/** The clauses that laws stand for, in the order of the chapters. */
export const JUDGED: readonly ClauseId[] = CLAUSES.map(({ id }) => id).filter((id) =>
  Object.values<readonly Law<Kind>[]>(LAWS).some((laws) =>
    laws.some(({ clause }) => clause === id),
  ),
);

const NONE: readonly ClauseId[] = [];

/** Judges by all laws, or by those of some clauses. */
export function judgeOf(
  parameters: Parameters,
  only: ReadonlySet<ClauseId> = new Set(JUDGED),
): Judge {
  const counts = new Float64Array(JUDGED.length);
  const chosen = new Map<string, Chosen>();
  for (const [kind, laws] of Object.entries<readonly Law<Kind>[]>(LAWS)) {
    const kept = laws.filter(({ clause }) => only.has(clause));
    chosen.set(kind, { laws: kept, places: kept.map(({ clause }) => JUDGED.indexOf(clause)) });
  }
  return {
    judge(before, { call, answer }, after) {
      const { laws, places } = chosen.get(call.kind) ?? { laws: [], places: [] };
      const step: Step<Kind> = { before, call, answer, after };
      let broken = NONE;
      for (let at = 0; at < laws.length; at++) {
        const finding = laws[at]!.holds(step, parameters);
        if (finding === null) continue;
        counts[places[at]!]!++;
        if (!finding) broken = [...broken, laws[at]!.clause];
      }
      return broken;
    },
    witnesses: () =>
      Object.fromEntries(
        JUDGED.flatMap((clause, at) => (only.has(clause) ? [[clause, counts[at]!]] : [])),
      ),
  };
}

/** The laws of a kind of calls, and the places of their clauses. */
interface Chosen {
  readonly laws: readonly Law<Kind>[];
  readonly places: readonly number[];
}
