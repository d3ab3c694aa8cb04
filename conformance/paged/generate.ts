/**
 * Strategy: small arenas, since faults show where frames, slots and quarantine entries are scarce. A history
 * is a list of short scenarios on top of each other: combs that force a region into fragments, accesses at
 * every edge of it, bytes of a former owner, forged addresses, marks overwritten before a dealloc, a
 * quarantine that overflows. Frame counts, slots, table sizes and bases change from history to history.
 */
import fc from 'fast-check';
import type { PagedAnswers, PagedConfig, PagedOperation } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import { chained, interleaved, LARGE_NUMBERS, ODD_NUMBERS, relations } from '../generate.ts';
import type { Case } from '../kit.ts';
import { pagedKit } from '../paged.ts';
import { alloc, dealloc, observe, purge, read, tamper, write } from './calls.ts';

type Operations = PagedOperation[];
type Scenario = fc.Arbitrary<Operations>;

const LONGEST = 10;
/** A multiple of every frame size that is generated. */
const SHIFTS = [4096, 2 ** 32];

export function pagedCases({
  answers,
  hooks,
  inForce,
}: Profile<'paged'>): fc.Arbitrary<Case<'paged'>> {
  const has = new Set(hooks);
  const chosen = answers.geometry === 'fixed' ? fc.constant(inForce) : configs(answers);
  const programs = chained(chosen, (config) => {
    const one = program(config, answers, has);
    const lists = fc.oneof(
      { weight: 5, arbitrary: one.map((operations) => [operations]) },
      { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 2 }) },
    );
    return lists.map((all) => ({
      instances: all.map(() => config),
      calls: pagedKit.disciplined(interleaved(all), answers),
    }));
  });
  return fc
    .tuple(programs, relations(answers, answers.geometry === 'any' ? SHIFTS : []))
    .map(([each, relate]) => ({ program: each, ...relate(each.instances.length) }));
}

function configs({ partial }: PagedAnswers): fc.Arbitrary<PagedConfig> {
  const slots = ['few', 'tight', 'tight', 'some', 'enough', 'enough'];
  // Parts are granted where slots are short.
  const scarce = ['tight', 'tight', 'tight', 'few', 'enough'];
  return fc
    .record({
      frameCount: fc.constantFrom(4, 8, 8, 16, 16, 64),
      frameSize: fc.constantFrom(2, 4, 8, 64),
      slots: fc.constantFrom(...(partial === 'off' ? slots : scarce)),
      quarantine: fc.constantFrom(1, 2, 3),
      base: fc.constantFrom(0, 0, 1, 3),
    })
    .map(({ frameCount, frameSize, slots, quarantine, base }) => ({
      memorySize: frameCount * frameSize,
      frameCount,
      slotCount: slotCounts(frameCount)[slots] ?? frameCount,
      quarantineCapacity: quarantine,
      virtualBase: base * frameSize,
    }));
}

/** `tight`: a comb of three frames a pid uses them all, and what it leaves needs more. */
const slotCounts = (frameCount: number): Readonly<Record<string, number>> => ({
  few: 2,
  tight: Math.max(2, Math.floor(frameCount / 3) + 1),
  some: Math.max(3, frameCount / 2),
});

/** The pids of a history, lowest first: neighbours, both ends, and some that are equal modulo powers of two. */
function pidsOf({ pids: [lowest, highest] }: PagedAnswers): number[] {
  const near = Array.from({ length: 10 }, (_, at) => lowest + at);
  const far = [lowest + 256, lowest + 257, lowest + 65_536, lowest + 2 ** 32, highest];
  return [...new Set([...near, ...far])].filter((pid) => pid >= lowest && pid <= highest);
}

interface Setting {
  readonly config: PagedConfig;
  readonly answers: PagedAnswers;
  readonly hooks: ReadonlySet<string>;
  readonly frameSize: number;
  readonly pids: readonly number[];
  readonly pid: fc.Arbitrary<number>;
  readonly near: fc.Arbitrary<number>;
  readonly tag: fc.Arbitrary<number>;
}

function program(config: PagedConfig, answers: PagedAnswers, hooks: ReadonlySet<string>): Scenario {
  const pids = pidsOf(answers);
  const setting: Setting = {
    config,
    answers,
    hooks,
    frameSize: config.memorySize / config.frameCount,
    pids,
    pid: fc.constantFrom(...pids),
    near: fc.constantFrom(...pids.slice(0, 5)),
    tag: fc.integer({ min: 1, max: 60_000 }),
  };
  const weighted: fc.WeightedArbitrary<Operations>[] = [
    { weight: 6, arbitrary: singles(setting) },
    { weight: 4, arbitrary: comb(setting) },
    { weight: answers.partial === 'off' ? 4 : 8, arbitrary: comb(setting, true) },
    { weight: 3, arbitrary: formerOwner(setting) },
    { weight: 4, arbitrary: edges(setting) },
    { weight: 5, arbitrary: forged(setting) },
    { weight: 2, arbitrary: neighbours(setting) },
    { weight: 2, arbitrary: drained(setting) },
    { weight: 7, arbitrary: refused(setting) },
    { weight: 8, arbitrary: oddArguments(setting) },
    { weight: 2, arbitrary: loop(setting) },
    { weight: 2, arbitrary: alike(setting) },
  ];
  if (answers.geometry === 'any')
    weighted.push({ weight: 12, arbitrary: creation(config, answers) });
  if (hooks.has('tamper')) {
    weighted.push(
      { weight: 5, arbitrary: damaged(setting) },
      { weight: 3, arbitrary: overflowing(setting) },
    );
    if (answers.selfChecking) weighted.push({ weight: 2, arbitrary: underDamage(setting) });
  }
  if (hooks.has('purge')) {
    weighted.push({
      weight: 1,
      arbitrary: setting.near.map((pid) => [observe, purge, observe, ...probe(setting, pid, 0)]),
    });
    if (hooks.has('tamper')) weighted.push({ weight: 2, arbitrary: regranted(setting) });
  }
  if (hooks.has('reset')) {
    weighted.push({ weight: 4, arbitrary: again(setting) });
  }
  const opening = fc.oneof<Scenario[]>(
    fc.constant([]),
    setting.near.map((pid) => [alloc(pid, config.memorySize), dealloc(pid)]),
    setting.near.map((pid) => [alloc(pid, config.memorySize / 2), alloc(pid, 1)]),
  );
  return fc
    .tuple(
      opening,
      fc.array(fc.oneof(...weighted), { minLength: 1, maxLength: LONGEST, size: 'max' }),
    )
    .map(([first, rest]) => [observe, ...first, ...rest.flat()]);
}

/** Writes a whole page and reads it back. */
function probe(
  { config, frameSize }: Setting,
  pid: number,
  page: number,
  tag = pid + 1,
): Operations {
  const position = config.virtualBase + page * frameSize;
  return [write(pid, position, frameSize, tag), read(pid, position, frameSize)];
}

const pages = (count: number): number[] => Array.from({ length: count }, (_, page) => page);

/** Reads every page of a pid. */
const readAll = ({ config, frameSize }: Setting, pid: number, count: number): Operations =>
  pages(count).map((page) => read(pid, config.virtualBase + page * frameSize, frameSize));

const writeAll = (
  { config, frameSize }: Setting,
  pid: number,
  count: number,
  tag: number,
): Operations =>
  pages(count).map((page) =>
    write(pid, config.virtualBase + page * frameSize, frameSize, tag + page),
  );

function singles(setting: Setting): Scenario {
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
function comb(setting: Setting, isScarce = false): Scenario {
  const { config, frameSize, pids } = setting;
  const { frameCount } = config;
  return fc
    .record({
      size: isScarce ? fc.constantFrom(3, 3, 2) : fc.constantFrom(1, 1, 2, 3, 3),
      every: isScarce ? fc.constant(2) : fc.constantFrom(2, 2, 3),
      all: isScarce ? fc.constant(true) : fc.boolean(),
      some: fc.integer({ min: 2, max: Math.min(frameCount, 9) }),
      twice: fc.boolean(),
      tag: setting.tag,
    })
    .map(({ size, every, all, some, twice, tag }) => {
      const [last = 0, ...others] = pids.toReversed();
      const teeth = Math.min(others.length, Math.floor(frameCount / size));
      const owners = others.slice(0, teeth);
      const freed = owners.filter((_, at) => at % every === 0);
      const wanted = all ? freed.length * size : some;
      const operations: Operations = [
        ...pids.map(dealloc),
        ...owners.map((pid) => alloc(pid, size * frameSize)),
      ];
      // What the teeth leave over is taken too, so that only holes between them are left.
      operations.push(alloc(owners[1] ?? 0, Math.max(1, (frameCount - teeth * size) * frameSize)));
      operations.push(...freed.map(dealloc), observe, alloc(last, wanted * frameSize), observe);
      operations.push(...writeAll(setting, last, wanted, tag), ...readAll(setting, last, wanted));
      if (twice) operations.push(alloc(last, frameSize), ...probe(setting, last, wanted, tag + 99));
      operations.push(
        ...owners.slice(1, 3).flatMap((pid) => probe(setting, pid, 0)),
        observe,
        dealloc(last),
        observe,
      );
      return operations;
    });
}

/** Bytes written, the region given up, the frames granted to another pid. */
function formerOwner(setting: Setting): Scenario {
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

/** Accesses at every edge of a region, with every length that matters. */
function edges(setting: Setting): Scenario {
  const { answers, config, frameSize, near, tag } = setting;
  const base = config.virtualBase;
  const lowest = answers.invalidNumbers === 'reject' ? -1 : 0;
  return fc
    .tuple(
      near,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      tag,
      fc.nat({ max: 11 }),
      fc.nat({ max: 8 }),
    )
    .map(([pid, count, writes, mark, whichPosition, whichLength]) => {
      const end = base + count * frameSize;
      const positions = [
        Math.max(base - 1, lowest),
        base,
        base + 1,
        base + frameSize - 1,
        base + frameSize,
        end - 1,
        end,
        end + 1,
        end + frameSize,
        0,
        base + 2,
        2 ** 32 + base,
      ];
      const lengths = [
        0,
        1,
        1,
        2,
        frameSize - 1,
        frameSize,
        frameSize,
        frameSize + 1,
        frameSize * 2,
      ];
      const position = positions[whichPosition] ?? base;
      const length = lengths[whichLength] ?? 1;
      const access = writes ? write(pid, position, length, mark) : read(pid, position, length);
      // From one page to the next, and from the last one to nowhere.
      const across = count > 1 ? [base + frameSize - 1, end - 1] : [end - 1];
      return [
        dealloc(pid),
        alloc(pid, count * frameSize),
        ...writeAll(setting, pid, count, mark + 7),
        access,
        ...across.map((at) => (writes ? write(pid, at, 2, mark + 3) : read(pid, at, 2))),
        ...readAll(setting, pid, count),
        read(pid, end - 1, 1),
        ...(base > 0 ? [writes ? write(pid, base - 1, 1, mark) : read(pid, base - 1, 1)] : []),
        read(pid, base, 0),
        read(pid, end, 0),
      ];
    });
}

/** Addresses that carry the pid of somebody else, and addresses of a region that is gone. */
function forged(setting: Setting): Scenario {
  const { config, frameSize, near, tag } = setting;
  return fc
    .tuple(near, near, tag, fc.boolean(), fc.boolean())
    .map(([owner, other, mark, writes, stale]) => {
      const at = config.virtualBase;
      const [pid, stamped] = stale ? [owner, owner] : [other, owner === other ? owner + 1 : owner];
      const past = at + frameSize;
      return [
        alloc(owner, frameSize * 2),
        alloc(other, frameSize),
        ...probe(setting, owner, 0, mark),
        ...probe(setting, other, 0, mark + 3),
        ...(stale ? [dealloc(owner), alloc(owner, frameSize)] : []),
        writes
          ? write(pid, stale ? past : at, 1, mark, stamped)
          : read(pid, stale ? past : at, 1, stamped),
        read(owner, at, frameSize),
        read(other, at, frameSize),
      ];
    });
}

/** Two pids with everything written; one of them grows, shrinks or goes, and the other is read. */
function neighbours(setting: Setting): Scenario {
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

function drained(setting: Setting): Scenario {
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

function refused({ config, frameSize, near }: Setting): Scenario {
  const sizes = fc.constantFrom(
    config.memorySize + 1,
    config.memorySize * 2,
    2 ** 31,
    2 ** 32,
    2 ** 32 + frameSize,
    2 ** 53 - 1,
  );
  return fc
    .tuple(near, sizes, fc.boolean())
    .map(([pid, size, larger]) => [
      observe,
      alloc(pid, size),
      alloc(pid, larger ? Math.min(size * 2, Number.MAX_SAFE_INTEGER) : size),
      observe,
      alloc(pid, 1),
    ]);
}

function oddArguments(setting: Setting): Scenario {
  const { answers, config, frameSize, near } = setting;
  const [lowest, highest] = answers.pids;
  const strict = answers.invalidNumbers === 'reject';
  const values = fc.constantFrom<unknown>(0, ...(strict ? ODD_NUMBERS : LARGE_NUMBERS));
  // -0 is a second name of 0 to most allocators, and harmless; it is not used where 0 is served.
  const positions = values.filter((value) => !Object.is(value, -0));
  const beyond = [highest + 1, highest + 65_537, ...(lowest > 0 ? [lowest - 1] : [])];
  const strange = ODD_NUMBERS.filter((value) => !isPid(value, answers) && !Object.is(value, -0));
  const badPids = fc.constantFrom<unknown>(...beyond, ...(strict ? strange : []));
  const at = config.virtualBase;
  const calls = fc.oneof(
    near.map((pid) => alloc(pid, 0)),
    badPids.map((pid) => alloc(pid, frameSize)),
    badPids.map(dealloc),
    badPids.map((pid) => read(pid, at, 1)),
    badPids.map((pid) => write(pid, at, 1, 5)),
  );
  return fc
    .tuple(near, calls, values, positions, fc.boolean())
    .map(([pid, call, size, position, writes]) => [
      observe,
      call,
      alloc(pid, size),
      observe,
      // Only who has a region is told what is wrong with a position.
      alloc(pid, frameSize),
      writes ? write(pid, position, 1, 6) : read(pid, position, 1),
      read(pid, at, 1),
    ]);
}

const isPid = (value: unknown, { pids: [lowest, highest] }: PagedAnswers): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest && value <= highest;

function loop({ frameSize, near, config }: Setting): Scenario {
  return fc
    .tuple(near, fc.integer({ min: 1, max: config.frameCount }), fc.integer({ min: 2, max: 6 }))
    .map(([pid, count, times]) => {
      const turn = [alloc(pid, count * frameSize), dealloc(pid)];
      return [dealloc(pid), ...pages(times).flatMap(() => turn)];
    });
}

/** Pids that are equal modulo 2^8, 2^16 or 2^32, if the range has such. */
function alike(setting: Setting): Scenario {
  const { frameSize, pids, tag } = setting;
  const pairs = pids.flatMap((a) =>
    pids.filter((b) => b > a && [256, 65_536, 2 ** 32].includes(b - a)).map((b) => [a, b]),
  );
  const ends = [pids[0] ?? 0, pids.at(-1) ?? 0];
  return fc
    .tuple(fc.constantFrom(ends, ...pairs), tag)
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
    ]);
}

/** A mark overwritten before a dealloc: the segment goes into the quarantine, and comes back with a purge. */
function damaged(setting: Setting): Scenario {
  const { config, frameSize, near, tag, hooks } = setting;
  return fc
    .record({
      pid: near,
      other: near,
      count: fc.integer({ min: 1, max: Math.min(4, config.frameCount) }),
      page: fc.nat({ max: 3 }),
      restored: fc.constantFrom(false, false, false, true),
      purgedBefore: fc.constantFrom(false, false, true),
      purged: fc.boolean(),
      tag,
    })
    .map(({ pid, other, count, page, restored, purgedBefore, purged, tag: mark }) => {
      const at = page % count;
      const purges = hooks.has('purge');
      return [
        dealloc(pid),
        alloc(pid, count * frameSize),
        ...writeAll(setting, pid, count, mark),
        observe,
        tamper(pid, at, 0),
        ...readAll(setting, pid, count),
        ...probe(setting, pid, at, mark + 5),
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

/** A segment that went into the quarantine, came back and has another owner: a purge must not wipe it. */
function regranted(setting: Setting): Scenario {
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

/** A reset, also while segments are in the quarantine; what is asked for then starts from nothing. */
function again(setting: Setting): Scenario {
  const { config, frameSize, near, hooks, tag } = setting;
  return fc
    .record({
      pid: near,
      other: near,
      damaged: fc.boolean(),
      purged: fc.boolean(),
      whole: fc.boolean(),
      tag,
    })
    .map(({ pid, other, damaged, purged, whole, tag: mark }) => [
      ...(damaged && hooks.has('tamper')
        ? [dealloc(pid), alloc(pid, frameSize), ...probe(setting, pid, 0, mark)]
        : []),
      ...(damaged && hooks.has('tamper') ? [tamper(pid, 0, 0), dealloc(pid)] : []),
      observe,
      { kind: 'reset' },
      observe,
      ...(purged && hooks.has('purge') ? [purge, observe] : []),
      ...probe(setting, pid, 0),
      alloc(pid, whole ? config.memorySize : 1),
      ...readAll(setting, pid, 1),
      ...probe(setting, pid, 0, mark),
      alloc(other, config.memorySize - frameSize),
    ]);
}

/** More damaged segments than the table has entries. */
function overflowing(setting: Setting): Scenario {
  const { config, frameSize, pids, near, hooks } = setting;
  return fc
    .tuple(fc.integer({ min: 2, max: 6 }), near, fc.boolean())
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

/** Requests while a mark is damaged: only for subjects that do not believe their marks. */
function underDamage(setting: Setting): Scenario {
  const { config, frameSize, near, tag } = setting;
  return fc
    .tuple(near, near, fc.integer({ min: 1, max: 3 }), tag)
    .map(([pid, other, count, mark]) => [
      dealloc(pid),
      dealloc(other),
      alloc(pid, count * frameSize),
      ...writeAll(setting, pid, count, mark),
      observe,
      tamper(pid, count - 1, 0),
      alloc(other, config.memorySize - count * frameSize),
      alloc(other, frameSize),
      ...writeAll(setting, other, 2, mark + 17),
      ...(pid === other ? [] : readAll(setting, pid, count)),
      observe,
      dealloc(pid),
      observe,
    ]);
}

function creation(config: PagedConfig, { invalidNumbers }: PagedAnswers): Scenario {
  const keys: (keyof PagedConfig)[] = [
    'memorySize',
    'frameCount',
    'slotCount',
    'quarantineCapacity',
    'virtualBase',
  ];
  // Huge powers of two are legal and costly.
  const small = ODD_NUMBERS.filter((value) => typeof value !== 'number' || !(value >= 2 ** 31));
  const odd = invalidNumbers === 'reject' ? small : [];
  const values = fc.constantFrom<unknown>(
    ...odd,
    0,
    1,
    2,
    3,
    12,
    config.frameCount,
    config.memorySize,
    config.memorySize * 2,
    2 ** 53 - 1,
  );
  const changes = fc
    .tuple(fc.constantFrom(...keys), values)
    .filter(([key, value]) => key === 'virtualBase' || value !== 2 ** 53 - 1);
  const edges = fc.constantFrom<[keyof PagedConfig, unknown]>(
    ['frameCount', config.memorySize],
    ['memorySize', config.frameCount],
    ['virtualBase', 2 ** 53 - config.memorySize],
    ['virtualBase', 2 ** 53 - 2 * config.memorySize],
    ['memorySize', config.memorySize + config.frameCount],
    ['slotCount', 0],
    ['quarantineCapacity', 0],
  );
  return fc
    .oneof(
      { weight: 3, arbitrary: changes },
      { weight: 4, arbitrary: edges },
      { weight: 1, arbitrary: fc.constant(null) },
    )
    .map((change) => {
      const changed = change === null ? { ...config } : { ...config, [change[0]]: change[1] };
      return [{ kind: 'create', config: changed }, observe];
    });
}
