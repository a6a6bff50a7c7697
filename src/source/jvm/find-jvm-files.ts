import { directCandidate, filesCalled, type FileCandidate, type FilesFound } from '../find-files';
import { parseFramePath } from '../frame-path';
import type { SourceAccess } from '../location';
import type { JvmFrameName } from './frame-name';

/** Endings of source that a JVM's compilers read. */
const JVM_SOURCE = /\.(?:java|kts?|scala|sc|groovy|gvy|cljc?)$/i;

export function isJvmSource(path: string): boolean {
  return JVM_SOURCE.test(path);
}

/**
 * Names of files that a class can be compiled from. Class files say which (`SourceFile`); where a profile left that out,
 * the class's name does for what is named after its file.
 */
export function sourceFilesOf({ className }: JvmFrameName, file: string): readonly string[] {
  if (file !== '') return [lastSegment(file)];
  const outermost = lastSegment(className).replace(/(?!^)\$.*$/, '');
  const named = ['java', 'kt', 'scala', 'groovy'].map((ending) => `${outermost}.${ending}`);
  const ofFunctions = outermost.endsWith('Kt') ? [`${outermost.slice(0, -2)}.kt`] : [];
  const ofNamespace = ['clj', 'cljc'].map((ending) => `${outermost.replace(/__init$/, '')}.${ending}`);
  return [...named, ...ofFunctions, ...ofNamespace];
}

/**
 * Files of the workspace that a frame can have run in: of that name, in the folders of its package. Where none is, any of
 * that name, as Kotlin, Scala and Groovy leave the folders free; what such a file says of its package is then all evidence.
 * Several modules can have the same class: each is a candidate.
 */
export async function findJvmFiles(
  frame: JvmFrameName,
  file: string,
  roots: readonly string[],
  access: SourceAccess,
): Promise<FilesFound> {
  const path = parseFramePath(file);
  const direct = path && directCandidate(path, roots);
  if (direct !== undefined) return { candidates: [direct], why: '' };
  const names = sourceFilesOf(frame, file);
  const elsewhere: FileCandidate[] = [];
  for (const name of names) {
    const found = await candidatesCalled(name, frame, roots, access);
    const inPackage = found.filter(({ evidence }) => evidence === 'path');
    // A program has a class once, so the languages that its file is not of need no search.
    if (inPackage.length > 0) return { candidates: inPackage, why: '' };
    elsewhere.push(...found);
  }
  return { candidates: elsewhere, why: whyNone(frame, names) };
}

async function candidatesCalled(
  name: string,
  { className }: JvmFrameName,
  roots: readonly string[],
  access: SourceAccess,
): Promise<FileCandidate[]> {
  if (parseFramePath(name) === undefined) return [];
  const folders = className.split('/').slice(0, -1);
  const found = await filesCalled(name, false, roots, access);
  return found
    .filter(({ path }) => !isOfJdk(className) || path.segments.some(isModuleOfJdk))
    .map(({ root, file, path }) => ({
      root,
      file,
      evidence: endsWith(path.segments.slice(0, -1), folders) ? 'path' : 'name',
    }));
}

/** The JVM takes these from nowhere but its own modules, whatever a workspace has under such a name. */
function isOfJdk(className: string): boolean {
  return /^(?:java|jdk|sun|com\/sun)\//.test(className);
}

/** As the JDK's own source has folders: `src/java.base/share/classes/java/util`. */
function isModuleOfJdk(segment: string): boolean {
  return /^(?:java|jdk)\.[a-z.]+$/.test(segment);
}

function endsWith(segments: readonly string[], end: readonly string[]): boolean {
  const from = segments.length - end.length;
  return from >= 0 && end.every((segment, i) => segment === segments[from + i]);
}

function whyNone(frame: JvmFrameName, [name]: readonly string[]): string {
  return isOfJdk(frame.className)
    ? 'The class belongs to the Java runtime, outside of the workspace.'
    : `No file in the workspace is called ${name}.`;
}

function lastSegment(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
