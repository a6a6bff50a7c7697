import { join } from 'node:path';
import type { Parser, Tree } from 'web-tree-sitter';
import type { SourceLanguage } from './languages';
import { RecentTrees } from './recent-trees';
import { moduleSymbol, type CodeSymbol } from './symbols';
import { SYNTAXES, type Grammar } from './syntaxes';

/** A language's parser, ready. It holds WebAssembly memory until it is disposed. */
export interface SymbolParser {
  /** Any text has symbols: what does not parse is passed over; of what cannot be parsed in time there is the file alone. */
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
  const tree = treeOf(parser, prepared, before);
  if (tree === undefined) return [moduleSymbol(text, text.split('\n').length)];
  try {
    return grammar.symbolsOf(tree.rootNode, text, path);
  } finally {
    trees.keep(path, prepared, tree);
  }
}

/**
 * undefined where the parser works out of proportion to the text. It goes through what is broken in many ways at once, and
 * for some texts that nobody would write its time goes with the square of their length.
 */
function treeOf(parser: Parser, text: string, before: Tree | undefined): Tree | undefined {
  const mostRead = MAX_READ + MAX_READ_PER_CHARACTER * text.length;
  const mostSteps = STEPS_PER_CALL + MAX_STEPS_PER_CHARACTER * text.length;
  let read = 0;
  let steps = 0;
  const isSpent = (): boolean => read > mostRead || steps > mostSteps;
  const tree = parser.parse(
    (index) => {
      read += PIECE_LENGTH;
      return isSpent() ? '' : text.slice(index, index + PIECE_LENGTH);
    },
    before,
    {
      progressCallback: () => {
        steps += STEPS_PER_CALL;
        return isSpent();
      },
    },
  );
  if (tree !== null && !isSpent()) return tree;
  tree?.delete();
  parser.reset();
  return undefined;
}

/**
 * Characters that the parser may read, again and again, and steps that it may take. Of 3700 files of the corpus, generated
 * Scala with hundreds of type parameters asks for most: 83 KB are read 109 times, 357 KB 52 times. 4 steps are taken per
 * character at most, and 5 where the text is broken.
 */
const MAX_READ = 10_000_000;
const MAX_READ_PER_CHARACTER = 60;
const MAX_STEPS_PER_CHARACTER = 10;

/** As tree-sitter has it. */
const STEPS_PER_CALL = 100;

/**
 * How much text the parser is handed at a time. It asks again whenever it goes back, which it does at every other token
 * where a grammar is ambiguous, and copies all that it gets: whole texts made Scala's parser ten times as slow.
 */
const PIECE_LENGTH = 256;

/** Compilers count a lone carriage return as a line end, tree-sitter does not; a byte order mark is no code. */
function toLines(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
