import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessage } from '../base/error-message';
import { visibleText } from '../base/visible-text';
import { parseSuppressions, type Suppression } from '../insight/suppressions';
import { Failure } from './failure';
import type { Terminal } from './terminal';

/**
 * What `.burnline/suppressions.json` of each folder mutes; nothing where a folder has none. Entries that cannot be
 * understood mute nothing and are told of.
 * @throws {Failure} where a file cannot be read: a check must not fail or pass by what somebody meant to mute
 */
export async function readSuppressions(
  roots: readonly string[],
  terminal: Pick<Terminal, 'note'>,
): Promise<Suppression[]> {
  const all: Suppression[] = [];
  for (const root of roots) {
    const path = join(root, '.burnline', 'suppressions.json');
    const { suppressions, problems } = await parseFile(path);
    all.push(...suppressions);
    for (const problem of problems) terminal.note(`${visibleText(path)}: ${problem}`);
  }
  return all;
}

async function parseFile(path: string) {
  try {
    return parseSuppressions(await readText(path));
  } catch (error) {
    throw new Failure(`${visibleText(path)} ${errorMessage(error)}. Mend the file and try again.`, 2, error);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
