/**
 * A history is all that the judge sees: what was asked, what came back, and under which answers. It is a
 * plain value; written as JSON it replays without a seed.
 */
import type { Family } from './allocator.ts';
import type {
  BitmapAdapter,
  BitmapAnswers,
  BitmapConfig,
  BitmapOperation,
  BitmapOutcome,
  BitmapSubject,
} from './bitmap.ts';
import type {
  HeapAdapter,
  HeapAnswers,
  HeapConfig,
  HeapOperation,
  HeapOutcome,
  HeapSubject,
} from './heap.ts';
import type {
  PagedAdapter,
  PagedAnswers,
  PagedConfig,
  PagedOperation,
  PagedOutcome,
  PagedSubject,
} from './paged.ts';

/** The types that belong to each family. */
export interface FamilyTypes {
  heap: {
    adapter: HeapAdapter;
    answers: HeapAnswers;
    config: HeapConfig;
    subject: HeapSubject;
    operation: HeapOperation;
    outcome: HeapOutcome;
  };
  bitmap: {
    adapter: BitmapAdapter;
    answers: BitmapAnswers;
    config: BitmapConfig;
    subject: BitmapSubject;
    operation: BitmapOperation;
    outcome: BitmapOutcome;
  };
  paged: {
    adapter: PagedAdapter;
    answers: PagedAnswers;
    config: PagedConfig;
    subject: PagedSubject;
    operation: PagedOperation;
    outcome: PagedOutcome;
  };
}

export type Adapter = FamilyTypes[Family]['adapter'];

/** An operation on one of a run's instances. */
export interface Call<Operation> {
  readonly instance: number;
  readonly operation: Operation;
}

export interface Step<Operation, Outcome> extends Call<Operation> {
  readonly outcome: Outcome;
}

/** What is asked of a fresh set of instances. */
export interface Program<Config, Operation> {
  readonly instances: readonly Config[];
  readonly calls: readonly Call<Operation>[];
}

export interface Run<Config, Operation, Outcome> {
  readonly instances: readonly Config[];
  readonly steps: readonly Step<Operation, Outcome>[];
}

/**
 * How the second run of a history is related to the first: the same calls again; only the calls to one
 * instance; the same calls with every arena shifted.
 */
export type Relation =
  | { readonly kind: 'repeat' }
  | { readonly kind: 'alone'; readonly instance: number }
  | { readonly kind: 'shift'; readonly by: number };

export interface History<F extends Family = Family> {
  readonly family: F;
  readonly subject: string;
  readonly answers: FamilyTypes[F]['answers'];
  readonly runs: readonly Run<
    FamilyTypes[F]['config'],
    FamilyTypes[F]['operation'],
    FamilyTypes[F]['outcome']
  >[];
  /** Present if there are two runs. */
  readonly relation?: Relation;
}
