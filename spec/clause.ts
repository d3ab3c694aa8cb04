/**
 * Reads the clauses out of a chapter. A clause looks like this:
 *
 *     ### `heap.alloc.aligned`
 *     MUST. The address of a granted block is a multiple of the alignment asked for.
 *
 *     *Why:* ...
 *     *When:* the antecedent, whose hits are counted
 *     *Needs:* hook bytes; answer misuse.double = detect, throw; claim
 *     *Families:* heap, bitmap
 *     *Source:* U3
 *     *Untested:* why no test can decide it
 *
 * Everything but the sentence, Why and When is optional. `answer path = a, b` says which answers make the
 * clause apply, `!=` which do not; a list answers `several` or `one`, a range of pids or of frame counts
 * `wide` or `narrow`; `hook a or b` that one of the hooks is enough; `claim` that a subject
 * which answers otherwise and yet keeps the clause is told that it promises less than it does.
 */
import { FAMILIES, type Family } from './allocator.ts';

export type Level = 'MUST' | 'SHOULD' | 'MAY';

export interface AnswerNeed {
  readonly path: string;
  readonly isAmong: boolean;
  readonly values: readonly string[];
}

export interface ClauseRecord {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  readonly why: string;
  readonly when: string;
  /** Each entry is a list of alternatives; one of each must be offered by the subject. */
  readonly hooks: readonly (readonly string[])[];
  readonly answers: readonly AnswerNeed[];
  readonly claim: boolean;
  readonly families: readonly Family[];
  readonly source: string;
  readonly untested?: string;
  /** The version of the specification that last changed the sentence. */
  readonly version: string;
  /** The first 12 hexadecimal digits of the SHA-256 of level and sentence. */
  readonly hash: string;
}

export type ParsedClause = Omit<ClauseRecord, 'hash' | 'version'>;

const HEADING = /^### `([a-z0-9-]+(?:\.[a-z0-9-]+){2,})`\s*$/;
const FIELD = /^\*(Why|When|Needs|Families|Source|Untested):\*\s*(.*)$/;

/** Throws an Error that names the chapter, the clause and what is missing. */
export function parseChapter(chapter: string, markdown: string): ParsedClause[] {
  const clauses: ParsedClause[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const id = HEADING.exec(lines[at] ?? '')?.[1];
    if (id === undefined) continue;
    let end = at + 1;
    while (end < lines.length && !/^#{1,3} /.test(lines[end] ?? '')) end++;
    clauses.push(parseClause(chapter, id, lines.slice(at + 1, end)));
    at = end - 1;
  }
  return clauses;
}

function parseClause(chapter: string, id: string, lines: readonly string[]): ParsedClause {
  const fields = readFields(lines);
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`spec/${chapter}.md: clause ${id} has no ${name}`);
    return value;
  };
  const sentence = /^(MUST|SHOULD|MAY)\. (.+)$/.exec(field('sentence'));
  if (sentence === null) {
    throw new Error(
      `spec/${chapter}.md: clause ${id} must begin with "MUST. ", "SHOULD. " or "MAY. "`,
    );
  }
  const untested = fields.get('Untested');
  return {
    id,
    level: sentence[1] as Level,
    text: sentence[2] ?? '',
    why: field('Why'),
    when: field('When'),
    ...parseNeeds(chapter, id, fields.get('Needs') ?? ''),
    families: parseFamilies(chapter, id, fields.get('Families')),
    source: fields.get('Source') ?? '',
    ...(untested === undefined ? {} : { untested }),
  };
}

/** Fields by name; the text before the first field is `sentence`. Code blocks and examples are left out. */
function readFields(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  let current: string | null = 'sentence';
  for (const line of lines) {
    const field = FIELD.exec(line);
    if (field !== null) {
      current = field[1] ?? null;
      if (current !== null) fields.set(current, (field[2] ?? '').trim());
    } else if (line.trim() === '' || /^(```|Example)/.test(line)) {
      if (fields.has('sentence')) current = null;
    } else if (current !== null) {
      fields.set(current, `${fields.get(current) ?? ''} ${line.trim()}`.trim());
    }
  }
  return fields;
}

function parseNeeds(chapter: string, id: string, text: string) {
  const hooks: string[][] = [];
  const answers: AnswerNeed[] = [];
  let claim = false;
  for (const part of text
    .replace(/\.$/, '')
    .split(';')
    .map((piece) => piece.trim())) {
    const hook = /^hook (.+)$/.exec(part);
    const answer = /^answer ([\w.]+) (=|!=) (.+)$/.exec(part);
    if (part === '') continue;
    else if (part === 'claim') claim = true;
    else if (hook !== null) hooks.push((hook[1] ?? '').split(' or ').map((name) => name.trim()));
    else if (answer !== null) {
      const values = (answer[3] ?? '').split(',').map((value) => value.trim());
      answers.push({ path: answer[1] ?? '', isAmong: answer[2] === '=', values });
    } else
      throw new Error(
        `spec/${chapter}.md: clause ${id} needs "${part}", which is neither a hook nor an answer`,
      );
  }
  return { hooks, answers, claim };
}

function parseFamilies(chapter: string, id: string, text: string | undefined): Family[] {
  const names =
    text === undefined
      ? [chapter]
      : text
          .replace(/\.$/, '')
          .split(',')
          .map((name) => name.trim());
  return names.map((name) => {
    const family = FAMILIES.find((each) => each === name);
    if (family !== undefined) return family;
    throw new Error(
      `spec/${chapter}.md: clause ${id} names the family "${name}", which does not exist`,
    );
  });
}
