import type { LineNumber } from '../profile/units';

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
  /** The class in whose body a method stands; '' for everything else. */
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
  /** Row of the enclosing symbol in the same list, -1 for the module. */
  readonly parent: number;
}
