import { ACC_BRIDGE, ACC_ENUM, ACC_SYNTHETIC, type ClassFile, type ClassMethod } from './class-file';

/**
 * What class files alone say of a method: which source file it stands in, whether somebody wrote it, and by what names
 * people may call it. Nothing here is shared with the extractors of src/source, which it is the measure of.
 */
export interface CompiledMethod extends ClassMethod {
  readonly owner: ClassFile;
}

/** The package as folders, with a slash at its end; '' for the unnamed one. */
export function packageOf({ name }: ClassFile): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/**
 * The source file of a class: by its package's folders and SourceFile; where no such file is there, as Kotlin and Scala
 * allow, the only one of that name whose text names the package. undefined where that leaves none, or several.
 */
export function sourceOf(owner: ClassFile, sources: ReadonlyMap<string, string>): string | undefined {
  const named = [...sources.keys()].filter((path) => path.endsWith(`/${owner.sourceFile}`));
  const inPlace = named.filter((path) => path.endsWith(`/${packageOf(owner)}${owner.sourceFile}`));
  if (inPlace.length === 1) return inPlace[0];
  const inPackage = named.filter((path) => namesPackage(sources.get(path) ?? '', packageOf(owner)));
  return inPackage.length === 1 ? inPackage[0] : undefined;
}

/** Scala's `package a.b` and `package c` on lines of their own add up to one; Kotlin may put a part in backticks. */
function namesPackage(text: string, folders: string): boolean {
  const clauses = text.replaceAll('`', '').matchAll(/^\s*(?:package|\(ns)\s+(?:object\s+)?([\w.-]+)/gm);
  const named = [...clauses].map(([, name]) => name.replaceAll('-', '_'));
  const wanted = folders.slice(0, -1).replaceAll('/', '.');
  return named.some((_, i) => named.slice(0, i + 1).join('.') === wanted || named[i] === wanted);
}

/**
 * Why nobody wrote the method, so that its frames may land on anything that has their line, or on nothing; undefined where
 * somebody did. Counted and printed, as each of these could hide what the extractors cannot do.
 *
 * Marked as such by the compiler: bridges, `access$000`, `$values`, the classes of `switch` tables. Copies of what is
 * written elsewhere: `f$default`, `$$inlined$`. And the ones that compilers add to a class on the line of its header,
 * which they do by the handful (`copy`, `component1`, `productArity`; `values` and `valueOf` of an enum).
 */
export function whyGenerated(method: CompiledMethod): string | undefined {
  const { name, flags, owner, ownLines } = method;
  if (ownLines.length === 0) return 'all of its lines are other files’';
  if ((owner.flags & ACC_SYNTHETIC) !== 0 && !isPartOfFacade(owner)) return 'class marked as the compiler’s';
  if ((flags & ACC_BRIDGE) !== 0) return 'bridge';
  if (/\$\$inlined\$|\$inlined\$|\$WhenMappings$/.test(owner.name)) return 'copy of an inlined function';
  if (/\$default(?:\$\d+)*$/.test(name)) return 'default argument';
  if (/\$adapted$|^\$deserializeLambda\$$|\$\$forInline$|^access\$|\$\$inline\$/.test(name)) return 'adapter';
  if ((flags & ACC_SYNTHETIC) !== 0 && !isLambda(method)) return 'marked as the compiler’s';
  // What makes a function object is the compiler's; what it does when it is called was written.
  if (isClosure(owner) && name.startsWith('<')) return 'making of a function object';
  if ((owner.flags & ACC_ENUM) !== 0 && /^(?:values|valueOf|getEntries)$/.test(name)) return 'enum';
  if (method.annotations?.includes('Lgroovy/transform/Generated;') === true) {
    return 'marked as the compiler’s';
  }
  if (isForwarder(method)) return 'forwarder';
  if (isContinuation(owner)) return 'continuation';
  if (isAdapter(method)) return 'adapter';
  if (isOfCaseClass(method)) return 'copy of a case class';
  if (isStarter(owner)) return 'starter of a main method';
  return standsOnHeader(method) ? 'made on a header' : undefined;
}

export function isGenerated(method: CompiledMethod): boolean {
  return whyGenerated(method) !== undefined;
}

/**
 * `total` of a class that only calls the static `total$` of its trait, and `invoke` of Clojure that calls `invokeStatic`. And
 * what a class has for the methods of a delegate, or of an interface of Kotlin's that has code: a call to one of its own name, on the line of the class, which its constructor has too. The
 * same written by hand stands elsewhere, and is asked for.
 */
function isForwarder({ name, ownLines, forwardsTo, owner }: CompiledMethod): boolean {
  if (forwardsTo === undefined || name.startsWith('<')) return false;
  if (forwardsTo === `${name}$` || forwardsTo === `${name}$extension`) return true;
  if (isClosure(owner) && /^invoke(?:Static|Prim)$/.test(forwardsTo)) return true;
  const isOnHeader = (other: ClassMethod): boolean =>
    other.name === '<init>' && other.ownLines.includes(ownLines[0]);
  return forwardsTo === name && ownLines.length === 1 && owner.methods.some(isOnHeader);
}

/** kotlinc marks what a file of `@JvmMultifileClass` holds, `FlowKt__ZipKt`, as Java shall only see `FlowKt`. */
function isPartOfFacade({ name, sourceFile }: ClassFile): boolean {
  return sourceFile.endsWith('.kt') && /\w__\w+Kt$/.test(name);
}

/** What a suspended Kotlin function goes on with has the function's own lines. */
function isContinuation({ superName }: ClassFile): boolean {
  return /^kotlin\/coroutines\/jvm\/internal\/(?:Restricted)?ContinuationImpl$/.test(superName);
}

/** The class that Scala 3 makes of a `@main` method, which it calls. */
function isStarter({ sourceFile, methods, superName }: ClassFile): boolean {
  const isMain = methods.length === 2 && methods.some(({ name }) => name === 'main');
  return isMain && sourceFile.endsWith('.scala') && superName === 'java/lang/Object';
}

/** Scala spreads `copy` over the lines of the parameters. */
function isOfCaseClass({ name, owner }: CompiledMethod): boolean {
  return name === 'copy' && owner.methods.some((other) => other.name === 'productElement');
}

function standsOnHeader({ name, ownLines, owner }: CompiledMethod): boolean {
  const isInherited = owner.name.endsWith('$DefaultImpls') && ownLines.length === 2;
  if (name.startsWith('<') || isClosure(owner) || (ownLines.length !== 1 && !isInherited)) return false;
  const names = owner.methods
    .filter((other) => other.ownLines.join() === ownLines.join())
    .map((other) => other.name);
  return new Set(names).size > 2;
}

/**
 * kotlinc hands a function where a Java interface is asked for by way of a method that only calls it, on the line of the
 * lambda that it is; and reads a local `val a by lazy { … }` by way of one.
 */
function isAdapter({ name, descriptor, ownLines, owner }: CompiledMethod): boolean {
  return (
    owner.sourceFile.endsWith('.kt') &&
    /\$lambda\$\d+$/.test(name) &&
    ownLines.length === 1 &&
    /^\(Lkotlin\/(?:jvm\/functions\/Function|Lazy;\))/.test(descriptor)
  );
}

/**
 * Function objects: nobody calls their methods by name. Scala lifts a `try` that stands in an expression to a method, as the
 * JVM empties the stack where an exception is caught (LiftTry).
 */
export function isLambda(method: CompiledMethod): boolean {
  const { name, owner } = method;
  return (
    isKotlinConversion(method) ||
    /^liftedTree\d+\$\d+$/.test(name) ||
    /^lambda\$|^\$anonfun\$|\$\$anonfun\$|\$lambda[$-]\d+(?:\$\w+__\w+)?$/.test(name) ||
    (isClosure(owner) &&
      /^(?:invoke(?!(?:Suspend)?\$[a-zA-Z])|doCall|call|apply|create|isDefinedAt)/.test(name)) ||
    (isClosure(owner) && owner.sourceFile.endsWith('.scala'))
  );
}

/**
 * kotlinc makes a class of a lambda that becomes a Java interface. Its constructor has no line, as nobody wrote one;
 * `object : Runnable { … }` has one that has.
 */
function isKotlinConversion({ owner, name }: CompiledMethod): boolean {
  const constructor = owner.methods.find((one) => one.name === '<init>');
  const hasNoLine = constructor === undefined || constructor.lines.length === 0;
  return owner.sourceFile.endsWith('.kt') && /\$\d+$/.test(owner.name) && /^\w+$/.test(name) && hasNoLine;
}

/** Classes that stand for one function each. People may write a class that extends Groovy's, too. */
export function isClosure({ superName, name }: ClassFile): boolean {
  if (superName === 'groovy/lang/Closure') return /_(?:closure|lambda)\d+$/.test(name);
  return (
    CLOSURES.has(superName) ||
    /\$\$anonfun\$/.test(name) ||
    /^scala\/runtime\/Abstract(?:Partial)?Function/.test(superName)
  );
}

const CLOSURES: ReadonlySet<string> = new Set([
  'kotlin/jvm/internal/Lambda',
  'kotlin/coroutines/jvm/internal/SuspendLambda',
  'kotlin/coroutines/jvm/internal/RestrictedSuspendLambda',
  'kotlin/jvm/internal/FunctionReferenceImpl',
  'kotlin/jvm/internal/AdaptedFunctionReference',
  'clojure/lang/AFunction',
  'clojure/lang/RestFn',
  'clojure/lang/AFn',
]);

export function isInitialiser(method: CompiledMethod): boolean {
  const { name } = method;
  return (
    isHandedOn(method) ||
    name === '<init>' ||
    name === '<clinit>' ||
    name === '$init$' ||
    name.startsWith('delayedEndpoint$') ||
    name === 'constructor-impl'
  );
}

/** Scala 3 computes what a constructor hands on to another in a method of its own, `Cart$superArg$1`. */
export function isHandedOn({ name }: CompiledMethod): boolean {
  return /\$superArg\$\d+$/.test(name);
}

/**
 * What a person calls the method, without what compilers add, so that all methods made of one definition share it:
 *
 *     f$default  f$suspendImpl  f-Xy12_-c  f$extension  f$1  access$f  f$lzycompute         f
 *     getTotal   isTotal   setTotal   total_$eq                                             total
 *     $plus$eq                                                                              +=
 */
export function stemOf(name: string): string {
  const bare = name
    .replace(/^(?:access|super)\$/, '')
    .replace(/\$m[BCDFIJSVZ]*c[BCDFIJSVZ]*\$sp$/, '')
    .replace(
      /(?:\$(?:default|extension|lzycompute|lzyINIT|suspendImpl|adapted|annotations|impl|delegate)\d*|\$\d+)+$/,
      '',
    )
    .replace(/-(?:impl|[\w-]{7})$/, '')
    .replace(/_(?:\$eq|=)$/, '')
    .replace(/\$(?:default)?$/, '');
  // `akka$routing$ConsistentHash$$hashFor`, private to a class but called from another; it is no `#For`.
  const last = bare
    .replace(/^.*[^$]\$\$(?=.)(?:_\$)*/, '')
    // Scala 3 keeps the dollar of an object before them.
    .replace(/^\$([a-z]+)(?![a-z])/, (all, word: string) => (word in OPERATORS ? all : word))
    .replace(/\$u([\dA-F]{4})/g, unescape)
    .replace(/\$([a-z]+)/g, (all, word: string) => OPERATORS[word] ?? all);
  const property = /^(?:get|set|is)(?=\P{Ll})(.+)$/u.exec(last)?.[1];
  return property === undefined ? last : property[0].toLowerCase() + property.slice(1);
}

/**
 * Parts of a name that may be the one that was written in Kotlin: `addLenient$okhttp` is internal to a module, `total$local`
 * stands within `total`; after a dash comes a hash of types. `getORDER` reads `ORDER`, which stemOf does not know.
 */
export function namesInKotlin({ name, owner }: CompiledMethod): string[] {
  if (!owner.sourceFile.endsWith('.kt')) return [];
  const parts = name.split('$').map((part) => part.replace(/-(?:impl|[\w-]{7})$/, ''));
  return parts.flatMap((part) => [
    part,
    stemOf(part),
    part.replace(/^[gs]et/, ''),
    part.replace(/^set/, 'is'),
  ]);
}

function unescape(_: string, code: string): string {
  return String.fromCharCode(parseInt(code, 16));
}

/** scala.reflect.NameTransformer. */
const OPERATORS: Readonly<Record<string, string>> = {
  ...{ tilde: '~', eq: '=', less: '<', greater: '>', bang: '!', hash: '#', percent: '%', up: '^', amp: '&' },
  ...{ bar: '|', times: '*', div: '/', plus: '+', minus: '-', colon: ':', qmark: '?', at: '@', bslash: '\\' },
};
