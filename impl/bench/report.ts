/** The results as Markdown. */
import { traceNames } from './footprint.ts';
import { type Goal, goals, verdict } from './goals.ts';
import { type Measurement, speedOf } from './harness.ts';
import { fastestPeer, find, isOurs, type Results, ratioOf } from './results.ts';

export function markdown(results: Results): string {
  const { effort, machine, command, date, seeds } = results;
  const seedText = Object.entries(seeds).map(([name, seed]) => `${name} ${seed}`);
  const head = [
    '# Benchmark',
    '',
    `Written by \`${command}\` on ${date}. [README.md](README.md) says what is measured, and how.`,
    '',
    table(['', ''], Object.entries(machine)),
    '',
    'Million operations per second of CPU time: the median of interleaved rounds,',
    `${effort.rounds} of ${effort.milliseconds} ms each. Seeds: ${seedText.join(', ')}.`,
    ...(results.detached ? ['Measured after an ArrayBuffer was detached.'] : []),
  ];
  const sections = [
    goalSection(results),
    speedSection(results, 'Heap', ['A', 'F', 'B1', 'B10'], 'heap'),
    speedSection(results, 'Frames', ['Frames50', 'Frames90'], 'bitmap'),
    speedSection(results, 'Paged', ['PRegions', 'P'], null),
    footprintSection(results),
    scalingSection(results),
    metadataSection(results),
    participantSection(results),
  ];
  return [head, ...sections.filter((lines) => lines.length > 0)]
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three digits, without an exponent. */
export function digits(value: number | null): string {
  if (value === null) return '';
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

function goalSection(results: Results): string[] {
  const rows = goals(results).map((goal: Goal) => [
    goal.goal,
    goal.on,
    goal.against,
    `${goal.relation} ${goal.target}`,
    digits(goal.measured),
    verdict(goal),
  ]);
  const head = ['goal', 'on', 'against', 'target', 'measured', ''];
  return ['## Goals', '', table(head, rows)];
}

/** In brackets: how many times as fast `reference` is. */
function speedSection(
  results: Results,
  title: string,
  keys: readonly string[],
  reference: string | null,
): string[] {
  const workloads = results.workloads.filter(({ key }) => keys.includes(key));
  if (workloads.length === 0) return [];
  const names = new Set(workloads.flatMap((each) => each.measurements.map(({ name }) => name)));
  const rows = [...names].map((name) => [
    isOurs(results, name) ? `**${name}**` : name,
    ...workloads.map(({ key }) => {
      const ratio = reference && reference !== name ? ratioOf(results, key, reference, name) : null;
      return speedCell(find(results, key, name), ratio);
    }),
  ]);
  const best = reference && workloads.map(({ key }) => fastestPeer(results, key, () => true)?.name);
  return [
    `## ${title}`,
    '',
    ...workloads.map((workload) => `- ${workload.key}: ${workload.title}`),
    '',
    ...(reference ? [`In brackets: how many times as fast \`${reference}\` is.`, ''] : []),
    table(['', ...workloads.map(({ key }) => key)], rows),
    ...(best ? ['', `The fastest peers: ${best.join(', ')}.`] : []),
  ];
}

function speedCell(measurement: Measurement | undefined, ratio: number | null): string {
  if (measurement === undefined) return '';
  if (measurement.failure !== null) return `failed: ${measurement.failure}`;
  const { note } = measurement;
  const brackets = ratio === null ? '' : ` (${digits(ratio)})`;
  return `${digits(speedOf(measurement))}${brackets}${note === '' ? '' : `, ${note}`}`;
}

function footprintSection({ footprints }: Results): string[] {
  if (footprints.length === 0) return [];
  const rows = footprints.map(({ name, ratios, failure }) => [
    name,
    ...traceNames.map((trace) => (ratios === null ? '' : ratios[trace].toFixed(2))),
    failure ?? '',
  ]);
  return [
    '## Footprint',
    '',
    'The address span that a heap ever used, over the most bytes that were live at once.',
    '',
    table(['', ...traceNames, ''], rows),
  ];
}

function scalingSection({ scaling }: Results): string[] {
  if (scaling.length === 0) return [];
  const rows = scaling.map((point) => [
    point.name,
    point.live.toLocaleString('en'),
    (point.arenaBytes / 1024).toLocaleString('en'),
    digits(point.perOperation),
    digits(point.perPlainAccess),
  ]);
  const head = ['', 'live', 'arena, KiB', 'ns per operation', 'ns per plain access'];
  return [
    '## Scaling',
    '',
    'Random 16..1024 B, a random block replaced, beside a plain access to one of as many words,',
    'spread over as many bytes as the bookkeeping takes.',
    '',
    table(head, rows),
  ];
}

function metadataSection({ metadata }: Results): string[] {
  if (metadata.length === 0) return [];
  const rows = metadata.map(({ family, setting, bytes, per, bytesPer }) => [
    family,
    setting,
    bytes.toLocaleString('en'),
    `${digits(bytesPer)} per ${per}`,
  ]);
  return ['## Bookkeeping', '', table(['', '', 'bytes', ''], rows)];
}

function participantSection({ participants, skipped }: Results): string[] {
  return [
    '## Who took part',
    '',
    table(
      ['', ''],
      participants.map(({ name, source }) => [name, source]),
    ),
    '',
    ...(skipped.length === 0
      ? ['Nobody was skipped.']
      : skipped.map(({ name, reason }) => `- ${name} was skipped: ${reason}`)),
  ];
}
