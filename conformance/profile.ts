/** Which clauses a subject is judged by: those of its family that its answers do not rule out and its hooks show. */
import {
  type AnswerNeed,
  CLAUSES,
  type Clause,
  type ClauseId,
  type Family,
} from '../spec/index.ts';
import { kits } from './kits.ts';

export interface ClauseProfile {
  readonly clauses: readonly Clause[];
  /** Judged. */
  readonly applies: ReadonlySet<ClauseId>;
  /** Ruled out by an answer, but watched: a subject that keeps them promises less than it does. */
  readonly claims: ReadonlySet<ClauseId>;
  /** Why a clause is not judged. */
  readonly left: ReadonlyMap<ClauseId, Exclusion>;
}

export interface Exclusion {
  readonly verdict: 'untested' | 'not-applicable' | 'not-observable';
  readonly reason: string;
}

export function profileOf(
  family: Family,
  answers: object,
  hooks: readonly string[],
): ClauseProfile {
  const clauses = CLAUSES.filter((clause) => clause.families.includes(family));
  const applies = new Set<ClauseId>();
  const claims = new Set<ClauseId>();
  const left = new Map<ClauseId, Exclusion>();
  for (const clause of clauses) {
    const exclusion = excluded(clause, family, answers, hooks);
    if (exclusion === null) applies.add(clause.id);
    else {
      left.set(clause.id, exclusion);
      if (clause.claim && exclusion.verdict === 'not-applicable') claims.add(clause.id);
    }
  }
  return { clauses, applies, claims, left };
}

function excluded(
  clause: Clause,
  family: Family,
  answers: object,
  hooks: readonly string[],
): Exclusion | null {
  if (clause.untested !== undefined) return { verdict: 'untested', reason: clause.untested };
  const unmet = clause.answers.find((need) => !isMet(need, answers));
  if (unmet !== undefined) {
    const answer = answerAt(answers, unmet.path) ?? 'absent';
    return { verdict: 'not-applicable', reason: `the subject answers ${unmet.path} = ${answer}` };
  }
  const { methods } = kits[family];
  const has = (hook: string): boolean => hooks.includes(hook) || methods.includes(hook);
  const missing = clause.hooks.find((alternatives) => !alternatives.some(has));
  if (missing === undefined) return null;
  const names = missing.map((name) => `${name}()`).join(' or ');
  return { verdict: 'not-observable', reason: `the subject has no ${names}` };
}

/** An answer that a family does not ask for rules nothing out. */
function isMet({ path, isAmong, values }: AnswerNeed, answers: object): boolean {
  const answer = answerAt(answers, path);
  return answer === undefined || values.includes(answer) === isAmong;
}

function answerAt(answers: object, path: string): string | undefined {
  let value: unknown = answers;
  for (const key of path.split('.')) {
    // One answer for all kinds stands for each of them, but not for `null`, which is no address.
    if (typeof value === 'object' && value !== null) value = Reflect.get(value, key);
    else if (key === 'null') value = 'undefined';
  }
  if (Array.isArray(value)) return extentOf(path, value, answers);
  if (typeof value === 'object' && value !== null) return Object.keys(value)[0];
  return value === undefined ? undefined : String(value);
}

/** What a list of numbers allows to be tried. */
function extentOf(path: string, list: readonly unknown[], answers: object): string {
  const numbers = list.filter((item) => typeof item === 'number');
  if (path === 'bases') {
    // An arena can be moved only between bases that are aligned alike.
    const remainders = numbers.map((base) => base % Number(Reflect.get(answers, 'maxAlign')));
    return new Set(remainders).size < numbers.length ? 'several' : 'one';
  }
  const highest = Math.max(...numbers);
  // Two pids can be equal modulo 2^8; a run can cross the first multiple of 32.
  if (path === 'pids') return highest - Math.min(...numbers) >= 256 ? 'wide' : 'narrow';
  if (path === 'frameCounts') return highest >= 64 ? 'wide' : 'narrow';
  return list.length > 1 ? 'several' : 'one';
}
