import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DERIVED_FOLDERS } from '../source/frame-path';
import { MAX_SOURCE_LENGTH, type SourceAccess, type SourceText } from '../source/location';

/** Sources on this machine's disk, for as long as one command runs: a folder is walked once. */
export function createDiskAccess(): SourceAccess {
  const walked = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
  return {
    readFile: readSource,
    async findFiles(name, root, ignoreCase) {
      const files = walked.get(root) ?? indexFolder(root);
      walked.set(root, files);
      const wanted = name.toLowerCase();
      const found = (await files).get(wanted) ?? [];
      return ignoreCase ? found : found.filter((file) => file.endsWith(name));
    },
  };
}

async function readSource(path: string): Promise<SourceText> {
  try {
    const status = await stat(path);
    if (!status.isFile()) return { why: 'missing' };
    // A character takes a byte at least.
    return status.size > MAX_SOURCE_LENGTH * 4
      ? { why: 'too large' }
      : { text: await readFile(path, 'utf8') };
  } catch (error) {
    return { why: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable' };
  }
}

/** Every file below a folder by its name in lower case. Links to folders are not followed: they can lead in circles. */
async function indexFolder(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const index = new Map<string, string[]>();
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await listFolder(folder);
    // A virtual environment: other people's code, and much of it.
    if (entries.some(({ name }) => name === 'pyvenv.cfg') && folder !== root) continue;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const key = entry.name.toLowerCase();
      if (entry.isDirectory() && !DERIVED_FOLDERS.has(entry.name)) waiting.push(path);
      else if (!entry.isDirectory()) index.set(key, [...(index.get(key) ?? []), path]);
    }
  }
  return index;
}

async function listFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return []; // A folder that may not be read has nothing to find in it.
  }
}
