/**
 * The memory of one instance at one step of a history, drawn in characters:
 *
 *     0  AAAAAAAABBBB!!!!CCCC............................................  256
 *        A #0 [0, 32)  B #1 [32, 64)  C #2 [48, 80)
 *
 * `.` is free as far as the history tells, `!` has two owners, `+` holds several blocks that are too small
 * for the scale. What the step takes away is still drawn, so that the map shows what the call met.
 */
import type { FamilyTypes, History, PagedLayout } from '../../spec/index.ts';
import { printable, rangeText, valueText } from './text.ts';

const COLUMNS = 64;
/** Above so many frames a map is scaled down to one line. */
const FRAMES_DRAWN = 1024;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const NAMED = 12;

interface Range {
  readonly start: number;
  readonly size: number;
}

/** A range and who owns it. */
interface Area extends Range {
  readonly letter: string;
  readonly owner: string;
}

type StepOf = History['runs'][number]['steps'][number];

/** No lines if there is nothing to draw. */
export function memoryMap(history: History, run: number, step: number): string[] {
  const chosen = history.runs[run];
  const broken = chosen?.steps[step];
  const config = chosen?.instances[broken?.instance ?? 0];
  if (chosen === undefined || broken === undefined || config === undefined) return [];
  const steps = chosen.steps
    .slice(0, step + 1)
    .filter(({ instance }) => instance === broken.instance);
  if ('base' in config) return heapMap(config, steps);
  if ('slotCount' in config) return pagedMap(config.memorySize / config.frameCount, steps);
  if ('frameCount' in config) return bitmapMap(config.frameCount, steps);
  return [];
}

function heapMap(arena: FamilyTypes['heap']['config'], steps: readonly StepOf[]): string[] {
  const areas = lettered(slotOwners(steps));
  if (areas.length === 0) return [];
  const { from, to } = windowOf(arena, areas, steps.at(-1)?.outcome.status === 'refused');
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2((to - from) / COLUMNS)));
  const isWhole = from === arena.base && to === arena.base + arena.size;
  const scale = [
    ...(unit === 1 ? [] : [`${unit} bytes a character`]),
    ...(isWhole ? [] : [`only the part of ${rangeText(arena.base, arena.size)} that is in use`]),
  ];
  const outside = areas.filter((area) => !within(area, { start: arena.base, size: arena.size }));
  return [
    ...(scale.length === 0 ? [] : [scale.join(', ')]),
    `${from}  ${cells(areas, from, to, unit)}  ${to}`,
    ...legend(areas),
    ...outside.map(
      ({ owner, start, size }) => `${owner} ${rangeText(start, size)} leaves the arena`,
    ),
  ];
}

/** The whole arena, or the part where the blocks are if they would be invisibly small in it. */
function windowOf(
  { base, size }: FamilyTypes['heap']['config'],
  areas: readonly Area[],
  isRefusal: boolean,
): { from: number; to: number } {
  const whole = { from: base, to: base + size };
  const inside = areas.filter((area) => within(area, { start: base, size }));
  if (isRefusal || inside.length === 0) return whole;
  const from = Math.min(...inside.map(({ start }) => start));
  const to = Math.max(...inside.map((area) => area.start + area.size));
  return (to - from) * 4 < size ? { from, to } : whole;
}

function bitmapMap(frameCount: number, steps: readonly StepOf[]): string[] {
  const areas = lettered(slotOwners(steps));
  const marks = lastMarks(steps);
  if (areas.length === 0 && marks === undefined) return [];
  return [...frameLines(areas, frameCount), ...legend(areas), ...marksLines(marks)];
}

function pagedMap(frameSize: number, steps: readonly StepOf[]): string[] {
  const regions = pidRegions(steps, frameSize);
  const layout = lastLayout(steps);
  const pids = [...regions.keys(), ...(layout?.segments ?? []).map(({ pid }) => valueText(pid))];
  const letters = new Map([...new Set(pids)].map((pid, at) => [pid, letterAt(at)]));
  const virtual = [...regions].map(([pid, ranges]) => {
    const texts = ranges.map(({ start, size }) => rangeText(start, size));
    const overlap = ranges.some((range, at) =>
      ranges.slice(at + 1).some((other) => meet(range, other)),
    );
    return `${letters.get(pid)} pid ${pid}: ${texts.join(' ')}${overlap ? '  ! overlap' : ''}`;
  });
  if (layout === undefined) return virtual;
  const segments = layout.segments.map(({ pid, first, count }) => ({
    letter: letters.get(valueText(pid)) ?? '?',
    owner: `pid ${pid}`,
    start: first,
    size: count,
  }));
  const quarantined = layout.quarantine.map(({ first, count }) => ({
    letter: 'q',
    owner: 'quarantine',
    start: first,
    size: count,
  }));
  const frames = frameLines([...segments, ...quarantined], layout.marks.length);
  const key = quarantined.length === 0 ? [] : ['q in quarantine'];
  return ['frames as last observed:', ...frames, ...marksLines(layout.marks), ...virtual, ...key];
}

/** What each slot holds: a block of bytes, or runs of frames. */
function slotOwners(steps: readonly StepOf[]): Map<string, readonly Range[]> {
  const owners = new Map<string, readonly Range[]>();
  for (const [at, { operation, outcome }] of steps.entries()) {
    const isLast = at === steps.length - 1;
    if (operation.kind === 'reset' && outcome.status === 'done' && !isLast) owners.clear();
    if (!('slot' in operation)) continue;
    const name = `#${operation.slot}`;
    if (outcome.status === 'granted' && 'address' in outcome && 'size' in operation) {
      const size = typeof operation.size === 'number' ? operation.size : 0;
      owners.set(name, [{ start: outcome.address, size }]);
    } else if (outcome.status === 'granted' && 'runs' in outcome) {
      owners.set(
        name,
        outcome.runs.map(({ first, count }) => ({ start: first, size: count })),
      );
    } else if (operation.kind === 'dealloc' && !isLast && isBack(outcome.status)) {
      owners.delete(name);
    }
  }
  return owners;
}

const isBack = (status: string): boolean => status === 'done' || status === 'rejected';

function pidRegions(steps: readonly StepOf[], frameSize: number): Map<string, readonly Range[]> {
  const regions = new Map<string, readonly Range[]>();
  for (const [at, { operation, outcome }] of steps.entries()) {
    const isLast = at === steps.length - 1;
    if (operation.kind === 'reset' && outcome.status === 'done' && !isLast) regions.clear();
    if (!('pid' in operation)) continue;
    const pid = valueText(operation.pid);
    if (operation.kind === 'alloc' && outcome.status === 'granted' && 'position' in outcome) {
      const asked = typeof operation.size === 'number' ? operation.size : 0;
      const pages = outcome.frames ?? Math.ceil(asked / frameSize);
      const region = { start: outcome.position, size: pages * frameSize };
      regions.set(pid, [...(regions.get(pid) ?? []), region]);
    } else if (outcome.status === 'success' || outcome.status === 'quarantined') {
      if (!isLast) regions.delete(pid);
    }
  }
  return regions;
}

function lastLayout(steps: readonly StepOf[]): PagedLayout | undefined {
  for (const { outcome } of steps.toReversed()) {
    if (outcome.status !== 'observed' || !('layout' in outcome)) continue;
    if (outcome.layout !== undefined && 'segments' in outcome.layout) return outcome.layout;
  }
  return undefined;
}

function lastMarks(steps: readonly StepOf[]): string | undefined {
  for (const { outcome } of steps.toReversed()) {
    if (outcome.status === 'observed' && 'marks' in outcome) return outcome.marks;
  }
  return undefined;
}

const letterAt = (at: number): string => LETTERS[at] ?? '#';

const lettered = (owners: ReadonlyMap<string, readonly Range[]>): Area[] =>
  [...owners].flatMap(([owner, ranges], at) =>
    ranges
      .filter(({ size }) => Number.isSafeInteger(size) && size > 0)
      .map((range) => ({ ...range, owner, letter: letterAt(at) })),
  );

const meet = (a: Range, b: Range): boolean =>
  a.start < b.start + b.size && b.start < a.start + a.size;

const within = (a: Range, b: Range): boolean =>
  a.start >= b.start && a.start + a.size <= b.start + b.size;

/** One character for every `unit` of `[from, to)`. */
function cells(areas: readonly Area[], from: number, to: number, unit: number): string {
  let line = '';
  for (let start = from; start < to; start += unit) {
    const here = areas.filter((area) => meet(area, { start, size: unit }));
    line += cellOf(here, start, unit);
  }
  return line;
}

function cellOf(here: readonly Area[], start: number, size: number): string {
  const [only, ...others] = here;
  if (only === undefined) return '.';
  const cut = here.map((area) => {
    const from = Math.max(area.start, start);
    return { start: from, size: Math.min(area.start + area.size, start + size) - from };
  });
  if (cut.some((part, at) => cut.slice(at + 1).some((other) => meet(part, other)))) return '!';
  return others.every(({ letter }) => letter === only.letter) ? only.letter : '+';
}

/** A line for every 64 frames, each with the number of its first. */
function frameLines(areas: readonly Area[], frameCount: number): string[] {
  if (frameCount > FRAMES_DRAWN) {
    const unit = Math.ceil(frameCount / COLUMNS);
    return [`${unit} frames a character`, `0  ${cells(areas, 0, frameCount, unit)}  ${frameCount}`];
  }
  return numbered(cells(areas, 0, frameCount, 1), 'frame');
}

function marksLines(marks: string | undefined): string[] {
  if (marks === undefined || marks.length > FRAMES_DRAWN) return [];
  return numbered(printable(marks), 'marks');
}

function numbered(text: string, name: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += COLUMNS) {
    lines.push(`${name} ${String(at).padStart(4)}  ${text.slice(at, at + COLUMNS)}`);
  }
  return lines;
}

function legend(areas: readonly Area[]): string[] {
  const names = areas.map(
    ({ letter, owner, start, size }) => `${letter} ${owner} ${rangeText(start, size)}`,
  );
  const left = names.length - NAMED;
  const shown = names.slice(0, NAMED);
  return names.length === 0 ? [] : [shown.join('  ') + (left > 0 ? `  ... ${left} more` : '')];
}
