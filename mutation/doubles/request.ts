/** What the doubles ask of the arguments of a call. */

export const alignUp = (value: number, align: number): number => Math.ceil(value / align) * align;

export const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

export function isAlign(align: number, largest: number): boolean {
  let power = 1;
  while (power < align && power < largest) power *= 2;
  return power === align;
}

export function powerOfTwoAbove(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
