/**
 * All explorations: what is visited to the end, and with whom. Those of level `model` show that the
 * clauses hold together; those of level `product` that our allocators keep them.
 */
import { encodeHistory } from '../conformance/history-file.ts';
import { inProcess, profileOf } from '../conformance/index.ts';
import type { Kit } from '../conformance/kit.ts';
import { kits } from '../conformance/kits.ts';
import { bitmapAdapter, heapAdapter } from '../impl/index.ts';
import { exploreModel, type Scope } from '../model/index.ts';
import { explorePagedMachine, PAGED_MACHINE_SCOPES } from '../model/machine/paged.ts';
import type { Adapter, BitmapAnswers, ClauseId, Family, FamilyTypes } from '../spec/index.ts';
import { OURS, type Subject } from './evidence/subjects.ts';
import { exploredAt } from './explorations/explored.ts';

export interface Exploration {
  readonly scope: string;
  readonly family: Family;
  readonly reason: string;
  readonly level: 'model' | 'product';
  /** Who is explored: a model by its policy, or an allocator by its name. */
  readonly subject: string;
  /** Left to `npm run explore:deep`: what takes minutes, and variants of what takes long already with the builtin. */
  readonly isDeep: boolean;
  explore(): Promise<Explored>;
}

export interface Explored {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly hits: Readonly<Partial<Record<ClauseId, number>>>;
  readonly flaws: readonly Flaw[];
}

/** What was found wrong, with a history file where there is one. */
interface Flaw {
  readonly flaw: string;
  readonly history?: string;
}

const HISTORIES = 10_000_000;

/** The transition relation of `paged`, of which nothing is hidden. */
const machines = PAGED_MACHINE_SCOPES.map(
  (scope): Exploration => ({
    scope: `paged/machine/${scope.name}`,
    family: 'paged',
    reason: scope.reason,
    level: 'model',
    subject: 'transition relation',
    isDeep: false,
    async explore() {
      const { counterexample, witnesses, states, transitions, depth } = explorePagedMachine(scope);
      const flaws = counterexample ? [{ flaw: counterexample.clauses.join(', ') }] : [];
      return { states, transitions, depth, hits: witnesses, flaws };
    },
  }),
);

/** The models that judge, as subjects that may answer whatever those accept. */
const models: readonly Exploration[] = [
  ...['bitmap/runs', 'bitmap/misuse'].map((name) => ofBitmap(name, 'unknown')),
  ...['bitmap/runs', 'bitmap/split', 'bitmap/word-edge', 'bitmap/long-runs'].flatMap((name) => [
    ofBitmap(name, 'first-fit'),
    ofBitmap(name, 'tail-first'),
  ]),
  ...['heap/blocks', 'heap/realloc', 'heap/misuse'].map((name) =>
    ofModel(kits.heap, name, heapAdapter().answers, 'every heap that fits exactly'),
  ),
];

function ofBitmap(name: string, placement: BitmapAnswers['placement']): Exploration {
  const answers = { ...bitmapAdapter().answers, placement };
  return ofModel(kits.bitmap, name, answers, `every bitmap, placement ${placement}`);
}

function ofModel<F extends Family>(
  kit: Kit<F>,
  name: string,
  promised: FamilyTypes[F]['answers'],
  subject: string,
): Exploration {
  const scope = scopeOf(kit, name);
  // What it answers differs from one time to the next: that is what makes it every allocator.
  const answers = { ...promised, deterministic: false };
  const hooks = [...kit.methods, ...kit.optional];
  return {
    scope: name,
    family: kit.family,
    reason: scope.reason,
    level: 'model',
    subject,
    isDeep: false,
    async explore() {
      const { clauses, applies } = profileOf(kit.family, answers, hooks);
      // What is legal may still be advised against.
      const musts = clauses.filter(({ id, level }) => level === 'MUST' && applies.has(id));
      const judged = new Set(musts.map(({ id }) => id));
      const found = exploreModel(kit.model, scope, answers, judged);
      const { states, transitions, depth, hits, counterexample } = found;
      const flaws = counterexample === undefined ? [] : [{ flaw: counterexample.flaw }];
      return { states, transitions, depth, hits: Object.fromEntries(hits), flaws };
    },
  };
}

function scopeOf<F extends Family>({ scopes, family }: Kit<F>, name: string): Scope<F> {
  const scope = scopes.find((each) => each.name === name);
  if (scope === undefined) throw new Error(`${name} must be a scope of ${family}`);
  return scope;
}

/** `paged/pages` has all of it and is explored by `npm run explore:deep`, so that is soon enough. */
const CONTAINED = 'paged/split';

/** Our allocators, each with the model at every scope of its family. */
const products = OURS.flatMap(({ subject, kind, adapter }: Subject): Exploration[] =>
  scopesFor(adapter, kind).map(
    (scope): Exploration => ({
      scope: scope.name,
      family: scope.family,
      reason: scope.reason,
      level: 'product',
      subject,
      isDeep:
        scope.effort === 'high' ||
        (scope.effort === 'medium' && (kind === 'variant' || scope.name === CONTAINED)),
      async explore() {
        const { visited, result } = await exploredAt(adapter, scope.name, { histories: HISTORIES });
        const { states, histories, depth, ended } = visited;
        const flaws: Flaw[] = [...result.failures].flatMap(([clause, failures]) =>
          failures.map(({ because, history }) => ({
            flaw: `${clause}: ${because}`,
            history: encodeHistory(history),
          })),
        );
        if (ended !== null) flaws.push({ flaw: `it came to no end: ${ended}` });
        const hits = Object.fromEntries(result.hits);
        return { states, transitions: histories - 1, depth, hits, flaws };
      },
    }),
  ),
);

/** Those that the subject can be made small enough for, if it shows its state; minutes are for builtins only. */
function scopesFor(adapter: Adapter, kind: Subject['kind']): readonly Scope<Family>[] {
  const { family, answers }: Adapter = adapter;
  const kit: Kit<Family> = kits[family];
  const executor = inProcess(adapter);
  if ('problem' in executor || !executor.profile.hooks.includes('fingerprint')) return [];
  return kit.scopes.filter(
    (scope) => scope.config(answers) !== null && (kind === 'builtin' || scope.effort !== 'high'),
  );
}

export const EXPLORATIONS: readonly Exploration[] = [...machines, ...models, ...products];

export const nameOf = ({ scope, subject }: Pick<Exploration, 'scope' | 'subject'>): string =>
  `${scope} of ${subject}`;
