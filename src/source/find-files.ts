import { join } from 'node:path';
import {
  commonSuffix,
  isDerivedPath,
  isLibraryPath,
  parseFramePath,
  segmentsBelow,
  type FramePath,
} from './frame-path';
import type { FrameName } from './frame-name';
import type { SourceLanguage } from './languages';
import type { SourceAccess } from './location';

/** A file of the workspace that a frame can have run in. */
export interface FileCandidate {
  readonly root: string;
  readonly file: string;
  /**
   * How far the paths speak for it:
   * `path`: it is the very file, or the folders agree as well;
   * `name`: all of its path below the root agrees, but that is a file name only (`/app/main.py`);
   * `hint`: the file name agrees and something else does not.
   */
  readonly evidence: 'path' | 'name' | 'hint';
}

export interface FilesFound {
  readonly candidates: readonly FileCandidate[];
  /** Why there is none, in a sentence. */
  readonly why: string;
}

/**
 * Files of the workspace that a frame's path can mean. A path below a root on this machine means that file and no
 * other. Any other is compared from its end: a container's `/app/shop/catalog.py` and `~/src/shop/catalog.py` share
 * two segments. The longest agreement counts; as many segments as the frame's module has must agree.
 */
export async function findFiles(
  language: SourceLanguage,
  name: FrameName,
  file: string,
  roots: readonly string[],
  access: SourceAccess,
): Promise<FilesFound> {
  if (file === '') return findModule(name.module, roots, access);
  const path = parseFramePath(file);
  if (path === undefined) {
    return { candidates: [], why: FROZEN.test(file) ? FROZEN_WHY : 'The frame names no file on disk.' };
  }
  const fileName = path.segments[path.segments.length - 1];
  if (!language.isSource(fileName)) return { candidates: [], why: unreadable(fileName) };
  const direct = await candidateAt(path, roots, access);
  if (direct !== undefined) return { candidates: [direct], why: '' };
  if (isLibraryPath(path.segments)) {
    return {
      candidates: [],
      why: 'The file belongs to a library or to the language, outside of the workspace.',
    };
  }
  const found = await filesCalled(fileName, path.ignoreCase, roots, access);
  const candidates = longest(found.flatMap((here) => compare(path, name.module, here)));
  return { candidates, why: 'No file in the workspace has that name and path.' };
}

/** Python's start-up code is compiled into the interpreter: `<frozen runpy>`, `<frozen importlib._bootstrap>`. */
const FROZEN = /^<frozen [\w.]+>$/;
const FROZEN_WHY = 'The code is frozen into Python itself: no file has it.';

function unreadable(fileName: string): string {
  return COMPILED.test(fileName)
    ? 'The code is an extension compiled to machine code: no Python source is its own.'
    : 'The file is no source that can be read here.';
}

const COMPILED = /\.(?:so|pyd|dll|dylib|pyx|pxd)$/i;

/** A path below several nested roots belongs to the innermost. */
export function directCandidate(path: FramePath, roots: readonly string[]): FileCandidate | undefined {
  for (const root of innermostFirst(roots)) {
    const folder = parseFramePath(root);
    const below = folder && segmentsBelow(folder, path);
    if (below !== undefined) return { root, file: join(root, ...below), evidence: 'path' };
  }
  return undefined;
}

/** The same for a path behind links: a folder that was opened through one is known by what it leads to as well. */
export async function candidateAt(
  path: FramePath,
  roots: readonly string[],
  { realPath }: Pick<SourceAccess, 'realPath'>,
): Promise<FileCandidate | undefined> {
  const direct = directCandidate(path, roots);
  if (direct !== undefined || realPath === undefined || !path.isAbsolute) return direct;
  for (const root of innermostFirst(roots)) {
    const folder = parseFramePath(await realPath(root));
    const below = folder && segmentsBelow(folder, path);
    if (below !== undefined) return { root, file: join(root, ...below), evidence: 'path' };
  }
  return undefined;
}

function innermostFirst(roots: readonly string[]): string[] {
  return [...roots].sort((a, b) => b.length - a.length);
}

export interface FileHere {
  readonly root: string;
  readonly file: string;
  readonly path: FramePath;
  /** Its segments below the root. */
  readonly below: readonly string[];
}

/** Every file of that name below the roots, each once; copies that tools made are left out. */
export async function filesCalled(
  name: string,
  ignoreCase: boolean,
  roots: readonly string[],
  access: SourceAccess,
): Promise<readonly FileHere[]> {
  return filesBelow(roots, access, (root) => access.findFiles(name, root, ignoreCase));
}

/** Every file with such an ending that stands right in such a folder, each once, without copies as well. */
export async function filesIn(
  folders: readonly string[],
  endings: readonly string[],
  roots: readonly string[],
  access: SourceAccess,
): Promise<readonly FileHere[]> {
  return filesBelow(roots, access, (root) => access.filesIn(folders, endings, root));
}

async function filesBelow(
  roots: readonly string[],
  access: SourceAccess,
  find: (root: string) => Promise<readonly string[]>,
): Promise<readonly FileHere[]> {
  const found = new Map<string, FileHere>();
  for (const root of innermostFirst(roots)) {
    for (const file of await find(root)) {
      const here = fileHere(root, file);
      if (here !== undefined && !found.has(file)) found.set(file, here);
    }
  }
  const files = [...found.values()];
  return files.length < 2 ? files : withoutLinks(files, roots, access);
}

/** Two paths to one file are no two files that can be meant. The one that no link is in stays, where it is among them. */
async function withoutLinks(
  files: readonly FileHere[],
  roots: readonly string[],
  access: SourceAccess,
): Promise<readonly FileHere[]> {
  if (access.realPath === undefined) return files;
  const byTarget = new Map<string, FileHere>();
  for (const here of files) {
    const target = await access.realPath(here.file);
    const path = byTarget.has(target) ? parseFramePath(target) : undefined;
    const spelled = path && (await candidateAt(path, roots, access))?.file;
    if (!byTarget.has(target) || spelled === here.file) byTarget.set(target, here);
  }
  return [...byTarget.values()];
}

function fileHere(root: string, file: string): FileHere | undefined {
  const folder = parseFramePath(root);
  const path = parseFramePath(file);
  const below = folder && path && segmentsBelow(folder, path);
  return path === undefined || below === undefined || isDerivedPath(below)
    ? undefined
    : { root, file, path, below };
}

interface Compared extends FileCandidate {
  readonly common: number;
}

/**
 *     frame /app/shop/catalog.py, shop.catalog     here shop/catalog.py            2 agree: path
 *     frame /app/main.py, main                     here main.py                    1 agrees, all there is: name
 *     frame /var/task/handler.py, handler          here functions/a/handler.py     1 agrees: hint
 *     frame /app/shop/catalog.py, shop.catalog     here tools/catalog.py           another module: nothing
 */
function compare(path: FramePath, module: string, { root, file, path: there, below }: FileHere): Compared[] {
  const common = commonSuffix(path.segments, there.segments, path.ignoreCase || there.ignoreCase);
  const isWholeHere = common >= below.length;
  const isWholeFrame = !path.isAbsolute && common >= path.segments.length;
  const agrees = common >= Math.min(moduleDepth(module, path), path.segments.length);
  if (common === 0 || (!agrees && !isWholeHere) || (!path.isAbsolute && !isWholeFrame)) return [];
  const isPath = agrees && (common >= 2 || isWholeFrame);
  const isName = agrees && isWholeHere;
  return [{ root, file, evidence: isPath ? 'path' : nameOrHint(isName), common }];
}

function nameOrHint(isName: boolean): 'name' | 'hint' {
  return isName ? 'name' : 'hint';
}

/**
 * How many of the path's last segments the module names; 1 where it names others (it is not to be trusted), and no
 * more than 2 where it names every single one, which means that the agent found no entry of `sys.path` to take off.
 */
function moduleDepth(module: string, path: FramePath): number {
  const parts = module.split('.');
  const segments = path.segments.map((segment, i) =>
    i === path.segments.length - 1 ? segment.replace(/\.[^.]*$/, '') : segment,
  );
  if (commonSuffix(parts, segments, path.ignoreCase) < parts.length) return 1;
  return parts.length >= segments.length && path.isAbsolute ? Math.min(2, parts.length) : parts.length;
}

function longest(compared: readonly Compared[]): FileCandidate[] {
  const most = Math.max(0, ...compared.map(({ common }) => common));
  return compared.filter(({ common }) => common === most);
}

/** A frame without a file, as people type one: its module says where the file would be. */
async function findModule(
  module: string,
  roots: readonly string[],
  access: SourceAccess,
): Promise<FilesFound> {
  if (FROZEN.test(module)) return { candidates: [], why: FROZEN_WHY };
  if (module === '__main__') return { candidates: [], why: 'Any file that is started is called `__main__`.' };
  const candidates: FileCandidate[] = [];
  for (const wanted of moduleFiles(module)) {
    const found = await filesCalled(wanted[wanted.length - 1], false, roots, access);
    for (const here of found) {
      if (commonSuffix(wanted, here.path.segments, false) < wanted.length) continue;
      const evidence = (await isInPackage(here, wanted.length, access)) ? 'hint' : 'path';
      candidates.push({ root: here.root, file: here.file, evidence });
    }
  }
  const certain = candidates.filter(({ evidence }) => evidence === 'path');
  return {
    candidates: certain.length > 0 ? certain : candidates,
    why: 'The frame names no file, and no file in the workspace is its module.',
  };
}

/**
 * Whether the folder that the module was found in is a package itself, so that the module has a longer name and the
 * frame's is another one. Folders without `__init__.py` are namespace packages, or `src`, or no part of the name at all.
 *
 *     shop.catalog    src/shop/catalog.py, no src/__init__.py              it
 *     sql.base        sqlalchemy/sql/base.py, sqlalchemy/__init__.py       that one is sqlalchemy.sql.base
 */
async function isInPackage({ root, below }: FileHere, depth: number, access: SourceAccess): Promise<boolean> {
  const above = below.slice(0, -depth);
  return above.length > 0 && 'text' in (await access.readFile(join(root, ...above, '__init__.py')));
}

/** Where the module's source can stand, as path segments below some folder. */
function moduleFiles(module: string): readonly (readonly string[])[] {
  const parts = module.split('.');
  if (!parts.every((part) => /^\w+$/u.test(part))) return [];
  return [
    [...parts.slice(0, -1), `${parts.at(-1) ?? ''}.py`],
    [...parts, '__init__.py'],
  ];
}
