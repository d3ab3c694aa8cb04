/**
 * The words that every family shares: how a subject answers, how it may fail to answer, and what it
 * declares about itself. An adapter author needs this file and the one of the family, nothing else.
 */

/** In the order of the chapters. What has a row for each family takes it from here. */
export const FAMILIES = ['heap', 'bitmap', 'paged'] as const;

export type Family = (typeof FAMILIES)[number];

/**
 * What a subject does when it is handed something it never granted, or granted and took back.
 * - `detect`: the call answers `false` and changes nothing
 * - `throw`: the call throws and changes nothing
 * - `ignore`: the call answers anything and changes nothing
 * - `undefined`: anything may happen, so the kit never does it
 */
export type MisuseAnswer = 'detect' | 'throw' | 'ignore' | 'undefined';

/** An answer for all kinds of misuse at once, or one for each kind. */
export type MisuseAnswers<Kind extends string> =
  | MisuseAnswer
  | Readonly<Record<Kind, MisuseAnswer>>;

/** A call that gave no usable answer. `skipped` means that the kit had nothing to call it with. */
export type Mishap =
  | { readonly status: 'threw'; readonly message: string }
  | { readonly status: 'hung' }
  | { readonly status: 'malformed'; readonly answer: string; readonly expected: string }
  | { readonly status: 'skipped' };

/** The part of an adapter that does not depend on the family. */
export interface AdapterOf<F extends Family, Answers, Config, Subject> {
  /** Shown in reports and recorded in histories. */
  readonly name: string;
  readonly family: F;
  /** What the allocator promises where the specification leaves a choice. Every question needs an answer. */
  readonly answers: Answers;
  /** Makes a new, independent instance, or answers `null` if the configuration is refused. */
  create(config: Config): Subject | null;
}
