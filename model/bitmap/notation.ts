/**
 * Histories as text, for the tests of this family. A line is the number of frames, the placement and then
 * the steps; what a step answers stands behind `=`, and is `done` if it is left out:
 *
 *     8 first-fit: alloc 0 2 = 0+2; split 1 4 2 = refused; observe = 6 6 11000000; dealloc 0
 *
 * `0+2` is the run of 2 frames at 0; `alloc 0 2` asks for 2 frames into slot 0. `only 0 3` grants every
 * frame by itself to the slot of its number and deallocates all but those of slots 0 and 3.
 */
import {
  type BitmapAnswers,
  type BitmapMisuse,
  type BitmapOperation,
  type BitmapOutcome,
  CLAUSES,
  type ClauseId,
} from '../../spec/index.ts';
import { bitmapModel } from '../bitmap.ts';
import { type Judged, judgedSteps } from '../notation.ts';
import type { Placement } from './runs.ts';
import type { BitmapState } from './state.ts';

type Step = readonly [BitmapOperation, BitmapOutcome];

const KINDS: readonly BitmapMisuse[] = ['double', 'partial', 'foreign', 'range'];
const PLACEMENTS: readonly Placement[] = ['first-fit', 'tail-first', 'unknown'];

export const answersOf = (placement: Placement): BitmapAnswers => ({
  frameCounts: [4, 8, 64],
  placement,
  invalidNumbers: 'reject',
  misuse: 'detect',
  deterministic: true,
});

/** The clauses by which a subject with these answers and all hooks is judged. */
export function clausesFor({
  placement,
  misuse,
  invalidNumbers,
  deterministic,
}: BitmapAnswers): Set<ClauseId> {
  const values = new Map<string, string>([
    ['placement', placement],
    ['invalidNumbers', invalidNumbers],
    ['deterministic', String(deterministic)],
    ...KINDS.map((kind) => {
      const answer = typeof misuse === 'string' ? misuse : misuse[kind];
      return [`misuse.${kind}`, answer] as const;
    }),
  ]);
  const applies = CLAUSES.filter(({ answers }) =>
    answers.every(({ path, isAmong, values: among }) => {
      const value = values.get(path);
      return value === undefined || among.includes(value) === isAmong;
    }),
  );
  return new Set(applies.map(({ id }) => id));
}

/** What the last step of the history reaches and breaks, and where an earlier one broke something. */
export function judged(text: string): Judged<BitmapState> {
  const [, frames, policy, steps = ''] = /^(\d+) ([\w-]+): (.*)$/.exec(text) ?? [];
  const placement = PLACEMENTS.find((known) => known === policy);
  if (frames === undefined || placement === undefined) throw new Error(`not a history: ${text}`);
  const answers = answersOf(placement);
  const clauses = clausesFor(answers);
  const start = bitmapModel.initial({ frameCount: Number(frames) }, answers);
  const calls = steps.split('; ').flatMap((each) => parsed(each, Number(frames)));
  return judgedSteps(bitmapModel, start, calls, clauses);
}

function parsed(text: string, frameCount: number): Step[] {
  const [call = '', answer = 'done'] = text.split(' = ');
  const [kind = '', ...values] = call.split(' ');
  const [first, second, third] = values.map(readValue);
  const slot = Number(first);
  if (kind === 'only') return onlySlots(values.map(Number), frameCount);
  const outcome = outcomeOf(answer);
  const how = KINDS.find((known) => known === kind);
  if (how !== undefined) return [[{ kind: 'misuse', how, slot }, outcome]];
  switch (kind) {
    case 'alloc':
      return [[{ kind, slot, count: second }, outcome]];
    case 'split':
      return [[{ kind: 'allocSplit', slot, count: second, limit: third }, outcome]];
    case 'dealloc':
      return [[{ kind, slot }, outcome]];
    case 'create':
      return [[{ kind, config: { frameCount: first } }, outcome]];
    case 'observe':
    case 'reset':
      return [[{ kind }, outcome]];
    default:
      throw new Error(`not a step: ${text}`);
  }
}

const readValue = (text: string): unknown =>
  text.startsWith('"') ? text.slice(1, -1) : Number(text);

function outcomeOf(text: string): BitmapOutcome {
  switch (text) {
    case 'refused':
    case 'done':
    case 'rejected':
    case 'created':
      return { status: text };
  }
  const parts = text.split(' ');
  if (text.includes('+')) {
    const runs = parts.map((part) => {
      const [first = Number.NaN, count = Number.NaN] = part.split('+').map(Number);
      return { first, count };
    });
    return { status: 'granted', runs };
  }
  const [freeFrames, longestRun, marks = ''] = parts;
  const stats = { freeFrames: Number(freeFrames), longestRun: Number(longestRun) };
  return { status: 'observed', stats, marks };
}

function onlySlots(kept: readonly number[], frameCount: number): Step[] {
  const slots = Array.from({ length: frameCount }, (_, slot) => slot);
  const dropped = slots.filter((slot) => !kept.includes(slot));
  return [
    ...slots.flatMap((slot) => parsed(`alloc ${slot} 1 = ${slot}+1`, frameCount)),
    ...dropped.flatMap((slot) => parsed(`dealloc ${slot}`, frameCount)),
  ];
}
