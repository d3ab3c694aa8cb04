/** What explorations found is found again, and what they tell states by is needed. */
import { describe, expect, it, vi } from 'vitest';
import { kits } from '../conformance/kits.ts';
import { type Adapter, FAMILIES } from '../spec/index.ts';
import { ESSENCE_PARTS, UNREACHED } from './explorations/essences.ts';
import { exploredAt } from './explorations/explored.ts';
import { FINGERPRINT_PARTS, type Part } from './explorations/fingerprints.ts';
import { difference, recordedRows, rowOf } from './explorations/record.ts';
import { EXPLORATIONS, nameOf } from './explorations.ts';
import { loadFaulty, sourceOf } from './load.ts';

const TIMEOUT = 600_000;
const recorded = recordedRows();

/** Of a core, when it was recorded. */
const SHORT_SECONDS = 0.5;

describe('what is recorded', () => {
  const isShort = (name: string): boolean =>
    recorded.some((row) => nameOf(row) === name && row.cpuSeconds <= SHORT_SECONDS);
  const short = EXPLORATIONS.filter((each) => isShort(nameOf(each)));

  it('is every exploration that does not take minutes, and no other', () => {
    const found = recorded.map(nameOf);
    const all = EXPLORATIONS.map(nameOf);
    expect(all.filter((name) => found.includes(name))).toEqual(found);
    const missing = EXPLORATIONS.filter((each) => !each.isDeep && !found.includes(nameOf(each)));
    expect(missing.map(nameOf)).toEqual([]);
  });

  it.each(FAMILIES.flatMap((family) => ['model', 'product'].map((level) => ({ family, level }))))(
    'has a short exploration of $family at level $level',
    ({ family, level }) => {
      expect(short.some((each) => each.family === family && each.level === level)).toBe(true);
    },
  );

  it.each(short.map((each) => ({ name: nameOf(each), each })))(
    'is found again: $name',
    async ({ name, each }) => {
      const explored = await each.explore();
      expect(explored.flaws).toEqual([]);
      const row = rowOf(each, { ...explored, cpuSeconds: 0 });
      expect(
        difference(
          recorded.find((row) => nameOf(row) === name),
          row,
        ),
      ).toBeNull();
    },
    TIMEOUT,
  );
});

describe('a part of a fingerprint', { timeout: TIMEOUT }, () => {
  const partOf = (seenBy: Part['seenBy']) =>
    FINGERPRINT_PARTS.filter((part) => part.seenBy === seenBy);
  const explored = ({ target, scope, options = {}, histories }: Part, edits: Part['fault'] = []) =>
    exploredAt(loadFaulty({ target, edits, options }), scope, {
      ...(histories !== undefined && { histories }),
    });

  it.each(partOf('counts'))('is missed in the counts: $part', async (part) => {
    const row = recorded.find((each) => nameOf(each) === `${part.scope} of builtin:${part.target}`);
    const { visited, result } = await explored(part, [part.without]);
    expect([...result.failures.keys()]).toEqual([]);
    expect(row?.states).toBeGreaterThan(0);
    expect(visited.states).not.toBe(row?.states);
  });

  it.each(partOf('states'))('is missed where a fault is in it: $part', async (part) => {
    const { fault = [], without } = part;
    const whole = await explored(part, fault);
    const less = await explored(part, [...fault, without]);
    expect(whole.visited.states).toBeGreaterThan(less.visited.states);
    // What it is followed to is no accident of the limit.
    expect(less.visited.ended).toBeNull();
  });

  it.each(partOf('shown'))('is what calls show anyway: $part', async (part) => {
    const { result } = await explored(part, [...(part.fault ?? []), part.without]);
    expect([...result.failures.keys()]).not.toEqual([]);
  });

  /** Every `yield` of the methods that make a fingerprint, up to its semicolon. */
  const yields = [
    ...['bitmap', 'frame-set', 'reach', 'run-tree', 'frame-memory', 'segments', 'paged', 'heap'],
    'blocks',
  ].flatMap((name) => {
    const file = `impl/${name}.ts`;
    const [, body = ''] =
      /\*\s?(?:fingerprint|statesOf)\(.*?\{\n(.*?)\n {0,2}\}\n/s.exec(sourceOf(file)) ?? [];
    return [...body.matchAll(/yield[^;]+;/g)].map(([statement]) => ({ file, statement }));
  });

  it('is every part that there is', () => {
    expect(yields.length).toBeGreaterThan(20);
    const untried = yields.filter(({ file, statement }) =>
      FINGERPRINT_PARTS.every(
        ({ without: { file: edited, find } }) =>
          edited !== file || !(find.includes(statement) || statement.includes(find)),
      ),
    );
    expect(untried).toEqual([]);
  });
});

describe('a part of an essence', { timeout: TIMEOUT }, () => {
  const lacking = (adapter: Adapter, methods: readonly string[]): Adapter => {
    const create = (config: unknown): unknown => {
      const subject: unknown = Reflect.apply(adapter.create, adapter, [config]);
      if (typeof subject === 'object' && subject !== null)
        for (const method of methods) Reflect.deleteProperty(subject, method);
      return subject;
    };
    return Object.assign(Object.create(adapter), { ...adapter, create });
  };

  const statesOf = async ({ adapter, scope, lacks = [] }: (typeof ESSENCE_PARTS)[number]) => {
    const black = lacking(adapter, ['fingerprint', ...lacks]);
    const { visited, result } = await exploredAt(black, scope);
    expect([...result.failures.keys()]).toEqual([]);
    expect(visited).toMatchObject({ level: 'edge-cover', ended: null });
    return visited.states;
  };

  /** By subject: most parts are of one that others are of. */
  const wholes = new Map<string, number>();

  it.each(ESSENCE_PARTS)('$part', async (part) => {
    const { adapter, scope, lacks = [] } = part;
    const subject = [adapter.name, scope, ...lacks].join();
    const whole = wholes.get(subject) ?? (await statesOf(part));
    wholes.set(subject, whole);
    const { model } = kits[part.adapter.family];
    const essence = model.essence;
    const spy = vi.spyOn(model, 'essence').mockImplementation((state: unknown) => {
      return part.without(essence(state));
    });
    const less = await statesOf(part).finally(() => spy.mockRestore());
    if (part.part in UNREACHED) expect(less).toBe(whole);
    else expect(less).toBeLessThan(whole);
  });

  it('is told by another only where a part is listed for that', () => {
    const parts = ESSENCE_PARTS.map(({ part }) => part);
    expect(Object.keys(UNREACHED).filter((part) => !parts.includes(part))).toEqual([]);
  });
});
