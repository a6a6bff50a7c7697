import type { JvmMethod } from '../symbols';

/**
 * What scalac 2.11 to 2.13 and Scala 3 call the methods that they make. Their numbers are `*`, see {@link JvmMethod}.
 * Nothing here looks at a syntax tree.
 */

/** scala.reflect.NameTransformer, which both compilers encode names with: `+=` is `$plus$eq`. */
export function encodeName(name: string): string {
  const bare = name.replace(/^`([^]*)`$/, '$1');
  return bare.replace(/[^\p{L}\p{N}_$]/gu, (character) => OPERATORS[character] ?? unicodeEscape(character));
}

const OPERATORS: Readonly<Record<string, string>> = {
  ...{ '~': '$tilde', '=': '$eq', '<': '$less', '>': '$greater', '!': '$bang', '#': '$hash' },
  ...{ '%': '$percent', '^': '$up', '&': '$amp', '|': '$bar', '*': '$times', '/': '$div', '+': '$plus' },
  ...{ '-': '$minus', ':': '$colon', '?': '$qmark', '@': '$at', '\\': '$bslash' },
};

function unicodeEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `$u${character.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')}`,
  ).join('');
}

/** A class nested in another: `Cart` and `Line` are `Cart$Line`, and so are the object `Cart$` and `Line`. */
export function nestedName(outer: string, name: string): string {
  return outer.endsWith('$') ? outer + name : `${outer}$${name}`;
}

/** A class file with methods in it. */
export interface ScalaClass {
  /** Binary name; an object's ends in `$`. */
  readonly className: string;
  readonly isTrait: boolean;
  /** `extends AnyVal`: what its methods do stands in methods of its companion. */
  readonly isValue: boolean;
  /** Class with static methods that only call those of this one, which is an object; undefined without any. */
  readonly forwarder: string | undefined;
  /** What the forwarder's class has methods of its own for. */
  readonly notForwarded: ReadonlySet<string>;
  /** Classes around, to which Scala 3 lifts closures of objects. */
  readonly outer: readonly string[];
}

/** Methods of a `def`, or of a `val` that has one. */
export function methodsOfMember(
  owner: ScalaClass,
  name: string,
  { isPrivate = false, hasDefaults = false } = {},
): JvmMethod[] {
  const names = [name, ...(hasDefaults ? [`${name}$default$*`] : [])];
  return names.flatMap((method) => [
    ...of(owner.className, method),
    ...(owner.isTrait
      ? [...of(owner.className, `${method}$`), ...of(`${owner.className}$class`, method)]
      : []),
    ...(isPrivate ? privateNames(owner, method) : []),
    ...forwarded(owner, method),
    ...(owner.isValue ? extensions(owner.className, method) : []),
  ]);
}

/** What is private to a class around, `private[Cart]`, is named for that one. Scala 3 keeps an object's `$`. */
function privateNames({ className, outer }: ScalaClass, method: string): JvmMethod[] {
  const kept = `${className.replaceAll('/', '$')}$$${method}`;
  return of(className, kept, ...outer.map((around) => expanded(around, method)), expanded(className, method));
}

export function forwarded({ forwarder, notForwarded }: ScalaClass, method: string): JvmMethod[] {
  return forwarder === undefined || notForwarded.has(method) ? [] : of(forwarder, method);
}

function extensions(className: string, method: string): JvmMethod[] {
  return [`${method}$extension`, `${method}$extension*`].flatMap((name) => [
    ...of(`${className}$`, name),
    ...of(className, name),
  ]);
}

/** A `lazy val`: 2.x computes it in `x$lzycompute`, Scala 3 in `x$lzyINIT1`. */
export function methodsOfLazy(owner: ScalaClass, name: string, isPrivate: boolean): JvmMethod[] {
  return [
    ...methodsOfMember(owner, name, { isPrivate }),
    ...of(owner.className, `${name}$lzycompute`, `${name}$lzyINIT*`, `${name}$lzy*$lzyINIT*`),
    ...(isPrivate ? privateNames(owner, `${name}$lzycompute`) : []),
  ];
}

/** What is defined within a method is lifted out of it, and numbered. */
export function methodsOfLocal(owner: ScalaClass, name: string, isLazy: boolean): JvmMethod[] {
  const names = [`${name}$*`, `${name}$default$*$*`];
  const all = isLazy ? [`${name}$*`, `${name}$lzycompute$*`, `${name}$lzyINIT*$*`] : names;
  return hostsOf(owner).flatMap((host) => [
    ...of(host, ...all, ...all.map((method) => expanded(owner.className, method))),
    ...owner.outer.slice(0, 1).flatMap((around) => inAnonymous(host, around, all)),
    ...liftedTo(owner, host, all),
  ]);
}

/** 2.x: `com$shop$Cart$$nestedInanon$1$$helper$1` in `Cart$$anon$1`. */
function inAnonymous(host: string, outer: string, methods: readonly string[]): JvmMethod[] {
  if (!host.endsWith('$anon$*')) return [];
  return of(host, ...methods.map((method) => expanded(outer, `nestedInanon$*$$${method}`)));
}

/** A method that closures stand in, as compilers name the closures for it. */
export interface ClosureNames {
  /** `$anonfun$NAME$1` */
  readonly scala2: readonly string[];
  /** `NAME$$anonfun$1` */
  readonly scala3: readonly string[];
}

/** Closures in fields, statements of a class and arguments of its superclass. */
export const CLOSURES_OF_CLASS: ClosureNames = { scala2: ['new'], scala3: ['$init$', '$lessinit$greater$'] };

/** What a superclass, or another constructor, is given is computed in a method of Scala 3's. */
export function closuresOfHeader(name: string): ClosureNames {
  const { scala2, scala3 } = CLOSURES_OF_CLASS;
  return { scala2, scala3: [...scala3, superArguments(name)] };
}

export function superArguments(name: string): string {
  return `${encodeName(name)}$superArg$*`;
}

/** Those that do what the text says, in three styles: 2.12 and later, Scala 3, and classes of their own. */
export function closureMethods(owner: ScalaClass, names: ClosureNames): JvmMethod[] {
  const scala2 = names.scala2.map((name) => `$anonfun$${name}$*`);
  const scala3 = [
    ...names.scala3.map((name) => `${name}$$anonfun$…`),
    ...['$anonfun$*', '$anonfun$*$$anonfun$…'],
  ];
  return hostsOf(owner).flatMap((host) => [
    ...of(host, ...scala2, ...scala3, ...scala2.map((method) => expanded(owner.className, method))),
    ...liftedTo(owner, host, scala3),
    ...owner.outer.slice(0, 1).flatMap((around) => inAnonymous(host, around, scala2)),
    ...functionClasses(owner, names).flatMap((name) => of(nestedName(host, name), '…')),
  ]);
}

/** 2.x makes classes of partial functions, and named them for the method around, however that was named. */
function functionClasses({ className }: ScalaClass, { scala2 }: ClosureNames): string[] {
  const ofConstructor = scala2.includes('new') ? ['$lessinit$greater'] : [];
  const prefixes = [...scala2, ...ofConstructor, ...scala2.map((name) => expanded(className, name))];
  return [
    ...['$anonfun$*', '$anonfun$*$$anonfun$…'],
    // `$anonfun$total$1`, of what is within `$anonfun$total$1$1`, `$anonfun$total$1$$anonfun$2`
    ...prefixes.flatMap((name) => [`$anonfun$${name}$*`, `$anonfun$${name}$*$…`]),
    ...scala2.map((name) => `$anonfun$$nestedInanonfun$${name}$…`),
  ];
}

/** Those that only box and unbox around one of the others. */
export function adaptedMethods(owner: ScalaClass, names: ClosureNames): JvmMethod[] {
  const scala2 = names.scala2.map((name) => `$anonfun$${name}$*$adapted`);
  return hostsOf(owner).flatMap((host) =>
    of(host, ...scala2, '$anonfun$adapted$*', ...scala2.map((method) => expanded(owner.className, method))),
  );
}

/** Scala 3 makes classes of partial functions like those of `new Runnable { … }`, and methods of the closures in them. */
export function partialFunctionMethods(owner: ScalaClass): JvmMethod[] {
  const made = partialFunctionClass(owner);
  return [
    ...of(made.className, '<init>', 'isDefinedAt', 'applyOrElse'),
    ...of(owner.className, 'applyOrElse$$anonfun$…', 'isDefinedAt$$anonfun$…'),
    ...closuresOfPartial(made),
  ];
}

export function partialFunctionClass({ className, outer }: ScalaClass): ScalaClass {
  return plainClass(nestedName(className, '$anon$*'), [className, ...outer]);
}

export function closuresOfPartial(made: ScalaClass): JvmMethod[] {
  return closureMethods(made, { scala2: [], scala3: ['applyOrElse', 'isDefinedAt'] });
}

export function plainClass(className: string, outer: readonly string[] = []): ScalaClass {
  return {
    className,
    isTrait: false,
    isValue: false,
    forwarder: undefined,
    notForwarded: new Set(),
    outer,
  };
}

/** Scala 3 puts classes of a method, without a name or with one, into any of the classes around them. */
export function withLifted(methods: readonly JvmMethod[]): JvmMethod[] {
  return methods.flatMap((method) => [
    method,
    ...liftedClasses(method.className).map((className) => ({ ...method, className })),
  ]);
}

function liftedClasses(className: string): string[] {
  // Classes of functions are of 2.x, which lifts none.
  if (!className.includes('$*') || className.includes('$$anonfun$')) return [];
  const found = new Set<string>();
  const top = className.lastIndexOf('/') + 1;
  for (const { index } of className.matchAll(/\$(?:\$anon|[^$/*]+)\$\*/g)) {
    for (
      let end = className.lastIndexOf('$', index - 1);
      end > top;
      end = className.lastIndexOf('$', end - 1)
    ) {
      if (className[end + 1] !== '*') found.add(className.slice(0, end) + className.slice(index));
    }
  }
  return [...found];
}

/** Where code of a class can have been put. */
function hostsOf({ className, isValue }: ScalaClass): readonly string[] {
  return isValue ? [className, `${className}$`] : [className];
}

/**
 * `com$shop$Cart$Deep$$$_$total$$anonfun$1` in `Cart$`: out of an object into the class around it. Each method, value or
 * function around it, but the one that it is named for, adds an underscore.
 */
function liftedTo({ outer, className }: ScalaClass, host: string, methods: readonly string[]): JvmMethod[] {
  const prefixes = [host, ...liftedClasses(host)].map((name) => name.replaceAll('/', '$'));
  const lifted = prefixes.flatMap((prefix) =>
    ['_$', '_$_$', '_$_$_$'].flatMap((around) =>
      methods.flatMap((method) => [`${prefix}$$${around}${method}`, `${prefix}$${around}${method}`]),
    ),
  );
  return [...of(className, ...lifted), ...outer.flatMap((around) => of(around, ...lifted, ...methods))];
}

/** A name that other classes need, of something private. 2.x leaves out the number of a class without a name. */
function expanded(className: string, method: string): string {
  return `${className.replace(/\$$|\$\*$/, '').replaceAll('/', '$')}$$${method}`;
}

export function of(className: string, ...methods: readonly string[]): JvmMethod[] {
  return methods.map((method) => ({ className, method }));
}
