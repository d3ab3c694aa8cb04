/** Scenarios in which an arena is full, or has nothing live, so that it is known what must fit. */
import fc from 'fast-check';
import type { HeapAnswers, HeapConfig } from '../../spec/index.ts';
import { alloc, dealloc, observe, verify } from './calls.ts';
import type { Operations, Scenario } from './scenarios.ts';

/** Blocks that a history can name. */
export const SLOTS = 48;

const slot = fc.nat({ max: SLOTS - 1 });

/** Blocks that are live at once now and then: more than a table or a counter of a byte may hold. */
const CROWD = 264;

export const deallocAll = Array.from({ length: CROWD + 3 }, (_, at) => dealloc(at));

/** Requests of one size until the arena must be full, the last ones twice. */
export function exhausted({ size: arena }: HeapConfig, answers: HeapAnswers): Scenario {
  const align = answers.naturalAlign;
  const empty =
    answers.zeroSize === 'undefined'
      ? []
      : [alloc(CROWD + 1, 0, align), alloc(CROWD + 2, 0, align)];
  const counts = fc.oneof(
    { weight: 39, arbitrary: fc.integer({ min: 8, max: SLOTS }) },
    { weight: 1, arbitrary: fc.constant(CROWD) },
  );
  return fc.tuple(counts, fc.boolean()).map(([count, observed]) => {
    const size = Math.max(1, Math.ceil(arena / count));
    const calls = Array.from({ length: count }, (_, at) => alloc(at, size, align));
    const twice = [
      alloc(count, size, align),
      alloc(count, size, align),
      alloc(count, size * 2, align),
    ];
    const full = [...calls, ...twice, ...empty];
    return observed ? [...calls, observe, ...twice, observe, ...empty, observe] : full;
  });
}

/** Requests of half, a quarter and so on, each twice, which leave nothing of what the arena has. */
function filled(arena: number, align: number): Operations {
  const fill: Operations = [];
  for (
    let rest = Math.floor(arena / 2), at = 12;
    rest >= 8 && at < SLOTS;
    rest = Math.floor(rest / 2), at += 2
  )
    fill.push(alloc(at, rest, align), alloc(at + 1, rest, align));
  return fill;
}

/**
 * A hole, or some that are alike or a little smaller each, in an arena that is full otherwise, and
 * requests for them, or for a little less.
 */
export function walled({ size: arena }: HeapConfig, answers: HeapAnswers): Scenario {
  const align = answers.naturalAlign;
  return fc
    .record({
      size: fc.integer({ min: 1, max: Math.max(1, Math.floor(arena / 3)) }),
      less: fc.constantFrom(0, 0, 1, 9),
      holes: fc.constantFrom(1, 1, 2, 2, 6),
      step: fc.constantFrom(0, 0, answers.overhead.granule),
    })
    .map(({ size, less, holes, step }) => {
      const slots = Array.from({ length: holes }, (_, nth) => 2 * nth);
      const sizeAt = (at: number): number => Math.max(1, size - (at / 2) * step);
      const walls = slots.flatMap((at) => [alloc(at, sizeAt(at), align), alloc(at + 1, 1, align)]);
      const again = slots.map((at) => alloc(at, Math.max(1, sizeAt(at) - less), align));
      return [
        ...deallocAll,
        ...walls,
        ...filled(arena, align),
        ...slots.map(dealloc),
        ...again,
        ...slots.map(verify),
      ];
    });
}

/** A block that needs padding, with nothing but what is beside it left; then all of the arena again. */
export function padded(config: HeapConfig, answers: HeapAnswers): Scenario {
  const { naturalAlign, maxAlign, overhead } = answers;
  const { perArena, perBlock, granule } = overhead;
  const whole = Math.max(1, config.size - perArena - perBlock - granule);
  return fc
    .record({
      first: fc.integer({ min: 1, max: 3 * granule }),
      size: fc.integer({ min: 1, max: Math.max(1, Math.floor(config.size / 4)) }),
      align: fc.constantFrom(maxAlign, maxAlign, Math.min(4 * naturalAlign, maxAlign)),
      full: fc.boolean(),
    })
    .map(({ first, size, align, full }) => [
      ...deallocAll,
      alloc(0, first, naturalAlign),
      alloc(1, size, align),
      verify(1),
      ...(full ? filled(config.size, naturalAlign) : []),
      ...deallocAll,
      alloc(2, whole, naturalAlign),
    ]);
}

/** Everything deallocated in some order, then the largest requests. */
export function drained(config: HeapConfig, answers: HeapAnswers): Scenario {
  const { perArena, perBlock, granule } = answers.overhead;
  const capacity = config.size - perArena;
  const sizes = fc.constantFrom(
    capacity - perBlock - granule,
    Math.floor(capacity / 2) - perBlock,
    Math.ceil(capacity / 3),
    1,
  );
  return fc.tuple(fc.constantFrom('up', 'down', 'odd'), sizes, slot).map(([order, size, at]) => {
    const ordered =
      order === 'up'
        ? deallocAll
        : order === 'down'
          ? deallocAll.toReversed()
          : [
              ...deallocAll.filter((_, index) => index % 2 === 1),
              ...deallocAll.filter((_, index) => index % 2 === 0),
            ];
    return [
      ...ordered,
      observe,
      alloc(at, Math.max(1, size), answers.naturalAlign),
      verify(at),
      dealloc(at),
    ];
  });
}
