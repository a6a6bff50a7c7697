import type { FrameRef } from '../../profile/tables';
import { linesOf } from '../frame-lines';
import { lastSegment } from '../frame-path';
import { PYTHON_RUNTIME } from '../python-runtime';
import type { Call, Runtime } from '../runtimes';
import { findJvmFiles, findOtherJvmFiles, isJvmSource, mayStandIn, sourceFilesOf } from './find-jvm-files';
import { parseJvmFrameName, type JvmFrameName } from './frame-name';
import { hasOutermost, matchJvm } from './match-jvm';
import { behindProxy } from './proxies';

/** Whatever compiles to class files: methods named by class and method, files by what the compiler noted of them. */
export const JVM_RUNTIME: Runtime = {
  id: 'jvm',
  read(ref) {
    const file = NO_FILE.test(ref.file) ? '' : ref.file;
    if (/\.pyw?$/i.test(file)) return readJython(ref);
    if (/\.rb$/i.test(file)) return readJRuby(ref);
    if (file !== '' && !isJvmSource(file)) return undefined;
    const kind = file === '' ? kindOf(ref.name) : 'jvm';
    const name = kind === 'other' ? undefined : parseJvmFrameName(ref.name);
    if (name === undefined) return undefined;
    const frame = behindProxy(name);
    const call = 'why' in frame ? unknown(frame.why) : callOf(frame, { ...ref, file });
    return kind === 'either' ? eitherOf(PYTHON_RUNTIME.read(ref), call) : call;
  },
};

/** What CGLIB, stack traces and Clojure write in place of one. */
const NO_FILE = /^(?:<generated>|<Unknown>|Unknown Source|Native Method|NO_SOURCE_FILE)$/;

function callOf(name: JvmFrameName, ref: FrameRef): Call {
  const files = new Set(sourceFilesOf(name, ref.file).map((file) => file.toLowerCase()));
  return {
    mayBeIn: (path, symbols) =>
      files.has(lastSegment(path).toLowerCase()) ||
      (ref.file === '' && mayStandIn(name, path) && (symbols === undefined || hasOutermost(name, symbols))),
    findFiles: (roots, access) => findJvmFiles(name, ref.file, roots, access),
    ...(ref.file === '' ? { findOthers: (roots, access) => findOtherJvmFiles(name, roots, access) } : {}),
    match: (symbols) => {
      const match = matchJvm(name, linesOf(ref), symbols);
      return match.status === 'none' && /\.sc$/i.test(ref.file) ? { ...match, why: WRAPPED } : match;
    },
  };
}

/** Scala CLI has four ways to do it, by its version and Scala's; Ammonite and Mill have theirs. */
const WRAPPED =
  'the tool that ran the script has put it into a class of its own, and which is not documented';

/**
 * Whose a name without a file is. Python's agent parts names by colons, and nothing else of its kind has dots alone. A
 * class stands before the colon of a JVM's: it starts with a capital letter or has a `$`; a module can as well
 * (`PIL.Image:open`), so that both are looked for.
 */
function kindOf(name: string): 'jvm' | 'either' | 'other' {
  const called = name.replace(/\([^]*$/, '');
  if (!called.includes(':')) return /[./]/.test(called) ? 'jvm' : 'other';
  const [, owner] = /^([^:]+)::?[^:]+$/.exec(called) ?? [];
  const className = owner?.split(/[./]/).at(-1) ?? '';
  if (owner?.includes('$') || (owner !== undefined && called.includes('::'))) return 'jvm';
  return /^\p{Lu}/u.test(className) ? 'either' : 'other';
}

/** The language of the file that was found decides. */
function eitherOf(python: Call | undefined, jvm: Call): Call {
  if (python === undefined) return jvm;
  return {
    mayBeIn: (path, symbols) => python.mayBeIn(path) || jvm.mayBeIn(path, symbols),
    async findFiles(roots, access) {
      const found = [await python.findFiles(roots, access), await jvm.findFiles(roots, access)];
      return { candidates: found.flatMap(({ candidates }) => candidates), why: found[1].why };
    },
    findOthers: jvm.findOthers,
    match: (symbols) => (symbols.some(({ jvm: methods }) => methods) ? jvm : python).match(symbols),
  };
}

/**
 * Jython compiles a module to one class, `org.python.pycode._pyx3` or `shop$py`, and a function to a method with its name
 * and a number: `total$2`. The module's own code is `f$0`.
 */
function readJython(ref: FrameRef): Call | undefined {
  const compiled = /(?:^|[./])(?:_pyx\d+|\w+\$py)[.:]([\w$]+)(?:\([^]*)?$/.exec(ref.name)?.[1];
  if (compiled === undefined) return undefined;
  const [, name, number] = /^(\w+)\$(\d+)$/.exec(compiled) ?? [];
  if (name === undefined) {
    return unknown('Jython calls functions by number here; the function is the frame below.');
  }
  return PYTHON_RUNTIME.read({ ...ref, name: number === '0' ? '<module>' : name });
}

/** `rubyjit.Shop$$total_…`, `shop.RUBY$method$total$0`. */
function readJRuby({ name }: FrameRef): Call | undefined {
  return /^rubyjit[./]|\bRUBY\$/.test(name)
    ? unknown('The function is compiled from Ruby, which is not read here.')
    : undefined;
}

function unknown(why: string): Call {
  return {
    mayBeIn: () => false,
    findFiles: () => Promise.resolve({ candidates: [], why }),
    match: () => ({ status: 'none', symbols: [], why }),
  };
}
