/**
 * A state as one number, and states that differ in the names of their pids as the same number.
 *
 *     regions and quarantine   a digit a run, and 0 behind each region
 *     marks                    a bit a frame
 *     contents                 two bits a frame
 */
import type { Key } from '../../explore.ts';
import { endOf, firstOf, type Run } from './frames.ts';
import { contentOf, type MachineState, type Parameters, regionOf } from './state.ts';

/** Tells apart all states of these parameters; a text where a number is too small. */
export function keyOf(parameters: Parameters): (state: MachineState) => Key {
  const orders = [Array.from({ length: parameters.pids }, (_, pid) => pid)];
  return renamedKeyOf(parameters, orders);
}

/**
 * The least key that a state has under all names of its pids. It is right to take such states for
 * one if no rule and no law asks for more of two pids than whether they are the same, and for more
 * of a tag than whose it is. The orbit of a state has as many states as there are different keys.
 */
export function symmetricKeyOf(parameters: Parameters): (state: MachineState) => Key {
  return renamedKeyOf(parameters, ordersOf(parameters.pids));
}

/** How many states differ from this one in the names of the pids only, itself included. */
export function orbitOf(parameters: Parameters): (state: MachineState) => number {
  const keys = ordersOf(parameters.pids).map((order) => renamedKeyOf(parameters, [order]));
  return (state) => new Set(keys.map((key) => key(state))).size;
}

function renamedKeyOf(
  parameters: Parameters,
  orders: readonly (readonly number[])[],
): (state: MachineState) => Key {
  const { frames, pids } = parameters;
  const digits = (frames * (frames + 1)) / 2 + 1;
  const rest = 2 ** frames * (parameters.contents ? 4 ** frames : 1);
  const most = digits ** (frames + pids);
  if (!Number.isSafeInteger(most)) throw new Error(`too many runs of ${frames} frames for a key`);
  const isSmall = most * rest <= Number.MAX_SAFE_INTEGER;
  const [names, ...others] = orders;
  if (names === undefined) throw new Error('no order of pids');

  const inOrder = (state: MachineState, order: readonly number[]): Key => {
    let runs = 0;
    for (const pid of order) {
      for (const run of regionOf(state, pid)) runs = runs * digits + digitOf(run);
      runs *= digits;
    }
    for (const run of state.quarantine) runs = runs * digits + digitOf(run);
    const contents = isSame(order) ? state.contents : renamed(state, frames, order);
    const bits = state.marks + contents * 2 ** frames;
    return isSmall ? runs * rest + bits : `${runs}.${bits}`;
  };
  return (state) => {
    let least = inOrder(state, names);
    for (const order of others) {
      const key = inOrder(state, order);
      if (key < least) least = key;
    }
    return least;
  };
}

/** From 1 on, different for all runs below an end, and less than the number of runs. */
function digitOf(run: Run): number {
  const end = endOf(run);
  return (end * (end - 1)) / 2 + firstOf(run) + 1;
}

const isSame = (order: readonly number[]): boolean => order.every((pid, name) => pid === name);

/** The contents, if the pids were given names in this order. */
function renamed(state: MachineState, frames: number, order: readonly number[]): number {
  let contents = 0;
  for (let frame = 0; frame < frames; frame++) {
    const tag = contentOf(state, frame);
    contents |= (tag === 0 ? 0 : order.indexOf(tag - 1) + 1) << (2 * frame);
  }
  return contents;
}

function ordersOf(pids: number): readonly (readonly number[])[] {
  if (pids === 0) return [[]];
  return ordersOf(pids - 1).flatMap((order) =>
    Array.from({ length: pids }, (_, at) => order.toSpliced(at, 0, pids - 1)),
  );
}
