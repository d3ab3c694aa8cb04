/** What every state knows, and how a call changes it, in terms that do not depend on the family. */
import type { Report } from './report.ts';

/** `size` units of memory from `start` on. Extents of different spaces never meet. */
export interface Extent {
  readonly space: number;
  readonly start: number;
  readonly size: number;
}

/** A request with arguments of the declared domain. */
export interface Ask {
  readonly size: number;
  /** Equal for requests that are alike in all but size. */
  readonly alike: string;
  /** The most units of the arena that serving it may take. */
  readonly cost: number;
  /** More than the arena holds. */
  readonly impossible: boolean;
}

export type Effect =
  | 'grant'
  | 'refuse'
  | 'free'
  | 'misuse'
  | 'read'
  | 'observe'
  | 'reset'
  | 'mishap'
  | 'other';

/** What a call did, in terms that do not depend on the family. */
export interface Facts {
  readonly effect: Effect;
  /** Equal for equal calls. */
  readonly call: string;
  readonly ask?: Ask;
  readonly grants?: readonly Extent[];
  /** The request whose block this call ended, and whether that request was the call before. */
  readonly freed?: { readonly ask: Ask; readonly atOnce: boolean };
  /** What the subject says about itself. */
  readonly report?: Report;
}

export interface CommonState {
  readonly live: readonly Extent[];
  /** Units of the arena that can be granted, metadata left out. */
  readonly capacity: number;
  /** Nothing granted yet; nothing freed yet; anything. */
  readonly age: 'new' | 'growing' | 'used';
  /** The costs of all grants since creation or reset. */
  readonly spent: number;
  readonly last: Facts;
  /** The latest report, as long as nothing but refusals, misuse and reads came after it. */
  readonly report: Report | null;
  /** What calls did after it, each manner once. */
  readonly sinceReport: readonly Effect[];
  /** What was reported before the first grant. */
  readonly newReport: Report | null;
}

const NOTHING: Facts = { effect: 'other', call: '' };

export function initialCommon(capacity: number): CommonState {
  return {
    live: [],
    capacity,
    age: 'new',
    spent: 0,
    last: NOTHING,
    report: null,
    sinceReport: [],
    newReport: null,
  };
}

const NO_EFFECTS: readonly Effect[] = [];

const withEffect = (effects: readonly Effect[], effect: Effect): readonly Effect[] =>
  effects.includes(effect) ? effects : [...effects, effect];

const KEEPS_REPORT: readonly Effect[] = ['refuse', 'misuse', 'read', 'observe', 'mishap'];

/** The common part of the next state. */
export function nextCommon(
  before: CommonState,
  facts: Facts,
  live: readonly Extent[],
): CommonState {
  if (facts.effect === 'reset') {
    return { ...initialCommon(before.capacity), last: facts, newReport: before.newReport };
  }
  const grants = facts.effect === 'grant';
  const report = facts.report ?? (KEEPS_REPORT.includes(facts.effect) ? before.report : null);
  const isNew = before.age === 'new' && !grants && facts.effect !== 'free';
  return {
    live,
    capacity: before.capacity,
    age: isNew
      ? 'new'
      : facts.freed !== undefined || facts.effect === 'other'
        ? 'used'
        : before.age === 'used'
          ? 'used'
          : 'growing',
    spent: before.spent + (grants ? (facts.ask?.cost ?? 0) : 0),
    last: facts,
    report,
    sinceReport:
      facts.report !== undefined || report === null
        ? NO_EFFECTS
        : withEffect(before.sinceReport, facts.effect),
    newReport:
      facts.report !== undefined && isNew ? (before.newReport ?? facts.report) : before.newReport,
  };
}

export const sameAsk = (a: Ask, b: Ask): boolean => a.size === b.size && a.alike === b.alike;

export const overlap = (a: Extent, b: Extent): boolean =>
  a.space === b.space && a.start < b.start + b.size && b.start < a.start + a.size;
