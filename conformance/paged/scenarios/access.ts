/** Reads and writes at every edge of a region, and with addresses of others. */
import fc from 'fast-check';
import { alloc, dealloc, read, write } from '../calls.ts';
import { probe, readAll, type Scenario, type Setting, writeAll } from './setting.ts';

/** Accesses at every edge of a region, with every length that matters. */
export function edges(setting: Setting): Scenario {
  const { answers, config, frameSize, near, tag } = setting;
  const base = config.virtualBase;
  const lowest = answers.invalidNumbers === 'reject' ? -1 : 0;
  return fc
    .tuple(
      near,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      tag,
      fc.nat({ max: 11 }),
      fc.nat({ max: 8 }),
    )
    .map(([pid, count, writes, mark, whichPosition, whichLength]) => {
      const end = base + count * frameSize;
      const positions = [
        Math.max(base - 1, lowest),
        base,
        base + 1,
        base + frameSize - 1,
        base + frameSize,
        end - 1,
        end,
        end + 1,
        end + frameSize,
        0,
        base + 2,
        2 ** 32 + base,
      ];
      const lengths = [
        0,
        1,
        1,
        2,
        frameSize - 1,
        frameSize,
        frameSize,
        frameSize + 1,
        frameSize * 2,
      ];
      const position = positions[whichPosition] ?? base;
      const length = lengths[whichLength] ?? 1;
      const access = writes ? write(pid, position, length, mark) : read(pid, position, length);
      // From one page to the next, and from the last one to nowhere.
      const across = count > 1 ? [base + frameSize - 1, end - 1] : [end - 1];
      return [
        dealloc(pid),
        alloc(pid, count * frameSize),
        ...writeAll(setting, pid, count, mark + 7),
        access,
        ...across.map((at) => (writes ? write(pid, at, 2, mark + 3) : read(pid, at, 2))),
        ...readAll(setting, pid, count),
        read(pid, end - 1, 1),
        ...(base > 0 ? [writes ? write(pid, base - 1, 1, mark) : read(pid, base - 1, 1)] : []),
        read(pid, base, 0),
        read(pid, end, 0),
      ];
    });
}

/**
 * Addresses that carry the pid of somebody else or what is no pid, and addresses of a region that is gone.
 */
export function forged(setting: Setting): Scenario {
  const { config, frameSize, near, tag } = setting;
  return fc
    .record({
      owner: near,
      other: near,
      mark: tag,
      writes: fc.boolean(),
      how: fc.oneof<fc.Arbitrary<Stamp>[]>(
        fc.constant(somebody),
        fc.constantFrom(...alikes(setting)),
        fc.constant('stale'),
        fc.constant('stale'),
      ),
    })
    .map(({ owner, other, mark, writes, how }) => {
      const at = config.virtualBase;
      const isStale = how === 'stale';
      const [pid, stamped] = isStale ? [owner, owner] : [other, how({ owner, other })];
      const position = isStale ? at + frameSize : at;
      const accesses = [read(pid, position, 1, stamped), write(pid, position, 1, mark, stamped)];
      return [
        alloc(owner, frameSize * 2),
        alloc(other, frameSize),
        ...probe(setting, owner, 0, mark),
        ...probe(setting, other, 0, mark + 3),
        ...(isStale ? [dealloc(owner), alloc(owner, frameSize)] : []),
        ...(writes ? accesses.toReversed() : accesses),
        read(owner, at, frameSize),
        read(other, at, frameSize),
      ];
    });
}

type Stamp = 'stale' | ((pids: { readonly owner: number; readonly other: number }) => unknown);

const somebody: Stamp = ({ owner, other }) => (owner === other ? owner + 1 : owner);

/** What an own pid may be taken for: what equals it modulo a power of two, or by its text, and nothing. */
function alikes({ answers }: Setting): Stamp[] {
  const [lowest, highest] = answers.pids;
  const isStrict = answers.invalidNumbers === 'reject';
  const shifted = [256, 65_536, 2 ** 32]
    .filter((by) => isStrict || lowest + 4 + by <= highest)
    .map(
      (by): Stamp =>
        ({ other }) =>
          other + by,
    );
  const text: Stamp = ({ other }) => `${other}`;
  return [somebody, ...shifted, ...(isStrict ? [text, () => null] : [])];
}
