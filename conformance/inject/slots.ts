/** Which slots of a family that names its blocks by slot are live, and which were. */
interface SlotStep<Operation> {
  readonly operation: Operation;
  readonly outcome: { readonly status: string };
}

export interface Slots<Operation> {
  /** The call that granted each live block last. */
  readonly live: ReadonlyMap<number, Operation>;
  /** Those that hold nothing any more. */
  readonly ended: readonly number[];
}

export function slotsOf<Operation extends { readonly kind: string }>(
  steps: readonly SlotStep<Operation>[],
): Slots<Operation> {
  const live = new Map<number, Operation>();
  const known = new Set<number>();
  for (const { operation, outcome } of steps) {
    if (operation.kind === 'reset' && outcome.status === 'done') {
      live.clear();
      known.clear();
    }
    const slot = 'slot' in operation ? operation.slot : undefined;
    if (typeof slot !== 'number') continue;
    if (outcome.status === 'granted') {
      live.set(slot, operation);
      known.add(slot);
    } else if (operation.kind === 'dealloc' && outcome.status !== 'skipped') live.delete(slot);
  }
  return { live, ended: [...known].filter((slot) => !live.has(slot)) };
}
