/** Clauses on read and write: which accesses are served, and what a read returns. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { once } from '../common.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import {
  bytesOf,
  type ReadByte,
  showByte,
  traceOf,
  traceOfRefused,
  wrongByte,
} from './contents.ts';
import { PAGED_SCRIBBLE } from './pattern.ts';
import { pagesSeen, pidsIn } from './seen.ts';
import {
  type Access,
  type AccessOperation,
  accessOf,
  endOfRegion,
  frameSizeOf,
  isSize,
  type PagedState,
  type Region,
  regionOf,
  unknownPages,
} from './state.ts';

type T = Transition<PagedState, PagedOperation, PagedOutcome>;
type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

interface AccessMade {
  readonly operation: AccessOperation;
  readonly access: Access;
  /** What the pid owns, if the arguments are in their domain and the address is its own. */
  readonly region: Region | undefined;
  readonly isServed: boolean;
}

/** The access that a transition made; `null` if it is another call or gave no answer. */
const accessMade = once(({ before, operation, outcome, after }: T): AccessMade | null => {
  if (operation.kind !== 'read' && operation.kind !== 'write') return null;
  if (after.last.effect === 'mishap') return null;
  const isServed = outcome.status === 'read' || outcome.status === 'written';
  const access = accessOf(before, operation);
  const isLegal = access.is !== 'outside' && access.is !== 'number' && access.is !== 'another';
  const region = isLegal ? regionOf(before, operation.pid) : undefined;
  return { operation, access, region, isServed };
});

/** Where the region of a pid lies. */
const extent = (state: PagedState, pid: unknown): string =>
  regionOf(state, pid) === undefined
    ? `pid ${pid} owns nothing`
    : `pid ${pid} owns [${state.config.virtualBase}, ${endOfRegion(state, pid)}) ` +
      `in pages of ${frameSizeOf(state)}`;

const answerTo = ({ before, outcome, after }: T, { operation }: AccessMade): string =>
  `${after.last.call} was answered ${outcome.status}; ${extent(before, operation.pid)}`;

/** Served if and only if it had to be, for accesses that `concerns` picks. */
function servedRightly(t: T, concerns: (made: AccessMade) => boolean): Finding {
  const made = accessMade(t);
  if (made === null || !concerns(made)) return null;
  return made.isServed === (made.access.is === 'served') || answerTo(t, made);
}

/** The same, and the bytes of a read are the right ones. */
function answeredRightly(t: T, concerns: (made: AccessMade) => boolean): Finding {
  const finding = servedRightly(t, concerns);
  if (finding !== true) return finding;
  return wrongByte(bytesOf(t).all) ?? true;
}

/** Judges bytes; `null` if there are none. */
const eachByte = (
  bytes: readonly ReadByte[],
  flaw: (bytes: readonly ReadByte[]) => string | null = wrongByte,
): Finding => (bytes.length === 0 ? null : (flaw(bytes) ?? true));

const hasLength = ({ operation }: AccessMade): boolean => operation.length > 0;

/** The last page of the region or the one behind it. */
function isAtEnd({ before }: T, { access, operation }: AccessMade): boolean {
  const { position } = operation.address;
  if (access.is !== 'served' && access.is !== 'beyond') return false;
  if (!isSize(position)) return false;
  const end = endOfRegion(before, operation.pid);
  const frameSize = frameSizeOf(before);
  return access.is === 'served' ? position >= end - frameSize : position < end + frameSize;
}

/** The first or the last byte of what one call granted. */
function touchesEnds({ access, operation, region }: AccessMade): boolean {
  const { position } = operation.address;
  if (access.is !== 'served' || !isSize(position) || operation.length === 0) return false;
  const end = position + operation.length;
  return (
    region?.grants.some(({ start, size }) => position === start || end === start + size) === true
  );
}

function wasIn({ before }: T, { access, operation }: AccessMade): boolean {
  const { position } = operation.address;
  if (access.is === 'outside' || access.is === 'number' || access.is === 'another') return false;
  const former = before.former.find(({ pid }) => pid === operation.pid);
  if (former?.by !== 'dealloc' || !isSize(position)) return false;
  return position >= before.config.virtualBase && position < former.end;
}

/** The pid gave its region back and has no other. */
const isGone = (state: PagedState, pid: unknown): boolean =>
  regionOf(state, pid) === undefined &&
  state.former.some((former) => former.pid === pid && former.by === 'dealloc');

const isUnowned = (access: Access): boolean =>
  access.is === 'nothing' || access.is === 'below' || access.is === 'beyond';

const IO = ['read', 'write'] as const;

const servedPredicates: readonly P[] = [
  /** @clause common.alloc.usable */
  {
    clause: 'common.alloc.usable',
    on: IO,
    check: (t) => answeredRightly(t, touchesEnds),
  },

  /** @clause paged.io.served */
  {
    clause: 'paged.io.served',
    on: IO,
    check(t) {
      const finding = servedRightly(t, (made) => made.access.is === 'served' && hasLength(made));
      const { operation, outcome, after } = t;
      if (finding !== true || outcome.status !== 'read' || operation.kind !== 'read')
        return finding;
      const count = outcome.bytes.length;
      return count === operation.length || `${after.last.call} returned ${count} bytes`;
    },
  },

  /** @clause paged.io.empty */
  {
    clause: 'paged.io.empty',
    on: IO,
    check(t) {
      const finding = servedRightly(t, (made) => made.access.is === 'served' && !hasLength(made));
      const { outcome, after } = t;
      if (finding !== true || outcome.status !== 'read' || outcome.bytes.length === 0)
        return finding;
      return `${after.last.call} returned ${outcome.bytes.length} bytes`;
    },
  },

  /** @clause paged.io.page-rule */
  {
    clause: 'paged.io.page-rule',
    on: IO,
    check: (t) => servedRightly(t, ({ access }) => access.is === 'crossing'),
  },

  /** @clause paged.io.unmapped-refused */
  {
    clause: 'paged.io.unmapped-refused',
    on: IO,
    check: (t) => servedRightly(t, ({ access }) => isUnowned(access)),
  },

  /** @clause paged.io.invalid-refused */
  {
    clause: 'paged.io.invalid-refused',
    on: IO,
    check: (t) => servedRightly(t, ({ access }) => access.is === 'number'),
  },

  /** @clause paged.address.forged */
  {
    clause: 'paged.address.forged',
    on: IO,
    check: (t) => servedRightly(t, ({ access }) => access.is === 'another'),
  },

  /** @clause paged.address.stale */
  {
    clause: 'paged.address.stale',
    on: IO,
    check: (t) => servedRightly(t, (made) => wasIn(t, made)),
  },

  /** @clause paged.alloc.whole-frames */
  {
    clause: 'paged.alloc.whole-frames',
    on: [...IO, 'observe'],
    check(t) {
      const { before, outcome } = t;
      if (outcome.status !== 'observed') return servedRightly(t, (made) => isAtEnd(t, made));
      const { layout } = outcome;
      if (layout === undefined || before.regions.length === 0) return null;
      for (const { pid, pages } of before.regions) {
        const mapped = pagesSeen(layout, pid);
        if (mapped !== pages) return `pid ${pid} was granted ${pages} pages and has ${mapped}`;
      }
      return true;
    },
  },

  /** @clause paged.io.status */
  {
    clause: 'paged.io.status',
    on: IO,
    resumes: true,
    check(t) {
      const made = accessMade(t);
      if (made === null || made.isServed || made.access.is === 'served') return null;
      const { access } = made;
      if (access.is === 'outside' || access.is === 'number') return null;
      const { status } = t.outcome;
      return status === access.status || `${answerTo(t, made)}; the answer is ${access.status}`;
    },
  },

  /** @clause paged.io.fragmentation */
  {
    clause: 'paged.io.fragmentation',
    on: IO,
    check: (t) =>
      servedRightly(t, ({ region }) => {
        if (region === undefined || t.before.isTainted) return false;
        return region.runs.length > 1 && unknownPages(region) === 0;
      }),
  },

  /** @clause paged.dealloc.whole-region */
  {
    clause: 'paged.dealloc.whole-region',
    on: [...IO, 'observe'],
    check(t) {
      const { before, outcome } = t;
      if (outcome.status !== 'observed') {
        return servedRightly(t, ({ operation }) => isGone(before, operation.pid));
      }
      const { layout } = outcome;
      if (layout === undefined || before.isTainted) return null;
      if (!before.former.some(({ pid }) => isGone(before, pid))) return null;
      if (!pidsIn(layout).some((pid) => isGone(before, pid))) return true;
      const left = layout.segments.find(({ pid }) => isGone(before, pid));
      return `a segment at ${left?.position} of pid ${left?.pid} is listed after its dealloc`;
    },
  },

  /** @clause paged.dealloc.others-intact */
  {
    clause: 'paged.dealloc.others-intact',
    on: IO,
    check: (t) =>
      answeredRightly(
        t,
        ({ access, region }) => access.is === 'served' && region?.outlived === true,
      ),
  },

  /** @clause paged.tamper.io-unaffected */
  {
    clause: 'paged.tamper.io-unaffected',
    on: IO,
    check: (t) =>
      answeredRightly(t, ({ region }) => region !== undefined && region.damaged.length > 0),
  },
];

const contentPredicates: readonly P[] = [
  /** @clause paged.io.copies */
  {
    clause: 'paged.io.copies',
    on: ['read'],
    check: (t) =>
      eachByte(bytesOf(t).own, (bytes) => {
        const kept = bytes.find(({ value }) => value === PAGED_SCRIBBLE);
        return kept === undefined
          ? null
          : `${showByte(kept)}: what the caller put into its own buffer`;
      }),
  },

  /** @clause paged.read.own-bytes */
  {
    clause: 'paged.read.own-bytes',
    on: ['read'],
    check: (t) => eachByte(bytesOf(t).own),
  },

  /** @clause paged.read.zero-fresh */
  {
    clause: 'paged.read.zero-fresh',
    on: ['read'],
    check: (t) => eachByte(bytesOf(t).fresh),
  },

  /** @clause paged.read.pid-isolated */
  {
    clause: 'paged.read.pid-isolated',
    on: ['read'],
    check(t) {
      const { all } = bytesOf(t);
      return traceOf(t.before, all, ({ pid }) => pid !== all[0]?.pid) || null;
    },
  },

  /** @clause paged.write.pid-isolated */
  {
    clause: 'paged.write.pid-isolated',
    on: ['read'],
    check(t) {
      const { own } = bytesOf(t);
      return traceOf(t.before, own, ({ pid }) => pid !== own[0]?.pid) || null;
    },
  },

  /** @clause paged.write.refused-unchanged */
  {
    clause: 'paged.write.refused-unchanged',
    on: ['read'],
    check: (t) => traceOfRefused(t.before, bytesOf(t).all) || null,
  },

  /** @clause paged.pid.reused */
  {
    clause: 'paged.pid.reused',
    on: ['read'],
    check(t) {
      const { fresh } = bytesOf(t);
      return traceOf(t.before, fresh, ({ pid, isPast }) => isPast && pid === fresh[0]?.pid) || null;
    },
  },

  /** @clause paged.purge.wipes */
  {
    clause: 'paged.purge.wipes',
    on: ['read'],
    // A read lies in one page, so all of its bytes come from one grant.
    check: (t) => (bytesOf(t).fresh[0]?.afterPurge === true ? eachByte(bytesOf(t).fresh) : null),
  },
];

/** A region whose marks were damaged keeps its bytes, whatever was granted since. */
export const keptUnderDamage = (t: T): Finding => {
  if (!t.before.answers.selfChecking) return null;
  return answeredRightly(
    t,
    ({ access, region }) => access.is === 'served' && region?.risked === true,
  );
};

export const accessPredicates: readonly P[] = [...servedPredicates, ...contentPredicates];
