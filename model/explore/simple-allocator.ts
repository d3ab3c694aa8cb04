/**
 * Clients share resources. Each requests a set, is granted it in parts, and returns it in parts.
 *
 *     request   a client that wants and holds nothing wants any set
 *     grant     it holds some of what it wants, if nobody holds that
 *     return    it no longer holds some of what it held, even if it still wants more
 *
 * Restates the TLA+ module SimpleAllocator of Stephan Merz (tlaplus/Examples,
 * specifications/allocator): its actions, its type invariant and its mutual exclusion, without
 * fairness and liveness. The two other systems of this folder are built upon it, as they refine it.
 */
import type { System } from '../explore.ts';

/** Sets of resources are bit sets. */
export interface Client {
  readonly wanted: number;
  readonly held: number;
}

export interface SimpleAction {
  readonly kind: 'request' | 'grant' | 'return';
  /** Index of the client. */
  readonly client: number;
  readonly set: number;
}

/**
 * From 1 to 30 resources. With `n` clients each is free, and wanted by any of them, or held by one,
 * and wanted by any others: so `(n + 2) * 2 ** (n - 1)` states, to the power of `resourceCount`.
 */
export function simpleAllocator(
  clientCount: number,
  resourceCount: number,
): System<readonly Client[], SimpleAction> {
  const all = 2 ** resourceCount - 1;
  return {
    start: [Array.from({ length: clientCount }, () => ({ wanted: 0, held: 0 }))],
    key: (clients) => clients.map(({ wanted, held }) => `${wanted}.${held}`).join(),
    expand(clients, reach) {
      const free = all & ~union(clients.map(({ held }) => held));
      for (const [client, { wanted, held }] of clients.entries()) {
        if ((wanted | held) === 0)
          for (const set of partsOf(all))
            reach({ kind: 'request', client, set }, clients.with(client, { wanted: set, held }));
        for (const set of partsOf(wanted & free)) {
          const next = { wanted: wanted & ~set, held: held | set };
          reach({ kind: 'grant', client, set }, clients.with(client, next));
        }
        for (const set of partsOf(held))
          reach(
            { kind: 'return', client, set },
            clients.with(client, { wanted, held: held & ~set }),
          );
      }
    },
    flaw(clients) {
      let taken = 0;
      for (const [index, { wanted, held }] of clients.entries()) {
        if (((wanted | held) & ~all) !== 0) return `client ${index} has what is no resource`;
        if ((held & taken) !== 0) return `client ${index} holds what another client holds`;
        taken |= held;
      }
      return null;
    },
  };
}

/** The parts of a set that are not empty, the whole first. */
function* partsOf(set: number): Generator<number> {
  for (let part = set; part !== 0; part = (part - 1) & set) yield part;
}

function union(sets: readonly number[]): number {
  return sets.reduce((sum, set) => sum | set, 0);
}
