/** What the kit needs to know about a family: how to call it, what to call, and the model that judges. */
import type fc from 'fast-check';
import type { Model, Scope } from '../model/index.ts';
import type { Family, FamilyTypes, Program, Relation } from '../spec/index.ts';
import type { Profile } from './execute.ts';
import type { Injecting } from './inject/injection.ts';

export interface Case<F extends Family> {
  readonly program: Program<FamilyTypes[F]['config'], FamilyTypes[F]['operation']>;
  readonly relation?: Relation;
}

/** One instance of a subject, called by symbolic operations. */
export interface Driver<F extends Family> {
  /** The configuration that is really in force. */
  readonly config: FamilyTypes[F]['config'];
  /** Never throws: a subject that throws is an outcome. */
  apply(operation: FamilyTypes[F]['operation']): FamilyTypes[F]['outcome'];
  /** The state of the subject, if it shows it. */
  fingerprint(): string | undefined;
}

export interface Kit<F extends Family> {
  readonly family: F;
  readonly model: Model<F, unknown>;
  /** Instances small enough to try everything. */
  readonly scopes: readonly Scope<F>[];
  /** Methods that every subject must have, and those it may leave out. */
  readonly methods: readonly string[];
  readonly optional: readonly string[];
  drive(
    subject: FamilyTypes[F]['subject'],
    config: FamilyTypes[F]['config'],
    adapter: FamilyTypes[F]['adapter'],
  ): Driver<F>;
  /** A configuration to open the subject with when it is only to be seen what it makes of it. */
  sampleConfig(answers: FamilyTypes[F]['answers']): FamilyTypes[F]['config'];
  /** The call that only makes an instance; left out where no clause says which can be made. */
  creation?(config: FamilyTypes[F]['config']): FamilyTypes[F]['operation'];
  cases(profile: Profile<F>): fc.Arbitrary<Case<F>>;
  readonly injecting: Injecting<F>;
  /** The program with every base moved. */
  shifted(program: Case<F>['program'], by: number): Case<F>['program'];
  /** What a shifted program is answered; left out where that does not follow from the answer before. */
  shiftedAnswer?(outcome: FamilyTypes[F]['outcome'], by: number): FamilyTypes[F]['outcome'];
  /** Drops calls that the rules of the kit forbid, such as an alloc between a tamper and the dealloc of its owner. */
  disciplined(
    calls: Case<F>['program']['calls'],
    answers: FamilyTypes[F]['answers'],
  ): Case<F>['program']['calls'];
}
