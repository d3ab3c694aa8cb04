/** What a family says about faults at every step: what to inject, and into which histories. */
import type { ClauseId, Family, FamilyTypes, Step } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';

type Operation<F extends Family> = FamilyTypes[F]['operation'];

/** A position in a history: what is known there. */
export interface Point<F extends Family> {
  readonly profile: Profile<F>;
  /** The configuration in force. */
  readonly config: FamilyTypes[F]['config'];
  /** What was called until here, and what came back. */
  readonly steps: readonly Step<Operation<F>, FamilyTypes[F]['outcome']>[];
}

/** One way to make a fault at a point. */
export interface Insertion<F extends Family> {
  readonly now: readonly Operation<F>[];
  /** Behind the last call of the history, before the epilogue. */
  readonly later?: readonly Operation<F>[];
}

/** What was taken is given back at once, or behind the history. */
export const givenBack = <F extends Family>(
  taken: readonly Operation<F>[],
  back: readonly Operation<F>[],
): Insertion<F>[] => [{ now: [...taken, ...back] }, { now: taken, later: back }];

export interface Injection<F extends Family> {
  readonly name: string;
  /** What it shows. */
  readonly shows: string;
  /** The clauses that it must reach wherever it is made, unless they do not apply. */
  readonly clauses: readonly ClauseId[];
  /** The methods without which it cannot be made. */
  readonly needs?: readonly string[];
  /** Every way to make it here; none where nothing is there to be disturbed. */
  made(point: Point<F>): readonly Insertion<F>[];
}

/** A short history on one instance. */
export interface Base<F extends Family> {
  readonly name: string;
  readonly config: FamilyTypes[F]['config'];
  readonly operations: readonly Operation<F>[];
  /** Closing calls that show a loss: all is given back, and then the whole arena is asked for. */
  readonly epilogue: readonly Operation<F>[];
}

export interface Injecting<F extends Family> {
  /** Written by hand; together they pass through every kind of call. */
  bases(profile: Profile<F>): readonly Base<F>[];
  readonly injections: readonly Injection<F>[];
}
