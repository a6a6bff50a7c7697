import type { LineNumber } from '../profile/units';
import { readCode, type Body, type ReadCode } from './fingerprint';
import { follow } from './follow';
import type { FollowAnswer, FollowedFunction, FollowQuestion } from './followed-function';
import { languageOfFile, type SourceLanguage } from './languages';
import { MAX_SOURCE_LENGTH } from './location';
import { createParser, type SymbolParser } from './parsers';
import type { CodeSymbol } from './symbols';

/**
 * What takes long about a text: to parse it, and to find the functions of another one in it. Questions and answers are
 * plain data, so that it can be done on another thread (thread.ts); none depends on one before it.
 */
export interface CodeReader {
  /** None where no language reads it. @throws where the parser cannot be loaded */
  symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]>;
  /** What became of functions: one answer for each text of `before`. */
  follow(question: FollowQuestion): Promise<readonly FollowAnswer[]>;
  dispose(): void;
}

/** One that works on this thread. Parsers are loaded when the first text of their language is read. */
export function createCodeReader(wasmDir: string): CodeReader {
  return new ParsingReader(wasmDir);
}

/** People type in one file at a time, and look at few others meanwhile. */
const REMEMBERED_PATHS = 8;

/** In UTF-16 units. What is known of a text takes some twenty times as many bytes. */
const REMEMBERED_LENGTH = 2_000_000;

class ParsingReader implements CodeReader {
  private readonly parsers = new Map<SourceLanguage, Promise<SymbolParser>>();
  /** By path, what the last questions about it were about; oldest use first. */
  private readonly known = new Map<string, readonly TextRead[]>();

  constructor(private readonly wasmDir: string) {}

  async symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]> {
    const read = await this.read(path, text);
    this.remember(path, [read, ...this.knownOf(path).filter((one) => one.text !== text)].slice(0, 2));
    return read.symbols;
  }

  async follow({ path, before, now }: FollowQuestion): Promise<readonly FollowAnswer[]> {
    const texts: TextRead[] = [];
    for (const text of [now, ...before.map((one) => one.text)]) {
      texts.push(texts.find((one) => one.text === text) ?? (await this.read(path, text)));
    }
    this.remember(path, [...new Set(texts)]);
    const [{ code: after }] = texts;
    return before.map(({ trail, rows }, i) => followRows(texts[i + 1].code, after, trail, rows));
  }

  dispose(): void {
    this.known.clear();
    for (const parser of this.parsers.values()) {
      // One that could not be loaded has been told of where it was asked for.
      parser.then(
        (loaded) => loaded.dispose(),
        () => undefined,
      );
    }
    this.parsers.clear();
  }

  private async read(path: string, text: string): Promise<TextRead> {
    const known = this.knownOf(path).find((one) => one.text === text);
    if (known !== undefined) return known;
    const language = languageOfFile(path);
    if (language === undefined || text.length > MAX_SOURCE_LENGTH) return new TextRead(text, [], '');
    const parser = await this.parserOf(language);
    return new TextRead(text, parser.parse(text, path), language.id);
  }

  private knownOf(path: string): readonly TextRead[] {
    return this.known.get(path) ?? [];
  }

  private remember(path: string, texts: readonly TextRead[]): void {
    this.known.delete(path);
    this.known.set(path, texts);
    let length = [...this.known.values()].flat().reduce((sum, { text }) => sum + text.length, 0);
    for (const [oldest, dropped] of this.known) {
      if (oldest === path || (this.known.size <= REMEMBERED_PATHS && length <= REMEMBERED_LENGTH)) return;
      this.known.delete(oldest);
      length -= dropped.reduce((sum, { text }) => sum + text.length, 0);
    }
  }

  private parserOf(language: SourceLanguage): Promise<SymbolParser> {
    const loading = this.parsers.get(language) ?? createParser(language, this.wasmDir);
    this.parsers.set(language, loading);
    // A parser that could not be loaded is no answer to the next question.
    loading.catch(() => this.parsers.delete(language));
    return loading;
  }
}

/** Most texts are never compared with another. */
class TextRead {
  private readCode: ReadCode | undefined;

  constructor(
    readonly text: string,
    readonly symbols: readonly CodeSymbol[],
    private readonly languageId: string,
  ) {}

  get code(): ReadCode {
    this.readCode ??= readCode(this.text, this.symbols, this.languageId);
    return this.readCode;
  }
}

function followRows(
  before: ReadCode,
  after: ReadCode,
  trail: readonly LineNumber[] | undefined,
  rows: readonly number[],
): FollowAnswer {
  const followed = follow(before, after, trail);
  const rowNow = new Map(after.symbols.map((symbol, row) => [symbol, row]));
  return {
    functions: rows.map((row) => {
      const one = followed[row];
      const now = one && rowNow.get(one.symbol);
      if (one === undefined || now === undefined) return undefined;
      const lines = one.state === 'changed' ? NO_LINES : linesOf(before.bodies[row], after.bodies[now]);
      return { symbol: one.symbol, row: now, state: one.state, ...lines };
    }),
    // While a function does not parse, as half of what is typed does not, its head is still followed.
    trail: followed.map((one, row) => one?.symbol.line ?? trail?.[row] ?? 0),
  };
}

type Lines = Pick<FollowedFunction, 'was' | 'is'>;

const NO_LINES: Lines = { was: [], is: [] };

/** Of bodies of the same words; a line is where its first word is. */
function linesOf(before: Body, after: Body): Lines {
  const [was, is]: [LineNumber[], LineNumber[]] = [[], []];
  before.lines.forEach((line, word) => {
    if (line === was.at(-1)) return;
    was.push(line);
    is.push(after.lines[word]);
  });
  return { was, is };
}
