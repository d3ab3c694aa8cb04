/** Who takes part, and why a peer does not. */
import { assemblyScript } from './assemblyscript.ts';
import { clang } from './clang.ts';
import { emscripten } from './emscripten.ts';
import { javaScript } from './npm.ts';
import type { Target, TargetEntry } from './target.ts';

export const peers: readonly TargetEntry[] = [
  ...javaScript,
  ...assemblyScript,
  ...clang,
  ...emscripten,
];

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

export interface Loaded {
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
}

export async function load(entries: readonly TargetEntry[]): Promise<Loaded> {
  const targets: Target[] = [];
  const skipped: Skipped[] = [];
  for (const entry of entries) {
    try {
      targets.push(await entry.load());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      skipped.push({ name: entry.name, reason: reason.split('\n')[0] ?? '' });
    }
  }
  return { targets, skipped };
}
