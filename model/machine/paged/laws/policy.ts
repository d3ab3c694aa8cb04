/**
 * Laws of the declared ways to cut and to place. They read the sure frames as a text, in which a run
 * is looked for as a word:
 *
 *     sure frames 1, 2, 4    "01101"        a run of two: "11", at 1
 */
import { countOf, endOf, type Frames, firstOf } from '../frames.ts';
import { type Parameters, sureFrames } from '../state.ts';
import { gainedBy } from './alloc.ts';
import type { Law, Step } from './law.ts';

const textOf = ({ frames }: Parameters, set: Frames): string =>
  Array.from({ length: frames }, (_, frame) => (set >> frame) & 1).join('');

const wordOf = (count: number): string => '1'.repeat(count);

const without = (pool: string, first: number, count: number): string =>
  pool.slice(0, first) + '0'.repeat(count) + pool.slice(first + count);

/** The longest of `needed`, its half, the half of that, and so on, that a run is there for. */
function nextLength(pool: string, needed: number): number {
  let length = needed;
  while (length > 0 && !pool.includes(wordOf(length))) length = Math.floor(length / 2);
  return length;
}

/** Where a run goes; `tail` is the place behind the highest mark, or `null` if it does not count. */
function placeOf(pool: string, count: number, tail: number | null): number {
  const word = wordOf(count);
  return tail !== null && pool.startsWith(word, tail) ? tail : pool.indexOf(word);
}

/** Each segment of a grant lies where the policy says. */
function isPlaced(step: Step<'alloc'>, parameters: Parameters, isTailFirst: boolean): boolean {
  let pool = textOf(parameters, sureFrames(parameters, step.before));
  let marks = step.before.marks;
  for (const run of gainedBy(step)) {
    const place = placeOf(pool, countOf(run), isTailFirst ? endOf(marks) : null);
    if (place !== firstOf(run)) return false;
    pool = without(pool, place, countOf(run));
    marks |= run;
  }
  return true;
}

/** How many segments the policies make of a request that there are enough sure frames for. */
function segmentsFor({ before, call }: Step<'alloc'>, parameters: Parameters): number {
  let pool = textOf(parameters, sureFrames(parameters, before));
  let tail = parameters.placement === 'tail-first' ? endOf(before.marks) : null;
  let segments = 0;
  for (let needed = call.frames; needed > 0; segments++) {
    const length = nextLength(pool, needed);
    const place = placeOf(pool, length, tail);
    pool = without(pool, place, length);
    if (tail !== null) tail = Math.max(tail, place + length);
    needed -= length;
  }
  return segments;
}

export const policyLaws: readonly Law<'alloc'>[] = [
  {
    clause: 'paged.placement.first-fit',
    holds: (step, parameters) =>
      step.answer === null || parameters.placement !== 'first-fit'
        ? null
        : isPlaced(step, parameters, false),
  },
  {
    clause: 'paged.placement.tail-first',
    holds: (step, parameters) =>
      step.answer === null || parameters.placement !== 'tail-first'
        ? null
        : isPlaced(step, parameters, true),
  },
  {
    clause: 'paged.split.halving',
    holds(step, parameters) {
      if (step.answer === null || parameters.placement === 'any') return null;
      let pool = textOf(parameters, sureFrames(parameters, step.before));
      let needed = step.call.frames;
      for (const run of gainedBy(step)) {
        if (countOf(run) !== nextLength(pool, needed)) return false;
        pool = without(pool, firstOf(run), countOf(run));
        needed -= countOf(run);
      }
      return true;
    },
  },
  {
    clause: 'paged.split.slots',
    holds(step, parameters) {
      const { before, call, answer } = step;
      const sure = countOf(sureFrames(parameters, before));
      if (parameters.placement === 'any' || call.frames === 0 || sure < call.frames) return null;
      const isCuttable = segmentsFor(step, parameters) <= parameters.slots - before.segments;
      return isCuttable === (answer !== null && answer.part === null);
    },
  },
];
