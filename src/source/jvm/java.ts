import type { Node } from 'web-tree-sitter';
import type { CodeSymbol, JvmMethod } from '../symbols';
import { walkJvm, type JvmSymbols, type JvmWalk } from './collect';

/** What javac makes of Java source: JLS 13.1 for binary names, its own habits (LambdaToMethod, Lower) for the rest. */
export function javaSymbolsOf(root: Node, text: string): readonly CodeSymbol[] {
  return walkJvm(root, text, JAVA_WALK);
}

interface Around {
  /** Row of the enclosing symbol. */
  readonly row: number;
  /** Binary name of the class around, numbers as `*`; of the package and a slash where there is no class. */
  readonly className: string;
  readonly isInClass: boolean;
  /** What lambdas here are named for: the method, `new` or `static`. */
  readonly method: string;
  readonly isInLambda: boolean;
}

const CLASS_TYPES = new Set([
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
  'annotation_type_declaration',
]);

/** Nodes in which declared members stand; a class declared anywhere else is a local one. */
const CLASS_BODIES = new Set([
  'program',
  'class_body',
  'interface_body',
  'enum_body',
  'enum_body_declarations',
  'annotation_type_body',
]);

const JAVA_WALK: JvmWalk<Around> = {
  nodeTypes: [
    ...CLASS_TYPES,
    'class_body',
    'enum_constant',
    'method_declaration',
    'constructor_declaration',
    'compact_constructor_declaration',
    'static_initializer',
    'block',
    'field_declaration',
    'constant_declaration',
    'lambda_expression',
    'method_reference',
  ],
  top(root) {
    const declared = root.namedChildren.find((child) => child.type === 'package_declaration');
    const name =
      declared?.namedChildren.find((child) => /^(?:scoped_)?identifier$/.test(child.type))?.text ?? '';
    const className = name === '' ? '' : `${name.replace(/\s/g, '').replaceAll('.', '/')}/`;
    return { row: 0, className, isInClass: false, method: '', isInLambda: false };
  },
  enter(node, around, symbols) {
    if (CLASS_TYPES.has(node.type)) return enterClass(node, around, symbols);
    switch (node.type) {
      case 'class_body':
        return enterAnonymous(node, around, symbols);
      case 'enum_constant':
        return { ...around, method: 'static', isInLambda: false };
      case 'method_declaration':
        return enterMethod(node, around, symbols);
      case 'constructor_declaration':
      case 'compact_constructor_declaration':
        return enterConstructor(node, around, symbols);
      case 'static_initializer':
        return enterBlock(node, '<clinit>', around, symbols);
      case 'block':
        return CLASS_BODIES.has(node.parent?.type ?? '')
          ? enterBlock(node, '<init>', around, symbols)
          : undefined;
      case 'field_declaration':
      case 'constant_declaration':
        return { ...around, method: isStaticField(node) ? 'static' : 'new', isInLambda: false };
      default:
        return enterLambda(node, around, symbols);
    }
  },
};

function enterClass(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const name = node.childForFieldName('name');
  if (name === null || name.isMissing) return undefined;
  const isLocal = !CLASS_BODIES.has(node.parent?.type ?? '');
  const className = around.isInClass
    ? `${around.className}$${isLocal ? '*' : ''}${name.text}`
    : around.className + name.text;
  const row = symbols.add({
    name: name.text,
    kind: 'class',
    parent: around.row,
    whole: node,
    named: name,
    body: node,
    runsFrom: node.childForFieldName('body') ?? name,
    jvm: generatedMethods(node, className),
  });
  return { row, className, isInClass: true, method: 'new', isInLambda: false };
}

/** What a class has without its text saying so. Initialisers of fields count as the class's own, see {@link matchJvm}. */
function generatedMethods(node: Node, className: string): JvmMethod[] {
  const of = (...methods: readonly string[]): JvmMethod[] => methods.map((method) => ({ className, method }));
  switch (node.type) {
    case 'interface_declaration':
    case 'annotation_type_declaration':
      return of('<clinit>');
    case 'enum_declaration':
      return of('<init>', '<clinit>', 'values', 'valueOf', '$values');
    case 'record_declaration':
      return of('<init>', '<clinit>', ...generatedOfRecord(node));
    default:
      return of('<init>', '<clinit>', '$deserializeLambda$');
  }
}

/** Accessors and the methods of Object, but for those that are written. */
function generatedOfRecord(node: Node): string[] {
  const components = (node.childForFieldName('parameters')?.namedChildren ?? [])
    .map((parameter) => parameter.descendantsOfType('identifier').at(-1)?.text ?? '')
    .filter((name) => name !== '');
  const written = new Set(
    (node.childForFieldName('body')?.namedChildren ?? [])
      .filter(
        (member) =>
          member.type === 'method_declaration' &&
          (member.childForFieldName('parameters')?.namedChildCount ?? 0) === 0,
      )
      .map((member) => member.childForFieldName('name')?.text ?? ''),
  );
  return [...components, 'toString', 'hashCode', 'equals'].filter((name) => !written.has(name));
}

/**
 * `new Task(…) { … }` and enum constants with a body are classes without a name. What stands in their parentheses is run,
 * and numbered, by what is around.
 */
function enterAnonymous(body: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const node = body.parent;
  if (node === null || !ANONYMOUS.has(node.type)) return undefined;
  const className = `${around.className}$*`;
  const name = nameOfAnonymous(node);
  const start = newKeyword(node).startIndex;
  const row = symbols.add({
    name,
    title: node.type === 'enum_constant' ? undefined : `<${name}>`,
    kind: 'class',
    parent: around.row,
    whole: { startIndex: start, endIndex: node.endIndex },
    body,
    runsFrom: body,
    jvm: anonymousMethods(className, start, body, symbols),
  });
  return { row, className, isInClass: true, method: 'new', isInLambda: false };
}

/** They run on the line of `new`, or of the brace, and where fields are set; the lines of arguments are not theirs. */
function anonymousMethods(className: string, start: number, body: Node, symbols: JvmSymbols): JvmMethod[] {
  const linesOf = (from: number, end: number) => ({
    from: symbols.lineAt(from),
    to: symbols.lineAt(end - 1),
  });
  const fields = body.namedChildren
    .filter((member) => member.type === 'field_declaration')
    .map((field) => linesOf(field.startIndex, field.endIndex));
  const inBody = [linesOf(body.startIndex, body.startIndex + 1), ...fields];
  const init = { className, method: '<init>', lines: [linesOf(start, start + 1), ...inBody] };
  // Only these make code of `<clinit>`, which is also where the compiler keeps tables for switches.
  const hasStatic = /\b(?:static|assert|interface|enum|record)\b/.test(body.text);
  return hasStatic ? [init, { className, method: '<clinit>', lines: inBody }] : [init];
}

const ANONYMOUS = new Set(['object_creation_expression', 'enum_constant']);

function nameOfAnonymous(node: Node): string {
  const named = node.childForFieldName(node.type === 'enum_constant' ? 'name' : 'type');
  return (named?.text ?? '').replace(/<[^]*$/, '');
}

/** Of `outer.new Inner() {}` the part that counts as the class. */
function newKeyword(node: Node): Node {
  return node.children.find((child) => child.type === 'new') ?? node;
}

function enterMethod(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const name = node.childForFieldName('name');
  if (name === null || name.isMissing) return undefined;
  const row = symbols.add({
    name: name.text,
    kind: 'method',
    parent: around.row,
    whole: node,
    named: name,
    body: node,
    jvm: [{ className: around.className, method: name.text, parameters: parametersOf(node) }],
  });
  return { ...around, row, method: name.text, isInLambda: false };
}

function enterConstructor(node: Node, around: Around, symbols: JvmSymbols): Around {
  const record = node.parent?.parent;
  const declared = node.type === 'compact_constructor_declaration' && record ? record : node;
  const row = symbols.add({
    name: '<init>',
    kind: 'method',
    parent: around.row,
    whole: node,
    named: node.childForFieldName('name') ?? node,
    body: node,
    jvm: [{ className: around.className, method: '<init>', parameters: parametersOf(declared) }],
  });
  return { ...around, row, method: 'new', isInLambda: false };
}

function enterBlock(node: Node, name: '<init>' | '<clinit>', around: Around, symbols: JvmSymbols): Around {
  const row = symbols.add({
    name,
    kind: 'method',
    parent: around.row,
    whole: node,
    body: node,
    jvm: [{ className: around.className, method: name }],
  });
  return { ...around, row, method: name === '<init>' ? 'new' : 'static', isInLambda: false };
}

/** Those of interfaces are static without a word. */
function isStaticField(node: Node): boolean {
  if (node.type === 'constant_declaration') return true;
  const modifiers = node.namedChildren.find((child) => child.type === 'modifiers');
  return modifiers?.children.some((child) => child.type === 'static') === true;
}

/**
 * A lambda becomes a method named for the one around it and a number; up to JDK 8 `null` stands there for a lambda. A
 * method reference does where a method handle cannot do it: `super::total`, `int[]::new`, varargs.
 */
function enterLambda(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  if (!around.isInClass) return undefined;
  const { className, method } = around;
  const runs = node.childForFieldName('body') ?? node;
  const row = symbols.add({
    name: '<lambda>',
    kind: 'lambda',
    parent: around.row,
    whole: node,
    body: runs,
    runsFrom: runs,
    jvm: [
      { className, method: `lambda$${method}$*` },
      // Eclipse's compiler.
      { className, method: 'lambda$*' },
      ...(around.isInLambda ? [{ className, method: 'lambda$null$*' }] : []),
    ],
  });
  return { ...around, row, isInLambda: true };
}

/** Types as written, less generics, annotations and the names of what is outside: `int`, `String[]`, `Entry`. */
function parametersOf(node: Node): string[] {
  const list = node.childForFieldName('parameters')?.namedChildren ?? [];
  return list.flatMap((parameter) => {
    if (parameter.type === 'formal_parameter') {
      const dimensions = parameter.childForFieldName('dimensions')?.text ?? '';
      return [bareType(parameter.childForFieldName('type')?.text ?? '') + dimensions.replace(/\s/g, '')];
    }
    if (parameter.type !== 'spread_parameter') return [];
    const type = parameter.namedChildren.find((child) => child.type !== 'modifiers');
    return [`${bareType(type?.text ?? '')}[]`];
  });
}

function bareType(type: string): string {
  let depth = 0;
  let bare = '';
  for (const character of type.replace(/@[\w.]+(?:\([^)]*\))?/g, '').replace(/\s/g, '')) {
    if (character === '<') depth++;
    else if (character === '>') depth--;
    else if (depth === 0) bare += character;
  }
  return bare;
}
