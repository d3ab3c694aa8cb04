/**
 * Offers `PagedAllocator` to the kit: codes become the answers of the specification. A read or a
 * write has no status for a pid or a position outside its domain, so those are answered with
 * `no-segment`.
 */
import type { PagedAdapter, PagedSubject, ReadStatus } from '../../spec/index.ts';
import type { Policy } from '../bitmap.ts';
import { isWhole } from '../numbers.ts';
import { PagedAllocator, type PartialGrants } from '../paged.ts';
import { OUT_OF_RANGE_HIGH, OUT_OF_RANGE_LOW, QUARANTINED, SUCCESS } from '../status.ts';

export interface PagedAdapterOptions {
  readonly policy?: Policy;
  readonly partial?: PartialGrants;
}

export function pagedAdapter(options: PagedAdapterOptions = {}): PagedAdapter {
  const policy = options.policy ?? 'first-fit';
  const partial = options.partial ?? 'off';
  const isPlain = policy === 'first-fit' && partial === 'off';
  return {
    name: isPlain ? 'builtin:paged' : `builtin:paged(${policy}, partial ${partial})`,
    family: 'paged',
    answers: {
      pids: [0, 65535],
      geometry: 'any',
      partial,
      secondAlloc: 'append',
      placement: policy,
      split: 'halving',
      selfChecking: true,
      invalidNumbers: 'reject',
      deterministic: true,
    },
    create(config) {
      const allocator = PagedAllocator.create({ ...config, policy, partial });
      return allocator && subjectOf(allocator);
    },
  };
}

function subjectOf(allocator: PagedAllocator): PagedSubject {
  return {
    alloc(pid, size) {
      const position = allocator.alloc(pid, size);
      if (position < 0) return null;
      const frames = allocator.lastFrames;
      const bytes = frames * allocator.frameSize;
      return bytes < size ? { position, frames, bytes } : position;
    },
    dealloc(pid) {
      const status = allocator.dealloc(pid);
      if (status < 0) return null;
      if (status === SUCCESS) return 'success';
      return status === QUARANTINED ? 'quarantined' : 'already-free';
    },
    read(pid, address, length) {
      if (!isWhole(length)) return 'no-segment';
      // Whatever is longer than a frame is refused as the next longer length is.
      const bytes = new Uint8Array(Math.min(length, allocator.frameSize + 1));
      const code = allocator.read(pid, address.pid, address.position, bytes);
      return code < 0 ? readStatus(code) : bytes;
    },
    write(pid, address, bytes) {
      const code = allocator.write(pid, address.pid, address.position, bytes);
      return code < 0 ? readStatus(code) : 'ok';
    },
    purge: () => allocator.purge(),
    quarantineCount: () => allocator.quarantineCount,
    tamper: (pid, page, mark) => allocator.tamperPage(pid, page, mark),
    stats: () => ({ freeFrames: allocator.freeFrames, freeSlots: allocator.freeSlots }),
    inspect: () => allocator.inspect(),
    reset: () => allocator.reset(),
    fingerprint: () => [...allocator.fingerprint()].join(),
  };
}

function readStatus(code: number): ReadStatus {
  if (code === OUT_OF_RANGE_LOW) return 'out-of-range-low';
  return code === OUT_OF_RANGE_HIGH ? 'out-of-range-high' : 'no-segment';
}
