/** What is injected into the histories of a heap, and by which clauses it shows. */
import type { HeapMisuse, HeapOperation } from '../../spec/index.ts';
import { givenBack, type Injecting, type Injection, type Point } from '../inject/injection.ts';
import { slotsOf } from '../inject/slots.ts';
import { heapBases, SPARE, SPARES } from './bases.ts';
import { alloc, dealloc, misuse, observe, realloc, reset, verify } from './calls.ts';
import { misuseKinds } from './scenarios.ts';

type At = Point<'heap'>;

/** Requests of each size, when everything is asked for. */
const EACH = 2;

const exhausted: Injection<'heap'> = {
  name: 'the arena is exhausted',
  shows: 'Every hole can be had, a request for more takes nothing, and no block is touched.',
  clauses: ['common.refuse.unchanged', 'heap.block.keeps-bytes'],
  made(at) {
    const { naturalAlign, overhead } = at.profile.answers;
    const taken: HeapOperation[] = [];
    let size = at.config.size;
    for (let slot = SPARE; slot < SPARE + SPARES && size >= 1; slot++) {
      taken.push(alloc(slot, size, naturalAlign));
      if ((slot - SPARE) % EACH === EACH - 1 && size > 1) {
        size = Math.floor(size / 2);
        if (size < overhead.granule) size = 1;
      }
    }
    const slots = taken.map((_, nth) => SPARE + nth);
    const more = alloc(SPARE + SPARES, at.config.size, naturalAlign);
    const live = [...slotsOf(at.steps).live.keys()];
    const seen = [observe, more, ...live.map(verify), observe];
    return givenBack([...taken, ...seen], [...slots.map(dealloc), observe]);
  },
};

const tooMuch: Injection<'heap'> = {
  name: 'too much is asked for',
  shows: 'A refused request changes nothing, however often it is made.',
  clauses: ['common.refuse.unchanged', 'common.refuse.stable', 'common.refuse.impossible'],
  made: ({ config, profile: { answers, hooks } }) =>
    [false, ...(hooks.includes('allocZeroed') ? [true] : [])].flatMap((zeroed) =>
      [config.size + 1, 2 ** 32 + 1].map((size) => {
        const ask = alloc(SPARE, size, answers.naturalAlign, zeroed);
        const larger = alloc(SPARE, size + config.size, answers.naturalAlign, zeroed);
        return { now: [observe, ask, ask, larger, observe] };
      }),
    ),
};

const refusedRealloc: Injection<'heap'> = {
  name: 'a realloc is refused',
  shows: 'The block is live where it was and holds what it held.',
  clauses: ['heap.realloc.refused-intact', 'heap.block.keeps-bytes', 'common.refuse.unchanged'],
  needs: ['realloc'],
  made: (at) =>
    [...slotsOf(at.steps).live.keys()].flatMap((slot) =>
      [at.config.size + 1, 2 ** 32].map((size) => ({
        now: [observe, realloc(slot, size), observe, verify(slot)],
      })),
    ),
};

const again: Injection<'heap'> = {
  name: 'a block comes and goes',
  shows: 'Alloc and dealloc in turn lose nothing.',
  clauses: ['common.grant.no-creep', 'common.stats.agree'],
  made: ({ config, profile }) =>
    [1, Math.max(1, Math.floor(config.size / 16))].map((size) => {
      const turn = [alloc(SPARE, size, profile.answers.naturalAlign), dealloc(SPARE)];
      return { now: [...turn, ...turn, observe] };
    }),
};

const zeroed: Injection<'heap'> = {
  name: 'zeroes are asked for',
  shows: 'They are zeroes, also where a block was before.',
  clauses: ['heap.zeroed.zero'],
  needs: ['allocZeroed'],
  made({ config, profile }) {
    const size = Math.max(1, Math.floor(config.size / 16));
    const align = profile.answers.naturalAlign;
    return [false, true].map((isUsed) => {
      const before = isUsed ? [alloc(SPARE, size, align), dealloc(SPARE)] : [];
      return { now: [...before, alloc(SPARE, size, align, true), verify(SPARE), dealloc(SPARE)] };
    });
  },
};

const wrongNumber: Injection<'heap'> = {
  name: 'a size or an alignment that is none',
  shows: 'It is refused, and changes nothing.',
  clauses: ['heap.size.invalid-refused', 'heap.align.invalid-refused', 'heap.zero-size.refused'],
  made({ profile: { answers } }) {
    const { naturalAlign, invalidNumbers, invalidAlign, zeroSize } = answers;
    const sizes = [
      ...(invalidNumbers === 'reject' ? [Number.NaN, -1, 0.5, '8', null, {}] : []),
      ...(zeroSize === 'reject' ? [0] : []),
    ];
    const aligns = invalidAlign === 'reject' ? [0, 3, 24] : [];
    const calls = [
      ...sizes.map((size) => alloc(SPARE, size, naturalAlign)),
      ...aligns.map((align) => alloc(SPARE, 8, align)),
    ];
    return calls.length === 0 ? [] : [{ now: [observe, ...calls, observe] }];
  },
};

/** Misuse of one kind; what it can be aimed at depends on the position. */
const misused = (
  how: HeapMisuse,
  clause: Injection<'heap'>['clauses'][number],
  shows: string,
  targets: (at: At) => readonly number[],
): Injection<'heap'> => ({
  name: `misuse: ${how}`,
  shows,
  clauses: [clause, 'common.misuse.unchanged'],
  made: (at) =>
    misuseKinds(at.profile.answers).includes(how)
      ? targets(at).map((slot) => ({ now: [observe, misuse(how, slot), observe] }))
      : [],
});

const forgotten: Injection<'heap'> = {
  name: 'a reset',
  shows: 'Whatever there was, it is forgotten.',
  clauses: ['common.stats.agree', 'common.inspect.partition'],
  needs: ['reset'],
  made: () => [{ now: [observe, reset, observe] }],
};

export const heapInjecting: Injecting<'heap'> = {
  bases: heapBases,
  injections: [
    exhausted,
    tooMuch,
    refusedRealloc,
    again,
    zeroed,
    wrongNumber,
    misused(
      'double',
      'common.misuse.double-detected',
      'A block that is gone cannot be deallocated again.',
      doubles,
    ),
    misused(
      'interior',
      'heap.misuse.interior-detected',
      'An address inside a block cannot be deallocated.',
      ({ steps }) => [...slotsOf(steps).live.keys()],
    ),
    misused(
      'foreign',
      'common.misuse.foreign-detected',
      'An address that was never granted cannot be deallocated.',
      () => [0],
    ),
    misused('null', 'heap.misuse.null-harmless', 'Nothing can be deallocated.', () => [0]),
    forgotten,
  ],
};

/** Slots that hold nothing any more, and whose place nobody has taken since. */
function doubles({ steps }: At): number[] {
  const { live, ended } = slotsOf(steps);
  const places = new Map<number, { readonly address: number; readonly size: number }>();
  for (const { operation, outcome } of steps) {
    if ('slot' in operation && 'size' in operation && outcome.status === 'granted')
      places.set(operation.slot, { address: outcome.address, size: Number(operation.size) });
  }
  const taken = [...live.keys()].flatMap((slot) => places.get(slot) ?? []);
  const isFree = (place: number | undefined): boolean =>
    place !== undefined &&
    taken.every(({ address, size }) => place < address || place >= address + size);
  return ended.filter((slot) => isFree(places.get(slot)?.address));
}
