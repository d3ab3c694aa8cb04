/** What the scenarios of a history share, and what several of them do. */
import type fc from 'fast-check';
import type { PagedAnswers, PagedConfig, PagedOperation } from '../../../spec/index.ts';
import { read, write } from '../calls.ts';

export type Operations = PagedOperation[];
export type Scenario = fc.Arbitrary<Operations>;

/** Frames of an arena with more segments than a byte can count; it takes long, so it is rare. */
export const MANY = 512;

export interface Setting {
  readonly config: PagedConfig;
  readonly answers: PagedAnswers;
  readonly hooks: ReadonlySet<string>;
  readonly frameSize: number;
  readonly pids: readonly number[];
  readonly near: fc.Arbitrary<number>;
  readonly tag: fc.Arbitrary<number>;
}

/** Writes a whole page and reads it back. */
export function probe(
  { config, frameSize }: Setting,
  pid: number,
  page: number,
  tag = pid + 1,
): Operations {
  const position = config.virtualBase + page * frameSize;
  return [write(pid, position, frameSize, tag), read(pid, position, frameSize)];
}

export const pages = (count: number): number[] => Array.from({ length: count }, (_, page) => page);

/** Reads every page of a pid. */
export const readAll = ({ config, frameSize }: Setting, pid: number, count: number): Operations =>
  pages(count).map((page) => read(pid, config.virtualBase + page * frameSize, frameSize));

export const writeAll = (
  { config, frameSize }: Setting,
  pid: number,
  count: number,
  tag: number,
): Operations =>
  pages(count).map((page) =>
    write(pid, config.virtualBase + page * frameSize, frameSize, tag + page),
  );
