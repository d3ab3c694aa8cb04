/**
 * A crew: workers that run chunks of cases ahead of the campaign, each with the subject in it. Cases are
 * generated, executed and judged there; only what they show comes back, in the order of the chunks.
 *
 *     worker 1   chunk 0      chunk 2      chunk 4
 *     worker 2   chunk 1         chunk 3   chunk 5
 *     campaign            0   1        2   3
 */
import { Attendant, LIMITS, type Limits } from './attendant.ts';
import type { Chunk, ChunkOrder } from './chunk.ts';

/** Chunks in work or done for each worker, so that one that waits for its turn keeps nobody waiting. */
const AHEAD = 3;

export class Crew {
  readonly #subject: string;
  readonly #limits: Limits;
  readonly #attendants: Attendant[];
  /** The last chunk of each worker. */
  readonly #lanes: Promise<unknown>[];
  #ordered = 0;
  #isClosed = false;

  private constructor(subject: string, limits: Limits, attendants: Attendant[]) {
    this.#subject = subject;
    this.#limits = limits;
    this.#attendants = attendants;
    this.#lanes = attendants.map(() => Promise.resolve());
  }

  /** `null` if the subject cannot be opened so many times at once. */
  static async start(
    subject: string,
    size: number,
    limits: Partial<Limits> = {},
  ): Promise<Crew | null> {
    const all = { ...LIMITS, ...limits };
    const starts = Array.from({ length: size }, () => Attendant.start(subject, all.loading));
    const started = await Promise.all(starts);
    const attendants = started.filter((each) => each instanceof Attendant);
    const crew = new Crew(subject, all, attendants);
    if (attendants.length === size) return crew;
    await crew.close();
    return null;
  }

  /** What the chunks show, in the order of the orders. */
  async *ahead(orders: Iterable<ChunkOrder>): AsyncGenerator<Chunk> {
    const pending: Promise<Chunk>[] = [];
    for (const order of orders) {
      pending.push(this.#order(order));
      if (pending.length < AHEAD * this.#lanes.length) continue;
      const first = await pending.shift();
      if (first !== undefined) yield first;
    }
    yield* pending;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#attendants.map((attendant) => attendant.end()));
  }

  #order(order: ChunkOrder): Promise<Chunk> {
    const lane = this.#ordered++ % this.#lanes.length;
    const chunk = Promise.resolve(this.#lanes[lane]).then(() => this.#check(lane, order));
    this.#lanes[lane] = chunk;
    return chunk;
  }

  async #check(lane: number, order: ChunkOrder): Promise<Chunk> {
    const attendant = this.#attendants[lane];
    if (attendant === undefined) throw new Error(`there must be a worker ${lane}`);
    const { name } = attendant.profile;
    if (this.#isClosed) return { ok: false, problem: `${name} is closed` };
    const reply = attendant.ended ?? (await attendant.check(order, this.#limits.patience));
    if (reply !== 'stalled' && 'ok' in reply) return reply;
    const problem = `${name} ${reply === 'stalled' ? 'did not come back' : reply.how}`;
    if (this.#isClosed) return { ok: false, problem };
    const next = await Attendant.start(this.#subject, this.#limits.loading);
    if ('problem' in next) return { ok: false, problem: next.problem };
    this.#attendants[lane] = next;
    if (this.#isClosed) await next.end();
    return { ok: false, problem };
  }
}
