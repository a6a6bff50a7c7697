import type { Node } from 'web-tree-sitter';
import type { Span } from './collect';
import { encodeName } from './scala-names';

/** Questions to the syntax tree of tree-sitter-scala. Methods of class files are named elsewhere. */

/** Classes and objects declared beside each other, by name as written: those of one name are companions. */
export interface Siblings {
  readonly classes: ReadonlyMap<string, Node>;
  readonly objects: ReadonlySet<string>;
}

export const CLASS_TYPES: readonly string[] = [
  'class_definition',
  'trait_definition',
  'enum_definition',
  'full_enum_case',
];

export function siblingsIn(body: Node | null): Siblings {
  const classes = new Map<string, Node>();
  const objects = new Set<string>();
  for (const child of body?.namedChildren ?? []) {
    const name = child.childForFieldName('name')?.text ?? '';
    if (CLASS_TYPES.includes(child.type)) classes.set(name, child);
    else if (child.type === 'object_definition') objects.add(name);
  }
  return { classes, objects };
}

/** The package that clauses without braces put the rest of a file, or of a package, in. */
export function packageWithin(body: Node, packageName: string): string {
  return body.namedChildren
    .filter((child) => child.type === 'package_clause' && child.childForFieldName('body') === null)
    .reduce((name, clause) => name + foldersOf(clause.childForFieldName('name')), packageName);
}

/** `com.shop` as `com/shop/`. */
export function foldersOf(name: Node | null): string {
  return (name?.namedChildren ?? []).map((part) => `${encodeName(part.text)}/`).join('');
}

export function hasModifier(node: Node, modifier: 'private' | 'lazy' | 'implicit' | 'inline'): boolean {
  const modifiers = node.namedChildren.find((child) => child.type === 'modifiers');
  return modifiers !== undefined && new RegExp(`\\b${modifier}\\b`).test(modifiers.text);
}

export function isCase(node: Node): boolean {
  return node.type === 'full_enum_case' || node.children.some((child) => child.type === 'case');
}

/** `val a, b` and `val (a, Some(b))` have both. */
export function namesOfPattern(pattern: Node): string[] {
  const isName = /^(?:operator_)?identifier$/.test(pattern.type);
  return isName ? [pattern.text] : pattern.descendantsOfType('identifier').map(({ text }) => text);
}

/** Parameters of a class, of all its lists. */
export function parametersOf(node: Node): Node[] {
  return ['class_parameters', 'parameters']
    .flatMap((field) => node.childrenForFieldName(field))
    .flatMap((list) => list.namedChildren)
    .filter(({ type }) => type === 'class_parameter' || type === 'parameter');
}

export function hasDefaults(parameters: readonly Node[]): boolean {
  return parameters.some((parameter) => parameter.childForFieldName('default_value') !== null);
}

/** Braces on a line of their own are a block after the class to the grammar, and its body to Scala. */
export function bodyOf(node: Node): Node | null {
  const body = node.childForFieldName('body');
  const next = node.nextNamedSibling;
  if (body !== null || next?.type !== 'block' || !BODIES.has(node.type)) return body;
  return next.startPosition.row <= node.endPosition.row + 1 ? next : null;
}

const BODIES: ReadonlySet<string> = new Set([
  ...['class_definition', 'trait_definition', 'object_definition', 'package_object'],
]);

/** What a class has methods of its own for, as written. */
export function membersOf(node: Node): string[] {
  const members = bodyOf(node)?.namedChildren ?? [];
  return [...parametersOf(node), ...members].flatMap((member) => {
    const pattern = member.childForFieldName('pattern');
    if (pattern !== null) return namesOfPattern(pattern);
    const name = member.childForFieldName('name')?.text;
    return name === undefined ? [] : [name];
  });
}

/**
 * Whether a class extends what may be a trait with code: all that is not known to be none. Types that Scala mixes in itself
 * have no code, and those of Java are classes or are called where they are.
 */
export function mixesIn(node: Node): boolean {
  const extended = node.childForFieldName('extend');
  if (extended === null) return false;
  const parents = extended.namedChildren.filter(({ type }) => /type|identifier/.test(type));
  return parents.some(
    ({ text }) =>
      !NO_TRAITS.test(
        text
          .replace(/[[(][^]*$/, '')
          .split('.')
          .at(-1) ?? '',
      ),
  );
}

const NO_TRAITS =
  /^(?:AnyVal|AnyRef|Object|Product|Serializable|Runnable|Callable|Comparable|AutoCloseable|Closeable|Thread|\w*(?:Exception|Error)|Throwable)$/;

/** How Scala 3 calls a `given` that has no name: `Show[List[Int]]` is `Show_List`. */
export function nameOfType(type: Node | null): string {
  if (type === null) return '';
  if (type.type !== 'generic_type') return lastName(type);
  const parts = type.childForFieldName('type_arguments')?.namedChildren ?? [];
  return [type.childForFieldName('type') ?? type, ...parts].map(lastName).join('_');
}

function lastName(type: Node): string {
  const named = type.type === 'generic_type' ? (type.childForFieldName('type') ?? type) : type;
  return encodeName(named.text.split('.').at(-1) ?? '');
}

/** `def this(…)` */
export function secondaryConstructors(node: Node): Node[] {
  const members = bodyOf(node)?.namedChildren ?? [];
  return members.filter(isSecondaryConstructor);
}

export function isSecondaryConstructor(node: Node): boolean {
  return node.type === 'function_definition' && (node.childForFieldName('name')?.text ?? 'this') === 'this';
}

export interface AnonymousClass {
  readonly whole: Node;
  /** undefined where only types are mixed in: `new Task(1) with Named`. */
  readonly body: Node | undefined;
}

/**
 * The class that `new Task { … }` makes. With more than one list of arguments, `new Task(1)(2) { … }`, and with what is
 * mixed in after arguments, `new Task(1) with Named { … }`, it is a call to the grammar, of what comes before the braces, or an
 * operator.
 */
export function anonymousClass(node: Node): AnonymousClass | undefined {
  const own = node.namedChildren.find((child) => child.type === 'template_body');
  if (own !== undefined) return { whole: node, body: own };
  let header = node;
  while (header.parent !== null && continuesHeader(header.parent, header)) header = header.parent;
  const call = header.parent;
  const body = call?.childForFieldName('arguments');
  const isClass = call?.type === 'call_expression' && body?.type === 'block' && header.id !== node.id;
  if (isClass && body) return { whole: call, body };
  return mixesTypes(node, header) ? { whole: header, body: blockOfLast(header) } : undefined;
}

function mixesTypes(node: Node, header: Node): boolean {
  if (node.namedChildren.some(({ type }) => type === 'compound_type')) return true;
  const operator = header.type === 'generic_function' ? header.firstNamedChild : header;
  return operator?.type === 'infix_expression';
}

/** Where nothing comes between, the braces are an argument of the last type: `new Task(1) with (Named { … })`. */
function blockOfLast(header: Node): Node | undefined {
  if (header.type !== 'infix_expression') return undefined;
  const last = header.childForFieldName('right');
  const body = last?.type === 'call_expression' ? last.childForFieldName('arguments') : null;
  return body?.type === 'block' ? body : undefined;
}

function continuesHeader(node: Node, header: Node): boolean {
  const isFirst = node.firstNamedChild?.id === header.id;
  switch (node.type) {
    case 'call_expression':
      return isFirst && node.childForFieldName('arguments')?.type === 'arguments';
    case 'infix_expression':
      return isFirst && node.childForFieldName('operator')?.text === 'with';
    default:
      return isFirst && node.type === 'generic_function';
  }
}

/** The grammar ends a method where a line does: `def total: Int⏎ = 1` leaves the body to what comes next. */
export function bodyOnNextLine(node: Node, text: string): Span | undefined {
  let next = node.nextNamedSibling;
  while (next !== null && /comment$/.test(next.type)) next = next.nextNamedSibling;
  const between = next?.type === 'ERROR' ? next.text : text.slice(node.endIndex, next?.startIndex);
  if (next === null || !/^\s*=(?![>=])/.test(between)) return undefined;
  return next.type === 'ERROR' && /^\s*=\s*$/.test(next.text) ? (next.nextNamedSibling ?? next) : next;
}

/** What is around makes room for local objects and lazy values on the line where they begin. */
export function afterFirstLine({ startIndex, endIndex }: Span, text: string): Span | undefined {
  const end = text.indexOf('\n', startIndex);
  return end < 0 || end >= endIndex ? undefined : { startIndex: end + 1, endIndex };
}
