/** The calls that are made in the states of a machine. They are values, and made once. */
import type { Access, CallOf } from './moves.ts';
import { FRAME_SIZE, type Parameters } from './state.ts';

export interface Calls {
  readonly allocs: readonly CallOf<'alloc'>[];
  readonly deallocs: readonly CallOf<'dealloc'>[];
  /** By the mark that is there, and by frame: to the other mark. */
  readonly tampers: readonly (readonly CallOf<'tamper'>[])[];
  /** By pid, and by the pages that it owns. */
  readonly writes: readonly (readonly (readonly Access[])[])[];
  readonly asks: readonly (readonly (readonly Access[])[])[];
}

export function callsOf(parameters: Parameters): Calls {
  const { pids, frames, requests } = parameters;
  return {
    allocs: each(pids, (pid) =>
      each(requests + 1, (count) => ({ kind: 'alloc', pid, frames: count }) as const),
    ).flat(),
    deallocs: each(pids, (pid) => ({ kind: 'dealloc', pid }) as const),
    tampers: ([1, 0] as const).map((mark) =>
      each(frames, (frame) => ({ kind: 'tamper', frame, mark })),
    ),
    writes: each(pids, (pid) => each(frames + 1, (pages) => writesOf(parameters, pid, pages))),
    asks: each(pids, (pid) => each(frames + 1, (pages) => asksOf(parameters, pid, pages))),
  };
}

/** Every page, across the end, and behind it; nothing if there is no page. */
function writesOf({ virtualBase }: Parameters, pid: number, pages: number): Access[] {
  const end = virtualBase + pages * FRAME_SIZE;
  const positions = each(pages, (page) => virtualBase + page * FRAME_SIZE);
  return (pages === 0 ? [] : [...positions, end - 1, end]).map((position) => ({
    kind: 'write',
    pid,
    to: pid,
    position,
    length: FRAME_SIZE,
  }));
}

/**
 *       below  base                    end            reads of each length at each of these places,
 *         |    | page 0 | page 1 | .. | |             and of the first byte by way of each other pid;
 *         1    2, 1, 2                0, 1            writes where none is served
 */
function asksOf({ virtualBase, pids }: Parameters, pid: number, pages: number): Access[] {
  const end = virtualBase + pages * FRAME_SIZE;
  const own = (kind: 'read' | 'write', position: number, length: number): Access[] =>
    position < 0 ? [] : [{ kind, pid, to: pid, position, length }];
  const inPages = each(pages, (page) => virtualBase + page * FRAME_SIZE).flatMap((position) => [
    ...own('read', position, FRAME_SIZE),
    ...own('read', position + 1, 1),
    ...own('read', position + 1, FRAME_SIZE),
  ]);
  const forged = each(pids, (to) => to).flatMap((to): Access[] =>
    to === pid
      ? []
      : (['read', 'write'] as const).map((kind) => ({
          kind,
          pid,
          to,
          position: virtualBase,
          length: 1,
        })),
  );
  return [
    ...inPages,
    ...own('read', virtualBase, 0),
    ...own('read', end, 0),
    ...own('read', end, 1),
    ...own('read', end + 1, 0),
    ...own('read', virtualBase - 1, 1),
    ...own('write', virtualBase - 1, FRAME_SIZE),
    ...(pages === 0 ? own('write', virtualBase, FRAME_SIZE) : []),
    ...forged,
  ];
}

function each<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
