/**
 * The 86 operators of the public catalogue of allocator bugs, and what became of each: the origin
 * of faults in an allocator that exists, or work for a family that is planned.
 *
 *     PM20 -> faults             some fault names it as its origin
 *     PM38 -> buddy, because     no allocator that exists has anything to break there
 */
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';

/** The families that are planned, and the facade of a heap by the names of C. */
export type Later =
  | 'bump'
  | 'stack'
  | 'frame'
  | 'pool'
  | 'slab'
  | 'buddy'
  | 'freelist'
  | 'dma'
  | 'userspace'
  | 'malloc';

export type OperatorId = `PM${number}`;

export type Operator =
  | { readonly does: string; readonly for: 'faults' }
  | {
      readonly does: string;
      readonly for: readonly Later[];
      /** Why it is no fault of a family that exists. */
      readonly because: string;
    };

export const OPERATORS: Readonly<Record<OperatorId, Operator>> = {
  // Arithmetic
  PM01: { does: 'adds a header to the size, with no guard on the sum', for: 'faults' },
  PM02: { does: 'compares with the limit first, and rounds up or adds after', for: 'faults' },
  PM03: { does: 'rounds up past the largest number to 0, then to the minimum', for: 'faults' },
  PM04: {
    does: 'multiplies count and size in calloc with no guard',
    for: ['malloc', 'userspace'],
    because: 'allocZeroed takes one size; the tests of the facade cover products',
  },
  PM05: { does: 'guards one entry and forgets its siblings, such as realloc', for: 'faults' },
  PM06: { does: 'takes 0 or any other number for a power of two', for: 'faults' },
  PM07: {
    does: 'shifts 1 by a logarithm or an order that has no limit',
    for: ['buddy', 'dma'],
    because: 'alignments are numbers, not logarithms, and there are no orders',
  },
  PM08: { does: 'uses operators of 32 bits on numbers of 2^31 or more', for: 'faults' },
  PM09: { does: 'keeps a size in too few bits, or beside a flag', for: 'faults' },
  // Alignment
  PM10: { does: 'rounds the size up but leaves the address unaligned', for: 'faults' },
  PM11: { does: 'aligns an index and forgets where the arena begins', for: 'faults' },
  PM12: { does: 'rounds the start down or the end up, out of bounds', for: 'faults' },
  PM13: { does: 'skips the alignment only where freed memory is used again', for: 'faults' },
  PM14: { does: 'moves a block to the default alignment in realloc', for: 'faults' },
  PM15: { does: 'chooses the way of a realloc by the old size', for: 'faults' },
  PM16: { does: 'masks with the alignment itself instead of one less', for: 'faults' },
  PM17: {
    does: 'takes a further chunk without regard to the alignment',
    for: ['bump', 'slab'],
    because: 'an arena stays as it was made: there are no further chunks',
  },
  PM18: { does: 'tests whether the size fits, without its padding', for: 'faults' },
  PM19: { does: 'aligns the distance from the arena instead of the address', for: 'faults' },
  // Splitting
  PM20: { does: 'leaves the hole as large as before a part was taken', for: 'faults' },
  PM21: { does: 'mishandles a rest that is too small for a list node', for: 'faults' },
  PM22: { does: 'gives a block the size of the hole it was cut from', for: 'faults' },
  PM23: { does: 'rounds a part up so that it reaches into the next', for: 'faults' },
  PM24: { does: 'does not raise a small request to the minimum', for: 'faults' },
  PM25: { does: 'files a rest of 0 bytes beside the others', for: 'faults' },
  PM26: { does: 'counts another overhead than a block really has', for: 'faults' },
  // Padding
  PM27: { does: 'loses the padding in front of an aligned block', for: 'faults' },
  PM28: { does: 'pads by one unit even where nothing is to be padded', for: 'faults' },
  PM29: { does: 'skips the first bytes of an arena that is aligned', for: 'faults' },
  PM30: { does: 'rejects a dealloc because alignments of blocks differ', for: 'faults' },
  // Joining too little
  PM31: { does: 'does not join a freed block with the hole before', for: 'faults' },
  PM32: { does: 'does not join a freed block with the hole behind', for: 'faults' },
  PM33: { does: 'does not join with the hole at the very end', for: 'faults' },
  PM34: { does: 'joins two halves and stops one level too early', for: 'faults' },
  PM35: {
    does: 'adds memory without joining it with its free neighbours',
    for: ['buddy', 'freelist'],
    because: 'memory is never added to an arena',
  },
  PM36: { does: 'mistreats the mark at the end of a part in a join', for: 'faults' },
  // Joining too much
  PM37: { does: 'joins with a part that is in use or across it', for: 'faults' },
  PM38: {
    does: 'computes the buddy from the address instead of the offset',
    for: ['buddy'],
    because: 'neighbours are found by position; the halves of a split are no buddies',
  },
  PM39: {
    does: 'joins with a free buddy that is of another order',
    for: ['buddy'],
    because: 'holes of any two sizes may be joined',
  },
  PM40: { does: 'counts one part twice in the size of a sum', for: 'faults' },
  // Lists
  PM41: { does: 'does not tell the successor of its new predecessor', for: 'faults' },
  PM42: { does: 'marks a size class as empty that is not', for: 'faults' },
  PM43: { does: 'keeps the head or the mark of an empty list', for: 'faults' },
  PM44: { does: 'does not advance the start while cutting up a hole', for: 'faults' },
  PM45: { does: 'puts a rest into the list out of order', for: 'faults' },
  PM46: { does: 'stops one node early when it puts into a list', for: 'faults' },
  PM47: {
    does: 'packs a generation or a tag with the wrong shift',
    for: ['pool', 'slab'],
    because: 'an address is a number or a pair, and no generation is packed into it',
  },
  PM48: { does: 'uses what was known of a neighbour before it changed', for: 'faults' },
  // Search
  PM49: { does: 'never looks at the last word, frame or hole', for: 'faults' },
  PM50: { does: 'wants more than enough: less than for at most', for: 'faults' },
  PM51: { does: 'does not go on at the beginning after the end', for: 'faults' },
  PM52: { does: 'gives up after the first place that was tried', for: 'faults' },
  PM53: { does: 'skips a hole where another aligned start would do', for: 'faults' },
  PM54: { does: 'miscounts a run where it crosses from word to word', for: 'faults' },
  PM55: { does: 'computes the end of what was asked one too high', for: 'faults' },
  PM56: { does: 'leaves the alignment out when it asks for more memory', for: 'faults' },
  // Extent
  PM57: { does: 'manages one frame or block beyond the end', for: 'faults' },
  PM58: { does: 'lets its own records share memory with the bytes of blocks', for: 'faults' },
  PM59: { does: 'uses one slot too few, such as number 0', for: 'faults' },
  PM60: { does: 'takes elements for bytes, or offsets for addresses', for: 'faults' },
  PM61: { does: 'does not check that an arena is large enough', for: 'faults' },
  PM62: {
    does: 'rounds up when it is extended by less than a block',
    for: ['freelist', 'userspace'],
    because: 'an arena is never extended',
  },
  // Checks of dealloc
  PM63: { does: 'accepts a second dealloc: the memory has two owners', for: 'faults' },
  PM64: { does: 'accepts an address out of range, or throws at it', for: 'faults' },
  PM65: { does: 'accepts the dealloc of a part of a block', for: 'faults' },
  PM66: { does: 'accepts another size or order than was granted, in silence', for: 'faults' },
  PM67: { does: 'counts a dealloc that it has rejected', for: 'faults' },
  PM68: { does: 'falls back on a layer that grants what the first owns', for: 'faults' },
  // Realloc
  PM69: { does: 'copies as many bytes as the new size has', for: 'faults' },
  PM70: { does: 'copies as many bytes as before into a smaller block', for: 'faults' },
  PM71: { does: 'moves a block without any of its bytes', for: 'faults' },
  PM72: { does: 'records the new size without rounding, or in another unit', for: 'faults' },
  PM73: {
    does: 'leaves a block in place though another alignment is asked for',
    for: ['userspace'],
    because: 'realloc keeps the alignment that a block was granted at',
  },
  PM74: { does: 'does not free the old block after a move', for: 'faults' },
  PM75: { does: 'grows into a neighbour that is large enough but live', for: 'faults' },
  PM76: { does: 'subtracts the sizes of a realloc the wrong way round', for: 'faults' },
  // Zeroing
  PM77: { does: 'zeroes less of a block than was asked for', for: 'faults' },
  PM78: { does: 'misses the last frame when it wipes or purges', for: 'faults' },
  PM79: {
    does: 'grows a zeroed block without zeroing what is added',
    for: ['userspace'],
    because: 'no clause promises zeroes to what a realloc adds',
  },
  // Accounting
  PM80: { does: 'does not count what a realloc adds or takes away', for: 'faults' },
  PM81: { does: 'adds one amount at alloc, subtracts another at dealloc', for: 'faults' },
  PM82: { does: 'forgets a statistic on one path, or throws when full', for: 'faults' },
  // Zero size, failure, reset, isolation, termination
  PM83: { does: 'grants 0 bytes a block, or an address inside another', for: 'faults' },
  PM84: { does: 'keeps or counts what a refused request had taken', for: 'faults' },
  PM85: { does: 'keeps a statistic, a list or a block over a reset', for: 'faults' },
  PM86: { does: 'ignores the pid, answers a wrong code, or never ends', for: 'faults' },
};

/** The operators that the origin of a fault names: `PM08`, `PM02, PM57`, `PM01 to PM10`. */
export function operatorsOf({ origin }: Fault): string[] {
  const spans = [...origin.matchAll(/PM(\d\d)(?: to PM(\d\d))?/g)];
  return spans.flatMap(([, from = '', to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => idOf(Number(from) + index)),
  );
}

export const idOf = (number: number): string => `PM${String(number).padStart(2, '0')}`;

/** The faults of all targets of which this operator is the origin. */
export function faultsOf(operator: string): Fault[] {
  const all = Object.values(faults).flat();
  return all.filter((fault) => operatorsOf(fault).includes(operator));
}

/** A Markdown table: a row for each operator, with two of its faults or the families to come. */
export function operatorTable(): string {
  const rows = Object.entries(OPERATORS).map(
    ([id, operator]) => `| ${id} | ${operator.does} | ${outcomeOf(id, operator)} |`,
  );
  return ['| operator | what it does | faults or families |', '|---|---|---|', ...rows].join('\n');
}

function outcomeOf(id: string, operator: Operator): string {
  if (operator.for !== 'faults') return `${operator.for.join(', ')}: ${operator.because}`;
  const found = faultsOf(id);
  const names = [...new Set(found.map((fault) => `\`${fault.id}\``))].slice(0, 2).join(', ');
  return `${found.length}: ${names}`;
}
