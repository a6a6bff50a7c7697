import type { JvmMethod } from '../symbols';

/** What stands around a declaration of Kotlin, as far as it tells how methods within are called. */
export interface Around {
  /** Row of the enclosing symbol. */
  readonly row: number;
  readonly level: 'file' | 'class' | 'code';
  /** Package as folders, with a slash at its end; '' for the unnamed one. */
  readonly folders: string;
  /** Binary names of the classes that functions here become methods of. */
  readonly classes: readonly string[];
  /** What binary names of classes here begin with: `com/shop/Cart$total$`. */
  readonly prefixes: readonly string[];
  /** What lambdas and local functions here are named for. */
  readonly methods: readonly JvmMethod[];
  /** What private methods of a file end with that is one part of a class (`@JvmMultifileClass`). */
  readonly part: string;
  readonly isInterface: boolean;
  readonly isOfValue: boolean;
  /** Declared for other platforms to define: there is no code. */
  readonly isExpected: boolean;
}

/** Nested scopes without names multiply what they may be called; beyond this many the rest is not looked for. */
const MAX_NAMES = 16;

export function few<T>(names: readonly T[]): readonly T[] {
  return names.slice(0, MAX_NAMES);
}

export function inCode(
  around: Around,
  row: number,
  methods: readonly JvmMethod[],
  prefixes: readonly string[],
): Around {
  return { ...around, row, level: 'code', methods, prefixes: few(prefixes) };
}

export function withPart(names: readonly string[], { part }: Around): readonly string[] {
  return part === '' ? names : [...names, ...names.map((name) => name + part)];
}
