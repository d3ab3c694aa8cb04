/** What is known about a paged allocator at a position of a history: who owns how many pages. */
import type { PagedConfig } from '../../spec/index.ts';
import type { Point } from '../inject/injection.ts';
import { Memory, SPARE } from './bases.ts';

type At = Point<'paged'>;

/** Pids that the history does not use, if the range has so many. */
export function spare({ profile }: At): number[] {
  const [lowest, highest] = profile.answers.pids;
  const count = Math.min(SPARE, Math.max(1, highest - lowest - 4));
  return Array.from({ length: count }, (_, at) => highest - at);
}

export const positionOf = ({ config }: At, page: number): number => new Memory(config).page(page);

/** The pages of a region, or those at its ends. */
export const pagesOf = (count: number): number[] =>
  ends(Array.from({ length: count }, (_, at) => at));

/** All of a short list, and both ends of a long one. */
const ends = (list: readonly number[]): number[] =>
  list.length <= 8 ? [...list] : [...list.slice(0, 4), ...list.slice(-4)];

/** The pages that each pid owns. */
export function ownersAt({ config, steps }: At): Map<number, number> {
  const pages = new Map<number, number>();
  for (const { operation, outcome } of steps) {
    if (operation.kind === 'reset' && outcome.status === 'done') pages.clear();
    if (!('pid' in operation) || typeof operation.pid !== 'number') continue;
    const { pid } = operation;
    if (outcome.status === 'success' || outcome.status === 'quarantined') pages.delete(pid);
    if (operation.kind === 'alloc' && outcome.status === 'granted') {
      const frames = outcome.frames ?? framesFor(config, operation.size);
      pages.set(pid, (pages.get(pid) ?? 0) + frames);
    }
  }
  return pages;
}

const framesFor = (config: PagedConfig, size: unknown): number =>
  Math.ceil(Number(size) / new Memory(config).frameSize);

/** Frames that are free if nothing is quarantined. */
export const freeAt = (at: At): number =>
  at.config.frameCount - [...ownersAt(at).values()].reduce((sum, pages) => sum + pages, 0);

/** The pages of every owner; of a long region those at its ends. */
export const ownedPages = (at: At): { pid: number; page: number; position: number }[] =>
  [...ownersAt(at)].flatMap(([pid, count]) =>
    pagesOf(count).map((page) => ({ pid, page, position: positionOf(at, page) })),
  );
