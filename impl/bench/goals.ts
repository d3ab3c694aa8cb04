/** What the allocators are to reach, and whether they did. All are ratios within one run. */
import { traceNames } from './footprint.ts';
import { ratio } from './harness.ts';
import { fastestPeer, find, type Results, ratioOf } from './results.ts';

export interface Goal {
  readonly goal: string;
  readonly on: string;
  readonly relation: '>=' | '<=' | '<';
  readonly target: number;
  /** `null` if it was not measured. */
  readonly measured: number | null;
  /** Whom it was measured against. */
  readonly against: string;
}

export type Verdict = 'met' | 'not met' | 'not measured';

export function verdict({ relation, target, measured }: Goal): Verdict {
  if (measured === null) return 'not measured';
  const isMet = {
    '>=': measured >= target,
    '<=': measured <= target,
    '<': measured < target,
  }[relation];
  return isMet ? 'met' : 'not met';
}

type Targets = Readonly<Record<string, number>>;

interface HeapGoal {
  readonly ours: string;
  readonly than: string;
  readonly among: (name: string) => boolean;
  readonly targets: Targets;
}

const isTlsf = (name: string): boolean => name.startsWith('AssemblyScript tlsf');

const HEAP_GOALS: readonly HeapGoal[] = [
  {
    ours: 'heap',
    than: '@thi.ng/malloc',
    among: (name) => name === '@thi.ng/malloc',
    targets: { A: 1.5, B1: 200, B10: 4000 },
  },
  {
    ours: 'heap',
    than: 'dlmalloc of wasi-libc',
    among: (name) => name === 'dlmalloc (wasi-libc)',
    targets: { A: 1.7, F: 1.4, B1: 2, B10: 4.5 },
  },
  {
    ours: 'heap',
    than: 'AssemblyScript tlsf',
    among: isTlsf,
    targets: { A: 4, F: 2.2, B1: 1.6, B10: 4.5 },
  },
  {
    ours: 'heap',
    than: 'the fastest peer',
    among: () => true,
    targets: { A: 1.5, F: 1.4, B1: 1.3, B10: 3.5 },
  },
  {
    ours: 'heap, no cache',
    than: 'AssemblyScript tlsf',
    among: isTlsf,
    targets: { A: 1.2, F: 1.1, B1: 1, B10: 1.2 },
  },
  {
    ours: 'heap',
    than: 'the fastest peer without a placement promise',
    among: (name) => name !== 'naive scan',
    targets: { Frames50: 1, Frames90: 1 },
  },
];

export function goals(results: Results): Goal[] {
  return [
    ...HEAP_GOALS.flatMap((goal) => heapGoals(results, goal)),
    ...footprintGoals(results),
    ...bitmapGoals(results),
    ...pagedGoals(results),
    ...scalingGoals(results),
  ];
}

function heapGoals(results: Results, { ours, than, among, targets }: HeapGoal): Goal[] {
  return Object.entries(targets).map(([on, target]) => {
    const peer = fastestPeer(results, on, among);
    return {
      goal: `${ours}, times the speed of ${than}`,
      on,
      relation: '>=',
      target,
      measured: ratio(find(results, on, ours), peer),
      against: peer?.name ?? '',
    };
  });
}

const FOOTPRINT_TARGETS = { heap: 1.15, 'heap, no cache': 1.03 };

function footprintGoals({ footprints }: Results): Goal[] {
  const ratiosOf = (name: string) => footprints.find((each) => each.name === name)?.ratios;
  const theirs = ratiosOf('dlmalloc (wasi-libc)');
  return Object.entries(FOOTPRINT_TARGETS).flatMap(([name, target]) => {
    const ours = ratiosOf(name);
    return traceNames.map((trace): Goal => {
      const measured = ours && theirs ? ours[trace] / theirs[trace] : null;
      return {
        goal: `${name}, times the footprint of dlmalloc`,
        on: trace,
        relation: '<=',
        target,
        measured,
        against: 'dlmalloc (wasi-libc)',
      };
    });
  });
}

function bitmapGoals(results: Results): Goal[] {
  const against = 'naive scan';
  const speeds = Object.entries({ Frames50: 70, Frames90: 120 }).map(
    ([on, target]): Goal => ({
      goal: 'bitmap, times the speed of a naive scan',
      on,
      relation: '>=',
      target,
      measured: ratioOf(results, on, 'bitmap', against),
      against,
    }),
  );
  const { difference } = results;
  return [
    ...speeds,
    {
      goal: 'bitmap, differences from the naive scan in 100,000 operations',
      on: '95 % full',
      relation: '<=',
      target: 0,
      measured: difference === undefined ? null : Number(difference !== null),
      against,
    },
  ];
}

function pagedGoals(results: Results): Goal[] {
  const pairs = [
    ['paged read', 'plain bytes out'],
    ['paged write', 'plain bytes in'],
  ] as const;
  return pairs.map(([ours, against]) => ({
    goal: `${ours} of 64 bytes, times the time of a plain loop`,
    on: 'P',
    relation: '<=',
    target: 3,
    measured: ratioOf(results, 'P', against, ours),
    against,
  }));
}

/**
 * How many times dearer an operation becomes, over how many times dearer a plain access becomes.
 */
function scalingGoals({ scaling }: Results): Goal[] {
  const names = [...new Set(scaling.map(({ name }) => name))];
  return names.map((name) => {
    const at = (live: number) =>
      scaling.find((point) => point.name === name && point.live === live);
    const [small, large] = [at(1_000), at(1_000_000)];
    const measured =
      small && large
        ? large.perOperation / small.perOperation / (large.perPlainAccess / small.perPlainAccess)
        : null;
    return {
      goal: `${name}, growth of its cost from 10^3 to 10^6 live, over that of a plain access`,
      on: 'Scaling',
      relation: '<',
      target: 2,
      measured,
      against: 'plain access',
    };
  });
}
