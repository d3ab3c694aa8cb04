/** Clauses on granting a part of a request. */
import type { PagedOperation, PagedOutcome } from '../../spec/index.ts';
import type { Predicate } from '../model.ts';
import {
  asked,
  grantOf,
  isPart,
  requestOf,
  wantOf,
  whyGranted,
  whyNotWhole,
  whyPart,
} from './grants.ts';
import { frameSizeOf, isBlind, isSize, type PagedState, show } from './state.ts';

type P = Predicate<PagedState, PagedOperation, PagedOutcome>;

export const partPredicates: readonly P[] = [
  /** @clause paged.partial.undeclared */
  {
    clause: 'paged.partial.undeclared',
    on: ['alloc'],
    check({ before, operation, outcome }) {
      const request = requestOf(before, operation);
      if (request === null || outcome.status !== 'granted') return null;
      return (
        !isPart(outcome) || `${asked(request)}, and was granted a part of ${outcome.frames} frames`
      );
    },
  },

  /** @clause paged.partial.units */
  {
    clause: 'paged.partial.units',
    on: ['alloc'],
    check({ before, operation, outcome }) {
      const request = requestOf(before, operation);
      if (request === null || outcome.status !== 'granted' || !isPart(outcome)) return null;
      const { frames, bytes } = outcome;
      if (!isSize(frames) || frames === 0 || frames >= request.frames) {
        return `${asked(request)}, and was granted a part of ${show(frames)} frames`;
      }
      const size = frames * frameSizeOf(before);
      return (
        bytes === size ||
        `a part of ${frames} frames was reported as ${show(bytes)} bytes instead of ${size}`
      );
    },
  },

  /** @clause paged.partial.justified */
  {
    clause: 'paged.partial.justified',
    on: ['alloc'],
    check(t) {
      const { before, outcome } = t;
      const grant = grantOf(t);
      const { partial } = before.answers;
      if (grant === null || !isPart(outcome) || partial === 'off' || isBlind(before)) return null;
      const { request, given } = grant;
      const why = whyGranted(before, request);
      if (why !== null)
        return `${asked(request)}, and was granted a part of ${given} although ${why}`;
      const not = whyNotWhole(before, request);
      if (partial === 'any' || not?.of !== 'frames') return true;
      return (
        `${asked(request)}, and was granted a part of ${given} for want of frames ` +
        `(${not.because}); parts are granted for want of ${wantOf(partial)}`
      );
    },
  },

  /** @clause paged.partial.offered */
  {
    clause: 'paged.partial.offered',
    on: ['alloc'],
    resumes: true,
    check(t) {
      const grant = grantOf(t);
      const why = grant === null ? null : whyPart(t.before, grant.request);
      if (grant === null || why === null) return null;
      return grant.given > 0 || `${asked(grant.request)}, and was refused although ${why}`;
    },
  },
];
