/**
 * dlmalloc as Emscripten compiles it, out of two npm packages: walloc is nothing else; of draco3d
 * only malloc and free are used. Its one memory is shared by all workloads and must not grow, for
 * that would detach a buffer (see README.md): a block behind its first end is a failure.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { installed, source } from './npm.ts';
import { defineTarget, type TargetEntry } from './target.ts';
import { callsOf, direct, wasmTarget } from './wasm.ts';

const require = createRequire(import.meta.url);

/** Where walloc keeps the end of its heap, where its stack ends, and where its heap begins. */
const WALLOC = { topAt: 16, stackTop: 32_768, heap: 65_536, pages: 256 };

const walloc: TargetEntry = {
  name: 'dlmalloc (walloc)',
  load: async () =>
    wasmTarget({
      name: 'dlmalloc (walloc)',
      source: source('walloc'),
      align: 8,
      pages: WALLOC.pages,
      bytes: readFileSync(installed('walloc/lib/walloc.wasm')),
      names: ['_Malloc', '_Free'],
      imports({ buffer }) {
        new Int32Array(buffer)[WALLOC.topAt / 4] = WALLOC.heap;
        return {
          DYNAMICTOP_PTR: WALLOC.topAt,
          STACKTOP: WALLOC.stackTop,
          getTotalMemory: () => buffer.byteLength,
          enlargeMemory: () => 0,
          abortOnCannotGrowMemory: () => 0,
          ___setErrNo: () => {},
        };
      },
    }),
};

interface Draco {
  createDecoderModule(options: object): Promise<{ readonly HEAPU8: Uint8Array }>;
}

const draco: TargetEntry = {
  name: 'dlmalloc (draco3d)',
  async load() {
    const { createDecoderModule }: Draco = require(installed('draco3d/draco3d.js'));
    const module = await createDecoderModule({});
    const { length } = module.HEAPU8;
    const instance = callsOf(module, '_malloc', '_free');
    return defineTarget({
      name: 'dlmalloc (draco3d)',
      source: source('draco3d'),
      align: 8,
      refusal: 0,
      start: () => ({ instance, base: 0, size: length }),
      calls: direct,
    });
  },
};

export const emscripten: readonly TargetEntry[] = [walloc, draco];
