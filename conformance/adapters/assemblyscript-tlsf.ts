/**
 * The two-level segregated fit in AssemblyScript's runtime, from the npm package assemblyscript: compiled
 * when this module is loaded, to WebAssembly with one page of memory that cannot grow.
 */

import { defineAdapter } from 'allocspec';
import asc from 'assemblyscript/asc';

const SOURCE = `
export function alloc(size: usize): usize { return heap.alloc(size); }
export function realloc(address: usize, size: usize): usize { return heap.realloc(address, size); }
export function free(address: usize): void { heap.free(address); }
export function base(): usize { return __heap_base; }
`;
const PAGE = 65_536;

interface Exports {
  memory: WebAssembly.Memory;
  alloc(size: number): number;
  realloc(address: number, size: number): number;
  free(address: number): void;
  base(): number;
}

const { binary, stderr } = await asc.compileString(SOURCE, {
  optimizeLevel: 3,
  runtime: 'minimal',
  initialMemory: 1,
  maximumMemory: 1,
  use: ['abort='],
});
if (binary === null) throw new Error(`AssemblyScript did not compile: ${stderr}`);
const module = new WebAssembly.Module(binary);

/** Exhaustion traps, and the instance stays usable: a refusal. */
function orNull(call: () => number): number | null {
  try {
    return call() >>> 0;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return null;
    throw error;
  }
}

export default defineAdapter({
  name: 'AssemblyScript TLSF',
  family: 'heap',
  answers: {
    sizes: [PAGE],
    bases: [0],
    naturalAlign: 16,
    maxAlign: 16,
    invalidAlign: 'undefined',
    invalidNumbers: 'undefined',
    zeroSize: 'unique',
    misuse: 'undefined',
    // A header of 4 bytes; payloads are 16 k + 12 bytes. The control block takes about 1,600 bytes.
    overhead: { perBlock: 4, granule: 16, minimum: 16, perArena: 1664 },
    fit: { classesPerDoubling: 16 },
    coalesce: 'immediate',
    deterministic: true,
  },
  create() {
    const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    const base = exports.base();
    const inRange = (size: number): boolean => size < PAGE;
    return {
      arena: { base, size: PAGE - base },
      alloc: (size, align) =>
        align <= 16 && inRange(size) ? orNull(() => exports.alloc(size)) : null,
      dealloc: (address) => exports.free(address),
      realloc: (address, _old, _align, size) =>
        inRange(size) ? orNull(() => exports.realloc(address, size)) : null,
      bytes: (address, size) => new Uint8Array(exports.memory.buffer, address, size),
    };
  },
});
