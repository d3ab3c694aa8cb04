/**
 * The predicates that every family owes, over any live set. A family describes each call by `Facts`; the
 * predicates need nothing else, so they are written once.
 */
import type { Mishap } from '../spec/index.ts';
import { isSameReport, type Report, showReport } from './common/report.ts';
import { type Ask, type CommonState, type Extent, overlap, sameAsk } from './common/state.ts';
import type { Finding, Predicate, Transition } from './model.ts';

export * from './common/once.ts';
export * from './common/report.ts';
export * from './common/state.ts';

/** What the common predicates ask of a family. A text says what is wrong; `null` that the question does not arise. */
export interface Lens<
  State extends CommonState,
  Operation extends { readonly kind: string },
  Outcome,
> {
  readonly kinds: readonly Operation['kind'][];
  readonly asking: readonly Operation['kind'][];
  /** Names an extent, with its numbers. */
  name(extent: Extent): string;
  contained(extent: Extent, state: State): boolean;
  /** A hole that serves the request by the declared fit, named; `null` if there is none. */
  hole(state: State, ask: Ask): string | null;
  /** How the reported statistics, or the layout, differ from the state; `true` if they agree. */
  statistics?(state: State, outcome: Outcome): Finding;
  partition?(state: State, outcome: Outcome): Finding;
  stability?(state: State, outcome: Outcome): Finding;
  /** What is not empty in the report of an instance without grants. */
  emptiness?(state: State, outcome: Outcome): Finding;
  /** The subject's answer for this misuse. */
  misuse?(
    state: State,
    operation: Operation,
  ): { readonly how: string; readonly answer: string } | null;
}

type Status = { readonly status: string } | Mishap;

export function commonPredicates<
  State extends CommonState,
  Operation extends { readonly kind: string },
  Outcome extends Status,
>(lens: Lens<State, Operation, Outcome>): Predicate<State, Operation, Outcome>[] {
  type T = Transition<State, Operation, Outcome>;
  const { kinds, asking } = lens;
  const observe: readonly Operation['kind'][] = kinds.filter((kind) => kind === 'observe');
  const misuse: readonly Operation['kind'][] = kinds.filter((kind) => kind === 'misuse');
  const grants = ({ after }: T): readonly Extent[] => after.last.grants ?? [];
  const refused = ({ after }: T): boolean => after.last.effect === 'refuse';
  const sized = (t: T) => grants(t).filter(({ size }) => size > 0);
  const ask = ({ after }: T): Ask | null => after.last.ask ?? null;

  /** A refusal of a request that had to be granted. */
  const mustGrant = (t: T, reason: (ask: Ask) => string | null): Finding => {
    const wanted = ask(t);
    if (wanted === null || wanted.size === 0 || wanted.impossible) return null;
    const why = reason(wanted);
    if (why === null) return null;
    return !refused(t) || `${wanted.size} (${wanted.alike}) was refused although ${why}`;
  };

  return [
    /** @clause common.call.total */
    {
      clause: 'common.call.total',
      on: kinds,
      check(t) {
        const { outcome } = t;
        if (outcome.status === 'hung') return `${t.operation.kind} did not come back`;
        if (outcome.status !== 'threw') return true;
        if (lens.misuse?.(t.before, t.operation)?.answer === 'throw') return true;
        return `${t.operation.kind} threw: ${'message' in outcome ? outcome.message : ''}`;
      },
    },

    /** @clause common.call.well-formed */
    {
      clause: 'common.call.well-formed',
      on: kinds,
      check({ operation, outcome }) {
        if (outcome.status === 'hung' || outcome.status === 'threw') return null;
        if (!('expected' in outcome)) return true;
        return `${operation.kind} answered ${outcome.answer}, expected ${outcome.expected}`;
      },
    },

    /** @clause common.alloc.no-overlap */
    {
      clause: 'common.alloc.no-overlap',
      on: asking,
      check(t) {
        const granted = sized(t);
        if (granted.length === 0 || t.after.live.length < 2) return null;
        for (const [at, extent] of granted.entries()) {
          const meets = (other: Extent): boolean => overlap(extent, other);
          const other =
            granted.slice(0, at).find(meets) ??
            t.before.live.find((live) => meets(live) && isKept(t, live));
          if (other !== undefined)
            return `${lens.name(extent)} overlaps ${lens.name(other)}, which is live`;
        }
        return true;
      },
    },

    /** @clause common.alloc.contained */
    {
      clause: 'common.alloc.contained',
      on: asking,
      check(t) {
        const granted = sized(t);
        if (granted.length === 0) return null;
        const outside = granted.find((extent) => !lens.contained(extent, t.before));
        return outside === undefined || `${lens.name(outside)} is not inside the arena`;
      },
    },

    /** @clause common.alloc.fresh */
    {
      clause: 'common.alloc.fresh',
      on: asking,
      check(t) {
        const granted = sized(t);
        const { live } = t.before;
        if (granted.length === 0 || !live.some((each) => isKept(t, each))) return null;
        for (const extent of granted) {
          const twin = live.find(
            (each) =>
              each.start === extent.start &&
              each.space === extent.space &&
              each.size > 0 &&
              isKept(t, each),
          );
          if (twin !== undefined)
            return `${lens.name(extent)} begins where ${lens.name(twin)} is live`;
        }
        return true;
      },
    },

    /** @clause common.refuse.impossible */
    {
      clause: 'common.refuse.impossible',
      on: asking,
      resumes: true,
      check(t) {
        const wanted = ask(t);
        if (wanted === null || !wanted.impossible) return null;
        return (
          refused(t) ||
          `${wanted.size} was granted, more than the arena of ${t.before.capacity} holds`
        );
      },
    },

    /** @clause common.refuse.unchanged */
    {
      clause: 'common.refuse.unchanged',
      on: observe,
      check(t) {
        if (!t.before.sinceReport.includes('refuse') || t.before.sinceReport.includes('misuse'))
          return null;
        return sameReport(t.before.report, t.after.last.report, 'refused call');
      },
    },

    /** @clause common.refuse.stable */
    {
      clause: 'common.refuse.stable',
      on: asking,
      resumes: true,
      check(t) {
        const { last } = t.before;
        if (last.effect !== 'refuse' || last.call !== t.after.last.call) return null;
        return (
          refused(t) || `${t.after.last.call} was refused and then granted, with nothing in between`
        );
      },
    },

    /** @clause common.refuse.monotone */
    {
      clause: 'common.refuse.monotone',
      on: asking,
      resumes: true,
      check(t) {
        const earlier = t.before.last.effect === 'refuse' ? t.before.last.ask : undefined;
        const wanted = ask(t);
        if (earlier === undefined || wanted === null || earlier.size === 0) return null;
        if (earlier.alike !== wanted.alike || wanted.size <= earlier.size) return null;
        return refused(t) || `${earlier.size} was refused, and then ${wanted.size} was granted`;
      },
    },

    /** @clause common.grant.fresh */
    {
      clause: 'common.grant.fresh',
      on: asking,
      resumes: true,
      check: (t) =>
        mustGrant(t, ({ cost }) =>
          t.before.age === 'new' && cost <= t.before.capacity
            ? `nothing was granted yet and it costs at most ${cost} of ${t.before.capacity}`
            : null,
        ),
    },

    /** @clause common.grant.growth */
    {
      clause: 'common.grant.growth',
      on: asking,
      resumes: true,
      check: (t) =>
        mustGrant(t, ({ cost }) =>
          t.before.age !== 'used' && t.before.spent + cost <= t.before.capacity
            ? `nothing was freed yet, and with at most ${t.before.spent} spent it costs at most ${cost} of ${t.before.capacity}`
            : null,
        ),
    },

    /** @clause common.grant.fit */
    {
      clause: 'common.grant.fit',
      on: asking,
      resumes: true,
      check: (t) =>
        mustGrant(t, (wanted) => {
          const hole = lens.hole(t.before, wanted);
          return hole === null ? null : `${hole} serves it`;
        }),
    },

    /** @clause common.grant.no-creep */
    {
      clause: 'common.grant.no-creep',
      on: asking,
      resumes: true,
      check: (t) =>
        mustGrant(t, (wanted) => {
          const { freed } = t.before.last;
          if (freed === undefined || !freed.atOnce || !sameAsk(freed.ask, wanted)) return null;
          return 'the same request was granted and deallocated by the two calls before';
        }),
    },

    /** @clause common.grant.drain */
    {
      clause: 'common.grant.drain',
      on: asking,
      resumes: true,
      check: (t) =>
        mustGrant(t, ({ cost }) =>
          t.before.age === 'used' && t.before.live.length === 0 && cost <= t.before.capacity
            ? `nothing is live any more and it costs at most ${cost} of ${t.before.capacity}`
            : null,
        ),
    },

    /** @clause common.stats.agree */
    {
      clause: 'common.stats.agree',
      on: observe,
      check: (t) => lens.statistics?.(t.before, t.outcome) ?? null,
    },

    /** @clause common.inspect.partition */
    {
      clause: 'common.inspect.partition',
      on: observe,
      check: (t) => lens.partition?.(t.before, t.outcome) ?? null,
    },

    /** @clause common.block.stable */
    {
      clause: 'common.block.stable',
      on: observe,
      check: (t) =>
        t.before.live.length === 0 ? null : (lens.stability?.(t.before, t.outcome) ?? null),
    },

    /** @clause common.create.empty */
    {
      clause: 'common.create.empty',
      on: observe,
      check: (t) =>
        t.before.age === 'new' ? (lens.emptiness?.(t.before, t.outcome) ?? null) : null,
    },

    /** @clause common.reset.fresh */
    {
      clause: 'common.reset.fresh',
      on: observe,
      check(t) {
        if (t.before.last.effect !== 'reset') return null;
        return sameReport(t.before.newReport, t.after.last.report, 'reset');
      },
    },

    /** @clause common.misuse.double-detected */
    {
      clause: 'common.misuse.double-detected',
      on: misuse,
      check: (t) => detected(lens, t, 'double'),
    },

    /** @clause common.misuse.foreign-detected */
    {
      clause: 'common.misuse.foreign-detected',
      on: misuse,
      check: (t) => detected(lens, t, 'foreign'),
    },

    /** @clause common.misuse.unchanged */
    {
      clause: 'common.misuse.unchanged',
      on: observe,
      check(t) {
        if (!t.before.sinceReport.includes('misuse')) return null;
        return sameReport(t.before.report, t.after.last.report, 'misuse');
      },
    },
  ];
}

/** Whether a block that was live before the call was neither ended nor resized by it. */
const isKept = ({ after }: Transition<CommonState, unknown, unknown>, extent: Extent): boolean =>
  after.live.includes(extent);

export function sameReport(
  before: Report | null,
  after: Report | undefined,
  cause: string,
): Finding {
  if (before === null || after === undefined) return null;
  return (
    isSameReport(before, after) ||
    `before the ${cause}: ${showReport(before)}; after it: ${showReport(after)}`
  );
}

/** Whether misuse of the kind `how` was recognised. */
export function detected<
  S extends CommonState,
  O extends { readonly kind: string },
  R extends Status,
>(
  lens: Lens<S, O, R>,
  { before, operation, outcome, after }: Transition<S, O, R>,
  how: string,
): Finding {
  const kind = lens.misuse?.(before, operation);
  if (kind?.how !== how || after.last.effect !== 'misuse') return null;
  if (outcome.status === 'rejected' || outcome.status === 'threw') return true;
  return `${after.last.call} was accepted although the subject answers "${kind.answer}" for ${how}`;
}
