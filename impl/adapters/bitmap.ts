/** Offers `BitmapAllocator` to the kit: codes become the answers of the specification. */
import type { BitmapAdapter, BitmapSubject, FrameRun } from '../../spec/index.ts';
import { BitmapAllocator, type Policy } from '../bitmap.ts';
import { SUCCESS } from '../status.ts';

const FRAME_COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096, 65536];

export function bitmapAdapter(options: { readonly policy?: Policy } = {}): BitmapAdapter {
  const policy = options.policy ?? 'first-fit';
  return {
    name: policy === 'first-fit' ? 'builtin:bitmap' : `builtin:bitmap(${policy})`,
    family: 'bitmap',
    answers: {
      frameCounts: FRAME_COUNTS,
      placement: policy,
      misuse: 'detect',
      invalidNumbers: 'reject',
      deterministic: true,
    },
    create({ frameCount }) {
      const allocator = BitmapAllocator.create({ frameCount, policy });
      return allocator && subjectOf(allocator);
    },
  };
}

function subjectOf(allocator: BitmapAllocator): BitmapSubject {
  const pairs = new Int32Array(2 * allocator.freeFrames);
  return {
    alloc(count) {
      const first = allocator.alloc(count);
      return first < 0 ? null : first;
    },
    allocSplit(count, limit) {
      const runCount = allocator.allocSplit(count, limit, pairs);
      return runCount < 0 ? null : runsIn(pairs, runCount);
    },
    dealloc: (first, count) => allocator.dealloc(first, count) === SUCCESS,
    stats: () => ({ freeFrames: allocator.freeFrames, longestRun: allocator.longestRun }),
    inspect: () => allocator.marks(),
    reset: () => allocator.reset(),
    fingerprint: () => [...allocator.fingerprint()].join(),
  };
}

function runsIn(pairs: Int32Array, runCount: number): FrameRun[] {
  return Array.from({ length: runCount }, (_, index) => ({
    first: pairs[2 * index]!,
    count: pairs[2 * index + 1]!,
  }));
}
