/**
 * Histories as text, for the tests of this family. A line is the arena, the answers that differ from the
 * usual ones, and then the steps; what a step answers stands behind `=`, and is `done` if it is left out:
 *
 *     64@0 fit=unknown: alloc 0 8 8 = 16 t1; dealloc 0 = done 1x8; observe = live=0 hole=0+64
 *
 * `alloc 0 8 16` asks for 8 bytes at alignment 16 into slot 0, `zeroed` the same by allocZeroed. `16` is a
 * grant at address 16; `t1` the tag of the pattern that now fills the block, `u8` its usable size, `1x4 2x4`
 * the tags that were read, `lost` that nothing could be.
 */
import {
  CLAUSES,
  type ClauseId,
  type Content,
  type HeapAnswers,
  type HeapConfig,
  type HeapLayout,
  type HeapMisuse,
  type HeapOperation,
  type HeapOutcome,
} from '../../spec/index.ts';
import { heapModel } from '../heap.ts';
import { type Judged, judgedSteps } from '../notation.ts';
import type { HeapState } from './state.ts';

const KINDS: readonly HeapMisuse[] = ['double', 'interior', 'foreign', 'null'];

export const USUAL: HeapAnswers = {
  sizes: [64],
  bases: [0, 1024],
  naturalAlign: 8,
  maxAlign: 32,
  invalidAlign: 'reject',
  invalidNumbers: 'reject',
  zeroSize: 'reject',
  misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'detect' },
  overhead: { perBlock: 0, granule: 8, minimum: 8, perArena: 0 },
  fit: 'exact',
  coalesce: 'immediate',
  deterministic: true,
};

/** The clauses by which a subject with these answers and all hooks is judged. */
export function clausesFor({ misuse, fit, ...answers }: HeapAnswers): Set<ClauseId> {
  const values = new Map<string, string>([
    ['fit', typeof fit === 'string' ? fit : 'classesPerDoubling'],
    ['zeroSize', answers.zeroSize],
    ['coalesce', answers.coalesce],
    ['invalidAlign', answers.invalidAlign],
    ['invalidNumbers', answers.invalidNumbers],
    ['deterministic', String(answers.deterministic)],
    ['bases', answers.bases.length > 1 ? 'several' : 'one'],
    ...KINDS.map((kind) => {
      const forAll = kind === 'null' ? 'undefined' : String(misuse);
      return [`misuse.${kind}`, typeof misuse === 'string' ? forAll : misuse[kind]] as const;
    }),
  ]);
  const applies = CLAUSES.filter(({ answers: needs }) =>
    needs.every(({ path, isAmong, values: among }) => {
      const value = values.get(path);
      return value === undefined || among.includes(value) === isAmong;
    }),
  );
  return new Set(applies.map(({ id }) => id));
}

/** What the last step of the history reaches and breaks, and where an earlier one broke something. */
export function judged(text: string): Judged<HeapState> {
  const [, size, base, terms = '', steps = ''] =
    /^(\d+)@(\d+)((?: [^ :]+)*): (.*)$/.exec(text) ?? [];
  if (size === undefined) throw new Error(`not a history: ${text}`);
  const arena: HeapConfig = { base: Number(base), size: Number(size) };
  const answers = answersOf(terms.trim());
  const clauses = clausesFor(answers);
  const start = heapModel.initial(arena, answers);
  const calls = steps.split('; ').map((each) => {
    const { operation, outcome } = stepOf(each);
    return [operation, outcome] as const;
  });
  return judgedSteps(heapModel, start, calls, clauses);
}

export function stepOf(text: string): { operation: HeapOperation; outcome: HeapOutcome } {
  const [call = '', answer = 'done'] = text.split(' = ');
  return { operation: operationOf(call), outcome: outcomeOf(answer) };
}

function answersOf(terms: string): HeapAnswers {
  let answers = USUAL;
  for (const term of terms === '' ? [] : terms.split(' ')) {
    const [key = '', value = ''] = term.split('=');
    const number = Number(value);
    const read: unknown = value === 'false' ? false : Number.isNaN(number) ? value : number;
    if (key === 'classes') answers = { ...answers, fit: { classesPerDoubling: number } };
    else if (key in answers) answers = { ...answers, [key]: read };
    else if (key in answers.overhead) {
      answers = { ...answers, overhead: { ...answers.overhead, [key]: read } };
    } else throw new Error(`not an answer: ${term}`);
  }
  return answers;
}

function operationOf(call: string): HeapOperation {
  const [kind = '', ...values] = call.split(' ');
  const [first, second, third] = values.map(readValue);
  const slot = Number(first ?? 0);
  const how = KINDS.find((known) => known === kind);
  if (how !== undefined) return { kind: 'misuse', how, slot };
  switch (kind) {
    case 'alloc':
      return { kind, slot, size: second, align: third };
    case 'zeroed':
      return { kind: 'alloc', slot, size: second, align: third, zeroed: true };
    case 'realloc':
      return { kind, slot, size: second };
    case 'dealloc':
    case 'verify':
      return { kind, slot };
    case 'observe':
    case 'reset':
      return { kind };
    default:
      throw new Error(`not a call: ${call}`);
  }
}

const readValue = (text: string): unknown =>
  text.startsWith('"') ? text.slice(1, -1) : Number(text);

function outcomeOf(answer: string): HeapOutcome {
  const [status = '', ...terms] = answer.split(' ');
  const parts = partsOf(terms);
  switch (status) {
    case 'refused':
    case 'done':
    case 'rejected':
    case 'read':
      return { status, ...parts };
    case 'threw':
      return { status, message: terms.join(' ') };
    case 'hung':
      return { status };
    case 'malformed':
      return { status, answer: terms.join(' '), expected: 'an address or null' };
  }
  if (status.includes('=')) return { status: 'observed', ...observationOf([status, ...terms]) };
  return { status: 'granted', address: Number(status), ...parts };
}

function partsOf(terms: readonly string[]) {
  let parts: { tag?: number; usable?: number; content?: Content } = {};
  for (const term of terms) {
    const [value = 0, count] = term.split('x').map(Number);
    if (term === 'lost') parts = { ...parts, content: null };
    else if (term.startsWith('t')) parts = { ...parts, tag: Number(term.slice(1)) };
    else if (term.startsWith('u')) parts = { ...parts, usable: Number(term.slice(1)) };
    else if (count !== undefined) {
      parts = { ...parts, content: [...(parts.content ?? []), [value, count]] };
    }
  }
  return parts;
}

const STATISTICS: Readonly<Record<string, string>> = {
  live: 'liveCount',
  requested: 'requestedBytes',
  free: 'freeBytes',
};

function observationOf(terms: readonly string[]) {
  let stats: Readonly<Record<string, number>> = {};
  let layout: HeapLayout = { blocks: [], holes: [] };
  for (const term of terms) {
    const [key = '', value = ''] = term.split('=');
    const [address = 0, size = 0] = value.split('+').map(Number);
    const statistic = STATISTICS[key];
    if (statistic !== undefined) stats = { ...stats, [statistic]: Number(value) };
    else if (key === 'block') layout = { ...layout, blocks: [...layout.blocks, { address, size }] };
    else if (key === 'hole') layout = { ...layout, holes: [...layout.holes, { address, size }] };
    else throw new Error(`not an observation: ${term}`);
  }
  const { length } = [...layout.blocks, ...layout.holes];
  return { ...(Object.keys(stats).length > 0 && { stats }), ...(length > 0 && { layout }) };
}
