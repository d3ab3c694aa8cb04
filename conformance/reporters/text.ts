/**
 * Histories as a person reads them, one call a line: `alloc #3 size 64 align 8 -> granted 128`. `#3` is a
 * slot, `[64, 128)` a range without its end. What comes from a subject is escaped, so that it can neither
 * drive a terminal nor break a line.
 */
import {
  CLAUSES,
  type Content,
  type Family,
  type FamilyTypes,
  type HeapExtent,
  type HeapLayout,
  type History,
  type PagedLayout,
  type Relation,
} from '../../spec/index.ts';
import type { ClauseReport } from '../report.ts';

type Operation = FamilyTypes[Family]['operation'];
type Outcome = FamilyTypes[Family]['outcome'];

/** Fields that are known by their place and need no name. */
const NAMELESS: readonly string[] = ['kind', 'how', 'zeroed'];
const SHOWN = 8;

export function operationText(operation: Operation): string {
  const isZeroed = 'zeroed' in operation && operation.zeroed === true;
  const words: string[] = [isZeroed ? 'allocZeroed' : operation.kind];
  if ('how' in operation) words.push(operation.how);
  const fields = operation.kind === 'create' ? operation.config : operation;
  for (const [name, value] of Object.entries(fields)) {
    if (!NAMELESS.includes(name)) words.push(fieldText(name, value, operation));
  }
  return words.join(' ');
}

function fieldText(name: string, value: unknown, operation: Operation): string {
  if (name === 'slot') return `#${valueText(value)}`;
  if (name !== 'address' || !('address' in operation)) return `${name} ${valueText(value)}`;
  const { pid, position } = operation.address;
  const owner = pid === operation.pid ? '' : ` of pid ${valueText(pid)}`;
  return `at ${valueText(position)}${owner}`;
}

export function outcomeText(outcome: Outcome): string {
  switch (outcome.status) {
    case 'granted':
      return list([`granted ${placeText(outcome)}`, ...detailTexts(outcome)]);
    case 'read': {
      const bytes =
        'bytes' in outcome ? [`${outcome.bytes.length} bytes: ${bytesText(outcome.bytes)}`] : [];
      return list([['read', ...bytes].join(' '), ...detailTexts(outcome)]);
    }
    case 'purged':
      return `purged ${outcome.count}`;
    case 'observed':
      return `observed ${observedText(outcome)}`;
    case 'threw':
      return `threw ${valueText(outcome.message)}`;
    case 'malformed':
      return `malformed: answered ${printable(outcome.answer)}, expected ${printable(outcome.expected)}`;
    default:
      return list([outcome.status, ...detailTexts(outcome)]);
  }
}

type Granted = Outcome & { readonly status: 'granted' };

function placeText(outcome: Granted): string {
  if ('address' in outcome) return valueText(outcome.address);
  if ('position' in outcome) return valueText(outcome.position);
  return `frames ${list(outcome.runs.map(({ first, count }) => rangeText(first, count)))}`;
}

function detailTexts(outcome: Outcome): string[] {
  const details: string[] = [];
  if ('tag' in outcome) details.push(`tag ${outcome.tag}`);
  if ('content' in outcome) details.push(contentText(outcome.content));
  if ('usable' in outcome) details.push(`usable ${valueText(outcome.usable)}`);
  if ('frames' in outcome) details.push(`only ${valueText(outcome.frames)} frames`);
  if ('bytes' in outcome && outcome.status === 'granted') {
    details.push(`only ${valueText(outcome.bytes)} bytes`);
  }
  return details;
}

function contentText(content: Content | undefined): string {
  if (content === null || content === undefined) return 'bytes out of reach';
  const runs = content.map(([value, count]) => `${count} of ${value}`);
  return `bytes ${clipped(runs, ' + ')}`;
}

/** Equal bytes in a row are counted. */
function bytesText(bytes: readonly number[]): string {
  const runs: { readonly value: number; count: number }[] = [];
  for (const value of bytes) {
    const last = runs.at(-1);
    if (last?.value === value) last.count++;
    else runs.push({ value, count: 1 });
  }
  const texts = runs.map(({ value, count }) => (count === 1 ? `${value}` : `${value} x${count}`));
  return clipped(texts, ' ');
}

function observedText(outcome: Outcome & { readonly status: 'observed' }): string {
  const parts = Object.entries(outcome.stats ?? {}).map(
    ([name, value]) => `${name} ${valueText(value)}`,
  );
  if ('marks' in outcome) parts.push(marksText(outcome.marks ?? ''));
  if ('quarantineCount' in outcome)
    parts.push(`quarantineCount ${valueText(outcome.quarantineCount)}`);
  if ('layout' in outcome && outcome.layout !== undefined)
    parts.push(...layoutTexts(outcome.layout));
  return parts.length === 0 ? 'nothing' : list(parts);
}

function layoutTexts(layout: HeapLayout | PagedLayout): string[] {
  if ('blocks' in layout) {
    const ranges = (extents: readonly HeapExtent[]): string =>
      clipped(
        extents.map(({ address, size }) => rangeText(address, size)),
        ' ',
      );
    return [`blocks ${ranges(layout.blocks)}`, `holes ${ranges(layout.holes)}`];
  }
  const segments = layout.segments.map(
    ({ pid, position, first, count }) => `${pid}:${position} in ${rangeText(first, count)}`,
  );
  const quarantine = layout.quarantine.map(({ first, count }) => rangeText(first, count));
  return [
    `segments ${clipped(segments, ' ')}`,
    `quarantine ${clipped(quarantine, ' ')}`,
    marksText(layout.marks),
  ];
}

const marksText = (marks: string): string =>
  `marks ${marks.length > 64 ? `${printable(marks.slice(0, 64))}... (${marks.length})` : printable(marks)}`;

const list = (parts: readonly string[]): string => parts.join(', ');

function clipped(parts: readonly string[], separator: string): string {
  if (parts.length === 0) return 'none';
  const left = parts.length - SHOWN;
  return parts.slice(0, SHOWN).join(separator) + (left > 0 ? `${separator}... ${left} more` : '');
}

export const rangeText = (start: number, size: number): string =>
  `[${valueText(start)}, ${valueText(start + size)})`;

/** A value as it would be written in source, on one line and cut if it is long. */
export function valueText(value: unknown): string {
  const text = literal(value, 4);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function literal(value: unknown, depth: number): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return `"${printable(value).replaceAll('"', '\\"')}"`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return printable(String(value));
  if (depth === 0) return '...';
  const inner = (field: unknown): string => literal(field, depth - 1);
  if (Array.isArray(value)) return `[${value.slice(0, 40).map(inner).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([name, field]) => `${printable(name)}: ${inner(field)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** The text with everything that is not visible escaped: control characters, and those that reorder a line. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

/** The configuration of every instance, then one call a line; the call at `broken` is marked. */
export function historyLines(history: History, run: number, broken?: number): string[] {
  const chosen = history.runs[run];
  if (chosen === undefined) return [];
  const { instances, steps } = chosen;
  const name = (instance: number): string => (instances.length > 1 ? `[${instance}] ` : '');
  const configs = instances.map((config, at) => {
    const fields = Object.entries(config).map(([field, value]) => `${field} ${valueText(value)}`);
    return `  ${name(at)}instance with ${list(fields)}`;
  });
  const calls = steps.map(({ instance, operation, outcome }, at) => {
    const mark = at === broken ? '> ' : '  ';
    return `${mark}${name(instance)}${operationText(operation)} -> ${outcomeText(outcome)}`;
  });
  return [...configs, ...calls];
}

/** What the second run of a history does. */
function relationText(relation: Relation): string {
  switch (relation.kind) {
    case 'repeat':
      return 'the same calls on new instances';
    case 'alone':
      return `only the calls to instance ${relation.instance}, on new instances`;
    case 'shift':
      return `the same calls with every arena moved by ${relation.by}`;
  }
}

/** The run in which the clause breaks; after a first run that it is compared with, if there is one. */
export function allHistoryLines(history: History, run: number, step: number): string[] {
  const broken = historyLines(history, run, step);
  if (run === 0) return broken;
  const { relation } = history;
  const second = relation === undefined ? 'more calls' : relationText(relation);
  return ['First run:', ...historyLines(history, 0), `Second run, ${second}:`, ...broken];
}

/** The clause, and everything that is known about its failures. */
export function failureText({ id, level, failures }: ClauseReport): string {
  const sentence = CLAUSES.find((clause) => clause.id === id)?.text;
  const shown = failures.map(({ because, history, run, step }) =>
    [because, ...allHistoryLines(history, run, step)].join('\n'),
  );
  return [`${id} (${level})${sentence === undefined ? '' : `: ${sentence}`}`, ...shown].join(
    '\n\n',
  );
}
