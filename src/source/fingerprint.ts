import type { LineNumber } from '../profile/units';
import { hashOf, tokenize, type Tokens } from './fingerprint-tokens';
import type { CodeSymbol, SymbolKind } from './symbols';

/** A text with its functions, read for comparing; made once per text. */
export interface ReadCode {
  readonly text: string;
  readonly symbols: readonly CodeSymbol[];
  /** One per symbol. */
  readonly bodies: readonly Body[];
}

/**
 * A function's own code as words. Own are its lines without those of named functions and classes inside of it: they
 * have figures of their own, and an edit in one of them changes the outer one no more than an edit in any other that it
 * calls. A lambda is written as part of the function around it and belongs to both.
 */
export interface Body {
  /** Equal for bodies of equal words; the function's own name counts as one word, whatever it is. */
  readonly digest: string;
  readonly words: Int32Array;
  /** Of a class with those of its methods, for it has few of its own; else the same as `words`. */
  readonly allWords: Int32Array;
  /** The line of each word. */
  readonly lines: Int32Array;
  /** Of the words up to the first closed bracket: what tells overloads apart. */
  readonly signature: string;
}

export function readCode(text: string, symbols: readonly CodeSymbol[], languageId: string): ReadCode {
  const tokens = tokenize(text, languageId);
  const first = firstTokens(tokens, symbols);
  const holes = holesOf(symbols);
  // Lambdas by the hundred can share a line, and with it all of their words.
  const ofLambdas = new Map<string, Body>();
  const bodies = symbols.map((symbol, row) => {
    const { kind, name, firstLine, endLine } = symbol;
    const isShared = !isNamed(kind) && holes[row].length === 0;
    const key = `${name} ${firstLine} ${endLine}`;
    const known = isShared ? ofLambdas.get(key) : undefined;
    if (known !== undefined) return known;
    const own = readBody(symbol, tokens, ownTokens(symbol, holes[row], first));
    const body = { ...own, allWords: kind === 'class' ? wordsWithin(symbol, tokens, first) : own.words };
    if (isShared) ofLambdas.set(key, body);
    return body;
  });
  return { text, symbols, bodies };
}

/** Share of word pairs that two bodies have in common, as Dice counts it: 1 for equal ones. */
export function similarity(a: Body, b: Body): number {
  if (isSame(a.allWords, b.allWords)) return 1;
  const pairs = pairsOf(a) + pairsOf(b);
  return pairs === 0 ? 1 : (2 * commonPairs(a, b)) / pairs;
}

/** Share of the word pairs of the shorter body that the longer one has too: 1 where only something was put in. */
export function containment(a: Body, b: Body): number {
  const least = Math.min(pairsOf(a), pairsOf(b));
  return least === 0 ? 1 : commonPairs(a, b) / least;
}

function pairsOf({ allWords }: Body): number {
  return Math.max(0, allWords.length - 1);
}

function commonPairs(a: Body, b: Body): number {
  const counts = new Map<number, number>();
  forEachPair(a.allWords, (pair) => counts.set(pair, (counts.get(pair) ?? 0) + 1));
  let common = 0;
  forEachPair(b.allWords, (pair) => {
    const left = counts.get(pair) ?? 0;
    if (left === 0) return;
    counts.set(pair, left - 1);
    common++;
  });
  return common;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function forEachPair(words: Int32Array, visit: (pair: number) => void): void {
  for (let i = 1; i < words.length; i++) visit(Math.imul(words[i - 1], 31) ^ words[i]);
}

/** Which symbols have a name that people call them by, and so their own lines. */
export function isNamed(kind: SymbolKind): boolean {
  return kind === 'function' || kind === 'method' || kind === 'class';
}

interface Lines {
  readonly from: LineNumber;
  readonly to: LineNumber;
}

/** By row, the lines of named symbols within. Told by lines alone: initialisers of JVM classes enclose what is no child of theirs. */
function holesOf(symbols: readonly CodeSymbol[]): readonly (readonly Lines[])[] {
  const holes = symbols.map((): Lines[] => []);
  const rows = symbols.map((_, row) => row).sort((a, b) => byLines(symbols[a], symbols[b]) || a - b);
  const open: number[] = [];
  for (const row of rows) {
    const { firstLine, endLine, kind } = symbols[row];
    while (open.length > 0 && symbols[open[open.length - 1]].endLine < firstLine) open.pop();
    for (let i = open.length - 1; i >= 0 && isNamed(kind); i--) {
      const outer = symbols[open[i]];
      const isSame = outer.firstLine === firstLine && outer.endLine === endLine;
      if (isSame || outer.endLine < endLine) continue;
      holes[open[i]].push({ from: Math.max(firstLine, outer.line + 1), to: endLine });
      if (isNamed(outer.kind)) break;
    }
    open.push(row);
  }
  return holes;
}

function byLines(a: CodeSymbol, b: CodeSymbol): number {
  return a.firstLine - b.firstLine || b.endLine - a.endLine;
}

/** By line, the first token on it or after it. */
function firstTokens({ line, length }: Tokens, symbols: readonly CodeSymbol[]): Int32Array {
  const lastLine = symbols.reduce((last, { endLine }) => Math.max(last, endLine), 1);
  const first = new Int32Array(lastLine + 2).fill(length);
  for (let i = length - 1; i >= 0; i--) if (line[i] < first.length) first[line[i]] = i;
  for (let at = lastLine; at >= 0; at--) first[at] = Math.min(first[at], first[at + 1]);
  return first;
}

function ownTokens({ firstLine, endLine }: CodeSymbol, holes: readonly Lines[], first: Int32Array): number[] {
  const own: number[] = [];
  let line = firstLine;
  for (const { from, to } of [...holes, { from: endLine + 1, to: endLine + 1 }]) {
    for (let i = first[line]; line < from && i < first[from]; i++) own.push(i);
    line = Math.max(line, to + 1);
  }
  return own;
}

function wordsWithin({ firstLine, endLine }: CodeSymbol, { hash }: Tokens, first: Int32Array): Int32Array {
  return hash.subarray(first[firstLine], first[endLine + 1]);
}

function readBody({ name }: CodeSymbol, tokens: Tokens, own: readonly number[]): Omit<Body, 'allWords'> {
  const ownName = hashOf(name);
  const words = new Int32Array(own.length);
  const lines = new Int32Array(own.length);
  const depth = own.length > 0 ? Math.abs(tokens.depth[own[0]]) : 0;
  own.forEach((at, i) => {
    const word = tokens.hash[at] === ownName ? OWN_NAME : tokens.hash[at];
    // What counts is how deep a statement stands in its function, not how deep the function stands.
    // Nor what stands before it: its first word is one, after the brace of a class as after another function.
    const isStatement = i > 0 && tokens.depth[at] > 0;
    words[i] = isStatement ? Math.imul(word, 31) + (tokens.depth[at] - depth) + 1 : word;
    lines[i] = tokens.line[at];
  });
  return {
    digest: digestOf(words),
    words,
    lines,
    signature: digestOf(words.subarray(0, endOfBracket(words))),
  };
}

const OWN_NAME = 0x2545f491;
const OPEN = hashOf('(');
const CLOSE = hashOf(')');

function endOfBracket(words: Int32Array): number {
  let open = 0;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === OPEN) open++;
    if (words[i] === CLOSE && --open === 0) return i + 1;
  }
  return 0;
}

/** 64 bits and the length. */
function digestOf(words: Int32Array): string {
  let [a, b] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return `${words.length} ${a} ${b}`;
}
