import {
  directCandidate,
  filesCalled,
  filesIn,
  type FileCandidate,
  type FileHere,
  type FilesFound,
} from '../find-files';
import { commonSuffix, lastSegment, parseFramePath } from '../frame-path';
import type { SourceAccess } from '../location';
import type { JvmFrameName } from './frame-name';
import { classOfFile } from './kotlin-names';
import { encodeName } from './scala-names';

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
  const outermost = outermostOf(className);
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

/** More files than that are not opened for one function. */
const MAX_OPENED = 200;

/**
 * Files that are called otherwise and declare the class: Kotlin's and Scala's have as many as one likes, Java's a second
 * one that is not public. Looked into are folders of its package alone, then those that Kotlin and Scala advise to shorten
 * it to; the first kind that has the class is taken.
 */
export async function findOtherJvmFiles(
  frame: JvmFrameName,
  roots: readonly string[],
  access: SourceAccess,
): Promise<FilesFound> {
  if (isOfJdk(frame.className)) return { candidates: [], why: '' };
  for await (const { here, evidence } of placesOf(frame, roots, access)) {
    if (here.length > MAX_OPENED) return { candidates: [], why: whyNotOpened(frame, here.length) };
    const candidates: FileCandidate[] = [];
    for (const { root, file } of here) {
      if (await mayDeclare(frame, file, access)) candidates.push({ root, file, evidence });
    }
    if (candidates.length > 0) return { candidates, why: '' };
  }
  return { candidates: [], why: '' };
}

/** Whether {@link findOtherJvmFiles} may look into a file, by its path. Kotlin's and Scala's may stand anywhere. */
export function mayStandIn({ className }: JvmFrameName, path: string): boolean {
  if (ANYWHERE.test(path)) return true;
  const slashed = path.replaceAll('\\', '/');
  const folder = CLOJURE.test(path) ? slashed.replace(CLOJURE, '/') : slashed.replace(/[^/]*$/, '');
  return isJvmSource(path) && folder.endsWith(`/${className.slice(0, className.lastIndexOf('/') + 1)}`);
}

interface PlacedFiles {
  readonly here: readonly FileHere[];
  readonly evidence: FileCandidate['evidence'];
}

async function* placesOf(
  frame: JvmFrameName,
  roots: readonly string[],
  access: SourceAccess,
): AsyncGenerator<PlacedFiles> {
  const folders = packageOf(frame);
  if (folders.length === 0) {
    yield { here: await filesInAny(SOURCE_ROOTS, ENDINGS, roots, access), evidence: 'path' };
    return;
  }
  yield { here: await filesIn(folders, ENDINGS, roots, access), evidence: 'path' };
  yield { here: await namespacesOf(frame, roots, access), evidence: 'path' };
  const shortened = await filesInAny([folders.slice(-1), ...SOURCE_ROOTS], ENDINGS_ANYWHERE, roots, access);
  yield { here: shortened.filter(({ path }) => !isIn(folders, path.segments)), evidence: 'name' };
}

const ENDINGS = ['.java', '.kt', '.kts', '.scala', '.sc', '.groovy', '.gvy'];

/** Their compilers read a file wherever it stands. Groovy's does too, but nobody advises to make use of it. */
const ANYWHERE = /\.(?:kts?|scala|sc)$/i;
const ENDINGS_ANYWHERE = ENDINGS.filter((ending) => ANYWHERE.test(ending));

/** Where sources begin, as build tools have it: the workspace itself is one. */
const SOURCE_ROOTS = [
  [],
  ...['src', 'java', 'kotlin', 'scala', 'groovy', 'commonMain', 'jvmMain'].map((folder) => [folder]),
];

async function filesInAny(
  places: readonly (readonly string[])[],
  endings: readonly string[],
  roots: readonly string[],
  access: SourceAccess,
): Promise<readonly FileHere[]> {
  const found: FileHere[] = [];
  for (const folders of places) found.push(...(await filesIn(folders, endings, roots, access)));
  return found;
}

/** `my_shop.core.Cart` is a type of the namespace `my-shop.core`, which stands in `my_shop/core.clj`. */
async function namespacesOf(
  frame: JvmFrameName,
  roots: readonly string[],
  access: SourceAccess,
): Promise<readonly FileHere[]> {
  const found: FileHere[] = [];
  for (const ending of ['clj', 'cljc']) {
    const name = `${packageOf(frame).at(-1) ?? ''}.${ending}`;
    found.push(...(await filesCalled(name, false, roots, access)));
  }
  return found.filter(({ path }) => isNamespaceOf(frame, path.segments));
}

function isNamespaceOf(frame: JvmFrameName, path: readonly string[]): boolean {
  const [folders, file] = [packageOf(frame), path.at(-1) ?? ''];
  return CLOJURE.test(file) && bareName(file) === folders.at(-1) && isIn(folders.slice(0, -1), path);
}

const CLOJURE = /\.cljc?$/i;

/** By the file's name where that names the class, else by its text. What it declares in truth its symbols tell. */
async function mayDeclare(frame: JvmFrameName, file: string, access: SourceAccess): Promise<boolean> {
  if (CLOJURE.test(file) || isNamedFor(frame, file)) return true;
  const name = outermostOf(frame.className);
  const read = await access.readFile(file);
  // Most texts do not have the name at all, and that is quicker to see.
  return 'text' in read && read.text.includes(name) && declarationOf(name).test(read.text);
}

/** The class of the file's own name, `$Gson$Types`, or of its code outside of classes: `cart-rules.kt` is `Cart_rulesKt`. */
function isNamedFor({ className }: JvmFrameName, file: string): boolean {
  const [name, bare] = [lastSegment(className), bareName(file)];
  if (name === bare || name.startsWith(`${bare}$`)) return true;
  if (/\.kts?$/i.test(file)) {
    const [outermost, ofFile] = [outermostOf(className), classOfFile(file)];
    return [ofFile, `${ofFile}Kt`].includes(outermost) || outermost.endsWith(`__${ofFile}Kt`);
  }
  return /\.(?:scala|sc)$/i.test(file) && name.startsWith(`${encodeName(bare)}$package`);
}

/** A word that begins a declaration, and the name; or the annotation that names the class of a file of Kotlin. */
function declarationOf(name: string): RegExp {
  if (name === 'package') return /\bpackage\s+object\b/;
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const before = String.raw`\b(?:class|interface|enum|record|object|trait)\s+${'`'}?|\bJvmName\(\s*(?:name\s*=\s*)?"`;
  return new RegExp(String.raw`(?:${before})${literal}(?![\p{L}\p{N}_$])`, 'u');
}

function whyNotOpened(frame: JvmFrameName, files: number): string {
  return `No file is called ${sourceFilesOf(frame, '')[0]}, and ${files} may have the class: no more than ${MAX_OPENED} are opened to look.`;
}

async function candidatesCalled(
  name: string,
  { className }: JvmFrameName,
  roots: readonly string[],
  access: SourceAccess,
): Promise<FileCandidate[]> {
  if (parseFramePath(name) === undefined) return [];
  const folders = packageOf({ className });
  const found = await filesCalled(name, false, roots, access);
  return found
    .filter(({ path }) => !isOfJdk(className) || path.segments.some(isModuleOfJdk))
    .map(({ root, file, path }) => ({
      root,
      file,
      evidence: isIn(folders, path.segments) ? 'path' : 'name',
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

function packageOf({ className }: Pick<JvmFrameName, 'className'>): readonly string[] {
  return className.split('/').slice(0, -1);
}

function outermostOf(className: string): string {
  return lastSegment(className).replace(/(?!^)\$.*$/, '');
}

function bareName(file: string): string {
  return lastSegment(file).replace(/\.[^.]*$/, '');
}

/** Whether a file stands in such a folder, right in it. */
function isIn(folders: readonly string[], path: readonly string[]): boolean {
  return commonSuffix(folders, path.slice(0, -1), false) === folders.length;
}

function whyNone(frame: JvmFrameName, [name]: readonly string[]): string {
  return isOfJdk(frame.className)
    ? 'The class belongs to the Java runtime, outside of the workspace.'
    : `No file in the workspace is called ${name}.`;
}
