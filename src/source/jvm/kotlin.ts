import type { Node } from 'web-tree-sitter';
import type { CodeSymbol, JvmMethod } from '../symbols';
import { walkJvm, type JvmSymbols, type JvmWalk, type Span } from './collect';
import { few, inCode, withPart, type Around } from './kotlin-around';
import {
  annotationsBefore,
  classOfFile,
  methodNames,
  methodsIn,
  modifiersOf,
  namesForWithin,
  stringIn,
  withoutTicks,
  type Modifiers,
} from './kotlin-names';
import { enterAccessor, enterParameter, enterProperty } from './kotlin-properties';

/**
 * What kotlinc 1.5 to 2.x makes of Kotlin source. A lambda is a class of its own or, as of 2.0, a method beside the
 * function's; which, neither the text nor the version of the compiler says for certain, so it has the names of both:
 *
 *     fun total() { lines.sort { … } }        Cart$total$1.invoke        Cart.total$lambda$0
 *
 * The code of a lambda that an inline function is given runs in the frame of the function around it, as well or only;
 * so lambdas that are given to something own no lines.
 */
export function kotlinSymbolsOf(root: Node, text: string, path: string): readonly CodeSymbol[] {
  const top = topOf(root, path);
  const [file, ...symbols] = walkJvm(root, text, {
    nodeTypes: Object.keys(ENTER),
    top: () => top,
    enter: (node, around, added) => (around.isExpected ? undefined : ENTER[node.type](node, around, added)),
  } satisfies JvmWalk<Around>);
  const jvm = isScript(path) ? methodsIn(top.classes, ['<init>']) : file.jvm;
  return [{ ...file, jvm, hasLinesPastEnd: true }, ...symbols];
}

/** A script is a class, and its statements are the constructor. */
function isScript(path: string): boolean {
  return /\.kts$/i.test(path);
}

type Enter = (node: Node, around: Around, symbols: JvmSymbols) => Around | undefined;

const ENTER: Readonly<Record<string, Enter>> = {
  class_declaration: enterClass,
  object_declaration: enterClass,
  companion_object: enterCompanion,
  enum_entry: enterEntry,
  object_literal: enterObject,
  class_parameter: enterParameter,
  function_declaration: enterFunction,
  secondary_constructor: enterConstructor,
  anonymous_initializer: enterBlock,
  property_declaration: enterProperty,
  getter: enterAccessor,
  setter: enterAccessor,
  lambda_literal: enterLambda,
  anonymous_function: enterLambda,
  callable_reference: enterReference,
};

function topOf(root: Node, path: string): Around {
  const header = root.namedChildren.find((child) => child.type === 'package_header');
  const name = withoutTicks(header?.namedChildren[0]?.text ?? '').replace(/\s/g, '');
  const folders = name === '' ? '' : `${name.replaceAll('.', '/')}/`;
  const script = { classes: [folders + classOfFile(path)], part: '' };
  const facade = isScript(path) ? script : facadeOf(root, folders, path);
  return {
    row: 0,
    level: isScript(path) ? 'class' : 'file',
    folders,
    classes: facade.classes,
    prefixes: facade.classes.map((className) => `${className}$`),
    methods: isScript(path) ? methodsIn(facade.classes, ['_init_']) : [],
    part: facade.part,
    isInterface: false,
    isOfValue: false,
    isExpected: false,
  };
}

/** The class of what stands outside of classes. It is called for the file, unless the text says otherwise. */
function facadeOf(root: Node, folders: string, path: string): { classes: readonly string[]; part: string } {
  const annotations = root.namedChildren
    .filter((child) => child.type === 'file_annotation')
    .map((child) => child.text);
  const named = annotations.map((text) => (/\bJvmName\b/.test(text) ? stringIn(text) : undefined));
  const ofFile = `${classOfFile(path)}Kt`;
  const name = named.find((one) => one !== undefined) ?? ofFile;
  if (!annotations.some((text) => /\bJvmMultifileClass\b/.test(text))) {
    return { classes: [folders + name], part: '' };
  }
  const part = `${name}__${ofFile}`;
  return { classes: [folders + part, folders + name], part: `$${part}` };
}

function enterClass(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const name = node.childForFieldName('name');
  if (name === null || name.isMissing) return undefined;
  const modifiers = modifiersOf(node);
  if (modifiers.has('expect')) return { ...around, isExpected: true };
  const bare = withoutTicks(name.text);
  const classes =
    around.level === 'file' ? [around.folders + bare] : around.prefixes.map((prefix) => prefix + bare);
  const isInterface = node.children.some((child) => child.type === 'interface');
  const isOfValue = modifiers.has('value') || modifiers.has('inline');
  const row = symbols.add({
    name: bare,
    kind: 'class',
    parent: around.row,
    whole: declarationOf(node),
    named: name,
    body: declarationOf(node),
    runsFrom: name,
    mixesIn: isInterface && node.namedChildren.some((child) => child.type === 'delegation_specifiers'),
    jvm: [...initialisers(node, classes), ...methodsIn(classes, generatedNames(node, modifiers))],
  });
  return inClass(around, row, classes, { isInterface, isOfValue });
}

/** With its annotations. */
function declarationOf(node: Node): Span {
  return { startIndex: (annotationsBefore(node) ?? node).startIndex, endIndex: node.endIndex };
}

function inClass(
  around: Around,
  row: number,
  classes: readonly string[],
  { isInterface = false, isOfValue = false } = {},
): Around {
  return {
    ...around,
    row,
    level: 'class',
    classes: isInterface ? classes.flatMap((className) => [className, `${className}$DefaultImpls`]) : classes,
    prefixes: classes.map((className) => `${className}$`),
    methods: methodsIn(classes, ['_init_']),
    isInterface,
    isOfValue,
  };
}

/**
 * A class with a primary constructor is that constructor: it has all initialisers to run, and its parameters in the header.
 * Parameters that begin like any other's (none) make it a written one, see {@link matchJvm}.
 */
function initialisers(node: Node, classes: readonly string[]): JvmMethod[] {
  const body = bodyOf(node);
  const isPrimary =
    node.namedChildren.some((child) => child.type === 'primary_constructor') ||
    body?.namedChildren.some((child) => child.type === 'secondary_constructor') !== true;
  return classes.flatMap((className) => [
    { className, method: '<init>', ...(isPrimary ? { parameters: [] } : {}) },
    { className, method: '<clinit>' },
  ]);
}

function bodyOf(node: Node): Node | undefined {
  return node.namedChildren.find((child) => /^(?:enum_)?class_body$/.test(child.type));
}

/** What a class has without its text saying so. */
function generatedNames(node: Node, modifiers: Modifiers): string[] {
  const written = new Set(
    (bodyOf(node)?.namedChildren ?? [])
      .filter((child) => child.type === 'function_declaration')
      .map((child) => withoutTicks(child.childForFieldName('name')?.text ?? '')),
  );
  const names = [
    ...(modifiers.has('enum') ? ['values', 'valueOf', 'getEntries', '$values'] : []),
    ...(modifiers.has('data') ? [...OF_DATA, 'component*', 'copy', 'copy$default', 'copy-?'] : []),
    ...(modifiers.has('value') || modifiers.has('inline') ? [...OF_DATA, ...OF_VALUE] : []),
  ];
  return names.filter((name) => !written.has(name.replace(/-impl$/, '')));
}

const OF_DATA = ['equals', 'hashCode', 'toString'];
const OF_VALUE = [
  'constructor-impl',
  'box-impl',
  'unbox-impl',
  'equals-impl',
  'equals-impl0',
  'hashCode-impl',
  'toString-impl',
];

/** Its properties are set by the class around it, whose static fields they are. */
function enterCompanion(node: Node, around: Around, symbols: JvmSymbols): Around {
  const name = withoutTicks(node.childForFieldName('name')?.text ?? 'Companion');
  const classes = around.prefixes.map((prefix) => prefix + name);
  const row = symbols.add({
    name,
    kind: 'class',
    parent: around.row,
    whole: node,
    body: undefined,
    jvm: methodsIn(classes, ['<init>', '<clinit>']),
  });
  const within = inClass(around, row, classes);
  const outer = around.prefixes.map((prefix) => prefix.slice(0, -1));
  return {
    ...within,
    classes: [...classes, ...outer],
    methods: methodsIn([...outer, ...classes], ['_init_']),
  };
}

/** `RED { … }` is a class of its own. */
function enterEntry(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const body = bodyOf(node);
  if (body === undefined) return undefined;
  const identifier = node.namedChildren.find((child) => child.type === 'identifier');
  const name = withoutTicks(identifier?.text ?? '');
  const classes = around.prefixes.map((prefix) => prefix + name);
  const row = symbols.add({
    name,
    kind: 'class',
    parent: around.row,
    whole: node,
    body,
    jvm: methodsIn(classes, ['<init>', '<clinit>']),
  });
  return inClass(around, row, classes);
}

function enterObject(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const classes = around.prefixes.map((prefix) => `${prefix}*`);
  const type = node.namedChildren.find((child) => child.type === 'delegation_specifiers');
  const name = /^[\w.]*/.exec(type?.text ?? '')?.[0] ?? '';
  const row = symbols.add({
    name: name === '' ? 'object' : name,
    title: `<${name === '' ? 'object' : name}>`,
    kind: 'class',
    parent: around.row,
    whole: node,
    body: membersOf(node),
    jvm: methodsIn(classes, ['<init>']),
  });
  return inClass(around, row, classes);
}

/** What is around makes the object on the line of its first brace, and returns it on that of its last. */
function membersOf(node: Node): Span | undefined {
  const members = bodyOf(node)?.namedChildren ?? [];
  const [first] = members;
  const last = members.at(-1);
  return first && last && { startIndex: first.startIndex, endIndex: last.endIndex };
}

function enterFunction(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  const name = node.childForFieldName('name');
  if (name === null || name.isMissing) return undefined;
  const modifiers = modifiersOf(node);
  if (modifiers.has('expect')) return { ...around, isExpected: true };
  const bare = withoutTicks(name.text);
  const isLocal = around.level === 'code';
  const row = symbols.add({
    name: bare,
    kind: around.level === 'class' ? 'method' : 'function',
    parent: around.row,
    whole: declarationOf(node),
    named: name,
    body: declarationOf(node),
    jvm: isLocal ? localMethods(node, bare, modifiers, around) : memberMethods(node, bare, modifiers, around),
  });
  const within = isLocal
    ? around.methods.map(({ className, method }) => ({ className, method: `${method}$${bare}` }))
    : methodsIn(around.classes, namesForWithin({ node, name: bare, isOfValue: around.isOfValue }));
  return inCode(
    around,
    row,
    few(within),
    around.prefixes.map((prefix) => `${prefix}${bare}$`),
  );
}

function memberMethods(node: Node, bare: string, modifiers: Modifiers, around: Around): JvmMethod[] {
  const name = modifiers.argumentOf('JvmName') ?? bare;
  const names = methodNames({ node, modifiers, name, isOfValue: around.isOfValue });
  return methodsIn(around.classes, withPart(names, around));
}

/** `total$local`; of several with one name, all but one `total$local$1`, once `total$local-0`. */
function localMethods(node: Node, bare: string, modifiers: Modifiers, around: Around): JvmMethod[] {
  const names = methodNames({ node, modifiers, name: bare, isOfValue: false });
  const numbered = [`${bare}$*`, `${bare}-*`];
  return around.methods.flatMap(({ className, method }) =>
    withPart([...names, ...numbered], around).map((name) => ({ className, method: `${method}$${name}` })),
  );
}

function enterConstructor(node: Node, around: Around, symbols: JvmSymbols): Around {
  const row = symbols.add({
    name: '<init>',
    kind: 'method',
    parent: around.row,
    whole: node,
    body: node,
    jvm: around.classes.flatMap((className) => [
      { className, method: '<init>', parameters: [] },
      ...(around.isOfValue ? methodsIn([className], ['constructor-impl', 'constructor-?']) : []),
    ]),
  });
  return inCode(around, row, around.methods, around.prefixes);
}

/** `init { … }`: in the constructor; of an object, with its static fields. */
function enterBlock(node: Node, around: Around, symbols: JvmSymbols): Around {
  const row = symbols.add({
    name: '<init>',
    kind: 'method',
    parent: around.row,
    whole: node,
    body: node,
    jvm: methodsIn(around.classes, ['<init>', '<clinit>', ...(around.isOfValue ? ['constructor-impl'] : [])]),
  });
  return inCode(around, row, around.methods, around.prefixes);
}

function enterLambda(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
  if (isClassBody(node)) return undefined;
  const methods = around.methods.flatMap(({ className, method }) =>
    [`${method}$lambda$*`, `${method}$lambda-*`].map((name) => ({ className, method: name })),
  );
  const classes = around.prefixes.map((prefix) => `${prefix}*`);
  // A class implements whatever interface is asked for: `invoke`, `invokeSuspend`, `compare`.
  const ofClasses = methodsIn(classes, ['?']);
  const row = symbols.add({
    name: '<lambda>',
    kind: 'lambda',
    parent: around.row,
    whole: node,
    body: isGiven(node) ? undefined : { startIndex: node.startIndex + 1, endIndex: node.endIndex },
    jvm: [
      ...methods.flatMap(({ className, method }) =>
        withPart([method], around).map((name) => ({ className, method: name })),
      ),
      ...ofClasses,
    ],
  });
  return inCode(
    around,
    row,
    few([...methods, ...ofClasses]),
    classes.map((className) => `${className}$`),
  );
}

/** In `class Log : Sink by other() { … }` the grammar takes the class's body for a lambda that `other` is given. */
function isClassBody({ parent: given }: Node): boolean {
  return given?.type === 'annotated_lambda' && given.parent?.parent?.type === 'explicit_delegation';
}

/** Whether an inline function may be what gets it. */
function isGiven(node: Node): boolean {
  return node.parent?.type !== 'property_declaration' && node.parent?.type !== 'assignment';
}

/** `::total` is a class with an `invoke` where no method handle can do it. `Cart::class` is a constant. */
function enterReference(node: Node, around: Around, symbols: JvmSymbols): undefined {
  if (/::\s*class$/.test(node.text)) return undefined;
  symbols.add({
    name: '<lambda>',
    kind: 'lambda',
    parent: around.row,
    whole: node,
    body: undefined,
    jvm: methodsIn(
      around.prefixes.map((prefix) => `${prefix}*`),
      ['?'],
    ),
  });
  return undefined;
}
