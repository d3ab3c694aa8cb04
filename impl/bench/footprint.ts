/**
 * How much of the address space a heap uses for what is live in it: from the lowest to the highest
 * byte that it ever granted, over the most bytes that were live at once. No speed goal counts for a
 * heap that buys it with space.
 *
 *     replace    5,000 live of 16..1024 B, a random one replaced
 *     phases     five ranges of sizes, one after the other: 1 MB, replaced for a while, then nine
 *                tenths given back
 *     larger     4 MB of 16..256 B, 90 % of them given back at random, then 4 MB of 512..4096 B
 */
import { random } from './random.ts';
import type { Handle, Subject, Target } from './targets/target.ts';

export const FOOTPRINT_SEED = 5;
const ARENA_BYTES = 2 ** 24;

/** A client that knows its live blocks and remembers the extremes. */
class Client {
  readonly next = random(FOOTPRINT_SEED);
  readonly #subject: Subject;
  readonly #live: { handle: Handle; size: number }[] = [];
  #liveBytes = 0;
  #peakBytes = 0;
  #lowest = Infinity;
  #highest = 0;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  get liveCount(): number {
    return this.#live.length;
  }

  get liveBytes(): number {
    return this.#liveBytes;
  }

  get ratio(): number {
    return (this.#highest - this.#lowest) / this.#peakBytes;
  }

  take(least: number, most: number): void {
    const size = least + Math.floor(this.next() * (most - least + 1));
    const handle = this.#subject.alloc(size);
    if (handle === this.#subject.refusal) throw new Error(`refused ${size} bytes`);
    const address = this.#subject.addressOf(handle);
    this.#live.push({ handle, size });
    this.#liveBytes += size;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    this.#lowest = Math.min(this.#lowest, address);
    this.#highest = Math.max(this.#highest, address + size);
  }

  /** A random block. */
  give(): void {
    const at = Math.floor(this.next() * this.#live.length);
    const block = this.#live[at]!;
    this.#live[at] = this.#live.at(-1)!;
    this.#live.pop();
    this.#liveBytes -= block.size;
    this.#subject.dealloc(block.handle, block.size);
  }

  giveAll(): void {
    while (this.#live.length > 0) this.give();
  }
}

const PHASES = [
  [16, 64],
  [64, 256],
  [256, 1024],
  [32, 128],
  [512, 2048],
] as const;
const PHASE_BYTES = 2 ** 20;

const traces = {
  replace(client: Client) {
    while (client.liveCount < 5000) client.take(16, 1024);
    for (let step = 0; step < 50_000; step++) {
      client.give();
      client.take(16, 1024);
    }
  },
  phases(client: Client) {
    for (const [least, most] of PHASES) {
      while (client.liveBytes < PHASE_BYTES) client.take(least, most);
      for (let step = 0; step < 10_000; step++) {
        while (client.liveBytes > PHASE_BYTES) client.give();
        client.take(least, most);
      }
      while (client.liveBytes > PHASE_BYTES / 10) client.give();
    }
  },
  larger(client: Client) {
    const bytes = 2 ** 22;
    while (client.liveBytes < bytes) client.take(16, 256);
    const rest = client.liveCount / 10;
    while (client.liveCount > rest) client.give();
    while (client.liveBytes < bytes) client.take(512, 4096);
  },
} as const;

export type TraceName = keyof typeof traces;
export const traceNames = ['replace', 'phases', 'larger'] as const satisfies readonly TraceName[];

/** Highest span over most live bytes, for each trace. */
export function footprint(target: Target): Record<TraceName, number> {
  const measure = (name: TraceName): number => {
    const client = new Client(target.open(ARENA_BYTES));
    traces[name](client);
    const { ratio } = client;
    client.giveAll();
    return ratio;
  };
  return { replace: measure('replace'), phases: measure('phases'), larger: measure('larger') };
}
