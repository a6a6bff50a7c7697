import { isInPackage, packageOf } from '../profile/packages';
import type { FrameRef } from '../profile/tables';

/** Decides of a frame whether the people who look at the profile wrote it. */
export type CodeFilter = (frame: Pick<FrameRef, 'name' | 'file'>) => boolean;

export interface MyCodeOptions {
  /** Folders of the workspace. When given, absolute paths elsewhere are foreign. */
  readonly roots?: readonly string[];
  /** Packages, modules or classes such as `shop`, `shop.` or `shop.*`. When given, they alone decide. */
  readonly namespaces?: readonly string[];
}

/**
 * What is "my code". Without options: all but the runtime's library, installed packages, frames without a file, the
 * profiling agent and our launcher. Paths are compared as text and may be those of another machine, with either
 * kind of slash.
 */
export function myCode({ roots = [], namespaces = [] }: MyCodeOptions = {}): CodeFilter {
  if (namespaces.length > 0) {
    const prefixes = namespaces.map((namespace) => namespace.replace(/[./:]*\*?$/, '')).filter(Boolean);
    return (frame) => prefixes.some((prefix) => isInNamespace(frame, prefix));
  }
  // Asked of every function of a profile, and many functions share a file.
  const known = new Map<string, boolean>();
  return ({ name, file }) => {
    if (isJvmSource(file) && isOfJvmRuntime(name)) return false;
    const before = known.get(file);
    if (before !== undefined) return before;
    const isOwn = isOwnFile(file) && (roots.length === 0 || !isAbsolute(file) || isUnder(file, roots));
    known.set(file, isOwn);
    return isOwn;
  };
}

/** Whether a file lies in one of the folders, or is one of them. */
export function isUnder(file: string, roots: readonly string[]): boolean {
  const path = segmentsOf(file);
  return roots.some((root) => {
    const folder = segmentsOf(root);
    return folder.length > 0 && folder.every((segment, i) => segment === path[i]);
  });
}

/**
 * By name or by package, whichever notation the name is in: a JVM's stacks have `com/shop/Cart.total`, Java's own have
 * `com.shop.Cart.total`, and people write `com.shop` for both. What npm installed has its package in its path only.
 */
function isInNamespace({ name, file }: Pick<FrameRef, 'name' | 'file'>, prefix: string): boolean {
  const [dotted, wanted] = [name.replaceAll('/', '.'), prefix.replaceAll('/', '.')];
  const isNamed = dotted.startsWith(wanted) && /^(?:$|[.:$])/.test(dotted.slice(wanted.length));
  return isNamed || isInPackage(packageOf(name, file), prefix);
}

/** A JVM's frames have the name of their file and no folder, so where it lies says nothing. */
function isJvmSource(file: string): boolean {
  return /\.(?:java|kts?|scala|groovy|cljc?)$/.test(file);
}

/** Packages of the runtime, and of the libraries that come with a language. */
const JVM_RUNTIME =
  /^(?:java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.codehaus\.groovy|org\.apache\.groovy|clojure)\./;

function isOfJvmRuntime(name: string): boolean {
  return JVM_RUNTIME.test(name.slice(0, 100).replaceAll('/', '.'));
}

/** Relative paths are own code: agents write a script's path as it was typed, and libraries' as absolute ones. */
function isOwnFile(file: string): boolean {
  // `<frozen os>`, `<string>`, `<stdin>`, and '' of synthetic frames: nothing to open.
  if (file === '' || file.startsWith('<')) {
    return false;
  }
  const segments = segmentsOf(file.toLowerCase());
  return !segments.some((_, i) => isForeignFolder(segments, i));
}

/** Names that tell whose files are below them, or who they are. Compared in lower case. */
const FOREIGN = new Set([
  'site-packages',
  'dist-packages',
  'lib-python',
  'codeguru_profiler_agent',
  'burnline_launch.py',
]);

/** Folders that Python distributions for Windows are installed in; their library is the folder Lib below. */
const DISTRIBUTION = /^(?:python\d|pypy\d|anaconda|miniconda|miniforge|mambaforge)[\d.-]*$/;

/**
 *     /usr/lib/python3.11/json/decoder.py            lib/python3.11 or lib/pypy3.10
 *     /opt/pypy/lib-python/3/json/decoder.py         older PyPys
 *     C:\Python311\Lib\json\decoder.py               Lib in a distribution
 *     C:\miniconda3\envs\web\Lib\json\decoder.py     Lib in a conda environment
 *     /usr/lib/python311.zip/json/decoder.py         the library as an archive
 */
function isForeignFolder(segments: readonly string[], i: number): boolean {
  const segment = segments[i];
  if (FOREIGN.has(segment) || /^python\d+\.zip$/.test(segment)) {
    return true;
  }
  if (!/^lib(?:32|64)?$/.test(segment)) {
    return false;
  }
  const isInDistribution = i >= 1 && DISTRIBUTION.test(segments[i - 1]);
  const isInEnvironment = i >= 2 && segments[i - 2] === 'envs';
  return isInDistribution || isInEnvironment || /^(?:python|pypy)\d/.test(segments[i + 1] ?? '');
}

function isAbsolute(file: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)/.test(file);
}

/** Without empty and `.` segments, `..` resolved; in lower case where the path is one of Windows. */
function segmentsOf(path: string): string[] {
  const isWindows = /^(?:[A-Za-z]:|\\\\)/.test(path);
  const segments: string[] = [];
  for (const segment of (isWindows ? path.toLowerCase() : path).split(/[\\/]/)) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  return segments;
}
