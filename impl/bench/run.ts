/**
 * Runs the sections that are asked for, one after the other. Each has copies of our allocators of
 * its own.
 */
import { footprint } from './footprint.ts';
import { frameEntry, frameWorkloads, sameFrames } from './frames.ts';
import { type Effort, type Entry, type Measurement, measure, speedOf } from './harness.ts';
import { metadata } from './metadata.ts';
import { accessEntries, PAGED_OPTIONS, regionEntry } from './paged.ts';
import type { Footprint, Participant, Results, ScalingPoint, Workload } from './results.ts';
import { arenaBytes, LIVE_COUNTS, scalingEntries } from './scaling.ts';
import { type Loaded, load, peers } from './targets/all.ts';
import { naive } from './targets/naive.ts';
import { bitmap, heaps, paged } from './targets/ours.ts';
import type { Target } from './targets/target.ts';
import { heapEntry, heapWorkloads } from './workloads.ts';

export const SECTIONS = [
  ...heapWorkloads.map(({ key }) => key),
  ...frameWorkloads.map(({ key }) => key),
  'P',
  'Footprint',
  'Scaling',
  'Metadata',
];
const IDENTITY_OPERATIONS = 100_000;
const PAGED_NAMES = ['paged', 'paged read', 'paged write'];

export interface Plan {
  wants(section: string): boolean;
  readonly effort: Effort;
  /** Told what begins. */
  say(line: string): void;
}

export type Findings = Pick<
  Results,
  'participants' | 'skipped' | 'workloads' | 'difference' | 'footprints' | 'scaling' | 'metadata'
>;

export async function run(plan: Plan): Promise<Findings> {
  const others = await load(peers);
  for (const { name, reason } of others.skipped) plan.say(`${name} is skipped: ${reason}`);
  const ours = await loadOurs();
  const [naiveScan, ...frameAllocators] = (await load([naive, bitmap])).targets;
  const inFrames = [...frameAllocators, ...(naiveScan ? [naiveScan] : []), ...(await loadOurs())];
  return {
    participants: [
      ...[...frameAllocators, ...ours].map(participant),
      ...PAGED_NAMES.map((name) => ({ name, source: 'impl/paged.ts', isOurs: true })),
      ...others.targets.map(participant),
    ],
    skipped: others.skipped,
    workloads: [
      ...heapSection(plan, [...ours, ...others.targets]),
      ...frameSection(plan, [...inFrames, ...others.targets]),
      ...(await pagedSection(plan)),
    ],
    difference: identity(plan, frameAllocators[0], naiveScan),
    footprints: footprintSection(plan, [...(await loadOurs()), ...others.targets]),
    scaling: scalingSection(plan, await loadOurs()),
    metadata: plan.wants('Metadata') ? metadata(ours[0]) : [],
  };
}

/** Ours must be there. */
async function loadOurs(): Promise<readonly Target[]> {
  return whole(await load(heaps));
}

function whole({ targets, skipped }: Loaded): readonly Target[] {
  for (const { name, reason } of skipped) throw new Error(`${name} must be built: ${reason}`);
  return targets;
}

const participant = ({ name, source, isOurs }: Target): Participant => ({ name, source, isOurs });

function section(plan: Plan, key: string, title: string, entries: () => Entry[]): Workload[] {
  if (!plan.wants(key)) return [];
  plan.say(`${key}: ${title}`);
  return [{ key, title, measurements: measure(entries(), plan.effort) }];
}

function heapSection(plan: Plan, targets: readonly Target[]): Workload[] {
  return heapWorkloads.flatMap((workload) =>
    section(plan, workload.key, workload.title, () =>
      targets.map((target) => heapEntry(workload, target)),
    ),
  );
}

function frameSection(plan: Plan, targets: readonly Target[]): Workload[] {
  return frameWorkloads.flatMap((workload) =>
    section(plan, workload.key, workload.title, () =>
      targets.map((target) => frameEntry(workload, target)),
    ),
  );
}

async function pagedSection(plan: Plan): Promise<Workload[]> {
  const [regions, reads, writes] = [await paged(), await paged(), await paged()];
  const regionTitle = '4,096 pids: alloc of 1 to 3 frames, dealloc at 12 frames or more';
  const accessTitle = 'read and write of 64 bytes in their regions, beside a plain loop';
  return [
    ...section({ ...plan, wants: () => plan.wants('P') }, 'PRegions', regionTitle, () => [
      regionEntry(() => regions(PAGED_OPTIONS)),
    ]),
    ...section(plan, 'P', accessTitle, () =>
      accessEntries(
        () => reads(PAGED_OPTIONS),
        () => writes(PAGED_OPTIONS),
      ),
    ),
  ];
}

function identity(
  plan: Plan,
  fast: Target | undefined,
  slow: Target | undefined,
): string | null | undefined {
  const isWanted = frameWorkloads.some(({ key }) => plan.wants(key));
  if (!isWanted || fast === undefined || slow === undefined) return undefined;
  plan.say(`The same frames as a naive scan in ${IDENTITY_OPERATIONS} operations`);
  return sameFrames(fast, slow, IDENTITY_OPERATIONS);
}

function footprintSection(plan: Plan, targets: readonly Target[]): Footprint[] {
  if (!plan.wants('Footprint')) return [];
  plan.say('Footprint');
  return targets.map((target) => {
    const { name } = target;
    try {
      return { name, ratios: footprint(target), failure: null };
    } catch (error) {
      return { name, ratios: null, failure: String(error) };
    }
  });
}

function scalingSection(plan: Plan, targets: readonly Target[]): ScalingPoint[] {
  if (!plan.wants('Scaling')) return [];
  return targets.flatMap((target) =>
    LIVE_COUNTS.map((live) => {
      plan.say(`Scaling: ${target.name}, ${live} live`);
      const [heap, plain] = measure(scalingEntries(target, live), plan.effort);
      return {
        name: target.name,
        live,
        arenaBytes: arenaBytes(live),
        perOperation: nanoseconds(heap),
        perPlainAccess: nanoseconds(plain),
      };
    }),
  );
}

function nanoseconds(measurement: Measurement | undefined): number {
  const speed = speedOf(measurement);
  if (speed === null) throw new Error(`the sweep must not fail: ${measurement?.failure}`);
  return 1000 / speed;
}
