/**
 * The paged allocator with 4,096 pids over 65,536 frames of 256 bytes. A region grows by 1 to 3
 * frames at a time while others grow too, so it lies in several pieces; at 12 frames or more it is
 * given back whole.
 *
 *     regions    alloc and dealloc calls
 *     access     read and write of 64 bytes within a frame, at random places, beside a loop
 *                that copies as many bytes from and to the same places of a plain array
 */
import { apart } from './apart.ts';
import type { Entry } from './harness.ts';
import { integers } from './random.ts';
import type { Paged, PagedOptions } from './targets/ours.ts';

export const PAGED_SEEDS = { pids: 6, frames: 7, places: 8 };
const PIDS = 4096;
const FRAME = 256;
const FRAMES = 65_536;
const REGION_FRAMES_MAX = 12;
const ACCESS_BYTES = 64;

export const PAGED_OPTIONS: PagedOptions = {
  memorySize: FRAME * FRAMES,
  frameCount: FRAMES,
  slotCount: FRAMES,
  quarantineCapacity: 64,
  virtualBase: 0,
};

export interface RegionState {
  readonly pids: Int32Array;
  /** What is asked for, in bytes. */
  readonly sizes: Int32Array;
  /** Bytes of each pid. */
  readonly held: Int32Array;
  readonly most: number;
  next: number;
}

/** A step is one call. Answers how many failed. */
function churn(paged: Paged, state: RegionState, steps: number): number {
  const { pids, sizes, held, most } = state;
  let { next } = state;
  let failed = 0;
  for (let step = 0; step < steps; step++) {
    const pid = pids[next]!;
    const size = sizes[next]!;
    if (++next === pids.length) next = 0;
    if (held[pid]! >= most) {
      if (paged.dealloc(pid) !== 0) failed++;
      held[pid] = 0;
    } else {
      if (paged.alloc(pid, size) !== held[pid]) failed++;
      held[pid] = held[pid]! + size;
    }
  }
  state.next = next;
  return failed;
}

function regionState(): RegionState {
  const length = 262_139;
  return {
    pids: integers(PAGED_SEEDS.pids, length, 0, PIDS - 1),
    sizes: integers(PAGED_SEEDS.frames, length, 1, 3).map((frames) => frames * FRAME),
    held: new Int32Array(PIDS),
    most: REGION_FRAMES_MAX * FRAME,
    next: 0,
  };
}

/** Calls after which every region was given back about ten times. */
const STEADY_STEPS = 400_000;

function fragmented(paged: Paged, steps: number): RegionState {
  const state = regionState();
  if (churn(paged, state, steps) > 0)
    throw new Error('a request must be granted at the end of its region');
  return state;
}

/** Each frame of each region keeps its own bytes. */
export function verifyPaged(paged: Paged, steps: number): void {
  const { held } = fragmented(paged, steps);
  const bytes = new Uint8Array(ACCESS_BYTES);
  const sign = (pid: number, position: number): number => (pid * 31 + position / FRAME) & 255;
  eachFrame(held, (pid, position) => {
    paged.write(pid, pid, position, bytes.fill(sign(pid, position)));
  });
  eachFrame(held, (pid, position) => {
    const length = paged.read(pid, pid, position, bytes.fill(0));
    if (length !== ACCESS_BYTES || bytes.some((byte) => byte !== sign(pid, position)))
      throw new Error(`pid ${pid} must read at ${position} what it wrote`);
  });
}

function eachFrame(held: Int32Array, visit: (pid: number, position: number) => void): void {
  for (let pid = 0; pid < PIDS; pid++)
    for (let position = 0; position < held[pid]!; position += FRAME) visit(pid, position);
}

export function regionEntry(create: () => Paged): Entry {
  return {
    name: 'paged',
    begin() {
      verifyPaged(create(), STEADY_STEPS);
      const paged = create();
      const state = fragmented(paged, STEADY_STEPS);
      const loop = apart(churn);
      return {
        run(steps) {
          if (loop(paged, state, steps) > 0) throw new Error('refused a request');
          return steps;
        },
      };
    },
  };
}

/** Random places: a pid, a position, and for the plain array the offset of another frame. */
function places({ held }: RegionState): { pids: Int32Array; positions: Int32Array } {
  const pids = integers(PAGED_SEEDS.places, 65_536, 0, PIDS - 1);
  const draws = integers(PAGED_SEEDS.places + 1, 65_536, 0, 2 ** 30);
  const filled = pids.map((pid) => {
    let at = pid;
    while (held[at] === 0) at = (at + 1) % PIDS;
    return at;
  });
  const positions = draws.map((draw, index) => {
    const frame = (draw >>> 8) % (held[filled[index]!]! / FRAME);
    return frame * FRAME + (draw % (FRAME - ACCESS_BYTES + 1));
  });
  return { pids: filled, positions };
}

/** A step is one access. Answers the bytes. */
function readAll(
  paged: Paged,
  pids: Int32Array,
  positions: Int32Array,
  bytes: Uint8Array,
  steps: number,
): number {
  let sum = 0;
  const mask = pids.length - 1;
  for (let step = 0; step < steps; step++) {
    const pid = pids[step & mask]!;
    sum += paged.read(pid, pid, positions[step & mask]!, bytes);
  }
  return sum;
}

function writeAll(
  paged: Paged,
  pids: Int32Array,
  positions: Int32Array,
  bytes: Uint8Array,
  steps: number,
): number {
  let sum = 0;
  const mask = pids.length - 1;
  for (let step = 0; step < steps; step++) {
    const pid = pids[step & mask]!;
    sum += paged.write(pid, pid, positions[step & mask]!, bytes);
  }
  return sum;
}

function copyOut(
  memory: Uint8Array,
  offsets: Int32Array,
  bytes: Uint8Array,
  steps: number,
): number {
  const mask = offsets.length - 1;
  const length = bytes.length;
  for (let step = 0; step < steps; step++) {
    const offset = offsets[step & mask]!;
    for (let index = 0; index < length; index++) bytes[index] = memory[offset + index]!;
  }
  return steps * length;
}

function copyIn(memory: Uint8Array, offsets: Int32Array, bytes: Uint8Array, steps: number): number {
  const mask = offsets.length - 1;
  const length = bytes.length;
  for (let step = 0; step < steps; step++) {
    const offset = offsets[step & mask]!;
    for (let index = 0; index < length; index++) memory[offset + index] = bytes[index]!;
  }
  return steps * length;
}

/**
 * Operations are accesses of 64 bytes. The two makers share no code, so neither do reads and
 * writes.
 */
export function accessEntries(forReads: () => Paged, forWrites: () => Paged): Entry[] {
  const bytes = new Uint8Array(ACCESS_BYTES);
  const access = (name: string, create: () => Paged, text: typeof readAll): Entry => ({
    name,
    begin() {
      const paged = create();
      const state = fragmented(paged, STEADY_STEPS);
      // Pages that were never written all lie on one page of zeros, which is always in the cache.
      eachFrame(state.held, (pid, position) => paged.write(pid, pid, position, bytes));
      const { pids, positions } = places(state);
      const loop = apart(text);
      return counted((steps) => loop(paged, pids, positions, bytes, steps));
    },
  });
  const plain = (name: string, text: typeof copyOut): Entry => ({
    name,
    begin() {
      const memory = new Uint8Array(FRAME * FRAMES).fill(1);
      const offsets = integers(PAGED_SEEDS.places, 65_536, 0, memory.length - ACCESS_BYTES);
      const loop = apart(text);
      return counted((steps) => loop(memory, offsets, bytes, steps));
    },
  });
  return [
    access('paged read', forReads, readAll),
    plain('plain bytes out', copyOut),
    access('paged write', forWrites, writeAll),
    plain('plain bytes in', copyIn),
  ];
}

function counted(run: (steps: number) => number): { run(steps: number): number } {
  return {
    run(steps) {
      if (run(steps) !== steps * ACCESS_BYTES) throw new Error('an access must not fail');
      return steps;
    },
  };
}
