/**
 * The scheduling allocator and its clients, apart: each side sees only what has been delivered.
 *
 *                 ---- request, return --->
 *     clients            network             allocator
 *                 <-------- grant ---------
 *
 * The network is a set of messages, delivered in any order. A client acts like one of the simple
 * allocator; the allocator grants and schedules like the scheduling allocator.
 *
 * Restates the TLA+ module AllocatorImplementation of Stephan Merz (tlaplus/Examples,
 * specifications/allocator): its actions and its type, mutex and lower-level invariants, without
 * fairness and liveness.
 */
import type { System } from '../explore.ts';
import {
  type SchedulingAction,
  type SchedulingState,
  schedulingAllocator,
} from './scheduling-allocator.ts';
import { type Client, type SimpleAction, simpleAllocator } from './simple-allocator.ts';

/** The action of the sender. */
export type Message = SimpleAction;

export interface ImplementationState {
  /** What each client knows of itself. */
  readonly clients: readonly Client[];
  /** What the allocator knows of the clients. */
  readonly allocator: SchedulingState;
  /** No two are equal. */
  readonly network: readonly Message[];
}

export type ImplementationAction =
  | SchedulingAction
  | { readonly kind: 'receive'; readonly message: Message };

/** From 1 to 30 resources. */
export function allocatorImplementation(
  clientCount: number,
  resourceCount: number,
): System<ImplementationState, ImplementationAction> {
  const simple = simpleAllocator(clientCount, resourceCount);
  const scheduling = schedulingAllocator(clientCount, resourceCount);
  return {
    start: simple.start.flatMap((clients) =>
      scheduling.start.map((allocator) => ({ clients, allocator, network: [] })),
    ),
    key: ({ clients, allocator, network }) =>
      [simple.key(clients), scheduling.key(allocator), ...network.map(textOf).sort()].join(' '),
    expand(state, reach) {
      const { network } = state;
      simple.expand(state.clients, (action, clients) => {
        if (action.kind !== 'grant')
          reach(action, { ...state, clients, network: sent(network, action) });
      });
      scheduling.expand(state.allocator, (action, allocator) => {
        if (action.kind === 'schedule') reach(action, { ...state, allocator });
        if (action.kind === 'grant')
          reach(action, { ...state, allocator, network: sent(network, action) });
      });
      for (const message of network) {
        const next = received(state, message);
        if (next !== null) reach({ kind: 'receive', message }, next);
      }
    },
    flaw: (state) =>
      scheduling.flaw?.(state.allocator) ?? simple.flaw?.(state.clients) ?? networkFlaw(state),
  };
}

function sent(network: readonly Message[], message: Message): readonly Message[] {
  const text = textOf(message);
  return network.some((other) => textOf(other) === text) ? network : [...network, message];
}

/** The state after a message has arrived, or `null` if it has to wait. */
function received(state: ImplementationState, message: Message): ImplementationState | null {
  const { kind, client, set } = message;
  const network = state.network.filter((other) => other !== message);
  const own = state.clients[client];
  const known = state.allocator.clients[client];
  if (own === undefined || known === undefined) throw new Error(`no client ${client}`);
  const learn = (what: Client): ImplementationState => {
    const clients = state.allocator.clients.with(client, what);
    return { ...state, network, allocator: { ...state.allocator, clients } };
  };
  switch (kind) {
    case 'grant': {
      const next = { wanted: own.wanted & ~set, held: own.held | set };
      return { ...state, network, clients: state.clients.with(client, next) };
    }
    case 'return':
      return learn({ wanted: known.wanted, held: known.held & ~set });
    case 'request':
      // A request may overtake the return that was sent before it.
      return known.held === 0 ? learn({ wanted: set, held: 0 }) : null;
  }
}

/** What the two sides know differs by what is on its way, and by nothing else. */
function networkFlaw({ clients, allocator, network }: ImplementationState): string | null {
  for (const [client, { wanted, held }] of clients.entries()) {
    const onTheirWay = (kind: Message['kind']) =>
      network.filter((message) => message.kind === kind && message.client === client);
    const setOf = (kind: Message['kind']) =>
      onTheirWay(kind).reduce((sum, { set }) => sum | set, 0);
    const known = allocator.clients[client];
    if (onTheirWay('request').length > 1) return `client ${client} has sent two requests`;
    if (wanted !== ((known?.wanted ?? 0) | setOf('request') | setOf('grant')))
      return `client ${client} wants other than what the allocator owes it`;
    if (known?.held !== (held | setOf('grant') | setOf('return')))
      return `client ${client} holds other than what the allocator has granted it`;
  }
  return null;
}

function textOf({ kind, client, set }: Message): string {
  return `${kind}.${client}.${set}`;
}
