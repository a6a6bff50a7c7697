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
 *     com.shop.Cart:total                 the Java agent; `com.shop.Cart::total` HotSpot itself
 *     com/shop/Cart.total(ILjava/lang/String;)V_[j]
 *
 * @returns undefined where the name is none of a JVM's method
 */
export function parseJvmFrameName(name: string): JvmFrameName | undefined {
  const [, called, signature = ''] = /^([^(]*)(\([^]*)?$/.exec(name.replace(/_\[[jik01]\]$/, '')) ?? [];
  if (called === undefined) return undefined;
  const parts = /^(.+?)(?:::?|\.)([^.:/[;]+)$/.exec(withoutModule(called));
  if (parts === null) return undefined;
  const [, owner, method] = parts;
  const className = owner.includes('/') ? owner : owner.replaceAll('.', '/');
  if (!/^[^\s.:/[;<>()]+(?:\/[^\s.:/[;<>()]+)*$/.test(className) || /\s/.test(method)) return undefined;
  return { className, method, parameters: parametersOf(signature) };
}

/** `app//`, `java.base/`, `java.base@17.0.1/`, `loader/module@1/` before a name with dots. */
function withoutModule(called: string): string {
  const slash = called.lastIndexOf('/');
  const rest = called.slice(slash + 1);
  const isDotted =
    (rest.match(/\./g)?.length ?? 0) > 1 ||
    called.endsWith('/', slash) ||
    /[.@]/.test(called.slice(0, slash));
  return slash >= 0 && isDotted ? rest : called;
}

function parametersOf(signature: string): readonly string[] | undefined {
  const inside = /^\(([^)]*)\)/.exec(signature)?.[1];
  // `(Cart.java:12)` is a place, not a parameter.
  if (inside === undefined || /:\d+$|^Native Method$|^Unknown Source$/.test(inside)) return undefined;
  const types = inside.trim();
  if (types === '') return [];
  return isDescriptor(types) ? fromDescriptor(types) : types.split(',').map(withoutGenerics);
}

const DESCRIPTOR = /\[*(?:[BCDFIJSZ]|L[^;,()]+;)/g;

function isDescriptor(types: string): boolean {
  return types.replace(DESCRIPTOR, '') === '';
}

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

function withoutGenerics(type: string): string {
  return type
    .replace(/<.*$/, '')
    .replace(/\s*\.\.\.$/, '[]')
    .trim();
}
