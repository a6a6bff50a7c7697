import type { FrameRef } from '../profile/tables';
import { findFiles, type FileCandidate } from './find-files';
import { MAX_FRAME_NAME_LENGTH, type FrameName } from './frame-name';
import { LANGUAGES, type SourceLanguage } from './languages';
import {
  MAX_SOURCE_LENGTH,
  type Found,
  type Location,
  type Locator,
  type NotFound,
  type Place,
  type SourceAccess,
} from './location';
import { matchSymbol, type LineRange, type SymbolMatch } from './match-symbol';
import { createParser, type SymbolParser } from './parsers';
import type { CodeSymbol } from './symbols';

export interface LocatorOptions extends SourceAccess {
  /** Folder with web-tree-sitter.wasm and one file per language: `dist` in what is shipped. */
  readonly wasmDir: string;
}

/**
 * A {@link Locator} over the caller's files.
 *
 * @throws where a parser cannot be loaded from `wasmDir`
 */
export async function createLocator(options: LocatorOptions): Promise<Locator> {
  const parsers = new Map<SourceLanguage, SymbolParser>();
  for (const language of LANGUAGES) parsers.set(language, await createParser(language, options.wasmDir));
  return new FrameLocator(options, parsers);
}

/** How many texts keep their symbols: more files than people have open, and as many as a profile's hot ones. */
const REMEMBERED_TEXTS = 128;

class FrameLocator implements Locator {
  /** Oldest use first. The text itself is the version: equal text, equal symbols. */
  private readonly parsed = new Map<
    string,
    { readonly text: string; readonly symbols: readonly CodeSymbol[] }
  >();

  constructor(
    private readonly access: SourceAccess,
    private readonly parsers: ReadonlyMap<SourceLanguage, SymbolParser>,
  ) {}

  async locate(ref: FrameRef, roots: readonly string[]): Promise<Location> {
    const called = languageOf(ref.name);
    if (called === undefined) {
      return none('The frame is no code: its name is a mark of the agent, or far too long.');
    }
    const files = await findFiles(called.language, called.name, ref.file, roots, this.access);
    if (files.candidates.length === 0) return none(files.why);
    const lines = linesOf(ref);
    const matches: FileMatch[] = [];
    for (const file of files.candidates) {
      matches.push({ file, match: await this.matchIn(file, called, lines) });
    }
    return decide(matches, lines);
  }

  dispose(): void {
    this.parsed.clear();
    for (const parser of this.parsers.values()) parser.dispose();
  }

  private async matchIn({ file }: FileCandidate, called: Called, lines: LineRange): Promise<SymbolMatch> {
    const read = await this.access.readFile(file);
    if ('why' in read) return unread(read.why);
    if (read.text.length > MAX_SOURCE_LENGTH) return unread('too large');
    return matchSymbol(called.name, lines, this.remembered(file, read.text, called.language));
  }

  private remembered(file: string, text: string, language: SourceLanguage): readonly CodeSymbol[] {
    const known = this.parsed.get(file);
    const entry = known?.text === text ? known : { text, symbols: this.parse(language, text) };
    this.parsed.delete(file);
    this.parsed.set(file, entry);
    const [oldest] = this.parsed.keys();
    if (this.parsed.size > REMEMBERED_TEXTS) this.parsed.delete(oldest);
    return entry.symbols;
  }

  private parse(language: SourceLanguage, text: string): readonly CodeSymbol[] {
    return this.parsers.get(language)?.parse(text) ?? [];
  }
}

interface Called {
  readonly language: SourceLanguage;
  readonly name: FrameName;
}

function languageOf(name: string): Called | undefined {
  if (name.length > MAX_FRAME_NAME_LENGTH) return undefined;
  for (const language of LANGUAGES) {
    const parsed = language.parseFrameName(name);
    if (parsed !== undefined) return { language, name: parsed };
  }
  return undefined;
}

/** Lines as agents give them: whole, from 1, in order; anything else counts as not known. */
function linesOf({ firstLine, lastLine }: FrameRef): LineRange {
  const isKnown =
    Number.isInteger(firstLine) && Number.isInteger(lastLine) && firstLine > 0 && lastLine >= firstLine;
  return isKnown ? { first: firstLine, last: lastLine } : { first: 0, last: 0 };
}

function unread(why: 'missing' | 'too large' | 'unreadable'): SymbolMatch {
  return { status: 'none', symbols: [], why: `the file is ${why}` };
}

interface FileMatch {
  readonly file: FileCandidate;
  readonly match: SymbolMatch;
}

/** One file answers for itself; of several, only one in which name and lines agree, and in no other. */
function decide(matches: readonly FileMatch[], lines: LineRange): Location {
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
