/**
 * A text as its words, for comparing code: without white space and comments, with line ends and depths of indentation
 * where the language reads them. Knows just enough of each language for that; where it cannot tell, more counts as
 * code than is, so that a function may be called changed that is not, and not the other way round.
 */
export interface Tokens {
  readonly length: number;
  /** Of the word's text; 32 bits, so two that differ look alike once in four thousand million. */
  readonly hash: Int32Array;
  /** From 1, where it begins. */
  readonly line: Int32Array;
  /**
   * How deep the statement stands that it begins, from 1; below 0 where it begins a line that may go on from the one before; 0
   * for all other words.
   */
  readonly depth: Int32Array;
}

interface Lexicon {
  readonly lineComment: string;
  /** Whether a comment may follow code on its line; where a regular expression may hold `//`, none does. */
  readonly commentsAfterCode: boolean;
  readonly blockComments: 'none' | 'flat' | 'nested';
  readonly quotes: string;
  /** `"""` begins a text that goes on over lines. */
  readonly tripleQuotes: boolean;
  /** What line ends mean: nothing, the end of a statement, or that and by their indentation its block. */
  readonly lines: 'free' | 'end' | 'indent';
  /** Whether line ends count within braces, as they hold statements. */
  readonly bracesHoldLines: boolean;
  /** Whether `'a'` and `"a"` are the same text. */
  readonly quotesAreAlike: boolean;
}

const BRACES: Lexicon = {
  lineComment: '//',
  commentsAfterCode: true,
  blockComments: 'flat',
  quotes: '"',
  tripleQuotes: true,
  lines: 'free',
  bracesHoldLines: true,
  quotesAreAlike: false,
};

const LEXICONS: Readonly<Record<string, Lexicon>> = {
  python: {
    lineComment: '#',
    commentsAfterCode: true,
    blockComments: 'none',
    quotes: `"'`,
    tripleQuotes: true,
    lines: 'indent',
    bracesHoldLines: false,
    quotesAreAlike: true,
  },
  java: BRACES,
  kotlin: { ...BRACES, blockComments: 'nested', lines: 'end' },
  scala: { ...BRACES, blockComments: 'nested', lines: 'indent' },
  groovy: { ...BRACES, quotes: `"'`, lines: 'end', commentsAfterCode: false },
  clojure: { ...BRACES, lineComment: ';', blockComments: 'none', tripleQuotes: false },
};

/** Of a language that nobody has described: all of the text counts. */
const UNKNOWN: Lexicon = { ...BRACES, lineComment: '', blockComments: 'none', quotes: '', lines: 'indent' };

export function tokenize(text: string, languageId: string): Tokens {
  return new Lexer(text, LEXICONS[languageId] ?? UNKNOWN, languageId === 'clojure').run();
}

/** As {@link Tokens.hash} has it: FNV-1a over UTF-16 units. */
export function hashOf(text: string, from = 0, to = text.length, seed = FNV_OFFSET): number {
  let hash = seed;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash;
}

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

const TAB = 9;
const NEWLINE = 10;
const FORM_FEED = 12;
const RETURN = 13;
const COMMA = 44;
const BACKSLASH = 92;

interface Bracket {
  readonly opener: string;
  commas: number;
}

class Lexer {
  private at = 0;
  private lineNumber = 1;
  private count = 0;
  private readonly hash: Int32Array;
  private readonly line: Int32Array;
  private readonly depth: Int32Array;
  private readonly brackets: Bracket[] = [];
  private readonly indents = [0];
  private column = 0;
  /** Only white space has been on this line so far. */
  private isLineStart = true;
  private isContinued = false;
  private last = '';

  constructor(
    private readonly text: string,
    private readonly lexicon: Lexicon,
    private readonly isLisp: boolean,
  ) {
    this.hash = new Int32Array(text.length);
    this.line = new Int32Array(text.length);
    this.depth = new Int32Array(text.length);
  }

  run(): Tokens {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    while (this.at < this.text.length) this.step();
    const { count: length } = this;
    return {
      length,
      hash: this.hash.slice(0, length),
      line: this.line.slice(0, length),
      depth: this.depth.slice(0, length),
    };
  }

  private step(): void {
    const code = this.text.charCodeAt(this.at);
    if (code === NEWLINE || code === RETURN) this.endLine(code);
    else if (isSpace(code) || (this.isLisp && code === COMMA)) this.skipSpace(code);
    else if (this.isComment()) this.skipTo(this.endOfLine());
    else if (this.lexicon.blockComments !== 'none' && this.text.startsWith('/*', this.at)) this.skipBlock();
    else if (code === BACKSLASH && this.isEndOfLine(this.at + 1)) this.continueLine();
    else this.word(code);
  }

  private endLine(code: number): void {
    this.at += code === RETURN && this.text.charCodeAt(this.at + 1) === NEWLINE ? 2 : 1;
    this.lineNumber++;
    this.column = 0;
    this.isLineStart = true;
  }

  private skipSpace(code: number): void {
    // Python's own rules: a tab goes to the next multiple of eight, a form feed begins the line anew.
    if (code === FORM_FEED) this.column = 0;
    else this.column = code === TAB ? this.column - (this.column % 8) + 8 : this.column + 1;
    this.at++;
  }

  private isComment(): boolean {
    const { lineComment, commentsAfterCode } = this.lexicon;
    if (lineComment === '' || !this.text.startsWith(lineComment, this.at)) return false;
    return commentsAfterCode || this.isLineStart;
  }

  private skipBlock(): void {
    let open = 0;
    do {
      if (this.text.startsWith('/*', this.at)) {
        open = this.lexicon.blockComments === 'nested' ? open + 1 : 1;
        this.skipTo(this.at + 2);
      } else if (this.text.startsWith('*/', this.at)) {
        open--;
        this.skipTo(this.at + 2);
      } else this.skipTo(this.at + 1);
    } while (open > 0 && this.at < this.text.length);
  }

  /** A backslash at the end of a line joins it to the next. */
  private continueLine(): void {
    this.isContinued = true;
    this.at++;
  }

  private word(code: number): void {
    const from = this.at;
    const line = this.lineNumber;
    const depth = this.depthOfStatement();
    const quote = this.quoteLength();
    let hash: number;
    if (quote > 0) hash = this.string(quote);
    else if (this.isLisp && code === BACKSLASH) hash = this.plain(from + 2);
    else if (isWordCode(code)) hash = this.plain(this.endOfWord());
    else hash = this.sign(code);
    this.push(hash, line, depth);
    this.last = this.text[this.at - 1];
  }

  private push(hash: number, line: number, depth: number): void {
    this.hash[this.count] = hash;
    this.line[this.count] = line;
    this.depth[this.count] = depth;
    this.count++;
  }

  private plain(end: number): number {
    const from = this.at;
    this.skipTo(Math.min(end, this.text.length));
    return hashOf(this.text, from, this.at);
  }

  private endOfWord(): number {
    let end = this.at + 1;
    while (end < this.text.length && isWordCode(this.text.charCodeAt(end))) end++;
    return end;
  }

  private sign(code: number): number {
    const sign = this.text[this.at++];
    if (OPENERS.includes(sign)) this.brackets.push({ opener: sign, commas: 0 });
    else if (CLOSERS.includes(sign)) this.close();
    else if (code === COMMA) this.countComma();
    return hashOf(sign);
  }

  /** What formatters add where a list gets a line for each item; after a single item a comma makes it a tuple. */
  private close(): void {
    const bracket = this.brackets.pop();
    if (this.last === ',' && bracket !== undefined && bracket.commas > 1) this.count--;
  }

  private countComma(): void {
    const bracket = this.brackets.at(-1);
    if (bracket !== undefined) bracket.commas++;
  }

  /** 0 where no text begins here; 3 for `"""`. */
  private quoteLength(): number {
    const quote = this.text[this.at];
    if (!this.lexicon.quotes.includes(quote)) return quote === "'" && !this.isLisp ? this.charLength() : 0;
    return this.lexicon.tripleQuotes && this.text.startsWith(quote.repeat(3), this.at) ? 3 : 1;
  }

  /** `'a'` and `'\n'` are characters; in Scala `'a` is a symbol and `'` may stand in a type's name. */
  private charLength(): number {
    return /^'(?:\\[^\n]{1,8}?|[^'\\\n]{1,2})'/.test(this.text.slice(this.at, this.at + 12)) ? 1 : 0;
  }

  private string(quoteLength: number): number {
    const from = this.at;
    const quote = this.text.slice(from, from + quoteLength);
    let end = from + quoteLength;
    let isPlain = true;
    while (end < this.text.length && !this.text.startsWith(quote, end)) {
      const code = this.text.charCodeAt(end);
      if (quoteLength === 1 && (code === NEWLINE || code === RETURN)) return this.plain(end);
      if (code === BACKSLASH || code === 34 || code === 39) isPlain = false;
      end += code === BACKSLASH ? 2 : 1;
    }
    const hash = this.plain(end + quoteLength);
    return isPlain && this.lexicon.quotesAreAlike
      ? hashOf(this.text, from + quoteLength, end, STRING_SEED + quoteLength)
      : hash;
  }

  /** Moves on, counting lines. */
  private skipTo(end: number): void {
    for (; this.at < end; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === NEWLINE || (code === RETURN && this.text.charCodeAt(this.at + 1) !== NEWLINE)) {
        this.lineNumber++;
      }
    }
  }

  private endOfLine(): number {
    let end = this.at;
    while (!this.isEndOfLine(end)) end++;
    return end;
  }

  private isEndOfLine(at: number): boolean {
    if (at >= this.text.length) return true;
    const code = this.text.charCodeAt(at);
    return code === NEWLINE || code === RETURN;
  }

  /** Of the word that comes, see {@link Tokens.depth}. */
  private depthOfStatement(): number {
    const isFirst = this.isLineStart;
    const isContinued = this.isContinued;
    this.isLineStart = false;
    this.isContinued = false;
    const { lines, bracesHoldLines } = this.lexicon;
    if (!isFirst || isContinued || lines === 'free') return 0;
    const bracket = this.brackets.at(-1);
    if (bracket !== undefined && !(bracesHoldLines && bracket.opener === '{')) return 0;
    const depth = lines === 'indent' ? this.indent() : 1;
    return bracesHoldLines && this.goesOn() ? -depth : depth;
  }

  private indent(): number {
    const { indents, column } = this;
    while (indents.length > 1 && indents[indents.length - 1] > column) indents.pop();
    if (indents[indents.length - 1] < column) indents.push(column);
    return indents.length;
  }

  /** Where a formatter may break a line without ending a statement. */
  private goesOn(): boolean {
    return '.?:)]}&|='.includes(this.text[this.at]) || '=+-*/&|,<>?:({[.;'.includes(this.last);
  }
}

const STRING_SEED = 0x5bd1e995;
const OPENERS = '([{';
const CLOSERS = ')]}';

function isSpace(code: number): boolean {
  return code === 32 || (code >= TAB && code <= RETURN) || code === 0xa0;
}

/** Letters, digits, `_`, `$`, and all that is not ASCII. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}
