import { normaliseName } from '../../profile/frame-names';

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
 * @returns undefined where the name is none of a JVM's method
 */
export function parseJvmFrameName(name: string): JvmFrameName | undefined {
  const [, called, signature = ''] = /^([^(]*)(\([^]*)?$/.exec(normaliseName(name)) ?? [];
  const parts = /^(.+?)(?:::?|\.)([^.:/[;\s]+)$/.exec(withoutModule(called ?? ''));
  if (parts === null) return undefined;
  const [, owner, method] = parts;
  const className = owner.includes('/') ? owner : owner.replaceAll('.', '/');
  return BINARY_NAME.test(className) ? { className, method, parameters: parametersOf(signature) } : undefined;
}

/** JVMS 4.2.1: a segment of a name has none of these. */
const BINARY_NAME = /^[^\s.:/[;<>()]+(?:\/[^\s.:/[;<>()]+)*$/;

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

/** @returns undefined where nothing is said of them; `(Cart.java:12)` of a stack trace is a place */
function parametersOf(signature: string): readonly string[] | undefined {
  const inside = /^\(([^)]*)\)/.exec(signature)?.[1].trim();
  if (inside === undefined || /:\d+$|^Native Method$|^Unknown Source$/.test(inside)) return undefined;
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
