/** Offers `HeapAllocator` to the kit: codes become the answers of the specification. */
import type { HeapAdapter, HeapLayout, HeapSubject } from '../../spec/index.ts';
import { HeapAllocator } from '../heap.ts';
import { SUCCESS } from '../status.ts';

export interface HeapAdapterOptions {
  readonly cache?: 'bounded' | 'off';
}

/**
 * None is a multiple of 16; all but one, which is odd, leave the same remainder at `maxAlign`. Arenas
 * cross 2^31 and lie above 2^32.
 */
const BASES = [8, 4099, 4104, 2 ** 31 - 1016, 2 ** 32 + 8];

/** The memory of an arena lies somewhere in a buffer. */
const BUFFER_OFFSET = 24;

export function heapAdapter({ cache = 'bounded' }: HeapAdapterOptions = {}): HeapAdapter {
  return {
    name: cache === 'bounded' ? 'builtin:heap' : `builtin:heap(cache ${cache})`,
    family: 'heap',
    answers: {
      sizes: [256, 4096, 65536],
      bases: BASES,
      naturalAlign: 16,
      maxAlign: 1024,
      invalidAlign: 'reject',
      invalidNumbers: 'reject',
      zeroSize: 'reject',
      misuse: { double: 'detect', interior: 'detect', foreign: 'detect', null: 'detect' },
      overhead: { perBlock: 0, granule: 16, minimum: 16, perArena: 0 },
      fit: 'exact',
      coalesce: cache === 'bounded' ? 'deferred' : 'immediate',
      deterministic: true,
    },
    create({ base, size }) {
      const buffer = new ArrayBuffer(BUFFER_OFFSET + size);
      const memory = new Uint8Array(buffer, BUFFER_OFFSET);
      const heap = HeapAllocator.create({ base, size, memory, memoryBase: base, cache });
      return heap && subjectOf(heap, memory);
    },
  };
}

function subjectOf(heap: HeapAllocator, memory: Uint8Array): HeapSubject {
  return {
    arena: { base: heap.first, size: heap.capacity },
    alloc: (size, align) => addressOf(heap.alloc(size, align)),
    allocZeroed: (size, align) => addressOf(heap.allocZeroed(size, align)),
    dealloc: (address) => heap.dealloc(address) === SUCCESS,
    realloc: (address, _oldSize, align, size) => addressOf(heap.realloc(address, size, align)),
    bytes: (address, size) => memory.subarray(address - heap.base, address - heap.base + size),
    usableSize: (address) => heap.usableSize(address),
    stats: () => ({ liveCount: heap.liveCount, freeBytes: heap.freeBytes }),
    inspect: () => layoutOf(heap),
    reset: () => heap.reset(),
    fingerprint: () => [...heap.fingerprint()].join(),
  };
}

const addressOf = (address: number): number | null => (address < 0 ? null : address);

/** What is cached is free, and so a hole to the specification. */
function layoutOf(heap: HeapAllocator): HeapLayout {
  const parts = [...heap.inspect()];
  return {
    blocks: parts.filter(({ kind }) => kind === 'block'),
    holes: parts.filter(({ kind }) => kind !== 'block'),
  };
}
