/** The clauses of spec/bitmap.md, one predicate each, after the common ones. */
import type { BitmapOperation, BitmapOutcome } from '../../spec/index.ts';
import { commonPredicates, detected, type Extent, overlap } from '../common.ts';
import type { Finding, Predicate, Transition } from '../model.ts';
import { bitmapLens, marksFinding } from './lens.ts';
import {
  cut,
  framesIn,
  halved,
  halvings,
  holesOf,
  longest,
  nameOf,
  type Placement,
  placesOf,
  tailOf,
} from './runs.ts';
import { type BitmapState, freeOf, holdingOf, isPositive } from './state.ts';

type P = Predicate<BitmapState, BitmapOperation, BitmapOutcome>;
type T = Transition<BitmapState, BitmapOperation, BitmapOutcome>;

/** Whether a request was granted that had to be; `null` if nothing made it so. */
function mustGrant({ after }: T, reason: string | null): Finding {
  if (reason === null) return null;
  return after.last.effect !== 'refuse' || `${after.last.call} was refused although ${reason}`;
}

/** Why a request must be granted that only a hole across one of the borders serves. */
function acrossBorder({ before, after }: T, borders: readonly number[]): string | null {
  const { ask } = after.last;
  if (ask === undefined) return null;
  const holes = freeOf(before);
  const hole = holes.find(({ size }) => size >= ask.size);
  if (hole === undefined || longest(cut(holes, borders)) >= ask.size) return null;
  const inside = borders.filter((at) => at > hole.start && at < hole.start + hole.size);
  return `${nameOf(hole)} is free, across ${inside.join(', ')}`;
}

const everyWord = ({ capacity }: BitmapState): number[] =>
  Array.from({ length: Math.floor(capacity / 32) }, (_, word) => word * 32);

/** Whether each of the runs lies where the policy places it after those before it. */
function placed({ before, after }: T, policy: Placement, most = Number.POSITIVE_INFINITY): Finding {
  const { ask, grants = [] } = after.last;
  if (ask === undefined || grants.length === 0) return null;
  const taken = [...before.live];
  for (const run of grants.slice(0, most)) {
    const [place] = placesOf(policy, before.capacity, taken, run.size);
    if (place === undefined) return null;
    if (run.start !== place) {
      return `${nameOf(run)} was granted, but ${policy} places ${run.size} frames at ${place}`;
    }
    taken.push(run);
  }
  return true;
}

/** A split request of the declared domain, and what it was granted. */
function splitOf({ operation, after }: T) {
  const { ask, grants, call } = after.last;
  if (operation.kind !== 'allocSplit' || ask === undefined || !isPositive(operation.limit)) {
    return null;
  }
  return { call, count: ask.size, limit: operation.limit, runs: grants ?? null };
}

function halvedInTurn(
  { before }: T,
  call: string,
  count: number,
  runs: readonly Extent[],
): Finding {
  const taken = [...before.live];
  let rest = count;
  for (const [at, run] of runs.entries()) {
    const size = halved(rest, holesOf(before.capacity, taken));
    if (size === 0) break;
    if (run.size !== size) {
      const wrong = `run ${at + 1} of ${runs.length} has ${run.size} frames`;
      return `${call}: ${wrong}, but with ${rest} to go halving takes ${size}`;
    }
    taken.push(run);
    rest -= size;
  }
  return true;
}

function madeIf(mustBeMade: boolean | null, { operation, outcome }: T): Finding {
  if (operation.kind !== 'create' || mustBeMade === null) return null;
  const { frameCount } = operation.config;
  if (outcome.status === 'created') {
    return mustBeMade || `an instance was made with frameCount ${String(frameCount)}`;
  }
  if (outcome.status !== 'refused') return null;
  return !mustBeMade || `no instance was made with frameCount ${String(frameCount)}`;
}

const ownPredicates: readonly P[] = [
  /** @clause bitmap.inspect.marks-live */
  {
    clause: 'bitmap.inspect.marks-live',
    on: ['observe'],
    check: ({ before, outcome }) => marksFinding(before, outcome),
  },

  /** @clause bitmap.alloc.exact */
  {
    clause: 'bitmap.alloc.exact',
    on: ['alloc', 'allocSplit'],
    check({ operation, after }) {
      const { ask, grants, call } = after.last;
      if (ask === undefined || grants === undefined) return null;
      if (operation.kind === 'alloc' && grants.length !== 1) {
        return `${call} was granted ${grants.length} runs`;
      }
      const frames = framesIn(grants);
      return frames === ask.size || `${call} was granted ${frames} frames`;
    },
  },

  /** @clause bitmap.alloc.zero-refused */
  {
    clause: 'bitmap.alloc.zero-refused',
    on: ['alloc', 'allocSplit'],
    check({ operation, after }) {
      if (!('count' in operation) || operation.count !== 0) return null;
      return after.last.effect !== 'grant' || `${after.last.call} was granted`;
    },
  },

  /** @clause bitmap.alloc.invalid-refused */
  {
    clause: 'bitmap.alloc.invalid-refused',
    on: ['alloc', 'allocSplit'],
    check({ operation, after }) {
      if (!('count' in operation)) return null;
      const validCount = operation.count === 0 || isPositive(operation.count);
      const validLimit = operation.kind === 'alloc' || isPositive(operation.limit);
      if (validCount && validLimit) return null;
      return after.last.effect !== 'grant' || `${after.last.call} was granted`;
    },
  },

  /** @clause bitmap.alloc.word-boundary */
  {
    clause: 'bitmap.alloc.word-boundary',
    on: ['alloc', 'allocSplit'],
    resumes: true,
    check: (t) => mustGrant(t, acrossBorder(t, everyWord(t.before))),
  },

  /** @clause bitmap.placement.first-fit */
  {
    clause: 'bitmap.placement.first-fit',
    on: ['alloc', 'allocSplit'],
    resumes: true,
    check: (t) => placed(t, 'first-fit'),
  },

  /** @clause bitmap.placement.tail-first */
  {
    clause: 'bitmap.placement.tail-first',
    on: ['alloc', 'allocSplit'],
    resumes: true,
    check: (t) => placed(t, 'tail-first'),
  },

  /** @clause bitmap.placement.tail-follows */
  {
    clause: 'bitmap.placement.tail-follows',
    on: ['alloc', 'allocSplit'],
    resumes: true,
    check(t) {
      const [first] = t.after.last.grants ?? [];
      if (!t.before.tailFell || first === undefined) return null;
      const tail = tailOf(t.before.live);
      return tail + first.size <= t.before.capacity ? placed(t, 'tail-first', 1) : null;
    },
  },

  /** @clause bitmap.split.whole */
  {
    clause: 'bitmap.split.whole',
    on: ['allocSplit'],
    resumes: true,
    check(t) {
      const split = splitOf(t);
      const hole = freeOf(t.before).find(({ size }) => split !== null && size >= split.count);
      if (split === null || split.runs === null || hole === undefined) return null;
      const { call, runs } = split;
      return (
        runs.length <= 1 ||
        `${call} was cut into ${runs.length} runs although ${nameOf(hole)} is free`
      );
    },
  },

  /** @clause bitmap.split.halving */
  {
    clause: 'bitmap.split.halving',
    on: ['allocSplit'],
    resumes: true,
    check(t) {
      const split = splitOf(t);
      if (split === null || split.runs === null) return null;
      if (longest(freeOf(t.before)) >= split.count) return null;
      return halvedInTurn(t, split.call, split.count, split.runs);
    },
  },

  /** @clause bitmap.split.disjoint */
  {
    clause: 'bitmap.split.disjoint',
    on: ['allocSplit'],
    check({ after }) {
      const { grants = [] } = after.last;
      if (grants.length < 2) return null;
      for (const [at, run] of grants.entries()) {
        const other = grants.slice(0, at).find((earlier) => overlap(run, earlier));
        if (other !== undefined) return `${nameOf(run)} shares frames with ${nameOf(other)}`;
      }
      return true;
    },
  },

  /** @clause bitmap.split.limit */
  {
    clause: 'bitmap.split.limit',
    on: ['allocSplit'],
    resumes: true,
    check(t) {
      const split = splitOf(t);
      if (split === null || split.runs === null) return null;
      return (
        split.runs.length <= split.limit || `${split.call} was granted ${split.runs.length} runs`
      );
    },
  },

  /** @clause bitmap.split.granted */
  {
    clause: 'bitmap.split.granted',
    on: ['allocSplit'],
    resumes: true,
    check(t) {
      const split = splitOf(t);
      const { answers, capacity, live } = t.before;
      if (split === null || answers.placement === 'unknown') return null;
      const [runs] = halvings(answers.placement, capacity, live, split.count, split.limit);
      return mustGrant(
        t,
        runs === undefined ? null : `halving takes ${runs.map(nameOf).join(', ')}`,
      );
    },
  },

  /** @clause bitmap.split.gathers */
  {
    clause: 'bitmap.split.gathers',
    on: ['allocSplit'],
    resumes: true,
    check(t) {
      const split = splitOf(t);
      const free = framesIn(freeOf(t.before));
      if (split === null || split.limit < split.count || free < split.count) return null;
      return mustGrant(t, `${free} frames are free`);
    },
  },

  /** @clause bitmap.split.all-or-nothing */
  {
    clause: 'bitmap.split.all-or-nothing',
    on: ['observe'],
    check({ before, outcome }) {
      const { effect, ask, call } = before.last;
      if (effect !== 'refuse' || ask === undefined || !call.startsWith('allocSplit')) return null;
      if (framesIn(freeOf(before)) < ask.size) return null;
      const statistics = bitmapLens.statistics?.(before, outcome) ?? null;
      const marks = marksFinding(before, outcome);
      const wrong = [statistics, marks].find((finding) => typeof finding === 'string');
      return wrong === undefined ? (statistics ?? marks) : `after the refused ${call}: ${wrong}`;
    },
  },

  /** @clause bitmap.dealloc.accepted */
  {
    clause: 'bitmap.dealloc.accepted',
    on: ['dealloc'],
    check({ before, operation, outcome }) {
      const holding = operation.kind === 'dealloc' ? holdingOf(before, operation.slot) : undefined;
      if (holding === undefined) return null;
      const runs = holding.runs.map(nameOf).join(', ');
      if (outcome.status === 'rejected') return `the dealloc of the live ${runs} was rejected`;
      return outcome.status === 'done' ? true : null;
    },
  },

  /** @clause bitmap.dealloc.joins */
  {
    clause: 'bitmap.dealloc.joins',
    on: ['alloc', 'allocSplit'],
    resumes: true,
    check: (t) => mustGrant(t, acrossBorder(t, t.before.seams)),
  },

  /** @clause bitmap.misuse.partial-detected */
  {
    clause: 'bitmap.misuse.partial-detected',
    on: ['misuse'],
    check: (t) => detected(bitmapLens, t, 'partial'),
  },

  /** @clause bitmap.misuse.range-detected */
  {
    clause: 'bitmap.misuse.range-detected',
    on: ['misuse'],
    check: (t) => detected(bitmapLens, t, 'range'),
  },

  /** @clause bitmap.create.invalid-refused */
  {
    clause: 'bitmap.create.invalid-refused',
    on: ['create'],
    resumes: true,
    check(t) {
      const { operation } = t;
      if (operation.kind !== 'create') return null;
      return madeIf(isPositive(operation.config.frameCount) ? null : false, t);
    },
  },

  /** @clause bitmap.create.declared */
  {
    clause: 'bitmap.create.declared',
    on: ['create'],
    resumes: true,
    check(t) {
      const { operation, before } = t;
      if (operation.kind !== 'create') return null;
      const { frameCount } = operation.config;
      return madeIf(
        before.answers.frameCounts.some((declared) => declared === frameCount) || null,
        t,
      );
    },
  },
];

export const bitmapPredicates: readonly P[] = [...commonPredicates(bitmapLens), ...ownPredicates];
