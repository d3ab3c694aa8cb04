/** JSON with as much on a line as fits, so that a step of a history is a line of a diff. */
import type { Json } from './value.ts';

const WIDTH = 100;

export const prettyJson = (value: Json): string => broken(value, 0);

/** `before` is what stands on the line already; a comma may follow. */
function lines(value: Json, indent: number, before: number): string {
  const line = oneLine(value);
  return before + line.length < WIDTH ? line : broken(value, indent);
}

function broken(value: Json, indent: number): string {
  const inner = ' '.repeat(indent + 2);
  const block = (open: string, items: readonly string[], close: string): string =>
    `${open}\n${items.map((item) => inner + item).join(',\n')}\n${' '.repeat(indent)}${close}`;
  if (isList(value)) {
    const items = value.map((item) => lines(item, indent + 2, indent + 2));
    return items.length === 0 ? '[]' : block('[', items, ']');
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, field]) => {
    const name = `${JSON.stringify(key)}: `;
    return name + lines(field, indent + 2, indent + 2 + name.length);
  });
  return fields.length === 0 ? '{}' : block('{', fields, '}');
}

function oneLine(value: Json): string {
  if (isList(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, field]) => `${JSON.stringify(key)}: ${oneLine(field)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
