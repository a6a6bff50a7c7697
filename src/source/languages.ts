import { lastSegment } from './frame-path';

/** A language that functions are found in. What its frames are called is the runtime's, see {@link Runtime}. */
export interface SourceLanguage {
  /** As VS Code calls it. */
  readonly id: LanguageId;
  /** Whether a file of this name can hold the language's source. */
  isSource(fileName: string): boolean;
}

export type LanguageId = 'python' | 'java' | 'kotlin' | 'groovy' | 'scala' | 'clojure';

// How each is read stands in syntaxes.ts: whoever only has to know whether somebody reads a file loads none of it.

export const PYTHON: SourceLanguage = {
  id: 'python',
  // Scripts made executable often have no extension at all.
  isSource: (fileName) => /\.pyw?$/i.test(fileName) || !fileName.includes('.'),
};

export const JAVA: SourceLanguage = {
  id: 'java',
  isSource: (fileName) => /\.java$/i.test(fileName),
};

export const KOTLIN: SourceLanguage = {
  id: 'kotlin',
  isSource: (fileName) => /\.kts?$/i.test(fileName),
};

/**
 * Not Gradle's scripts: their classes are named by a hash of what Gradle knows of them (`build_4k2x…`), so no frame says
 * which file it ran.
 */
export const GROOVY: SourceLanguage = {
  id: 'groovy',
  isSource: (fileName) => /\.(?:groovy|gvy)$/i.test(fileName),
};

export const SCALA: SourceLanguage = {
  id: 'scala',
  isSource: (fileName) => /\.(?:scala|sc)$/i.test(fileName),
};

/** Babashka's `.bb` runs on no JVM that could be profiled. */
export const CLOJURE: SourceLanguage = {
  id: 'clojure',
  isSource: (fileName) => /\.cljc?$/i.test(fileName),
};

/** The first whose file it can be reads it; Python, whose files may have any name, is the last. */
export const LANGUAGES: readonly SourceLanguage[] = [JAVA, KOTLIN, SCALA, GROOVY, CLOJURE, PYTHON];

export function languageOfFile(path: string): SourceLanguage | undefined {
  const fileName = lastSegment(path);
  return LANGUAGES.find((language) => language.isSource(fileName));
}

/** Their ids, for whoever registers something for all of them. */
export const SUPPORTED_LANGUAGES: readonly string[] = LANGUAGES.map(({ id }) => id);

/** Their files, as VS Code's globs have it. Scripts without an extension are left out: nothing tells them apart. */
export const SOURCE_GLOB = '**/*.{py,pyw,java,kt,kts,scala,sc,groovy,gvy,clj,cljc}';
