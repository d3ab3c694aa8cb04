/** Believes a heap's report only as far as its shape is right. */
import { z } from 'zod';
import type { HeapLayout, HeapStats, Mishap } from '../../spec/index.ts';
import { malformed } from '../answer.ts';

const amount = z.int().min(0).optional();
const statsShape = z.object({ liveCount: amount, requestedBytes: amount, freeBytes: amount });
const extents = z.array(z.object({ address: z.int(), size: z.int() }));
const layoutShape = z.object({ blocks: extents, holes: extents });

export function readStats(value: unknown): { stats: HeapStats; status?: undefined } | Mishap {
  const parsed = statsShape.safeParse(value);
  if (!parsed.success)
    return malformed(value, 'statistics { liveCount?, requestedBytes?, freeBytes? }');
  const { liveCount, requestedBytes, freeBytes } = parsed.data;
  return {
    stats: {
      ...(liveCount === undefined ? {} : { liveCount }),
      ...(requestedBytes === undefined ? {} : { requestedBytes }),
      ...(freeBytes === undefined ? {} : { freeBytes }),
    },
  };
}

export function readLayout(value: unknown): { layout: HeapLayout; status?: undefined } | Mishap {
  const parsed = layoutShape.safeParse(value);
  return parsed.success
    ? { layout: parsed.data }
    : malformed(value, 'a layout { blocks, holes } of { address, size }');
}
