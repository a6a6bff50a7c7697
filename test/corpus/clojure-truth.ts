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
 * the line of the list around it, which is that of its class's constructor.
 */
export function linesOfBody(method: CompiledMethod): readonly number[] {
  const { owner, ownLines } = method;
  if (!isClojure(method) || !isClosure(owner)) return ownLines;
  const made = owner.methods.find(({ name }) => name === '<init>')?.lines[0];
  const body = ownLines.filter((line) => line !== made);
  return body.length > 0 ? body : ownLines;
}

/** What makes such a function has only the line of the list around: it is right where the function's body is. */
export function linesOfOwner(method: CompiledMethod): readonly number[] {
  const { owner, ownLines } = method;
  if (!isClojure(method) || !isClosure(owner)) return ownLines;
  return owner.methods.flatMap(({ lines }) => lines);
}

/** `doInvoke` takes rest arguments, `invokePrim` numbers: ways to call a function like `invoke`. */
export function isFunctionEntry(method: CompiledMethod): boolean {
  return isClojure(method) && isClosure(method.owner) && /^(?:doInvoke|invokePrim)$/.test(method.name);
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
