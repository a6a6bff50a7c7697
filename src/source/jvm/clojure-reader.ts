import type { Span } from './collect';

/**
 * Clojure text as the forms that its reader makes of it on a JVM: comments, `#_` and metadata are gone, of reader
 * conditionals the `:clj` branch is left. What forms mean is read elsewhere.
 */
export interface Form extends Span {
  /**
   * `lambda` is `#( … )`; `quote` holds data, `syntax` a template, in which `unquote` holds code. `atom` is whatever has
   * no parts: numbers, strings, characters, regular expressions.
   */
  readonly kind: 'list' | 'vector' | 'map' | 'lambda' | 'symbol' | 'keyword' | 'atom' | Quoting;
  /** Of symbols and keywords; '' of others. */
  readonly text: string;
  readonly items: readonly Form[];
}

type Quoting = 'quote' | 'syntax' | 'unquote';

/** The forms at the top of a text. Brackets that are never closed end with the text. */
export function formsOf(text: string): readonly Form[] {
  return new Reader(text).all();
}

/** Forms nest as deep as they like, the stack does not; what is deeper is passed over. */
const MAX_DEPTH = 500;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const TOKEN = /[^\s,()[\]{}";@^`~]+/y;
const BLANK = /(?:[\s,]+|;[^\n]*|#![^\n]*)+/y;

class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  all(): readonly Form[] {
    const forms: Form[] = [];
    while (this.at < this.text.length) {
      for (const form of this.until()) forms.push(form);
      // A closing bracket too many.
      this.at++;
    }
    return forms;
  }

  /** Forms up to a closing bracket of any sort, which stays; a wrong one ends the list as well. */
  private until(): Form[] {
    const forms: Form[] = [];
    for (;;) {
      this.skipBlank();
      if (this.at >= this.text.length || /[)\]}]/.test(this.text[this.at])) return forms;
      const before = this.at;
      for (const form of this.form()) forms.push(form);
      if (this.at === before) this.at++;
    }
  }

  /** The next form; none where it is discarded, several where a conditional is spliced. */
  private form(): readonly Form[] {
    this.skipBlank();
    const start = this.at;
    const character = this.text[start] ?? '';
    if (CLOSING[character] !== undefined) {
      return [this.brackets(start, character === '(' ? 'list' : kindOf(character))];
    }
    switch (character) {
      case '"':
        return [this.string(start)];
      case '\\':
        return [this.character(start)];
      case "'":
        return this.wrapped('quote', start, 1);
      case '`':
        return this.wrapped('syntax', start, 1);
      case '~':
        return this.wrapped('unquote', start, this.text[start + 1] === '@' ? 2 : 1);
      case '@':
        return this.after(1);
      case '^':
        return this.withMetadata(1);
      case '#':
        return this.dispatch(start);
      default:
        return [this.token(start)];
    }
  }

  private dispatch(start: number): readonly Form[] {
    switch (this.text[start + 1]) {
      case '(':
        this.at++;
        return [this.brackets(start, 'lambda')];
      case '{':
        this.at++;
        return [this.brackets(start, 'vector')];
      case '"':
        this.at++;
        return [this.string(start)];
      case '_':
        this.after(2);
        return [];
      case '^':
        return this.withMetadata(2);
      case "'":
      case '=':
        return this.after(2);
      case '?':
        return this.conditional(start);
      case '#':
        return this.after(2);
      case ':':
        this.at++;
        this.token(this.at);
        return this.form();
      default:
        this.at++;
        this.token(this.at);
        // A tag: what follows is its value.
        return this.form();
    }
  }

  private brackets(start: number, kind: Form['kind']): Form {
    this.at++;
    if (this.depth >= MAX_DEPTH) return this.skipDeep(start);
    this.depth++;
    const items = this.until();
    this.depth--;
    this.at = Math.min(this.text.length, this.at + 1);
    return { kind, text: '', items, startIndex: start, endIndex: this.at };
  }

  /** Strings and comments with brackets in them may end it early, which this deep matters to nobody. */
  private skipDeep(start: number): Form {
    let depth = 1;
    for (; this.at < this.text.length && depth > 0; this.at++) {
      if (/[([{]/.test(this.text[this.at])) depth++;
      else if (/[)\]}]/.test(this.text[this.at])) depth--;
    }
    return atom(start, this.at);
  }

  private string(start: number): Form {
    const end = /"(?:[^"\\]|\\[^])*"?/y;
    end.lastIndex = this.at;
    end.exec(this.text);
    this.at = end.lastIndex;
    return atom(start, this.at);
  }

  /** `\a`, `\newline`, `\u03bb`, `\(`. */
  private character(start: number): Form {
    const end = /\\(?:[\p{L}\p{N}]+|[^])?/uy;
    end.lastIndex = start;
    end.exec(this.text);
    this.at = end.lastIndex;
    return atom(start, this.at);
  }

  private token(start: number): Form {
    TOKEN.lastIndex = start;
    const text = TOKEN.exec(this.text)?.[0] ?? '';
    this.at = start + text.length;
    const span = { items: [], startIndex: start, endIndex: this.at };
    if (text.startsWith(':')) return { kind: 'keyword', text, ...span };
    return /^[-+]?\d/.test(text) ? atom(start, this.at) : { kind: 'symbol', text, ...span };
  }

  private wrapped(kind: Quoting, start: number, length: number): readonly Form[] {
    const items = this.after(length);
    return [{ kind, text: '', items, startIndex: start, endIndex: this.at }];
  }

  /** What follows a mark; it counts itself where marks follow marks. */
  private after(length: number): readonly Form[] {
    this.at += length;
    if (this.depth >= MAX_DEPTH) return [];
    this.depth++;
    const forms = this.oneForm();
    this.depth--;
    return forms;
  }

  /** Passes over discarded ones. */
  private oneForm(): readonly Form[] {
    for (;;) {
      this.skipBlank();
      if (this.at >= this.text.length || /[)\]}]/.test(this.text[this.at])) return [];
      const before = this.at;
      const forms = this.form();
      if (forms.length > 0 || this.at === before) return forms;
    }
  }

  private withMetadata(length: number): readonly Form[] {
    this.after(length);
    return this.after(0);
  }

  /** `#?(:clj a :cljs b)`, `#?@(:clj [a b])`. */
  private conditional(start: number): readonly Form[] {
    const isSpliced = this.text[start + 2] === '@';
    const [branches] = this.after(isSpliced ? 3 : 2);
    const items = (branches as Form | undefined)?.items ?? [];
    for (let i = 0; i + 1 < items.length; i += 2) {
      if (items[i].text === ':clj' || items[i].text === ':default') {
        return isSpliced ? items[i + 1].items : [items[i + 1]];
      }
    }
    return [];
  }

  private skipBlank(): void {
    BLANK.lastIndex = this.at;
    if (BLANK.test(this.text)) this.at = BLANK.lastIndex;
  }
}

function kindOf(bracket: string): 'vector' | 'map' {
  return bracket === '{' ? 'map' : 'vector';
}

function atom(startIndex: number, endIndex: number): Form {
  return { kind: 'atom', text: '', items: [], startIndex, endIndex };
}
