/**
 * Bytes of bookkeeping outside the arena: as the heap tells, and by the costs that the others
 * document.
 */
import { PAGED_OPTIONS } from './paged.ts';
import type { Metadata } from './results.ts';
import type { Target } from './targets/target.ts';
import { ARENA_BYTES } from './workloads.ts';

const FRAME_COUNT = 65_536;
const PID_COUNT = 65_536;
/** Bytes; see the costs in impl/README.md. */
const BITMAP_FRAME = 5.25;
const PAGED = { frame: 2.5, slot: 40, quarantineEntry: 8, pid: 4 };

export function metadata(heap: Target | undefined): Metadata[] {
  const bytes = heap?.open(ARENA_BYTES).metadataBytes?.();
  const { frameCount, slotCount, quarantineCapacity } = PAGED_OPTIONS;
  const paged =
    PAGED.frame * frameCount +
    PAGED.slot * slotCount +
    PAGED.quarantineEntry * quarantineCapacity +
    PAGED.pid * PID_COUNT;
  const heapRow = (per: string, count: number): Metadata[] =>
    bytes === undefined
      ? []
      : [{ family: 'heap', setting: '16 MiB', bytes, per, bytesPer: bytes / count }];
  return [
    ...heapRow('16 bytes of the arena', ARENA_BYTES / 16),
    ...heapRow('live block of B10', 10_000),
    {
      family: 'bitmap',
      setting: '65,536 frames',
      bytes: BITMAP_FRAME * FRAME_COUNT,
      per: 'frame',
      bytesPer: BITMAP_FRAME,
    },
    {
      family: 'paged',
      setting: '65,536 frames, slots and pids',
      bytes: paged,
      per: 'frame',
      bytesPer: paged / frameCount,
    },
  ];
}
