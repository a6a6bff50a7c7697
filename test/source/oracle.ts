import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Location, Place, SourceAccess } from '../../src/source/location';
import { createLocator } from '../../src/source/locate';
import type { FrameRef } from '../../src/profile/tables';

/** What code_objects.py prints. */
export interface CompiledFiles {
  readonly python: string;
  readonly files: Readonly<Record<string, readonly CodeObject[]>>;
}

export interface CodeObject {
  readonly name: string;
  readonly firstLine: number;
  readonly lines: readonly number[];
  readonly className: string;
}

/**
 * How often locate() was right about frames that Python's compiler vouches for. `unsure` had the right function among
 * its candidates; `missed` said none although there is one; `wrong` named another function, or left the right one out.
 */
export interface Score {
  asked: number;
  exact: number;
  unsure: number;
  missed: number;
  readonly wrong: string[];
  /** What was not exact and not wrong either, by the reason that was given. */
  readonly causes: Map<string, string[]>;
}

/** What an agent writes of a code object's frame, lines left out. `file` is where it stands here. */
export type FrameWriter = (code: CodeObject, file: string) => Pick<FrameRef, 'name' | 'file'>;

/** Asks for every code object, once per range of lines that `linesOf` gives; the files lie below `root`. */
export async function score(
  compiled: CompiledFiles,
  root: string,
  linesOf: (code: CodeObject) => FrameLines[],
  frameOf: FrameWriter = localFrame,
): Promise<Score> {
  const access = filesBelow(Object.keys(compiled.files).map((file) => resolve(file)));
  const locator = createLocator({ wasmDir: 'dist', ...access });
  const result: Score = { asked: 0, exact: 0, unsure: 0, missed: 0, wrong: [], causes: new Map() };
  for (const [file, codes] of Object.entries(compiled.files)) {
    const path = resolve(file);
    for (const code of codes.filter(isWritten)) {
      for (const [firstLine, lastLine] of linesOf(code)) {
        const ref = { ...frameOf(code, path), firstLine, lastLine };
        judge(result, { code, codes, ref, path }, await locator.locate(ref, [resolve(root)]));
      }
    }
  }
  locator.dispose();
  return result;
}

/** Read once each, and found by their names at once: a corpus has thousands of files and asks for each many times. */
function filesBelow(paths: readonly string[]): SourceAccess {
  const texts = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const path of paths) byName.set(basename(path), [...(byName.get(basename(path)) ?? []), path]);
  return {
    readFile: (path) => {
      if (!texts.has(path) && !existsSync(path)) return Promise.resolve({ why: 'missing' });
      const text = texts.get(path) ?? readFileSync(path, 'utf8');
      texts.set(path, text);
      return Promise.resolve({ text });
    },
    findFiles: (name, root) =>
      Promise.resolve((byName.get(name) ?? []).filter((path) => path.startsWith(`${root}/`))),
    filesIn: () => Promise.resolve([]),
  };
}

export type FrameLines = readonly [first: number, last: number];

/** All that the code can execute, as a busy frame reports it. */
export function wholeRange({ lines }: CodeObject): FrameLines[] {
  return lines.length === 0 ? [] : [[lines[0], lines[lines.length - 1]]];
}

/** One line at a time, as a frame with few samples reports it. */
export function everyLine({ lines }: CodeObject): FrameLines[] {
  return lines.map((line) => [line, line]);
}

/** As where the program runs from the very files, and no entry of `sys.path` tells the module. */
export const localFrame: FrameWriter = ({ name, className }, file) => ({
  name: frameName('module', className, name),
  file,
});

export function frameName(module: string, className: string, name: string): string {
  return [module, className, name].filter((part) => part !== '').join(':');
}

interface Question {
  readonly code: CodeObject;
  /** All of the file. */
  readonly codes: readonly CodeObject[];
  readonly ref: FrameRef;
  /** Of the file that the code is in. */
  readonly path: string;
}

function judge(result: Score, { code, codes, ref, path }: Question, location: Location): void {
  result.asked++;
  const found = 'line' in location ? [location] : location.candidates;
  const isAmong = found.some((place) => place.file === path && isPlaceOf(code, place));
  const isGuess = location.status === 'exact' && codes.some((other) => isRival(other, code, ref));
  const text = `${ref.file}:${ref.firstLine}-${ref.lastLine} ${ref.name} is ${describe(location)}`;
  if (location.status === 'none') result.missed++;
  else if (!isAmong || isGuess || location.status === 'moved') {
    result.wrong.push(text);
    return;
  } else if (location.status === 'exact') {
    result.exact++;
    return;
  } else result.unsure++;
  result.causes.set(location.why, [...(result.causes.get(location.why) ?? []), text]);
}

function isPlaceOf({ name, firstLine, lines }: CodeObject, place: Place): boolean {
  return name === '<module>' || (place.firstLine === firstLine && (lines.at(-1) ?? 0) <= place.endLine);
}

/** Another function of that name that can have run on those very lines: who names one of them guesses. */
function isRival(other: CodeObject, code: CodeObject, { firstLine, lastLine }: FrameRef): boolean {
  const runs = other.lines.includes(firstLine) && other.lines.includes(lastLine);
  return other !== code && other.name === code.name && runs;
}

function describe(location: Location): string {
  const places = 'line' in location ? [location] : location.candidates;
  return `${location.status} ${places.map(({ line, symbol }) => `${line} ${symbol}`).join(', ')}`;
}

/** Python 3.12 makes code of its own for type parameters and aliases: nobody wrote a function there. */
function isWritten({ name }: CodeObject): boolean {
  return !name.startsWith('<generic parameters of ');
}

/** The version of `command`, or undefined where there is none that runs. */
export function pythonVersion(command: string): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}`.trim() : undefined;
}

export function compileWith(command: string, files: readonly string[]): CompiledFiles {
  const { status, stdout, stderr } = spawnSync(command, ['test/source/code_objects.py', '-'], {
    encoding: 'utf8',
    input: files.join('\n'),
    maxBuffer: 512 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`code_objects.py failed: ${stderr}`);
  return JSON.parse(stdout) as CompiledFiles;
}
