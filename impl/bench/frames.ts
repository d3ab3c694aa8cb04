/**
 * Runs of 1 to 32 frames in an arena of 65,536, at a steady occupancy: while there is no room below
 * it, random runs are given back. After a refusal one more is, so that the client goes on.
 *
 *     step     dealloc* until used + count <= limit, then alloc(count)
 *
 * Allocators of bytes serve frames of 64 bytes, with a sixteenth more room for their headers; those
 * that have a unit of their own serve frames of one unit.
 */
import { apart } from './apart.ts';
import type { Contender, Entry } from './harness.ts';
import { fractions, integers } from './random.ts';
import type { Handles, Subject, Target } from './targets/target.ts';
import { watched } from './verify.ts';

const FRAME_COUNT = 65_536;
const RUN_MAX = 32;
export const FRAME_SEEDS = { counts: 3, picks: 4 };

export interface FrameWorkload {
  readonly key: string;
  readonly title: string;
  readonly occupancy: number;
}

export const frameWorkloads: readonly FrameWorkload[] = [50, 90].map((percent) => ({
  key: `Frames${percent}`,
  title: `runs of 1..32 of 65,536 frames, ${percent} % full, random deallocs`,
  occupancy: percent / 100,
}));

export interface FrameState {
  readonly handles: Handles;
  /** Of the live runs, as the handles. */
  readonly sizes: Int32Array;
  /** What is asked for. */
  readonly requests: Int32Array;
  readonly picks: Float64Array;
  readonly limit: number;
  live: number;
  used: number;
  refused: number;
  nextRequest: number;
  nextPick: number;
}

/** Answers the calls made. */
function occupy(subject: Subject, state: FrameState, steps: number): number {
  const { alloc, dealloc, refusal } = subject;
  const { handles, sizes, requests, picks, limit } = state;
  let { live, used, refused, nextRequest, nextPick } = state;
  let calls = steps;
  let isRefused = false;
  for (let step = 0; step < steps; step++) {
    const size = requests[nextRequest]!;
    if (++nextRequest === requests.length) nextRequest = 0;
    while (used + size > limit || (isRefused && live > 0)) {
      isRefused = false;
      const at = (picks[nextPick]! * live) | 0;
      if (++nextPick === picks.length) nextPick = 0;
      dealloc(handles[at]!, sizes[at]!);
      used -= sizes[at]!;
      live--;
      handles[at] = handles[live]!;
      sizes[at] = sizes[live]!;
      calls++;
    }
    const handle = alloc(size);
    if (handle === refusal) {
      refused++;
      isRefused = true;
    } else {
      handles[live] = handle;
      sizes[live] = size;
      live++;
      used += size;
    }
  }
  state.live = live;
  state.used = used;
  state.refused = refused;
  state.nextRequest = nextRequest;
  state.nextPick = nextPick;
  return calls;
}

/**
 * The arena of a target, and the state of its loop. `frame` is the size of a frame for this target.
 */
function open(target: Target, occupancy: number): { subject: Subject; state: FrameState } {
  const { frame } = target;
  const slack = frame === 64 ? 1 / 16 : 0;
  const subject = target.open(FRAME_COUNT * frame * (1 + slack));
  const requests = integers(FRAME_SEEDS.counts, 65_521, 1, RUN_MAX).map((count) => count * frame);
  const state = {
    handles: subject.handles(FRAME_COUNT),
    sizes: new Int32Array(FRAME_COUNT),
    requests,
    picks: fractions(FRAME_SEEDS.picks, 65_536),
    limit: Math.floor(FRAME_COUNT * occupancy) * frame,
    live: 0,
    used: 0,
    refused: 0,
    nextRequest: 0,
    nextPick: 0,
  };
  return { subject, state };
}

/** Steps in which every run is replaced about three times. */
const STEADY_STEPS = 12_000;

export function frameEntry({ occupancy }: FrameWorkload, target: Target): Entry {
  return {
    name: target.name,
    begin() {
      verifyFrames(target, occupancy, STEADY_STEPS);
      return contender(target, occupancy);
    },
  };
}

export function verifyFrames(target: Target, occupancy: number, steps: number): void {
  const { subject, state } = open(target, occupancy);
  const careful = watched(subject);
  occupy(careful, state, steps);
  giveBack(careful, state);
}

function giveBack(subject: Subject, { handles, sizes, live }: FrameState): void {
  for (let at = 0; at < live; at++) subject.dealloc(handles[at]!, sizes[at]!);
}

function contender(target: Target, occupancy: number): Contender {
  const { subject, state } = open(target, occupancy);
  const loop = apart(occupy);
  loop(subject, state, STEADY_STEPS);
  let requests = STEADY_STEPS;
  return {
    run(steps) {
      requests += steps;
      return loop(subject, state, steps);
    },
    end: () => giveBack(subject, state),
    note: () => (state.refused === 0 ? '' : `${percent(state.refused, requests)} refused`),
  };
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toPrecision(2)} %`;
}

/** Whether both grant the same frames to the same requests; else the first difference. */
export function sameFrames(a: Target, b: Target, operations: number): string | null {
  let difference: string | null = null;
  const first = open(a, 0.95);
  const second = open(b, 0.95);
  const both: Subject = {
    ...first.subject,
    alloc(size) {
      const [one, other] = [first.subject.alloc(size), second.subject.alloc(size)];
      if (one !== other) difference ??= `${a.name} answered ${one}, ${b.name} ${other}`;
      return one;
    },
    dealloc(handle, size) {
      first.subject.dealloc(handle, size);
      second.subject.dealloc(handle, size);
    },
  };
  for (let calls = 0; calls < operations; ) calls += occupy(both, first.state, 1000);
  return difference;
}
