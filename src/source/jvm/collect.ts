import type { Node } from 'web-tree-sitter';
import { MAX_NESTING, moduleSymbol, type CodeSymbol, type JvmMethod } from '../symbols';
import { writtenName } from './literal-names';

/**
 * What the extractors of JVM languages share: symbols made of spans of text, and a walk over a syntax tree. Which methods
 * a compiler makes of a scope is said in `jvm` by each language; what a frame looks like is known to none of them.
 */

/** A stretch of the text in UTF-16 units. Nodes of tree-sitter are spans; scanners make their own. */
export interface Span {
  readonly startIndex: number;
  readonly endIndex: number;
}

export interface JvmScope {
  /** As {@link CodeSymbol.name}: the method as written, `<init>`, `<clinit>`, `<lambda>`, or the class. */
  readonly name: string;
  /** What people are told after the enclosing symbol's name and a dot, where that is not `name`. */
  readonly title?: string;
  readonly kind: Exclude<CodeSymbol['kind'], 'module' | 'comprehension'>;
  /** Row of the enclosing symbol, as {@link JvmSymbols.add} gave it; 0 at the top of the file. */
  readonly parent: number;
  /** From the first annotation or modifier to the last bracket. */
  readonly whole: Span;
  /** Where a person looks for it: the name of a method, the keyword of a class. The start of `whole` if absent. */
  readonly named?: Span;
  /**
   * What runs in frames of this scope alone, of which whole lines become its own. Of a declaration this is `whole`, as no
   * compiler makes code of the declaring; of a lambda or an anonymous class its body, since making it is run by what is
   * around. undefined where what is around may run all of it (inlined lambdas): it then owns no line.
   */
  readonly body: Span | undefined;
  /**
   * Where `bodyLine` is, the start of `whole` if absent. Of a lambda: the first line that it can run. Of a class: the last
   * line of its header, to which compilers count what they add.
   */
  readonly runsFrom?: Span;
  readonly jvm: readonly JvmMethod[];
  /** Supertypes, last part of each name; of classes. */
  readonly bases?: readonly string[];
  readonly mixesIn?: boolean;
}

/** The symbols of one text, outer ones before those within. Row 0 is the file itself. */
export class JvmSymbols {
  readonly list: CodeSymbol[];
  private readonly lineStarts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
    this.list = [moduleSymbol(this.text, this.lineStarts.length)];
  }

  /** @returns its row, to be the parent of what is within */
  add(scope: JvmScope): number {
    const above = this.list[scope.parent];
    const prefix = scope.parent === 0 ? '' : `${above.qualifiedName}.`;
    const name = writtenName(scope.name);
    const firstLine = this.lineAt(scope.whole.startIndex);
    this.list.push({
      name,
      qualifiedName: prefix + (scope.title ?? name),
      kind: scope.kind,
      className: above.kind === 'class' ? above.name : above.className,
      firstLine,
      line: scope.named === undefined ? firstLine : this.lineAt(scope.named.startIndex),
      bodyLine: this.lineAt((scope.runsFrom ?? scope.whole).startIndex),
      endLine: this.lineAt(Math.max(scope.whole.startIndex, scope.whole.endIndex - 1)),
      own: this.ownLines(scope),
      parent: scope.parent,
      bases: scope.bases ?? [],
      mixesIn: scope.mixesIn === true,
      takesSelf: false,
      jvm: scope.jvm,
    });
    return this.list.length - 1;
  }

  /** Adds what a later part of the text tells of an earlier symbol: that a class has a field with an initialiser. */
  addMethods(row: number, methods: readonly JvmMethod[]): void {
    const symbol = this.list[row];
    this.list[row] = { ...symbol, jvm: [...(symbol.jvm ?? []), ...methods] };
  }

  /** From 1. */
  lineAt(index: number): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lineStarts[middle] <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private ownLines({ body, kind }: JvmScope): CodeSymbol['own'] {
    if (body === undefined) return { from: 1, to: 0 };
    const from = this.lineAt(body.startIndex);
    const to = this.lineAt(Math.max(body.startIndex, body.endIndex - 1));
    const before = this.text.slice(this.lineStarts[from - 1], body.startIndex);
    const after = this.text.slice(body.endIndex, (this.lineStarts[to] ?? this.text.length + 1) - 1);
    const nothingRuns = kind === 'lambda' ? NOTHING_RUNS : NOTHING_RUNS_IN_CLASS;
    return { from: from + (before.trim() === '' ? 0 : 1), to: to - (nothingRuns.test(after) ? 0 : 1) };
  }
}

/** A call counts to the line that it begins on, so brackets that end it run nothing; a brace that ends a method returns. */
const NOTHING_RUNS = /^[\s)\],;]*(?:\/\/.*|\/\*.*)?$/;

/** After a declaration a brace ends a class, where nothing runs. */
const NOTHING_RUNS_IN_CLASS = /^[\s)\],;}]*(?:\/\/.*|\/\*.*)?$/;

/** How one language walks its tree. `Around` is what it needs to know of what a node stands in. */
export interface JvmWalk<Around> {
  readonly nodeTypes: readonly string[];
  /** What stands around all of the file: its package, at least. */
  top(root: Node): Around;
  /**
   * Adds the node's symbols.
   *
   * @returns what stands around the nodes within; undefined where that is what stands around this one
   */
  enter(node: Node, around: Around, symbols: JvmSymbols): Around | undefined;
}

/** Every node of those types in order of position, outer ones first. No recursion: the stack has an end before the text has. */
export function walkJvm<Around>(root: Node, text: string, walk: JvmWalk<Around>): CodeSymbol[] {
  const symbols = new JvmSymbols(text);
  const open: { readonly around: Around; readonly endIndex: number }[] = [
    { around: walk.top(root), endIndex: Infinity },
  ];
  for (const node of root.descendantsOfType([...walk.nodeTypes])) {
    if (!node.isNamed) continue;
    while (node.startIndex >= open[open.length - 1].endIndex) open.pop();
    if (open.length > MAX_NESTING) continue;
    const { around } = open[open.length - 1];
    open.push({ around: walk.enter(node, around, symbols) ?? around, endIndex: node.endIndex });
  }
  return symbols.list;
}
