/** Where the repository begins; this file runs from its sources in tests, else from dist. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) && existsSync(join(folder, 'impl'))
    ? folder
    : find(dirname(folder));
}

export const ROOT = find(dirname(fileURLToPath(import.meta.url)));
