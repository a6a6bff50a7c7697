import type { Token, Tokens } from './groovy-tokens';
import { literalName } from './literal-names';

/** What a declaration says before its body. Rows are of the tokens; none of it looks into bodies. */
export type Header = TypeHeader | MethodHeader | FieldHeader | InitialiserHeader;

export interface TypeHeader {
  readonly is: 'type';
  readonly keyword: string;
  readonly name: string;
  readonly nameRow: number;
  /** Row of the bracket of a record's components. */
  readonly parameters: number | undefined;
  readonly bases: readonly string[];
  /** Row of the brace. */
  readonly body: number;
}

export interface MethodHeader {
  readonly is: 'method';
  /** `<init>` of constructors. */
  readonly name: string;
  readonly nameRow: number;
  /** Row of the bracket; undefined for a record's constructor without one. */
  readonly parameters: number | undefined;
  readonly isStatic: boolean;
  /** Row of the brace; undefined where it has no body. */
  readonly body: number | undefined;
  /** Row after it, where it has none. */
  readonly end: number;
}

export interface FieldHeader {
  readonly is: 'field';
  readonly name: string;
  readonly isStatic: boolean;
  /** Whether accessors are made for it. */
  readonly isProperty: boolean;
  /** `@Lazy`: what it is set to runs in its getter. */
  readonly isLazy: boolean;
  /** `@Delegate`: the class has the methods of its type. */
  readonly isDelegate: boolean;
  /** Row after the name: of `=`, or of what ends it. */
  readonly end: number;
}

export interface InitialiserHeader {
  readonly is: 'initialiser';
  readonly isStatic: boolean;
  readonly body: number;
}

/** Where a declaration can stand. */
export interface HeaderPlace {
  /** Of the class around; '' at the top of the file, where anything less than a declaration is a statement. */
  readonly className: string;
  readonly isScript: boolean;
  readonly to: number;
}

const MODIFIERS = new Set([
  ...['public', 'private', 'protected', 'static', 'final', 'abstract', 'synchronized', 'native', 'transient'],
  ...['volatile', 'strictfp', 'def', 'var', 'default', 'sealed'],
]);

const TYPE_KEYWORDS = new Set(['class', 'interface', 'enum', 'trait', 'record']);

/**
 * Tokens between angle brackets, in a name, of supertypes, and modifiers, at most. Without a bound, every `a < b` is looked
 * through to the end of the file, and text that goes on like a header and is none once for every word of it.
 */
const MAX_RUN = 200;

/** Never the type or the name in a declaration. */
const STATEMENTS = new Set([
  ...[
    'return',
    'throw',
    'assert',
    'new',
    'else',
    'case',
    'if',
    'for',
    'while',
    'do',
    'switch',
    'try',
    'catch',
  ],
  ...[
    'finally',
    'import',
    'package',
    'in',
    'instanceof',
    'as',
    'break',
    'continue',
    'this',
    'super',
    'yield',
  ],
]);

/** The declaration that begins in a row; undefined where none does. */
export function headerAt(tokens: Tokens, row: number, place: HeaderPlace): Header | undefined {
  return new HeaderReader(tokens, place).read(row);
}

class HeaderReader {
  private readonly list: readonly Token[];

  constructor(
    private readonly tokens: Tokens,
    private readonly place: HeaderPlace,
  ) {
    this.list = tokens.list;
  }

  read(from: number): Header | undefined {
    const { row, modifiers } = this.modifiersAt(from);
    const type = this.typeAt(row);
    if (type !== undefined) return type;
    const isStatic = modifiers.has('static');
    const { className, isScript } = this.place;
    if (this.is(row, '{')) return isScript ? undefined : { is: 'initialiser', isStatic, body: row };
    const start = this.is(row, '<') ? this.skipNewlines(this.afterGenerics(row)) : row;
    const isTyped = modifiers.size > 0;
    if (this.isName(start) && this.text(start) === className && this.is(start + 1, '{')) {
      return this.method(start, undefined, true, false, start);
    }
    if (this.isName(start) && this.is(start + 1, '(')) {
      if (isScript && !isTyped) return undefined;
      const isConstructor = this.text(start) === className && !isStatic;
      return this.method(start, start + 1, isConstructor, isStatic, start);
    }
    return this.typedMember(start, modifiers);
  }

  private typedMember(start: number, modifiers: ReadonlySet<string>): Header | undefined {
    const isStatic = modifiers.has('static');
    const afterType = this.afterType(start);
    const name = afterType !== undefined && this.isName(afterType) ? afterType : undefined;
    if (name !== undefined && this.is(name + 1, '(')) {
      return this.method(name, name + 1, false, isStatic, start);
    }
    const isField = !this.place.isScript || modifiers.has('@Field');
    const field = name ?? (modifiers.size > 0 && this.isName(start) ? start : undefined);
    if (!isField || field === undefined || !this.endsField(field + 1)) return undefined;
    const isProperty = !['private', 'public', 'protected', '@PackageScope'].some((word) =>
      modifiers.has(word),
    );
    return {
      is: 'field',
      name: this.text(field),
      isStatic,
      isProperty,
      isLazy: modifiers.has('@Lazy'),
      isDelegate: modifiers.has('@Delegate'),
      end: field + 1,
    };
  }

  private method(
    nameRow: number,
    parameters: number | undefined,
    isConstructor: boolean,
    isStatic: boolean,
    start: number,
  ): MethodHeader | undefined {
    if (STATEMENTS.has(this.text(start)) || STATEMENTS.has(this.text(nameRow))) return undefined;
    const close = parameters === undefined ? nameRow : (this.tokens.closes.get(parameters) ?? this.place.to);
    const body = this.bodyAfter(close + 1);
    if (this.place.isScript && (body === undefined || !this.areParameters(parameters ?? 0, close))) {
      return undefined;
    }
    const name = isConstructor ? '<init>' : literalName(unquoted(this.text(nameRow)));
    return {
      is: 'method',
      name,
      nameRow,
      parameters,
      isStatic,
      body,
      end: Math.min(close + 1, this.place.to),
    };
  }

  /** Past `[]`, `throws` and new lines; undefined where something else begins. */
  private bodyAfter(from: number): number | undefined {
    let row = this.skipNewlines(from);
    if (this.text(row) === 'throws') {
      const to = Math.min(this.place.to, row + MAX_RUN);
      while (row < to && !this.is(row, '{') && !this.isEnd(row)) row++;
      row = this.skipNewlines(row);
    }
    return this.is(row, '{') ? row : undefined;
  }

  private typeAt(row: number): TypeHeader | undefined {
    const isAnnotation = this.is(row, '@') && this.text(row + 1) === 'interface';
    const keywordRow = isAnnotation ? row + 1 : row;
    const keyword = this.text(keywordRow);
    const nameRow = keywordRow + 1;
    if (!TYPE_KEYWORDS.has(keyword) || this.list[nameRow]?.kind !== 'word') return undefined;
    if (STATEMENTS.has(this.text(nameRow))) return undefined;
    let at = nameRow + 1;
    if (this.is(at, '<')) at = this.afterGenerics(at);
    const parameters = keyword === 'record' && this.is(at, '(') ? at : undefined;
    if (parameters !== undefined) at = (this.tokens.closes.get(parameters) ?? this.place.to) + 1;
    const supertypes = this.skipNewlines(at);
    const to = Math.min(this.place.to, supertypes + MAX_RUN);
    let body = supertypes;
    while (body < to && this.isInSupertypes(body)) body++;
    if (!this.is(body, '{')) return undefined;
    const bases = this.basesIn(supertypes, body);
    return { is: 'type', keyword, name: this.text(nameRow), nameRow, parameters, bases, body };
  }

  private isInSupertypes(row: number): boolean {
    const { kind, text } = this.list[row];
    return kind !== 'mark' ? kind !== 'string' : /^[.,<>?&@]$/.test(text);
  }

  private basesIn(from: number, to: number): string[] {
    const bases: string[] = [];
    for (let row = from; row < to; row++) {
      if (this.is(row, '<')) row = this.afterGenerics(row) - 1;
      else if (this.list[row].kind === 'word' && !this.is(row + 1, '.')) bases.push(this.text(row));
    }
    return bases.filter((name) => !/^(?:extends|implements|permits)$/.test(name));
  }

  private modifiersAt(from: number): { readonly row: number; readonly modifiers: ReadonlySet<string> } {
    const modifiers = new Set<string>();
    let row = this.skipNewlines(from);
    for (let count = 0; count < MAX_RUN; count++) {
      if (this.is(row, '@') && this.text(row + 1) !== 'interface') {
        const name = this.lastOfName(row + 1);
        modifiers.add(`@${this.text(name)}`);
        row = this.is(name + 1, '(') ? (this.tokens.closes.get(name + 1) ?? this.place.to) + 1 : name + 1;
      } else if (this.isModifier(row)) {
        modifiers.add(this.list[row].text);
        row++;
      } else break;
      row = this.skipNewlines(row);
    }
    return { row, modifiers };
  }

  /** `non-sealed` is three tokens, and `default` may begin a case. */
  private isModifier(row: number): boolean {
    if (row >= this.place.to || this.list[row].kind !== 'word') return false;
    if (this.text(row) === 'default') return !this.is(row + 1, ':') && !this.is(row + 1, '->');
    return MODIFIERS.has(this.text(row)) && !this.is(row + 1, '.') && !this.is(row + 1, '=');
  }

  private lastOfName(from: number): number {
    let row = from;
    while (this.is(row + 1, '.') && row < from + MAX_RUN) row += 2;
    return row;
  }

  /** The row after a type; undefined where none begins. */
  private afterType(row: number): number | undefined {
    if (this.list[row]?.kind !== 'word' || STATEMENTS.has(this.text(row))) return undefined;
    let at = this.lastOfName(row) + 1;
    if (this.is(at, '<')) at = this.afterGenerics(at);
    while (this.is(at, '[') && this.is(at + 1, ']')) at += 2;
    return this.is(at, '...') ? at + 1 : at;
  }

  private afterGenerics(from: number): number {
    let depth = 0;
    const to = Math.min(this.place.to, from + MAX_RUN);
    for (let row = from; row < to; row++) {
      const { kind, text } = this.list[row];
      if (kind === 'mark' && text === '<') depth++;
      else if (kind === 'mark' && text === '>' && --depth === 0) return row + 1;
      else if (kind === 'mark' && /^[{};]$/.test(text)) return row;
    }
    return from + 1;
  }

  /** Whether they declare, rather than give: `(int a, b = 2)`, not `(1)`, `(a.b)` or `(x + 1)`. */
  private areParameters(open: number, close: number): boolean {
    let row = this.skipNewlines(open + 1);
    while (row < close) {
      const after = this.parameterAt(row);
      if (after === undefined) return false;
      row = this.skipNewlines(after);
    }
    return true;
  }

  private parameterAt(from: number): number | undefined {
    const { row } = this.modifiersAt(from);
    const afterType = this.afterType(row);
    if (afterType === undefined) return undefined;
    const isTyped = this.list[afterType]?.kind === 'word';
    let at = this.skipNewlines(isTyped ? afterType + 1 : row + 1);
    if (this.is(at, '=')) {
      while (at < this.place.to && !this.is(at, ',') && !this.is(at, ')')) at = this.after(at);
    }
    if (this.is(at, ',')) return at + 1;
    return this.is(at, ')') ? at : undefined;
  }

  /** The row after a token, or after the bracket that closes it. */
  private after(row: number): number {
    return (this.tokens.closes.get(row) ?? row) + 1;
  }

  private endsField(row: number): boolean {
    return this.isEnd(row) || this.is(row, '=') || this.is(row, ',');
  }

  private isEnd(row: number): boolean {
    return row >= this.place.to || this.list[row].kind === 'newline' || this.is(row, ';');
  }

  private isName(row: number): boolean {
    const kind = row < this.place.to ? this.list[row].kind : undefined;
    return (kind === 'word' && !STATEMENTS.has(this.text(row))) || kind === 'string';
  }

  private skipNewlines(row: number): number {
    while (row < this.place.to && this.list[row].kind === 'newline') row++;
    return row;
  }

  private is(row: number, mark: string): boolean {
    return row < this.place.to && this.list[row].kind === 'mark' && this.list[row].text === mark;
  }

  private text(row: number): string {
    return row < this.place.to ? this.list[row].text : '';
  }
}

function unquoted(name: string): string {
  return name.replace(/^('''|"""|'|")([^]*)\1$/, '$2').replace(/\\(.)/g, '$1');
}
