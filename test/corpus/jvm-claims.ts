import type { ClassFile } from './class-file';
import { isOneForm } from './clojure-truth';
import { isFound, type Answer } from './jvm-tally';
import {
  isClosure,
  isGenerated,
  isHandedOn,
  isInitialiser,
  isLambda,
  namesInKotlin,
  stemOf,
  type CompiledMethod,
} from './jvm-truth';

/** Which of several methods a place is, where they were all answered with it. */

/**
 * Two methods that people wrote stand in two places. Where both were answered with one, the one with more lines in it is
 * taken to be its own, and the other answers are wrong: an inner lambda on the outer one, say.
 */
export function claimedByOthers(answers: readonly Answer[]): ReadonlySet<Answer> {
  const claims = new Map<string, Answer[]>();
  for (const answer of answers) {
    const { location, method } = answer;
    if (
      !isFound(location) ||
      location.kind === 'class' ||
      location.kind === 'module' ||
      (isLambda(method) && (location.kind !== 'lambda' || isOfScala(method))) ||
      isGenerated(method)
    ) {
      continue;
    }
    const key = `${location.file}:${location.line}:${location.endLine}:${location.symbol}`;
    claims.set(key, [...(claims.get(key) ?? []), answer]);
  }
  return new Set([...claims.values()].flatMap(withoutBest));
}

function withoutBest(claims: readonly Answer[]): Answer[] {
  const best = claims.reduce((a, b) => (b.method.ownLines.length > a.method.ownLines.length ? b : a));
  return claims.filter(({ method }) => method !== best.method && !isOneDefinition(method, best.method));
}

/**
 * Compilers make several methods of one definition: accessors of a property, the copies with default arguments (which
 * have the header's line alone), the static twin of a method in a companion or trait, the parts of a function object; and
 * all constructors run what the fields are set to. Java's overloads are never one.
 */
function isOneDefinition(one: CompiledMethod, other: CompiledMethod): boolean {
  if ((one.owner === other.owner && isClosure(one.owner)) || isOneForm(one, other)) return true;
  if (isInitialiser(one) && isInitialiser(other) && one.owner === other.owner) {
    if (overlaps(one, other) || isHandedOn(one) || isHandedOn(other)) return true;
  }
  const isSameClass = stemOfClass(one.owner) === stemOfClass(other.owner);
  if (!isSameClass || one.owner.sourceFile.endsWith('.java')) return false;
  const isHeader = one.name === other.name && Math.min(one.ownLines.length, other.ownLines.length) === 1;
  // A value class of Scala calls `total$extension` from `total`.
  if (
    [one.name, other.name].some((name) => /\$extension\d*$/.test(name)) &&
    stemOf(one.name) === stemOf(other.name)
  ) {
    return true;
  }
  if (isOneProperty(one, other) || one.name === `${other.name}-impl` || other.name === `${one.name}-impl`) {
    return true;
  }
  return stemOf(one.name) === stemOf(other.name) && (isHeader || overlaps(one, other));
}

/** `getTotal` and `setTotal$module`. */
function isOneProperty(one: CompiledMethod, other: CompiledMethod): boolean {
  const [a, b] = [one, other].map((method) => method.name.replace(/\$.*/, ''));
  return namesInKotlin(one).length > 0 && /^(?:[gs]et|is)/.test(a) && stemOf(a) === stemOf(b);
}

function overlaps(one: CompiledMethod, other: CompiledMethod): boolean {
  return one.ownLines.some((line) => other.ownLines.includes(line));
}

function stemOfClass({ name }: ClassFile): string {
  return name.replace(/\$m\w*c\w+\$sp$/, '').replace(/\$(?:DefaultImpls|Companion|class)?$/, '');
}

/** Closures of Scala that no text shows stand in the lambda around; its lines are all that can be held against it. */
function isOfScala({ owner }: CompiledMethod): boolean {
  return owner.sourceFile.endsWith('.scala');
}
