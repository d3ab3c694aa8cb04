/**
 * The two-level segregated fit in AssemblyScript's runtime, from the npm package assemblyscript: compiled
 * when this module is loaded, to WebAssembly with one page of memory that cannot grow.
 */

import { type MallocInstance, mallocAdapter } from 'allocspec';
import asc from 'assemblyscript/asc';

const SOURCE = `
export function malloc(size: usize): usize { return heap.alloc(size); }
export function realloc(address: usize, size: usize): usize { return heap.realloc(address, size); }
export function free(address: usize): void { heap.free(address); }
export function base(): usize { return __heap_base; }
`;
const PAGE = 65_536;

interface Exports extends MallocInstance {
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

export default mallocAdapter({
  name: 'AssemblyScript TLSF',
  wasm32: true,
  // Exhaustion traps, and the instance stays usable.
  trapIsRefusal: true,
  answers: {
    sizes: [PAGE],
    naturalAlign: 16,
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
    return { ...exports, arena: { base, size: PAGE - base } };
  },
});
