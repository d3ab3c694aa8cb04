/**
 * The border between the kit and an allocator that speaks C or Rust: which numbers may cross it,
 * and what comes back as a refusal.
 *
 *     the kit                    the border                      the allocator
 *     a size, an alignment  ->   refused if not expressible  ->  malloc(size), alloc(size, align)
 *     null                  <-   0, -1, null, undefined, a trap
 *     an address            <-   made unsigned               <-  an address
 */
import type { HeapAdapter, HeapAnswers, HeapConfig, HeapSubject } from '../spec/index.ts';

export interface Border {
  /**
   * The calls are exports of a WebAssembly module with 32-bit addresses. A number loses its upper
   * bits on the way in, so that 2^32 would be 0; and comes back signed.
   */
  readonly wasm32: boolean;
  /** A request that traps with `unreachable` is refused, and the instance stays usable. */
  readonly trapIsRefusal?: boolean;
  /** 0 is an address like any other, as where addresses are offsets. Else it is a refusal. */
  readonly zeroIsAddress?: boolean;
}

/** What a request may come back with; any other value is reported as malformed. */
export type Granted = number | null | undefined;

/** What every instance may have beside its calls; see `HeapSubject`. */
export interface ForeignInstance
  extends Pick<HeapSubject, 'arena' | 'bytes' | 'stats' | 'inspect' | 'reset'> {
  /**
   * A WebAssembly.Memory or anything else with a buffer, whose first byte has the address 0. The
   * buffer is asked for at each use, since a memory that grows replaces it. `bytes` goes before it.
   */
  readonly memory?: { readonly buffer: ArrayBufferLike };
}

/** Answers of which those that follow from the rules of a language may be left out. */
export type AnswersBut<Ruled extends keyof HeapAnswers> = Omit<HeapAnswers, Ruled> &
  Partial<Pick<HeapAnswers, Ruled>>;

export interface ForeignParts<Instance extends ForeignInstance, Answers> extends Border {
  readonly name: string;
  readonly answers: Answers;
  /** Makes a new, independent instance, or answers `null` if the configuration is refused. */
  create(config: HeapConfig): Instance | null;
}

/** Makes a request, and answers the address or `null`. */
export type Requester = (call: () => Granted) => number | null;

/** An adapter of which `subjectOf` translates the calls. */
export function foreignAdapter<Instance extends ForeignInstance>(
  parts: ForeignParts<Instance, unknown>,
  answers: HeapAnswers,
  subjectOf: (instance: Instance, request: Requester) => HeapSubject,
): HeapAdapter {
  const request = requesterOver(parts);
  return {
    name: parts.name,
    family: 'heap',
    answers,
    create(config) {
      const instance = parts.create(config);
      return instance && subjectOf(instance, request);
    },
  };
}

function requesterOver(border: Border): Requester {
  const { wasm32, trapIsRefusal = false, zeroIsAddress = false } = border;
  // Without types it may be missing, and either guess could blame a correct allocator.
  if (typeof wasm32 !== 'boolean')
    throw new TypeError('wasm32 is missing: expected true for 32-bit WebAssembly, or false');
  return (call) => {
    try {
      const answer = call();
      if (answer === null || answer === undefined || answer === -1) return null;
      if (answer === 0 && !zeroIsAddress) return null;
      return wasm32 && answer < 0 ? answer + 2 ** 32 : answer;
    } catch (error) {
      if (trapIsRefusal && isTrap(error)) return null;
      throw error;
    }
  };
}

/** Any other trap, such as an access out of bounds, is a defect. */
function isTrap(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'RuntimeError' &&
    error.message.startsWith('unreachable')
  );
}

/** What the kit asks of an instance beside its calls. */
export function surroundingsOf(instance: ForeignInstance): Omit<ForeignInstance, 'memory'> {
  const { arena, memory } = instance;
  const bytes = instance.bytes?.bind(instance) ?? (memory && viewOf(memory));
  return {
    ...(arena && { arena }),
    ...(bytes && { bytes }),
    ...(instance.stats && { stats: instance.stats.bind(instance) }),
    ...(instance.inspect && { inspect: instance.inspect.bind(instance) }),
    ...(instance.reset && { reset: instance.reset.bind(instance) }),
  };
}

function viewOf(memory: { readonly buffer: ArrayBufferLike }) {
  return (address: number, size: number) => new Uint8Array(memory.buffer, address, size);
}

/** Throws unless the instance has these methods: without them every call would be blamed on it. */
export function demandMethods(instance: object, names: readonly string[]): void {
  const missing = names.filter((name) => typeof Reflect.get(instance, name) !== 'function');
  if (missing.length > 0) throw new TypeError(`the instance lacks ${missing.join(', ')}`);
}
