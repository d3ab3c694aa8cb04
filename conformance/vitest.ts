/** The suite as vitest tests. */
import { describe, test } from 'vitest';
import type { Adapter } from '../spec/index.ts';
import { describeConformance as describeWith } from './describe.ts';
import type { SuiteOptions } from './suite.ts';

/** One test for each clause of the adapter's family. Budget `quick` unless the options say otherwise. */
export function describeConformance(adapter: Adapter, options: SuiteOptions = {}): void {
  describeWith(adapter, options, { describe, test });
}
