/**
 * Records with some parts replaced. They are written out field by field: every call makes a few of
 * them, and to spread one takes longer than to ask all predicates about the call.
 */
import type { CommonState } from '../common.ts';
import type { PagedState, Region } from './state.ts';

/** What the answer to a call changes beside the common part. */
export type Change = Partial<
  Omit<PagedState, Exclude<keyof CommonState, 'live'> | 'config' | 'answers'>
>;

export function changedState(
  state: PagedState,
  common: CommonState,
  {
    live = state.live,
    regions = state.regions,
    former = state.former,
    ink = state.ink,
    refusedWrites = state.refusedWrites,
    quarantine = state.quarantine,
    unseen = state.unseen,
    purges = state.purges,
    isReset = state.isReset,
    isTainted = state.isTainted,
    plan = state.plan,
  }: Change,
): PagedState {
  const { config, answers } = state;
  const { capacity, age, spent, last, report, sinceReport, newReport } = common;
  return {
    live,
    capacity,
    age,
    spent,
    last,
    report,
    sinceReport,
    newReport,
    config,
    answers,
    regions,
    former,
    ink,
    refusedWrites,
    quarantine,
    unseen,
    purges,
    isReset,
    isTainted,
    plan,
  };
}

export function changedRegion(
  region: Region,
  {
    pid = region.pid,
    grants = region.grants,
    pages = region.pages,
    runs = region.runs,
    damaged = region.damaged,
    writes = region.writes,
    outlived = region.outlived,
    risked = region.risked,
  }: Partial<Region>,
): Region {
  return { pid, grants, pages, runs, damaged, writes, outlived, risked };
}
