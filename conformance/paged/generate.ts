/**
 * Strategy: small arenas, since faults show where frames, slots and quarantine entries are scarce. A history
 * is a list of short scenarios on top of each other: combs that force a region into fragments, accesses at
 * every edge of it, bytes of a former owner, forged addresses, marks overwritten before a dealloc, a
 * quarantine that overflows. Frame counts, slots, table sizes and bases change from history to history. Now
 * and then something is more than a byte can count: the segments, the frames of one, the bytes of a frame,
 * or how often a region came and went.
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
import { crumbs, worn } from './scenarios/many.ts';
import {
  again,
  alike,
  comb,
  drained,
  formerOwner,
  loop,
  neighbours,
  singles,
} from './scenarios/regions.ts';
import { MANY, type Operations, probe, type Scenario, type Setting } from './scenarios/setting.ts';

const LONGEST = 7;
/** Multiples of every frame size that is generated; with the last one positions need 53 bits. */
const SHIFTS = [4096, 2 ** 32, 2 ** 52];

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
  const slots = ['one', 'few', 'tight', 'tight', 'some', 'enough', 'enough', 'more'];
  // Parts are granted where slots are short.
  const scarce = ['tight', 'tight', 'tight', 'tight', 'few', 'enough', 'one'];
  return fc
    .record({
      frameCount: fc.oneof(
        { weight: 45, arbitrary: fc.constantFrom(4, 8, 8, 8, 16, 16, 16, 32, 64, 64) },
        { weight: 3, arbitrary: fc.constantFrom(1, 2, 128) },
        // Every pid has one segment there.
        { weight: secondAlloc === 'refuse' ? 0 : 2, arbitrary: fc.constant(MANY) },
      ),
      frameSize: fc.oneof(
        { weight: 24, arbitrary: fc.constantFrom(2, 4, 8, 64) },
        { weight: 1, arbitrary: fc.constant(512) },
      ),
      slots: fc.constantFrom(...(partial === 'off' ? slots : scarce)),
      quarantine: fc.constantFrom(1, 1, 2, 3, 5, 9),
      base: fc.constantFrom(0, 0, 1, 3),
    })
    .map(({ frameCount, frameSize, slots, quarantine, base }) => ({
      memorySize: frameCount * frameSize,
      frameCount,
      slotCount: (frameCount < MANY ? slotCounts(frameCount) : MANY_SLOTS)[slots] ?? frameCount,
      quarantineCapacity: quarantine,
      virtualBase: base * frameSize,
    }));
}

/** `tight`: a comb of three frames a pid uses them all, and what it leaves needs more. */
const slotCounts = (frameCount: number): Readonly<Record<string, number>> => ({
  one: 1,
  few: 2,
  tight: Math.max(2, Math.floor(frameCount / 3) + 1),
  some: Math.max(3, frameCount / 2),
  more: frameCount + 3,
});

/** As many as a byte can count. */
const MANY_SLOTS: ReturnType<typeof slotCounts> = { tight: 256, some: 255 };

/** The pids of a history, lowest first: neighbours, both ends, and some on either side of a power of two. */
function pidsOf({ pids: [lowest, highest] }: PagedAnswers): number[] {
  const near = Array.from({ length: 10 }, (_, at) => lowest + at);
  const far = [127, 128, 255, 256, 257, 32_767, 32_768, 65_535, 65_536, 2 ** 31, 2 ** 32]
    .map((at) => lowest + at)
    .filter((pid) => pid < highest);
  return [...new Set([...near.filter((pid) => pid <= highest), ...far, highest])];
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
  if (answers.geometry === 'any' && config.frameCount === MANY) {
    return hooks.has('tamper') ? fc.oneof(crumbs(setting), damagedFar(setting)) : crumbs(setting);
  }
  const weighted: fc.WeightedArbitrary<Operations>[] = [
    { weight: 6, arbitrary: singles(setting) },
    { weight: 4, arbitrary: comb(setting) },
    { weight: answers.partial === 'off' ? 4 : 8, arbitrary: comb(setting, true) },
    { weight: 3, arbitrary: formerOwner(setting) },
    { weight: 4, arbitrary: edges(setting) },
    { weight: 6, arbitrary: forged(setting) },
    { weight: 2, arbitrary: neighbours(setting) },
    { weight: 2, arbitrary: drained(setting) },
    { weight: 9, arbitrary: refused(setting) },
    { weight: 8, arbitrary: oddArguments(setting) },
    { weight: 4, arbitrary: loop(setting) },
    { weight: 4, arbitrary: alike(setting) },
  ];
  if (answers.geometry === 'any')
    weighted.push({ weight: 12, arbitrary: creation(config, answers) });
  if (hooks.has('tamper')) {
    weighted.push(
      { weight: 5, arbitrary: damaged(setting) },
      { weight: 4, arbitrary: overflowing(setting) },
    );
    if (config.frameCount > 32) weighted.push({ weight: 8, arbitrary: damagedFar(setting) });
    if (answers.selfChecking) weighted.push({ weight: 4, arbitrary: underDamage(setting) });
  }
  if (hooks.has('purge')) {
    weighted.push({
      weight: 1,
      arbitrary: setting.near.map((pid) => [observe, purge, observe, ...probe(setting, pid, 0)]),
    });
    if (hooks.has('tamper')) weighted.push({ weight: 2, arbitrary: regranted(setting) });
  }
  if (hooks.has('reset')) {
    weighted.push({ weight: 5, arbitrary: again(setting) });
  }
  const opening = fc.oneof<Scenario[]>(
    fc.constant([]),
    setting.near.map((pid) => [alloc(pid, config.memorySize), dealloc(pid)]),
    setting.near.map((pid) => [alloc(pid, config.memorySize / 2), alloc(pid, 1)]),
  );
  const usual = fc
    .tuple(
      opening,
      fc.array(fc.oneof(...weighted), { minLength: 1, maxLength: LONGEST, size: 'max' }),
    )
    .map(([first, rest]) => [observe, ...first, ...rest.flat()]);
  return fc.oneof({ weight: 160, arbitrary: usual }, { weight: 1, arbitrary: worn(setting) });
}
