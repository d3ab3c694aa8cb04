/** The tables of `power.md`, and the record beside it with one line for each entry. */
import { HITS_NEEDED } from '../../conformance/verdict.ts';
import { TARGETS, type Target } from '../fault.ts';
import { OPERATIONS } from '../matrix.ts';
import {
  budgetOf,
  type ClauseHits,
  type FaultPower,
  hardestFirst,
  isRare,
  leastFirst,
} from '../power.ts';

export interface Power {
  readonly seeds: readonly number[];
  readonly faults: readonly FaultPower[];
  readonly hits: Readonly<Record<Target, readonly ClauseHits[]>>;
}

const HEAD = `# Detection power

Written by \`npm run mutate:power\`; do not edit. Each fault is hunted at many seeds until its own
clause breaks, up to the \`ci\` budget of its family. *Median* and *worst* are the operations that
this took, the case in which it happened counted to its end. A clause is the *sole* killer if no other
clause broke by then, at any seed. The hardest faults come first.

Below are the hits: how often the antecedent of each clause was true in a fixed number of operations on
the sound subject, the rarest first. A campaign needs ${HITS_NEEDED} hits for a pass; less than that is flagged. Where
a clause does not apply to the subject with its defaults, the options or answers are named with which
it does.
`;

const COMMAND = 'npm run mutate:power';

export function powerTables({ seeds, faults, hits }: Power): string {
  const sections = TARGETS.map((target) => {
    const own = hardestFirst(faults.filter((fault) => fault.target === target));
    const always = own.filter(({ killed }) => killed === seeds.length).length;
    const where = `at ${seeds.length} of ${seeds.length} seeds, within ${budgetOf(target)} operations`;
    return [
      `## ${target}\n`,
      `${always} of ${own.length} faults are killed by their own clause ${where}.\n`,
      `${faultTable(own, seeds.length)}\n`,
      `Hits in ${OPERATIONS[target]} operations:\n`,
      `${hitTable(leastFirst(hits[target]))}\n`,
    ].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}

function faultTable(powers: readonly FaultPower[], seeds: number): string {
  const lines = powers.map(({ id, killed, median, worst, sole }) => {
    const cells = [`${killed} of ${seeds}`, median ?? 'survived', worst ?? 'survived'];
    return `| \`${id}\` | ${cells.join(' | ')} | ${sole ? 'yes' : ''} |`;
  });
  return ['| fault | killed at | median | worst | sole |', '|---|---|--:|--:|---|', ...lines].join(
    '\n',
  );
}

function hitTable(rows: readonly ClauseHits[]): string {
  const lines = rows.map((row) => {
    const { clause, options, min, median, max } = row;
    const named = options === '' ? '' : ` with ${options}`;
    return `| \`${clause}\`${named} | ${min} | ${median} | ${max} | ${isRare(row) ? 'rare' : ''} |`;
  });
  return ['| clause | min | median | max | |', '|---|--:|--:|--:|---|', ...lines].join('\n');
}

export function powerRecord({ seeds, faults, hits }: Power): string {
  const list = (entries: readonly object[], indent: string): string =>
    `[\n${entries.map((entry) => `${indent}  ${JSON.stringify(entry)}`).join(',\n')}\n${indent}]`;
  const targets = TARGETS.map((target) => `    "${target}": ${list(hits[target], '    ')}`);
  return [
    '{',
    `  "command": "${COMMAND}",`,
    `  "seeds": ${JSON.stringify(seeds)},`,
    `  "faults": ${list(faults, '  ')},`,
    '  "hits": {',
    targets.join(',\n'),
    '  }',
    '}\n',
  ].join('\n');
}
