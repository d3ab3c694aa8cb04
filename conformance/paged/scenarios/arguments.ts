/** Arguments that must be refused, and configurations. */
import fc from 'fast-check';
import type { PagedAnswers, PagedConfig } from '../../../spec/index.ts';
import { LARGE_NUMBERS, ODD_NUMBERS } from '../../generate.ts';
import { alloc, dealloc, observe, read, write } from '../calls.ts';
import type { Scenario, Setting } from './setting.ts';

export function refused({ config, frameSize, near }: Setting): Scenario {
  const sizes = fc.constantFrom(
    config.memorySize + 1,
    config.memorySize * 2,
    2 ** 31,
    2 ** 32,
    2 ** 32 + frameSize,
    2 ** 53 - 1,
  );
  return fc
    .tuple(near, sizes, fc.boolean())
    .map(([pid, size, larger]) => [
      observe,
      alloc(pid, size),
      alloc(pid, larger ? Math.min(size * 2, Number.MAX_SAFE_INTEGER) : size),
      observe,
      alloc(pid, 1),
    ]);
}

export function oddArguments(setting: Setting): Scenario {
  const { answers, config, frameSize, near } = setting;
  const [lowest, highest] = answers.pids;
  const strict = answers.invalidNumbers === 'reject';
  const values = fc.constantFrom<unknown>(0, ...(strict ? ODD_NUMBERS : LARGE_NUMBERS));
  // -0 is a second name of 0 to most allocators, and harmless; it is not used where 0 is served.
  const positions = values.filter((value) => !Object.is(value, -0));
  const lengths = fc.constantFrom(
    2 ** 32 + 1,
    2 ** 53 - 1,
    ...(strict ? [-1, 0.5, 1.5, -(2 ** 31), 2 ** 53] : []),
  );
  const beyond = [highest + 1, highest + 65_537, ...(lowest > 0 ? [lowest - 1] : [])];
  const strange = ODD_NUMBERS.filter((value) => !isPid(value, answers) && !Object.is(value, -0));
  const badPids = fc.constantFrom<unknown>(...beyond, ...(strict ? strange : []));
  const at = config.virtualBase;
  const calls = fc.oneof(
    near.map((pid) => alloc(pid, 0)),
    near.map((pid) => alloc(pid, 0)),
    badPids.map((pid) => alloc(pid, frameSize)),
    badPids.map(dealloc),
    badPids.map((pid) => read(pid, at, 1)),
    badPids.map((pid) => write(pid, at, 1, 5)),
  );
  return fc
    .tuple(near, calls, values, positions, lengths, fc.boolean())
    .map(([pid, call, size, position, length, writes]) => [
      observe,
      call,
      alloc(pid, size),
      observe,
      // Only who has a region is told what is wrong with a position.
      alloc(pid, frameSize),
      writes ? write(pid, position, 1, 6) : read(pid, position, 1),
      read(pid, at, length),
      read(pid, at, 1),
    ]);
}

const isPid = (value: unknown, { pids: [lowest, highest] }: PagedAnswers): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest && value <= highest;

export function creation(config: PagedConfig, { invalidNumbers }: PagedAnswers): Scenario {
  const keys: (keyof PagedConfig)[] = [
    'memorySize',
    'frameCount',
    'slotCount',
    'quarantineCapacity',
    'virtualBase',
  ];
  // Huge powers of two are legal and costly.
  const small = ODD_NUMBERS.filter((value) => !(Number.isSafeInteger(value) && Number(value) > 1));
  const odd = invalidNumbers === 'reject' ? small : [];
  const values = fc.constantFrom<unknown>(
    ...odd,
    0,
    1,
    2,
    3,
    12,
    config.frameCount,
    config.memorySize,
    config.memorySize * 2,
    2 ** 53 - 1,
  );
  const changes = fc
    .tuple(fc.constantFrom(...keys), values)
    .filter(([key, value]) => key === 'virtualBase' || value !== 2 ** 53 - 1)
    .map(([key, value]) => ({ [key]: value }));
  const edges = fc.constantFrom<Partial<Record<keyof PagedConfig, unknown>>>(
    { frameCount: config.memorySize },
    { memorySize: config.frameCount },
    { virtualBase: 2 ** 53 - config.memorySize },
    { virtualBase: 2 ** 53 - 2 * config.memorySize },
    { memorySize: config.memorySize + config.frameCount },
    { slotCount: 0 },
    { quarantineCapacity: 0 },
    { memorySize: 2 ** 20, virtualBase: 0 },
    { memorySize: 2 ** 20, frameCount: 2 ** 16, virtualBase: 2 ** 32 },
    { slotCount: 2 ** 16 + 1, quarantineCapacity: 2 ** 16 + 1 },
  );
  return fc
    .oneof(
      { weight: 3, arbitrary: changes },
      { weight: 4, arbitrary: edges },
      { weight: 1, arbitrary: fc.constant({}) },
    )
    .map((change) => [{ kind: 'create', config: { ...config, ...change } }, observe]);
}
