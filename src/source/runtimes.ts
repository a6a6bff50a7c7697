import type { FrameRef } from '../profile/tables';
import type { FilesFound } from './find-files';
import { JVM_RUNTIME } from './jvm/jvm-runtime';
import type { SourceAccess } from './location';
import type { SymbolMatch } from './match-symbol';
import { PYTHON_RUNTIME } from './python-runtime';
import type { CodeSymbol } from './symbols';

/** How a runtime names the code that it runs, and how such a name leads to a function. The rest of this folder names none. */
export interface Runtime {
  readonly id: 'python' | 'jvm';
  /** undefined where the frame is none of this runtime's code. */
  read(ref: FrameRef): Call | undefined;
}

/** What a frame says, once its name is taken apart. */
export interface Call {
  /**
   * Whether the file can hold the function, by its path, and by its symbols where they are at hand. Asked of every hot frame
   * when a file is opened, so it is cheap; it may say yes to a file that holds nothing, never no to the one that does.
   */
  mayBeIn(path: string, symbols?: readonly CodeSymbol[]): boolean;
  /** Files of the workspace that can be meant, and why none, in a sentence. */
  findFiles(roots: readonly string[], access: SourceAccess): Promise<FilesFound>;
  /** Where those have nothing of it: files that are called otherwise. '' where there is no other reason why none. */
  readonly findOthers?: (roots: readonly string[], access: SourceAccess) => Promise<FilesFound>;
  /** Which functions of one of those files. */
  match(symbols: readonly CodeSymbol[]): SymbolMatch;
}

/** In the order in which a frame is offered to them. */
export const RUNTIMES: readonly Runtime[] = [JVM_RUNTIME, PYTHON_RUNTIME];
