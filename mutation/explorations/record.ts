/** What explorations found, as the record that the next ones are compared with, and as a table. */
import { readScopes } from '../evidence/records.ts';
import { type Exploration, nameOf } from '../explorations.ts';
import type { Timed } from './worker.ts';

export type Row = Pick<Exploration, 'scope' | 'family' | 'reason' | 'level' | 'subject'> &
  Pick<Timed, 'states' | 'transitions' | 'depth' | 'cpuSeconds' | 'hits'>;

export const rowOf = (
  { scope, family, reason, level, subject }: Exploration,
  { states, transitions, depth, cpuSeconds, hits }: Timed,
): Row => {
  const seconds = Number(cpuSeconds.toPrecision(2));
  return {
    scope,
    family,
    reason,
    level,
    subject,
    states,
    transitions,
    depth,
    cpuSeconds: seconds,
    hits,
  };
};

/** Read alone: another record may be older than the faults, and is made anew after this one. */
export function recordedRows(): readonly Row[] {
  const scopes = readScopes();
  if (!scopes.ok) throw new Error(scopes.problem);
  return scopes.value?.explorations ?? [];
}

/** Why two explorations of one name are not the same; `null` if they are. */
export function difference(recorded: Row | undefined, row: Row): string | null {
  if (recorded === undefined) return 'it is not recorded';
  const counts = (['states', 'transitions', 'depth'] as const).filter(
    (key) => recorded[key] !== row[key],
  );
  const [count] = counts;
  if (count !== undefined) return `${row[count]} ${count}, where ${recorded[count]} are recorded`;
  const clauses = new Set([...Object.keys(recorded.hits), ...Object.keys(row.hits)]);
  const hits = (of: Row, clause: string): number =>
    new Map<string, number>(Object.entries(of.hits)).get(clause) ?? 0;
  const other = [...clauses].find((clause) => hits(recorded, clause) !== hits(row, clause));
  if (other === undefined) return null;
  return `${other} was reached ${hits(row, other)} times, where ${hits(recorded, other)} are recorded`;
}

/** The recorded rows with those in their place that were found anew, in the order of the table. */
export function renewed(
  recorded: readonly Row[],
  found: readonly Row[],
  explorations: readonly Exploration[],
): readonly Row[] {
  const rows = new Map([...recorded, ...found].map((row) => [nameOf(row), row]));
  return explorations.flatMap((each) => rows.get(nameOf(each)) ?? []);
}

const HEAD = `# Scopes

Written by \`npm run explore -- --write\` and \`npm run explore:deep -- --write\`; do not edit. Every
state that can be reached in a scope was visited, however many calls lead to it, and every transition
from it was judged by all clauses that apply. \`model\`: the transition relation, or a model that
answers whatever it accepts. \`product\`: an allocator of ours together with the model. The commands
fail if what they find differs from this table. Times are CPU seconds of one core.
`;

export function scopesTable(rows: readonly Row[], deep: ReadonlySet<string>): string {
  const lines = rows.map((row) => {
    const { scope, subject, level, states, transitions, depth, cpuSeconds } = row;
    const command = deep.has(nameOf(row)) ? 'deep' : '';
    const counts = [states, transitions, depth].map((count) => count.toLocaleString('en'));
    return `| ${[`\`${scope}\``, subject, level, ...counts, cpuSeconds, command].join(' | ')} |`;
  });
  const columns = ['scope', 'subject', 'level', 'states', 'transitions', 'depth', 's', ''];
  const reasons = new Map(rows.map(({ scope, reason }) => [scope, reason]));
  return [
    HEAD,
    `| ${columns.join(' | ')} |`,
    '|---|---|---|--:|--:|--:|--:|---|',
    ...lines,
    '',
    '## Why these',
    '',
    '| scope | what can be seen there, and in none that is smaller |',
    '|---|---|',
    ...[...reasons].map(([scope, reason]) => `| \`${scope}\` | ${reason} |`),
    '',
  ].join('\n');
}
