/** Regions that are granted, scattered, given up and granted to another pid. */
import fc from 'fast-check';
import { alloc, dealloc, observe, purge, read, reset, tamper, write } from '../calls.ts';
import {
  type Operations,
  pages,
  probe,
  readAll,
  type Scenario,
  type Setting,
  writeAll,
} from './setting.ts';

export function singles(setting: Setting): Scenario {
  const { config, frameSize, near, tag } = setting;
  const size = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: frameSize * 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: config.memorySize }) },
  );
  const position = fc.integer({ min: 0, max: config.virtualBase + frameSize * 5 });
  const length = fc.integer({ min: 0, max: frameSize + 1 });
  return fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(near, size).map(([pid, bytes]) => alloc(pid, bytes)) },
      { weight: 3, arbitrary: near.map(dealloc) },
      {
        weight: 3,
        arbitrary: fc.tuple(near, position, length).map(([pid, at, bytes]) => read(pid, at, bytes)),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(near, position, length, tag)
          .map(([pid, at, bytes, mark]) => write(pid, at, bytes, mark)),
      },
      { weight: 1, arbitrary: fc.constant(observe) },
    ),
    { minLength: 1, maxLength: 14, size: 'max' },
  );
}

/** One pid a frame until the arena is full, every other one deallocated, then a region across the holes. */
export function comb(setting: Setting, isScarce = false): Scenario {
  const { config, frameSize, hooks, pids } = setting;
  const { frameCount } = config;
  const some = { minLength: 1, maxLength: 6, size: 'max' } as const;
  const hurt = fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat({ max: 11 }), some));
  return fc
    .record({
      size: isScarce ? fc.constantFrom(3, 3, 2) : fc.constantFrom(1, 1, 2, 3, 3),
      every: isScarce ? fc.constant(2) : fc.constantFrom(2, 2, 3),
      all: isScarce ? fc.constant(true) : fc.boolean(),
      some: fc.integer({ min: Math.min(2, frameCount), max: Math.min(frameCount, 9) }),
      twice: fc.boolean(),
      hurt: hooks.has('tamper') ? hurt : fc.constant<number[]>([]),
      owns: fc.constantFrom('nothing', 'nothing', 'a page', 'a damaged page'),
      tag: setting.tag,
    })
    .map(({ size, every, all, some, twice, hurt, owns, tag }) => {
      const [last = 0, ...others] = pids.toReversed();
      const teeth = Math.min(others.length, Math.floor(frameCount / size));
      const owners = others.slice(0, teeth);
      const freed = owners.filter((_, at) => at % every === 0);
      const wanted = all ? freed.length * size : some;
      const operations: Operations = [
        ...pids.map(dealloc),
        ...(owns === 'nothing' ? [] : [alloc(last, frameSize)]),
        ...owners.map((pid) => alloc(pid, size * frameSize)),
      ];
      // What the teeth leave over is taken too, so that only holes between them are left.
      operations.push(alloc(owners[1] ?? 0, Math.max(1, (frameCount - teeth * size) * frameSize)));
      operations.push(...freed.map(dealloc));
      if (owns === 'a damaged page' && hooks.has('tamper')) operations.push(tamper(last, 0, 0));
      operations.push(observe, alloc(last, wanted * frameSize), observe);
      operations.push(...writeAll(setting, last, wanted, tag), ...readAll(setting, last, wanted));
      if (twice) operations.push(alloc(last, frameSize), ...probe(setting, last, wanted, tag + 99));
      operations.push(
        ...owners.slice(1, 3).flatMap((pid) => probe(setting, pid, 0)),
        observe,
        // What is damaged are several segments of one region, if there are so many.
        ...hurt.filter((page) => page < wanted).map((page) => tamper(last, page, 0)),
        dealloc(last),
        observe,
      );
      return operations;
    });
}

/** Bytes written, the region given up, the frames granted to another pid. */
export function formerOwner(setting: Setting): Scenario {
  const { frameSize, near, tag } = setting;
  return fc
    .tuple(near, near, fc.integer({ min: 1, max: 3 }), tag)
    .map(([first, second, count, mark]) => [
      dealloc(first),
      dealloc(second),
      alloc(first, count * frameSize),
      ...writeAll(setting, first, count, mark),
      dealloc(first),
      dealloc(first),
      alloc(second, count * frameSize),
      ...readAll(setting, second, count),
      observe,
    ]);
}

/** Two pids with everything written; one of them grows, shrinks or goes, and the other is read. */
export function neighbours(setting: Setting): Scenario {
  const { frameSize, near, tag } = setting;
  return fc
    .tuple(near, near, fc.integer({ min: 1, max: 2 }), tag, fc.boolean())
    .map(([one, two, count, mark, grows]) => [
      dealloc(one),
      dealloc(two),
      alloc(one, count * frameSize),
      alloc(two, count * frameSize),
      alloc(one, frameSize),
      ...writeAll(setting, one, count + 1, mark),
      ...(one === two ? [] : writeAll(setting, two, count, mark + 31)),
      observe,
      grows ? alloc(two, frameSize) : dealloc(two),
      observe,
      ...readAll(setting, one, count + 1),
    ]);
}

export function drained(setting: Setting): Scenario {
  const { config, frameSize, near, pids, hooks } = setting;
  const whole = fc.constantFrom(config.memorySize, config.memorySize - frameSize, frameSize);
  return fc
    .tuple(near, whole, fc.boolean())
    .map(([pid, size, up]) => [
      ...(up ? pids : pids.toReversed()).map(dealloc),
      ...(hooks.has('purge') ? [purge] : []),
      observe,
      alloc(pid, size),
      ...probe(setting, pid, 0),
      observe,
      dealloc(pid),
      alloc(pid, size),
    ]);
}

export function loop({ frameSize, near, config }: Setting): Scenario {
  return fc
    .tuple(near, fc.integer({ min: 1, max: config.frameCount }), fc.integer({ min: 2, max: 6 }))
    .map(([pid, count, times]) => {
      const turn = [alloc(pid, count * frameSize), dealloc(pid)];
      return [dealloc(pid), ...pages(times).flatMap(() => turn)];
    });
}

/** Pids that are equal modulo a power of two, if the range has such, and any others. */
export function alike(setting: Setting): Scenario {
  const { answers, frameSize, pids, tag } = setting;
  const [lowest, highest] = answers.pids;
  const pairs = pids.flatMap((a) =>
    pids.filter((b) => b > a && [256, 65_536, 2 ** 32].includes(b - a)).map((b) => [a, b]),
  );
  const ends = [lowest, highest];
  const any = fc.integer({ min: lowest, max: highest });
  const twins = fc
    .tuple(fc.constantFrom(...pids), fc.integer({ min: 4, max: 32 }))
    .map(([pid, bits]) => [pid, pid + 2 ** bits > highest ? lowest : pid + 2 ** bits]);
  return fc
    .tuple(fc.oneof(fc.constantFrom(ends, ...pairs), twins, fc.tuple(any, any)), tag)
    .map(([[one = 0, two = 0], mark]) => [
      dealloc(one),
      dealloc(two),
      alloc(one, frameSize),
      alloc(two, frameSize),
      ...probe(setting, one, 0, mark),
      ...probe(setting, two, 0, mark + 11),
      ...readAll(setting, one, 1),
      dealloc(two),
      ...readAll(setting, one, 1),
      dealloc(one),
    ]);
}

/**
 * A reset, also while segments are in the quarantine, marks are lost or the arena is full; what is asked for
 * then starts from nothing.
 */
export function again(setting: Setting): Scenario {
  const { config, frameSize, near, hooks, pids, tag } = setting;
  return fc
    .record({
      pid: near,
      other: near,
      damaged: fc.boolean(),
      found: fc.boolean(),
      before: fc.constantFrom('as it was', 'one region', 'many regions'),
      purged: fc.boolean(),
      whole: fc.boolean(),
      tag,
    })
    .map(({ pid, other, damaged, found, before, purged, whole, tag: mark }) => [
      ...(before === 'as it was' ? [] : pids.map(dealloc)),
      ...(before === 'one region' ? fill(setting, other, mark + 21) : []),
      ...(before === 'many regions' ? pids.map((each) => alloc(each, frameSize)) : []),
      ...(damaged && hooks.has('tamper')
        ? [dealloc(pid), alloc(pid, frameSize), ...probe(setting, pid, 0, mark)]
        : []),
      ...(damaged && hooks.has('tamper') ? [tamper(pid, 0, 0)] : []),
      ...(damaged && found ? [dealloc(pid)] : []),
      ...probe(setting, other, 0, mark + 5),
      observe,
      reset,
      observe,
      ...(purged && hooks.has('purge') ? [purge, observe] : []),
      ...probe(setting, pid, 0),
      alloc(pid, whole ? config.memorySize : 1),
      alloc(other, config.memorySize - frameSize),
      // First by the pid that accessed last before the reset: what it looked up may be stale.
      ...probe(setting, other, 0, mark + 3),
      ...readAll(setting, pid, 1),
      ...upper(setting).map((page) => read(pid, config.virtualBase + page * frameSize, frameSize)),
      ...probe(setting, pid, 0, mark),
      ...readAll(setting, other, 1),
    ]);
}

/** A page in the middle of a region that is all of the arena, and its last one. */
const upper = ({ config: { frameCount } }: Setting): number[] => [
  Math.floor(frameCount / 2),
  frameCount - 1,
];

/** All but a frame of the arena, with something in its first and its last pages. */
const fill = (setting: Setting, pid: number, tag: number): Operations => {
  const { config, frameSize } = setting;
  const last = config.frameCount - 2;
  return [
    alloc(pid, config.memorySize - frameSize),
    ...probe(setting, pid, 0, tag),
    ...probe(setting, pid, Math.max(0, last), tag + 1),
  ];
};
