import type { Node } from 'web-tree-sitter';
import type { SymbolKind } from './symbols';

/** What {@link collectSymbols} must know of a grammar: which nodes run in a frame of their own, and which parts do. */
export interface ScopeGrammar {
  readonly nodeTypes: readonly string[];
  /** How the runtime joins an enclosing symbol's qualified name to the next: `Catalog` `.` `search`. */
  readonly separatorAfter: Readonly<Record<SymbolKind, string>>;
  /** undefined where recovery from a syntax error left too little of the node. */
  describe(node: Node): Scope | undefined;
}

export interface Scope {
  readonly name: string;
  /** A method is a function until its surroundings are known. */
  readonly kind: Exclude<SymbolKind, 'module' | 'method'>;
  /** What runs in the new frame: the body of a `def`, the whole of a comprehension. */
  readonly inside: Node;
  /** A part of `inside` that the enclosing frame runs all the same: a comprehension's first iterable. */
  readonly outside: Node | undefined;
  /** Where lines are the scope's own, see {@link CodeSymbol.own}. */
  readonly body: Node;
  /** First decorator, or the node itself. */
  readonly first: Node;
  readonly bases: readonly string[];
  readonly takesSelf: boolean;
}
