/**
 * The command line. Runs from what `tsc -p impl/bench` wrote, without a loader: README.md says why.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { FOOTPRINT_SEED } from './footprint.ts';
import { FRAME_SEEDS } from './frames.ts';
import { PAGED_SEEDS } from './paged.ts';
import { markdown } from './report.ts';
import type { Results } from './results.ts';
import { ROOT } from './root.ts';
import { run, SECTIONS } from './run.ts';
import { SCALING_SEED } from './scaling.ts';
import { removeCopies } from './targets/ours.ts';
import { SEEDS } from './workloads.ts';

function sections(text: string): string[] {
  const keys = text.split(',');
  if (keys.some((key) => !SECTIONS.includes(key)))
    throw new InvalidArgumentError(`expected some of ${SECTIONS.join(',')}.`);
  return keys;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a whole number above 0.');
  return value;
}

const program = new Command('bench')
  .description('Runs our allocators beside those of others.')
  .option('--only <sections>', `some of ${SECTIONS.join(',')}`, sections, SECTIONS)
  .option('--rounds <count>', 'rounds of each section', count, 9)
  .option('--ms <count>', 'CPU milliseconds of a turn', count, 120)
  .option(
    '--detached',
    'detach an ArrayBuffer first, as a WebAssembly memory that grows does',
    false,
  )
  .option('--out <folder>', 'of report.md and report.json; impl/bench if all sections run')
  .parse();
const { only, rounds, ms, detached, out } = program.opts<{
  only: string[];
  rounds: number;
  ms: number;
  detached: boolean;
  out?: string;
}>();
const folder = out ?? (only.length < SECTIONS.length ? undefined : join(ROOT, 'impl/bench'));

if (import.meta.url.endsWith('.ts')) program.error('compile it first: npm run bench');
if (detached) {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
}

const [load = 0] = loadavg();
const options = process.argv.slice(2);
const effort = { rounds, milliseconds: ms };
const findings = await run({
  effort,
  wants: (section) => only.includes(section),
  say: (line) => process.stderr.write(`${line}\n`),
}).finally(removeCopies);

const results: Results = {
  command: ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])].join(' '),
  date: new Date().toISOString().slice(0, 10),
  machine: {
    CPU: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    V8: process.versions.v8,
    'load before': load.toFixed(2),
  },
  effort,
  detached,
  seeds: {
    slots: SEEDS.slots,
    sizes: SEEDS.sizes,
    runs: FRAME_SEEDS.counts,
    'runs given back': FRAME_SEEDS.picks,
    footprint: FOOTPRINT_SEED,
    pids: PAGED_SEEDS.pids,
    frames: PAGED_SEEDS.frames,
    places: PAGED_SEEDS.places,
    scaling: SCALING_SEED,
  },
  ...findings,
};

const text = markdown(results);
process.stdout.write(text);
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.md'), text);
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(results, null, 2)}\n`);
}

const failed = results.workloads.flatMap(({ measurements }) =>
  measurements.filter(({ name, failure }) => {
    const isOurs = results.participants.some((each) => each.name === name && each.isOurs);
    return isOurs && failure !== null;
  }),
);
if (failed.length > 0 || typeof results.difference === 'string') process.exitCode = 1;
