import type { Span } from './collect';

/**
 * Groovy text as words, strings and marks. It knows where strings end, and that code stands within some of them; what the
 * marks mean is read elsewhere.
 *
 *     total "is ${sum { it * 2 }} ok"      total  "is   ${  sum  {  it  *  2  }  }   ok"  newline
 */
export interface Token extends Span {
  readonly kind: 'word' | 'string' | 'number' | 'mark' | 'newline';
  /** Of a string its whole text with quotes; '' for a newline. */
  readonly text: string;
}

export interface Tokens {
  readonly list: readonly Token[];
  /** By row of an opening bracket: row of the closing one; the number of tokens where it is never closed. */
  readonly closes: ReadonlyMap<number, number>;
}

export function tokensOf(text: string): Tokens {
  const list = new Lexer(text).read();
  return { list, closes: pairs(list) };
}

/** How a string that can have code within ends: `"`, `"""`, `/`, `/$`. */
interface Interpolated {
  readonly end: string;
  /** Brackets of code that are open within. */
  depth: number;
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d\w*(?:\.\d\w*)?/y;
const MARK =
  /->|===?~?|=~|!==?|<=>|<=|>=|<<|\?\.|\?:|\?=|\*\.|\.&|::|\.\.[.<]?|\+\+|--|[-+*/%&|^]=|\*\*|&&|\|\||[^]/y;

/** Words after which a slash begins a string: no value stands before it. */
const BEFORE_VALUE = new Set([
  'return',
  'case',
  'in',
  'assert',
  'else',
  'throw',
  'instanceof',
  'as',
  'yield',
]);

class Lexer {
  private at = 0;
  private readonly list: Token[] = [];
  private readonly open: Interpolated[] = [];

  constructor(private readonly text: string) {}

  read(): readonly Token[] {
    if (this.text.startsWith('#!')) this.at = this.endOfLine(0);
    while (this.at < this.text.length) this.next();
    return this.list;
  }

  private next(): void {
    const { text, at } = this;
    const character = text[at];
    if (character === '\n') return this.push('newline', at + 1, '');
    if (character === '\\' && text[at + 1] === '\n') return void (this.at += 2);
    if (/\s/.test(character)) return void this.at++;
    if (text.startsWith('//', at)) return void (this.at = this.endOfLine(at));
    if (text.startsWith('/*', at)) return void (this.at = this.after('*/', at + 2));
    if (character === "'") return this.plainString(text.startsWith("'''", at) ? "'''" : "'");
    const end = this.endOfInterpolated(character);
    if (end !== undefined) return this.interpolated(end, at, at + end.length);
    if (this.match(NUMBER, 'number') || this.match(WORD, 'word')) return;
    this.match(MARK, 'mark');
    this.countBrackets(character);
  }

  /** undefined where no string that can hold code begins. */
  private endOfInterpolated(character: string): string | undefined {
    if (character === '"') return this.text.startsWith('"""', this.at) ? '"""' : '"';
    if (!this.isValueExpected()) return undefined;
    if (this.text.startsWith('$/', this.at)) return '/$';
    return character === '/' ? '/' : undefined;
  }

  private isValueExpected(): boolean {
    const last = this.list.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'word') return BEFORE_VALUE.has(last.text);
    return last.kind === 'newline' || (last.kind === 'mark' && !/^(?:[)\]}]|\+\+|--)$/.test(last.text));
  }

  private plainString(quote: string): void {
    let end = this.at + quote.length;
    while (end < this.text.length && !this.text.startsWith(quote, end)) {
      if (quote.length === 1 && this.text[end] === '\n') return this.push('string', end);
      end += this.text[end] === '\\' ? 2 : 1;
    }
    this.push('string', Math.min(this.text.length, end + quote.length));
  }

  /** From `start`, the opening quote or the bracket that ended code within, on to the end or to more code. */
  private interpolated(end: string, start: number, from: number): void {
    const { text } = this;
    let at = from;
    while (at < text.length && !text.startsWith(end, at)) {
      if (end === '"' && text[at] === '\n') break;
      if (text.startsWith('${', at)) return this.enterCode(end, start, at);
      at += isEscape(text, at, end) ? 2 : 1;
    }
    this.at = start;
    const isEnded = text.startsWith(end, at);
    this.push('string', isEnded ? at + end.length : Math.min(at, text.length));
  }

  private enterCode(end: string, start: number, at: number): void {
    this.at = start;
    this.push('string', at);
    this.push('mark', at + 2);
    this.open.push({ end, depth: 1 });
  }

  private countBrackets(character: string): void {
    const around = this.open.at(-1);
    if (around === undefined) return;
    if (character === '{') around.depth++;
    if (character !== '}' || --around.depth > 0) return;
    this.open.pop();
    this.interpolated(around.end, this.at, this.at);
  }

  private match(pattern: RegExp, kind: Token['kind']): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.push(kind, this.at + found[0].length);
    return found !== null;
  }

  private push(kind: Token['kind'], end: number, text = this.text.slice(this.at, end)): void {
    this.list.push({ kind, text, startIndex: this.at, endIndex: end });
    this.at = end;
  }

  private after(mark: string, from: number): number {
    const found = this.text.indexOf(mark, from);
    return found < 0 ? this.text.length : found + mark.length;
  }

  private endOfLine(from: number): number {
    const found = this.text.indexOf('\n', from);
    return found < 0 ? this.text.length : found;
  }
}

/** Slashes escape nothing but slashes, dollars in `$/ … /$` nothing but dollars and slashes. */
function isEscape(text: string, at: number, end: string): boolean {
  if (end === '/') return text.startsWith('\\/', at);
  if (end === '/$') return text.startsWith('$$', at) || (text.startsWith('$/', at) && text[at - 1] !== '/');
  return text[at] === '\\';
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '${': '}', '(': ')', '[': ']' };

/** A closing bracket ends the innermost open one of its sort; those within that are still open are never closed. */
function pairs(list: readonly Token[]): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  const open: number[] = [];
  /** How many of a sort are open: without it, every bracket too many would be looked for among all. */
  const counts = new Map<string, number>();
  const count = (sort: string, change: number): number => {
    const sum = (counts.get(sort) ?? 0) + change;
    counts.set(sort, sum);
    return sum;
  };
  list.forEach(({ kind, text }, row) => {
    if (kind !== 'mark') return;
    const closing = CLOSING[text];
    if (closing !== undefined) {
      open.push(row);
      closes.set(row, list.length);
      count(closing, 1);
    } else if ((text === '}' || text === ')' || text === ']') && count(text, 0) > 0) {
      let sort: string | undefined;
      while (sort !== text) {
        const opened = open.pop() ?? 0;
        sort = CLOSING[list[opened].text];
        count(sort, -1);
        if (sort === text) closes.set(opened, row);
      }
    }
  });
  return closes;
}
