/**
 * What is asked of a machine, and what it answers. A move of the upper half is a transition; one of
 * the lower half should lead nowhere new, so it is judged in every state and not counted:
 *
 *     alloc   dealloc   purge   write   tamper      the state after it is explored
 *     read    observe   reset                       and so are writes that nobody may make
 */
import type { PagedStats, ReadStatus } from '../../../spec/index.ts';
import type { Run } from './frames.ts';

export interface Moves {
  alloc: {
    readonly call: { readonly kind: 'alloc'; readonly pid: number; readonly frames: number };
    readonly answer: Grant | null;
  };
  dealloc: {
    readonly call: { readonly kind: 'dealloc'; readonly pid: number };
    readonly answer: 'success' | 'quarantined' | 'already-free';
  };
  purge: { readonly call: { readonly kind: 'purge' }; readonly answer: number };
  write: { readonly call: Access<'write'>; readonly answer: 'written' | ReadStatus };
  tamper: {
    readonly call: { readonly kind: 'tamper'; readonly frame: number; readonly mark: 0 | 1 };
    readonly answer: 'done';
  };
  /** The answer is the tag of the frame, 0 if no byte is read. */
  read: { readonly call: Access<'read'>; readonly answer: number | ReadStatus };
  observe: { readonly call: { readonly kind: 'observe' }; readonly answer: Report };
  reset: { readonly call: { readonly kind: 'reset' }; readonly answer: 'done' };
}

export type Kind = keyof Moves;
export type CallOf<K extends Kind> = Moves[K]['call'];
export type AnswerTo<K extends Kind> = Moves[K]['answer'];
export type Move = { [K in Kind]: Moves[K] }[Kind];

export interface Access<K extends 'read' | 'write' = 'read' | 'write'> {
  readonly kind: K;
  /** The caller, and the pid of the address. */
  readonly pid: number;
  readonly to: number;
  /** In bytes. */
  readonly position: number;
  readonly length: number;
}

export interface Grant {
  /** In bytes. */
  readonly position: number;
  /** There if it is only a part. */
  readonly part: { readonly frames: number; readonly bytes: number } | null;
  /** A caller does not see them; they tell the ways apart in which a request can be met. */
  readonly runs: readonly Run[];
}

export interface Report extends Required<PagedStats> {
  readonly quarantineCount: number;
}
