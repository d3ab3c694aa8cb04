import { describe, expect, it } from 'vitest';
import {
  allocatorImplementation,
  type ImplementationAction,
  type ImplementationState,
} from './explore/allocator-implementation.ts';
import { schedulingAllocator } from './explore/scheduling-allocator.ts';
import { type Client, type SimpleAction, simpleAllocator } from './explore/simple-allocator.ts';
import { type Exploration, explore, type System } from './explore.ts';

/** Clients and resources of every run, as in the published ones. */
const SIZE = [3, 2] as const;

describe('three published allocators', () => {
  /**
   * What TLC prints for them, from specifications/allocator/manifest.json of tlaplus/Examples. TLC
   * counts the starts among the generated states, and layers where we count the steps between them.
   */
  const asTlc = ({ states, transitions, depth, ...rest }: Exploration<unknown>) => ({
    ...rest,
    distinct: states,
    generated: transitions + 1,
    depth: depth + 1,
  });

  it.each([
    ['simple', () => explore(simpleAllocator(...SIZE)), 400, 1_633, 6],
    ['scheduling', () => explore(schedulingAllocator(...SIZE)), 1_690, 5_854, 7],
    ['implementation', () => explore(allocatorImplementation(...SIZE)), 17_701, 64_414, 16],
  ])('%s: has no flaw, and as many states as TLC finds', (_, run, distinct, generated, depth) => {
    expect(asTlc(run())).toEqual({ distinct, generated, depth, isComplete: true });
  });

  it('simple: has the states of one resource for each resource', () => {
    const statesOf = (clients: number, resources: number) =>
      explore(simpleAllocator(clients, resources)).states;
    for (const clients of [1, 2, 3, 4])
      for (const resources of [1, 2])
        expect(statesOf(clients, resources)).toBe(
          ((clients + 2) * 2 ** (clients - 1)) ** resources,
        );
  });
});

describe('a state with a flaw is seen', () => {
  const both = { wanted: 1, held: 2 };
  const wanting = { wanted: 1, held: 0 };
  const idle = { wanted: 0, held: 0 };

  it.each([
    ['has what is no resource', [{ wanted: 4, held: 0 }], []],
    ['holds what another client holds', [both, both], []],
    ['is scheduled and does not exist', [wanting], [1]],
    ['is scheduled and wants nothing', [idle], [0]],
    ['holds what one before it wants', [wanting, { wanted: 2, held: 1 }], [1, 0, 1]],
    ['wants what it cannot get', [wanting, { wanted: 2, held: 1 }], [0, 1]],
  ])('scheduling: %s', (flaw, clients, schedule) => {
    expect(schedulingAllocator(2, 2).flaw?.({ clients, schedule })).toContain(flaw);
  });

  const request = { kind: 'request', client: 0, set: 1 } as const;
  const grant = { kind: 'grant', client: 0, set: 1 } as const;
  it.each([
    ['has sent two requests', wanting, [request, { ...request, set: 2 }]],
    ['wants other than what the allocator owes it', wanting, []],
    ['holds other than what the allocator has granted it', wanting, [grant]],
  ])('implementation: %s', (flaw, client, network) => {
    const allocator = { clients: [idle], schedule: [] };
    const state = { clients: [client], allocator, network };
    expect(allocatorImplementation(1, 2).flaw?.(state)).toContain(flaw);
  });
});

describe('a design with a bug has a shortest counterexample', () => {
  it('grants what another client holds', () => {
    const { counterexample, isComplete } = explore(grantingTheHeld());
    expect(isComplete).toBe(false);
    expect(counterexample?.flaw).toMatch(/^client \d holds what another client holds$/);
    expect(kindsOf(counterexample).sort()).toEqual(['grant', 'grant', 'request', 'request']);
  });

  it('takes a request before the return that the client sent earlier', () => {
    const { counterexample } = explore(takingRequestsTooSoon());
    expect(counterexample?.flaw).toMatch(/^client \d wants what it cannot get$/);
    expect(kindsOf(counterexample).join(' ')).toBe(
      'request receive schedule grant receive return request receive schedule',
    );
  });

  it('starts with a flaw', () => {
    const system = { ...simpleAllocator(...SIZE), flaw: () => 'always' };
    expect(explore(system).counterexample).toEqual({ path: [], flaw: 'always' });
  });
});

describe('a search', () => {
  it('takes numbers for keys, and counts the ways back to a state', () => {
    const upTo = (most: number): System<number, string> => ({
      start: [0],
      key: (state) => state,
      expand(state, reach) {
        reach('stay', state);
        if (state < most) reach('up', state + 1);
      },
    });
    expect(explore(upTo(3))).toEqual({ states: 4, transitions: 7, depth: 3, isComplete: true });
  });
});

describe('what a search does not see', () => {
  it('ends at a limit, and does not claim to have seen the rest', () => {
    const { states, isComplete } = explore(simpleAllocator(...SIZE), { states: 100 });
    expect(isComplete).toBe(false);
    expect(states).toBe(100);
  });

  it('is not limited by a limit that is not reached', () => {
    const system = simpleAllocator(...SIZE);
    expect(explore(system, { states: 400 })).toEqual(explore(system));
  });

  it('takes states for equal whose keys leave out what makes them differ', () => {
    const system = schedulingAllocator(...SIZE);
    const key: typeof system.key = ({ clients }) => simpleAllocator(...SIZE).key(clients);
    expect(explore({ ...system, key }).states).toBeLessThan(1_690);
  });

  it('takes states for different whose keys tell the order of a set', () => {
    const system = allocatorImplementation(2, 1);
    const blurred = explore({ ...system, key: (state) => JSON.stringify(state) });
    expect(blurred.states).toBeGreaterThan(explore(system).states);
  });
});

function kindsOf(example: { path: readonly { kind: string }[] } | undefined): string[] {
  return (example?.path ?? []).map(({ kind }) => kind);
}

/** The simple allocator that does not look who else holds what a client wants. */
function grantingTheHeld(): System<readonly Client[], SimpleAction> {
  const system = simpleAllocator(...SIZE);
  return {
    ...system,
    expand(clients, reach) {
      system.expand(clients, reach);
      for (const [client, { wanted, held }] of clients.entries())
        if (wanted !== 0)
          reach(
            { kind: 'grant', client, set: wanted },
            clients.with(client, { wanted: 0, held: held | wanted }),
          );
    },
  };
}

/** The implementation whose allocator lets no request wait: a mistake its author warns of. */
function takingRequestsTooSoon(): System<ImplementationState, ImplementationAction> {
  const system = allocatorImplementation(...SIZE);
  return {
    ...system,
    expand(state, reach) {
      system.expand(state, reach);
      for (const message of state.network) {
        if (message.kind !== 'request') continue;
        const clients = state.allocator.clients.map((client, index) =>
          index === message.client ? { ...client, wanted: message.set } : client,
        );
        const network = state.network.filter((other) => other !== message);
        const allocator = { ...state.allocator, clients };
        reach({ kind: 'receive', message }, { ...state, allocator, network });
      }
    },
  };
}
