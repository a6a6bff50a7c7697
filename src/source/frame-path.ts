/**
 * Paths as frames have them: of this machine, of a container, of Windows, or no path at all. Taken apart here, and
 * joined again only below a root, so that nothing a frame says can lead out of the workspace.
 */
export interface FramePath {
  /** `/app/shop/../main.py` is `['app', 'main.py']`; of `C:\app` the first segment is `c:`. Never empty. */
  readonly segments: readonly string[];
  readonly isAbsolute: boolean;
  /** Windows tells no letter cases apart. */
  readonly ignoreCase: boolean;
}

/** PATH_MAX of Linux; Windows allows more only on request. */
const MAX_PATH_LENGTH = 4096;

/** @returns undefined where the text is no path of a file: `<string>`, '', control characters, far too long */
export function parseFramePath(file: string): FramePath | undefined {
  if (file === '' || file.length > MAX_PATH_LENGTH || file.startsWith('<') || CONTROL.test(file)) {
    return undefined;
  }
  const isWindows = /^[a-z]:[\\/]|^\\\\/i.test(file);
  const isAbsolute = isWindows || file.startsWith('/');
  const slashed = isWindows || !file.includes('/') ? file.replaceAll('\\', '/') : file;
  const segments = resolveDots(slashed);
  if (segments.length === 0) return undefined;
  if (isWindows) segments[0] = segments[0].toLowerCase();
  return { segments, isAbsolute, ignoreCase: isWindows };
}

const CONTROL = /[\u0000-\u001f]/;

/** Folders that `..` would leave are dropped with it: what is left is what can be looked for. */
function resolveDots(path: string): string[] {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}

/** The name of a file, of whichever system its path is. */
export function lastSegment(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

/**
 * Equal for a frame's file and a path that it can be; '' for what is no name of a file, which can be any. Frames are sorted by
 * it once, for a profile has fifty thousand and a file a hundred of them.
 */
export function fileKeyOf(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  // Marks for code without a file have no ending.
  return /\.\w+$/.test(name) ? name.toLowerCase() : '';
}

/** Drive letters come in either case. */
export function isSamePath(a: string, b: string): boolean {
  return a === b || (/^[A-Za-z]:/.test(a) && a.toLowerCase() === b.toLowerCase());
}

/** What is left of `path` below `folder`; undefined where it does not lie below. */
export function segmentsBelow(folder: FramePath, path: FramePath): readonly string[] | undefined {
  const depth = folder.segments.length;
  if (!path.isAbsolute || path.segments.length <= depth) return undefined;
  const same = sameSegment(path.ignoreCase);
  return folder.segments.every((segment, i) => same(segment, path.segments[i]))
    ? path.segments.slice(depth)
    : undefined;
}

/** How many segments two paths share, counted from the file's name upwards. */
export function commonSuffix(a: readonly string[], b: readonly string[], ignoreCase: boolean): number {
  const same = sameSegment(ignoreCase);
  let length = 0;
  while (length < a.length && length < b.length && same(a[a.length - 1 - length], b[b.length - 1 - length])) {
    length++;
  }
  return length;
}

function sameSegment(ignoreCase: boolean): (a: string, b: string) => boolean {
  return ignoreCase ? (a, b) => a.toLowerCase() === b.toLowerCase() : (a, b) => a === b;
}

/**
 * Whether a file belongs to a language's own library or to an installed package: such a file is looked up by its
 * full path only, for a workspace may well have a `logging/__init__.py` of its own.
 *
 *     /usr/lib/python3.11/logging/__init__.py      C:\Python311\Lib\logging\__init__.py
 *     /app/.venv/lib/python3.11/site-packages/…    /usr/lib/python3/dist-packages/…
 */
export function isLibraryPath(segments: readonly string[]): boolean {
  return segments.some(
    (segment, i) =>
      /^(?:site|dist)-packages$/i.test(segment) ||
      (/^lib(?:64)?$/i.test(segment) && /^python\d/i.test(segments[i + 1] ?? '')) ||
      (/^python\d*$/i.test(segment) && /^lib$/i.test(segments[i + 1] ?? '')) ||
      /^python\d+\.zip$/i.test(segment),
  );
}

/** Copies of the workspace's own files, or other people's: never what a frame from elsewhere means. */
export function isDerivedPath(segments: readonly string[]): boolean {
  return (
    isLibraryPath(segments) ||
    segments.some(
      (segment, i) => DERIVED_FOLDERS.has(segment) || (segment === 'build' && segments[i + 1] === 'lib'),
    )
  );
}

/** Folders in which nobody's own source stands; also not worth the walk. */
export const DERIVED_FOLDERS: ReadonlySet<string> = new Set([
  '.eggs',
  '.git',
  '.hg',
  '.mypy_cache',
  '.nox',
  '.tox',
  '__pycache__',
  '__pypackages__',
  'node_modules',
]);
