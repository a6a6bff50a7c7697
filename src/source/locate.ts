import { createCodeReader } from './code-reader';
import { createFrameLocator, type LocatorOptions } from './frame-locator';
import type { Locator } from './location';

/**
 * A {@link Locator} that parses on this thread, for whoever keeps nobody waiting.
 *
 * @param wasmDir with web-tree-sitter.wasm and one file per language: `dist` in what is shipped
 */
export function createLocator({
  wasmDir,
  ...options
}: Omit<LocatorOptions, 'reader'> & { readonly wasmDir: string }): Locator {
  return createFrameLocator({ ...options, reader: createCodeReader(wasmDir) });
}
