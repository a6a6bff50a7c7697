import { join } from 'node:path';
import type { FrameRef } from '../profile/tables';
import type { CodeReader } from './code-reader';
import type { FileCandidate, FilesFound } from './find-files';
import { linesOf } from './frame-lines';
import type { FollowAnswer, FollowQuestion } from './followed-function';
import { isSamePath, lastSegment, parseFramePath } from './frame-path';
import { filesByRule, ruleFor, type MappingRule } from './mapping';
import { MAX_FRAME_NAME_LENGTH } from './frame-name';
import {
  MAX_SOURCE_LENGTH,
  type FormerFile,
  type Found,
  type Location,
  type Locator,
  type NotFound,
  type Place,
  type SourceAccess,
} from './location';
import { FormerPlaces, underOneName, withFormerNames } from './former-names';
import type { RenamedFile, RenamedFiles } from './former-names';
import type { LineRange, SymbolMatch } from './match-symbol';
import { RUNTIMES, type Call } from './runtimes';
import type { CodeSymbol } from './symbols';

export interface LocatorOptions extends SourceAccess {
  /** The locator's from then on. */
  readonly reader: CodeReader;
  /** What people say of deployed code, asked for each time: none where it is not given. */
  readonly rules?: () => readonly MappingRule[];
  /**
   * What a root's repository is called elsewhere, by its remotes: of several files that a deployed path can mean, the one
   * whose repository the path names is meant.
   */
  readonly repositoriesOf?: (root: string) => readonly string[];
  /** Files that are called otherwise since the program ran, asked for each time: none where it is not given. */
  readonly renamedFiles?: () => RenamedFiles;
}

/** A {@link Locator} over the caller's files; who parses them is the caller's choice as well. */
export function createFrameLocator(options: LocatorOptions): Locator {
  return new FrameLocator(options);
}

/** How many files keep their symbols: more than people have open, and as many as a profile's hot ones. */
const REMEMBERED_FILES = 128;

/** The one that ran, as far as that is known, is asked about as often as the one that stands here now. */
const TEXTS_OF_A_FILE = 3;

/** In UTF-16 units, of all of them together; a text and its symbols take some five bytes for each. */
const REMEMBERED_LENGTH = 8_000_000;

interface ParsedText {
  readonly text: string;
  readonly symbols: Promise<readonly CodeSymbol[]>;
}

class FrameLocator implements Locator {
  /** By path, oldest use first. The text itself is the version: equal text, equal symbols. */
  private readonly parsed = new Map<string, readonly ParsedText[]>();

  private readonly formerPlaces: FormerPlaces;

  constructor(private readonly options: LocatorOptions) {
    this.formerPlaces = new FormerPlaces({
      readFile: (path) => options.readFile(path),
      symbolsOf: (path, text) => this.symbolsOf(path, text),
      follow: (question) => this.follow(question),
    });
  }

  mayBeIn(ref: FrameRef, path: string, symbols?: readonly CodeSymbol[]): boolean {
    const [call, former] = [callOf(ref), this.formerPathOf(path)];
    return (
      call?.mayBeIn(path, symbols) === true ||
      (former !== undefined && call?.mayBeIn(former, symbols) === true) ||
      this.isSentTo(path, ref)
    );
  }

  formerPathOf(path: string): string | undefined {
    return this.options.renamedFiles?.().get(path)?.formerPath;
  }

  hasRuleTo(path: string): boolean {
    return this.rulesTo(path).length > 0;
  }

  async locate(ref: FrameRef, roots: readonly string[], former?: FormerFile): Promise<Location> {
    const call = callOf(ref);
    if (call === undefined) {
      return none('The frame is no code: its name is a mark of the agent, or far too long.');
    }
    const renamed = this.renamedBut(former?.path);
    const access = asItWas(withFormerNames(this.options, renamed), former);
    const location = await this.lookFor(ref, call, roots, { access, renamed });
    return renamed.length === 0 ? location : this.formerPlaces.locationNow(location, renamed, roots);
  }

  symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]> {
    const texts = this.parsed.get(path) ?? [];
    const known = texts.find((one) => one.text === text);
    const entry = known ?? this.parse(path, text);
    const others = texts.filter((one) => one !== entry);
    this.parsed.delete(path);
    this.parsed.set(path, [entry, ...others.slice(0, TEXTS_OF_A_FILE - 1)]);
    if (known === undefined) this.forgetOldest(path);
    return entry.symbols;
  }

  follow(question: FollowQuestion): Promise<readonly FollowAnswer[]> {
    return this.options.reader.follow(question);
  }

  dispose(): void {
    this.parsed.clear();
    this.formerPlaces.forget();
    this.options.reader.dispose();
  }

  private async lookFor(
    ref: FrameRef,
    call: Call,
    roots: readonly string[],
    { access, renamed }: { readonly access: SourceAccess; readonly renamed: readonly RenamedFile[] },
  ): Promise<Location> {
    const look = async (find: () => Promise<FilesFound>): Promise<Looked> => {
      const files = await this.filesOf(ref, find);
      return { files, matches: underOneName(await this.matchIn(files, call, access), renamed) };
    };
    const { files, matches } = await look(() => call.findFiles(roots, access));
    const { findOthers } = call;
    if (findOthers === undefined || matches.some(isPossible)) return this.answer(ref, files, matches);
    const further = await look(() => findOthers(roots, access));
    if (further.matches.some(isPossible)) return this.answer(ref, further.files, further.matches);
    return further.files.why === '' ? this.answer(ref, files, matches) : none(further.files.why);
  }

  /** Of the file that is read as it was, whoever asks knows what it was called. */
  private renamedBut(path: string | undefined): readonly RenamedFile[] {
    const renamed = this.options.renamedFiles?.() ?? NONE_RENAMED;
    return renamed.size === 0 ? [] : [...renamed.values()].filter((one) => one.path !== path);
  }

  private parse(path: string, text: string): ParsedText {
    const symbols = this.options.reader.symbolsOf(path, text);
    // What could not be read is no answer to the next question.
    symbols.catch(() => this.parsed.delete(path));
    return { text, symbols };
  }

  private forgetOldest(latest: string): void {
    let length = 0;
    for (const texts of this.parsed.values()) length += lengthOf(texts);
    for (const [oldest, texts] of this.parsed) {
      const isEnough = this.parsed.size <= REMEMBERED_FILES && length <= REMEMBERED_LENGTH;
      if (isEnough || oldest === latest) return;
      this.parsed.delete(oldest);
      length -= lengthOf(texts);
    }
  }

  /** A rule may name a file that is called otherwise. */
  private isSentTo(path: string, ref: FrameRef): boolean {
    return ruleFor(ref, this.rulesTo(path)) !== undefined;
  }

  private rulesTo(path: string): readonly MappingRule[] {
    return this.rules().filter(
      ({ of, root, source }) =>
        of !== 'package' && source !== undefined && path.startsWith(join(root, ...source)),
    );
  }

  private answer(ref: FrameRef, { why }: FilesFound, matches: readonly FileMatch[]): Location {
    return matches.length === 0 ? none(why) : decide(this.inNamedRepository(matches, ref), linesOf(ref));
  }

  private async matchIn({ candidates }: FilesFound, call: Call, access: SourceAccess): Promise<FileMatch[]> {
    const matches: FileMatch[] = [];
    for (const file of candidates) {
      const read = await access.readFile(file.file);
      const match = 'why' in read ? unread(read.why) : await this.matchText(file.file, read.text, call);
      matches.push({ file, match });
    }
    return matches;
  }

  private async matchText(file: string, text: string, call: Call): Promise<SymbolMatch> {
    return text.length > MAX_SOURCE_LENGTH
      ? unread('too large')
      : call.match(await this.symbolsOf(file, text));
  }

  private filesOf(ref: FrameRef, find: () => Promise<FilesFound>): Promise<FilesFound> {
    const rule = ruleFor(ref, this.rules());
    return rule === undefined ? find() : filesByRule(rule, ref, join, find);
  }

  private rules(): readonly MappingRule[] {
    return this.options.rules?.() ?? [];
  }

  /** Only where that leaves some: a path that names no repository says nothing. */
  private inNamedRepository(matches: readonly FileMatch[], { file }: FrameRef): readonly FileMatch[] {
    if (matches.length < 2) return matches;
    const segments = new Set(parseFramePath(file)?.segments);
    const named = matches.filter((match) =>
      this.options.repositoriesOf?.(match.file.root).some((name) => segments.has(name)),
    );
    return named.length > 0 ? named : matches;
  }
}

function lengthOf(texts: readonly ParsedText[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}

/** With a file as it was, where it was. */
function asItWas(access: SourceAccess, former: FormerFile | undefined): SourceAccess {
  if (former === undefined) return access;
  const { path, formerPath = path, text } = former;
  return {
    ...access,
    readFile: (asked) =>
      isSamePath(asked, path) || isSamePath(asked, formerPath)
        ? Promise.resolve({ text })
        : access.readFile(asked),
    findFiles: async (name, root, ignoreCase) => {
      const found = await access.findFiles(name, root, ignoreCase);
      if (formerPath === path) return found;
      const [called, asked] = [lastSegment(formerPath), name].map((one) =>
        ignoreCase ? one.toLowerCase() : one,
      );
      return [...found.filter((one) => !isSamePath(one, path)), ...(called === asked ? [formerPath] : [])];
    },
  };
}

/** Whoever opens one file after the other asks about the same frames, and there may be fifty thousand. */
const calls = new WeakMap<FrameRef, { readonly call: Call | undefined }>();

function callOf(ref: FrameRef): Call | undefined {
  const known = calls.get(ref) ?? { call: readCall(ref) };
  calls.set(ref, known);
  return known.call;
}

function readCall(ref: FrameRef): Call | undefined {
  if (ref.name.length > MAX_FRAME_NAME_LENGTH) return undefined;
  for (const runtime of RUNTIMES) {
    const call = runtime.read(ref);
    if (call !== undefined) return call;
  }
  return undefined;
}

function unread(why: 'missing' | 'too large' | 'unreadable'): SymbolMatch {
  return { status: 'none', symbols: [], why: `the file is ${why}` };
}

const NONE_RENAMED: RenamedFiles = new Map();

interface Looked {
  readonly files: FilesFound;
  readonly matches: readonly FileMatch[];
}

interface FileMatch {
  readonly file: FileCandidate;
  readonly match: SymbolMatch;
}

function isPossible({ match }: FileMatch): boolean {
  return match.isElsewhere !== true;
}

/**
 * One file answers for itself; of several, only one in which name and lines agree, and in no other. Files with
 * other code altogether are out of the question: a class is known by its package as well.
 */
function decide(found: readonly FileMatch[], lines: LineRange): Location {
  const possible = found.filter(isPossible);
  const matches = possible.length > 0 ? possible : found;
  if (matches.length === 1) return answer(matches[0], lines);
  const exact = matches.filter(({ match }) => match.status === 'exact');
  const [only] = exact;
  if (exact.length === 1 && only.file.evidence !== 'hint' && lines.first > 0) return answer(only, lines);
  const candidates = matches.flatMap((one) => placesOf(one, lines));
  if (candidates.length === 0) {
    return none(`In ${matches.length} files that it can be, ${matches[0].match.why}.`);
  }
  return {
    status: 'ambiguous',
    candidates,
    why: `${matches.length} files in the workspace can be the frame's.`,
  };
}

function answer({ file, match }: FileMatch, lines: LineRange): Location {
  const places = placesOf({ file, match }, lines);
  const why = `${match.why[0].toUpperCase()}${match.why.slice(1)}.`;
  if (match.status === 'none') return none(why);
  if (match.status === 'ambiguous') return { status: 'ambiguous', candidates: places, why };
  if (!isEnough(file, match)) {
    return {
      status: 'ambiguous',
      candidates: places,
      why: 'Only the name of the file agrees, not its folders.',
    };
  }
  return { ...places[0], status: match.status, candidates: [], why } satisfies Found;
}

/** Every other repository has a `main.py` with a `main` in it: a file name needs lines that agree, or folders. */
function isEnough({ evidence }: FileCandidate, { status }: SymbolMatch): boolean {
  return evidence === 'path' || (evidence === 'name' && status === 'exact');
}

function placesOf({ file: { root, file }, match }: FileMatch, lines: LineRange): Place[] {
  return match.symbols.map((symbol) => ({
    root,
    file,
    ...(symbol.kind === 'module' && lines.first > 0 && match.status === 'exact'
      ? ranLines(lines)
      : symbolLines(symbol)),
    symbol: symbol.qualifiedName,
    kind: symbol.kind,
  }));
}

function symbolLines({
  line,
  firstLine,
  endLine,
}: CodeSymbol): Pick<Place, 'line' | 'firstLine' | 'endLine'> {
  return { line, firstLine, endLine };
}

/** A module is all of its file; what ran is a better place to go to than its first line. */
function ranLines({ first, last }: LineRange): Pick<Place, 'line' | 'firstLine' | 'endLine'> {
  return { line: first, firstLine: first, endLine: last };
}

function none(why: string): NotFound {
  return { status: 'none', candidates: [], why };
}
