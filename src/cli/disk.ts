import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { DERIVED_FOLDERS } from '../source/frame-path';
import { MAX_SOURCE_LENGTH, type SourceAccess, type SourceText } from '../source/location';

/** Sources on this machine's disk, for as long as one command runs: a folder is walked once. */
export function createDiskAccess(): SourceAccess {
  const walked = new Map<string, Promise<FolderIndex>>();
  const indexOf = (root: string): Promise<FolderIndex> => {
    const index = walked.get(root) ?? indexFolder(root);
    walked.set(root, index);
    return index;
  };
  return {
    readFile: readSource,
    realPath: (path) => realpath(path).catch(() => path),
    async findFiles(name, root, ignoreCase) {
      const found = (await indexOf(root)).byName.get(name.toLowerCase()) ?? [];
      return ignoreCase ? found : found.filter((file) => file.endsWith(name));
    },
    async filesIn(folders, endings, root) {
      const end = folders.map((folder) => sep + folder).join('');
      const found = (await indexOf(root)).byFolder.get(folders.at(-1) ?? basename(root)) ?? [];
      return found.filter(
        (file) =>
          endings.some((ending) => file.endsWith(ending)) &&
          (folders.length === 0 ? dirname(file) === root : dirname(file).endsWith(end)),
      );
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

interface FolderIndex {
  /** In lower case. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** By the name of the folder that they stand right in. */
  readonly byFolder: ReadonlyMap<string, readonly string[]>;
}

/** Every file below a folder. Links to folders are not followed: they can lead in circles. */
async function indexFolder(root: string): Promise<FolderIndex> {
  const byName = new Map<string, string[]>();
  const byFolder = new Map<string, string[]>();
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await listFolder(folder);
    // A virtual environment: other people's code, and much of it.
    if (entries.some(({ name }) => name === 'pyvenv.cfg') && folder !== root) continue;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) {
        push(byName, entry.name.toLowerCase(), path);
        push(byFolder, basename(folder), path);
      } else if (!DERIVED_FOLDERS.has(entry.name)) waiting.push(path);
    }
  }
  return { byName, byFolder };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

async function listFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return []; // A folder that may not be read has nothing to find in it.
  }
}
