import { findFiles } from './find-files';
import { linesOf } from './frame-lines';
import { lastSegment } from './frame-path';
import { PYTHON } from './languages';
import { matchSymbol } from './match-symbol';
import { parsePythonFrameName } from './python-frame-name';
import type { Runtime } from './runtimes';

/** CPython under the Python agent: `module:Class:function`, a file, and lines. */
export const PYTHON_RUNTIME: Runtime = {
  id: 'python',
  read(ref) {
    const name = parsePythonFrameName(ref.name);
    if (name === undefined) return undefined;
    return {
      // Looking for a file by its path needs its name at least; this keeps all but a few frames from being looked for.
      mayBeIn: (path) => ref.file !== '' && isCalled(path, lastSegment(ref.file)),
      findFiles: (roots, access) => findFiles(PYTHON, name, ref.file, roots, access),
      match: (symbols) => matchSymbol(name, linesOf(ref), symbols),
    };
  },
};

/** Compared in lower case: a profile of Windows or macOS may spell a name otherwise; the locator has the last word. */
function isCalled(path: string, name: string): boolean {
  return lastSegment(path).toLowerCase() === name.toLowerCase();
}
