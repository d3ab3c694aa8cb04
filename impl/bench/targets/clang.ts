/**
 * Allocators in C, linked to WebAssembly by the clang, lld and wasi-libc that the system has: the
 * dlmalloc of wasi-libc, and emmalloc out of the library files of an Emscripten. Nothing that is
 * built here is kept.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetEntry } from './target.ts';
import { inTemporaryFolder } from './temporary.ts';
import { wasmTarget } from './wasm.ts';

/** What emmalloc wants from its host: all memory behind the data, and no more. */
const SBRK = `
#include <stddef.h>
#include <stdint.h>
extern unsigned char __heap_base;
static uintptr_t top;
size_t emscripten_get_heap_size(void) { return __builtin_wasm_memory_size(0) * 65536; }
size_t emscripten_get_heap_max(void) { return emscripten_get_heap_size(); }
void *sbrk(intptr_t increment) {
  if (top == 0) top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
  if (increment > (intptr_t)(emscripten_get_heap_size() - top)) return (void *)-1;
  uintptr_t before = top;
  top += increment;
  return (void *)before;
}
`;

/** A reactor whose `_initialize` is exported: else each call would run the constructors. */
const FLAGS = [
  '--target=wasm32-wasi',
  '-O3',
  '-mexec-model=reactor',
  '-Wl,--export=_initialize',
  '-Wl,--export=malloc',
  '-Wl,--export=free',
  '-Wl,--import-memory',
  '-Wl,--max-memory=2147483648',
  '-Wl,-z,stack-size=65536',
  '-Wl,--strip-all',
];

/** The folder of an Emscripten: that of Debian's package unless the environment names another. */
const EMSCRIPTEN = process.env.EMSCRIPTEN ?? '/usr/share/emscripten';
const EMMALLOC = 'cache/sysroot/lib/wasm32-emscripten/libemmalloc-noerrno.a';

function link(text: string, libraries: readonly string[]): Uint8Array {
  return inTemporaryFolder((folder) => {
    const [input, output] = [join(folder, 'host.c'), join(folder, 'heap.wasm')];
    writeFileSync(input, text);
    try {
      execFileSync('clang', [...FLAGS, '-o', output, input, ...libraries], { stdio: 'pipe' });
    } catch (error) {
      throw new Error(`clang, lld and wasi-libc are needed: ${firstLine(error)}`);
    }
    return readFileSync(output);
  });
}

function firstLine(error: unknown): string {
  const lines = String(error).split('\n');
  return lines.find((line) => /error|ENOENT/.test(line)) ?? lines[0] ?? '';
}

function clangVersion(): string {
  return firstLine(execFileSync('clang', ['--version'], { encoding: 'utf8' }));
}

const NAMES = ['malloc', 'free'] as const;

const dlmalloc: TargetEntry = {
  name: 'dlmalloc (wasi-libc)',
  load: async () =>
    wasmTarget({
      name: 'dlmalloc (wasi-libc)',
      source: `wasi-libc, ${clangVersion()}`,
      align: 16,
      bytes: link('', []),
      names: NAMES,
    }),
};

const emmalloc: TargetEntry = {
  name: 'emmalloc',
  async load() {
    const library = join(EMSCRIPTEN, EMMALLOC);
    if (!existsSync(library)) throw new Error(`no ${library}; see EMSCRIPTEN in README.md`);
    const version = readFileSync(join(EMSCRIPTEN, 'emscripten-version.txt'), 'utf8');
    return wasmTarget({
      name: 'emmalloc',
      source: `Emscripten ${version.replaceAll(/["\s]/g, '')}, ${clangVersion()}`,
      align: 8,
      bytes: link(SBRK, [library]),
      names: NAMES,
    });
  },
};

export const clang: readonly TargetEntry[] = [dlmalloc, emmalloc];
