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

export interface System<State, Action> {
  readonly start: readonly State[];
  /** Equal for states that are equal. */
  key(state: State): string;
  /** Calls `reach` for every transition from this state. An action may lead to several states. */
  expand(state: State, reach: (action: Action, next: State) => void): void;
  /** What is wrong with a state, or `null`. */
  flaw?(state: State): string | null;
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
  /** A shortest way to a state with a flaw; the search ends there. */
  readonly counterexample?: { readonly path: readonly Action[]; readonly flaw: string };
}

/** How a state was first reached. */
interface Arrival<Action> {
  readonly from: number;
  readonly action: Action;
}

export function explore<State, Action>(
  system: System<State, Action>,
  { states: most = Number.POSITIVE_INFINITY }: Limits = {},
): Exploration<Action> {
  const seen = new Set<string>();
  const arrivals: (Arrival<Action> | null)[] = [];
  let found: { readonly state: State; readonly index: number }[] = [];
  let transitions = 0;
  let depth = 0;
  let flaw: { readonly at: number; readonly text: string } | null = null;
  let isLeftOut = false;

  const visit = (state: State, arrival: Arrival<Action> | null): void => {
    const key = system.key(state);
    if (seen.has(key)) return;
    if (seen.size >= most) {
      isLeftOut = true;
      return;
    }
    seen.add(key);
    const index = arrivals.push(arrival) - 1;
    const text = flaw === null ? (system.flaw?.(state) ?? null) : null;
    if (text !== null) flaw = { at: index, text };
    found.push({ state, index });
  };
  const isEnded = (): boolean => flaw !== null || isLeftOut;

  for (const state of system.start) visit(state, null);
  while (found.length > 0 && !isEnded()) {
    const layer = found;
    found = [];
    for (const { state, index } of layer) {
      system.expand(state, (action, next) => {
        transitions++;
        visit(next, { from: index, action });
      });
      if (isEnded()) break;
    }
    if (found.length > 0) depth++;
  }
  const result = { states: seen.size, transitions, depth, isComplete: !isEnded() };
  return flaw === null ? result : { ...result, counterexample: exampleOf(arrivals, flaw) };
}

function exampleOf<Action>(
  arrivals: readonly (Arrival<Action> | null)[],
  { at, text }: { readonly at: number; readonly text: string },
): NonNullable<Exploration<Action>['counterexample']> {
  const path: Action[] = [];
  for (let arrival = arrivals[at]; arrival; arrival = arrivals[arrival.from])
    path.push(arrival.action);
  return { path: path.reverse(), flaw: text };
}
