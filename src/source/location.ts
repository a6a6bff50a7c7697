import type { FrameRef } from '../profile/tables';
import type { LineNumber } from '../profile/units';
import type { FollowAnswer, FollowQuestion } from './followed-function';
import type { CodeSymbol, SymbolKind } from './symbols';

/**
 * From frames to files. This folder knows languages, paths and lines; it knows no editor and opens no file itself
 * (see {@link SourceAccess}), so that VS Code, the command line and the tests share one answer.
 *
 * The rule above all others: never a number on the wrong function. Unknown is a fine answer and says why.
 */
export interface Locator {
  /**
   * The function that ran in a frame. `roots` are absolute folders of this machine; nothing outside them is read.
   * Never throws for what a frame says: hostile or senseless frames are `none`.
   *
   * @param former one file as it was when the program ran, read in the place of what it is now
   * @throws where a parser cannot be loaded
   */
  locate(ref: FrameRef, roots: readonly string[], former?: FormerFile): Promise<Location>;

  /**
   * Whether the file can hold the frame's function, by its path: cheap, and never a wrong no. It keeps all but a few of a
   * profile's frames from being located when a file is opened.
   *
   * @param symbols those of the texts that can have run: a frame without a file may be in any file of its package, and only
   *   they tell in which
   */
  mayBeIn(ref: FrameRef, path: string, symbols?: readonly CodeSymbol[]): boolean;

  /** Whether somebody's rule leads to a file, and so frames to it that name another; {@link fileKeyOf} is for all others. */
  hasRuleTo(path: string): boolean;

  /** What a file was called when the program ran, if otherwise and known: frames name that. */
  formerPathOf(path: string): string | undefined;

  /** The functions of a text that stands or stood at that path, parsed once per text; none where no language reads it. */
  symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]>;

  /** What became of a file's functions from one text to another. */
  follow(question: FollowQuestion): Promise<readonly FollowAnswer[]>;

  /** Forgets parsed texts and frees the parsers. */
  dispose(): void;
}

/**
 * What is known about a frame's place.
 *
 * - `exact`: file, name and lines agree with one function.
 * - `moved`: the file agrees and one function can have been meant, but it stands on other lines now.
 * - `ambiguous`: several functions can have been meant (`candidates`), or one without enough evidence.
 * - `none`: nothing here; `why` says the reason in a sentence.
 *
 * Only `exact` and `moved` may carry a number.
 */
export type Location = Found | NotFound;

export interface Found extends Place {
  readonly status: 'exact' | 'moved';
  readonly candidates: readonly Place[];
  readonly why: string;
}

export interface NotFound {
  readonly status: 'ambiguous' | 'none';
  readonly candidates: readonly Place[];
  readonly why: string;
}

/** A function in a file of the workspace. */
export interface Place {
  /** The root it was found in, as the caller gave it. */
  readonly root: string;
  /** Absolute path, as {@link SourceAccess} spells it. */
  readonly file: string;
  /** Line of `def`, `class`, `lambda`; of a `<module>` frame the line that ran. */
  readonly line: LineNumber;
  /** Line of the first decorator, else `line`. */
  readonly firstLine: LineNumber;
  readonly endLine: LineNumber;
  /** Qualified name as the language spells it: `Catalog.search.<locals>.<lambda>`. */
  readonly symbol: string;
  readonly kind: SymbolKind;
}

/** The only way from here to files; VS Code gives `workspace.fs` and open documents, the command line `node:fs`. */
export interface SourceAccess {
  /** Text of a file; an unsaved editor's text where there is one. Rejects never: `why` says what stood in the way. */
  readFile(path: string): Promise<SourceText>;
  /**
   * Absolute paths below `root` of files called `name` (no folders in it; letter case counts for nothing where
   * `ignoreCase` is set). The name is hostile text: escape it before it becomes part of a glob.
   */
  findFiles(name: string, root: string, ignoreCase: boolean): Promise<readonly string[]>;
  /**
   * Absolute paths of files below `root` that stand right in a folder whose path ends with `folders` (right in `root`, where
   * there are none) and end in one of `endings`: `['com', 'shop']`, `['.kt']`. The folders are hostile text as well.
   */
  filesIn(folders: readonly string[], endings: readonly string[], root: string): Promise<readonly string[]>;
  /** The same for all paths by which links lead to one file; left out where there are no links. Rejects never. */
  readonly realPath?: (path: string) => Promise<string>;
}

/** A file as it was when the program ran. */
export interface FormerFile {
  /** Where it stands now. */
  readonly path: string;
  readonly text: string;
  /** Where it stood, if elsewhere: frames name that. */
  readonly formerPath?: string;
}

export type SourceText = { readonly text: string } | { readonly why: 'missing' | 'too large' | 'unreadable' };

/**
 * Longest text that is parsed, in UTF-16 units. A parse of that much takes between one and two seconds; the longest
 * file of Python's library that is not data has 0.3 million.
 */
export const MAX_SOURCE_LENGTH = 5_000_000;
