/**
 * The histories of a paged allocator into which faults are injected, written by hand. Sizes are
 * eighths of the arena, so that they mean the same where the geometry is the subject's own.
 */
import type { PagedConfig, PagedOperation } from '../../spec/index.ts';
import type { Profile } from '../execute.ts';
import type { Base } from '../inject/injection.ts';
import { alloc, dealloc, observe, purge, read, reset, tamper, write } from './calls.ts';

/** Room for every segment, a region that does not begin at 0, a table of two entries. */
const ROOMY: PagedConfig = {
  memorySize: 32,
  frameCount: 8,
  slotCount: 8,
  quarantineCapacity: 2,
  virtualBase: 4,
};
/** Fewer slots than frames, and a table that the second damaged segment finds full. */
const SCARCE: PagedConfig = { ...ROOMY, slotCount: 5, quarantineCapacity: 1, virtualBase: 0 };

export function pagedBases({ answers, inForce }: Profile<'paged'>): Base<'paged'>[] {
  const [roomy, scarce] = answers.geometry === 'fixed' ? [inForce, inForce] : [ROOMY, SCARCE];
  const [lowest, highest] = answers.pids;
  const pids = [0, 1, 2, 3, 4].map((at) => Math.min(lowest + at, highest));
  const base = (name: string, config: PagedConfig, calls: Calls): Base<'paged'> => ({
    name,
    config,
    operations: calls(new Memory(config), pids),
    epilogue: epilogue(new Memory(config), pidsIn(answers.pids)),
  });
  return [
    base('growing regions', roomy, growing),
    base('fragments', roomy, fragments),
    base('a quarantine', roomy, quarantine),
    base('a full arena', roomy, full),
    base('fragments and few slots', scarce, fragments),
    base('a quarantine of one entry', scarce, quarantine),
  ];
}

type Calls = (memory: Memory, pids: readonly number[]) => PagedOperation[];

/** The pids of the histories, and as many at the other end of the range for what is injected. */
function pidsIn([lowest, highest]: readonly [number, number]): number[] {
  const near = Array.from({ length: 5 }, (_, at) => lowest + at);
  const far = Array.from({ length: SPARE }, (_, at) => highest - at);
  return [...new Set([...near, ...far])].filter((pid) => pid >= lowest && pid <= highest);
}

/** Pids that are only used by what is injected. */
export const SPARE = 16;

/** Sizes and positions of an arena. */
export class Memory {
  readonly config: PagedConfig;
  readonly frameSize: number;

  constructor(config: PagedConfig) {
    this.config = config;
    this.frameSize = config.memorySize / config.frameCount;
  }

  /** Bytes of so many eighths of the arena; whole frames, and at least one. */
  eighths(count: number): number {
    const frames = Math.max(1, Math.floor((this.config.frameCount * count) / 8));
    return frames * this.frameSize;
  }

  /** The position of a page of any region. */
  page(at: number): number {
    return this.config.virtualBase + at * this.frameSize;
  }

  /** The last byte of a region of so many bytes. */
  last(bytes: number): number {
    return this.config.virtualBase + bytes - 1;
  }
}

/** Regions that are granted to in turn, so that their segments lie between each other. */
function growing(memory: Memory, [a = 0, b = 0, c = 0]: readonly number[]): PagedOperation[] {
  const [one, two] = [memory.eighths(1), memory.eighths(2)];
  return [
    observe,
    alloc(a, two),
    write(a, memory.page(0), memory.frameSize, 11),
    alloc(b, one),
    write(b, memory.page(0), memory.frameSize, 22),
    alloc(a, one),
    write(a, memory.last(two + one), 1, 33),
    observe,
    read(a, memory.page(0), memory.frameSize),
    dealloc(b),
    observe,
    alloc(c, two),
    read(c, memory.page(0), memory.frameSize),
    write(c, memory.last(two), 1, 44),
    dealloc(a),
    observe,
    read(a, memory.page(0), 1),
    alloc(b, memory.eighths(5)),
    read(b, memory.page(0), memory.frameSize),
    dealloc(c),
  ];
}

/** A comb of regions; what its teeth leave is gathered into one. */
function fragments(memory: Memory, [a = 0, b = 0, c = 0, d = 0, e = 0]: readonly number[]) {
  const [two, four] = [memory.eighths(2), memory.eighths(4)];
  const teeth = [a, b, c, d];
  return [
    ...teeth.map((pid) => alloc(pid, two)),
    ...teeth.map((pid) => write(pid, memory.page(0), memory.frameSize, pid + 1)),
    observe,
    dealloc(a),
    dealloc(c),
    observe,
    alloc(e, four),
    read(e, memory.page(0), memory.frameSize),
    write(e, memory.last(four), 1, 55),
    read(b, memory.page(0), memory.frameSize),
    observe,
    dealloc(e),
    observe,
    alloc(a, two),
    read(a, memory.page(0), memory.frameSize),
  ];
}

/** Damage that is found, kept apart, purged, and mended before it is found. */
function quarantine(memory: Memory, [a = 0, b = 0, c = 0]: readonly number[]): PagedOperation[] {
  const [one, two] = [memory.eighths(1), memory.eighths(2)];
  return [
    alloc(a, two),
    write(a, memory.page(0), memory.frameSize, 66),
    alloc(b, one),
    write(b, memory.page(0), memory.frameSize, 77),
    observe,
    tamper(a, 0, 0),
    read(a, memory.page(0), memory.frameSize),
    dealloc(a),
    observe,
    alloc(a, one),
    read(a, memory.page(0), memory.frameSize),
    observe,
    purge,
    observe,
    alloc(c, memory.eighths(4)),
    read(c, memory.page(1), 1),
    tamper(b, 0, 0),
    tamper(b, 0, 1),
    observe,
    dealloc(b),
    observe,
  ];
}

/** Everything granted to one pid, refused to another, and forgotten by a reset. */
function full(memory: Memory, [a = 0, b = 0]: readonly number[]): PagedOperation[] {
  const [three, all] = [memory.eighths(3), memory.eighths(8)];
  return [
    observe,
    alloc(a, all),
    write(a, memory.last(all), 1, 88),
    alloc(b, three),
    observe,
    dealloc(a),
    alloc(a, all),
    read(a, memory.last(all), 1),
    dealloc(a),
    alloc(b, three),
    write(b, memory.page(0), memory.frameSize, 99),
    observe,
    reset,
    observe,
    read(b, memory.page(0), 1),
    alloc(b, three),
    read(b, memory.page(0), memory.frameSize),
  ];
}

/** Every region is given up, the quarantine purged, and all of the arena asked for by one pid. */
function epilogue({ config, frameSize }: Memory, pids: readonly number[]): PagedOperation[] {
  const [whole = 0] = pids;
  const at = config.virtualBase;
  return [
    observe,
    ...pids.map(dealloc),
    observe,
    purge,
    observe,
    alloc(whole, config.memorySize),
    read(whole, at, frameSize),
    read(whole, at + config.memorySize - frameSize, frameSize),
    observe,
    dealloc(whole),
    observe,
  ];
}
