import type { HeapAnswers, HeapConfig, HeapMisuse } from '../../spec/index.ts';
import type { CommonState, Extent } from '../common.ts';

export interface Block extends Extent {
  readonly slot: number;
  readonly align: number;
  /** Bytes of the arena that it takes at most. */
  readonly spend: number;
  /** Bytes from its start on that it may hold: a block that shrinks where it is may keep what it had. */
  readonly held: number;
  /** The pattern that fills it, if the kit can write into it. */
  readonly tag: number | null;
  readonly usable: number | null;
}

export interface HeapState extends CommonState {
  readonly live: readonly Block[];
  readonly arena: HeapConfig;
  readonly answers: HeapAnswers;
  /** Slots that hold an address which is not a block. */
  readonly sentinels: readonly number[];
}

export const blockAt = ({ live }: Pick<HeapState, 'live'>, slot: number): Block | undefined =>
  live.find((block) => block.slot === slot);

/** One answer for all kinds speaks of addresses; `null` is none, and is asked about by name only. */
export function misuseAnswer({ misuse }: HeapAnswers, how: HeapMisuse): string {
  if (typeof misuse !== 'string') return misuse[how];
  return how === 'null' ? 'undefined' : misuse;
}
