import type { Node } from 'web-tree-sitter';
import { lastSegment } from '../frame-path';
import type { CodeSymbol, JvmMethod } from '../symbols';
import { walkJvm, type JvmSymbols, type JvmWalk, type Span } from './collect';
import { classOf, objectOf, outerOf, type Around, type Owned } from './scala-classes';
import {
  lastLinesOfLiterals,
  LITERAL_TYPES,
  linesOfLiteralsAlone,
  literalOf,
  mayBePartial,
  trimmed,
} from './scala-closures';
import {
  accessMethods,
  addTwins,
  classMethods,
  constructorMethods,
  enumCaseMethods,
  enumMethods,
  objectMethods,
  parameterMethods,
  withLinesBefore,
} from './scala-generated';
import {
  adaptedMethods,
  closureMethods,
  CLOSURES_OF_CLASS,
  closuresOfHeader,
  closuresOfPartial,
  encodeName,
  methodsOfLazy,
  methodsOfLocal,
  methodsOfMember,
  nestedName,
  of,
  partialFunctionClass,
  partialFunctionMethods,
  plainClass,
  superArguments,
  withLifted,
  type ClosureNames,
  type ScalaClass,
} from './scala-names';
import {
  afterFirstLine,
  anonymousClass,
  bodyOf,
  bodyOnNextLine,
  CLASS_TYPES,
  foldersOf,
  hasDefaults,
  hasModifier,
  isSecondaryConstructor,
  mixesIn,
  nameOfType,
  namesOfPattern,
  packageWithin,
  parametersOf,
  siblingsIn,
} from './scala-tree';

/** What scalac and Scala 3's compiler make of Scala source. */
export function scalaSymbolsOf(root: Node, text: string, path: string): readonly CodeSymbol[] {
  const symbols = walkJvm(root, text, new ScalaWalk(text, path));
  return symbols.map((symbol) =>
    symbol.jvm === undefined ? symbol : { ...symbol, jvm: withLifted(symbol.jvm) },
  );
}

class ScalaWalk implements JvmWalk<Around> {
  readonly nodeTypes = [
    ...['package_clause', 'package_object', 'object_definition', ...CLASS_TYPES],
    ...[
      'simple_enum_case',
      'given_definition',
      'instance_expression',
      'function_definition',
      'function_declaration',
    ],
    ...['val_definition', 'var_definition', ...LITERAL_TYPES],
  ];

  /** Bodies that the grammar has elsewhere than in what they are the bodies of, those within others last. */
  private spills: Spill[] = [];

  /** `{ self => … }` that is the body of a class, and no function. */
  private readonly selfTypes = new Set<number>();

  constructor(
    private readonly text: string,
    private readonly path: string,
  ) {}

  top(root: Node): Around {
    return {
      row: 0,
      packageName: packageWithin(root, ''),
      owner: undefined,
      host: undefined,
      closures: CLOSURES_OF_CLASS,
      isLocal: false,
      siblings: siblingsIn(root),
    };
  }

  enter(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    this.spills = this.spills.filter(({ endIndex }) => node.startIndex < endIndex);
    const within = this.spills.reduce(
      (now, spill) => (spill.outer === now && node.startIndex >= spill.startIndex ? spill.around : now),
      around,
    );
    return this.enterWithin(node, within, symbols);
  }

  private enterWithin(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    switch (node.type) {
      case 'package_clause':
        return this.enterPackage(node, around);
      case 'package_object':
      case 'object_definition':
        return this.enterObject(node, around, symbols);
      case 'simple_enum_case':
        return this.enterSimpleCase(node, around, symbols);
      case 'given_definition':
        return this.enterGiven(node, around, symbols);
      case 'instance_expression':
        return this.enterAnonymous(node, around, symbols);
      case 'function_declaration':
        return this.enterDeclaration(node, around, symbols);
      case 'function_definition':
        return this.enterFunction(node, around, symbols);
      case 'val_definition':
      case 'var_definition':
        return this.enterValue(node, around, symbols);
      default:
        return CLASS_TYPES.includes(node.type)
          ? this.enterClass(node, around, symbols)
          : this.enterLiteral(node, around, symbols);
    }
  }

  private enterPackage(node: Node, around: Around): Around | undefined {
    const body = node.childForFieldName('body');
    const name = node.childForFieldName('name');
    if (body === null || name === null) return undefined;
    const packageName = packageWithin(body, around.packageName + foldersOf(name));
    return { ...around, packageName, siblings: siblingsIn(body) };
  }

  private enterClass(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const name = node.childForFieldName('name');
    if (name === null || name.text === '') return undefined;
    const simple = encodeName(name.text);
    const owner = classOf(node, simple, around);
    const hasCompanion = !around.isLocal && around.siblings.objects.has(name.text);
    const jvm = [
      ...constructorMethods(node, owner, this.text, symbols),
      ...classMethods(node, owner, hasCompanion),
      ...(node.type === 'enum_definition' ? enumMethods(node, owner, this.text, symbols) : []),
      ...accessMethods(node, simple, around),
    ];
    addTwins(simple, around, symbols);
    return this.addClass(node, name, { owner, jvm, around, symbols });
  }

  private enterObject(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const name = node.childForFieldName('name');
    if (name === null || name.text === '') return undefined;
    const owner = objectOf(node, name, around);
    const jvm = [
      ...constructorMethods(node, owner, this.text, symbols),
      ...objectMethods(node, owner),
      ...accessMethods(node, encodeName(name.text), around),
    ];
    addTwins(encodeName(name.text), around, symbols);
    return this.addClass(node, name, { owner, jvm, around, symbols });
  }

  /** `case Red` and `case Red extends Color(1)` are instances of classes without a name. */
  private enterSimpleCase(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const name = node.childForFieldName('name');
    if (name === null || around.owner === undefined) return undefined;
    const className = nestedName(`${around.owner.className}$`, '$anon$*');
    const owner: ScalaClass = { ...around.owner, className, isTrait: false };
    return this.addClass(node, name, { owner, jvm: enumCaseMethods(className), around, symbols });
  }

  /** `given Show[Int] with …` is an object, one with parameters a class, and `given Show[Int] = …` a lazy value. */
  private enterGiven(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const type = node.childForFieldName('return_type');
    const name = node.childForFieldName('name');
    const called = name === null ? `given_${nameOfType(type)}` : encodeName(name.text);
    const within = this.withOwner(around, symbols);
    const hasParameters = node.childrenForFieldName('parameters').length > 0;
    if (node.childForFieldName('body')?.type !== 'with_template_body') {
      const methods = hasParameters
        ? methodsOfMember(within.owner, called)
        : methodsOfLazy(within.owner, called, false);
      return this.addFunction(node, name ?? node, called, { methods, around: within, symbols });
    }
    const hasTypes = node.childForFieldName('type_parameters') !== null;
    const isClass = hasParameters || hasTypes;
    const className = nestedName(within.owner.className, isClass ? called : `${called}$`);
    const owner: ScalaClass = { ...plainClass(className, outerOf(within.owner)) };
    const jvm = [
      ...constructorMethods(node, owner, this.text, symbols),
      ...of(className, 'writeReplace'),
      ...parameterMethods(node, owner),
      ...methodsOfMember(within.owner, called),
      ...methodsOfLazy(within.owner, called, false),
    ];
    return this.addClass(node, name ?? node, { owner, jvm, around: within, symbols, title: called });
  }

  private enterAnonymous(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const made = anonymousClass(node);
    if (made === undefined) return undefined;
    const { body } = made;
    this.noteSelfType(body);
    const outer = this.withOwner(around, symbols);
    const { className, outer: outers } = partialFunctionClass(outer.host ?? outer.owner);
    const owner = plainClass(className, outers);
    const type = node.namedChildren.find((child) => child.type !== 'template_body');
    const name = (type?.text ?? '').replace(/[[({\s][^]*$/, '');
    const whole = trimmed(made.whole, this.text);
    const row = symbols.add({
      name,
      title: `<${name}>`,
      kind: 'class',
      parent: around.row,
      whole,
      body: body && trimmed(body, this.text),
      runsFrom: body,
      jvm: [
        ...withLinesBefore(
          around.row,
          whole,
          symbols,
          constructorMethods(made.whole, owner, this.text, symbols),
        ),
        ...(body === undefined ? [] : this.closuresWithin(made.whole, owner, CLOSURES_OF_CLASS, symbols)),
      ],
    });
    const within: Around = {
      ...around,
      row,
      owner,
      host: undefined,
      closures: CLOSURES_OF_CLASS,
      isLocal: false,
      siblings: siblingsIn(body ?? null),
    };
    if (made.whole.id === node.id && body !== undefined) return within;
    // Its arguments are run by what is around; its body comes after it.
    if (body !== undefined) this.spills.push({ ...positionOf(body), outer: around, around: within });
    return undefined;
  }

  private noteSelfType(body: Node | null | undefined): void {
    const first = body?.namedChildren[0];
    if (first?.type === 'lambda_expression') this.selfTypes.add(first.id);
  }

  private enterFunction(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const name = node.childForFieldName('name');
    if (name?.text === '') return undefined;
    const within = this.withOwner(around, symbols);
    const { owner } = within;
    if (name === null || isSecondaryConstructor(node)) return this.enterSecondary(node, within, symbols);
    const called = encodeName(name.text);
    const methods = within.isLocal
      ? methodsOfLocal(owner, called, false)
      : methodsOfMember(owner, called, {
          isPrivate: hasModifier(node, 'private'),
          hasDefaults: hasDefaults(parametersOf(node)),
        });
    addTwins(called, within, symbols);
    const isMain = node.children.some((child) => child.type === 'annotation' && /^@main\b/.test(child.text));
    const entry = isMain ? of(around.packageName + called, 'main', '<init>') : [];
    return this.addFunction(node, name, name.text, {
      methods: [...methods, ...entry],
      around: within,
      symbols,
    });
  }

  private enterDeclaration(node: Node, outer: Around, symbols: JvmSymbols): undefined {
    const name = node.childForFieldName('name');
    if (name !== null && hasDefaults(parametersOf(node))) {
      addTwins(encodeName(name.text), outer, symbols);
    }
    const body = bodyOnNextLine(node, this.text);
    const around = body && this.enterFunction(node, outer, symbols);
    if (around !== undefined) this.spills.push({ ...positionOf(body), outer, around });
  }

  private wholeOf(node: Node): Span {
    const body = node.type === 'function_declaration' ? bodyOnNextLine(node, this.text) : undefined;
    return trimmed({ startIndex: node.startIndex, endIndex: body?.endIndex ?? node.endIndex }, this.text);
  }

  /** `def this(…)` */
  private enterSecondary(node: Node, around: Owned, symbols: JvmSymbols): Around {
    const { owner } = around;
    const whole = trimmed(node, this.text);
    const parent = around.row;
    const simple = encodeName(symbols.list[parent].name);
    const jvm = [
      ...of(owner.className, '<init>', superArguments(simple)),
      ...this.closuresWithin(node, owner, closuresOfHeader(simple), symbols),
    ];
    const row = symbols.add({ name: '<init>', kind: 'method', parent, whole, body: whole, jvm });
    return { ...around, row, isLocal: true };
  }

  private enterValue(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    const pattern = node.childForFieldName('pattern');
    if (pattern === null || pattern.text === '') return undefined;
    const names = namesOfPattern(pattern).map(encodeName);
    const within = this.withOwner(around, symbols);
    const { owner } = within;
    if (hasModifier(node, 'lazy') && names.length === 1) {
      const [name] = names;
      addTwins(name, within, symbols);
      const methods = around.isLocal
        ? methodsOfLocal(owner, name, true)
        : methodsOfLazy(owner, name, hasModifier(node, 'private'));
      return this.addFunction(node, pattern, pattern.text, { methods, around: within, symbols });
    }
    if (around.isLocal) return undefined;
    // Several names at once are taken from a tuple that the compiler calls `x$1`.
    const taken = names.length === 1 && pattern.type === 'identifier' ? [] : ['x$*'];
    const closures = { scala2: [...names, ...taken, 'new'], scala3: CLOSURES_OF_CLASS.scala3 };
    const accessors = names.flatMap((name) => [
      ...methodsOfMember(owner, name, { isPrivate: true }),
      ...methodsOfMember(owner, `${name}_$eq`, { isPrivate: true }),
    ]);
    const jvm = [...accessors, ...this.closuresWithin(node, owner, closures, symbols)];
    if (within.row === 0) {
      return this.addFunction(node, pattern, pattern.text, { methods: jvm, around: within, symbols });
    }
    symbols.addMethods(within.row, jvm);
    return { ...within, closures, isLocal: true };
  }

  private enterLiteral(node: Node, around: Around, symbols: JvmSymbols): Around | undefined {
    if (this.selfTypes.has(node.id)) return undefined;
    const literal = literalOf(node, this.text);
    if (literal === undefined || around.owner === undefined) return undefined;
    const { owner, host, closures } = around;
    const own = literal.hasCases ? partialFunctionClass(host ?? owner) : undefined;
    const first = symbols.lineAt(literal.whole.startIndex);
    const row = symbols.add({
      name: '<lambda>',
      kind: 'lambda',
      parent: around.row,
      whole: literal.whole,
      body: literal.body,
      runsFrom: literal.body,
      jvm: [
        ...closureMethods(owner, closures),
        ...adaptedMethods(owner, closures).map((method) => ({
          ...method,
          lines: [{ from: first, to: first }],
        })),
        ...(literal.hasCases ? partialFunctionMethods(owner) : []),
        ...(literal.hasCases && host !== undefined ? partialFunctionMethods(host) : []),
        ...(host === undefined ? [] : closuresOfPartial(host)),
      ],
    });
    return { ...around, row, isLocal: true, host: own ?? host };
  }

  private addClass(node: Node, name: Node, { owner, jvm, around, symbols, title }: NewClass): Around {
    const body = bodyOf(node);
    this.noteSelfType(body);
    // Of the class of an object's name an inherited method may be asked for by the name of one of the object's.
    const companion = around.isLocal ? undefined : around.siblings.classes.get(name.text);
    const endIndex = Math.max(node.endIndex, body?.endIndex ?? 0);
    const whole = trimmed({ startIndex: node.startIndex, endIndex }, this.text);
    const row = symbols.add({
      name: title ?? name.text,
      kind: 'class',
      parent: around.row,
      whole,
      named: name,
      body: around.isLocal ? afterFirstLine(whole, this.text) : whole,
      runsFrom: body ?? name,
      mixesIn: mixesIn(node) || (companion !== undefined && mixesIn(companion)),
      jvm: [
        ...jvm,
        ...of(owner.className, superArguments(title ?? name.text)),
        ...closureMethods(owner, closuresOfHeader(title ?? name.text)),
        ...adaptedMethods(owner, CLOSURES_OF_CLASS),
      ],
    });
    const within: Around = {
      ...around,
      row,
      owner,
      host: undefined,
      closures: CLOSURES_OF_CLASS,
      isLocal: false,
      siblings: siblingsIn(body),
    };
    if (body !== null && endIndex > node.endIndex) {
      this.spills.push({ ...positionOf(body), outer: around, around: within });
    }
    return within;
  }

  private addFunction(
    node: Node,
    named: Node,
    name: string,
    { methods, around, symbols }: NewFunction,
  ): Around {
    const { owner } = around;
    const called = encodeName(name);
    const own = around.isLocal ? [called, `${called}$*`] : [called, `${called}$lzyINIT*`];
    const extended = owner.isValue ? [`${called}$extension`] : [];
    const methodsOfHost = around.host === undefined ? [] : closuresOfPartial(around.host);
    const defaults = hasDefaults(parametersOf(node)) ? [`${called}$default$*`] : [];
    const closures: ClosureNames = {
      scala2: [called, ...extended, ...defaults, ...(around.isLocal ? around.closures.scala2 : [])],
      scala3: [...own, ...extended, ...defaults, ...(around.isLocal ? around.closures.scala3 : [])],
    };
    const whole = this.wholeOf(node);
    const lines = lastLinesOfLiterals(node, this.text, (index) => symbols.lineAt(index));
    const ends = lines.map((line) => ({ from: line, to: line }));
    const row = symbols.add({
      name,
      kind: around.isLocal || around.row === 0 ? 'function' : 'method',
      parent: around.row,
      whole,
      named,
      body: around.isLocal && node.type !== 'function_definition' ? afterFirstLine(whole, this.text) : whole,
      jvm: [
        ...methods,
        ...(ends.length > 0 ? methods.map((method) => ({ ...method, lines: ends })) : []),
        ...this.closuresWithin(node, owner, closures, symbols),
        ...methodsOfHost,
      ],
    });
    return { ...around, row, closures, isLocal: true };
  }

  /** Closures that are no symbols of their own. */
  private closuresWithin(
    node: Node,
    owner: ScalaClass,
    closures: ClosureNames,
    symbols: JvmSymbols,
  ): JvmMethod[] {
    const except = linesOfLiteralsAlone(node, this.text, (index) => symbols.lineAt(index));
    const methods = [
      ...closureMethods(owner, closures),
      ...adaptedMethods(owner, closures),
      ...(mayBePartial(node, this.text) ? partialFunctionMethods(owner) : []),
      ...(/\btry\b/.test(node.text) ? of(owner.className, 'liftedTree*$*') : []),
    ];
    return except.length === 0 ? methods : methods.map((method) => ({ ...method, except }));
  }

  /** Scala 3 puts what stands in no class into an object named for the file. */
  private withOwner(around: Around, symbols: JvmSymbols): Owned {
    const { owner } = around;
    if (owner !== undefined) return { ...around, owner };
    const file = lastSegment(this.path).replace(/\.\w+$/, '');
    const forwarder = `${around.packageName}${encodeName(file)}$package`;
    const className = `${forwarder}$`;
    const lines = [{ from: 1, to: symbols.list[0].endLine }];
    if (symbols.list[0].jvm === undefined) {
      symbols.addMethods(
        0,
        of(className, '<init>', '<clinit>', 'writeReplace').map((method) => ({ ...method, lines })),
      );
    }
    return { ...around, owner: { ...plainClass(className), forwarder } };
  }
}

/** A body, and what is around it there instead of what is to the grammar. */
interface Spill extends Span {
  readonly outer: Around;
  readonly around: Around;
}

interface NewClass {
  readonly owner: ScalaClass;
  readonly jvm: readonly JvmMethod[];
  readonly around: Around;
  readonly symbols: JvmSymbols;
  readonly title?: string;
}

interface NewFunction {
  readonly methods: readonly JvmMethod[];
  readonly around: Owned;
  readonly symbols: JvmSymbols;
}

function positionOf({ startIndex, endIndex }: Span = { startIndex: 0, endIndex: 0 }): Span {
  return { startIndex, endIndex };
}
