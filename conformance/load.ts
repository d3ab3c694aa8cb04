/** Finds the adapter that a path or a `builtin:` name stands for. TypeScript needs no set-up of its own. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import type { Adapter } from '../spec/index.ts';
import { type Checked, checkAdapter } from './adapter.ts';

export async function loadAdapter(subject: string): Promise<Checked<Adapter>> {
  if (subject.startsWith('builtin:')) return loadBuiltin(subject.slice('builtin:'.length));
  const path = resolve(subject);
  if (!existsSync(path)) {
    return { ok: false, problem: `${subject} does not exist; give the path of an adapter module, or builtin:paged` };
  }
  try {
    return checkAdapter(await importModule(path), subject);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, problem: `${subject} could not be loaded: ${message}` };
  }
}

/** Our own allocators are reached like anybody's, through the package's entry. */
async function loadBuiltin(name: string): Promise<Checked<Adapter>> {
  const entry = 'allocspec/impl';
  const { adapters }: { adapters: Readonly<Record<string, unknown>> } = await import(entry);
  const adapter = adapters[name];
  if (adapter === undefined) {
    const known = Object.keys(adapters).map((each) => `builtin:${each}`);
    return { ok: false, problem: `there is no builtin:${name}; there are ${known.join(', ')}` };
  }
  return checkAdapter(adapter, `builtin:${name}`);
}

/** An adapter may import `allocspec` from a folder that never installed it. */
async function importModule(path: string): Promise<unknown> {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const kit = fileURLToPath(new URL(`./index${extension}`, import.meta.url));
  const jiti = createJiti(import.meta.url, { alias: { allocspec: kit }, fsCache: false, moduleCache: false });
  return jiti.import(path, { default: true });
}
