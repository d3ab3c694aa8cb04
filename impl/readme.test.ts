/** The examples of README.md do what they say: what a line prints stands behind it as a comment. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const text = readFileSync(new URL('README.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
const folder = fileURLToPath(new URL('../.allocspec/impl-readme/', import.meta.url));
const jiti = createJiti(import.meta.url, {
  alias: { 'allocspec/impl': fileURLToPath(new URL('index.ts', import.meta.url)) },
  fsCache: false,
});

/** `sum` over an imported memory, with `__heap_base` at 1024. */
const SUM = [
  [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // types: (i32, i32) -> i32
  [0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f],
  // imports: env.memory
  [0x02, 0x0f, 0x01, 0x03, ...ascii('env'), 0x06, ...ascii('memory'), 0x02, 0x00, 0x01],
  // functions, globals: i32.const 1024
  [0x03, 0x02, 0x01, 0x00, 0x06, 0x07, 0x01, 0x7f, 0x00, 0x41, 0x80, 0x08, 0x0b],
  // exports
  [0x07, 0x15, 0x02, 0x03, ...ascii('sum'), 0x00, 0x00, 0x0b, ...ascii('__heap_base'), 0x03, 0x00],
  // code: block loop, leave the block if $1 is 0
  [0x0a, 0x2d, 0x01, 0x2b, 0x01, 0x01, 0x7f],
  [0x02, 0x40, 0x03, 0x40, 0x20, 0x01, 0x45, 0x0d, 0x01],
  // $2 += i32.load $0
  [0x20, 0x02, 0x20, 0x00, 0x28, 0x02, 0x00, 0x6a, 0x21, 0x02],
  // $0 += 4, $1 -= 1
  [0x20, 0x00, 0x41, 0x04, 0x6a, 0x21, 0x00, 0x20, 0x01, 0x41, 0x01, 0x6b, 0x21, 0x01],
  // again; $2
  [0x0c, 0x00, 0x0b, 0x0b, 0x20, 0x02, 0x0b],
];

function ascii(name: string): number[] {
  return [...Buffer.from(name, 'ascii')];
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}sum.wasm`, Uint8Array.from(SUM.flat()));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('README', { timeout: 60_000 }, () => {
  it('has three examples', () => {
    expect(examples.length).toBe(3);
  });

  it.each(examples.map((code, index) => [index + 1, code] as const))(
    'runs example %i',
    async (index, code) => {
      const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
      const file = `${folder}example-${index}.ts`;
      writeFileSync(file, code);
      await jiti.import(file);
      const lines = printed.mock.calls.map((values) => values.join(' '));
      printed.mockRestore();
      expect(lines).toEqual(
        [...code.matchAll(/^console\.log.*; \/\/ (.*)$/gm)].map(([, line]) => line),
      );
    },
  );
});
