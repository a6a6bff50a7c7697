import type { FrameName } from './frame-name';
import { parsePythonFrameName } from './python-frame-name';
import { PYTHON_SCOPES } from './python-scopes';
import type { ScopeGrammar } from './scopes';

/** Everything that is particular to one language; the rest of this folder names none. */
export interface SourceLanguage {
  readonly id: string;
  /** File name of the parser, beside web-tree-sitter.wasm. */
  readonly wasm: string;
  /** Whether a file of this name can hold the language's source. */
  isSource(fileName: string): boolean;
  /** undefined where the name is none of this language's code. */
  parseFrameName(name: string): FrameName | undefined;
  /** Where the module's source can stand, as path segments below some folder; for frames that name no file. */
  moduleFiles(module: string): readonly (readonly string[])[];
  readonly scopes: ScopeGrammar;
}

export const PYTHON: SourceLanguage = {
  id: 'python',
  wasm: 'tree-sitter-python.wasm',
  // Scripts made executable often have no extension at all.
  isSource: (fileName) => /\.pyw?$/i.test(fileName) || !fileName.includes('.'),
  parseFrameName: parsePythonFrameName,
  moduleFiles(module) {
    const parts = module.split('.');
    if (!parts.every((part) => /^\w+$/u.test(part))) return [];
    return [
      [...parts.slice(0, -1), `${parts.at(-1) ?? ''}.py`],
      [...parts, '__init__.py'],
    ];
  },
  scopes: PYTHON_SCOPES,
};

/** In the order in which a frame is offered to them. */
export const LANGUAGES: readonly SourceLanguage[] = [PYTHON];
