/** The clauses of spec/heap.md, one predicate each, after the common ones. */
import type { Content, HeapMisuse, HeapOperation, HeapOutcome } from '../../spec/index.ts';
import { commonPredicates, detected, overlap, sameAsk } from '../common.ts';
import type { Finding, Predicate } from '../model.ts';
import { alignOf, askOf, holeFor, isAlign, isSize } from './cost.ts';
import { inside, lens, name } from './lens.ts';
import { type Block, blockAt, type HeapState } from './state.ts';

type P = Predicate<HeapState, HeapOperation, HeapOutcome>;

/** Whether `content` continues the pattern `tag` for `size` bytes. */
function intact(
  content: Content | undefined,
  tag: number | null,
  size: number,
  what: string,
): Finding {
  if (content === undefined || content === null || tag === null || size === 0) return null;
  const [first] = content;
  if (content.length === 1 && first?.[0] === tag && first[1] === size) return true;
  const good = first?.[0] === tag ? first[1] : 0;
  return `${what} keeps ${good} of ${size} bytes; byte ${good} is not what its owner wrote`;
}

/** A request for 0 bytes at an alignment that is not refused for itself. */
const zeroSize = (operation: HeapOperation, { answers }: HeapState): boolean =>
  operation.kind === 'alloc' &&
  isSize(operation.size) &&
  operation.size === 0 &&
  (isAlign(operation.align) || answers.invalidAlign === 'roundUp');

const holds = ({ start, size }: Block, address: number): boolean =>
  address >= start && address < start + Math.max(size, 1);

const strictlyInside = (address: number, live: readonly Block[]): Block | undefined =>
  live.find(({ start, size }) => address > start && address < start + size);

const ownPredicates: readonly P[] = [
  /** @clause common.alloc.usable */
  {
    clause: 'common.alloc.usable',
    on: ['alloc', 'realloc', 'verify', 'dealloc'],
    check({ before, operation, outcome }) {
      if (!('content' in outcome || 'tag' in outcome)) return null;
      if ('content' in outcome && outcome.content === null) {
        const of = outcome.status === 'granted' ? `the block at ${outcome.address}` : 'the block';
        const slot = 'slot' in operation ? blockAt(before, operation.slot) : undefined;
        return `the bytes of ${slot === undefined ? of : name(slot)} cannot all be reached`;
      }
      return true;
    },
  },

  /** @clause heap.alloc.aligned */
  {
    clause: 'heap.alloc.aligned',
    on: ['alloc'],
    resumes: true,
    check({ before, operation, outcome }) {
      if (operation.kind !== 'alloc' || outcome.status !== 'granted') return null;
      if (!isSize(operation.size) || operation.size === 0) return null;
      const align = Math.max(alignOf(operation.align), before.answers.naturalAlign);
      return (
        outcome.address % align === 0 ||
        `${outcome.address} is not a multiple of ${align} (remainder ${outcome.address % align})`
      );
    },
  },

  /** @clause heap.align.served */
  {
    clause: 'heap.align.served',
    on: ['alloc'],
    resumes: true,
    check({ before, operation, after }) {
      const { ask, effect } = after.last;
      if (
        operation.kind !== 'alloc' ||
        ask === undefined ||
        ask.size === 0 ||
        !isAlign(operation.align)
      )
        return null;
      if (before.age !== 'new' || ask.cost > before.capacity) return null;
      return (
        effect === 'grant' ||
        `alignment ${operation.align} was refused for ${ask.size} bytes with nothing live`
      );
    },
  },

  /** @clause heap.align.invalid-refused */
  {
    clause: 'heap.align.invalid-refused',
    on: ['alloc'],
    check({ operation, after }) {
      if (operation.kind !== 'alloc' || isAlign(operation.align)) return null;
      return after.last.effect !== 'grant' || `${after.last.call} was granted`;
    },
  },

  /** @clause heap.size.invalid-refused */
  {
    clause: 'heap.size.invalid-refused',
    on: ['alloc', 'realloc'],
    check({ operation, outcome, after }) {
      if (!('size' in operation) || isSize(operation.size)) return null;
      return outcome.status !== 'granted' || `${after.last.call} was granted ${outcome.address}`;
    },
  },

  /** @clause heap.zero-size.refused */
  {
    clause: 'heap.zero-size.refused',
    on: ['alloc', 'realloc'],
    resumes: true,
    check: ({ before, operation, outcome }) =>
      zeroSize(operation, before) || (operation.kind === 'realloc' && operation.size === 0)
        ? outcome.status !== 'granted' || `0 bytes were granted ${outcome.address}`
        : null,
  },

  /** @clause heap.zero-size.sentinel */
  {
    clause: 'heap.zero-size.sentinel',
    on: ['alloc'],
    resumes: true,
    check({ before, operation, outcome }) {
      if (operation.kind !== 'alloc' || !zeroSize(operation, before)) return null;
      if (outcome.status === 'refused') return '0 bytes were refused';
      if (outcome.status !== 'granted') return null;
      const block = strictlyInside(outcome.address, before.live);
      if (block !== undefined)
        return `0 bytes were granted ${outcome.address}, inside ${name(block)}`;
      const align = alignOf(operation.align);
      return outcome.address % align === 0 || `${outcome.address} is not a multiple of ${align}`;
    },
  },

  /** @clause heap.zero-size.unique */
  {
    clause: 'heap.zero-size.unique',
    on: ['alloc', 'realloc'],
    check({ before, operation, outcome, after }) {
      if (outcome.status !== 'granted') return null;
      if (zeroSize(operation, before)) {
        const twin = before.live.find((live) => holds(live, outcome.address));
        return (
          twin === undefined ||
          `0 bytes were granted ${outcome.address}, where ${name(twin)} is live`
        );
      }
      // A block granted later must not take the address either.
      const granted = 'slot' in operation ? blockAt(after, operation.slot) : undefined;
      if (granted === undefined || granted.size === 0) return null;
      const empty = after.live.find((live) => live.size === 0 && holds(granted, live.start));
      return empty === undefined
        ? null
        : `${name(granted)} was granted where ${name(empty)} of 0 bytes is live`;
    },
  },

  /** @clause heap.block.keeps-bytes */
  {
    clause: 'heap.block.keeps-bytes',
    on: ['verify', 'dealloc'],
    check({ before, operation, outcome }) {
      const block = 'slot' in operation ? blockAt(before, operation.slot) : undefined;
      if (block === undefined || !('content' in outcome)) return null;
      return intact(outcome.content, block.tag, block.size, name(block));
    },
  },

  /** @clause heap.zeroed.zero */
  {
    clause: 'heap.zeroed.zero',
    on: ['alloc'],
    resumes: true,
    check({ operation, outcome }) {
      if (operation.kind !== 'alloc' || !operation.zeroed || outcome.status !== 'granted')
        return null;
      if (!outcome.content || outcome.content.length === 0) return null;
      let at = 0;
      for (const [value, count] of outcome.content) {
        if (value !== 0) return `byte ${at} of the block at ${outcome.address} is ${value}`;
        at += count;
      }
      return true;
    },
  },

  /** @clause heap.dealloc.accepted */
  {
    clause: 'heap.dealloc.accepted',
    on: ['dealloc'],
    check({ before, operation, outcome }) {
      const block = operation.kind === 'dealloc' ? blockAt(before, operation.slot) : undefined;
      if (block === undefined) return null;
      if (outcome.status === 'rejected')
        return `dealloc of the live block ${name(block)} was rejected`;
      return outcome.status === 'done' ? true : null;
    },
  },

  /** @clause heap.grant.same-size */
  {
    clause: 'heap.grant.same-size',
    on: ['alloc'],
    resumes: true,
    check({ before, after }) {
      const { ask, effect } = after.last;
      const { freed } = before.last;
      if (ask === undefined || freed === undefined || ask.size === 0 || !sameAsk(ask, freed.ask))
        return null;
      return (
        effect !== 'refuse' ||
        `${ask.size} bytes (${ask.alike}) were refused right after a block of that layout was deallocated`
      );
    },
  },

  /** @clause heap.misuse.interior-detected */
  {
    clause: 'heap.misuse.interior-detected',
    on: ['misuse'],
    check: (t) => detected(lens, t, 'interior' satisfies HeapMisuse),
  },

  /** @clause heap.misuse.null-harmless */
  {
    clause: 'heap.misuse.null-harmless',
    on: ['observe'],
    check({ before, after }) {
      if (
        before.last.call !== 'dealloc(null)' ||
        before.report === null ||
        after.last.report === undefined
      )
        return null;
      return (
        before.report === after.last.report ||
        `before dealloc(null): ${before.report}; after it: ${after.last.report}`
      );
    },
  },

  /** @clause heap.realloc.keeps-prefix */
  {
    clause: 'heap.realloc.keeps-prefix',
    on: ['realloc'],
    check({ before, operation, outcome }) {
      const block = operation.kind === 'realloc' ? blockAt(before, operation.slot) : undefined;
      if (block === undefined || operation.kind !== 'realloc' || outcome.status !== 'granted')
        return null;
      const kept = isSize(operation.size) ? Math.min(block.size, operation.size) : 0;
      return intact(
        outcome.content,
        block.tag,
        kept,
        `realloc from ${block.size} to ${operation.size} bytes`,
      );
    },
  },

  /** @clause heap.realloc.aligned */
  {
    clause: 'heap.realloc.aligned',
    on: ['realloc'],
    resumes: true,
    check({ before, operation, outcome }) {
      const block = operation.kind === 'realloc' ? blockAt(before, operation.slot) : undefined;
      if (block === undefined || outcome.status !== 'granted') return null;
      const align = Math.max(block.align, before.answers.naturalAlign);
      return (
        outcome.address % align === 0 ||
        `${outcome.address} is not a multiple of ${align}, the alignment of the block at ${block.start}`
      );
    },
  },

  /** @clause heap.realloc.refused-intact */
  {
    clause: 'heap.realloc.refused-intact',
    on: ['realloc'],
    check({ before, operation, outcome }) {
      const block = operation.kind === 'realloc' ? blockAt(before, operation.slot) : undefined;
      if (block === undefined || outcome.status !== 'refused') return null;
      return intact(
        outcome.content,
        block.tag,
        block.size,
        `after the refused realloc ${name(block)}`,
      );
    },
  },

  /** @clause heap.realloc.shrinks */
  {
    clause: 'heap.realloc.shrinks',
    on: ['realloc'],
    resumes: true,
    check({ before, operation, outcome }) {
      const block = operation.kind === 'realloc' ? blockAt(before, operation.slot) : undefined;
      if (block === undefined || operation.kind !== 'realloc' || !isSize(operation.size))
        return null;
      if (operation.size === 0 || operation.size > block.size) return null;
      return (
        outcome.status !== 'refused' ||
        `realloc from ${block.size} to ${operation.size} bytes was refused`
      );
    },
  },

  /** @clause heap.realloc.fit */
  {
    clause: 'heap.realloc.fit',
    on: ['realloc'],
    resumes: true,
    check({ before, operation, outcome }) {
      const block = operation.kind === 'realloc' ? blockAt(before, operation.slot) : undefined;
      if (block === undefined || operation.kind !== 'realloc' || operation.size === 0) return null;
      const ask = askOf(before, { size: operation.size, align: block.align });
      const hole = ask === null ? null : holeFor(before, ask);
      if (hole === null) return null;
      return (
        outcome.status !== 'refused' ||
        `realloc from ${block.size} to ${ask?.size} bytes was refused although ${hole} serves it`
      );
    },
  },

  /** @clause heap.usable.covers-request */
  {
    clause: 'heap.usable.covers-request',
    on: ['alloc', 'realloc', 'verify'],
    resumes: true,
    check({ operation, outcome, after }) {
      const block = 'slot' in operation ? blockAt(after, operation.slot) : undefined;
      if (!('usable' in outcome) || outcome.usable === undefined || block === undefined)
        return null;
      return (
        outcome.usable >= block.size ||
        `the usable size of ${name(block)} is ${outcome.usable}, but ${block.size} were asked for`
      );
    },
  },

  /** @clause heap.usable.constant */
  {
    clause: 'heap.usable.constant',
    on: ['verify'],
    resumes: true,
    check({ before, operation, outcome }) {
      const block = operation.kind === 'verify' ? blockAt(before, operation.slot) : undefined;
      if (
        !('usable' in outcome) ||
        outcome.usable === undefined ||
        typeof block?.usable !== 'number'
      )
        return null;
      return (
        outcome.usable === block.usable ||
        `the usable size of ${name(block)} was ${block.usable} and is ${outcome.usable}`
      );
    },
  },

  /** @clause heap.usable.disjoint */
  {
    clause: 'heap.usable.disjoint',
    on: ['alloc', 'realloc'],
    resumes: true,
    check({ operation, outcome, after }) {
      const block = 'slot' in operation ? blockAt(after, operation.slot) : undefined;
      if (
        !('usable' in outcome) ||
        outcome.usable === undefined ||
        block === undefined ||
        after.live.length < 2
      )
        return null;
      const range = { ...block, size: outcome.usable };
      if (!inside(range, after)) return `the usable range ${name(range)} is not inside the arena`;
      const other = after.live.find(
        (live) => live !== block && overlap(range, { ...live, size: live.usable ?? live.size }),
      );
      return other === undefined || `the usable range ${name(range)} meets that of ${name(other)}`;
    },
  },
];

export const heapPredicates: readonly P[] = [...commonPredicates(lens), ...ownPredicates];
