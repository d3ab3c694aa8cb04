/** A fault: a small wrong change to a right allocator, and the clause that must notice it. */
import type { ClauseId } from '../spec/index.ts';

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

export type Target = 'bitmap' | 'paged' | 'heap';

export type Options = Readonly<Record<string, string>>;
