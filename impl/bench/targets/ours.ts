/**
 * Our allocators, as they are shipped: from dist. Each target imports a copy of its own, so that
 * heaps with different options do not share what the engine learns about their methods.
 */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../root.ts';
import { defineTarget, type TargetEntry } from './target.ts';

const IMPL = join(ROOT, 'dist/impl');

interface Heap {
  readonly metadataBytes: number;
  alloc(size: number): number;
  dealloc(address: number): number;
}

interface HeapOptions {
  readonly base: number;
  readonly size: number;
  readonly cache?: 'bounded' | 'off';
}

interface Bitmap {
  alloc(count: number): number;
  dealloc(first: number, count: number): number;
}

export interface Paged {
  readonly frameSize: number;
  alloc(pid: number, size: number): number;
  dealloc(pid: number): number;
  read(pid: number, addressPid: number, position: number, into: Uint8Array): number;
  write(pid: number, addressPid: number, position: number, from: Uint8Array): number;
}

export interface PagedOptions {
  readonly memorySize: number;
  readonly frameCount: number;
  readonly slotCount: number;
  readonly quarantineCapacity: number;
  readonly virtualBase: number;
}

interface Modules {
  'heap.js': { HeapAllocator: { create(options: HeapOptions): Heap | null } };
  'bitmap.js': { BitmapAllocator: { create(options: { frameCount: number }): Bitmap | null } };
  'paged.js': { PagedAllocator: { create(options: PagedOptions): Paged | null } };
}

let copies: string | undefined;
let count = 0;

/** A module of dist that shares no function with another import of it. */
async function ownCopy<N extends keyof Modules>(name: N): Promise<Modules[N]> {
  copies ??= mkdtempSync(join(tmpdir(), 'allocspec-bench-'));
  const copy = join(copies, String(count++));
  cpSync(IMPL, join(copy, 'impl'), { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
  return await import(pathToFileURL(join(copy, 'impl', name)).href);
}

export async function removeCopies(): Promise<void> {
  if (copies !== undefined) await rm(copies, { recursive: true, force: true });
  copies = undefined;
}

function heap(name: string, options: Pick<HeapOptions, 'cache'>): TargetEntry {
  return {
    name,
    async load() {
      const { HeapAllocator } = await ownCopy('heap.js');
      return defineTarget({
        name,
        isOurs: true,
        source: 'impl/heap.ts',
        align: 16,
        frame: 16,
        refusal: -1,
        start(size) {
          const instance = HeapAllocator.create({ base: 0, size, ...options });
          if (instance === null) throw new Error(`${name} must accept an arena of ${size} bytes`);
          return { instance, base: 0, size };
        },
        calls: (allocator) => ({
          alloc: (size) => allocator.alloc(size),
          dealloc: (address) => allocator.dealloc(address),
        }),
        metadataBytes: (allocator) => allocator.metadataBytes,
      });
    },
  };
}

export async function paged(): Promise<(options: PagedOptions) => Paged> {
  const { PagedAllocator } = await ownCopy('paged.js');
  return (options) => {
    const allocator = PagedAllocator.create(options);
    if (allocator === null) throw new Error('paged must accept its options');
    return allocator;
  };
}

/** Its unit is a frame. */
export const bitmap: TargetEntry = {
  name: 'bitmap',
  async load() {
    const { BitmapAllocator } = await ownCopy('bitmap.js');
    return defineTarget({
      name: 'bitmap',
      isOurs: true,
      source: 'impl/bitmap.ts',
      align: 1,
      frame: 1,
      refusal: -1,
      start(size) {
        const instance = BitmapAllocator.create({ frameCount: size });
        if (instance === null) throw new Error(`bitmap must accept ${size} frames`);
        return { instance, base: 0, size };
      },
      calls: (allocator) => ({
        alloc: (frames) => allocator.alloc(frames),
        dealloc: (first, frames) => allocator.dealloc(first, frames),
      }),
    });
  },
};

export const heaps: readonly TargetEntry[] = [
  heap('heap', {}),
  heap('heap, no cache', { cache: 'off' }),
];
