/**
 * Strategy: small arenas, since faults show where frames, slots and quarantine entries are scarce. A history
 * is a list of short scenarios on top of each other: combs that force a region into fragments, accesses at
 * every edge of it, bytes of a former owner, forged addresses, marks overwritten before a dealloc, a
 * quarantine that overflows. Frame counts, slots, table sizes and bases change from history to history. Now
 * and then an arena is large enough for more segments than a byte can count.
 */
import fc from 'fast-check';
import type { PagedAnswers, PagedConfig } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import { chained, interleaved, relations } from '../generate.ts';
import type { Case } from '../kit.ts';
import { pagedKit } from '../paged.ts';
import { alloc, dealloc, observe, purge } from './calls.ts';
import { edges, forged } from './scenarios/access.ts';
import { creation, oddArguments, refused } from './scenarios/arguments.ts';
import { damaged, damagedFar, overflowing, regranted, underDamage } from './scenarios/damage.ts';
import {
  again,
  alike,
  comb,
  crumbs,
  drained,
  formerOwner,
  loop,
  neighbours,
  singles,
} from './scenarios/regions.ts';
import { MANY, type Operations, probe, type Scenario, type Setting } from './scenarios/setting.ts';

const LONGEST = 10;
/** A multiple of every frame size that is generated. */
const SHIFTS = [4096, 2 ** 32];

export function pagedCases({
  answers,
  hooks,
  inForce,
}: Profile<'paged'>): fc.Arbitrary<Case<'paged'>> {
  const has = new Set(hooks);
  const chosen = answers.geometry === 'fixed' ? fc.constant(inForce) : configs(answers);
  const programs = chained(chosen, (config) => {
    const one = program(config, answers, has);
    const lists = fc.oneof(
      { weight: 5, arbitrary: one.map((operations) => [operations]) },
      { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 2 }) },
    );
    return lists.map((all) => ({
      instances: all.map(() => config),
      calls: pagedKit.disciplined(interleaved(all), answers),
    }));
  });
  return fc
    .tuple(programs, relations(answers, answers.geometry === 'any' ? SHIFTS : []))
    .map(([each, relate]) => ({ program: each, ...relate(each.instances.length) }));
}

function configs({ partial, secondAlloc }: PagedAnswers): fc.Arbitrary<PagedConfig> {
  const slots = ['few', 'tight', 'tight', 'some', 'enough', 'enough'];
  // Parts are granted where slots are short.
  const scarce = ['tight', 'tight', 'tight', 'few', 'enough'];
  return fc
    .record({
      frameCount: fc.oneof(
        { weight: 45, arbitrary: fc.constantFrom(4, 8, 8, 16, 16, 64) },
        // Every pid has one segment there.
        { weight: secondAlloc === 'refuse' ? 0 : 1, arbitrary: fc.constant(MANY) },
      ),
      frameSize: fc.constantFrom(2, 4, 8, 64),
      slots: fc.constantFrom(...(partial === 'off' ? slots : scarce)),
      quarantine: fc.constantFrom(1, 2, 3),
      base: fc.constantFrom(0, 0, 1, 3),
    })
    .map(({ frameCount, frameSize, slots, quarantine, base }) => ({
      memorySize: frameCount * frameSize,
      frameCount,
      slotCount: (frameCount < MANY && slotCounts(frameCount)[slots]) || frameCount,
      quarantineCapacity: quarantine,
      virtualBase: base * frameSize,
    }));
}

/** `tight`: a comb of three frames a pid uses them all, and what it leaves needs more. */
const slotCounts = (frameCount: number): Readonly<Record<string, number>> => ({
  few: 2,
  tight: Math.max(2, Math.floor(frameCount / 3) + 1),
  some: Math.max(3, frameCount / 2),
});

/** The pids of a history, lowest first: neighbours, both ends, and some that are equal modulo powers of two. */
function pidsOf({ pids: [lowest, highest] }: PagedAnswers): number[] {
  const near = Array.from({ length: 10 }, (_, at) => lowest + at);
  const far = [lowest + 256, lowest + 257, lowest + 65_536, lowest + 2 ** 32, highest];
  return [...new Set([...near, ...far])].filter((pid) => pid >= lowest && pid <= highest);
}

function program(config: PagedConfig, answers: PagedAnswers, hooks: ReadonlySet<string>): Scenario {
  const pids = pidsOf(answers);
  const setting: Setting = {
    config,
    answers,
    hooks,
    frameSize: config.memorySize / config.frameCount,
    pids,
    near: fc.constantFrom(...pids.slice(0, 5)),
    tag: fc.integer({ min: 1, max: 60_000 }),
  };
  // A subject of its own geometry is not asked for that many, and may have them.
  if (answers.geometry === 'any' && config.frameCount === MANY) return crumbs(setting);
  const weighted: fc.WeightedArbitrary<Operations>[] = [
    { weight: 6, arbitrary: singles(setting) },
    { weight: 4, arbitrary: comb(setting) },
    { weight: answers.partial === 'off' ? 4 : 8, arbitrary: comb(setting, true) },
    { weight: 3, arbitrary: formerOwner(setting) },
    { weight: 4, arbitrary: edges(setting) },
    { weight: 5, arbitrary: forged(setting) },
    { weight: 2, arbitrary: neighbours(setting) },
    { weight: 2, arbitrary: drained(setting) },
    { weight: 7, arbitrary: refused(setting) },
    { weight: 8, arbitrary: oddArguments(setting) },
    { weight: 2, arbitrary: loop(setting) },
    { weight: 2, arbitrary: alike(setting) },
  ];
  if (answers.geometry === 'any')
    weighted.push({ weight: 12, arbitrary: creation(config, answers) });
  if (hooks.has('tamper')) {
    weighted.push(
      { weight: 5, arbitrary: damaged(setting) },
      { weight: 3, arbitrary: overflowing(setting) },
    );
    if (config.frameCount > 32) weighted.push({ weight: 8, arbitrary: damagedFar(setting) });
    if (answers.selfChecking) weighted.push({ weight: 2, arbitrary: underDamage(setting) });
  }
  if (hooks.has('purge')) {
    weighted.push({
      weight: 1,
      arbitrary: setting.near.map((pid) => [observe, purge, observe, ...probe(setting, pid, 0)]),
    });
    if (hooks.has('tamper')) weighted.push({ weight: 2, arbitrary: regranted(setting) });
  }
  if (hooks.has('reset')) {
    weighted.push({ weight: 4, arbitrary: again(setting) });
  }
  const opening = fc.oneof<Scenario[]>(
    fc.constant([]),
    setting.near.map((pid) => [alloc(pid, config.memorySize), dealloc(pid)]),
    setting.near.map((pid) => [alloc(pid, config.memorySize / 2), alloc(pid, 1)]),
  );
  return fc
    .tuple(
      opening,
      fc.array(fc.oneof(...weighted), { minLength: 1, maxLength: LONGEST, size: 'max' }),
    )
    .map(([first, rest]) => [observe, ...first, ...rest.flat()]);
}
