import { normaliseName } from '../../profile/frame-names';
import { literalName } from './literal-names';

/** A JVM frame's name in its parts. */
export interface JvmFrameName {
  /** Binary name with slashes: `com/shop/Cart$Line`. */
  readonly className: string;
  readonly method: string;
  /** Names of types, `int`, `java.lang.String[]`, where the frame has them. */
  readonly parameters?: readonly string[];
}

/**
 * Reads a method's name in every notation that profilers write:
 *
 *     com/shop/Cart.total                 JFR, async-profiler
 *     com.shop.Cart.total(int)            stack traces, also `java.base/java.lang.Thread.run`, `app//com.shop.Cart.total`
 *     com.shop.Cart:total                 perf maps; `com.shop.Cart::total` HotSpot itself
 *     com/shop/Cart.total(ILjava/lang/String;)V_[j]
 *
 * What the Java agent writes could not be observed: its users' guide shows the second one.
 *
 * Names of Kotlin and Groovy may be whole sentences, with brackets in them: `com/shop/CartTest.adds (two) items`. What can be
 * read in two ways is read in none: `adds two(items)` may be all name, or one with parameters.
 *
 * @returns undefined where the name is none of a JVM's method
 */
export function parseJvmFrameName(name: string): JvmFrameName | undefined {
  const parts = withoutSignature(normaliseName(name));
  if (parts === undefined) return undefined;
  const [, owner, method] = /^(.+?)(?:::?|\.)([^.:/[;]+)$/.exec(withoutModule(parts.called)) ?? [];
  if (owner === undefined || method === undefined || !NAME.test(method)) return undefined;
  const className = owner.includes('/') ? owner : owner.replaceAll('.', '/');
  if (!BINARY_NAME.test(className)) return undefined;
  return {
    className: literalName(className),
    method: literalName(method),
    parameters: parametersOf(parts.signature),
  };
}

/** JVMS 4.2.1 and 4.2.2: names have none of `. ; [ /`, and no compiler here takes line breaks, or spaces at the ends. */
const NAME = /^(?! )[^\u0000-\u001f]+(?<! )$/;

/** Spaces, and the brackets that come with them, only in a class that has a package: `a b.c` can be anything. */
const BINARY_NAME =
  /^(?:[^\s.:/[;<>()]+|[^\s.:/[;<>()]+(?:\/[^\s.:/[;<>()]+)*\/(?! )[^\u0000-\u001f.:/[;<>]+(?<! ))$/;

interface SignedName {
  readonly called: string;
  /** '' without one. */
  readonly signature: string;
}

function withoutSignature(name: string): SignedName | undefined {
  const [, called, signature] = SIGNED.exec(name) ?? [];
  if (called === undefined || signature === undefined) {
    // Brackets that do not end it are a sentence's.
    return !name.includes('(') || name.includes(' ') ? { called: name, signature: '' } : undefined;
  }
  const isSentence = /[ (]/.test(called);
  return isSentence && !isOfTypes(signature) ? undefined : { called, signature };
}

/** Brackets at the end, with no others in them, and the descriptor of what is returned. */
const SIGNED = /^([^]*?)(\([^()]*\)(?:\[*(?:[BCDFIJSVZ]|L[^;,()]+;))?)$/;

/** No words of a sentence: types with their packages, primitive ones, descriptors, a place, or nothing. */
function isOfTypes(signature: string): boolean {
  const inside = signature.slice(1, signature.indexOf(')'));
  const isType = (type: string): boolean =>
    /^(?:[\w$]+\.)+[\w$]+(?:\[\]|\.\.\.)*$|^(?:boolean|byte|char|double|float|int|long|short)(?:\[\]|\.\.\.)*$/.test(
      type.trim(),
    );
  return PLACE.test(inside) || inside.replace(DESCRIPTOR, '') === '' || inside.split(',').every(isType);
}

/** Of a stack trace: `(Cart.java:12)`. */
const PLACE = /:\d+$|^Native Method$|^Unknown Source$/;

/**
 * Takes away `java.base/`, `java.base@17.0.1/`, `loader/module@1/` and `app//`, which stand before names with dots. In
 * `com/shop/Cart.total` no slash ends one: before it is neither a dot nor a version, and one dot at most comes after.
 */
function withoutModule(called: string): string {
  const slash = called.lastIndexOf('/');
  const [before, after] = [called.slice(0, slash), called.slice(slash + 1)];
  const isModule = before.endsWith('/') || /[.@]/.test(before) || /\..*\./.test(after);
  return slash > 0 && isModule ? after : called;
}

/** @returns undefined where nothing is said of them */
function parametersOf(signature: string): readonly string[] | undefined {
  const inside = /^\(([^)]*)\)/.exec(signature)?.[1].trim();
  if (inside === undefined || PLACE.test(inside)) return undefined;
  if (inside === '') return [];
  if (inside.replace(DESCRIPTOR, '') === '') return fromDescriptor(inside);
  return inside.split(',').map((type) => type.trim().replace(/\s*\.\.\.$/, '[]'));
}

/** JVMS 4.3.2. */
const DESCRIPTOR = /\[*(?:[BCDFIJSZ]|L[^;,()]+;)/g;

function fromDescriptor(types: string): string[] {
  return (types.match(DESCRIPTOR) ?? []).map((type) => {
    const dimensions = type.lastIndexOf('[') + 1;
    const element = type.slice(dimensions);
    const named = element.startsWith('L') ? element.slice(1, -1).replaceAll('/', '.') : PRIMITIVES[element];
    return named + '[]'.repeat(dimensions);
  });
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  B: 'byte',
  C: 'char',
  D: 'double',
  F: 'float',
  I: 'int',
  J: 'long',
  S: 'short',
  Z: 'boolean',
};
