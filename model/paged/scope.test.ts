/**
 * All states of a tiny instance, found by trying every legal outcome of every call until nothing
 * new turns up. The numbers are pinned. Those with contents are what another program found in the
 * same scope, which was written from the transition relation and knows nothing of this model.
 */
import { describe, expect, it } from 'vitest';
import type { PagedConfig, PagedOperation } from '../../spec/index.ts';
import { type PagedState, pagedModel } from '../paged.ts';
import { ANSWERS } from './notation.ts';
import { pagesOf } from './state.ts';

const PIDS = [0, 1];

/** Three frames of two bytes; a frame's content is one tag, that of its owner. */
const CONFIG: PagedConfig = {
  memorySize: 6,
  frameCount: 3,
  slotCount: 3,
  quarantineCapacity: 1,
  virtualBase: 0,
};

function operationsIn(state: PagedState, writes: boolean): PagedOperation[] {
  const made: PagedOperation[] = [{ kind: 'purge' }];
  for (const pid of PIDS) {
    for (const size of [2, 4, 6]) made.push({ kind: 'alloc', pid, size });
    made.push({ kind: 'dealloc', pid });
    for (let page = 0; writes && page < pagesOf(state, pid); page += 1) {
      const address = { pid, position: 2 * page };
      made.push({ kind: 'write', pid, address, length: 2, tag: pid + 1 });
    }
  }
  return made;
}

/** What a state is, less the history by which it was reached. */
const essence = ({ quarantine, regions }: PagedState): string =>
  JSON.stringify([
    quarantine.entries,
    regions.map(({ pid, runs, writes }) => [
      pid,
      runs,
      [...writes].sort((a, b) => a.position - b.position),
    ]),
  ]);

/** Every state that the call leads to, with its layout observed, so that no frame is unknown. */
function* successors(state: PagedState, operation: PagedOperation): Iterable<PagedState> {
  for (const outcome of pagedModel.legal(state, operation)) {
    const next = pagedModel.next(state, operation, outcome);
    for (const seen of pagedModel.legal(next, { kind: 'observe' })) {
      const isShown = seen.status === 'observed' && seen.layout !== undefined;
      if (isShown) yield pagedModel.next(next, { kind: 'observe' }, seen);
    }
  }
}

function explored(config: PagedConfig, writes: boolean): { states: number; depth: number } {
  const answers = { ...ANSWERS, placement: 'unknown', split: 'unknown' } as const;
  const start = pagedModel.initial(config, { ...answers, deterministic: false });
  const seen = new Set([essence(start)]);
  let frontier = [start];
  let depth = -1;
  while (frontier.length > 0) {
    const found: PagedState[] = [];
    for (const state of frontier) {
      for (const operation of operationsIn(state, writes)) {
        for (const next of successors(state, operation)) {
          if (seen.has(essence(next))) continue;
          seen.add(essence(next));
          found.push(next);
        }
      }
    }
    frontier = found;
    depth += 1;
  }
  return { states: seen.size, depth };
}

describe('paged states', () => {
  it('are as many as the transition relation has, with contents', () => {
    expect(explored(CONFIG, true)).toEqual({ states: 405, depth: 5 });
  });

  it('are as many without contents', () => {
    expect(explored(CONFIG, false)).toEqual({ states: 67, depth: 2 });
  });
});
