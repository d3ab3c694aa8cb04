/**
 * Speeds, measured side by side: one process, rounds in which every contender has a turn, CPU time.
 *
 *     round 0    a a a | b b b | c c c         a turn lasts about `milliseconds`: as many steps as
 *     round 1    b b b | c c c | a a a         the calibration found
 *     ...
 *
 * The speed of a contender is the median of its rounds. A ratio is taken within each round, and its
 * median is reported: what slows the machine for a while slows both.
 */
export interface Contender {
  /** Does as many steps and answers how many operations they were; throws if one failed. */
  run(steps: number): number;
  /** Gives back what it holds. */
  end?(): void;
  /** What a reader of its speed should know. */
  note?(): string;
}

export interface Effort {
  readonly rounds: number;
  /** CPU time of a turn. */
  readonly milliseconds: number;
}

export interface Measurement {
  readonly name: string;
  /** Million operations per second of CPU time, round by round. */
  readonly rounds: readonly number[];
  /** What went wrong; then the rounds are worth nothing. */
  readonly failure: string | null;
  readonly note: string;
}

/** A contender is made by a function, so that one that cannot even begin fails alone. */
export interface Entry {
  readonly name: string;
  begin(): Contender;
}

export function measure(entries: readonly Entry[], effort: Effort): Measurement[] {
  const all = entries.map((entry) => new Turns(entry, effort.milliseconds));
  // One round to warm up: a later contender may have undone what an earlier one had optimised.
  for (const turns of all) turns.take();
  for (const turns of all) turns.rounds.length = 0;
  for (let round = 0; round < effort.rounds; round++)
    for (let place = 0; place < all.length; place++) all[(place + round) % all.length]!.take();
  for (const turns of all) turns.end();
  return all.map(({ name, rounds, failure, note }) => ({ name, rounds, failure, note }));
}

/** The turns of a contender, up to its first failure. */
class Turns {
  readonly name: string;
  readonly rounds: number[] = [];
  failure: string | null = null;
  note = '';
  #take = (): void => {};
  #end = (): void => {};

  constructor(entry: Entry, milliseconds: number) {
    this.name = entry.name;
    this.#attempt(() => {
      const contender = entry.begin();
      const steps = calibrate(contender, milliseconds);
      this.#take = () => this.rounds.push(speed(contender, steps));
      this.#end = () => {
        this.note = contender.note?.() ?? '';
        contender.end?.();
      };
    });
  }

  take(): void {
    this.#attempt(this.#take);
  }

  end(): void {
    this.#attempt(this.#end);
  }

  #attempt(action: () => void): void {
    if (this.failure !== null) return;
    try {
      action();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

/** Twice as many steps until they fill half a turn; by then their code is optimised. */
function calibrate(contender: Contender, milliseconds: number): number {
  for (let steps = 1; ; steps *= 2) {
    const before = cpuMilliseconds();
    contender.run(steps);
    const spent = cpuMilliseconds() - before;
    if (spent >= milliseconds / 2) return Math.ceil((steps * milliseconds) / spent);
  }
}

function speed(contender: Contender, steps: number): number {
  const before = cpuMilliseconds();
  const operations = contender.run(steps);
  return operations / 1000 / (cpuMilliseconds() - before);
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >>> 1, sorted.length >>> 1];
  return (sorted[low]! + sorted[high]!) / 2;
}

/** Million operations per second; `null` if it was not measured. */
export function speedOf(measurement: Measurement | undefined): number | null {
  if (measurement === undefined || measurement.failure !== null) return null;
  return median(measurement.rounds);
}

/** How many times as fast the first is, round by round; `null` if one was not measured. */
export function ratio(a: Measurement | undefined, b: Measurement | undefined): number | null {
  if (speedOf(a) === null || speedOf(b) === null || a === undefined || b === undefined) return null;
  return median(a.rounds.map((value, round) => value / b.rounds[round]!));
}
