import type { Node } from 'web-tree-sitter';
import { clojureSymbolsOf } from './jvm/clojure';
import { groovySymbolsOf } from './jvm/groovy';
import { javaSymbolsOf } from './jvm/java';
import { kotlinSymbolsOf } from './jvm/kotlin';
import { kotlinForGrammar } from './jvm/kotlin-for-grammar';
import { scalaSymbolsOf } from './jvm/scala';
import { scalaForGrammar } from './jvm/scala-for-grammar';
import type { LanguageId } from './languages';
import { PYTHON_SCOPES } from './python-scopes';
import { collectSymbols, type CodeSymbol } from './symbols';

/** A language that tree-sitter parses. */
export interface Grammar {
  /** File name of the parser, beside web-tree-sitter.wasm. */
  readonly wasm: string;
  /** What is parsed in the text's place, of the same length and lines, where the grammar cannot read all of the language. */
  prepare?(text: string): string;
  /** `path` because compilers name classes by files: Kotlin's `CartKt`, Groovy's scripts. */
  symbolsOf(root: Node, text: string, path: string): readonly CodeSymbol[];
}

/** A language simple enough to be read without. */
export interface Scanner {
  readonly wasm?: undefined;
  symbolsOf(text: string, path: string): readonly CodeSymbol[];
}

/** How the functions of a language are found in a text. */
export const SYNTAXES: Readonly<Record<LanguageId, Grammar | Scanner>> = {
  python: {
    wasm: 'tree-sitter-python.wasm',
    symbolsOf: (root, text) => collectSymbols(root, text, PYTHON_SCOPES),
  },
  java: { wasm: 'tree-sitter-java.wasm', symbolsOf: javaSymbolsOf },
  kotlin: { wasm: 'tree-sitter-kotlin.wasm', prepare: kotlinForGrammar, symbolsOf: kotlinSymbolsOf },
  scala: { wasm: 'tree-sitter-scala.wasm', prepare: scalaForGrammar, symbolsOf: scalaSymbolsOf },
  groovy: { symbolsOf: groovySymbolsOf },
  clojure: { symbolsOf: clojureSymbolsOf },
};
