/**
 * Visits every state that a system can reach, breadth first, to the end.
 *
 *     layer 0   start
 *     layer 1   all that one action leads to
 *     layer n   all that n actions lead to, and no fewer        until a layer is empty
 *
 * So what is found wrong is found after as few actions as can be. States are equal if their keys
 * are: a key that leaves something out makes the search blind to it.
 */

export type Key = string | number;

export interface System<State, Action> {
  readonly start: readonly State[];
  /** Equal for states that are equal. Numbers are looked up faster. */
  key(state: State): Key;
  /** Calls `reach` for every transition from this state. An action may lead to several states. */
  expand(state: State, reach: (action: Action, next: State) => void): void;
  /** What is wrong with a state, or `null`. */
  flaw?(state: State): string | null;
  /** What is wrong with a transition, or `null`. */
  breach?(before: State, action: Action, after: State): string | null;
}

export interface Limits {
  /** States to visit at most; where there are more, the search is not complete. */
  readonly states?: number;
}

export interface Exploration<Action> {
  readonly states: number;
  readonly transitions: number;
  /** Actions of the longest of the shortest ways from a start to a state. */
  readonly depth: number;
  /** Nothing is left to visit. */
  readonly isComplete: boolean;
  /** A shortest way to a flaw, or to a breach by its last action; the search ends there. */
  readonly counterexample?: { readonly path: readonly Action[]; readonly flaw: string };
}

export function explore<State, Action>(
  system: System<State, Action>,
  { states: most = Number.POSITIVE_INFINITY }: Limits = {},
): Exploration<Action> {
  const frontier = new Frontier<State, Action>();
  let transitions = 0;
  let isLeftOut = false;
  let found: { readonly path: readonly Action[]; readonly flaw: string } | null = null;

  const visit = (state: State, from: number, action: Action | null): void => {
    const key = system.key(state);
    if (frontier.states >= most && !frontier.has(key)) {
      isLeftOut = true;
      return;
    }
    const index = frontier.add(key, state, from, action);
    const flaw = index === null || found !== null ? null : (system.flaw?.(state) ?? null);
    if (index !== null && flaw !== null) found = { path: frontier.pathTo(index), flaw };
  };

  for (const state of system.start) visit(state, START, null);
  while (found === null && !isLeftOut) {
    const next = frontier.take();
    if (next === null) break;
    const { state: before, index } = next;
    system.expand(before, (action, after) => {
      transitions++;
      const flaw = found === null ? (system.breach?.(before, action, after) ?? null) : null;
      if (flaw !== null) found = { path: [...frontier.pathTo(index), action], flaw };
      if (after !== before) visit(after, index, action);
    });
  }
  const { states, depth } = frontier;
  const isComplete = found === null && !isLeftOut;
  const result = { states, transitions, depth, isComplete };
  return found === null ? result : { ...result, counterexample: found };
}

/** Where a state comes from that no action led to. */
export const START = -1;

/** What was seen so far, how each state was first reached, and those that are still to be expanded. */
export class Frontier<State, Action> {
  readonly #seen = new Set<Key>();
  /** By index of a state: the state before it, and the action between them. */
  readonly #from: number[] = [];
  readonly #actions: (Action | null)[] = [];
  #layer: Visited<State>[] = [];
  #nextLayer: Visited<State>[] = [];
  #position = 0;
  #depth = 0;

  get states(): number {
    return this.#seen.size;
  }

  /** Actions from a start to the farthest state that was added. */
  get depth(): number {
    return this.#nextLayer.length > 0 ? this.#depth : Math.max(this.#depth - 1, 0);
  }

  has(key: Key): boolean {
    return this.#seen.has(key);
  }

  /** The index of the state, or `null` if it was seen before. */
  add(key: Key, state: State, from: number, action: Action | null): number | null {
    if (this.#seen.has(key)) return null;
    this.#seen.add(key);
    const index = this.#from.push(from) - 1;
    this.#actions.push(action);
    this.#nextLayer.push({ state, index });
    return index;
  }

  /** A state that is next in order, once; `null` if none is left. */
  take(): Visited<State> | null {
    if (this.#position === this.#layer.length) {
      this.#layer = this.#nextLayer;
      this.#nextLayer = [];
      this.#position = 0;
      if (this.#layer.length > 0) this.#depth++;
    }
    return this.#layer[this.#position++] ?? null;
  }

  /** The actions that first led to a state. */
  pathTo(index: number): readonly Action[] {
    const path: Action[] = [];
    for (let at = index; at !== START; at = this.#from[at] ?? START) {
      const action = this.#actions[at];
      if (action !== null && action !== undefined) path.push(action);
    }
    return path.reverse();
  }
}

export interface Visited<State> {
  readonly state: State;
  readonly index: number;
}
