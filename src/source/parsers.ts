import { join } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { SourceLanguage } from './languages';
import { RecentTrees } from './recent-trees';
import type { CodeSymbol } from './symbols';
import { SYNTAXES, type Grammar } from './syntaxes';

/** A language's parser, ready. It holds WebAssembly memory until it is disposed. */
export interface SymbolParser {
  /** Any text has symbols: what does not parse is passed over. */
  parse(text: string, path: string): readonly CodeSymbol[];
  dispose(): void;
}

/** @throws where `wasmDir` does not have web-tree-sitter.wasm or the language's own */
export async function createParser({ id }: SourceLanguage, wasmDir: string): Promise<SymbolParser> {
  const syntax = SYNTAXES[id];
  if (syntax.wasm === undefined) {
    return { parse: (text, path) => syntax.symbolsOf(toLines(text), path), dispose: () => undefined };
  }
  const { Language, Parser } = await import('web-tree-sitter');
  await Parser.init({ locateFile: (file: string) => join(wasmDir, file) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(wasmDir, syntax.wasm)));
  const trees = new RecentTrees();
  return {
    parse: (text, path) => parseSymbols({ parser, trees }, syntax, toLines(text), path),
    dispose: () => {
      trees.dispose();
      parser.delete();
    },
  };
}

interface Loaded {
  readonly parser: Parser;
  readonly trees: RecentTrees;
}

function parseSymbols(
  { parser, trees }: Loaded,
  grammar: Grammar,
  text: string,
  path: string,
): readonly CodeSymbol[] {
  const prepared = grammar.prepare?.(text) ?? text;
  const before = trees.before(path, prepared);
  const tree = parser.parse((index) => prepared.slice(index, index + PIECE_LENGTH), before);
  // null only without a language, or when a progress callback stopped it; there is one, and there is none.
  if (tree === null) throw new Error('The parser gave no tree.');
  try {
    return grammar.symbolsOf(tree.rootNode, text, path);
  } finally {
    trees.keep(path, prepared, tree);
  }
}

/**
 * How much text the parser is handed at a time. It asks again whenever it goes back, which it does at every other token
 * where a grammar is ambiguous, and copies all that it gets: whole texts made Scala's parser ten times as slow.
 */
const PIECE_LENGTH = 256;

/** Compilers count a lone carriage return as a line end, tree-sitter does not; a byte order mark is no code. */
function toLines(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
