/** What a run of the benchmark found; report.json is this. */
import type { TraceName } from './footprint.ts';
import { type Measurement, ratio, speedOf } from './harness.ts';
import type { Skipped } from './targets/all.ts';

export interface Workload {
  readonly key: string;
  readonly title: string;
  readonly measurements: readonly Measurement[];
}

export interface Footprint {
  readonly name: string;
  /** `null` if it failed. */
  readonly ratios: Readonly<Record<TraceName, number>> | null;
  readonly failure: string | null;
}

/** Nanoseconds. */
export interface ScalingPoint {
  readonly name: string;
  readonly live: number;
  readonly arenaBytes: number;
  readonly perOperation: number;
  readonly perPlainAccess: number;
}

export interface Metadata {
  readonly family: string;
  readonly setting: string;
  readonly bytes: number;
  readonly per: string;
  readonly bytesPer: number;
}

export interface Participant {
  readonly name: string;
  readonly source: string;
  readonly isOurs: boolean;
}

export interface Results {
  readonly command: string;
  readonly date: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly effort: { readonly rounds: number; readonly milliseconds: number };
  readonly seeds: Readonly<Record<string, number>>;
  readonly detached: boolean;
  readonly participants: readonly Participant[];
  readonly skipped: readonly Skipped[];
  readonly workloads: readonly Workload[];
  /**
   * The first difference between the frames of bitmap and of the naive scan; `null` if there is
   * none.
   */
  readonly difference: string | null | undefined;
  readonly footprints: readonly Footprint[];
  readonly scaling: readonly ScalingPoint[];
  readonly metadata: readonly Metadata[];
}

/** Of one workload. */
export function find(results: Results, key: string, name: string): Measurement | undefined {
  const workload = results.workloads.find((each) => each.key === key);
  return workload?.measurements.find((each) => each.name === name);
}

export function isOurs(results: Results, name: string): boolean {
  return results.participants.some((each) => each.name === name && each.isOurs);
}

/** The fastest of those that `among` accepts, and of all that are not ours. */
export function fastestPeer(
  results: Results,
  key: string,
  among: (name: string) => boolean,
): Measurement | undefined {
  const workload = results.workloads.find((each) => each.key === key);
  return workload?.measurements
    .filter(({ name }) => among(name) && !isOurs(results, name))
    .filter((each) => speedOf(each) !== null)
    .sort((a, b) => (speedOf(b) ?? 0) - (speedOf(a) ?? 0))[0];
}

export function ratioOf(results: Results, key: string, a: string, b: string): number | null {
  return ratio(find(results, key, a), find(results, key, b));
}
