import { existsSync, readFileSync } from 'node:fs';
import { CLAUSES } from '../../spec/index.ts';
import { decodeHistory } from '../history-file.ts';
import { replay } from '../replay.ts';
import { historyLines } from '../reporters/text.ts';
import { NON_CONFORMANT, SUBJECT_ERROR, USAGE } from '../verdict.ts';
import { type OpenOptions, openSubject } from './open.ts';

/** 0 if the clause held, 1 if it broke again, 2 if the history says nothing about the subject. */
export async function replayFile(
  file: string,
  subject: string,
  options: OpenOptions,
): Promise<number> {
  const fail = (problem: string, code: number = USAGE): number => {
    console.error(problem);
    return code;
  };
  if (!existsSync(file)) return fail(`the history file ${file} does not exist`);
  const decoded = decodeHistory(readFileSync(file, 'utf8'), file);
  if (!decoded.ok) return fail(decoded.problem);
  const clause = CLAUSES.find(({ id }) => id === decoded.broken?.clause);
  if (clause === undefined) return fail(`${file} does not say which clause it is about`);
  const executor = await openSubject(subject, options);
  if ('problem' in executor) return fail(executor.problem, executor.usage ? USAGE : SUBJECT_ERROR);
  try {
    const result = await replay(decoded.history, clause.id, executor);
    switch (result.kind) {
      case 'does-not-apply':
        return fail(`does not apply: ${result.problem}`);
      case 'held':
        console.log(`held: ${clause.id} (${clause.text})`);
        return 0;
      case 'reproduced':
        console.log(historyLines(result.history, result.breach.run).join('\n'));
        console.log(`reproduced: ${clause.id}: ${result.breach.because}`);
        return NON_CONFORMANT;
    }
  } finally {
    await executor.close();
  }
}
