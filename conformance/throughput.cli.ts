/**
 * How many operations are judged in a second, and what takes the time. `npm run bench:judge` prints it and
 * writes it to throughput.md. Each measurement is a process of its own: a warm one would flatter the next.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { explorePagedMachine, PAGED_MACHINE_SCOPES } from '../model/index.ts';
import { type Adapter, FAMILIES, type Family } from '../spec/index.ts';
import { CHUNK, chunkSeed } from './chunk.ts';
import { hastenCompiler, JOBS, openCrew, openSubject } from './cli/open.ts';
import { driversOf, openProfile, type ProgramOf } from './execute.ts';
import { Judging } from './judge.ts';
import type { Case, Kit } from './kit.ts';
import { kits } from './kits.ts';
import { loadAdapter } from './load.ts';
import { profileOf } from './profile.ts';
import { runSuite } from './suite.ts';

/** Operations of each job in a short run, which takes some seconds, and how many times as long a long one is. */
const SHORT: Readonly<Record<Family, number>> = { heap: 100_000, bitmap: 20_000, paged: 300_000 };
const LONGER = 20;
/** The better of so many runs is shown. */
const TURNS = 2;
const REPORT = 'conformance/throughput.md';
const EXPLORED = 'four-frames-contents';

/** Seconds of all threads, and by the clock. */
interface Cost {
  readonly operations: number;
  readonly cpu: number;
  readonly wall: number;
}

/** Microseconds an operation, on cases that were run before. */
interface Parts {
  readonly generate: number;
  readonly execute: number;
  readonly judge: number;
}

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** A whole run, the start of the process included. */
async function wholeRun(subject: string, jobs: number, operations: number): Promise<Cost> {
  const executor = await openSubject(subject, {});
  if ('problem' in executor) throw new Error(executor.problem);
  const crew = await openCrew(subject, operations, { jobs });
  const report = await runSuite(executor, { operations, crew: crew ?? undefined });
  await crew?.close();
  return { operations: report.operations, cpu: seconds(), wall: performance.now() / 1000 };
}

/** Each part alone; the last of three turns, when everything is compiled. */
async function partsOf(subject: string): Promise<Parts> {
  const loaded = await loadAdapter(subject);
  const profile = loaded.ok ? openProfile(loaded.value) : loaded;
  if (!loaded.ok || 'problem' in profile) throw new Error(`${subject} must open`);
  const { family, answers, hooks } = profile;
  const { applies } = profileOf(family, answers, hooks);
  const kit: Kit<Family> = kits[family];
  const arbitrary = kit.cases(profile);
  let parts: Parts = { generate: 0, execute: 0, judge: 0 };
  for (let turn = 0; turn < 3; turn++) {
    const begun = seconds();
    const cases: Case<Family>[] = [];
    let calls = 0;
    for (let chunk = 0; calls < SHORT[family] / 2; chunk++) {
      for (const each of fc.sample(arbitrary, { seed: chunkSeed(1, chunk), numRuns: CHUNK })) {
        cases.push(each);
        calls += each.program.calls.length;
      }
    }
    const generated = seconds();
    const runs = cases.map(({ program }) => executed(loaded.value, program));
    const finished = seconds();
    for (const { configs, steps } of runs) {
      const judging = new Judging(family, configs, answers, applies);
      for (const { instance, operation, outcome } of steps)
        judging.step(instance, operation, outcome);
    }
    const each = (from: number, to: number): number => ((to - from) / calls) * 1e6;
    parts = {
      generate: each(begun, generated),
      execute: each(generated, finished),
      judge: each(finished, seconds()),
    };
  }
  return parts;
}

/** The transitions of a scope of four frames, and the seconds of one core in which all laws were asked. */
function exploration(): Cost {
  const scope = PAGED_MACHINE_SCOPES.find(({ name }) => name === EXPLORED);
  if (scope === undefined) throw new Error(`${EXPLORED} must be a scope`);
  const [begun, start] = [seconds(), performance.now()];
  const { transitions } = explorePagedMachine(scope);
  const wall = (performance.now() - start) / 1000;
  return { operations: transitions, cpu: seconds() - begun, wall };
}

function executed(adapter: Adapter, { instances, calls }: ProgramOf<Family>) {
  const drivers = driversOf(adapter, instances);
  if (typeof drivers === 'string') throw new Error(drivers);
  const steps = calls.flatMap(({ instance, operation }) => {
    const outcome = drivers[instance]?.apply(operation);
    return outcome === undefined ? [] : [{ instance, operation, outcome }];
  });
  return { configs: drivers.map(({ config }) => config), steps };
}

/** Runs this file again with other words; what it prints last is the answer. */
function apart<Answer>(...words: readonly (string | number)[]): Answer {
  const self = fileURLToPath(import.meta.url);
  return JSON.parse(
    execFileSync(process.execPath, [self, ...words.map(String)], { encoding: 'utf8' }),
  );
}

/** By the clock and by the processor the best may be two runs. */
function wholeBest(subject: string, jobs: number, count: number): Cost {
  const costs = Array.from({ length: TURNS }, () => apart<Cost>('whole', subject, jobs, count));
  const least = (of: (cost: Cost) => number): number => Math.min(...costs.map(of));
  return {
    operations: least(({ operations }) => operations),
    cpu: least(({ cpu }) => cpu),
    wall: least(({ wall }) => wall),
  };
}

const grouped = (count: number): string => Math.round(count).toLocaleString('en-US');

const rate = ({ operations, wall }: Cost): string =>
  grouped(Math.round(operations / wall / 1000) * 1000);

const each = ({ operations, cpu }: Cost): string => ((cpu / operations) * 1e6).toFixed(1);

function report(): string {
  const cores = availableParallelism();
  const load = loadavg()[0] ?? 0;
  const whole: string[] = [];
  const parts: string[] = [];
  for (const family of FAMILIES) {
    const subject = `builtin:${family}`;
    for (const jobs of new Set([1, Math.min(cores, JOBS)])) {
      const short = wholeBest(subject, jobs, SHORT[family] * jobs);
      const long = wholeBest(subject, jobs, SHORT[family] * jobs * LONGER);
      const more = {
        operations: long.operations - short.operations,
        cpu: long.cpu - short.cpu,
        wall: long.wall - short.wall,
      };
      const runs = [short, long].flatMap((run) => [grouped(run.operations), rate(run)]);
      whole.push(`| ${[subject, jobs, ...runs, rate(more), each(more)].join(' | ')} |`);
    }
    const { generate, execute, judge } = apart<Parts>('parts', subject);
    const cells = [generate, execute, judge].map((time) => time.toFixed(1));
    parts.push(`| ${[subject, ...cells].join(' | ')} |`);
  }
  const turns = Array.from({ length: TURNS }, () => apart<Cost>('explore'));
  const checked = Math.max(...turns.map(({ operations, cpu }) => operations / cpu));
  return text(
    `${cores} cores, Node ${process.versions.node}, load ${load.toFixed(1)}`,
    whole,
    parts,
    grouped(Math.round(checked / 1000) * 1000),
  );
}

const text = (
  machine: string,
  whole: readonly string[],
  parts: readonly string[],
  checked: string,
): string => `# Throughput

Written by \`npm run bench:judge\` on ${machine}. It is never a test.

Operations generated, executed and judged in a second by the clock, the start of the process and its workers
included, in a short run and in one that is ${LONGER} times as long; then what the long one reached behind the
operations of the short one, and what each of those cost all threads together in microseconds of the processor.
The better of ${TURNS} runs. Where the load is not 0 other programs took their share.

| subject | jobs | short run | op/s | long run | op/s | behind the start, op/s | us |
|---|--:|--:|--:|--:|--:|--:|--:|
${whole.join('\n')}

Where the time goes: each part alone on the same cases, compiled, in microseconds for an operation. What is
missing is the comparison of second runs, the start and the compiler.

| subject | generate | execute | judge |
|---|---|---|---|
${parts.join('\n')}

Explored: ${checked} transitions of \`paged/machine/${EXPLORED}\` are checked by all laws in a second of
one core, start included; the best of ${TURNS}.

## What the limit is

Chunks of cases depend on nothing but their seed, so workers share no more than the order in which chunks are
counted, and the thread that counts them is idle. What does not add up is the beginning: each worker loads the
kit and compiles it for itself, and a run of a few seconds is mostly that. Behind it the limit is the judge of
one core. A paged \`alloc\` is asked 33 questions, a \`read\` 28, and every call makes a new state; no function takes
more than a few percent.

## To 1,000,000 a second

- Cores: a million, divided by what one job reaches behind its start, is their number. Nothing else has to
  change but \`--jobs\`, and the report stays the same to the byte.
- A run that reaches it in its first second needs workers that are compiled: kept from subject to subject, or
  with a code cache, which Node offers from version 22 on.
- Less work for one core: most questions have a false antecedent, for instance all about damage where no mark
  was damaged. To leave them out needs a proof, by the explorer, that none of them would have been reached. It
  is not measured what that gives.
- Not planned are models in typed arrays. They would be faster, and could not be read beside the prose.
`;

const [mode, subject = '', ...numbers] = process.argv.slice(2);
const [jobs = 1, operations = 1] = numbers.map(Number);
hastenCompiler();
if (mode === 'whole') console.log(JSON.stringify(await wholeRun(subject, jobs, operations)));
else if (mode === 'explore') console.log(JSON.stringify(exploration()));
else if (mode === 'parts') console.log(JSON.stringify(await partsOf(subject)));
else {
  const written = report();
  writeFileSync(REPORT, written);
  console.log(written);
}
