/**
 * The simple allocator with a schedule, so that no two clients wait for each other forever.
 *
 *     clients that want and have no place --schedule, in any order--> [ first | second | ... ]
 *
 *     grant     only to a client in the schedule, and nothing that one before it wants;
 *               a client that has got all it wanted leaves the schedule
 *
 * Restates the TLA+ module SchedulingAllocator of Stephan Merz (tlaplus/Examples,
 * specifications/allocator): its actions and its type, mutex and allocator invariants, without
 * fairness and liveness.
 */
import type { System } from '../explore.ts';
import { type Client, type SimpleAction, simpleAllocator } from './simple-allocator.ts';

export interface SchedulingState {
  readonly clients: readonly Client[];
  /** Indices of clients. */
  readonly schedule: readonly number[];
}

export type SchedulingAction =
  | SimpleAction
  | { readonly kind: 'schedule'; readonly order: readonly number[] };

/** From 1 to 30 resources. */
export function schedulingAllocator(
  clientCount: number,
  resourceCount: number,
): System<SchedulingState, SchedulingAction> {
  const simple = simpleAllocator(clientCount, resourceCount);
  const all = 2 ** resourceCount - 1;
  return {
    start: simple.start.map((clients) => ({ clients, schedule: [] })),
    key: ({ clients, schedule }) => `${simple.key(clients)} ${schedule.join()}`,
    expand({ clients, schedule }, reach) {
      simple.expand(clients, (action, next) => {
        if (action.kind !== 'grant') return reach(action, { clients: next, schedule });
        const place = schedule.indexOf(action.client);
        if (place === -1) return;
        if (schedule.slice(0, place).some((index) => wants(clients, index, action.set))) return;
        const isServed = !wants(next, action.client, all);
        reach(action, {
          clients: next,
          schedule: isServed ? schedule.toSpliced(place, 1) : schedule,
        });
      });
      const waiting = [...clients.keys()].filter(
        (index) => wants(clients, index, all) && !schedule.includes(index),
      );
      if (waiting.length > 0)
        for (const order of ordersOf(waiting))
          reach({ kind: 'schedule', order }, { clients, schedule: [...schedule, ...order] });
    },
    flaw: ({ clients, schedule }) => simple.flaw?.(clients) ?? scheduleFlaw(clients, schedule, all),
  };
}

/** Each client in the schedule can be served if those before it return all that they get. */
function scheduleFlaw(clients: readonly Client[], schedule: readonly number[], all: number) {
  let wantedBefore = 0;
  let obtainable = all;
  for (const [index, { held }] of clients.entries())
    if (schedule.includes(index)) obtainable &= ~held;
  for (const index of schedule) {
    const client = clients[index];
    if (client === undefined) return `client ${index} is scheduled and does not exist`;
    if (client.wanted === 0) return `client ${index} is scheduled and wants nothing`;
    if ((client.held & wantedBefore) !== 0) return `client ${index} holds what one before it wants`;
    if ((client.wanted & ~obtainable) !== 0) return `client ${index} wants what it cannot get`;
    wantedBefore |= client.wanted;
    obtainable |= client.wanted | client.held;
  }
  return null;
}

function wants(clients: readonly Client[], index: number, set: number): boolean {
  return ((clients[index]?.wanted ?? 0) & set) !== 0;
}

function* ordersOf(indices: readonly number[]): Generator<readonly number[]> {
  if (indices.length === 0) yield [];
  for (const [at, first] of indices.entries())
    for (const rest of ordersOf(indices.toSpliced(at, 1))) yield [first, ...rest];
}
