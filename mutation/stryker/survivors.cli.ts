/**
 * The second half of `npm run mutate`: what survives the kit is put before the unit tests of
 * `impl`, for much of what a class can do is not seen by a kit that judges any allocator.
 *
 *     reports/mutation/mutation.json    by the kit, all mutants          stryker.conf.json
 *     reports/mutation/survivors.json   by the unit tests, these only    stryker.vitest.conf.json
 *
 * Ends with 1 if both together kill less than they must.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const SCORE_MIN = 95;

const place = z.object({ line: z.int(), column: z.int() });
const mutant = z.object({
  status: z.string(),
  mutatorName: z.string(),
  replacement: z.string().optional(),
  location: z.object({ start: place, end: place }),
});
const report = z.object({ files: z.record(z.string(), z.object({ mutants: z.array(mutant) })) });
type Mutant = z.infer<typeof mutant>;

const SURVIVED = ['Survived', 'NoCoverage'];
const COUNTED = [...SURVIVED, 'Killed', 'Timeout'];

function mutantsIn(name: string): Map<string, Mutant> {
  const path = new URL(`../../reports/mutation/${name}.json`, import.meta.url);
  const { files } = report.parse(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(
    Object.entries(files).flatMap(([file, { mutants }]) =>
      mutants
        .filter(({ status }) => COUNTED.includes(status))
        .map((each): [string, Mutant] => [keyOf(file, each), each]),
    ),
  );
}

function keyOf(
  file: string,
  { location: { start, end }, mutatorName, replacement }: Mutant,
): string {
  const range = `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;
  return [range, mutatorName, replacement ?? ''].join(' ');
}

const byKit = mutantsIn('mutation');
const left = [...byKit].filter(([, { status }]) => SURVIVED.includes(status));
const ranges = new Set(left.map(([key]) => key.slice(0, key.indexOf(' '))));
const run = ['stryker', 'run', 'stryker.vitest.conf.json', '--mutate', [...ranges].join(',')];
const { status } = spawnSync('npx', run, { stdio: 'inherit' });
if (status !== 0) throw new Error(`Stryker ended with ${status}`);

const byUnitTests = mutantsIn('survivors');
const still = left.filter(([key]) => SURVIVED.includes(byUnitTests.get(key)?.status ?? 'Survived'));
const killed = byKit.size - still.length;
const score = (100 * killed) / byKit.size;
for (const [key] of still) console.log(`survived: ${key.replaceAll(/\s+/g, ' ')}`);
console.log(
  `${byKit.size} mutants: ${byKit.size - left.length} killed by the kit, ${left.length - still.length} more by the unit tests: ${score.toFixed(2)} %`,
);
if (score < SCORE_MIN) process.exitCode = 1;
