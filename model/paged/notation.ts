/**
 * Histories as text, for the tests of this family. A line is what differs from the usual instance,
 * and then the steps; what a step answers stands behind `=`, and is `done` if it is left out:
 *
 *     slots=3 partial=slots: alloc 1 8 = 8; write 1 8 4 #5 = written; tamper 1 0; purge = 0
 *
 * The usual instance has 8 frames of 4 bytes, 8 slots, 2 entries, and regions that begin at 8.
 * `1>2` is pid 1 with an address of pid 2; `#5` are the bytes of tag 5; `8 part 2 8` is position 8,
 * and a part of 2 frames and 8 bytes. A layout is `1:0-1+4 q:5 m:11001100`: pid 1 has frames 0 to 1
 * and 4, frame 5 is quarantined, and then the marks; `1:0-1@8` gives a segment another position
 * than it should have. `holes` stands for calls that leave the frames of pids 2 and 4 between holes
 * of two frames, `each` for calls that give every pid from 1 to 8 one frame.
 */
import {
  CLAUSES,
  type ClauseId,
  type FrameRun,
  type PagedAnswers,
  type PagedConfig,
  type PagedOperation,
  type PagedOutcome,
  type Segment,
} from '../../spec/index.ts';
import { type Judged, judgedSteps } from '../notation.ts';
import { pagedModel, pagedPattern } from '../paged.ts';
import type { PagedState } from './state.ts';

export type Step = readonly [operation: PagedOperation, outcome: PagedOutcome];

export const CONFIG: PagedConfig = {
  memorySize: 32,
  frameCount: 8,
  slotCount: 8,
  quarantineCapacity: 2,
  virtualBase: 8,
};

export const ANSWERS: PagedAnswers = {
  pids: [0, 65535],
  geometry: 'any',
  invalidNumbers: 'reject',
  partial: 'off',
  secondAlloc: 'append',
  placement: 'first-fit',
  split: 'halving',
  selfChecking: false,
  deterministic: true,
};

/** The tables of histories, and what the ids begin with of which they reject one each. */
export const PARTS = {
  granting: [
    'paged.create',
    'paged.pid',
    'paged.alloc',
    'paged.partial',
    'paged.segments',
    'paged.marks',
    'paged.placement',
    'paged.split',
  ],
  access: ['paged.io', 'paged.address', 'paged.read', 'paged.write', 'paged.tamper'],
  release: ['paged.dealloc', 'paged.quarantine', 'paged.purge', 'paged.reset'],
} as const;

export function clausesOf(part: keyof typeof PARTS): readonly ClauseId[] {
  const isIn = (id: string): boolean => PARTS[part].some((prefix) => id.startsWith(`${prefix}.`));
  return CLAUSES.filter(({ id, untested }) => isIn(id) && untested === undefined).map(
    ({ id }) => id,
  );
}

/** The clauses by which a subject with these answers and all hooks is judged. */
export function clausesFor(answers: PagedAnswers): Set<ClauseId> {
  const given = new Map<string, unknown>(Object.entries({ ...answers, pids: 'wide' }));
  const applies = CLAUSES.filter(
    (clause) =>
      clause.families.includes('paged') &&
      clause.answers.every(({ path, isAmong, values }) => {
        const value = given.get(path);
        return value === undefined || values.includes(String(value)) === isAmong;
      }),
  );
  return new Set(applies.map(({ id }) => id));
}

const EACH = [1, 2, 3, 4, 5, 6, 7, 8].map((pid) => `alloc ${pid} 4 = 8`).join('; ');

const HOLES = [
  ...[1, 2, 3, 4].map((pid) => `alloc ${pid} 8 = 8`),
  'dealloc 1 = success',
  'dealloc 3 = success',
  'observe = 2:2-3 4:6-7 m:00110011',
].join('; ');

/**
 * What the last step of the history reaches and breaks, and where an earlier one broke something.
 */
export function judged(text: string): Judged<PagedState> {
  const [header = '', steps = ''] = text.split(/: (.*)/);
  const { config, answers } = instanceOf(header);
  const clauses = clausesFor(answers);
  const start = pagedModel.initial(config, answers);
  const calls = steps.replace('holes', HOLES).replace('each', EACH).split('; ');
  const made = calls.map((each) => parsed(each, config));
  return judgedSteps(pagedModel, start, made, clauses);
}

const NAMES = new Map<string, keyof PagedConfig>([
  ['memory', 'memorySize'],
  ['frames', 'frameCount'],
  ['slots', 'slotCount'],
  ['quarantine', 'quarantineCapacity'],
  ['base', 'virtualBase'],
]);

function instanceOf(header: string): { config: PagedConfig; answers: PagedAnswers } {
  let config = CONFIG;
  let answers = ANSWERS;
  for (const [key = '', value = ''] of header.split(' ').map((part) => part.split('='))) {
    const name = NAMES.get(key);
    if (name !== undefined) config = { ...config, [name]: Number(value) };
    else if (key === 'selfChecking') answers = { ...answers, selfChecking: value === 'true' };
    else if (key === 'pids') {
      const [lowest = 0, highest = 0] = value.split('-').map(Number);
      answers = { ...answers, pids: [lowest, highest] };
    } else if (key in answers) answers = { ...answers, [key]: value };
    else if (key !== 'usual') throw new Error(`not an instance: ${header}`);
  }
  return { config, answers };
}

function readValue(text = ''): unknown {
  if (text.startsWith('"')) return text.slice(1, -1);
  return text === '-0' ? -0 : Number(text);
}

function parsed(text: string, config: PagedConfig): Step {
  const [call = '', answer = 'done'] = text.split(' = ');
  const [kind = '', ...words] = call.split(' ');
  const [first, second, third] = words;
  const [pid, to = pid] = (first ?? '').split('>').map(readValue);
  const address = { pid: to, position: readValue(second) };
  const length = Number(third);
  switch (kind) {
    case 'alloc':
      return [{ kind, pid, size: readValue(second) }, grantOf(answer)];
    case 'dealloc':
      return [{ kind, pid }, statusOf(answer)];
    case 'read':
      return [{ kind, pid, address, length }, bytesOf(answer, length)];
    case 'write': {
      const tag = Number(words[3]?.slice(1));
      return [{ kind, pid, address, length, tag }, statusOf(answer)];
    }
    case 'tamper': {
      const mark = third === '1' ? 1 : 0;
      return [{ kind, pid: Number(pid), page: Number(second), mark }, statusOf(answer)];
    }
    case 'purge':
      return [{ kind }, { status: 'purged', count: Number(answer) }];
    case 'observe':
      return [{ kind }, observedOf(answer, config)];
    case 'reset':
      return [{ kind }, statusOf(answer)];
    case 'create': {
      const pairs = words.map((word) => word.split('='));
      const changed = pairs.map(([key = '', value]) => [NAMES.get(key) ?? key, readValue(value)]);
      return [{ kind, config: { ...CONFIG, ...Object.fromEntries(changed) } }, statusOf(answer)];
    }
    default:
      throw new Error(`not a step: ${text}`);
  }
}

const STATUSES = [
  'refused',
  'success',
  'quarantined',
  'already-free',
  'written',
  'no-segment',
  'out-of-range-low',
  'out-of-range-high',
  'done',
  'created',
  'skipped',
] as const;

function statusOf(text: string): PagedOutcome {
  const status = STATUSES.find((known) => known === text);
  if (status === undefined) throw new Error(`not an answer: ${text}`);
  return { status };
}

function grantOf(text: string): PagedOutcome {
  const [position, part, frames, bytes] = text.split(' ');
  if (position === 'refused') return { status: 'refused' };
  const grant = { status: 'granted', position: Number(position) } as const;
  if (part === undefined) return grant;
  return { ...grant, frames: Number(frames), bytes: Number(bytes) };
}

function bytesOf(text: string, length: number): PagedOutcome {
  if (text.startsWith('#')) {
    return { status: 'read', bytes: pagedPattern(Number(text.slice(1)), length) };
  }
  if (text === 'nothing') return { status: 'read', bytes: [] };
  if (!/^\d/.test(text)) return statusOf(text);
  return { status: 'read', bytes: text.split(' ').map(Number) };
}

const runsOf = (text: string): FrameRun[] =>
  text.split('+').map((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return { first, count: last - first + 1 };
  });

/** The segments of a pid; each position follows from those before it, unless it is given. */
function segmentsOf(pid: number, text: string, config: PagedConfig): Segment[] {
  const frameSize = config.memorySize / config.frameCount;
  let next = config.virtualBase;
  return text.split('+').map((part) => {
    const [run = '', given] = part.split('@');
    const [{ first, count } = { first: 0, count: 0 }] = runsOf(run);
    const position = given === undefined ? next : Number(given);
    next = position + count * frameSize;
    return { pid, position, first, count };
  });
}

function observedOf(text: string, config: PagedConfig): PagedOutcome {
  let layout = { segments: [] as Segment[], quarantine: [] as FrameRun[], marks: '' };
  let stats = {};
  let counted = {};
  for (const word of text.split(' ')) {
    const [key = '', value = ''] = word.split(/[:=]/);
    if (key === 'free') stats = { ...stats, freeFrames: Number(value) };
    else if (key === 'slots') stats = { ...stats, freeSlots: Number(value) };
    else if (key === 'count') counted = { quarantineCount: Number(value) };
    else if (key === 'm') layout = { ...layout, marks: value };
    else if (key === 'q') layout = { ...layout, quarantine: runsOf(value) };
    else {
      const segments = segmentsOf(Number(key), value, config);
      layout = { ...layout, segments: [...layout.segments, ...segments] };
    }
  }
  return {
    status: 'observed',
    ...(Object.keys(stats).length > 0 ? { stats } : {}),
    ...(layout.marks === '' ? {} : { layout }),
    ...counted,
  };
}
