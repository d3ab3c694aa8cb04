/** The state after a call, believing the subject where its answer can be believed. */
import type { PagedConfig, PagedLayout, PagedOperation, PagedOutcome } from '../../spec/index.ts';
import { type Facts, initialCommon, nextCommon } from '../common.ts';
import { factsOf, isStatus } from './facts.ts';
import { grantedFrames, isPart, requestOf } from './grants.ts';
import { EMPTY_PLACEMENT, placementOf } from './placement.ts';
import { planDealloc, planGrant } from './plan.ts';
import {
  afterCount,
  afterEntering,
  afterFrames,
  afterLayout,
  EMPTY_QUARANTINE,
  incomingOf,
  someOf,
} from './quarantine.ts';
import { countOf } from './runs.ts';
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
  type Region,
  regionOf,
  type Unseen,
  type Write,
} from './state.ts';

type Answers = PagedState['answers'];

const NOTHING_UNSEEN: Unseen = { pending: null, left: [], purged: false };

const EMPTY = {
  regions: [],
  quarantine: EMPTY_QUARANTINE,
  unseen: NOTHING_UNSEEN,
  purges: { tookOut: false, cleared: false, wasIdle: false, freed: 0 },
  isTainted: false,
  plan: EMPTY_PLACEMENT,
} as const;

export const initialPaged = (config: PagedConfig, answers: Answers): PagedState => ({
  ...initialCommon(config.memorySize),
  ...EMPTY,
  live: [],
  config,
  answers,
  former: [],
  ink: [],
  refusedWrites: [],
  isReset: false,
});

/** A state whose common part is still to come. */
type Own = Omit<PagedState, keyof ReturnType<typeof initialCommon>> & Pick<PagedState, 'live'>;

export function nextPaged(
  state: PagedState,
  operation: PagedOperation,
  outcome: PagedOutcome,
): PagedState {
  const facts = factsOf(state, operation, outcome);
  const own = ownAfter(state, operation, outcome, facts);
  const common = nextCommon(state, facts, own.live);
  const hasReport = facts.report !== undefined || common.report === null;
  const purges = hasReport ? { ...own.purges, wasIdle: false } : own.purges;
  return { ...own, ...common, live: own.live, purges };
}

function ownAfter(
  state: PagedState,
  operation: PagedOperation,
  outcome: PagedOutcome,
  facts: Facts,
): Own {
  switch (facts.effect) {
    case 'grant':
      return operation.kind === 'alloc' ? afterGrant(state, operation, outcome, facts) : state;
    case 'free':
      return operation.kind === 'dealloc' ? afterDealloc(state, operation.pid, outcome) : state;
    case 'observe':
      return outcome.status === 'observed' ? afterObserve(state, outcome) : state;
    case 'reset':
      return afterReset(state);
    default:
      break;
  }
  switch (operation.kind) {
    case 'write':
      return afterWrite(state, operation, outcome);
    case 'purge':
      return facts.effect === 'mishap' ? state : afterPurge(state, outcome);
    case 'tamper':
      return facts.effect === 'mishap' ? state : afterTamper(state, operation);
    default:
      return state;
  }
}

function afterGrant(
  state: PagedState,
  operation: PagedOperation & { kind: 'alloc' },
  outcome: PagedOutcome,
  facts: Facts,
): Own {
  const request = requestOf(state, operation);
  const given = request === null ? null : grantedFrames(request, outcome);
  const [grant] = grantsBySpace(facts);
  if (request === null || given === null || grant === undefined) return state;
  const { pid, frames } = request;
  const live = [...state.live, grant].sort((a, b) => a.space - b.space);
  const region = regionOf(state, pid) ?? newRegion(pid);
  const damaged = isDamaged(state);
  const regions = withRegion(state.regions, region).map((each) =>
    each.damaged.length > 0 ? { ...each, risked: true } : each,
  );
  const part = isPart(outcome) ? given : frames;
  return {
    ...state,
    live,
    regions,
    unseen: {
      ...state.unseen,
      pending: pendingBy(state, region, frames, part),
      purged: false,
    },
    purges: { ...state.purges, freed: 0 },
    isReset: false,
    isTainted: state.isTainted || (damaged && !state.answers.selfChecking),
    plan: state.plan && planGrant(state, state.plan, pid, frames, part),
  };
}

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
  runs: [],
  damaged: [],
  writes: [],
  outlived: false,
  risked: false,
});

const withRegion = (regions: readonly Region[], region: Region): readonly Region[] =>
  [...regions.filter(({ pid }) => pid !== region.pid), region].sort((a, b) => a.pid - b.pid);

function afterDealloc(state: PagedState, pid: unknown, outcome: PagedOutcome): Own {
  const region = regionOf(state, pid);
  if (region === undefined) return state;
  const isQuarantined = outcome.status === 'quarantined';
  const incoming = region.damaged.length > 0 ? incomingOf(state, region) : someOf(state, region);
  const quarantine = isQuarantined ? afterEntering(state, region.pid, incoming) : state.quarantine;
  const left = [...state.unseen.left, ...region.runs];
  const pending = state.unseen.pending?.pid === pid ? null : state.unseen.pending;
  return {
    ...state,
    live: state.live.filter(({ space }) => space !== pid),
    regions: state.regions
      .filter((each) => each !== region)
      .map((each) => ({ ...each, outlived: true })),
    former: withFormer(state.former, formerOf(state, region, 'dealloc')),
    ink: pastInk(state.ink, (ink) => ink.pid === pid),
    quarantine,
    unseen: { ...state.unseen, left, pending },
    purges: { ...state.purges, cleared: state.purges.cleared && !isQuarantined },
    plan: state.plan && planDealloc(state, state.plan, region.pid, region.damaged),
  };
}

const formerOf = (state: PagedState, { pid }: Region, by: Former['by']): Former => {
  const earlier = state.former.find((former) => former.pid === pid)?.end ?? 0;
  return { pid, end: Math.max(earlier, endOfRegion(state, pid)), by };
};

const withFormer = (list: readonly Former[], former: Former): readonly Former[] =>
  [...list.filter(({ pid }) => pid !== former.pid), former].sort((a, b) => a.pid - b.pid);

function allFormer(state: PagedState): readonly Former[] {
  let former: readonly Former[] = state.former.map(({ pid, end }) => ({ pid, end, by: 'reset' }));
  for (const region of state.regions) {
    former = withFormer(former, formerOf(state, region, 'reset'));
  }
  return former;
}

const pastInk = (list: readonly Ink[], ends: (ink: Ink) => boolean): readonly Ink[] =>
  list.map((ink) => (ends(ink) ? { ...ink, isPast: true } : ink));

function afterObserve(state: PagedState, outcome: PagedOutcome & { status: 'observed' }): Own {
  const { layout, stats, quarantineCount } = outcome;
  if (state.isTainted) return state;
  if (layout !== undefined) return afterSeeing(state, layout);
  let { quarantine } = state;
  if (isSize(stats?.freeFrames)) {
    const frames = state.config.frameCount - liveFrames(state) - stats.freeFrames;
    quarantine = afterFrames(quarantine, frames);
  }
  if (quarantineCount !== undefined) quarantine = afterCount(quarantine, quarantineCount);
  return { ...state, quarantine };
}

function afterSeeing(state: PagedState, layout: PagedLayout): Own {
  const regions = state.regions.map((region) => {
    const runs = layout.segments
      .filter(({ pid }) => pid === region.pid)
      .map(({ first, count }) => ({ first, count }));
    return countOf(runs) === pagesOf(state, region.pid) ? { ...region, runs } : region;
  });
  return {
    ...state,
    regions,
    quarantine: afterLayout(state.quarantine, layout.quarantine),
    unseen: NOTHING_UNSEEN,
    plan: placementOf(layout),
  };
}

function afterReset(state: PagedState): Own {
  return {
    ...state,
    ...EMPTY,
    live: [],
    former: allFormer(state),
    ink: pastInk(state.ink, () => true),
    refusedWrites: [],
    isReset: true,
  };
}

function afterPurge(state: PagedState, outcome: PagedOutcome): Own {
  const { purges, unseen } = state;
  const entries = quarantinedEntries(state);
  if (entries.most === 0) return { ...state, purges: { ...purges, cleared: true, wasIdle: true } };
  const took = entries.least > 0 || (outcome.status === 'purged' && outcome.count > 0);
  return {
    ...state,
    quarantine: EMPTY_QUARANTINE,
    unseen: { ...unseen, purged: true },
    purges: {
      ...purges,
      tookOut: purges.tookOut || took,
      cleared: true,
      freed: quarantinedFrames(state).least,
    },
    plan: state.plan && { ...state.plan, quarantine: [] },
  };
}

function afterTamper(state: PagedState, operation: PagedOperation & { kind: 'tamper' }): Own {
  const { pid, page, mark } = operation;
  const region = regionOf(state, pid);
  if (region === undefined || page >= pagesOf(state, pid)) return state;
  const others = region.damaged.filter((each) => each !== page);
  const damaged = mark === 1 ? others : [...others, page].sort((a, b) => a - b);
  return { ...state, regions: withRegion(state.regions, { ...region, damaged }) };
}

function afterWrite(state: PagedState, operation: AccessOperation, outcome: PagedOutcome): Own {
  if (operation.kind !== 'write' || operation.length === 0) return state;
  const { address, length, pid, tag } = operation;
  const { position } = address;
  if (!isSize(position)) return state;
  const write: Write = { position, length, tag };
  const region = regionOf(state, pid);
  if (outcome.status !== 'written') {
    if (!isStatus(outcome.status) || typeof pid !== 'number') return state;
    const refused = { ...write, pid, to: address.pid };
    return { ...state, refusedWrites: withItem(state.refusedWrites, refused) };
  }
  if (accessOf(state, operation).is !== 'served' || region === undefined) return state;
  const offset = position % frameSizeOf(state);
  const ink: Ink = { pid: region.pid, offset, length, tag, isPast: false };
  const kept = region.writes.filter((each) => !covers(write, each));
  const regions = withRegion(state.regions, { ...region, writes: [...kept, write] });
  return { ...state, regions, ink: withItem(state.ink, ink) };
}

const covers = (over: Write, under: Write): boolean =>
  over.position <= under.position && over.position + over.length >= under.position + under.length;

/**
 * The set of what was ever written, with one more item; in one order, so that equal sets are equal.
 */
function withItem<Item>(list: readonly Item[], item: Item): readonly Item[] {
  const byText = new Map([...list, item].map((each) => [JSON.stringify(each), each]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
