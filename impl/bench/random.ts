/** Seeded numbers, and the tables of them that the loops read: drawing is not measured. */

/** Numbers from 0 to below 1, of 32 bits: a counter that is mixed by two multiplications. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** `length` whole numbers, each from `least` to `most`. */
export function integers(
  seed: number,
  length: number,
  least: number,
  most: number,
): Int32Array<ArrayBuffer> {
  const next = random(seed);
  return Int32Array.from({ length }, () => least + Math.floor(next() * (most - least + 1)));
}

/** `length` numbers from 0 to below 1. */
export function fractions(seed: number, length: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length }, random(seed));
}
