/** A report in one word. It agrees with the exit code. */
import type { Report } from '../report.ts';
import { CONFORMANT, exitCodeOf, INCONCLUSIVE, NON_CONFORMANT } from '../verdict.ts';

export type VerdictWord = 'conformant' | 'NON-CONFORMANT' | 'INCONCLUSIVE' | 'ERROR';

export function verdictWord(report: Report): VerdictWord {
  switch (exitCodeOf(report, 'must')) {
    case CONFORMANT:
      return 'conformant';
    case NON_CONFORMANT:
      return 'NON-CONFORMANT';
    case INCONCLUSIVE:
      return 'INCONCLUSIVE';
    default:
      return 'ERROR';
  }
}
