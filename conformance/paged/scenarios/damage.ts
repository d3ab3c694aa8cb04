/** Marks that were overwritten, the quarantine, and what comes out of it. */
import fc from 'fast-check';
import { alloc, dealloc, observe, purge, read, tamper } from '../calls.ts';
import { MANY, probe, readAll, type Scenario, type Setting, writeAll } from './setting.ts';

/** A mark overwritten before a dealloc: the segment goes into the quarantine, and comes back with a purge. */
export function damaged(setting: Setting): Scenario {
  const { config, frameSize, near, tag, hooks } = setting;
  return fc
    .record({
      pid: near,
      other: near,
      count: fc.integer({ min: 1, max: Math.min(4, config.frameCount) }),
      page: fc.nat({ max: 3 }),
      isLast: fc.boolean(),
      restored: fc.constantFrom(false, false, false, true),
      purgedBefore: fc.constantFrom(false, false, true),
      purged: fc.boolean(),
      tag,
    })
    .map(({ pid, other, count, page, isLast, restored, purgedBefore, purged, tag: mark }) => {
      const at = isLast ? count - 1 : page % count;
      const purges = hooks.has('purge');
      const position = config.virtualBase + at * frameSize;
      return [
        dealloc(pid),
        alloc(pid, count * frameSize),
        // Behind it, so that what is done there may be done to the damaged frame as well.
        alloc(other, frameSize),
        ...writeAll(setting, pid, count, mark),
        observe,
        tamper(pid, at, 0),
        ...readAll(setting, pid, count),
        ...probe(setting, pid, at, mark + 5),
        read(pid, position, 0),
        alloc(pid, config.memorySize),
        ...(restored ? [tamper(pid, at, 1)] : []),
        ...(purgedBefore && purges ? [observe, purge, observe] : []),
        ...(other === pid ? [] : [dealloc(other)]),
        observe,
        dealloc(pid),
        observe,
        dealloc(pid),
        observe,
        alloc(pid, frameSize),
        ...readAll(setting, pid, 1),
        observe,
        alloc(other, config.memorySize - frameSize * count),
        ...readAll(setting, other, count),
        ...(purged && purges
          ? [
              observe,
              purge,
              observe,
              purge,
              alloc(other, count * frameSize),
              observe,
              dealloc(other),
              ...probe(setting, pid, 0),
            ]
          : []),
      ];
    });
}

/** A segment from one word of 32 marks into later ones, where mostly one is overwritten. */
export function damagedFar(setting: Setting): Scenario {
  const { config, frameSize, near, pids, tag } = setting;
  const starts = [fc.integer({ min: 1, max: 31 })];
  if (config.frameCount === MANY) starts.push(fc.integer({ min: 257, max: 287 }));
  return fc
    .record({
      pid: near,
      before: fc.oneof(...starts),
      beyond: fc.integer({ min: 1, max: config.frameCount - 32 }),
      isBeyond: fc.constantFrom(true, true, false),
      choice: fc.nat({ max: config.frameCount - 1 }),
      tag,
    })
    .map(({ pid, before, beyond, isBeyond, choice, tag: mark }) => {
      const [last = 0] = pids.toReversed();
      const within = 32 - (before % 32);
      const count = Math.min(within + beyond, config.frameCount - before);
      const page = isBeyond ? within + (choice % (count - within)) : choice % within;
      return [
        ...pids.map(dealloc),
        observe,
        alloc(last, before * frameSize),
        observe,
        alloc(pid, count * frameSize),
        observe,
        ...probe(setting, pid, page, mark),
        tamper(pid, page, 0),
        dealloc(last),
        observe,
        dealloc(pid),
        observe,
        alloc(last, config.memorySize),
        alloc(last, frameSize),
        observe,
      ];
    });
}

/** A segment that went into the quarantine, came back and has another owner: a purge must not wipe it. */
export function regranted(setting: Setting): Scenario {
  const { config, frameSize, near, tag } = setting;
  return fc
    .tuple(near, near, fc.integer({ min: 1, max: 3 }), fc.boolean(), tag)
    .map(([pid, other, count, whole, mark]) => {
      const size = whole ? config.memorySize : count * frameSize;
      const held = Math.ceil(size / frameSize);
      return [
        dealloc(pid),
        alloc(pid, count * frameSize),
        ...writeAll(setting, pid, count, mark),
        observe,
        tamper(pid, 0, 0),
        dealloc(pid),
        purge,
        observe,
        alloc(other, size),
        ...writeAll(setting, other, Math.min(held, 4), mark + 41),
        purge,
        observe,
        ...readAll(setting, other, Math.min(held, 4)),
        dealloc(other),
      ];
    });
}

/** More damaged segments than the table has entries. */
export function overflowing(setting: Setting): Scenario {
  const { config, frameSize, pids, near, hooks } = setting;
  return fc
    .tuple(
      fc.integer({ min: 2, max: Math.max(6, config.quarantineCapacity + 2) }),
      near,
      fc.boolean(),
    )
    .map(([count, pid, together]) => {
      const owners = pids.slice(0, Math.min(count, config.frameCount));
      const each = owners.flatMap((owner) => [tamper(owner, 0, 0), dealloc(owner), observe]);
      const all = [
        ...owners.map((owner) => tamper(owner, 0, 0)),
        ...owners.flatMap((owner) => [dealloc(owner), observe]),
      ];
      return [
        ...pids.map(dealloc),
        ...owners.map((owner) => alloc(owner, frameSize)),
        ...owners.flatMap((owner) => probe(setting, owner, 0)),
        observe,
        ...(together ? all : each),
        alloc(pid, frameSize),
        ...readAll(setting, pid, 1),
        ...(hooks.has('purge')
          ? [
              purge,
              observe,
              dealloc(pid),
              alloc(pid, config.memorySize),
              ...readAll(setting, pid, config.frameCount),
              dealloc(pid),
            ]
          : []),
      ];
    });
}

/**
 * Requests while a mark is damaged, and a hole is below it: only for subjects that do not believe their
 * marks.
 */
export function underDamage(setting: Setting): Scenario {
  const { config, frameSize, near, pids, tag } = setting;
  return fc
    .tuple(
      near,
      near,
      fc.integer({ min: 1, max: Math.min(3, config.frameCount) }),
      tag,
      fc.boolean(),
    )
    .map(([pid, other, count, mark, isAlone]) => [
      ...(isAlone ? pids.map(dealloc) : [dealloc(pid), dealloc(other)]),
      alloc(other, frameSize),
      alloc(pid, count * frameSize),
      dealloc(other),
      ...writeAll(setting, pid, count, mark),
      observe,
      tamper(pid, count - 1, 0),
      observe,
      alloc(other, frameSize),
      observe,
      dealloc(other),
      alloc(other, config.memorySize - count * frameSize),
      alloc(other, frameSize),
      ...writeAll(setting, other, 2, mark + 17),
      ...(pid === other ? [] : readAll(setting, pid, count)),
      observe,
      dealloc(pid),
      observe,
    ]);
}
