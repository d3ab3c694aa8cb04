/** All predicates of the family, after the lens through which the common ones look at it. */
import type {
  FrameRun,
  PagedLayout,
  PagedOperation,
  PagedOutcome,
  PagedStats,
} from '../../spec/index.ts';
import { commonPredicates, type Extent, type Lens } from '../common.ts';
import type { Finding, Predicate } from '../model.ts';
import { accessPredicates } from './access.ts';
import { allocPredicates } from './alloc.ts';
import { pidPredicates } from './create.ts';
import { freeSlots, showBounds, supplyOf } from './grants.ts';
import { layoutPredicates } from './layout.ts';
import { partPredicates } from './parts.ts';
import { deallocPredicates, purgePredicates, quarantinePredicates } from './release.ts';
import { countOf, endOf, sameRun, sameRuns, showRun } from './runs.ts';
import { isRun, pagesSeen, segmentsOf, usesOf } from './seen.ts';
import { freeFrames, type PagedState, type Region } from './state.ts';

type Observed = PagedOutcome & { readonly status: 'observed' };

const name = ({ space, start, size }: Extent): string =>
  `[${start}, ${start + size}) of pid ${space}`;

const lens: Lens<PagedState, PagedOperation, PagedOutcome> = {
  kinds: ['alloc', 'dealloc', 'read', 'write', 'purge', 'tamper', 'observe', 'reset', 'create'],
  asking: ['alloc'],
  name,
  contained({ start, size }, { config }) {
    const end = config.virtualBase + config.memorySize;
    return start >= config.virtualBase && start + size <= end;
  },
  // A request has a finite cost if and only if it can be shown to fit.
  hole: (state, { cost }) => (Number.isFinite(cost) ? `${supplyOf(state)}, which` : null),
  statistics: (state, outcome) =>
    outcome.status === 'observed' ? statistics(state, outcome) : null,
  partition: (state, outcome) => (outcome.status === 'observed' ? partition(state, outcome) : null),
  stability: (state, outcome) => (outcome.status === 'observed' ? stability(state, outcome) : null),
  emptiness: (state, outcome) => (outcome.status === 'observed' ? emptiness(state, outcome) : null),
};

/** What the layout of the same call says of the statistics. */
function listed(state: PagedState, { layout }: Observed): Required<PagedStats> | null {
  if (layout === undefined) return null;
  const taken = countOf(layout.segments) + countOf(layout.quarantine);
  return {
    freeFrames: state.config.frameCount - taken,
    freeSlots: state.config.slotCount - layout.segments.length,
  };
}

function statistics(state: PagedState, outcome: Observed): Finding {
  const { stats } = outcome;
  if (stats === undefined || state.isTainted) return null;
  const shown = listed(state, outcome);
  const possible = { freeFrames: freeFrames(state), freeSlots: freeSlots(state) };
  for (const key of ['freeFrames', 'freeSlots'] as const) {
    const value = stats[key];
    if (value === undefined) continue;
    const { least, most } = possible[key];
    if (value < least || value > most) {
      return `${key} is ${value} instead of ${showBounds({ least, most })}`;
    }
    if (shown !== null && value !== shown[key]) {
      return `${key} is ${value}, but ${shown[key]} by the layout`;
    }
  }
  return true;
}

function partition(state: PagedState, { layout }: Observed): Finding {
  if (layout === undefined || state.isTainted) return null;
  if (!usesOf(state.config, layout).isPartition) return meeting(state, layout);
  const lacking = state.regions.find(({ pid, pages }) => pagesSeen(layout, pid) < pages);
  if (lacking === undefined) return true;
  const { pid, pages } = lacking;
  const frames = pagesSeen(layout, pid);
  return `pid ${pid} owns ${pages} pages, and ${frames} frames are listed`;
}

/** The first run of frames that are not there, or that another run has as well. */
function meeting({ config }: PagedState, { segments, quarantine }: PagedLayout): Finding {
  const { frameCount } = config;
  const all = [
    ...segments.map((run) => ({ ...run, owner: `pid ${run.pid}` })),
    ...quarantine.map((run) => ({ ...run, owner: 'the quarantine' })),
  ];
  for (const [at, run] of all.entries()) {
    const { first, count, owner } = run;
    if (!isRun(run, frameCount)) {
      return `${owner} has ${count} frames from ${first} on, of ${frameCount}`;
    }
    const other = all.slice(at + 1).find((each) => each.first < endOf(run) && first < endOf(each));
    if (other !== undefined) {
      return `${showRun(run)} of ${owner} and ${showRun(other)} of ${other.owner} meet`;
    }
  }
  return true;
}

/** Segments stay as they were; the last one may be longer if more was granted behind it. */
function stability(state: PagedState, { layout }: Observed): Finding {
  if (layout === undefined || state.isTainted) return null;
  let isKnown = false;
  for (const region of state.regions) {
    if (region.runs.length === 0) continue;
    isKnown = true;
    const seen = segmentsOf(layout, region.pid);
    const flaw = sameRuns(seen, region.runs) ? null : instability(state, region, seen);
    if (flaw !== null) return flaw;
  }
  return isKnown || null;
}

/** How the segments of a region differ from what they have to be. */
function instability(
  { answers }: PagedState,
  { pid, pages, runs }: Region,
  seen: readonly FrameRun[],
): string | null {
  const known = countOf(runs);
  const mayGrow = answers.split === 'unknown' && known < pages;
  for (const [at, run] of runs.entries()) {
    const now = seen[at];
    if (now !== undefined && sameRun(now, run)) continue;
    const grew = mayGrow && at === runs.length - 1 && now?.first === run.first;
    if (grew && now.count > run.count) continue;
    const shown = now === undefined ? 'gone' : showRun(now);
    return `a segment of pid ${pid} was ${showRun(run)} and is ${shown}`;
  }
  return known === pages && seen.length > runs.length
    ? `pid ${pid} had ${runs.length} segments and has ${seen.length}`
    : null;
}

function emptiness(state: PagedState, { layout, quarantineCount, stats }: Observed): Finding {
  if (layout === undefined && quarantineCount === undefined && stats === undefined) return null;
  const { frameCount, slotCount } = state.config;
  const { freeFrames: free = frameCount, freeSlots: slots = slotCount } = stats ?? {};
  if (free !== frameCount) return `${free} of ${frameCount} frames are free`;
  if (slots !== slotCount) return `${slots} of ${slotCount} slots are free`;
  if (quarantineCount !== undefined && quarantineCount !== 0) {
    return `${quarantineCount} entries are quarantined`;
  }
  if (layout === undefined) return true;
  const taken = [...layout.segments, ...layout.quarantine].find(({ count }) => count > 0);
  if (taken !== undefined) return `frame ${taken.first} is taken`;
  const marked = layout.marks.indexOf('1');
  return marked < 0 || `frame ${marked} is marked`;
}

export const pagedPredicates: readonly Predicate<PagedState, PagedOperation, PagedOutcome>[] = [
  ...commonPredicates(lens),
  ...pidPredicates,
  ...allocPredicates,
  ...partPredicates,
  ...accessPredicates,
  ...layoutPredicates,
  ...deallocPredicates,
  ...quarantinePredicates,
  ...purgePredicates,
];
