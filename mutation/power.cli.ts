/**
 * Measures the detection power: `npm run mutate:power`, with `-- --seeds 5` for a first look, and
 * `-- --only bitmap` for one target, where the others stay as they are recorded. Each target at each
 * seed is a job; two processes take them from one queue.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { byTarget, TARGETS, type Target } from './fault.ts';
import { recordedPower } from './power/recorded.ts';
import { type Power, powerRecord, powerTables } from './power/table.ts';
import type { Job } from './power/worker.ts';
import { clauseHits, faultPowers, type Trial } from './power.ts';

const PROCESSES = 2;

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '50' }, only: { type: 'string', default: '' } },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
if (seeds.length === 0) throw new Error(`--seeds must be a number from 1, got ${values.seeds}`);

const targets = TARGETS.filter((target) => ['', target].includes(values.only));
const before = values.only === '' ? null : recordedPower();
if (before !== null && before.seeds.length !== seeds.length)
  throw new Error(`the other targets are recorded at ${before.seeds.length} seeds`);

const jobs = seeds.flatMap((seed) => targets.map((target): Job => ({ target, seed })));
const queue = jobs.values();
const trials: Trial[] = [];
await Promise.all(Array.from({ length: PROCESSES }, work));

const of = (target: Target): Trial[] =>
  trials.filter((trial) => trial.target === target).sort((a, b) => a.seed - b.seed);
const power: Power = {
  seeds,
  faults: TARGETS.flatMap((target) =>
    targets.includes(target)
      ? faultPowers(of(target))
      : (before?.faults.filter((fault) => fault.target === target) ?? []),
  ),
  hits: byTarget((target) =>
    targets.includes(target) ? clauseHits(of(target)) : (before?.hits[target] ?? []),
  ),
};
writeFileSync(new URL('power.md', import.meta.url), powerTables(power));
writeFileSync(new URL('records/power.json', import.meta.url), powerRecord(power));
for (const { id, killed } of power.faults) {
  if (killed < seeds.length) console.log(`survived: ${id} at ${seeds.length - killed} seeds`);
}

/** One process, until the queue is empty. */
function work(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('power/worker.ts', import.meta.url));
    const next = (): void => {
      const { value: job } = queue.next();
      if (job === undefined) child.disconnect();
      else child.send(job);
    };
    child.on('message', (trial: Trial) => {
      trials.push(trial);
      console.error(`${trials.length} of ${jobs.length}: ${trial.target} at seed ${trial.seed}`);
      next();
    });
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a process ended with ${code}`));
    });
    next();
  });
}
