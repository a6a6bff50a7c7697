import type { JvmMethod } from '../symbols';

/**
 * What groovyc calls the classes and methods that it makes (2.0 to 4.0; MOPs of 1.8 as far as they are the same). Only
 * names: which stretch of text they are made of is read in groovy.ts.
 */
export interface GroovyClass {
  /** Binary names under which methods of the class run: a trait's run in its helper. */
  readonly names: readonly string[];
  /** Binary name of the class at the top of the file. */
  readonly outermost: string;
  readonly simpleName: string;
  readonly isSpecification: boolean;
}

/** What a closure stands in. */
export interface ClosurePlace {
  readonly inClass: GroovyClass;
  /** Method around, as the compiler names closures for it; '' for initialisers of instances and constructors. */
  readonly method: string;
  /** Class names of the closures around, outer ones first dropped; none where it stands in no other. */
  readonly closures: readonly string[];
}

/** More would only be spellings of one closure within lambdas within lambdas. */
const MAX_SPELLINGS = 8;

/**
 * Class names of a closure: `Shop$_total_closure*`, within another `Shop$_total_closure*$_closure*`; before Groovy 2.4
 * `Shop$_total_closure*_closure*`, and of an inner class `Shop$_Inner_total_closure*`. A lambda's are the same, but for
 * code that is compiled statically: `Shop$_total_lambda*`.
 */
export function closureClasses(place: ClosurePlace, isLambda: boolean): readonly string[] {
  const endings = isLambda ? ['closure*', 'lambda*'] : ['closure*'];
  const prefixes =
    place.closures.length > 0
      ? place.closures.flatMap((around) => [`${around}$_`, `${around}_`])
      : prefixesIn(place);
  return prefixes.flatMap((prefix) => endings.map((ending) => prefix + ending)).slice(0, MAX_SPELLINGS);
}

function prefixesIn({ inClass, method }: ClosurePlace): readonly string[] {
  const methods = method === '' ? [''] : methodNames(inClass, method).map((name) => `${encoded(name)}_`);
  const isInner = !inClass.names.includes(inClass.outermost);
  return methods.flatMap((name) => [
    ...inClass.names.map((className) => `${className}$_${name}`),
    ...(isInner ? [`${inClass.outermost}$_${inClass.simpleName}_${name}`] : []),
  ]);
}

/** A closure's code is `doCall`; `call` and the constructor only lead there. */
export function closureMethods(classNames: readonly string[]): JvmMethod[] {
  return classNames.flatMap((className) =>
    ['doCall', 'call', '<init>'].map((method) => ({ className, method })),
  );
}

/** A feature of a Spock specification gets a name without its words, its `where` block methods of its own. */
export function methodNames({ isSpecification }: GroovyClass, name: string): readonly string[] {
  if (!isSpecification || name.startsWith('<')) return [name];
  const feature = '$spock_feature_*_*';
  return [name, feature, `${feature}prov*`, `${feature}proc`];
}

/** As GeneratorContext.encodeAsValidClassName does. */
function encoded(method: string): string {
  return method.replace(/[ !/.;$<>[\]:\\]/g, '_');
}

/** What every class has without its text saying so; none of it has lines. */
const OF_CLASSES = [
  'getMetaClass',
  'setMetaClass',
  '$getStaticMetaClass',
  '$getLookup',
  '$createCallSiteArray',
  '$createCallSiteArray_*',
  '$getCallSiteArray',
  'this$dist$invoke$*',
  'this$dist$set$*',
  'this$dist$get$*',
  'invokeMethod',
  'getProperty',
  'setProperty',
  'methodMissing',
  'propertyMissing',
  '$static_methodMissing',
  '$static_propertyMissing',
  '$spock_initializeFields',
  '$spock_initializeSharedFields',
  // Of @ToString, @EqualsAndHashCode and all that includes them.
  'toString',
  'equals',
  'hashCode',
  'canEqual',
];

const OF_KINDS: Readonly<Record<string, readonly string[]>> = {
  enum: ['values', 'valueOf', 'next', 'previous', '$INIT'],
  record: ['getAt', 'toList', 'toMap', 'size'],
  trait: ['$init$', '$static$init$'],
};

/** What the compiler adds to a class, less what is written there. */
export function generatedMethods(
  { names }: GroovyClass,
  kind: string,
  properties: readonly string[],
  written: ReadonlySet<string>,
): JvmMethod[] {
  const accessors = properties.flatMap((name) => (kind === 'record' ? [name] : accessorsOf(name)));
  const methods = [...OF_CLASSES, ...(OF_KINDS[kind] ?? []), ...accessors].filter(
    (name) => !written.has(name),
  );
  return names.flatMap((className) => methods.map((method) => ({ className, method })));
}

/** Getter, setter, and the getter of a boolean. */
export function accessorsOf(property: string): string[] {
  // As of JavaBeans, `aName` stays as it is: getaName.
  const name = /^.[A-Z]/.test(property) ? property : property.charAt(0).toUpperCase() + property.slice(1);
  return [`get${name}`, `set${name}`, `is${name}`];
}
