/** What a subject says about itself. It is compared part by part, and put into words to be shown. */

/** A text, or a record whose JSON is the text. */
export type Report = string | object;

export const showReport = (report: Report): string =>
  typeof report === 'string' ? report : JSON.stringify(report);

/** Whether two reports read the same. */
export const isSameReport = (one: Report, other: Report): boolean =>
  isSameValue(one, other) || showReport(one) === showReport(other);

function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) return Array.isArray(other) && isSameList(one, other);
  return isRecord(one) && isRecord(other) && isSameRecord(one, other);
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) {
    if (!isSameValue(one[at], other[at])) return false;
  }
  return true;
}

function isSameRecord(one: JsonRecord, other: JsonRecord): boolean {
  const keys = Object.keys(one);
  if (!isSameList(keys, Object.keys(other))) return false;
  for (const key of keys) {
    if (!isSameValue(one[key], other[key])) return false;
  }
  return true;
}

type JsonRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
