import { CLAUSES, type Clause } from '../../spec/index.ts';
import { USAGE } from '../verdict.ts';

export function explain(id: string): number {
  const clause = CLAUSES.find((each) => each.id === id);
  if (clause !== undefined) {
    console.log(clauseText(clause));
    return 0;
  }
  const near = similar(id);
  const hint =
    near.length > 0 ? `did you mean ${near.join(', ')}?` : 'allocspec list shows all of them';
  console.error(`there is no clause ${id}; ${hint}`);
  return USAGE;
}

function clauseText(clause: Clause): string {
  const needs = [
    ...clause.hooks.map((names) => `hook ${names.map((name) => `${name}()`).join(' or ')}`),
    ...clause.answers.map(
      ({ path, isAmong, values }) => `answer ${path} ${isAmong ? '=' : '!='} ${values.join(', ')}`,
    ),
  ];
  const lines = [
    `${clause.id}  ${clause.level}`,
    '',
    clause.text,
    '',
    `Why:      ${clause.why}`,
    `When:     ${clause.when}`,
    ...(needs.length > 0 ? [`Needs:    ${needs.join('; ')}`] : []),
    ...(clause.untested === undefined ? [] : [`Untested: ${clause.untested}`]),
    `Families: ${clause.families.join(', ')}`,
    `Source:   ${clause.source}`,
    `Version:  ${clause.version} (${clause.hash})`,
  ];
  return lines.join('\n');
}

/** Ids that share the most words with what was typed. */
function similar(id: string): string[] {
  const words = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const score = (candidate: string): number =>
    words.filter((word) => candidate.includes(word)).length;
  return CLAUSES.map((clause) => ({ id: clause.id, score: score(clause.id) }))
    .filter((candidate) => candidate.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map((candidate) => candidate.id);
}
