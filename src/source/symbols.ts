import type { Node } from 'web-tree-sitter';
import type { LineNumber } from '../profile/units';
import type { Scope, ScopeGrammar } from './scopes';

export type SymbolKind = 'module' | 'class' | 'function' | 'method' | 'lambda' | 'comprehension';

/**
 * A stretch of source that runs in a frame of its own, as Python's compiler makes code objects:
 *
 *     8   @cached                      firstLine
 *     9   def search(self, words,      line
 *     10             limit=10):
 *     11      found = self.index       bodyLine
 *     12      return found[:limit]     endLine
 */
export interface CodeSymbol {
  /** As the runtime calls it (`co_name`): `search`, `<lambda>`, `<genexpr>`, `<module>`. */
  readonly name: string;
  /** As the runtime qualifies it (`co_qualname`): `Catalog.search`, `make.<locals>.<lambda>`. */
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  /** The class that encloses it most closely, at any depth; '' outside of classes. */
  readonly className: string;
  readonly firstLine: LineNumber;
  readonly line: LineNumber;
  readonly bodyLine: LineNumber;
  readonly endLine: LineNumber;
  /**
   * Lines on which nothing but this symbol's body stands, so that no enclosing frame can run there; empty
   * (`from > to`) where the body shares every line with its surroundings.
   */
  readonly own: { readonly from: LineNumber; readonly to: LineNumber };
  /** Of a comprehension: lines with a part of its first iterable, which the enclosing frame runs: none of them is its own. */
  readonly iterable?: { readonly from: LineNumber; readonly to: LineNumber };
  /** Row of the enclosing symbol in the same list, -1 for the module. */
  readonly parent: number;
  /** Of a class: what it inherits from, last part of each name only. */
  readonly bases: readonly string[];
  /**
   * Of a class: whether its compiler gives it methods that only call those of what it inherits from. One of them can have
   * the name of one that is written, and nothing but its line tells them apart.
   */
  readonly mixesIn?: boolean;
  /** Of a function: whether its first parameter is `self`. */
  readonly takesSelf: boolean;
  /** Of a file: whether frames may have lines after its end, which tell nothing of where they ran. */
  readonly hasLinesPastEnd?: boolean;
  /** What a JVM compiler makes of it: every method that runs code of this symbol. Absent in other languages. */
  readonly jvm?: readonly JvmMethod[];
}

/**
 * A method of a class file, as frames name it. `*` stands for a number that only the compiler knows, `?` for a word (a
 * hash, a module, a file's name), and `…` for all that it adds where it nests closures in closures:
 *
 *     com/shop/Cart        total              com/shop/Cart$Line   <init>       com/shop/Cart   lambda$total$*
 *     com/shop/Cart$*      run (anonymous)    com/shop/CartKt      discount
 */
export interface JvmMethod {
  /** Binary name with slashes. */
  readonly className: string;
  readonly method: string;
  /** Parameters as written, generics and annotations left out (`['int', 'String']`); absent where not known. */
  readonly parameters?: readonly string[];
  /**
   * Lines that the compiler counts to this method, where they are others than those of the symbol less those of the symbols
   * within: Scala's constructors have the line that follows the class, or the first one of its first method.
   */
  readonly lines?: readonly { readonly from: LineNumber; readonly to: LineNumber }[];
  /** Lines on which a method of this name is that of a symbol within, though methods of other names run there too. */
  readonly except?: readonly LineNumber[];
}

/**
 * What nests deeper is passed over: nobody writes it, and each level costs what all those within it do. A node of a tree is
 * asked for its parent, which takes as long as it is deep; and a lambda's words are part of every one around it.
 */
export const MAX_NESTING = 200;

/** Every scope of a parsed text, callers before callees: the module first, then in order of position. */
export function collectSymbols(root: Node, text: string, grammar: ScopeGrammar): CodeSymbol[] {
  const symbols: CodeSymbol[] = [moduleSymbol(text, text.split('\n').length)];
  const scopes: (Scope | undefined)[] = [undefined];
  const open: number[] = [0];
  for (const node of root.descendantsOfType([...grammar.nodeTypes])) {
    // The keyword `lambda` is a node of the same type as the expression.
    const scope = node.isNamed ? grammar.describe(node) : undefined;
    if (scope === undefined) continue;
    const parent = enclosing(node, open, scopes);
    if (open.length > MAX_NESTING) continue;
    open.push(symbols.length);
    scopes.push(scope);
    symbols.push(symbolOf(scope, node, parent, { symbols, text, grammar }));
  }
  return symbols;
}

/** A whole file. @param lineCount as an editor counts: one more where the text ends with a line break */
export function moduleSymbol(text: string, lineCount: number): CodeSymbol {
  const endLine = lineCount - (text.endsWith('\n') ? 1 : 0);
  return {
    name: '<module>',
    qualifiedName: '<module>',
    kind: 'module',
    className: '',
    firstLine: 1,
    line: 1,
    bodyLine: 1,
    endLine: Math.max(1, endLine),
    own: { from: 1, to: 0 },
    parent: -1,
    bases: [],
    takesSelf: false,
  };
}

/**
 * The scope whose frame runs `node`: the innermost that has it inside. Decorators, defaults and first iterables stand
 * within a scope's text and run outside of it. Drops what has ended from `open` on the way.
 */
function enclosing(node: Node, open: number[], scopes: readonly (Scope | undefined)[]): number {
  while (hasEnded(scopes[open[open.length - 1]], node)) open.pop();
  for (let depth = open.length - 1; depth > 0; depth--) {
    const scope = scopes[open[depth]];
    if (scope !== undefined && holds(scope.inside, node) && !holds(scope.outside, node)) return open[depth];
  }
  return 0;
}

/** A scope's text ends with what is inside of it, in every language so far. */
function hasEnded(scope: Scope | undefined, node: Node): boolean {
  return scope !== undefined && node.startIndex >= scope.inside.endIndex;
}

function holds(outer: Node | undefined, inner: Node): boolean {
  return outer !== undefined && outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

interface Surroundings {
  readonly symbols: readonly CodeSymbol[];
  readonly text: string;
  readonly grammar: ScopeGrammar;
}

function symbolOf(scope: Scope, node: Node, parent: number, around: Surroundings): CodeSymbol {
  const above = around.symbols[parent];
  const isMethod = scope.kind === 'function' && above.kind === 'class';
  const isBlock = scope.kind === 'function' || scope.kind === 'class';
  const end = isBlock ? endOfBlock(scope.inside) : scope.inside;
  const prefix = parent === 0 ? '' : above.qualifiedName + around.grammar.separatorAfter[above.kind];
  return {
    name: scope.name,
    qualifiedName: prefix + scope.name,
    kind: isMethod ? 'method' : scope.kind,
    className: above.kind === 'class' ? above.name : above.className,
    firstLine: scope.first.startPosition.row + 1,
    line: node.startPosition.row + 1,
    bodyLine: scope.body.startPosition.row + 1,
    endLine: end.endPosition.row + 1,
    own: ownLines(isBlock || scope.outside !== undefined ? end : scope.body, scope.body, around.text),
    ...(scope.outside && { iterable: linesOf(scope.outside) }),
    parent,
    bases: scope.bases,
    takesSelf: scope.takesSelf,
  };
}

/** The last node of a block that is no comment: comments after the last statement belong to nobody. */
function endOfBlock(body: Node): Node {
  let last = body;
  for (let child: Node | null = body; child !== null; child = lastBeforeComments(last)) last = child;
  return last;
}

function lastBeforeComments(node: Node): Node | null {
  let child = node.lastChild;
  while (child !== null && child.type === 'comment') child = child.previousSibling;
  return child;
}

function linesOf({ startPosition, endPosition }: Node): CodeSymbol['own'] {
  return { from: startPosition.row + 1, to: endPosition.row + 1 };
}

function ownLines(end: Node, body: Node, text: string): CodeSymbol['own'] {
  const lineStart = text.lastIndexOf('\n', body.startIndex - 1) + 1;
  const before = text.slice(lineStart, body.startIndex);
  const after = text.slice(end.endIndex, lineEnd(text, end.endIndex));
  return {
    from: body.startPosition.row + 1 + (before.trim() === '' ? 0 : 1),
    to: end.endPosition.row + 1 - (NOTHING_RUNS.test(after) ? 0 : 1),
  };
}

/** Closing brackets, commas and comments have no instructions on their line: a call counts to the line it begins on. */
const NOTHING_RUNS = /^[\s)\]},;]*(?:#.*)?$/;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
