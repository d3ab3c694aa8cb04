/**
 * Reads the predicate of each clause out of the sources of the model: text, place, and what of the model
 * it is made with. Names are resolved by the compiler, so that a helper of the same name elsewhere is not
 * taken for it.
 */
import {
  type Identifier,
  type Symbol as Meaning,
  Node,
  Project,
  type SourceFile,
  SyntaxKind,
} from 'ts-morph';

export interface Place {
  /** From the root of the project. */
  readonly file: string;
  /** The first line is 1. */
  readonly line: number;
}

export interface Helper {
  readonly name: string;
  /** One place; for what each family provides by itself, one in each. */
  readonly places: readonly Place[];
}

export interface PredicateSource extends Place {
  readonly text: string;
  /** In the order of first use. */
  readonly uses: readonly Helper[];
}

export type Predicates = ReadonlyMap<string, readonly PredicateSource[]>;

const root = new URL('../..', import.meta.url);

/** By clause id; several where families judge a clause by different facts. */
export function readPredicates(): Predicates {
  const project = new Project({
    tsConfigFilePath: new URL('tsconfig.json', root).pathname,
    skipAddingFilesFromTsConfig: true,
  });
  const model = project
    .addSourceFilesAtPaths(new URL('model/**/*.ts', root).pathname)
    .filter((file) => !file.getFilePath().endsWith('.test.ts'));
  const reader = new Reader(model);
  const predicates = new Map<string, PredicateSource[]>();
  for (const { clause, node } of model.flatMap(tagged)) {
    predicates.set(clause, [...(predicates.get(clause) ?? []), reader.read(node)]);
  }
  return predicates;
}

interface Tagged {
  readonly clause: string;
  readonly node: Node;
}

/** The object literals of predicates, and functions that judge several clauses at once. */
function tagged(file: SourceFile): Tagged[] {
  const objects = file
    .getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)
    .flatMap((node): Tagged[] => {
      const named = node.getProperty('clause');
      if (!Node.isPropertyAssignment(named) || node.getProperty('check') === undefined) return [];
      const id = named.getInitializer();
      return Node.isStringLiteral(id) ? [{ clause: id.getLiteralValue(), node }] : [];
    });
  const functions = file.getFunctions().flatMap((node) =>
    node
      .getJsDocs()
      .flatMap((doc) => [...doc.getText().matchAll(/@clause ([\w.-]+)/g)])
      .map(([, clause = '']): Tagged => ({ clause, node })),
  );
  return [...objects, ...functions];
}

class Reader {
  readonly #model: ReadonlySet<SourceFile>;
  /** By the name of an interface of functions: the objects that are declared to be one. */
  readonly #made = new Map<string, Node[]>();

  constructor(model: readonly SourceFile[]) {
    this.#model = new Set(model);
    for (const variable of model.flatMap((file) => file.getVariableDeclarations())) {
      const type = variable.getTypeNode();
      const object = variable.getInitializer();
      if (!Node.isTypeReference(type) || !Node.isObjectLiteralExpression(object)) continue;
      const name = type.getTypeName().getText();
      this.#made.set(name, [...(this.#made.get(name) ?? []), object]);
    }
  }

  read(node: Node): PredicateSource {
    const uses = new Map<string, Helper>();
    for (const identifier of node.getDescendantsOfKind(SyntaxKind.Identifier)) {
      const helper = this.#helper(identifier, node);
      if (helper !== null && !uses.has(helper.name)) uses.set(helper.name, helper);
    }
    return { ...placeOf(node), text: dedented(node), uses: [...uses.values()] };
  }

  /** `null` for what is no function or constant of the model, or stands in the predicate itself. */
  #helper(identifier: Identifier, predicate: Node): Helper | null {
    const declaration = meaningOf(identifier)
      ?.getDeclarations()
      .find((each) => this.#model.has(each.getSourceFile()) && !isWithin(each, predicate));
    if (declaration === undefined) return null;
    if (Node.isFunctionDeclaration(declaration) || isNamedVariable(declaration)) {
      return { name: identifier.getText(), places: [placeOf(declaration)] };
    }
    return Node.isMethodSignature(declaration) ? this.#provided(identifier, declaration) : null;
  }

  /** A function that an interface asks for, where it is provided. */
  #provided(identifier: Identifier, signature: Node): Helper | null {
    const owner = signature.getParent();
    if (!Node.isInterfaceDeclaration(owner)) return null;
    const name = identifier.getText();
    const places = (this.#made.get(owner.getName()) ?? []).flatMap((object) => {
      const member = Node.isObjectLiteralExpression(object) ? object.getProperty(name) : undefined;
      return member === undefined ? [] : [placeOf(member)];
    });
    return { name: `${owner.getName()}.${name}`, places };
  }
}

/** An import stands for what it imports. */
function meaningOf(identifier: Identifier): Meaning | undefined {
  const symbol = identifier.getSymbol();
  return symbol?.getAliasedSymbol() ?? symbol;
}

const isNamedVariable = (node: Node): boolean =>
  Node.isVariableDeclaration(node) && Node.isIdentifier(node.getNameNode());

const isWithin = (node: Node, outer: Node): boolean =>
  node === outer || node.getAncestors().includes(outer);

const placeOf = (node: Node): Place => ({
  file: node.getSourceFile().getFilePath().slice(root.pathname.length),
  line: node.getStartLineNumber(),
});

/** The text of a node as if it stood at the left margin. */
function dedented(node: Node): string {
  const [first = '', ...rest] = node.getText().split('\n');
  const indents = rest.filter((line) => line !== '').map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return [first, ...rest.map((line) => line.slice(least))].join('\n');
}
