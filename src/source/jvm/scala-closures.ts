import type { Node } from 'web-tree-sitter';
import type { LineNumber } from '../../profile/units';
import type { Span } from './collect';
import { anonymousClass, CLASS_TYPES } from './scala-tree';

/**
 * Which function literals of Scala become symbols. Scala has closures that no text shows (arguments by name, `for`,
 * `_ + 1`, methods turned to functions), so a frame of a closure is a literal's only where the literal has a line to
 * itself; all others are code of what stands around them, and land there.
 */
export interface Literal {
  readonly whole: Span;
  readonly body: Span;
  /** `{ case … => }`: it looks at its argument on its very first line, and may be a partial function. */
  readonly hasCases: boolean;
}

export const LITERAL_TYPES = ['lambda_expression', 'case_block', 'indented_cases', 'colon_argument'];

/** undefined where the node is no function, or shares all of its lines. */
export function literalOf(node: Node, text: string): Literal | undefined {
  const literal = describe(node, text);
  return literal !== undefined && hasLineToItself(literal.body, text) ? literal : undefined;
}

function describe(node: Node, text: string): Literal | undefined {
  const whole = trimmed(node, text);
  if (node.type === 'case_block' || node.type === 'indented_cases') {
    return isFunction(node) ? { whole, body: whole, hasCases: true } : undefined;
  }
  if (node.type === 'colon_argument' && node.childForFieldName('lambda_start') === null) return undefined;
  const body = node.lastNamedChild;
  return body === null ? undefined : { whole, body: trimmed(body, text), hasCases: false };
}

/** Cases of a `match` or `catch` run where they stand. */
function isFunction({ parent }: Node): boolean {
  return parent !== null && !['match_expression', 'catch_clause', 'match_type'].includes(parent.type);
}

/** Blocks by indentation reach to what comes next: spaces and comments at the end are none of their code. */
export function trimmed({ startIndex, endIndex }: Span, text: string): Span {
  let end = endIndex;
  for (let next = beforeSpaceOrComment(text, end); next < end; next = beforeSpaceOrComment(text, end)) {
    end = next;
  }
  return { startIndex, endIndex: Math.max(startIndex, end) };
}

function beforeSpaceOrComment(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1])) at--;
  if (text.startsWith('*/', at - 2)) return Math.max(0, text.lastIndexOf('/*', at - 2));
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return /^\s*\/\//.test(text.slice(lineStart, Math.min(at, lineStart + 200))) ? lineStart : at;
}

function hasLineToItself({ startIndex, endIndex }: Span, text: string): boolean {
  const first = text.indexOf('\n', startIndex);
  const isSingle = first < 0 || first >= endIndex;
  const before = text.slice(text.lastIndexOf('\n', startIndex - 1) + 1, startIndex);
  if (isSingle) return before.trim() === '' && /^[\s)\],;}]*(?:\/\/.*)?$/.test(restOfLine(text, endIndex));
  // One line between the first and the last is enough, and so is a last one that only closes.
  return (
    before.trim() === '' ||
    text.indexOf('\n', first + 1) + 1 < endIndex ||
    /^[\s)\],;}]*(?:\/\/.*)?$/.test(restOfLine(text, endIndex))
  );
}

function restOfLine(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? text.length : end);
}

/**
 * First lines of literals within `node` on which no other closure can run: nothing but names and dots stands before the
 * literal, and nothing around it, up to the method or literal that has it, is an argument that could be one by name.
 *
 *     lines.map { case (sku, count) =>        line of the literal alone
 *     retry(3) { lines.map { line =>          the block may be a closure as well
 */
export function linesOfLiteralsAlone(
  node: Node,
  text: string,
  lineAt: (index: number) => LineNumber,
): LineNumber[] {
  const alone: LineNumber[] = [];
  for (const inner of node.descendantsOfType(LITERAL_TYPES)) {
    if (inner.id === node.id || !inner.isNamed) continue;
    const literal = literalOf(inner, text);
    if (literal !== undefined && isAlone(inner, node, text)) alone.push(lineAt(inner.startIndex));
  }
  return alone;
}

function isAlone(literal: Node, scope: Node, text: string): boolean {
  // `def total: PartialFunction[Any, Int] = { case …`
  if (literal.parent?.id === scope.id) return true;
  const before = text.slice(text.lastIndexOf('\n', literal.startIndex - 1) + 1, literal.startIndex);
  if (!/^[\s\w.$)}\]=:]*[({]?\s*[({]?\s*$/.test(before) || /(?<!\w)_(?!\w)/.test(before)) return false;
  return !isInArgument(literal, scope);
}

const MAY_BE_CLOSURES = new Set(['arguments', 'for_expression', 'infix_expression', 'colon_argument']);

function isInArgument(literal: Node, scope: Node): boolean {
  // Its own argument list, or the braces that are one, is no closure besides it.
  let node = literal.parent;
  if (node !== null && (node.type === 'arguments' || isArgumentBlock(node))) node = node.parent;
  for (; node !== null && node.id !== scope.id; node = node.parent) {
    if (MAY_BE_CLOSURES.has(node.type) || isArgumentBlock(node)) return true;
    if (LITERAL_TYPES.includes(node.type) && node.type !== 'indented_cases') return false;
  }
  return false;
}

function isArgumentBlock(node: Node): boolean {
  return node.type === 'block' && node.parent?.type === 'call_expression';
}

/** Whether `{ case … }` within shares all of its lines, so that its class is the method's. */
function hasFoldedCases(node: Node, text: string): boolean {
  return node
    .descendantsOfType(['case_block', 'indented_cases'])
    .some((cases) => isFunction(cases) && literalOf(cases, text) === undefined);
}

/** Classes of partial functions are numbered like those of `new Task { … }`, which have the better claim. */
export function mayBePartial(node: Node, text: string): boolean {
  if (CLASS_LIKE.has(node.type) || !hasFoldedCases(node, text)) return false;
  return node
    .descendantsOfType('instance_expression')
    .every((one) => anonymousClass(one)?.body === undefined);
}

/** What stands in their members is claimed by these. */
const CLASS_LIKE: ReadonlySet<string> = new Set([
  ...CLASS_TYPES,
  ...['object_definition', 'package_object', 'instance_expression', 'given_definition'],
]);

/** Last lines of literals and of classes without a name: Scala 3 counts the making of one to where it ends. */
export function lastLinesOfLiterals(
  node: Node,
  text: string,
  lineAt: (index: number) => LineNumber,
): LineNumber[] {
  return node
    .descendantsOfType([...LITERAL_TYPES, 'instance_expression'])
    .filter((inner) => inner.isNamed)
    .flatMap((inner) =>
      inner.type === 'instance_expression' ? trimmed(inner, text) : (literalOf(inner, text)?.whole ?? []),
    )
    .map(({ endIndex }) => lineAt(endIndex - 1));
}
