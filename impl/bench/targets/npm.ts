/**
 * Allocators in JavaScript that npm installs. What the project itself depends on is found in its
 * own node_modules, the rest in the one beside this folder's package.json.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../root.ts';
import { defineTarget, type TargetEntry } from './target.ts';

const require = createRequire(import.meta.url);

const MODULES = [join(ROOT, 'impl/bench/node_modules'), join(ROOT, 'node_modules')];

/** The path of a file of an installed package. */
export function installed(file: string): string {
  const found = MODULES.map((folder) => join(folder, file)).find(existsSync);
  if (found === undefined) throw new Error(`${file} is not installed: npm ci --prefix impl/bench`);
  return found;
}

export function source(name: string): string {
  const { version } = JSON.parse(readFileSync(installed(`${name}/package.json`), 'utf8'));
  return `${name} ${version} (npm)`;
}

interface ThiNg {
  MemPool: new (options: {
    size: number;
  }) => { malloc(size: number): number; free(address: number): boolean };
}

const thiNg: TargetEntry = {
  name: '@thi.ng/malloc',
  async load() {
    const file = pathToFileURL(installed('@thi.ng/malloc/index.js'));
    const { MemPool }: ThiNg = await import(file.href);
    return defineTarget({
      name: this.name,
      source: source('@thi.ng/malloc'),
      align: 8,
      refusal: 0,
      start: (size) => ({ instance: new MemPool({ size }), base: 0, size }),
      calls: (pool) => ({
        alloc: (size) => pool.malloc(size),
        dealloc: (address) => pool.free(address),
      }),
    });
  },
};

type Codemix = new (
  buffer: ArrayBuffer,
) => {
  alloc(size: number): number;
  free(address: number): number;
};

const codemix: TargetEntry = {
  name: 'malloc (codemix)',
  async load() {
    const Allocator: Codemix = require(installed('malloc/index.js'));
    return defineTarget({
      name: this.name,
      source: source('malloc'),
      align: 8,
      refusal: 0,
      start: (size) => ({ instance: new Allocator(new ArrayBuffer(size)), base: 0, size }),
      calls: (allocator) => ({
        alloc: (size) => allocator.alloc(size),
        dealloc: (address) => allocator.free(address),
      }),
    });
  },
};

interface BuddyTree {
  createTree(units: number): object;
  allocate(tree: object, units: number): { tree: object; address: number };
  deallocate(tree: object, address: number): object;
}

/** Trees are immutable: an instance is the module and the latest tree. A unit is 16 bytes. */
const buddyTree: TargetEntry = {
  name: 'buddy-tree',
  async load() {
    const buddy: BuddyTree = require(installed('buddy-tree/js/main.js'));
    return defineTarget({
      name: this.name,
      source: source('buddy-tree'),
      align: 16,
      frame: 16,
      refusal: -16,
      start: (size) => ({
        instance: { buddy, tree: buddy.createTree(size / 16) },
        base: 0,
        size,
      }),
      calls: (state) => ({
        alloc: (size) => {
          const { tree, address } = state.buddy.allocate(state.tree, (size + 15) >>> 4);
          if (address >= 0) state.tree = tree;
          return address * 16;
        },
        dealloc: (address) => {
          state.tree = state.buddy.deallocate(state.tree, address / 16);
        },
      }),
    });
  },
};

interface Region {
  readonly offset: number;
}

interface PlayCanvas {
  BlockAllocator: new (
    capacity: number,
  ) => { allocate(size: number): Region | null; free(region: Region | null): void };
}

/** One file of a large package; the package's own entry would load a renderer. */
const playCanvas: TargetEntry = {
  name: 'playcanvas',
  async load() {
    const file = installed('playcanvas/build/playcanvas/src/core/block-allocator.js');
    const { BlockAllocator }: PlayCanvas = await import(pathToFileURL(file).href);
    return defineTarget<InstanceType<typeof BlockAllocator>, Region | null>({
      name: this.name,
      source: source('playcanvas'),
      align: 1,
      frame: 1,
      refusal: null,
      start: (size) => ({ instance: new BlockAllocator(size), base: 0, size }),
      calls: (allocator) => ({
        alloc: (size) => allocator.allocate(size),
        dealloc: (region) => allocator.free(region),
        addressOf: (region) => (region === null ? -1 : region.offset),
      }),
    });
  },
};

export const javaScript: readonly TargetEntry[] = [thiNg, codemix, buddyTree, playCanvas];
