/** A process of its own, since hunts take all the time of one: is sent jobs, sends trials back. */
import type { Target } from '../fault.ts';
import { trialOf } from './trial.ts';

export interface Job {
  readonly target: Target;
  readonly seed: number;
}

process.on('message', async ({ target, seed }: Job) => {
  process.send?.(await trialOf(target, seed));
});
