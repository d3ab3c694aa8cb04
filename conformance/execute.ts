/** Runs programs on a subject. Who runs them, this thread or a worker, makes no difference to the judge. */
import { isSameReport } from '../model/index.ts';
import type { Adapter, ClauseId, Family, FamilyTypes, Program } from '../spec/index.ts';
import { type Judgement, Judging } from './judge.ts';
import type { Driver, Kit } from './kit.ts';
import { kits } from './kits.ts';

export type ProgramOf<F extends Family> = Program<
  FamilyTypes[F]['config'],
  FamilyTypes[F]['operation']
>;

/** What a subject says about itself when it is opened. */
export interface Profile<F extends Family = Family> {
  readonly name: string;
  readonly family: F;
  readonly answers: FamilyTypes[F]['answers'];
  /** The optional methods that it has. */
  readonly hooks: readonly string[];
  /** What it was opened with, and what it made of that: it may manage less, or always the same. */
  readonly asked: FamilyTypes[F]['config'];
  readonly inForce: FamilyTypes[F]['config'];
}

export type Execution<F extends Family> =
  | {
      readonly ok: true;
      /** The configurations in force. */
      readonly instances: readonly FamilyTypes[F]['config'][];
      /** One for each call up to the last one that was made. */
      readonly outcomes: readonly FamilyTypes[F]['outcome'][];
      /** Steps are counted without the calls that were skipped. */
      readonly judgement: Judgement;
      /** The last call hung or ended the subject, which had to be opened again: that takes long. */
      readonly isLost?: true;
    }
  | { readonly ok: false; readonly problem: string };

/** What a program led to, not judged. */
export type Arrival<F extends Family> =
  | {
      readonly ok: true;
      /** The configuration of the first instance that is in force. */
      readonly config: FamilyTypes[F]['config'];
      /** Of its calls, and then of those that show what they did. */
      readonly outcomes: readonly FamilyTypes[F]['outcome'][];
      /** The state of the first instance between the two, if it tells. */
      readonly fingerprint?: string;
      /** As of an execution. */
      readonly isLost?: true;
    }
  | { readonly ok: false; readonly problem: string };

export interface ProgramOrder {
  readonly program: ProgramOf<Family>;
  readonly judged: ReadonlySet<ClauseId>;
}

export interface ReachOrder {
  readonly program: ProgramOf<Family>;
  /** Calls that show where the program led. */
  readonly shows: ProgramOf<Family>['calls'];
}

/** What a program was answered. */
export type Answered<F extends Family> = Pick<
  Execution<F> & { readonly ok: true },
  'instances' | 'outcomes'
>;

export interface Executor<F extends Family = Family> {
  readonly profile: Profile<F>;
  /** Executes a program and then the calls that show where it led, without judging. */
  reach(program: ProgramOf<F>, shows: ProgramOf<F>['calls']): Promise<Arrival<F>>;
  /**
   * Stops after an outcome that breaks one of the clauses in a manner which the model cannot follow: what a
   * corrupt subject does next says nothing, and it may be to hang. `like` is what a sound subject answers,
   * known from a related run that was judged to its end: calls that are answered so are not judged again.
   */
  run(
    program: ProgramOf<F>,
    judged: ReadonlySet<ClauseId>,
    like?: Answered<F>,
  ): Promise<Execution<F>>;
  close(): Promise<void>;
}

/** Why a subject cannot be judged. */
export interface Unusable {
  readonly problem: string;
  /** The user's mistake, not the subject's. */
  readonly usage: boolean;
  /** What it says about itself, if it got that far. */
  readonly profile?: Profile;
}

/** Who is told what is about to be done, in case that nothing comes back. */
export interface Watch {
  onProgram?(): void;
  /** Is told the index of each call before it is made. */
  onCall?(index: number): void;
}

/** Executes in this thread: fast, and defenceless against a subject that hangs. */
export function inProcess(
  adapter: Adapter,
  { onProgram, onCall }: Watch = {},
): Executor | Unusable {
  const profile = openProfile(adapter);
  if ('problem' in profile) return profile;
  return {
    profile,
    async reach(program, shows) {
      onProgram?.();
      return reachByProgram(adapter, program, shows, onCall);
    },
    async run(program, judged, like) {
      onProgram?.();
      return executeProgram(adapter, program, judged, { like, onCall });
    },
    close: async () => {},
  };
}

/** Opens one instance to see which methods it has and what it manages. */
export function openProfile(adapter: Adapter): Profile | Unusable {
  const { name, family, answers } = adapter;
  const kit: Kit<Family> = kits[adapter.family];
  const asked = kit.sampleConfig(answers);
  const unusable = (problem: string, usage: boolean): Unusable => ({
    problem,
    usage,
    profile: { name, family, answers, hooks: [], asked, inForce: asked },
  });
  const subject = create(adapter, asked);
  if (typeof subject === 'string') return unusable(subject, false);
  const has = (method: string): boolean => typeof Reflect.get(subject, method) === 'function';
  const missing = kit.methods.filter((method) => !has(method));
  if (missing.length > 0) {
    const list = (methods: readonly string[]) => methods.map((method) => `${method}()`).join(', ');
    const needs = `every ${family} needs ${list(kit.methods)}`;
    return unusable(`the instances of ${name} lack ${list(missing)}; ${needs}`, true);
  }
  const { config: inForce } = kit.drive(subject, asked, adapter);
  return { name, family, answers, hooks: kit.optional.filter(has), asked, inForce };
}

type Subject = FamilyTypes[Family]['subject'];

function create(adapter: Adapter, config: unknown): Subject | string {
  const shown = JSON.stringify(config);
  try {
    const subject: unknown = Reflect.apply(adapter.create, adapter, [config]);
    if (typeof subject === 'object' && subject !== null) return subject as Subject;
    if (subject === null)
      return `${adapter.name} refused to create an instance with ${shown}, which its answers allow`;
    return `create(${shown}) of ${adapter.name} returned ${typeof subject}, expected an instance or null`;
  } catch (error) {
    return `create(${shown}) of ${adapter.name} threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
}

/** Where a subject is that makes no call yet, in place of the index of a call. */
export const CREATING = -1;
export const LOADING = -2;
/** The kit is not ready to load it. */
export const STARTING = -3;

/** One new instance for each configuration; a text says why there is none. */
export function driversOf(
  adapter: Adapter,
  configs: ProgramOf<Family>['instances'],
): Driver<Family>[] | string {
  const kit: Kit<Family> = kits[adapter.family];
  const drivers: Driver<Family>[] = [];
  for (const config of configs) {
    const subject = create(adapter, config);
    if (typeof subject === 'string') return subject;
    drivers.push(kit.drive(subject, config, adapter));
  }
  return drivers;
}

export interface Execute<F extends Family> {
  readonly like?: Answered<F> | undefined;
  readonly onCall?: Watch['onCall'] | undefined;
}

export function executeProgram<F extends Family>(
  adapter: Adapter,
  program: ProgramOf<F>,
  judged: ReadonlySet<ClauseId>,
  { like, onCall }: Execute<F> = {},
): Execution<F> {
  const drivers = driversOf(adapter, program.instances);
  if (typeof drivers === 'string') return { ok: false, problem: drivers };
  const configs = drivers.map(({ config }) => config);
  const judging = new Judging(adapter.family, configs, adapter.answers, judged);
  const outcomes: FamilyTypes[F]['outcome'][] = [];
  const judgeFrom = (first: number): boolean => {
    for (let at = first; at < outcomes.length; at++) {
      const [call, outcome] = [program.calls[at], outcomes[at]];
      if (call === undefined || outcome === undefined) continue;
      if (!judging.step(call.instance, call.operation, outcome)) return false;
    }
    return true;
  };
  let isAlike = like !== undefined && isSameReport(like.instances, configs);
  for (const { index, operation, driver } of callsOn(drivers, program.calls, onCall)) {
    const outcome = driver.apply(operation);
    outcomes.push(outcome);
    if (isAlike && isSameReport(like?.outcomes[index] ?? {}, outcome)) continue;
    // The state follows from all calls, so those before the first difference are judged after all.
    const first = isAlike ? 0 : index;
    isAlike = false;
    if (!judgeFrom(first)) break;
  }
  return { ok: true, instances: configs, outcomes, judgement: judging.judgement() };
}

/** The same without judging: where a program leads is asked far more often than what is on the way. */
function reachByProgram<F extends Family>(
  adapter: Adapter,
  { instances, calls }: ProgramOf<F>,
  shows: ProgramOf<F>['calls'],
  onCall?: (index: number) => void,
): Arrival<F> {
  const drivers = driversOf(adapter, instances);
  if (typeof drivers === 'string') return { ok: false, problem: drivers };
  const [first] = drivers;
  if (first === undefined) throw new Error('a program must have an instance to lead anywhere');
  const outcomes: FamilyTypes[F]['outcome'][] = [];
  for (const { operation, driver } of callsOn(drivers, calls, onCall))
    outcomes.push(driver.apply(operation));
  const fingerprint = first.fingerprint();
  for (const { operation, driver } of callsOn(drivers, shows, onCall))
    outcomes.push(driver.apply(operation));
  return {
    ok: true,
    config: first.config,
    outcomes,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

function* callsOn<F extends Family>(
  drivers: readonly Driver<F>[],
  calls: ProgramOf<F>['calls'],
  onCall?: (index: number) => void,
) {
  for (const [index, { instance, operation }] of calls.entries()) {
    const driver = drivers[instance];
    if (driver === undefined)
      throw new Error(
        `call ${index} must name one of ${drivers.length} instances, got ${instance}`,
      );
    onCall?.(index);
    yield { index, operation, driver };
  }
}
