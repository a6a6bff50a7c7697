import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { errorMessage } from '../base/error-message';
import { createLocator } from '../source/locate';
import type { Locator, Place } from '../source/location';
import type { MappingRule } from '../source/mapping';
import { parseMapping, rulesOf } from '../source/mapping-file';
import { createDiskAccess } from './disk';
import { Failure } from './failure';

/** Finds frames below folders of this disk, by the rules that stand in them as well. To be disposed. */
export function createRootLocator(roots: readonly string[]): Locator {
  const rules = roots.flatMap(readRules);
  return createLocator({ ...createDiskAccess(), wasmDir: __dirname, rules: () => rules });
}

/** @throws {Failure} where one is no folder */
export function readRoots(roots: readonly string[]): string[] {
  for (const root of roots) {
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new Failure(`--root takes a folder, and ${JSON.stringify(root)} is none.`);
    }
  }
  return roots.map((root) => resolve(root));
}

/** @throws {Failure} where there is none either */
export function requireRoots(command: string, roots: readonly string[] = []): string[] {
  if (roots.length === 0) {
    throw new Failure(`${command} needs to know where the source is; give --root DIR.`);
  }
  return readRoots(roots);
}

/** With slashes on every system, so that one script reads all. */
export function fileBelowRoot({ root, file }: Pick<Place, 'root' | 'file'>): string {
  return relative(root, file).replaceAll('\\', '/');
}

function readRules(root: string): MappingRule[] {
  const path = join(root, '.burnline', 'mapping.json');
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return [];
  try {
    return rulesOf(parseMapping(readFileSync(path, 'utf8')), root);
  } catch (error) {
    throw new Failure(`${path} ${errorMessage(error)}. Mend the file or move it away, then try again.`);
  }
}
