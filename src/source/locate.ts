import type { Locator, SourceAccess } from './location';

/**
 * Loads the parsers from `wasmDir` (web-tree-sitter.wasm and one file per language stand there).
 */
export type CreateLocator = (options: SourceAccess & { readonly wasmDir: string }) => Promise<Locator>;
