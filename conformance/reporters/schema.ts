/** Writes the JSON Schema of the JSON report beside this folder, as the package publishes it. */
import { writeFileSync } from 'node:fs';
import { prettyJson } from '../pretty-json.ts';
import { jsonSchema } from './json.ts';

export const SCHEMA_FILE = new URL('../report.schema.json', import.meta.url);

const schemaText = (): string => `${prettyJson(jsonSchema())}\n`;

if (/\breporters[\\/]schema\.[jt]s$/.test(process.argv[1] ?? '')) {
  writeFileSync(SCHEMA_FILE, schemaText());
}
