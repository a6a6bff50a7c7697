import { IonSymbols, SYMBOL_TABLE } from './ion-symbols';
import { parseIonNumber } from './ion-text-numbers';
import { unescapeIonText } from './ion-text-escapes';
import type { IonLimits, Scalar } from './ion-values';
import { PlainValues } from './ion-values';
import { ProfileFormatError } from './reader';

/**
 * Reads one value of text Ion 1.0 (https://amazon-ion.github.io/ion-docs/docs/spec.html) to plain values. JSON is text
 * Ion too. As with the binary form (ion-binary-reader.ts) levels are kept in a list, and nothing is made before it was
 * counted: Ion's own library for JavaScript makes an object of every character of a text.
 *
 * @throws {ProfileFormatError} naming the character
 */
export function readTextIon(text: string, limits: IonLimits): unknown {
  return new TextReader(text, limits).read();
}

class TextReader {
  private at = 0;
  /** What closes the containers that are open, outermost first. */
  private readonly closers: string[] = [];
  private readonly symbols = new IonSymbols();
  private readonly values: PlainValues;
  private isSymbolTable = false;
  private document: unknown;

  constructor(
    private readonly text: string,
    limits: IonLimits,
  ) {
    this.values = new PlainValues(limits, () => `character ${this.at}`);
  }

  read(): unknown {
    for (;;) {
      this.skipSpace();
      const closer = this.closers.at(-1);
      const next = this.text[this.at];
      if (next === undefined && closer === undefined) {
        if (this.document === undefined) throw this.wrong('a value of Ion, not the end');
        return this.document;
      }
      if (next === closer) {
        this.at++;
        this.closers.pop();
        this.values.close();
        this.finishValue();
      } else {
        if (closer === '}') this.readFieldName();
        this.readItem();
      }
    }
  }

  /** Between the values of structs and lists stand commas, also after the last; in (s expressions) there are none. */
  private finishValue(): void {
    const closer = this.closers.at(-1);
    if (closer === undefined) {
      this.finishTop();
    } else if (closer !== ')') {
      this.skipSpace();
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== closer) throw this.wrong(`a comma or ${closer}`);
    }
  }

  /** A whole value stands at the top: the profile, or a symbol table before it. */
  private finishTop(): void {
    const value = this.values.take();
    if (this.isSymbolTable) {
      this.isSymbolTable = false;
      this.symbols.apply(value);
    } else {
      if (this.document !== undefined) throw this.wrong('the end of the only value');
      this.document = value;
    }
  }

  private readFieldName(): void {
    const next = this.text[this.at];
    const word = this.takeWord();
    if (word !== '') this.values.field(this.textOfWord(word));
    else if (next === '"' || next === "'") this.values.field(this.readText(next));
    else throw this.wrong('the name of a field');
    this.skipSpace();
    if (this.text[this.at] !== ':') throw this.wrong('a colon after the name of a field');
    this.at++;
  }

  /** A value with its annotations, or the beginning of a container. */
  private readItem(): void {
    let annotation: string | undefined;
    for (;;) {
      this.skipSpace();
      const start = this.at;
      const symbol = this.readSymbol();
      if (symbol === undefined) {
        this.readValue(annotation);
        return;
      }
      this.skipSpace();
      if (!this.text.startsWith('::', this.at)) {
        this.readSymbolValue(symbol, start, annotation !== undefined);
        return;
      }
      this.at += 2;
      annotation ??= symbol;
    }
  }

  /** As it is written; undefined where no symbol begins. */
  private readSymbol(): string | undefined {
    const word = this.takeWord();
    if (word !== '') return word;
    const isQuoted = this.text[this.at] === "'" && !this.text.startsWith("'''", this.at);
    return isQuoted ? this.readText("'") : undefined;
  }

  private readSymbolValue(symbol: string, start: number, isAnnotated: boolean): void {
    const isWord = this.text[start] !== "'";
    if (isWord && symbol === '$ion_1_0' && this.closers.length === 0 && !isAnnotated) {
      this.symbols.reset();
      return;
    }
    this.finishScalar(isWord ? this.valueOfWord(symbol) : symbol);
  }

  private valueOfWord(word: string): Scalar {
    switch (word) {
      case 'true':
      case 'false':
        return word === 'true';
      case 'nan':
        return NaN;
      case 'null':
        if (this.text[this.at] === '.') {
          this.at++;
          const type = this.takeWord();
          if (!TYPES.has(type)) throw this.wrong('the name of a type after null');
        }
        return null;
      default:
        return this.textOfWord(word);
    }
  }

  private readValue(annotation: string | undefined): void {
    const next = this.text[this.at];
    if (next === '{' && this.text[this.at + 1] === '{') {
      this.skipBytes();
      // As in binary: there is no form of bytes in JSON, and nothing that is read of a profile is made of them.
      this.finishScalar(null);
    } else if (next === '{' || next === '[' || next === '(') {
      if (this.closers.length === 0) this.isSymbolTable = next === '{' && annotation === SYMBOL_TABLE;
      this.openContainer(next);
    } else if (next === '"' || next === "'") {
      this.finishScalar(this.readText(next));
    } else {
      this.finishScalar(this.readNumber() ?? this.readOperator());
    }
  }

  private openContainer(opener: '{' | '[' | '('): void {
    this.at++;
    if (opener === '{') this.values.openStruct();
    else this.values.openList();
    this.closers.push({ '{': '}', '[': ']', '(': ')' }[opener]);
  }

  private finishScalar(value: Scalar): void {
    this.values.scalar(value);
    this.finishValue();
  }

  private readNumber(): number | undefined {
    const start = this.at;
    const token = this.take(NUMBER);
    if (token === '') return undefined;
    if (token.endsWith('inf')) return token.startsWith('-') ? -Infinity : Infinity;
    const value = token.length > MAX_NUMBER ? undefined : parseIonNumber(token);
    if (value === undefined) throw this.wrong('a number or a time', start);
    return value;
  }

  /** Only in (s expressions), where `+` and `<=` are symbols. */
  private readOperator(): string {
    const operator = this.closers.at(-1) === ')' ? this.take(OPERATOR) : '';
    if (operator === '') throw this.wrong('a value');
    return operator;
  }

  /** A short text in either quote, or long ones, '''as these''', which are one when nothing but space is between them. */
  private readText(quote: string): string {
    if (!this.text.startsWith("'''", this.at)) return this.readQuoted(quote);
    const parts: string[] = [];
    while (this.text.startsWith("'''", this.at)) {
      parts.push(this.readQuoted("'''"));
      this.skipSpace();
    }
    return parts.join('');
  }

  private readQuoted(quote: string): string {
    const start = this.at + quote.length;
    let hasEscapes = false;
    for (this.at = start; !this.text.startsWith(quote, this.at); this.at++) {
      const character = this.text[this.at];
      if (character === undefined) throw this.wrong('the end of a text');
      if (character < ' ' && character !== '\t' && quote !== "'''") {
        throw this.wrong('an escape, or a text on one line');
      }
      if (character === '\\') this.at++;
      hasEscapes ||= character === '\\' || character === '\r';
    }
    const raw = this.text.slice(start, this.at);
    this.at += quote.length;
    const text = hasEscapes ? unescapeIonText(raw) : raw;
    if (text === undefined) throw this.wrong('a text of whole characters and known escapes', start);
    return text;
  }

  /** Past `{{ base64 }}`, where `//` is no comment, or `{{ "text" }}`. */
  private skipBytes(): void {
    this.at += 2;
    this.take(SPACE);
    const next = this.text[this.at];
    if (next === '"' || next === "'") this.readText(next);
    else this.take(BASE64);
    this.take(SPACE);
    if (!this.text.startsWith('}}', this.at)) throw this.wrong('}} after bytes');
    this.at += 2;
  }

  /** A word as it stands, `$7` replaced by the symbol of that number. */
  private textOfWord(word: string): string {
    if (!/^\$\d+$/.test(word)) return word;
    const text = this.symbols.textOf(Number(word.slice(1)));
    if (text === undefined) {
      throw this.wrong(`a symbol with a text in its document, not ${word.slice(0, 20)}`);
    }
    return text;
  }

  private takeWord(): string {
    return this.take(WORD);
  }

  /** What a sticky pattern finds here, passed over; '' where it does not fit. */
  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Also past comments. */
  private skipSpace(): void {
    for (;;) {
      this.take(SPACE);
      const isLine = this.text.startsWith('//', this.at);
      if (!isLine && !this.text.startsWith('/*', this.at)) return;
      const end = this.text.indexOf(isLine ? '\n' : '*/', this.at + 2);
      if (end < 0 && !isLine) throw this.wrong('the end of a comment');
      this.at = end < 0 ? this.text.length : end + (isLine ? 1 : 2);
    }
  }

  private wrong(expected: string, at = this.at): ProfileFormatError {
    return new ProfileFormatError(`character ${at} of ${this.text.length}`, expected);
  }
}

const SPACE = /[ \t\n\r\v\f]*/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /[+-]inf(?![\w$])|-?\d[\w.+:-]*/y;
const OPERATOR = /[!#%&*+\-./;<=>?@^`|~]+/y;
const BASE64 = /[A-Za-z0-9+/= \t\n\r\v\f]*/y;

/** The longest double has 767 digits that matter; none is written like that. */
const MAX_NUMBER = 1000;

const TYPES = new Set(
  'null bool int float decimal timestamp symbol string clob blob list sexp struct'.split(' '),
);
