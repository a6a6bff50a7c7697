import type { Node } from 'web-tree-sitter';
import { clojureSymbolsOf } from './jvm/clojure';
import { groovySymbolsOf } from './jvm/groovy';
import { javaSymbolsOf } from './jvm/java';
import { kotlinSymbolsOf } from './jvm/kotlin';
import { kotlinForGrammar } from './jvm/kotlin-for-grammar';
import { scalaSymbolsOf } from './jvm/scala';
import { scalaForGrammar } from './jvm/scala-closures';
import { PYTHON_SCOPES } from './python-scopes';
import { collectSymbols, type CodeSymbol } from './symbols';

/** A language that functions are found in. What its frames are called is the runtime's, see {@link Runtime}. */
export interface SourceLanguage {
  /** As VS Code calls it. */
  readonly id: string;
  /** Whether a file of this name can hold the language's source. */
  isSource(fileName: string): boolean;
  readonly syntax: Grammar | Scanner;
}

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

export const PYTHON: SourceLanguage = {
  id: 'python',
  // Scripts made executable often have no extension at all.
  isSource: (fileName) => /\.pyw?$/i.test(fileName) || !fileName.includes('.'),
  syntax: {
    wasm: 'tree-sitter-python.wasm',
    symbolsOf: (root, text) => collectSymbols(root, text, PYTHON_SCOPES),
  },
};

export const JAVA: SourceLanguage = {
  id: 'java',
  isSource: (fileName) => /\.java$/i.test(fileName),
  syntax: { wasm: 'tree-sitter-java.wasm', symbolsOf: javaSymbolsOf },
};

export const KOTLIN: SourceLanguage = {
  id: 'kotlin',
  isSource: (fileName) => /\.kts?$/i.test(fileName),
  syntax: { wasm: 'tree-sitter-kotlin.wasm', prepare: kotlinForGrammar, symbolsOf: kotlinSymbolsOf },
};

/**
 * Not Gradle's scripts: their classes are named by a hash of what Gradle knows of them (`build_4k2x…`), so no frame says
 * which file it ran.
 */
export const GROOVY: SourceLanguage = {
  id: 'groovy',
  isSource: (fileName) => /\.(?:groovy|gvy)$/i.test(fileName),
  syntax: { symbolsOf: groovySymbolsOf },
};

export const SCALA: SourceLanguage = {
  id: 'scala',
  isSource: (fileName) => /\.(?:scala|sc)$/i.test(fileName),
  syntax: { wasm: 'tree-sitter-scala.wasm', prepare: scalaForGrammar, symbolsOf: scalaSymbolsOf },
};

/** Babashka's `.bb` runs on no JVM that could be profiled. */
export const CLOJURE: SourceLanguage = {
  id: 'clojure',
  isSource: (fileName) => /\.cljc?$/i.test(fileName),
  syntax: { symbolsOf: clojureSymbolsOf },
};

/** The first whose file it can be reads it; Python, whose files may have any name, is the last. */
export const LANGUAGES: readonly SourceLanguage[] = [JAVA, KOTLIN, SCALA, GROOVY, CLOJURE, PYTHON];

export function languageOfFile(path: string): SourceLanguage | undefined {
  const fileName = path.split(/[\\/]/).at(-1) ?? '';
  return LANGUAGES.find((language) => language.isSource(fileName));
}

/** Their ids, for whoever registers something for all of them. */
export const SUPPORTED_LANGUAGES: readonly string[] = LANGUAGES.map(({ id }) => id);

/** Their files, as VS Code's globs have it. Scripts without an extension are left out: nothing tells them apart. */
export const SOURCE_GLOB = '**/*.{py,pyw,java,kt,kts,scala,sc,groovy,gvy,clj,cljc}';
