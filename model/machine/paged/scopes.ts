/** The scopes that are explored to the end, and what is found in them. */
import type { Parameters } from './state.ts';

export interface MachineScope {
  readonly name: string;
  /** What can happen in this scope and in none that is smaller. */
  readonly reason: string;
  readonly parameters: Parameters;
  readonly expected: {
    readonly states: number;
    readonly transitions: number;
    readonly depth: number;
  };
}

const three: Parameters = {
  frames: 3,
  pids: 2,
  slots: 3,
  entries: 1,
  virtualBase: 0,
  requests: 3,
  placement: 'any',
  partial: 'off',
  selfChecking: false,
  contents: true,
  tampering: 'any',
};

const four: Parameters = { ...three, frames: 4, slots: 4, entries: 2 };

/** Another program, written from the same relation and before this one, found these numbers, too. */
const FOUND_TWICE: readonly MachineScope[] = [
  {
    name: 'sound-marks',
    reason: 'no mark is ever false, so nothing is quarantined and everything must be granted',
    parameters: { ...three, tampering: 'none' },
    expected: { states: 405, transitions: 6_769, depth: 5 },
  },
  {
    name: 'three-frames',
    reason: 'a region of three segments, and a table of one entry that overflows',
    parameters: three,
    expected: { states: 6_680, transitions: 80_372, depth: 11 },
  },
  {
    name: 'two-entries',
    reason: 'a table that is neither empty nor full, and positions below a region',
    parameters: { ...three, entries: 2, virtualBase: 4 },
    expected: { states: 9_512, transitions: 105_920, depth: 13 },
  },
  {
    name: 'scarce-slots',
    reason: 'frames suffice and slots do not',
    parameters: { ...three, slots: 2 },
    expected: { states: 5_144, transitions: 59_998, depth: 11 },
  },
  {
    name: 'parts-for-slots',
    reason: 'a part is granted where slots are short',
    parameters: { ...three, slots: 2, partial: 'slots' },
    expected: { states: 5_144, transitions: 60_042, depth: 11 },
  },
  {
    name: 'parts-for-any',
    reason: 'a part is granted where slots or frames are short',
    parameters: { ...three, slots: 2, partial: 'any' },
    expected: { states: 5_144, transitions: 60_576, depth: 11 },
  },
  {
    name: 'self-checking',
    reason: 'requests are met while marks of live frames are false',
    parameters: { ...three, selfChecking: true },
    expected: { states: 6_680, transitions: 126_840, depth: 11 },
  },
  {
    name: 'three-pids',
    reason: 'two pids beside the one that calls',
    parameters: { ...three, pids: 3 },
    expected: { states: 14_984, transitions: 210_248, depth: 11 },
  },
  {
    name: 'four-frames',
    reason: 'free frames between segments, without contents',
    parameters: { ...four, contents: false },
    expected: { states: 13_984, transitions: 118_150, depth: 10 },
  },
  {
    name: 'five-frames',
    reason: 'more segments than one request makes, and all damage that pids can see',
    parameters: { ...four, frames: 5, slots: 5, contents: false, tampering: 'live' },
    expected: { states: 91_915, transitions: 529_391, depth: 9 },
  },
  {
    name: 'four-frames-contents',
    reason: 'the largest one with contents and damage of every kind',
    parameters: four,
    expected: { states: 248_800, transitions: 3_188_718, depth: 16 },
  },
  {
    name: 'four-frames-halving',
    reason: 'the same with one cut and one place for each request',
    parameters: { ...four, placement: 'tail-first' },
    expected: { states: 248_800, transitions: 3_159_440, depth: 19 },
  },
  {
    name: 'seven-frames-halving',
    reason: 'a request that is halved twice',
    parameters: {
      ...three,
      frames: 7,
      slots: 7,
      requests: 5,
      placement: 'tail-first',
      contents: false,
      tampering: 'none',
    },
    expected: { states: 120_999, transitions: 1_814_985, depth: 23 },
  },
];

/** These are for clauses that are not at stake above. Nobody else has counted them. */
const FOUND_HERE: readonly MachineScope[] = [
  {
    name: 'two-frames',
    reason: 'requests for more than there is',
    parameters: { ...three, frames: 2, slots: 2 },
    expected: { states: 312, transitions: 3_340, depth: 8 },
  },
  {
    name: 'first-fit',
    reason: 'the other placement, and slots that are short where halving cuts',
    parameters: { ...four, slots: 2, placement: 'first-fit', contents: false },
    expected: { states: 7_840, transitions: 63_120, depth: 15 },
  },
  {
    name: 'tail-first',
    reason: 'the same with the tail before the lowest run',
    parameters: { ...four, slots: 2, placement: 'tail-first', contents: false },
    expected: { states: 7_840, transitions: 63_120, depth: 15 },
  },
  {
    name: 'visible-damage',
    reason: 'only such damage as the kit can do, so that every path is a history',
    parameters: { ...four, slots: 2, entries: 1, requests: 2, tampering: 'live' },
    expected: { states: 18_610, transitions: 198_744, depth: 12 },
  },
  {
    name: 'visible-damage-self-checking',
    reason: 'the same with grants under damage',
    parameters: {
      ...four,
      slots: 3,
      contents: false,
      partial: 'any',
      selfChecking: true,
      tampering: 'live',
    },
    expected: { states: 4_824, transitions: 63_402, depth: 8 },
  },
];

export const PAGED_MACHINE_SCOPES: readonly MachineScope[] = [...FOUND_TWICE, ...FOUND_HERE];
