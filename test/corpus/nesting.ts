import type { ClassFile } from './class-file';
import { unmunged } from './clojure-truth';
import type { CompiledMethod } from './jvm-truth';

/**
 * What must stand around a method by the class file alone: the classes of its InnerClasses and EnclosingMethod attributes
 * (JVMS 4.7.6, 4.7.7), and the method that a closure is named for. Lines cannot tell a constructor from that of the class
 * around it, nor a closure from its neighbour's; these names can.
 *
 *     com/shop/Cart$Line.lambda$total$0        Cart, Line, total        `Cart.Line.total.<lambda>`
 *
 * Only names that the text declares count. Others are the compiler's: `CartKt`, `Companion`, `$anon`, `lambda$new$0`.
 */
export function isInItsOwn(
  symbol: string,
  method: CompiledMethod,
  text: string,
  classes: ReadonlyMap<string, ClassFile>,
): boolean {
  const names = AROUND.get(method) ?? namesAround(method, text, classes);
  AROUND.set(method, names);
  const parts = symbol.replaceAll('`', '').split('.').map(unmunged);
  let at = -1;
  return names.every((name) => {
    at = parts.indexOf(unmunged(name), at + 1);
    return at >= 0;
  });
}

/** Each method is asked for once per line. */
const AROUND = new WeakMap<CompiledMethod, readonly string[]>();

/** Outermost first. */
function namesAround(
  method: CompiledMethod,
  text: string,
  classes: ReadonlyMap<string, ClassFile>,
): string[] {
  const named = namedClasses(method.owner, classes).filter((name) => isDeclared(CLASS_WORDS, name, text));
  const closure = closureOf(method);
  // Parts of a symbol are parted by dots: `..` is none.
  return closure !== undefined &&
    !unmunged(closure).includes('.') &&
    isDeclaredMethod(closure, method.owner, text)
    ? [...named, closure]
    : named;
}

function namedClasses(owner: ClassFile, classes: ReadonlyMap<string, ClassFile>): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let one: ClassFile | undefined = owner; one !== undefined && !seen.has(one.name);) {
    seen.add(one.name);
    const { inner, enclosingMethod, name } = one;
    names.unshift(simpleName(inner?.name ?? name.slice(name.lastIndexOf('/') + 1)));
    one = classes.get(inner?.outer === '' ? (enclosingMethod?.className ?? '') : (inner?.outer ?? ''));
  }
  return names.filter((name) => /^\w+$/.test(name));
}

/** Scala's objects end in a dollar, its local classes in one and a number. */
function simpleName(name: string): string {
  return name.replace(/\$(?:class|\d+)?\$?$/, '');
}

const CLASS_WORDS = 'class|interface|object|trait|enum|record|deftype|defrecord';

function isDeclared(words: string, name: string, text: string): boolean {
  return new RegExp(`\\b(?:${words})\\s+\`?${name}\\b`).test(text);
}

/** What javac, scalac, kotlinc, Groovy and Clojure name a closure for; undefined where for nothing that has a name. */
function closureOf({ name, owner }: CompiledMethod): string | undefined {
  if (owner.superName.startsWith('clojure/lang/')) {
    return /^[^$]+\$([^$]*?[^$\d])(?:\$|$)/.exec(owner.name)?.[1];
  }
  const named =
    /^lambda\$(\w+)\$\d+$/.exec(name) ??
    /^\$anonfun\$([a-zA-Z]\w*)\$\d+$/.exec(name) ??
    /^([a-zA-Z]\w*)\$lambda\$\d+/.exec(name) ??
    /\$_([a-zA-Z]\w*?)_(?:closure|lambda)\d+/.exec(owner.name);
  return named?.[1];
}

/** As a function and in no other way: a closure of a field or property stands in the class. */
export function isDeclaredMethod(name: string, { sourceFile }: ClassFile, text: string): boolean {
  if (!/^\w+$/.test(name)) return false;
  switch (/\w+$/.exec(sourceFile)?.[0]) {
    case 'clj':
    case 'cljc': {
      const defined = text.matchAll(/^\((?:defn-?|defmacro)\s+(?:\^\S+\s+)*([^\s()[\]]+)/gm);
      return [...defined].some(([, written]) => unmunged(written) === unmunged(name));
    }
    case 'scala':
      return isDeclared('def', name, text) && !isDeclared('val|var|object', name, text);
    case 'kt':
      return (
        new RegExp(`\\bfun\\b[^(\\n]*\\b${name}\\s*\\(`).test(text) && !isDeclared('val|var', name, text)
      );
    default:
      return new RegExp(`[\\w>\\]]\\s+${name}\\s*\\([^;{}]*\\)[^;{}=]*\\{`).test(text);
  }
}

/** Whether a line declares a function of that name: then it is no accessor that the header of a class makes. */
export function declaresFunction(name: string, line: string): boolean {
  return /^\w+$/.test(name) && new RegExp(`\\b(?:def|fun)\\b[^=({]*\\b${name}\\b`).test(line);
}
