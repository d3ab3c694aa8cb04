/** Runs of frames over a bitmap, as the kit sees them. */
import { bitmapModel, bitmapScopes } from '../model/index.ts';
import { driveBitmap } from './bitmap/driver.ts';
import { bitmapCases } from './bitmap/generate.ts';
import { bitmapInjecting } from './bitmap/injections.ts';
import type { Kit } from './kit.ts';

export const bitmapKit: Kit<'bitmap'> = {
  family: 'bitmap',
  model: bitmapModel,
  scopes: bitmapScopes,
  methods: ['alloc', 'dealloc'],
  optional: ['allocSplit', 'stats', 'inspect', 'reset', 'fingerprint'],
  drive: driveBitmap,
  sampleConfig: ({ frameCounts }) => ({ frameCount: frameCounts[0] ?? 1 }),
  creation: (config) => ({ kind: 'create', config: { ...config } }),
  cases: bitmapCases,
  injecting: bitmapInjecting,
  shifted: (program) => program,
  disciplined: (calls) => calls,
};
