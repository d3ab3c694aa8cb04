/** Finds the adapter that a path or a `builtin:` name stands for. TypeScript needs no set-up of its own. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import type { Adapter } from '../spec/index.ts';
import { checkAdapter } from './adapter.ts';
import { references } from './reference.ts';

export type Loaded =
  | { readonly ok: true; readonly value: Adapter }
  /** `usage`: there is no such adapter. Otherwise there is one, and it could not be loaded. */
  | { readonly ok: false; readonly problem: string; readonly usage: boolean };

export const BUILTIN = 'builtin:';
export const REFERENCE = 'reference:';

export async function loadAdapter(subject: string): Promise<Loaded> {
  if (subject.startsWith(BUILTIN)) return loadBuiltin(subject);
  if (subject.startsWith(REFERENCE)) return named(subject, REFERENCE, references);
  const path = resolve(subject);
  if (!existsSync(path)) {
    const problem = `${subject} does not exist; give the path of an adapter module, or builtin:paged`;
    return { ok: false, problem, usage: true };
  }
  if (!statSync(path).isFile()) {
    return { ok: false, problem: `${subject} is not a file; give an adapter module`, usage: true };
  }
  try {
    return checked(await importModule(path), subject);
  } catch (error) {
    if (error instanceof MissingDefault) {
      const problem = `${subject} has no default export; write export default defineAdapter({ ... })`;
      return { ok: false, problem, usage: true };
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, problem: `${subject} could not be loaded: ${message}`, usage: false };
  }
}

/** Our own allocators are reached like anybody's, through the package's entry. */
async function loadBuiltin(subject: string): Promise<Loaded> {
  const entry = 'allocspec/impl';
  const { adapters }: { adapters: Readonly<Record<string, unknown>> } = await import(entry);
  return named(subject, BUILTIN, adapters);
}

function named(
  subject: string,
  prefix: string,
  adapters: Readonly<Record<string, unknown>>,
): Loaded {
  const name = subject.slice(prefix.length);
  if (Object.hasOwn(adapters, name)) return checked(adapters[name], subject);
  const known = Object.keys(adapters).map((each) => `${prefix}${each}`);
  return {
    ok: false,
    problem: `there is no ${subject}; there are ${known.join(', ')}`,
    usage: true,
  };
}

function checked(value: unknown, subject: string): Loaded {
  const result = checkAdapter(value, subject);
  return result.ok ? result : { ...result, usage: true };
}

class MissingDefault extends Error {}

/** An adapter may import `allocspec` from a folder that never installed it. */
async function importModule(path: string): Promise<unknown> {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const entry = (module: string): string =>
    fileURLToPath(new URL(`../${module}${extension}`, import.meta.url));
  const alias = {
    'allocspec/spec': entry('spec/index'),
    'allocspec/model': entry('model/index'),
    'allocspec/impl': entry('impl/index'),
    'allocspec/vitest': entry('conformance/vitest'),
    allocspec: entry('conformance/index'),
  };
  const jiti = createJiti(import.meta.url, { alias, fsCache: false, moduleCache: false });
  const module: unknown = await jiti.import(path);
  if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
  throw new MissingDefault();
}
