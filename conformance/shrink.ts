/**
 * The last step of shrinking. fast-check makes scenarios fewer and their numbers smaller; what is left holds
 * calls that a scenario needs but the failure does not. Here ever smaller stretches of calls are left out as
 * long as the failure stays.
 */
import type { Family } from '../spec/index.ts';
import type { Case } from './kit.ts';

export async function minimised<F extends Family>(
  disciplined: (calls: Case<F>['program']['calls']) => Case<F>['program']['calls'],
  case_: Case<F>,
  stillFails: (candidate: Case<F>) => Promise<boolean | 'spent'>,
): Promise<Case<F>> {
  let best = case_;
  let stretch = Math.ceil(best.program.calls.length / 2);
  while (stretch >= 1) {
    let shorter = false;
    for (let end = best.program.calls.length; end > 0; end -= stretch) {
      const calls = best.program.calls.filter((_, at) => at < end - stretch || at >= end);
      const candidate = { ...best, program: { ...best.program, calls: disciplined(calls) } };
      const fails = await stillFails(candidate);
      if (fails === 'spent') return best;
      if (fails) {
        best = candidate;
        shorter = true;
      }
    }
    if (!shorter || stretch > best.program.calls.length) stretch = Math.floor(stretch / 2);
  }
  return best;
}
