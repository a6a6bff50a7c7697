import type { Node } from 'web-tree-sitter';
import { lastSegment } from '../frame-path';
import type { JvmMethod } from '../symbols';
import { literalName } from './literal-names';

/** What kotlinc calls the methods of a declaration (JvmAbi, InlineClassManglingUtils, LocalDeclarationsLowering). */

/** The words before a declaration, and its annotations with their arguments. */
export interface Modifiers {
  has(word: string): boolean;
  /** The string that an annotation is given: `total` of `@JvmName("total")`; `get:JvmName` of a property's getter. */
  argumentOf(annotation: string): string | undefined;
}

export function modifiersOf(node: Node): Modifiers {
  const list = node.namedChildren.find((child) => child.type === 'modifiers')?.namedChildren ?? [];
  const words = new Set(list.filter((child) => child.type !== 'annotation').map((child) => child.text));
  const annotations = list.filter((child) => child.type === 'annotation').map((child) => child.text);
  annotations.push(...(annotationsBefore(node)?.text.split(/\n\s*/) ?? []));
  const named = (name: string): string | undefined =>
    annotations.find((text) => text.startsWith(`@${name}`) && !/^\w/.test(text.slice(name.length + 1)));
  return {
    has: (word) => words.has(word) || named(word) !== undefined,
    argumentOf: (annotation) => stringIn(named(annotation) ?? ''),
  };
}

/** The grammar takes some annotations on lines of their own for an expression that stands before the declaration. */
export function annotationsBefore(node: Node): Node | undefined {
  const before = node.previousNamedSibling;
  const isAnnotation =
    before?.type === 'annotated_expression' && /^@[^\n]*(?:\n\s*@[^\n]*)*$/.test(before.text);
  return isAnnotation ? before : undefined;
}

export function stringIn(annotation: string): string | undefined {
  return /\(\s*(?:name\s*=\s*)?"([^"$\\]+)"\s*\)/.exec(annotation)?.[1];
}

/**
 * NameUtils.getPackagePartClassNamePrefix: what a file's class is called before its `Kt`, and a script's altogether.
 *
 *     cart.kt Cart      cart-rules.jvm.kt Cart_rules_jvm      2d.kt _2d      build.gradle.kts Build_gradle
 */
export function classOfFile(path: string): string {
  const file = lastSegment(path).replace(/\.[^.]*$/, '');
  const bare = file.replace(/[^\p{L}\d]/gu, '_');
  return /^[\p{L}_]/u.test(bare) ? bare[0].toUpperCase() + bare.slice(1) : `_${bare}`;
}

/** Backticks are no part of a name, and let it have what is no letter. */
export function withoutTicks(name: string): string {
  return literalName(name.replaceAll('`', ''));
}

/** What tells which methods a function, or an accessor, becomes. */
export interface Written {
  readonly node: Node;
  readonly modifiers: Modifiers;
  /** As class files have it, before anything is added to it. */
  readonly name: string;
  /** Member of a value class, or of a class within. */
  readonly isOfValue: boolean;
}

/**
 *     total   total-impl   total-Xy12_-c   total$shop_main   total$default   total$suspendImpl   total$$forInline
 *
 * A member of a value class is static and takes the value; a function that takes or gives one has a hash in its name;
 * an internal one has its module's name, which the text does not tell.
 */
export function methodNames(written: Written): string[] {
  const { node, modifiers, name, isOfValue } = written;
  const mangled = [
    name,
    ...(isOfValue ? [`${name}-impl`] : []),
    ...(mayTakeValues(node) ? [`${name}-?`] : []),
  ];
  // What overrides is internal where what it overrides is, and that may be anywhere.
  const full =
    modifiers.has('internal') || modifiers.has('override')
      ? [...mangled.map((one) => `${one}$?`), ...mangled]
      : mangled;
  return [
    ...full,
    ...(hasDefaults(node) ? full.map((one) => `${one}$default`) : []),
    ...(modifiers.has('suspend') ? full.map((one) => `${one}$suspendImpl`) : []),
    ...(modifiers.has('suspend') && modifiers.has('inline') ? full.map((one) => `${one}$$forInline`) : []),
  ];
}

/** What lambdas and local functions within are named for; no dash survives in such a name. */
export function namesForWithin({ node, name, isOfValue }: Omit<Written, 'modifiers'>): string[] {
  return [name, ...(isOfValue ? [`${name}_impl`] : []), ...(mayTakeValues(node) ? [`${name}_?`] : [])];
}

/** Types that are certainly no value classes leave no hash; what `= …` gives may be of any type. */
function mayTakeValues(node: Node): boolean {
  if (isInferred(node)) return true;
  const signature = node.namedChildren
    .filter((child) => !NO_SIGNATURE.has(child.type))
    .map((child) => child.text)
    .join(' ');
  return (signature.match(/\b[A-Z]\w*/g) ?? []).some((type) => !PLAIN_TYPES.has(type));
}

function isInferred(node: Node): boolean {
  const { children } = node;
  const body = children.findIndex((child) => child.type === 'function_body' && child.text.startsWith('='));
  return body > 0 && !children.slice(0, body).some((child) => child.type === ':');
}

const NO_SIGNATURE = new Set([
  'modifiers',
  'function_body',
  'block',
  'getter',
  'setter',
  'line_comment',
  'block_comment',
]);

const PLAIN_TYPES = new Set(
  'Any Array Boolean Byte ByteArray Char CharArray CharSequence Collection Double Float Int IntArray Iterable List Long Map Nothing Number Runnable Sequence Set Short String T Throwable Unit'.split(
    ' ',
  ),
);

function hasDefaults(node: Node): boolean {
  const parameters = node.namedChildren.find((child) => child.type === 'function_value_parameters');
  return parameters?.children.some((child) => child.type === '=') === true;
}

/** JvmAbi.getterName: `total` is read by `getTotal`, `isOpen` by `isOpen`. */
export function getterName(property: string): string {
  return IS_NAME.test(property) ? property : `get${capitalized(property)}`;
}

/** JvmAbi.setterName: `setTotal`, `setOpen`. */
export function setterName(property: string): string {
  return `set${IS_NAME.test(property) ? property.slice(2) : capitalized(property)}`;
}

/** `island` is none. */
const IS_NAME = /^is[^a-z]/;

function capitalized(name: string): string {
  return /^[a-z]/.test(name) ? name[0].toUpperCase() + name.slice(1) : name;
}

/** Every method name in every class. */
export function methodsIn(classNames: readonly string[], names: readonly string[]): JvmMethod[] {
  return classNames.flatMap((className) => names.map((method) => ({ className, method })));
}
