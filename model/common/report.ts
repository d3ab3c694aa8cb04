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
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  if (keys.length !== others.length) return false;
  for (const [at, key] of keys.entries()) {
    if (key !== others[at] || !isSameValue(one[key], other[key])) return false;
  }
  return true;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
