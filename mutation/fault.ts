/** A fault: a small wrong change to a right allocator, and the clause that must notice it. */
import { type ClauseId, FAMILIES, type Family } from '../spec/index.ts';

export interface Fault {
  /** The clause that kills it, and what it does. */
  readonly id: `${ClauseId}/${string}`;
  /** The subject whose source is changed. */
  readonly target: Target;
  readonly edits: readonly Edit[];
  /** A label of the seeds (K1, PV01), of a public bug (P054, PM31), or a thought. */
  readonly origin: string;
  /** What the adapter is made with, if its defaults rule the clause out. */
  readonly options?: Options;
}

/** `find` must occur exactly once in the file. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The allocators of `impl/`, and the plain heap of `doubles/`, in which more can be broken. */
export type Target = Family | 'double';

export const TARGETS: readonly Target[] = ['double', ...FAMILIES];

/** A row for each of them. */
export const byTarget = <Row>(rowOf: (target: Target) => Row): Readonly<Record<Target, Row>> =>
  Object.fromEntries(TARGETS.map((target) => [target, rowOf(target)])) as Record<Target, Row>;

export const familyOf = (target: Target): Family => (target === 'double' ? 'heap' : target);

export type Options = Readonly<Record<string, string>>;
