/**
 * What is injected into the histories of a paged allocator.
 *
 *     a mark is lost         tamper 0 ............ dealloc: the segment is quarantined
 *     and restored           tamper 0 . tamper 1 . dealloc: nothing is
 *     and found at once      tamper 0 . dealloc . ask for more than is left . purge . ask again
 *
 * Regions that are injected belong to pids at the far end of the range.
 */
import { ODD_NUMBERS } from '../generate.ts';
import { givenBack, type Injecting, type Injection, type Insertion } from '../inject/injection.ts';
import { Memory, pagedBases } from './bases.ts';
import { alloc, dealloc, observe, purge, read, reset, tamper, write } from './calls.ts';
import { freeAt, ownedPages, ownersAt, pagesOf, positionOf, spare } from './owned.ts';

const markLost: Injection<'paged'> = {
  name: 'a mark is lost',
  shows:
    'The owner notices nothing, nobody is granted the frame, and the dealloc finds the damage.',
  clauses: ['paged.tamper.io-unaffected', 'paged.dealloc.status', 'paged.quarantine.whole-segment'],
  needs: ['tamper'],
  made: (at) =>
    ownedPages(at).map(({ pid, page, position }) => ({
      now: [observe, tamper(pid, page, 0), read(pid, position, 1), observe],
      later: [observe, dealloc(pid), observe],
    })),
};

const markRestored: Injection<'paged'> = {
  name: 'a mark is lost and restored',
  shows: 'Damage that was mended before the dealloc leaves no trace.',
  clauses: ['paged.tamper.io-unaffected', 'paged.marks.agree', 'paged.dealloc.status'],
  needs: ['tamper'],
  made: (at) =>
    ownedPages(at).flatMap(({ pid, page, position }): Insertion<'paged'>[] => {
      const lost = [tamper(pid, page, 0), read(pid, position, 1)];
      const close = [observe, dealloc(pid), observe];
      return [
        { now: [...lost, tamper(pid, page, 1), observe], later: close },
        { now: lost, later: [tamper(pid, page, 1), ...close] },
      ];
    }),
};

const markFound: Injection<'paged'> = {
  name: 'a mark is lost and found',
  shows:
    'The segment is quarantined whole, withheld until the purge, and wiped and granted after it.',
  clauses: [
    'paged.dealloc.whole-region',
    'paged.dealloc.repeated',
    'paged.quarantine.whole-segment',
    'paged.quarantine.complete',
    'paged.quarantine.relocked',
    'paged.quarantine.withheld',
    'paged.quarantine.count',
    'paged.quarantine.keeps',
    'paged.purge.count',
    'paged.purge.exact',
    'paged.purge.wipes',
    'paged.purge.reclaims',
  ],
  needs: ['tamper', 'purge'],
  made: (at) =>
    ownedPages(at).map(({ pid, page, position }) => {
      const { frameSize } = new Memory(at.config);
      const others = [...ownersAt(at)].filter(([owner]) => owner !== pid);
      const rest = at.config.frameCount - others.reduce((sum, [, pages]) => sum + pages, 0);
      const [all = 0, one = 0] = spare(at);
      const ask = [alloc(all, rest * frameSize), alloc(one, frameSize)];
      return {
        now: [
          ...[observe, tamper(pid, page, 0), observe, dealloc(pid), observe],
          ...[dealloc(pid), read(pid, position, 1), ...ask, observe, dealloc(one), dealloc(all)],
          ...[observe, purge, observe, ...ask],
          ...pagesOf(rest).map((each) => read(all, positionOf(at, each), frameSize)),
          ...[read(one, positionOf(at, 0), frameSize), observe, dealloc(one), dealloc(all)],
        ],
      };
    }),
};

const overflow: Injection<'paged'> = {
  name: 'more damage than the table holds',
  shows: 'The entry that finds the table full is put in after a purge.',
  clauses: ['paged.quarantine.overflow', 'paged.quarantine.count', 'common.inspect.partition'],
  needs: ['tamper'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    const { quarantineCapacity: entries } = at.config;
    const pids = spare(at).slice(0, entries + 1);
    if (pids.length <= entries || freeAt(at) <= entries) return [];
    const damaged = pids.flatMap((pid) => [tamper(pid, 0, 0), dealloc(pid), observe]);
    return [{ now: [...pids.map((pid) => alloc(pid, frameSize)), observe, ...damaged] }];
  },
};

const framesExhausted: Injection<'paged'> = {
  name: 'frames are exhausted',
  shows: 'Every free frame can be had, clean, and a request for one more takes nothing.',
  clauses: ['common.refuse.unchanged', 'paged.alloc.only-free', 'common.inspect.partition'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    const sizes: number[] = [];
    for (let frames = at.config.frameCount; frames >= 1; frames = Math.floor(frames / 2))
      sizes.push(frames);
    const takers = spare(at).slice(0, sizes.length);
    const takes = takers.flatMap((pid, nth) => [
      // A byte of the last frame is enough to take all of it.
      alloc(pid, (sizes[nth] ?? 1) * frameSize - (frameSize - 1)),
      read(pid, positionOf(at, 0), frameSize),
      write(pid, positionOf(at, 0), frameSize, 200 + nth),
    ]);
    const [last = 0] = spare(at).toReversed();
    const taken = [...takes, observe, alloc(last, frameSize), alloc(last, frameSize), observe];
    return givenBack(taken, [...[...takers, last].map(dealloc), observe]);
  },
};

const slotsExhausted: Injection<'paged'> = {
  name: 'slots are exhausted',
  shows: 'A request that is short of slots takes no frame.',
  clauses: ['paged.segments.bounded', 'common.refuse.unchanged'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    const { slotCount, frameCount } = at.config;
    const takers = spare(at).slice(0, slotCount + 1);
    if (slotCount >= frameCount || takers.length <= slotCount) return [];
    const taken = [...takers.map((pid) => alloc(pid, frameSize)), observe, alloc(takers[0], 1)];
    return givenBack([observe, ...taken, observe], [...takers.map(dealloc), observe]);
  },
};

const tooMuch: Injection<'paged'> = {
  name: 'too much is asked for',
  shows: 'A refused request changes nothing, however often it is made.',
  clauses: ['common.refuse.unchanged', 'common.refuse.stable', 'common.refuse.monotone'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    const free = freeAt(at) * frameSize;
    const [pid = 0] = spare(at);
    const owner = ownersAt(at).keys().next().value ?? pid;
    const asks = (who: number, size: number): Insertion<'paged'> => {
      const ask = alloc(who, size);
      const again = [ask, ask, alloc(who, size + at.config.memorySize)];
      // Where parts are granted, one may have been.
      return { now: [observe, ...again, observe, ...(who === pid ? [dealloc(pid)] : [])] };
    };
    const sizes = [free + 1, at.config.memorySize + 1, 2 ** 32 + 1];
    return [...sizes.map((size) => asks(pid, size)), asks(owner, free + 1)];
  },
};

const again: Injection<'paged'> = {
  name: 'a region comes and goes',
  shows: 'Alloc and dealloc in turn lose nothing.',
  clauses: ['common.grant.no-creep', 'common.stats.agree'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    const [pid = 0] = spare(at);
    const free = freeAt(at);
    const sizes = free === 0 ? [] : [...new Set([1, free])];
    return sizes.map((frames) => {
      const turn = [alloc(pid, frames * frameSize), dealloc(pid)];
      return { now: [...turn, ...turn, observe] };
    });
  },
};

const purged: Injection<'paged'> = {
  name: 'a purge',
  shows: 'It takes out what is quarantined, and touches nothing else.',
  clauses: ['paged.purge.count', 'paged.purge.empties', 'paged.purge.idle'],
  needs: ['purge'],
  made: () => [{ now: [observe, purge, observe, purge, observe] }],
};

const wrongPid: Injection<'paged'> = {
  name: 'a pid outside of the range',
  shows: 'Nobody gets memory, and nobody loses any.',
  clauses: ['paged.pid.outside-refused', 'common.refuse.unchanged'],
  made(at) {
    const { pids, invalidNumbers } = at.profile.answers;
    const strange = invalidNumbers === 'reject' ? [-1, 0.5, Number.NaN] : [];
    const [lowest, highest] = pids;
    const beyond = [highest + 1, ...(lowest > 0 ? [lowest - 1] : [])];
    const position = positionOf(at, 0);
    return [...beyond, ...strange].map((pid) => {
      const calls = [
        alloc(pid, 1),
        dealloc(pid),
        read(pid, position, 1),
        write(pid, position, 1, 7),
      ];
      return { now: [observe, ...calls, observe] };
    });
  },
};

const wrongNumber: Injection<'paged'> = {
  name: 'a size or a position that is no number of bytes',
  shows: 'It is refused, and changes nothing.',
  clauses: ['paged.alloc.zero-refused', 'paged.alloc.invalid-refused', 'common.refuse.unchanged'],
  made(at) {
    const odd = at.profile.answers.invalidNumbers === 'reject' ? STRANGE : [];
    const [stranger = 0] = spare(at);
    const pid = ownersAt(at).keys().next().value ?? stranger;
    const calls = odd.flatMap((value) => [alloc(pid, value), read(pid, value, 1)]);
    return [{ now: [observe, alloc(pid, 0), ...calls, observe] }];
  },
};

/** -0 is a second name of 0 to most allocators; integers may be refused for another reason. */
const STRANGE = ODD_NUMBERS.filter(
  (value) => !Object.is(value, -0) && !(Number.isSafeInteger(value) && Number(value) > 0),
);

const forged: Injection<'paged'> = {
  name: 'a forged address',
  shows: 'Nobody reads or writes by an address that names somebody else.',
  clauses: ['paged.address.forged', 'common.refuse.unchanged'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    const [stranger = 0] = spare(at);
    const position = positionOf(at, 0);
    return [...ownersAt(at).keys()].flatMap((owner) =>
      [
        [stranger, owner],
        [owner, stranger],
      ].map(([pid, stamped]): Insertion<'paged'> => {
        const calls = [read(pid, position, 1, stamped), write(pid, position, 1, 3, stamped)];
        return { now: [observe, ...calls, observe, read(owner, position, frameSize)] };
      }),
    );
  },
};

const astray: Injection<'paged'> = {
  name: 'an access beyond its page',
  shows: 'It is not served, and no byte is changed; nothing at all can be had up to the end.',
  clauses: ['paged.io.page-rule', 'paged.write.refused-unchanged', 'paged.io.empty'],
  made(at) {
    const { frameSize } = new Memory(at.config);
    return ownedPages(at).map(({ pid, position }) => ({
      now: [
        write(pid, position + frameSize - 1, 2, 5),
        read(pid, position + 1, frameSize),
        write(pid, position, frameSize + 1, 6),
        read(pid, position, frameSize),
        read(pid, position + frameSize, 0),
      ],
    }));
  },
};

const forgotten: Injection<'paged'> = {
  name: 'a reset',
  shows: 'Whatever there was, it is forgotten.',
  clauses: ['common.stats.agree', 'common.inspect.partition'],
  needs: ['reset'],
  made: (at) => [
    {
      now: [
        observe,
        reset,
        observe,
        ...[...ownersAt(at).keys()].map((pid) => read(pid, positionOf(at, 0), 1)),
      ],
    },
  ],
};

export const pagedInjecting: Injecting<'paged'> = {
  bases: pagedBases,
  injections: [
    markLost,
    markRestored,
    markFound,
    overflow,
    framesExhausted,
    slotsExhausted,
    tooMuch,
    again,
    purged,
    wrongPid,
    wrongNumber,
    forged,
    astray,
    forgotten,
  ],
};
