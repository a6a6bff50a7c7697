import { linesOf } from '../frame-lines';
import type { Runtime } from '../runtimes';
import { findJvmFiles, isJvmSource, sourceFilesOf } from './find-jvm-files';
import { parseJvmFrameName } from './frame-name';
import { matchJvm } from './match-jvm';

/** Whatever compiles to class files: methods named by class and method, files by what the compiler noted of them. */
export const JVM_RUNTIME: Runtime = {
  id: 'jvm',
  read(ref) {
    const name = isJvmFrame(ref.name, ref.file) ? parseJvmFrameName(ref.name) : undefined;
    if (name === undefined) return undefined;
    const files = new Set(sourceFilesOf(name, ref.file).map((file) => file.toLowerCase()));
    return {
      mayBeIn: (path) => files.has((path.split(/[\\/]/).at(-1) ?? '').toLowerCase()),
      findFiles: (roots, access) => findJvmFiles(name, ref.file, roots, access),
      match: (symbols) => matchJvm(name, linesOf(ref), symbols),
    };
  },
};

/**
 * A file settles it. Without one, a colon is Python's but for `com.shop.Cart:total`, where what stands before it has dots
 * and then a capital letter or a `$`.
 */
function isJvmFrame(name: string, file: string): boolean {
  if (file !== '') return isJvmSource(file);
  const colon = name.indexOf(':');
  if (colon < 0 || name.slice(0, colon).includes('(')) return true;
  return (
    /^[\w$./]*[./][A-Z\w]*(?:[A-Z]\w*|\$[\w$]*)::?[^:]+$/.test(name) && /[A-Z$]/.test(lastPart(name, colon))
  );
}

function lastPart(name: string, colon: number): string {
  return name.slice(0, colon).split(/[./]/).at(-1) ?? '';
}
