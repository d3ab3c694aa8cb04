/** The pages of evidence: one for each chapter of the specification, one section for each clause. */
import { CLAUSES, FAMILIES } from '../../spec/index.ts';
import type { Evidence, Met } from './evidence.ts';
import { anchor, code, number, some, wrapped } from './markdown.ts';
import type { Mutants, Records, Scopes } from './records.ts';
import { isExclusion, section } from './section.ts';

export const CHAPTERS = [...new Set(CLAUSES.map(({ id }) => chapterOf(id)))];

function chapterOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

export function pageOf(chapter: string, evidence: readonly Evidence[], records: Records): string {
  const own = evidence.filter(({ clause }) => chapterOf(clause.id) === chapter);
  const sections = own.map((each) => section(each, records));
  const parts = [head(chapter, records), overview(own), ...scopeTable(own), ...sections];
  return `${parts.join('\n\n')}\n`;
}

function head(chapter: string, { kills, hits, scopes, mutants }: Records): string {
  const text =
    `Written by ${code('npm run evidence')}; do not edit. The sentences are those of ` +
    `[the chapter](../../spec/${chapter}.md), the predicates are spliced from the sources of the ` +
    'model, and the numbers come from the records in [mutation/records](../records): [what each ' +
    'of them says, and what it does not](README.md).';
  const sources = [
    `antecedents and third parties: campaigns at budget ${code(hits.budget)}, seed ${hits.seed}, ` +
      code(hits.command),
    `faults: hunts at ${some(kills.seeds.length, 'seed')}, ${code(kills.command)}`,
    `scopes: ${scopes === null ? 'none recorded' : explorationsOf(scopes)}`,
    `mechanical mutants: ${mutants === null ? 'none recorded' : mutantsOf(mutants)}`,
  ].map((source) => wrapped(`- ${source}`, '  '));
  return [`# Evidence: ${chapter}`, wrapped(text), sources.join('\n')].join('\n\n');
}

const explorationsOf = ({ explorations, command }: Scopes): string =>
  `${some(explorations.length, 'exploration')}, ${code(command)}`;

function mutantsOf({ files, command }: Mutants): string {
  const count = files.reduce((sum, { mutants }) => sum + mutants, 0);
  return `${number(count)} in ${files.map(({ file }) => file).join(', ')}, ${code(command)}`;
}

function overview(evidence: readonly Evidence[]): string {
  const bound = FAMILIES.filter((family) =>
    evidence.some(({ clause }) => clause.families.includes(family)),
  );
  const lines = evidence.map(({ clause, met, own, others, mutants }) => {
    const { id, level, untested } = clause;
    const name = `[${code(id)}](${anchor(id)})`;
    if (untested !== undefined) return `| ${name} | untested | | | | | | |`;
    const breakers = met.filter(({ kind, breaks }) => kind === 'third party' && breaks.length > 0);
    const cells = [
      name,
      level,
      bound.map((family) => hitsOf(met, `builtin:${family}`)).join(' · '),
      own.length,
      others.length,
      own.filter(({ sole }) => sole).length,
      mutants === null ? '' : mutants.broken + mutants.missed,
      breakers.map(({ subject }) => subject).join(', '),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| clause | level | hits: ${bound.join(' · ')} | own faults | others' | sole killer of | mutants | broken by |`,
    '|---|---|--:|--:|--:|--:|--:|---|',
    ...lines,
  ].join('\n');
}

/** The explorations that reach a clause of the page. */
function scopeTable(evidence: readonly Evidence[]): string[] {
  const explored = [...new Set(evidence.flatMap((each) => each.explored))];
  if (explored.length === 0) return [];
  const lines = explored.map(({ scope, level, subject, states, transitions, depth, reason }) => {
    const size = [states, transitions, depth].map(number).join(' | ');
    return `| ${scope} | ${level} | ${subject} | ${size} | ${reason} |`;
  });
  const names = '| scope | level | subject | states | transitions | depth | reason |';
  return [[names, '|---|---|---|--:|--:|--:|---|', ...lines].join('\n')];
}

function hitsOf(met: readonly Met[], name: string): string {
  const found = met.find(({ subject }) => subject === name);
  return found === undefined || isExclusion(found.verdict) ? '–' : number(found.hits);
}
