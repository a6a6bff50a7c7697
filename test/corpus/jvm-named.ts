import type { Place } from '../../src/source/location';
import { isFunctionEntry, isOfForm, namesInClojure } from './clojure-truth';
import { isInitialiser, isLambda, namesInKotlin, stemOf, type CompiledMethod } from './jvm-truth';
import { declaresFunction, isDeclaredMethod } from './nesting';

/** Whether a place that was answered has the name of a method, in each language; whether it has its lines is judged by the oracle. */

/** Whether people call the place what the compiler calls the method. */
export function isNamed(place: Place, method: CompiledMethod, text: string): boolean {
  const { symbol, kind } = place;
  const { name } = method;
  const isCalled = (...names: string[]): boolean =>
    names.some((one) => symbol === one || symbol.endsWith(`.${one}`));
  if (isInitialiser(method) && !isLambda(method)) {
    return kind === 'class' || kind === 'module' || isCalled('<init>', '<clinit>');
  }
  if (isLambda(method) || isFunctionEntry(method)) {
    return (
      kind === 'lambda' ||
      isCalled('<lambda>') ||
      isOfForm(place, method, text) ||
      isAroundClosure(symbol, kind, method)
    );
  }
  // Methods that a header alone makes: accessors of a record or a property, `toString` of a data class.
  if (kind === 'class') return isMadeByHeader(symbol, method, text) || isInherited(place, method);
  if (isOfLocalFunction(symbol, method, text)) return false;
  if (kind === 'module') return name === 'main' || name === 'run' || name === 'load';
  return (
    isCalled(
      name,
      stemOf(name),
      `\`${stemOf(name)}\``,
      ...namesInKotlin(method),
      ...namesInClojure(method),
    ) ||
    stemOf(lastPart(symbol)) === stemOf(name) ||
    isNamedInText(place, name, text)
  );
}

/** `total$rounded` of Kotlin is the code of `rounded`, where the text has such a function, and never of `total`. */
function isOfLocalFunction(symbol: string, { name, owner }: CompiledMethod, text: string): boolean {
  if (!owner.sourceFile.endsWith('.kt')) return false;
  const declared = name.split('$').filter((part) => isDeclaredMethod(part, owner, text));
  const innermost = declared.at(-1);
  return declared.length > 1 && innermost !== undefined && lastPart(symbol) !== innermost;
}

/** javac makes methods of the headers of records alone (JLS 8.10.3). */
function isMadeByHeader(symbol: string, { owner, ownLines, name }: CompiledMethod, text: string): boolean {
  // `Line$2()` gives the companion of a local class, on its first line and its last.
  if (owner.sourceFile.endsWith('.scala') && lastPart(symbol) === stemOf(name)) return true;
  if (ownLines.length !== 1) return false;
  if (owner.sourceFile.endsWith('.java')) return owner.superName === 'java/lang/Record';
  return !declaresFunction(name, text.split('\n')[ownLines[0] - 1] ?? '');
}

/**
 * Most closures of Scala show in no text (`for`, arguments by name, `_ + 1`), or share their line with what makes them:
 * they are code of the definition that they stand in, which 2.x names them for. A lambda must still win its own lines.
 */
function isAroundClosure(symbol: string, kind: Place['kind'], { name, owner }: CompiledMethod): boolean {
  if (!owner.sourceFile.endsWith('.scala')) return false;
  // `$anonfun$total$1`, but not Scala 3's `$anonfun$2$$anonfun$1`.
  const [, of] = /^\$anonfun\$(\D.*?)\$\d+$/.exec(name.replace(/^.*\$\$(?=\$anonfun)/, '')) ?? [];
  const isWithin = (part: string): boolean => stemOf(part) === stemOf(of ?? '');
  return of === undefined || kind === 'class' || symbol.replaceAll('`', '').split('.').some(isWithin);
}

/** `@JvmName("total")` on the declaration, `@get:JvmName`, `@set:JvmName`: the text itself says what it becomes. */
function isNamedInText({ firstLine, endLine }: Place, name: string, text: string): boolean {
  const declared = text
    .split('\n')
    .slice(firstLine - 1, endLine)
    .join('\n');
  return [name, stemOf(name)].some((one) => declared.includes(`JvmName("${one}")`));
}

/** What a Kotlin interface inherits begins and ends with the interface, and has no line in between. */
function isInherited({ firstLine, endLine }: Place, { owner, ownLines }: CompiledMethod): boolean {
  const isSpan = ownLines.length === 2 && firstLine <= ownLines[0] && ownLines[1] === endLine;
  return owner.name.endsWith('$DefaultImpls') && isSpan;
}

/** Of a qualified name, without backticks. */
export function lastPart(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1).replaceAll('`', '');
}
