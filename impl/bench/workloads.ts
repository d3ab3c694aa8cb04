/**
 * The heap workloads. All requests come from tables that are drawn before.
 *
 *     stack      64 blocks of 64 B, then back in reverse          A
 *     queue      the oldest of 4,096 blocks of 64 B is replaced   F
 *     replace    a random block is replaced by one of another     B1, B10
 *                size
 *
 * The loops are compiled apart for each target, so their texts are closed. They do little beside
 * the calls: about 2 ns for a pair of them.
 */
import { apart } from './apart.ts';
import type { Contender, Entry } from './harness.ts';
import { integers } from './random.ts';
import type { Handles, Subject, Target } from './targets/target.ts';
import { watched } from './verify.ts';

export const ARENA_BYTES = 2 ** 24;
export const SEEDS = { slots: 1, sizes: 2 };

export interface HeapWorkload {
  readonly key: string;
  readonly title: string;
  readonly live: number;
  /** Blocks that are taken and given back in a step. */
  readonly blocksPerStep: number;
  readonly loop: (subject: Subject, state: State, steps: number) => number;
  /** Which block is replaced, and how much is asked for; equally long, a power of two. */
  readonly slots: () => Int32Array;
  readonly sizes: () => Int32Array;
}

export interface State {
  readonly handles: Handles;
  readonly slots: Int32Array;
  readonly sizes: Int32Array;
  /** Where the loop goes on. */
  next: number;
}

const fixed = { slots: () => new Int32Array(1), sizes: () => new Int32Array([64]) };

/**
 * The tables are repeated when all blocks were replaced at least four times. They are no longer
 * than that, for they are in the caches of the processor too.
 */
export function randomReplacement(key: string, live: number): HeapWorkload {
  const length = 2 ** Math.ceil(Math.log2(Math.max(2 ** 14, 4 * live)));
  return {
    key,
    title: `random 16..1024 B, ${live.toLocaleString('en')} live, a random one replaced`,
    live,
    blocksPerStep: 1,
    loop: replace,
    slots: () => integers(SEEDS.slots, length, 0, live - 1),
    sizes: () => integers(SEEDS.sizes, length, 16, 1024),
  };
}

export const heapWorkloads: readonly HeapWorkload[] = [
  {
    key: 'A',
    title: '64 B, 64 deep, last in first out',
    live: 64,
    blocksPerStep: 64,
    loop: stack,
    ...fixed,
  },
  {
    key: 'F',
    title: '64 B, 4,096 live, first in first out',
    live: 4096,
    blocksPerStep: 1,
    loop: queue,
    ...fixed,
  },
  randomReplacement('B1', 1_000),
  randomReplacement('B10', 10_000),
];

/** A step is as many allocs as there are handles, and as many deallocs. Answers the refusals. */
function stack(subject: Subject, state: State, steps: number): number {
  const { alloc, dealloc, refusal } = subject;
  const { handles, sizes } = state;
  const depth = handles.length;
  const size = sizes[0]!;
  let refused = 0;
  for (let step = 0; step < steps; step++) {
    for (let slot = 0; slot < depth; slot++) {
      const handle = alloc(size);
      if (handle === refusal) refused++;
      handles[slot] = handle;
    }
    for (let slot = depth - 1; slot >= 0; slot--) dealloc(handles[slot]!, size);
  }
  return refused;
}

/** A step is a dealloc of the oldest block and an alloc. Answers the refusals. */
function queue(subject: Subject, state: State, steps: number): number {
  const { alloc, dealloc, refusal } = subject;
  const { handles, sizes } = state;
  const mask = handles.length - 1;
  const size = sizes[0]!;
  const first = state.next;
  let refused = 0;
  for (let step = 0; step < steps; step++) {
    const slot = (first + step) & mask;
    dealloc(handles[slot]!, size);
    const handle = alloc(size);
    if (handle === refusal) refused++;
    handles[slot] = handle;
  }
  state.next = (first + steps) & mask;
  return refused;
}

/** A step is a dealloc of a random block and an alloc. Answers the refusals. */
function replace(subject: Subject, state: State, steps: number): number {
  const { alloc, dealloc, refusal } = subject;
  const { handles, slots, sizes } = state;
  const mask = slots.length - 1;
  const first = state.next;
  let refused = 0;
  for (let step = 0; step < steps; step++) {
    const next = (first + step) & mask;
    const slot = slots[next]!;
    const size = sizes[next]!;
    dealloc(handles[slot]!, size);
    const handle = alloc(size);
    if (handle === refusal) refused++;
    handles[slot] = handle;
  }
  state.next = (first + steps) & mask;
  return refused;
}

/** Live blocks for the loop to begin with; `stack` needs none. */
function begin(workload: HeapWorkload, subject: Subject): State {
  const { live, loop } = workload;
  const sizes = workload.sizes();
  const handles = subject.handles(live);
  for (let slot = 0; slot < live && loop !== stack; slot++) {
    const handle = subject.alloc(sizes[slot % sizes.length]!);
    if (handle === subject.refusal) throw new Error(`refused block ${slot} of the first ${live}`);
    handles[slot] = handle;
  }
  return { handles, slots: workload.slots(), sizes, next: 0 };
}

/** Gives all live blocks back. */
function end({ live, loop }: HeapWorkload, subject: Subject, { handles }: State): void {
  for (let slot = 0; slot < live && loop !== stack; slot++) subject.dealloc(handles[slot]!, 0);
}

export function heapEntry(workload: HeapWorkload, target: Target): Entry {
  return {
    name: target.name,
    begin() {
      verify(workload, target.open(ARENA_BYTES));
      return heapContender(workload, target.open(ARENA_BYTES));
    },
  };
}

/**
 * Runs the loop until every block was replaced about twice, watched; then gives all blocks back.
 */
export function verify(workload: HeapWorkload, subject: Subject): void {
  const { live, loop, blocksPerStep } = workload;
  const careful = watched(subject);
  const state = begin(workload, careful);
  if (loop(careful, state, (2 * live) / blocksPerStep) > 0) throw new Error('refused a request');
  end(workload, careful, state);
}

export function heapContender(workload: HeapWorkload, subject: Subject): Contender {
  const { blocksPerStep } = workload;
  const loop = apart(workload.loop);
  const state = begin(workload, subject);
  return {
    run(steps) {
      if (loop(subject, state, steps) > 0) throw new Error('refused a request');
      return 2 * blocksPerStep * steps;
    },
    end: () => end(workload, subject, state),
  };
}
