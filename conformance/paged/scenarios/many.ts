/** More than a byte can count: segments, grants to one pid, and how often a region came and went. */
import fc from 'fast-check';
import type { PagedOperation } from '../../../spec/index.ts';
import { alloc, dealloc, observe, purge, read, reset, tamper, write } from '../calls.ts';
import { pages, probe, type Scenario, type Setting } from './setting.ts';

/**
 * Two pids that are granted one frame after another, each second, third or sixteenth to the other, and what
 * is found in so many segments. Then a region is cut into more pieces than there may be slots.
 */
export function crumbs(setting: Setting): Scenario {
  const { config, frameSize, near, tag } = setting;
  return fc
    .tuple(near, near, fc.integer({ min: 280, max: 310 }), fc.constantFrom(2, 3, 16), tag)
    .map(([one, other, count, every, mark]) => {
      const isOther = (at: number): boolean => at % every === every - 1;
      const granted = Math.min(count, config.slotCount);
      const held = Math.floor(granted / every);
      const marked = [...new Set([0, 1, 127, 128, held - 1, granted - held - 1])];
      const free = config.frameCount - granted + held - 3;
      return [
        observe,
        ...pages(count).map((at) => alloc(isOther(at) ? other : one, frameSize)),
        observe,
        ...marked.flatMap((page) => probe(setting, one, page, mark + page)),
        ...marked.map((page) => read(other, config.virtualBase + page * frameSize, frameSize)),
        dealloc(other),
        observe,
        alloc(one, frameSize * 3),
        ...marked.flatMap((page) => probe(setting, one, page, mark + page)),
        observe,
        alloc(other, free * frameSize),
        observe,
        dealloc(one),
        observe,
        alloc(other, frameSize),
        observe,
        dealloc(other),
        alloc(one, config.memorySize),
        observe,
      ];
    });
}

/** A region that is given up, found damaged, purged or forgotten by a reset, again and again. */
export function worn(setting: Setting): Scenario {
  const { config, frameSize, hooks, near, tag } = setting;
  const at = config.virtualBase;
  return fc
    .record({
      pid: near,
      times: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 256, max: 264 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1024, max: 2100 }) },
      ),
      isHurt: fc.boolean(),
      closing: fc.constantFrom<PagedOperation['kind']>('dealloc', 'purge', 'reset'),
      tag,
    })
    .map(({ pid, times, isHurt, closing, tag: mark }) => {
      const isFound = hooks.has('tamper') && (isHurt || closing === 'purge');
      const resets = closing === 'reset' && hooks.has('reset');
      const turn = [
        alloc(pid, frameSize),
        read(pid, at, frameSize),
        write(pid, at, frameSize, mark),
        ...(isFound ? [tamper(pid, 0, 0)] : []),
        resets ? reset : dealloc(pid),
        ...(closing === 'purge' && hooks.has('purge') ? [purge] : []),
      ];
      return [
        dealloc(pid),
        observe,
        ...pages(times).flatMap(() => turn),
        observe,
        alloc(pid, config.memorySize),
        read(pid, at, frameSize),
        observe,
      ];
    });
}
