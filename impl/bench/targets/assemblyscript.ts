/**
 * The two-level segregated fit in AssemblyScript's runtime, with its assertions and without.
 * Compiled from a module of two lines, in a process of its own: the compiler's memory grows, and
 * that would detach a buffer here (see README.md).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed, source } from './npm.ts';
import type { TargetEntry } from './target.ts';
import { inTemporaryFolder } from './temporary.ts';
import { wasmTarget } from './wasm.ts';

const TEXT = `
export function alloc(size: usize): usize { return heap.alloc(size); }
export function dealloc(address: usize): void { heap.free(address); }
`;
const FLAGS = ['-O3', '--runtime', 'minimal', '--importMemory', '--use', 'abort='];

function compile(flags: readonly string[]): Uint8Array {
  return inTemporaryFolder((folder) => {
    const [input, output] = [join(folder, 'heap.ts'), join(folder, 'heap.wasm')];
    writeFileSync(input, TEXT);
    const compiler = installed('assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [compiler, input, '-o', output, ...flags], { stdio: 'pipe' });
    return readFileSync(output);
  });
}

function tlsf(name: string, flags: readonly string[]): TargetEntry {
  return {
    name,
    load: async () =>
      wasmTarget({
        name,
        source: source('assemblyscript'),
        align: 16,
        bytes: compile([...FLAGS, ...flags]),
        names: ['alloc', 'dealloc'],
      }),
  };
}

export const assemblyScript: readonly TargetEntry[] = [
  tlsf('AssemblyScript tlsf', []),
  tlsf('AssemblyScript tlsf, no assertions', ['--noAssert']),
];
