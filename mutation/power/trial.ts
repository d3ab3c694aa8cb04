/** Hunts every fault of a target at one seed, and counts what its sound subjects reach. */
import { inProcess, profileOf } from '../../conformance/index.ts';
import type { Edit, Target } from '../fault.ts';
import { faults } from '../faults.ts';
import { loadFaulty, type Sources } from '../load.ts';
import { clauseOf, forgetCases, hunt, soundSources } from '../matrix.ts';
import { budgetOf, type Kill, type SoundHits, type Trial } from '../power.ts';

/** All at one seed, where subjects with equal answers get the same cases, which are then dropped. */
export async function trialOf(target: Target, seed: number): Promise<Trial> {
  const kills: Kill[] = [];
  for (const fault of faults[target]) {
    const clause = clauseOf(fault);
    const { killedAfter, broken } = await hunt(fault, seed, clause, budgetOf(target));
    kills.push({ id: fault.id, clause, after: killedAfter, broken: [...broken] });
  }
  const sound: SoundHits[] = [];
  for (const [options, sources] of soundSubjects(target)) {
    sound.push({ options, hits: await hitsOf(sources, seed) });
  }
  forgetCases();
  return { target, seed, kills, sound };
}

/** Changes that leave an adapter sound: some clauses are asked only of those who answer so. */
const OTHER_ANSWERS: Readonly<Partial<Record<Target, Readonly<Record<string, Edit>>>>> = {
  double: {
    'zeroSize=sentinel': otherZeroSize('sentinel'),
    'zeroSize=unique': otherZeroSize('unique'),
    'fit=classes': otherFit('mutation/doubles/heap.ts'),
  },
  heap: { 'fit=classes': otherFit('impl/adapters/heap.ts') },
};

function otherZeroSize(zeroSize: string): Edit {
  const file = 'mutation/doubles/heap.ts';
  return { file, find: "= { zeroSize: 'reject' };", replace: `= { zeroSize: '${zeroSize}' };` };
}

function otherFit(file: string): Edit {
  return { file, find: "fit: 'exact',", replace: 'fit: { classesPerDoubling: 4 },' };
}

/** By what each is made with; the one with its defaults is the first. */
function soundSubjects(target: Target): [string, Sources][] {
  const made = soundSources(faults[target]).map((sources): [string, Sources] => {
    const options = Object.entries(sources.options ?? {});
    return [options.map(([name, value]) => `${name}=${value}`).join(' '), sources];
  });
  const answering = Object.entries(OTHER_ANSWERS[target] ?? {}).map(
    ([name, edit]): [string, Sources] => [name, { target, edits: [edit] }],
  );
  return [...made, ...answering];
}

async function hitsOf(sources: Sources, seed: number): Promise<SoundHits['hits']> {
  const executor = inProcess(loadFaulty(sources));
  if ('problem' in executor) throw new Error(executor.problem);
  const { family, answers, hooks } = executor.profile;
  const { hits, broken } = await hunt(sources, seed);
  if (broken.size > 0) throw new Error(`${sources.target} is not sound: ${[...broken].join(', ')}`);
  return [...profileOf(family, answers, hooks).applies].map((id) => [id, hits.get(id) ?? 0]);
}
