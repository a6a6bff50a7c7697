import type { Span } from './collect';
import type { Token, Tokens } from './groovy-tokens';

/**
 * Questions to a row of Groovy's tokens, by number: where a bracket closes, where an expression ends, what a brace after it
 * opens. None of them makes a symbol.
 */
export class GroovyRows {
  private readonly list: readonly Token[];

  constructor(private readonly tokens: Tokens) {
    this.list = tokens.list;
  }

  /** The row of the arrow after a closure's parameters: only those and their types and defaults stand before it. */
  arrowOf(open: number, close: number): number | undefined {
    for (let row = open + 1; row < close; row++) {
      const { kind, text } = this.list[row];
      if (kind === 'mark') {
        if (text === '->') return row;
        if (!/^(?:[,.=<>?@&[(]|\.\.\.)$/.test(text) && !this.hasDefaultBefore(open, row)) return undefined;
        if (text === '(' && this.is(row - 1, '{')) return undefined;
        row = this.tokens.closes.get(row) ?? row;
      } else if (text === 'case' || text === 'default') return undefined;
      else if (kind !== 'newline' && kind !== 'word' && !this.hasDefaultBefore(open, row)) return undefined;
      else if (kind === 'newline' && this.isOverAt(open, row)) return undefined;
    }
    return undefined;
  }

  /** Marks of all sorts stand in a default value. */
  private hasDefaultBefore(open: number, row: number): boolean {
    for (let at = row - 1; at > open && this.list[at].kind !== 'newline'; at--) {
      if (this.is(at, '=')) return true;
    }
    return false;
  }

  /** Parameters on several lines have commas between them. */
  private isOverAt(open: number, row: number): boolean {
    const last = this.skipNewlinesBack(row);
    const next = this.skipNewlines(row);
    return last > open && !this.is(last, ',') && !this.is(next, '->') && !this.is(next, ',');
  }

  /** The row that ends an expression: of a new line, `;`, of a lambda also `,`, or of what is around. */
  endOfExpression(from: number, to: number, isLambda: boolean): number {
    for (let row = from; row < to; row++) {
      const { kind, text } = this.list[row];
      if (kind === 'newline' && !this.isOpenEnded(row - 1) && !this.goesOnAt(this.skipNewlines(row))) {
        return row;
      }
      if (kind === 'mark' && (text === ';' || (isLambda && text === ','))) return row;
      row = Math.min(to, this.tokens.closes.get(row) ?? row);
    }
    return to;
  }

  /** Whether something must follow: the line ends in an operator, or there was no line. */
  isOpenEnded(row: number): boolean {
    if (row < 0) return true;
    const { kind, text } = this.list[row];
    if (kind === 'mark') return !/^(?:[)\]};>]|\+\+|--)$/.test(text);
    return kind === 'word' && /^(?:in|instanceof|as|extends|implements)$/.test(text);
  }

  private goesOnAt(row: number): boolean {
    const token = this.list[row] as Token | undefined;
    if (token === undefined) return false;
    if (token.kind === 'word') return /^(?:in|instanceof|as)$/.test(token.text);
    return (
      token.kind === 'mark' && /^(?:[.?:]|\?\.|\*\.|\.&|\?:|&&|\|\||==|!=|=~|==~|<=>|::)$/.test(token.text)
    );
  }

  isCondition(row: number): boolean {
    if (row < 0 || this.list[row].kind !== 'word' || !BEFORE_CONDITION.has(this.list[row].text)) return false;
    return !this.is(row - 1, '.') && !this.is(row - 1, '?.');
  }

  isLabel(row: number, from: number): boolean {
    if (row < from || this.list[row].kind !== 'word') return false;
    const before = this.list[row - 1] as Token | undefined;
    return row === from || before?.kind === 'newline' || this.is(row - 1, ';') || this.is(row - 1, '}');
  }

  afterGenerics(from: number, to: number): number {
    let depth = 0;
    for (let row = from; row < to; row++) {
      if (this.is(row, '<')) depth++;
      else if (this.is(row, '>') && --depth === 0) return row + 1;
    }
    return from + 1;
  }

  closeOf(open: number, to: number): number {
    return Math.min(this.tokens.closes.get(open) ?? open, to);
  }

  endOfLine(row: number): number {
    while (row < this.list.length && this.list[row].kind !== 'newline' && !this.is(row, ';')) row++;
    return row;
  }

  span(from: number, to: number): Span {
    const last = this.list[Math.min(to, this.list.length - 1)];
    return { startIndex: this.list[from].startIndex, endIndex: last.endIndex };
  }

  skipNewlines(row: number): number {
    while (row < this.list.length && (this.list[row].kind === 'newline' || this.is(row, ';'))) row++;
    return row;
  }

  skipNewlinesBack(from: number): number {
    let row = Math.min(from, this.list.length - 1);
    while (row > 0 && this.list[row].kind === 'newline') row--;
    return row;
  }

  is(row: number, mark: string): boolean {
    const token = this.list[row] as Token | undefined;
    return token?.kind === 'mark' && token.text === mark;
  }
}

/** Brackets after these hold a condition, and what follows is a block. */
const BEFORE_CONDITION = new Set(['if', 'for', 'while', 'switch', 'catch', 'synchronized', 'try']);
