/**
 * What the steps of the recipe are for the family `token`, a toy: the files of `fixtures/token/` that
 * each brings, the rows that it adds to tables, and what its commands print when it is done.
 */
import type { Edit } from '../fault.ts';

export interface Step {
  /** Of the fixtures; a name that ends with a slash is a folder. */
  readonly files: readonly string[];
  readonly rows: readonly Edit[];
  /** Common clauses that bind the family. */
  readonly binds?: readonly string[];
  /** By the beginning of a command; those that are not named print anything, and end with 0. */
  readonly prints: Readonly<Record<string, Expected>>;
}

interface Expected {
  readonly status?: number;
  readonly texts: readonly (string | RegExp)[];
}

/** A row behind the line that opens a table. */
const row = (file: string, opening: string, text: string): Edit => ({
  file,
  find: opening,
  replace: `${opening}\n${text}`,
});

const BOUND = [
  'common.call.total',
  'common.alloc.no-overlap',
  'common.grant.fit',
  'common.stats.agree',
  'common.misuse.double-detected',
];
export const CLAUSES_OF_TOKEN = [...BOUND, 'token.take.lowest', 'token.give.accepted'];

/** What stands for words of a command in the recipe. */
export const NAMES: readonly (readonly [string | RegExp, string])[] = [
  [/(?<![\w-])F(?![\w-])/g, 'token'],
  ['<scope>', 'token/few'],
  ['<clause id> ...', CLAUSES_OF_TOKEN.join(' ')],
];

const MODELS = "export { bitmapModel } from './bitmap.ts';";

/** Where a row is due for every family, and the compiler says so. */
const ROWS_DUE = [
  'conformance/adapter.ts',
  'conformance/history-schema.ts',
  'conformance/kits.ts',
  'conformance/reference.ts',
  'conformance/reporters/text.ts',
  'conformance/suite.ts',
  'conformance/throughput.cli.ts',
  'impl/index.ts',
  'mutation/matrix.ts',
  'mutation/without-fault.ts',
];

export const STEPS: Readonly<Record<string, Step>> = {
  Types: {
    files: ['spec/token.ts'],
    rows: [
      row('spec/allocator.ts', 'export const FAMILIES = [', "  'token',"),
      row('spec/index.ts', "export * from './allocator.ts';", "export * from './token.ts';"),
      row(
        'spec/history.ts',
        'export interface FamilyTypes {',
        `  token: {
    adapter: T.TokenAdapter;
    answers: T.TokenAnswers;
    config: T.TokenConfig;
    subject: T.TokenSubject;
    operation: T.TokenOperation;
    outcome: T.TokenOutcome;
  };`,
      ),
      row(
        'spec/history.ts',
        "import type { Family } from './allocator.ts';",
        "import type * as T from './token.ts';",
      ),
    ],
    prints: {
      'npx tsc': {
        status: 2,
        texts: ROWS_DUE.map((file) => new RegExp(`^${file}\\(.*token`, 'm')),
      },
    },
  },
  Chapter: {
    files: ['spec/token.md'],
    rows: [],
    binds: BOUND,
    prints: { 'npx tsx conformance/cli.ts list': { texts: CLAUSES_OF_TOKEN } },
  },
  Model: {
    files: [
      'model/token.ts',
      'model/token/state.ts',
      'model/token/predicates.ts',
      'model/token/legal.ts',
      'model/token/notation.ts',
      'model/token.test.ts',
    ],
    rows: [row('model/index.ts', MODELS, "export { tokenModel } from './token.ts';")],
    prints: { 'npx vitest': { texts: [/Tests +2 passed/] } },
  },
  Scopes: {
    files: ['model/token/scopes.ts', 'model/token/legal.test.ts'],
    rows: [row('model/index.ts', MODELS, "export { tokenScopes } from './token/scopes.ts';")],
    prints: { 'npx vitest': { texts: [/Tests +1 passed/] } },
  },
  Kit: {
    files: ['conformance/token.ts', 'conformance/token/', 'conformance/reference/token.ts'],
    rows: [
      row(
        'conformance/kits.ts',
        "import { bitmapKit } from './bitmap.ts';",
        "import { tokenKit } from './token.ts';",
      ),
      row('conformance/kits.ts', '{ readonly [F in Family]: Kit<F> } = {', '  token: tokenKit,'),
      row(
        'conformance/reference.ts',
        "import { referenceBitmap } from './reference/bitmap.ts';",
        "import { referenceToken } from './reference/token.ts';",
      ),
      row(
        'conformance/reference.ts',
        'references: Readonly<Record<Family, Adapter>> = {',
        '  token: referenceToken,',
      ),
      row(
        'conformance/adapter.ts',
        'const answers = {',
        `  token: z.strictObject({
    tokenCounts: several(z.int().min(1)),
    misuse: z.strictObject({ double: misuseAnswer }),
    deterministic: z.boolean(),
  }),`,
      ),
      row(
        'conformance/history-schema.ts',
        'const operations = {',
        `  token: z.discriminatedUnion('kind', [
    byKind('take', { slot }),
    byKind('give', { slot }),
    byKind('misuse', { how: z.literal('double') }),
    observe,
  ]),`,
      ),
      row(
        'conformance/history-schema.ts',
        'const outcomes = {',
        `  token: z.discriminatedUnion('status', [
    byStatus('granted', { token: number }),
    byStatus('refused', {}),
    byStatus('done', {}),
    byStatus('rejected', {}),
    byStatus('observed', { stats }),
    ...mishaps,
  ]),`,
      ),
      row(
        'conformance/history-schema.ts',
        'const configs = {',
        '  token: z.object({ tokenCount: number }),',
      ),
      row(
        'conformance/history-schema.ts',
        'export const familySchemas = {',
        '  token: { config: configs.token, operation: operations.token, outcome: outcomes.token },',
      ),
      row(
        'conformance/suite.ts',
        'Readonly<Record<BudgetName, number>>>> = {',
        '  token: { quick: 2_000, ci: 4_000, deep: 8_000 },',
      ),
      row(
        'conformance/reporters/text.ts',
        'function placeText(outcome: Granted): string {',
        "  if ('token' in outcome) return valueText(outcome.token);",
      ),
      row(
        'conformance/throughput.cli.ts',
        'const SHORT: Readonly<Record<Family, number>> = {',
        '  token: 2_000,',
      ),
    ],
    prints: {
      'npx tsx conformance/cli.ts scopes': { texts: ['token/few'] },
      'npx tsx conformance/cli.ts run': {
        texts: [
          'reference:token (token): conformant',
          '7 clauses: 7 pass',
          'a fault at every step',
        ],
      },
    },
  },
  Implementation: {
    files: ['impl/token.ts', 'impl/adapters/token.ts'],
    rows: [
      row(
        'impl/index.ts',
        "import { bitmapAdapter } from './adapters/bitmap.ts';",
        "import { tokenAdapter } from './adapters/token.ts';",
      ),
      row('impl/index.ts', 'export const adapters = {', '  token: tokenAdapter(),'),
      row('impl/conformance.test.ts', 'for (const adapter of [', '  adapters.token,'),
    ],
    prints: {
      'node dist/conformance/cli.js run': {
        texts: ['every transition of scope token/few', 'with fingerprints of the'],
      },
      'npx vitest': { texts: [/Tests +7 passed/] },
    },
  },
  Faults: {
    files: ['mutation/token.ts', 'mutation/token.test.ts'],
    rows: [
      row(
        'mutation/faults.ts',
        "import { bitmapFaults } from './bitmap.ts';",
        "import { tokenFaults } from './token.ts';",
      ),
      row('mutation/faults.ts', 'const all: readonly Fault[] = [', '  ...tokenFaults,'),
      row(
        'mutation/matrix.ts',
        'OPERATIONS: Readonly<Record<Target, number>> = {',
        '  token: 1_000,',
      ),
      row('mutation/without-fault.ts', 'double: {},', '    token: {},'),
    ],
    prints: {
      'npx tsc': { texts: [/^(npm .*\n)*$/] },
      'npx vitest run mutation/token.test.ts': { texts: [/Tests +8 passed/] },
      'npm run mutate:faults': { texts: ['token: 7 of 7 faults are killed'] },
    },
  },
  Explorations: {
    files: [],
    rows: [
      row(
        'mutation/explorations.ts',
        'const models: readonly Exploration[] = [',
        "  ofModel(kits.token, 'token/few', tokenAdapter().answers, 'every token allocator'),",
      ),
      row(
        'mutation/explorations.ts',
        "import { exploreModel, type Scope } from '../model/index.ts';",
        "import { tokenAdapter } from '../impl/adapters/token.ts';",
      ),
    ],
    prints: {
      'npm run explore': {
        texts: [
          /model +token\/few of every token allocator: 15 states/,
          /product +token\/few of builtin:token: 15 states/,
        ],
      },
    },
  },
  Evidence: {
    files: [],
    rows: [],
    prints: {
      'npm run evidence:hits': { texts: ['builtin:token: '] },
      'npm run acknowledge': { texts: ['+ MUST. A take is granted the lowest unused token.'] },
    },
  },
  Words: {
    files: [],
    rows: [
      row('README.md', '|---|---|---|---|---|', '| `token` | a toy | 7 | 7 | `builtin:token` |'),
    ],
    prints: { 'npx vitest': { texts: [/Tests +1 passed/] } },
  },
};
