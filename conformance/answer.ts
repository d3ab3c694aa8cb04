/** What every driver does with a subject that gives no usable answer. */
import { inspect } from 'node:util';
import type { Mishap } from '../spec/index.ts';

export const skipped: Mishap = { status: 'skipped' };

export const malformed = (answer: unknown, expected: string): Mishap => ({
  status: 'malformed',
  answer: inspect(answer, { depth: 2, breakLength: Number.POSITIVE_INFINITY }).slice(0, 200),
  expected,
});

/** A throw is an outcome like any other. */
export function attempt<Outcome>(call: () => Outcome): Outcome | Mishap {
  try {
    return call();
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { status: 'threw', message: message.slice(0, 300) };
  }
}

/** Whether an instance with this configuration is made; the instance itself is dropped. */
export function created(
  adapter: { readonly create: (...config: never[]) => unknown },
  config: object,
): { status: 'created' } | { status: 'refused' } | Mishap {
  let subject: unknown;
  try {
    subject = Reflect.apply(adapter.create, adapter, [config]);
  } catch {
    // A constructor has no other way to refuse.
    return { status: 'refused' };
  }
  if (subject === null) return { status: 'refused' };
  return typeof subject === 'object'
    ? { status: 'created' }
    : malformed(subject, 'an instance or null');
}

/** What the subject says of its whole state; `undefined` if it does not say it as a text. */
export function fingerprintOf(subject: {
  readonly fingerprint?: () => unknown;
}): string | undefined {
  const text = attempt(() => subject.fingerprint?.());
  return typeof text === 'string' ? text : undefined;
}
