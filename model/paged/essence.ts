/**
 * What an exploration takes for the state: who owns which frames, what their pages must read, which
 * marks are damaged, what is quarantined. All else that the model remembers is history: it sharpens
 * the verdicts and does not change what the subject holds.
 */
import { expectedAt } from './contents.ts';
import { frameSizeOf, type PagedState, type Region } from './state.ts';

export const essenceOf = (state: PagedState): string =>
  JSON.stringify([
    state.regions.map((region) => [
      region.pid,
      region.pages,
      region.runs,
      region.damaged,
      contentsOf(state, region),
    ]),
    state.quarantine.entries,
    state.quarantine.more,
    state.isTainted,
  ]);

/** Every byte that the pid must read; none if all are 0. */
function contentsOf(state: PagedState, { pages, writes }: Region): readonly number[] {
  if (writes.length === 0) return [];
  const bytes = pages * frameSizeOf(state);
  const { virtualBase } = state.config;
  return Array.from({ length: bytes }, (_, at) => expectedAt(writes, virtualBase + at).expected);
}
