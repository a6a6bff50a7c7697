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
  const folders = frame.className.split('/').slice(0, -1);
  const candidates: FileCandidate[] = [];
  for (const name of names) {
    if (parseFramePath(name) === undefined) continue;
    for (const here of await filesCalled(name, false, roots, access)) {
      const isPath = endsWith(here.path.segments.slice(0, -1), folders);
      candidates.push({ root: here.root, file: here.file, evidence: isPath ? 'path' : 'name' });
    }
  }
  return { candidates: bestOf(candidates), why: noFile(names) };
}

function endsWith(segments: readonly string[], end: readonly string[]): boolean {
  const from = segments.length - end.length;
  return from >= 0 && end.every((segment, i) => segment === segments[from + i]);
}

function bestOf(candidates: readonly FileCandidate[]): readonly FileCandidate[] {
  const inPackage = candidates.filter(({ evidence }) => evidence === 'path');
  return inPackage.length > 0 ? inPackage : candidates;
}

function noFile(names: readonly string[]): string {
  return `No file in the workspace is called ${names[0]}.`;
}

function lastSegment(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
