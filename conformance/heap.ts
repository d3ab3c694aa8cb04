/** The heap, as the kit sees it. */
import { heapModel, heapScopes } from '../model/index.ts';
import { driveHeap } from './heap/driver.ts';
import { heapCases } from './heap/generate.ts';
import { heapInjecting } from './heap/injections.ts';
import type { Kit } from './kit.ts';

export const heapKit: Kit<'heap'> = {
  family: 'heap',
  model: heapModel,
  scopes: heapScopes,
  methods: ['alloc', 'dealloc'],
  optional: [
    'realloc',
    'allocZeroed',
    'bytes',
    'usableSize',
    'stats',
    'inspect',
    'reset',
    'fingerprint',
  ],
  drive: driveHeap,
  sampleConfig: ({ sizes, bases }) => ({ size: sizes[0] ?? 0, base: bases[0] ?? 0 }),
  cases: heapCases,
  injecting: heapInjecting,
  shifted: (program, by) => ({
    ...program,
    instances: program.instances.map(({ base, size }) => ({ base: base + by, size })),
  }),
  disciplined: (calls) => calls,
};
