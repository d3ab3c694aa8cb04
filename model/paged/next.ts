/** The state after a call, believing the subject where its answer can be believed. */
import type { PagedConfig, PagedLayout, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { type Facts, initialCommon, nextCommon } from '../common.ts';
import { type Change, changedRegion, changedState } from './change.ts';
import { factsOf, isStatus } from './facts.ts';
import { grantedFrames, isPart, requestOf } from './grants.ts';
import { EMPTY_PLACEMENT } from './placement.ts';
import { planDealloc, planGrant, planned, replanned } from './plan.ts';
import {
  afterCount,
  afterEntering,
  afterFrames,
  afterLayout,
  EMPTY_QUARANTINE,
  incomingOf,
  someOf,
} from './quarantine.ts';
import { sameRuns } from './runs.ts';
import { pagesSeen, segmentsOf } from './seen.ts';
import {
  type AccessOperation,
  accessOf,
  endOfRegion,
  type Former,
  frameSizeOf,
  type Grant,
  type Ink,
  isBlind,
  isDamaged,
  isSize,
  knownPool,
  liveFrames,
  type PagedState,
  pagesOf,
  quarantinedEntries,
  quarantinedFrames,
  type RefusedWrite,
  type Region,
  regionOf,
  type Unseen,
  type Write,
} from './state.ts';

type Answers = PagedState['answers'];

const NOTHING_UNSEEN: Unseen = { pending: null, left: [], purged: false };

const EMPTY = {
  live: [],
  regions: [],
  refusedWrites: [],
  quarantine: EMPTY_QUARANTINE,
  unseen: NOTHING_UNSEEN,
  purges: { tookOut: false, cleared: false, wasIdle: false, freed: 0 },
  isTainted: false,
  plan: planned(EMPTY_PLACEMENT),
} as const;

/** Made once, since a judge begins a state for every instance. */
const NEW = { ...initialCommon(0), ...EMPTY, former: [], ink: [], isReset: false } as const;

export function initialPaged(config: PagedConfig, answers: Answers): PagedState {
  const state: PagedState = { ...NEW, config, answers };
  return changedState(state, initialCommon(config.memorySize), NO_CHANGE);
}

const NO_CHANGE: Change = {};

export function nextPaged(
  state: PagedState,
  operation: PagedOperation,
  outcome: PagedOutcome,
): PagedState {
  const facts = factsOf(state, operation, outcome);
  const change = changeBy(state, operation, outcome, facts);
  const common = nextCommon(state, facts, change.live ?? state.live);
  const { purges = state.purges } = change;
  const hasReport = facts.report !== undefined || common.report === null;
  if (!hasReport || !purges.wasIdle) return changedState(state, common, change);
  return changedState(state, common, { ...change, purges: { ...purges, wasIdle: false } });
}

function changeBy(
  state: PagedState,
  operation: PagedOperation,
  outcome: PagedOutcome,
  facts: Facts,
): Change {
  switch (facts.effect) {
    case 'grant':
      return operation.kind === 'alloc' ? afterGrant(state, operation, outcome, facts) : NO_CHANGE;
    case 'free':
      return operation.kind === 'dealloc' ? afterDealloc(state, operation.pid, outcome) : NO_CHANGE;
    case 'observe':
      return outcome.status === 'observed' ? afterObserve(state, outcome) : NO_CHANGE;
    case 'reset':
      return afterReset(state);
    default:
      break;
  }
  switch (operation.kind) {
    case 'write':
      return afterWrite(state, operation, outcome);
    case 'purge':
      return facts.effect === 'mishap' ? NO_CHANGE : afterPurge(state, outcome);
    case 'tamper':
      return facts.effect === 'mishap' ? NO_CHANGE : afterTamper(state, operation);
    default:
      return NO_CHANGE;
  }
}

function afterGrant(
  state: PagedState,
  operation: PagedOperation & { kind: 'alloc' },
  outcome: PagedOutcome,
  facts: Facts,
): Change {
  const request = requestOf(state, operation);
  const given = request === null ? null : grantedFrames(request, outcome);
  const [grant] = grantsBySpace(facts);
  if (request === null || given === null || grant === undefined) return NO_CHANGE;
  const { pid, frames } = request;
  const region = regionOf(state, pid) ?? newRegion(pid);
  const damaged = isDamaged(state);
  const grown = changedRegion(region, {
    grants: [...region.grants, grant],
    pages: region.pages + given,
  });
  const regions = withPid(state.regions, grown);
  const part = isPart(outcome) ? given : frames;
  return {
    live: liveIn(regions),
    regions: damaged ? regions.map(atRisk) : regions,
    unseen: {
      left: state.unseen.left,
      pending: pendingBy(state, region, frames, part),
      purged: false,
    },
    purges: state.purges.freed === 0 ? state.purges : { ...state.purges, freed: 0 },
    isReset: false,
    isTainted: state.isTainted || (damaged && !state.answers.selfChecking),
    plan: replanned(state.plan, (plan) => planGrant(state, plan, pid, frames, part)),
  };
}

/** All that is live, by pid and then by position. */
function liveIn(regions: readonly Region[]): readonly Grant[] {
  // `flatMap` would take ten times as long.
  const live: Grant[] = [];
  for (const { grants } of regions) live.push(...grants);
  return live;
}

const atRisk = (region: Region): Region =>
  region.damaged.length > 0 ? changedRegion(region, { risked: true }) : region;

const grantsBySpace = ({ grants }: Facts): readonly Grant[] =>
  (grants ?? []).filter((grant): grant is Grant => 'afterPurge' in grant);

/**
 * What the layout after a grant is compared with; only the latest grant, and only from a known
 * pool.
 */
function pendingBy(
  state: PagedState,
  region: Region,
  asked: number,
  given: number,
): Unseen['pending'] {
  const pool = knownPool(state);
  // The tail follows marks, and a damaged mark may have hidden it.
  if (pool === null || isBlind(state)) return null;
  if (isDamaged(state) && state.answers.placement === 'tail-first') return null;
  return { pid: region.pid, pool, asked, given, before: region.runs };
}

const newRegion = (pid: number): Region => ({
  pid,
  grants: [],
  pages: 0,
  runs: [],
  damaged: [],
  writes: [],
  outlived: false,
  risked: false,
});

/** The list with this item in place of the one of its pid. */
function withPid<Item extends { readonly pid: number }>(
  list: readonly Item[],
  item: Item,
): readonly Item[] {
  const at = list.findIndex(({ pid }) => pid >= item.pid);
  if (at < 0) return [...list, item];
  const behind = list[at]?.pid === item.pid ? at + 1 : at;
  return [...list.slice(0, at), item, ...list.slice(behind)];
}

function afterDealloc(state: PagedState, pid: unknown, outcome: PagedOutcome): Change {
  const region = regionOf(state, pid);
  if (region === undefined) return NO_CHANGE;
  const isQuarantined = outcome.status === 'quarantined';
  const incoming = region.damaged.length > 0 ? incomingOf(state, region) : someOf(state, region);
  const quarantine = isQuarantined ? afterEntering(state, region.pid, incoming) : state.quarantine;
  const left = [...state.unseen.left, ...region.runs];
  const pending = state.unseen.pending?.pid === pid ? null : state.unseen.pending;
  const regions = state.regions.filter((each) => each !== region).map(outliving);
  return {
    live: liveIn(regions),
    regions,
    former: withPid(state.former, formerOf(state, region, 'dealloc')),
    ink: pastInk(state.ink, (ink) => ink.pid === pid),
    quarantine,
    unseen: { left, pending, purged: state.unseen.purged },
    purges:
      state.purges.cleared && isQuarantined ? { ...state.purges, cleared: false } : state.purges,
    plan: replanned(state.plan, (plan) => planDealloc(state, plan, region.pid, region.damaged)),
  };
}

const outliving = (region: Region): Region =>
  region.outlived ? region : changedRegion(region, { outlived: true });

const formerOf = (state: PagedState, { pid }: Region, by: Former['by']): Former => {
  const earlier = state.former.find((former) => former.pid === pid)?.end ?? 0;
  return { pid, end: Math.max(earlier, endOfRegion(state, pid)), by };
};

function allFormer(state: PagedState): readonly Former[] {
  let former: readonly Former[] = state.former.map(({ pid, end }) => ({ pid, end, by: 'reset' }));
  for (const region of state.regions) {
    former = withPid(former, formerOf(state, region, 'reset'));
  }
  return former;
}

const pastInk = (list: readonly Ink[], ends: (ink: Ink) => boolean): readonly Ink[] =>
  list.map((ink) => (ends(ink) && !ink.isPast ? { ...ink, isPast: true } : ink));

function afterObserve(state: PagedState, outcome: PagedOutcome & { status: 'observed' }): Change {
  const { layout, stats, quarantineCount } = outcome;
  if (state.isTainted) return NO_CHANGE;
  if (layout !== undefined) return afterSeeing(state, layout);
  let { quarantine } = state;
  if (isSize(stats?.freeFrames)) {
    const frames = state.config.frameCount - liveFrames(state) - stats.freeFrames;
    quarantine = afterFrames(quarantine, frames);
  }
  if (quarantineCount !== undefined) quarantine = afterCount(quarantine, quarantineCount);
  return { quarantine };
}

function afterSeeing(state: PagedState, layout: PagedLayout): Change {
  return {
    regions: mapped(state.regions, (region) => {
      const seen = segmentsOf(layout, region.pid);
      if (pagesSeen(layout, region.pid) !== region.pages || sameRuns(seen, region.runs))
        return region;
      return changedRegion(region, { runs: seen.map(({ first, count }) => ({ first, count })) });
    }),
    quarantine: afterLayout(state.quarantine, layout.quarantine),
    unseen: NOTHING_UNSEEN,
    plan: planned(layout),
  };
}

/** The list itself if no item changes. */
function mapped<Item>(list: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const items = list.map(change);
  return items.every((item, at) => item === list[at]) ? list : items;
}

const afterReset = (state: PagedState): Change => ({
  ...EMPTY,
  former: allFormer(state),
  ink: pastInk(state.ink, () => true),
  isReset: true,
});

function afterPurge(state: PagedState, outcome: PagedOutcome): Change {
  const { purges, unseen } = state;
  const entries = quarantinedEntries(state);
  if (entries.most === 0) return { purges: { ...purges, cleared: true, wasIdle: true } };
  const took = entries.least > 0 || (outcome.status === 'purged' && outcome.count > 0);
  return {
    quarantine: EMPTY_QUARANTINE,
    unseen: { ...unseen, purged: true },
    purges: {
      ...purges,
      tookOut: purges.tookOut || took,
      cleared: true,
      freed: quarantinedFrames(state).least,
    },
    plan: replanned(state.plan, ({ segments }) => ({ segments, quarantine: [] })),
  };
}

function afterTamper(state: PagedState, operation: PagedOperation & { kind: 'tamper' }): Change {
  const { pid, page, mark } = operation;
  const region = regionOf(state, pid);
  if (region === undefined || page >= pagesOf(state, pid)) return NO_CHANGE;
  const others = region.damaged.filter((each) => each !== page);
  const damaged = mark === 1 ? others : [...others, page].sort((a, b) => a - b);
  return { regions: withPid(state.regions, changedRegion(region, { damaged })) };
}

function afterWrite(state: PagedState, operation: AccessOperation, outcome: PagedOutcome): Change {
  if (operation.kind !== 'write' || operation.length === 0) return NO_CHANGE;
  const { address, length, pid, tag } = operation;
  const { position } = address;
  if (!isSize(position)) return NO_CHANGE;
  const write: Write = { position, length, tag };
  const region = regionOf(state, pid);
  if (outcome.status !== 'written') {
    if (!isStatus(outcome.status) || typeof pid !== 'number') return NO_CHANGE;
    const refused = { position, length, tag, pid, to: address.pid };
    return { refusedWrites: withItem(state.refusedWrites, refused, sameWrite) };
  }
  if (accessOf(state, operation).is !== 'served' || region === undefined) return NO_CHANGE;
  const offset = position % frameSizeOf(state);
  const ink: Ink = { pid: region.pid, offset, length, tag, isPast: false };
  const kept = region.writes.filter((each) => !covers(write, each));
  const regions = withPid(state.regions, changedRegion(region, { writes: [...kept, write] }));
  return { regions, ink: withItem(state.ink, ink, sameInk) };
}

const covers = (over: Write, under: Write): boolean =>
  over.position <= under.position && over.position + over.length >= under.position + under.length;

/** The set with one more item, in the order in which they came. */
const withItem = <Item>(
  set: readonly Item[],
  item: Item,
  isSame: (one: Item, other: Item) => boolean,
): readonly Item[] => (set.some((each) => isSame(each, item)) ? set : [...set, item]);

const sameInk = (one: Ink, other: Ink): boolean =>
  one.tag === other.tag &&
  one.pid === other.pid &&
  one.offset === other.offset &&
  one.length === other.length &&
  one.isPast === other.isPast;

const sameWrite = (one: RefusedWrite, other: RefusedWrite): boolean =>
  one.tag === other.tag &&
  one.position === other.position &&
  one.length === other.length &&
  one.pid === other.pid &&
  Object.is(one.to, other.to);
