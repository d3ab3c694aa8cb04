/**
 * Makes an adapter from the sources of an allocator with the edits of a fault in them.
 *
 *     source --edits--> faulty source --TypeScript--> function (exports, require, burn) --> adapter
 *
 * Every loop burns fuel, and every call of the adapter starts with a full tank, so that a fault
 * that loops for ever is seen as a throw, whatever the clock says. The same text is compiled
 * once; the modules themselves are made anew each time, so no state goes from fault to fault.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { checkAdapter } from '../conformance/index.ts';
import type { Adapter } from '../spec/index.ts';
import type { Edit, Fault, Options, Target } from './fault.ts';

/** Where the adapter of a target is, under which name, and whether it is made by a function. */
const entryOf = (target: Target) =>
  target === 'double'
    ? { file: 'mutation/doubles/heap.ts', name: 'adapter', isFactory: false }
    : { file: `impl/adapters/${target}.ts`, name: `${target}Adapter`, isFactory: true };

/** Far more loop iterations than any call makes in the arenas of the kit. */
const TANK = 500_000;

export type Sources = Pick<Fault, 'target' | 'edits' | 'options'>;

/** Throws an Error if an edit does not match exactly once, or leaves no TypeScript behind. */
export function loadFaulty({ target, edits, options = {} }: Sources): Adapter {
  const linker = new Linker(edits);
  const { file, name, isFactory } = entryOf(target);
  const exported: unknown = Reflect.get(linker.load(file), name);
  const made: unknown = isFactory ? callFactory(exported, options) : exported;
  linker.assertAllUsed(target);
  const checked = checkAdapter(made, file);
  if (!checked.ok) throw new Error(checked.problem);
  return linker.fuelled(checked.value);
}

/** The edited text of a file; `edits` are those of this file. */
export function applyEdits(file: string, source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { find, replace }) => {
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${file} must contain ${find} once, and does ${count} times`);
    return text.replace(find, () => replace);
  }, source);
}

function callFactory(factory: unknown, options: Options): unknown {
  if (typeof factory !== 'function') throw new Error('the entry exports no adapter factory');
  return Reflect.apply(factory, undefined, [options]);
}

type Exports = Record<string, unknown>;
type Compiled = (exports: Exports, require: (name: string) => unknown, burn: () => void) => void;

const root = fileURLToPath(new URL('..', import.meta.url));
/** By file and text: a source is compiled once. */
const compiled = new Map<string, Compiled>();
const requirePackage = createRequire(import.meta.url);

/** The modules of one adapter, and the tank that their loops burn from. */
class Linker {
  readonly #edits: readonly Edit[];
  readonly #modules = new Map<string, Exports>();
  #fuel = TANK;

  constructor(edits: readonly Edit[]) {
    this.#edits = edits;
  }

  load(file: string): Exports {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const exports: Exports = {};
    this.#modules.set(file, exports);
    this.#compiled(file)(
      exports,
      (name) => this.#require(file, name),
      () => this.#burn(),
    );
    return exports;
  }

  assertAllUsed(target: Target): void {
    const unused = this.#edits.find(({ file }) => !this.#modules.has(file));
    if (unused !== undefined) throw new Error(`${unused.file} is no part of the ${target} adapter`);
  }

  /** The adapter with a full tank for each of its calls. */
  fuelled(adapter: Adapter): Adapter {
    const create = (config: unknown): unknown => {
      this.#fuel = TANK;
      const subject: unknown = Reflect.apply(adapter.create, adapter, [config]);
      return typeof subject === 'object' && subject !== null
        ? this.#fuelledSubject(subject)
        : subject;
    };
    return Object.assign(Object.create(adapter), { ...adapter, create });
  }

  #fuelledSubject(subject: object): object {
    const methods = new Map<PropertyKey, unknown>();
    return new Proxy(subject, {
      get: (target, key) => {
        const member: unknown = methods.get(key) ?? Reflect.get(target, key);
        if (typeof member !== 'function' || methods.has(key)) return member;
        const method = (...args: unknown[]): unknown => {
          this.#fuel = TANK;
          return Reflect.apply(member, target, args);
        };
        methods.set(key, method);
        return method;
      },
    });
  }

  #burn(): void {
    if (--this.#fuel < 0) throw new Error(`a call made more than ${TANK} loop iterations`);
  }

  #require(from: string, name: string): unknown {
    return name.startsWith('.') ? this.load(join(dirname(from), name)) : requirePackage(name);
  }

  #compiled(file: string): Compiled {
    const edits = this.#edits.filter((edit) => edit.file === file);
    const source = applyEdits(file, sourceOf(file), edits);
    const key = `${file}\n${source}`;
    const known = compiled.get(key) ?? compile(file, source);
    compiled.set(key, known);
    return known;
  }
}

export const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8');

function compile(file: string, source: string): Compiled {
  const { outputText, diagnostics = [] } = ts.transpileModule(source, {
    fileName: file,
    reportDiagnostics: true,
    transformers: { before: [burningLoops] },
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.CommonJS,
      isolatedModules: true,
    },
  });
  const [problem] = diagnostics;
  if (problem !== undefined) {
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`);
  }
  const filename = relative(root, join(root, file));
  return compileFunction(outputText, ['exports', 'require', BURN], { filename }) as Compiled;
}

const BURN = 'burnFuel';

/** Puts a call of `burnFuel` at the beginning of every loop body. */
function burningLoops(context: ts.TransformationContext): (file: ts.SourceFile) => ts.SourceFile {
  const { factory } = context;
  const burning = (body: ts.Statement): ts.Statement => {
    const burn = factory.createCallExpression(factory.createIdentifier(BURN), undefined, []);
    return factory.createBlock([factory.createExpressionStatement(burn), body]);
  };
  const visit = (node: ts.Node): ts.Node => {
    const inner = ts.visitEachChild(node, visit, context);
    if (ts.isForStatement(inner)) {
      const { initializer, condition, incrementor, statement } = inner;
      const body = burning(statement);
      return factory.updateForStatement(inner, initializer, condition, incrementor, body);
    }
    if (ts.isForOfStatement(inner)) {
      const { awaitModifier, initializer, expression, statement } = inner;
      const body = burning(statement);
      return factory.updateForOfStatement(inner, awaitModifier, initializer, expression, body);
    }
    if (ts.isWhileStatement(inner)) {
      return factory.updateWhileStatement(inner, inner.expression, burning(inner.statement));
    }
    if (ts.isDoStatement(inner)) {
      return factory.updateDoStatement(inner, burning(inner.statement), inner.expression);
    }
    return inner;
  };
  return (file) => ts.visitEachChild(file, visit, context);
}
