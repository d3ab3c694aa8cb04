/**
 * Values that JSON cannot hold, as JSON: an object whose only key is `$` is a tag.
 *
 *     NaN  {"$":"NaN"}      -0  {"$":"-0"}      Infinity  {"$":"Infinity"}      8n  {"$":"8n"}
 *     undefined  {"$":"undefined"}              {"$":x}  {"$":{"$":x}}
 *
 * A symbol or a function comes back as another one of its kind.
 */
const TAG = '$';

const TAGGED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['NaN', Number.NaN],
  ['-0', -0],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['undefined', undefined],
  ['symbol', Symbol('of a history')],
  ['function', () => undefined],
]);

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export function encodeValue(value: unknown): Json {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : tagged(numberName(value));
    case 'bigint':
      return tagged(`${value}n`);
    case 'undefined':
    case 'symbol':
    case 'function':
      return tagged(typeof value);
    case 'boolean':
    case 'string':
      return value;
    case 'object':
      return value === null ? null : encodeObject(value);
  }
}

const tagged = (payload: Json): Json => ({ [TAG]: payload });

const numberName = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function encodeObject(value: object): Json {
  // A hole of a sparse array reads as undefined.
  if (Array.isArray(value)) return Array.from(value, encodeValue);
  const fields = Object.entries(value).map(([key, field]) => [key, encodeValue(field)] as const);
  const encoded = Object.fromEntries(fields);
  return isTag(encoded) ? tagged(encoded) : encoded;
}

/** Throws an Error if it meets a tag that it does not know. */
export function decodeValue(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(decodeValue);
  if (typeof json !== 'object' || json === null) return json;
  if (isTag(json)) return decodeTag(json[TAG]);
  return decodeFields(json);
}

const decodeFields = (json: object): object =>
  Object.fromEntries(Object.entries(json).map(([key, field]) => [key, decodeValue(field)]));

function decodeTag(payload: unknown): unknown {
  if (typeof payload === 'string') {
    if (TAGGED.has(payload)) return TAGGED.get(payload);
    if (/^-?\d+n$/.test(payload)) return BigInt(payload.slice(0, -1));
  } else if (typeof payload === 'object' && payload !== null && isTag(payload)) {
    return decodeFields(payload);
  }
  const known = [...TAGGED.keys()].map((name) => `"${name}"`).join(', ');
  throw new Error(
    `the tag {"$": ${JSON.stringify(payload)}} is not known, expected one of ${known} or an integer such as "8n"`,
  );
}

const isTag = (value: object): value is { readonly [TAG]: unknown } => {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === TAG;
};
