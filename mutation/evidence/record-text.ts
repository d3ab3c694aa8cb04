/** Records as JSON with one row of a table on a line, so that a diff shows the rows that changed. */

export const recordText = (record: object): string => `${text(record, '')}\n`;

/** Broken into lines down to the values that hold no table. */
function text(value: unknown, indent: string): string {
  if (!holdsTable(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((each) => inner + text(each, inner))
    : Object.entries(value).map(([key, each]) => `${inner}"${key}": ${text(each, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** Whether a list of objects is somewhere in it. */
const holdsTable = (value: unknown): value is object =>
  isObject(value) &&
  ((Array.isArray(value) && value.some(isObject)) || Object.values(value).some(holdsTable));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
