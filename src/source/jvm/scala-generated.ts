import type { Node } from 'web-tree-sitter';
import type { CodeSymbol, JvmMethod } from '../symbols';
import type { JvmSymbols, Span } from './collect';
import type { Around } from './scala-classes';
import { trimmed } from './scala-closures';
import {
  encodeName,
  forwarded,
  methodsOfLazy,
  methodsOfLocal,
  methodsOfMember,
  of,
  type ScalaClass,
} from './scala-names';
import {
  anonymousClass,
  bodyOf,
  hasDefaults,
  hasModifier,
  isCase,
  parametersOf,
  secondaryConstructors,
} from './scala-tree';

/** Methods that Scala's compilers add to a class and its companion, without a text of their own. */

type Lines = NonNullable<JvmMethod['lines']>;

/**
 * The primary constructor runs the class's statements; an object's are run by `<clinit>` in 2.13 and Scala 3. They have
 * lines that are not theirs: 2.12 counts the superclass to the next token after the class, Scala 3 the beginning to the
 * first member. No other method has the name, so all lines of the class will do, less those of secondary constructors.
 */
export function constructorMethods(
  node: Node,
  { className, isTrait }: ScalaClass,
  text: string,
  symbols: JvmSymbols,
): JvmMethod[] {
  const lines = constructorLines(node, text, symbols);
  const names = isTrait ? ['$init$', '<init>'] : ['<init>'];
  const methods = [...of(className, ...names), ...(isTrait ? of(`${className}$class`, '$init$') : [])];
  return [
    ...methods.map((method) => ({ ...method, lines: [...lines, ...lineAfter(node, text, symbols)] })),
    ...of(className, '<clinit>').map((method) => ({ ...method, lines })),
  ];
}

export function constructorLines(node: Node, text: string, symbols: JvmSymbols): Lines {
  const end = (bodyOf(node) ?? node).endIndex;
  const { from, to } = linesOf(
    { startIndex: node.startIndex, endIndex: Math.max(node.endIndex, end) },
    text,
    symbols,
  );
  const lines: { from: number; to: number }[] = [];
  let at = from;
  const others = [
    ...secondaryConstructors(node).map((one) => linesOf(one, text, symbols)),
    ...(hasNoName(node) ? linesOfNameless(node, text, symbols) : []),
  ].sort((a, b) => a.from - b.from);
  for (const other of others) {
    lines.push({ from: at, to: other.from - 1 });
    at = Math.max(at, other.to + 1);
  }
  return [...lines, { from: at, to }].filter((range) => range.from <= range.to);
}

/** Classes without a name within another, which differ from it in no more than a number: they are made on their first line. */
function linesOfNameless(node: Node, text: string, symbols: JvmSymbols): { from: number; to: number }[] {
  return node.descendantsOfType('instance_expression').flatMap((inner) => {
    const made = inner.id === node.id ? undefined : anonymousClass(inner);
    if (made?.body === undefined || made.whole.id === node.id) return [];
    const { from, to } = linesOf(made.whole, text, symbols);
    return [{ from: from + (runsInMethod(made.whole, node) ? 0 : 1), to }];
  });
}

function runsInMethod(inner: Node, outer: Node): boolean {
  for (let node = inner.parent; node !== null && node.id !== outer.id; node = node.parent) {
    if (node.type === 'function_definition') return true;
  }
  return false;
}

function hasNoName({ type }: Node): boolean {
  return type === 'instance_expression' || type === 'call_expression' || type === 'infix_expression';
}

/**
 * Constructors of classes without a name have the lines, too, on which stands what they take along from the method around:
 * its parameters and values, but none of another such class.
 */
export function withLinesBefore(
  row: number,
  { startIndex }: Span,
  symbols: JvmSymbols,
  methods: readonly JvmMethod[],
): JvmMethod[] {
  let outermost = row;
  while (
    symbols.list[outermost].kind !== 'class' &&
    symbols.list[outermost].parent > 0 &&
    symbols.list[symbols.list[outermost].parent].kind !== 'class'
  ) {
    outermost = symbols.list[outermost].parent;
  }
  const { kind, firstLine } = symbols.list[outermost];
  const here = symbols.lineAt(startIndex);
  if (kind === 'class' || kind === 'module' || firstLine >= here) return [...methods];
  const others = symbols.list.filter(
    (other) => other.kind === 'class' && other.firstLine >= firstLine && other.endLine < here,
  );
  const before: { from: number; to: number }[] = [];
  let from = firstLine;
  for (const other of others) {
    if (other.firstLine > from) before.push({ from, to: other.firstLine - 1 });
    from = Math.max(from, other.endLine + 1);
  }
  if (from < here) before.push({ from, to: here - 1 });
  return methods.map((method) => ({ ...method, lines: [...(method.lines ?? []), ...before] }));
}

/** Of what follows a class that has a name. */
function lineAfter(node: Node, text: string, symbols: JvmSymbols): Lines {
  if (hasNoName(node)) return [];
  const { startIndex } = node;
  const { endIndex } = trimmed({ startIndex, endIndex: (bodyOf(node) ?? node).endIndex }, text);
  const line = symbols.lineAt(nextToken(text, endIndex));
  return [{ from: line, to: line }];
}

function linesOf(node: Span, text: string, symbols: JvmSymbols): CodeSymbol['own'] {
  const { startIndex, endIndex } = trimmed(node, text);
  return { from: symbols.lineAt(startIndex), to: symbols.lineAt(Math.max(startIndex, endIndex - 1)) };
}

function nextToken(text: string, from: number): number {
  const token = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
  token.lastIndex = from;
  return Math.min(from + (token.exec(text)?.[0].length ?? 0), text.length - 1);
}

/** Accessors of parameters, and their defaults, which stand in the companion. */
export function parameterMethods(node: Node, owner: ScalaClass): JvmMethod[] {
  const parameters = parametersOf(node);
  const names = parameters.map((one) => encodeName(one.childForFieldName('name')?.text ?? ''));
  const accessors = names.flatMap((name) => [
    ...methodsOfMember(owner, name, { isPrivate: true }),
    // Scala 3 has the second one for what a subclass hands on under the same name.
    ...of(owner.className, `${name}_$eq`, `${name}$accessor`),
  ]);
  return hasDefaults(parameters)
    ? [...accessors, ...inBoth(owner, '$lessinit$greater$default$*'), ...companionMethods(owner)]
    : accessors;
}

function inBoth({ className }: ScalaClass, ...methods: readonly string[]): JvmMethod[] {
  return [...of(className, ...methods), ...of(`${className}$`, ...methods)];
}

/** Of a companion that is not written. */
function companionMethods({ className }: ScalaClass): JvmMethod[] {
  return of(`${className}$`, '<init>', '<clinit>', 'writeReplace', 'readResolve');
}

const PRODUCT_METHODS: readonly string[] = [
  ...['productArity', 'productElement', 'productElementName', 'productElementNames', 'productIterator'],
  ...['productPrefix', 'canEqual', 'equals', 'hashCode', 'toString'],
];

export function classMethods(node: Node, owner: ScalaClass, hasCompanion: boolean): JvmMethod[] {
  return [
    ...parameterMethods(node, owner),
    ...(isCase(node) ? caseMethods(owner, hasCompanion) : []),
    ...(owner.isValue ? valueMethods(node, owner, hasCompanion) : []),
    ...of(owner.className, '$deserializeLambda$'),
  ];
}

function caseMethods(owner: ScalaClass, hasCompanion: boolean): JvmMethod[] {
  const { className } = owner;
  const companion = ['apply', 'apply$default$*', 'unapply', 'unapplySeq', 'fromProduct', 'curried', 'tupled'];
  return [
    ...of(className, ...PRODUCT_METHODS, 'copy', 'copy$default$*', '_*', 'ordinal'),
    ...inBoth(owner, ...companion, '$lessinit$greater$default$*'),
    ...of(`${className}$`, 'toString'),
    ...(hasCompanion ? [] : companionMethods(owner)),
  ];
}

function valueMethods(node: Node, owner: ScalaClass, hasCompanion: boolean): JvmMethod[] {
  const generated = isCase(node) ? [...PRODUCT_METHODS, 'copy', 'copy$default$*'] : ['equals', 'hashCode'];
  return [
    ...of(owner.className, 'equals', 'hashCode'),
    ...inBoth(owner, ...generated.map((method) => `${method}$extension`)),
    ...(hasCompanion ? [] : companionMethods(owner)),
  ];
}

export function objectMethods(node: Node, owner: ScalaClass): JvmMethod[] {
  const { className, forwarder } = owner;
  const mangled = className.replace(/\$$/, '').replaceAll('/', '$');
  const generated = isCase(node) ? PRODUCT_METHODS : [];
  return [
    ...of(className, 'writeReplace', 'readResolve', 'fromProduct', 'ordinal', '$deserializeLambda$'),
    ...generated.flatMap((method) => [...of(className, method), ...forwarded(owner, method)]),
    // Scala 3 has the class beside it initialise it.
    ...(forwarder === undefined ? [] : of(forwarder, '<clinit>')),
    // `extends App` in 2.x
    ...of(className, `delayedEndpoint$${mangled}$*`),
    ...of(`${className}delayedInit$body`, 'apply', '<init>'),
  ];
}

/** The companion of an enum has its simple cases, on the lines of the enum. */
export function enumMethods(node: Node, owner: ScalaClass, text: string, symbols: JvmSymbols): JvmMethod[] {
  const lines = [linesOf(node, text, symbols)];
  return [
    ...inBoth(owner, 'values', 'valueOf', 'fromOrdinal', 'ordinal'),
    ...of(owner.className, ...PRODUCT_METHODS),
    ...of(`${owner.className}$`, '$new', 'writeReplace', '$values', '$values$lzyINIT*'),
    ...of(`${owner.className}$`, '<init>', '<clinit>').map((method) => ({ ...method, lines })),
  ];
}

/** What instances of `case Red` have. */
export function enumCaseMethods(className: string): JvmMethod[] {
  return of(className, ...PRODUCT_METHODS, '<init>', 'readResolve', 'fromProduct', 'ordinal');
}

/**
 * How what is around a class or an object gets at it: `implicit class Rich(…)` is also a method `Rich`, and so is an
 * object in a class.
 */
export function accessMethods(
  node: Node,
  name: string,
  { owner, isLocal }: { readonly owner: ScalaClass | undefined; readonly isLocal: boolean },
): JvmMethod[] {
  if (owner === undefined) return [];
  const isInstance = node.type === 'object_definition' || isCase(node);
  if (!isInstance && !hasModifier(node, 'implicit')) return [];
  if (isLocal) return methodsOfLocal(owner, name, isInstance);
  return isInstance
    ? [...methodsOfLazy(owner, name, true), ...of(owner.className, `${name}$lzycompute$*`)]
    : methodsOfMember(owner, name, { hasDefaults: hasDefaults(parametersOf(node)) });
}

/** Scala 3 gives static twins of a trait's methods the line of the trait, 2.x that of the method. */
export function addTwins(name: string, { owner, row, isLocal }: Around, symbols: JvmSymbols): void {
  if (owner?.isTrait !== true || isLocal) return;
  const { line } = symbols.list[row];
  const twins = of(owner.className, `${name}$`, `${name}$default$*$`);
  symbols.addMethods(
    row,
    twins.map((method) => ({ ...method, lines: [{ from: line, to: line }] })),
  );
}
