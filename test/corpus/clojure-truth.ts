import type { Place } from '../../src/source/location';
import { isClosure, type CompiledMethod } from './jvm-truth';

/**
 * What Clojure's class files say besides: macros leave lines of other places in the methods that they make. Nothing here
 * is shared with the extractor of src/source/jvm/clojure.ts, which it is the measure of.
 */

/** Lines of the source file: macros of clojure.core leave the lines of core.clj, and 0 where they have none. */
export function linesInText(method: CompiledMethod, text: string): CompiledMethod {
  if (!isClojure(method)) return method;
  const count = text.split('\n').length;
  return { ...method, ownLines: method.ownLines.filter((line) => line > 0 && line <= count) };
}

/**
 * Those that were written for the method itself: a function that a macro made (`proxy`, `extend-type`, `#( … )`) begins on
 * the line of the list around it, which is the first of its class.
 */
export function linesOfBody(method: CompiledMethod): readonly number[] {
  const { owner, ownLines } = method;
  if (!isClojure(method)) return ownLines;
  const made = Math.min(...owner.methods.flatMap(({ lines }) => lines.filter((line) => line > 0)));
  const body = ownLines.filter((line) => line !== made);
  return body.length > 0 ? body : ownLines;
}

/** Such a function may have no other line: then it stands after that line, before the next form at the top of the file. */
export function isMadeAround(
  place: { readonly firstLine: number },
  method: CompiledMethod,
  text: string,
): boolean {
  const [made, ...rest] = method.ownLines;
  if (!isClojure(method) || made === undefined || rest.length > 0 || place.firstLine <= made) return false;
  return !text
    .split('\n')
    .slice(made, place.firstLine)
    .some((line) => line.startsWith('('));
}

/** What makes such a function has only the line of the list around: it is right where the function's body is. */
export function linesOfOwner(method: CompiledMethod): readonly number[] {
  const { owner, ownLines } = method;
  if (!isClojure(method) || !isClosure(owner)) return ownLines;
  return owner.methods.flatMap(({ lines }) => lines);
}

/** What makes a reified object is the compiler's, as what makes a function object is. */
export function isMaking(method: CompiledMethod): boolean {
  return isClojure(method) && method.name.startsWith('<') && /\$reify__\d+$/.test(method.owner.name);
}

/** `doInvoke` takes rest arguments, `invokePrim` numbers: ways to call a function like `invoke`. */
export function isFunctionEntry(method: CompiledMethod): boolean {
  return isClojure(method) && isClosure(method.owner) && /^(?:doInvoke|invokePrim)$/.test(method.name);
}

/**
 * Whether a place that is no lambda can be the function's. A function with a name is called so; what a macro made within it
 * must have none written as such (`(fn …)`, `#(…)`) where its body begins. `ns` makes functions that load, `defprotocol`
 * those that dispatch, `deftype` one that imports, of nothing but themselves. What is evaluated (`shop$eval12`) is a form at
 * the top of the file, and begins where that does.
 */
export function isOfForm(
  { symbol, kind, firstLine }: Pick<Place, 'symbol' | 'kind' | 'firstLine'>,
  method: CompiledMethod,
  text: string,
): boolean {
  const { superName, name } = method.owner;
  if (!superName.startsWith('clojure/lang/')) return false;
  const lines = text.split('\n');
  const called = name.slice(name.lastIndexOf('$') + 1);
  const [made] = method.ownLines;
  if (kind === 'class') return isFormOf('defprotocol|definterface|deftype|defrecord', lines[firstLine - 1]);
  if (kind === 'module') return /\$loading__/.test(name) || isFormOf('ns', lines[made - 1]);
  if (kind !== 'function') return false;
  if (/^eval\d+$/.test(called)) return firstLine === made;
  if (!/__\d+$/.test(called)) return unmunged(symbol).endsWith(unmunged(called));
  if (!called.startsWith('fn__') || !isFormOf('defn-?', lines[firstLine - 1])) return true;
  const [first] = linesOfBody(method);
  return !/\(fn[*\s[]|#\(/.test(lines[first - 1] ?? '');
}

/** `shop$total`; what stands within a function has a number. */
export function isOfVar({ owner }: CompiledMethod): boolean {
  return owner.superName.startsWith('clojure/lang/') && !/__\d+$/.test(owner.name);
}

function isFormOf(heads: string, line: string | undefined): boolean {
  return new RegExp(`^\\s*\\((?:${heads})(?=[\\s)]|$)`).test(line ?? '');
}

/**
 * Two classes made of one text: macros put what they are given into their expansion twice (`doseq`, `for`), and `for`
 * makes three functions within each other of one form. Their names differ in numbers alone, once those are taken for one.
 */
export function isOneForm(one: CompiledMethod, other: CompiledMethod): boolean {
  if (!isClojure(one) || !isClojure(other)) return false;
  if (formOf(one) !== formOf(other)) return false;
  return one.ownLines.some((line) => other.ownLines.includes(line));
}

function formOf({ owner }: CompiledMethod): string {
  const name = owner.name.replace(/__\d+/g, '');
  return /^(.*?\$iter)(?:\$fn|\$iter)*$/.exec(name)?.[1] ?? name;
}

function isClojure({ owner }: CompiledMethod): boolean {
  return /\.cljc?$/.test(owner.sourceFile);
}

/** `add_BANG_` is written `add!`; an underscore can have been a dash. */
export function namesInClojure(method: CompiledMethod): readonly string[] {
  if (!isClojure(method)) return [];
  const plain = withMarks(method.name);
  return [plain, plain.replaceAll('_', '-')];
}

/** One spelling for what is written and what it is compiled to: `add-line!` and `add_line_BANG_` are `add_line!`. */
export function unmunged(name: string): string {
  return withMarks(name).replaceAll('-', '_');
}

function withMarks(name: string): string {
  return name.replace(/_([A-Z]+)_/g, (all, word: string) => WRITTEN[word] ?? all);
}

const WRITTEN: Readonly<Record<string, string>> = {
  ...{ BANG: '!', QMARK: '?', STAR: '*', PLUS: '+', GT: '>', LT: '<', EQ: '=', AMPERSAND: '&', SLASH: '/' },
  ...{ PERCENT: '%', SINGLEQUOTE: "'", COLON: ':', BAR: '|', CARET: '^', TILDE: '~', SHARP: '#', DOT: '.' },
};
