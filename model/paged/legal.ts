/**
 * Every outcome that the clauses allow, written down without the predicates: a second reading of
 * the same text. The two are held together by a test. What the plan says comes first, so that a
 * subject that always gives the first outcome is consistent. Statistics, counts and layouts are
 * listed in full.
 */
import type {
  FrameRun,
  PagedLayout,
  PagedOperation,
  PagedOutcome,
  ReadStatus,
} from '../../spec/index.ts';
import { isSameReport, sameAsk } from '../common.ts';
import { expectedAt } from './contents.ts';
import { configFlaw, SURE_MEMORY } from './create.ts';
import { callOf, reportOf } from './facts.ts';
import {
  askOf,
  hasNoSlot,
  knownCut,
  type Request,
  requestOf,
  whyGranted,
  whyNotWhole,
  whyPart,
} from './grants.ts';
import { layoutsOf } from './layouts.ts';
import { layoutOf } from './placement.ts';
import { plannedRuns } from './plan.ts';
import { countOf } from './runs.ts';
import {
  type AccessOperation,
  accessOf,
  type Bounds,
  endOfRegion,
  frameSizeOf,
  freeFrames,
  isBlind,
  isPid,
  isSize,
  type PagedState,
  pagesOf,
  quarantinedEntries,
  regionOf,
  usedSlots,
} from './state.ts';

type Alloc = PagedOperation & { readonly kind: 'alloc' };
type Observed = PagedOutcome & { readonly status: 'observed' };

export function* legalPaged(state: PagedState, operation: PagedOperation): Iterable<PagedOutcome> {
  switch (operation.kind) {
    case 'alloc':
      yield* legalAlloc(state, operation);
      return;
    case 'dealloc':
      yield { status: deallocStatus(state, operation.pid) };
      return;
    case 'read':
    case 'write':
      yield* legalAccess(state, operation);
      return;
    case 'purge':
      yield* legalPurge(state);
      return;
    case 'tamper': {
      const { page, pid } = operation;
      if (isSize(page) && page < pagesOf(state, pid)) yield { status: 'done' };
      yield { status: 'skipped' };
      return;
    }
    case 'observe':
      yield* legalObserve(state);
      return;
    case 'reset':
      yield { status: 'done' };
      return;
    case 'create':
      yield* legalCreate(operation.config);
  }
}

function* legalAlloc(state: PagedState, operation: Alloc): Iterable<PagedOutcome> {
  const request = requestOf(state, operation);
  if (request === null || staysRefused(state, operation, request)) {
    yield { status: 'refused' };
    return;
  }
  const all = [...allocOutcomes(state, request)];
  const plan = state.plan();
  const planned = plan && countOf(plannedRuns(state, plan, request.frames));
  const isPlanned = (given: number): boolean => given === planned;
  for (const [given, outcome] of all) if (isPlanned(given)) yield outcome;
  for (const [given, outcome] of all) if (!isPlanned(given)) yield outcome;
}

/** The call before was refused, and this one repeats it or asks for even more of what was short. */
function staysRefused(state: PagedState, operation: Alloc, request: Request): boolean {
  const { answers, last } = state;
  if (last.effect !== 'refuse') return false;
  if (answers.deterministic && last.call === callOf(operation)) return true;
  const ask = answers.partial === 'any' ? null : askOf(state, request);
  return ask !== null && last.ask?.alike === ask.alike && request.size > last.ask.size;
}

/** Outcomes with the frames that they grant. */
function* allocOutcomes(
  state: PagedState,
  request: Request,
): Iterable<readonly [given: number, outcome: PagedOutcome]> {
  const { pid, frames } = request;
  const position = endOfRegion(state, pid);
  const mustBeWhole = whyGranted(state, request) !== null;
  const not = whyNotWhole(state, request);
  if (not === null) yield [frames, { status: 'granted', position }];
  if (mustBeWhole) return;
  for (const part of partsOf(state, request, not?.of === 'frames')) {
    const bytes = part * frameSizeOf(state);
    yield [part, { status: 'granted', position, frames: part, bytes }];
  }
  if (whyPart(state, request) === null && !canBeHadAgain(state, request)) {
    yield [0, { status: 'refused' }];
  }
}

/** The same request was granted and deallocated by the two calls before. */
function canBeHadAgain(state: PagedState, request: Request): boolean {
  const { freed } = state.last;
  const ask = askOf(state, request);
  return freed?.atOnce === true && ask !== null && !ask.impossible && sameAsk(freed.ask, ask);
}

function partsOf(state: PagedState, request: Request, wantsFrames: boolean): readonly number[] {
  const { answers, config } = state;
  if (answers.partial === 'off' || (answers.partial === 'slots' && wantsFrames)) return [];
  const isJudged = !isBlind(state);
  if (isJudged && hasNoSlot(state, request)) return [];
  const free = isJudged ? freeFrames(state).most : config.frameCount;
  const most = Math.min(request.frames - 1, free);
  const parts = Array.from({ length: Math.max(most, 0) }, (_, at) => at + 1);
  const cut = isJudged ? knownCut(state, request.frames) : null;
  if (cut === null) return parts;
  const sums = cut.map((_, at) => countOf(cut.slice(0, at + 1)));
  return parts.filter((part) => sums.includes(part));
}

function deallocStatus(
  state: PagedState,
  pid: unknown,
): 'refused' | 'already-free' | 'quarantined' | 'success' {
  if (!isPid(state, pid)) return 'refused';
  const region = regionOf(state, pid);
  if (region === undefined) return 'already-free';
  return region.damaged.length > 0 ? 'quarantined' : 'success';
}

const STATUSES: readonly ReadStatus[] = ['no-segment', 'out-of-range-low', 'out-of-range-high'];

function* legalAccess(state: PagedState, operation: AccessOperation): Iterable<PagedOutcome> {
  const access = accessOf(state, operation);
  if (access.is !== 'served') {
    yield { status: access.status };
    const isInvalid = access.is === 'outside' || access.is === 'number';
    const others = isInvalid ? STATUSES.filter((status) => status !== access.status) : [];
    yield* others.map((status) => ({ status }));
    return;
  }
  const region = regionOf(state, operation.pid);
  const { position } = operation.address;
  if (operation.kind === 'write') yield { status: 'written' };
  else if (region !== undefined && isSize(position)) {
    const bytes = Array.from(
      { length: operation.length },
      (_, at) => expectedAt(region.writes, position + at).expected,
    );
    yield { status: 'read', bytes };
  }
}

const valuesIn = ({ least, most }: Bounds): number[] =>
  Array.from({ length: Math.max(most - least + 1, 0) }, (_, at) => least + at);

function* legalPurge(state: PagedState): Iterable<PagedOutcome> {
  const planned = state.plan()?.quarantine.length;
  const counts = valuesIn(quarantinedEntries(state));
  const isPlanned = (count: number): boolean => count === planned;
  for (const count of counts) if (isPlanned(count)) yield { status: 'purged', count };
  for (const count of counts) if (!isPlanned(count)) yield { status: 'purged', count };
}

function* legalObserve(state: PagedState): Iterable<PagedOutcome> {
  const repeated = reportToRepeat(state);
  for (const outcome of observable(state)) {
    const report = reportOf(outcome);
    if (repeated === null || (report && isSameReport(repeated, report))) yield outcome;
  }
}

/** What the subject said of itself before calls that change nothing, or when it was new. */
function reportToRepeat({ last, newReport, purges, report, sinceReport }: PagedState) {
  if (last.effect === 'reset') return newReport;
  return purges.wasIdle || sinceReport.includes('refuse') ? report : null;
}

function* observable(state: PagedState): Iterable<Observed> {
  const plan = state.plan();
  const planned = plan && layoutOf(state, plan);
  const first = planned === null ? null : shownBy(state, planned);
  if (first !== null) yield first;
  for (const layout of layoutsOf(state)) {
    const outcome = shownBy(state, layout);
    if (JSON.stringify(outcome) !== JSON.stringify(first)) yield outcome;
  }
  const { slotCount } = state.config;
  const used = usedSlots(state);
  for (const frames of valuesIn(freeFrames(state))) {
    for (const slots of valuesIn({ least: slotCount - used.most, most: slotCount - used.least })) {
      for (const quarantineCount of valuesIn(quarantinedEntries(state))) {
        const stats = { freeFrames: frames, freeSlots: slots };
        yield { status: 'observed', stats, quarantineCount };
      }
    }
  }
}

function shownBy({ config }: PagedState, layout: PagedLayout): Observed {
  const { quarantine, segments } = layout;
  const taken = (runs: readonly FrameRun[]): number => countOf(runs);
  const stats = {
    freeFrames: config.frameCount - taken(segments) - taken(quarantine),
    freeSlots: config.slotCount - segments.length,
  };
  return { status: 'observed', stats, layout, quarantineCount: quarantine.length };
}

function* legalCreate(config: Readonly<Record<string, unknown>>): Iterable<PagedOutcome> {
  const isValid = configFlaw(config) === null;
  if (isValid) yield { status: 'created' };
  const { memorySize } = config;
  if (!isValid || !isSize(memorySize) || memorySize > SURE_MEMORY) yield { status: 'refused' };
}
