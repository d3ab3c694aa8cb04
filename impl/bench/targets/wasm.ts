/**
 * Allocators in WebAssembly, each over a memory of its own that is made large enough at once:
 * growth is not measured.
 *
 *     memory     | data, stack | arena of about `size` bytes ... |
 *                0             base                              a whole number of pages
 *
 * The lowest address is not told by most of them, so the whole memory counts as the arena.
 */
import { defineTarget, type Target } from './target.ts';

const PAGE = 65_536;
/** For data, stack and the tables of the allocator. */
const EXTRA_PAGES = 4;

export interface WasmCalls {
  alloc(size: number): number;
  dealloc(address: number): void;
}

export interface WasmParts {
  readonly name: string;
  readonly source: string;
  readonly align: number;
  /** The only number of pages that the module accepts, if it is so. */
  readonly pages?: number;
  /** Compiled once; an arena is an instance. */
  readonly bytes: Uint8Array;
  /** What to import beside the memory. */
  imports?(memory: { readonly buffer: ArrayBuffer }): object;
  /** The names of malloc and free among the exports. */
  readonly names: readonly [alloc: string, dealloc: string];
}

export function wasmTarget(parts: WasmParts): Target {
  const { name, source, align, pages, imports, names } = parts;
  const module = new WebAssembly.Module(parts.bytes);
  return defineTarget({
    name,
    source,
    align,
    refusal: 0,
    start(size) {
      const initial = pages ?? Math.ceil(size / PAGE) + EXTRA_PAGES;
      const memory = new WebAssembly.Memory({ initial, maximum: initial });
      const env = { memory, ...imports?.(memory) };
      const { exports } = new WebAssembly.Instance(module, { env });
      if ('_initialize' in exports) callOf(exports, '_initialize')(0);
      return { instance: callsOf(exports, ...names), base: 0, size: memory.buffer.byteLength };
    },
    calls: direct,
  });
}

/** Straight to the exports, so that the engine may inline the calls. */
export const direct = ({ alloc, dealloc }: WasmCalls): WasmCalls => ({
  alloc: (size) => alloc(size),
  dealloc: (address) => dealloc(address),
});

/** Two functions of an instance, or of an Emscripten module. */
export function callsOf(exports: object, allocName: string, deallocName: string): WasmCalls {
  return { alloc: callOf(exports, allocName), dealloc: callOf(exports, deallocName) };
}

function callOf(exports: object, name: string): (value: number) => number {
  const value: unknown = Reflect.get(exports, name);
  if (!isCall(value)) throw new Error(`the module must export ${name}`);
  return value;
}

function isCall(value: unknown): value is (value: number) => number {
  return typeof value === 'function';
}
