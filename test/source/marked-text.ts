import type { LineEdit } from '../../src/editor/line-map';
import type { CodeSymbol } from '../../src/source/symbols';

/**
 * A text that is edited by the rules of an editor, and that knows what became of each function because it made the
 * edits: heads of functions carry marks, which move with their lines. Nothing here looks at what a function says.
 */
export interface Line {
  readonly text: string;
  /** Rows of the symbols, in the text as it was measured, whose head this is. */
  readonly marks: readonly number[];
  /** Rows of the symbols of which this is the head of a copy. */
  readonly copies?: readonly number[];
}

export class MarkedText {
  private edits: LineEdit[] = [];

  constructor(private lines: readonly Line[]) {}

  static of(text: string, symbols: readonly CodeSymbol[]): MarkedText {
    const lines = text.split('\n').map((one, i) => ({
      text: one,
      marks: symbols.flatMap((symbol, row) => (isTracked(symbol) && symbol.line === i + 1 ? [row] : [])),
    }));
    return new MarkedText(lines);
  }

  get text(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  get length(): number {
    return this.lines.length;
  }

  /** Lines from 1 on, like everywhere. */
  at(line: number): Line {
    return this.lines[line - 1];
  }

  slice(from: number, to: number): readonly Line[] {
    return this.lines.slice(from - 1, to);
  }

  /** 0 where it was deleted. */
  lineOf(mark: number): number {
    return this.lines.findIndex(({ marks }) => marks.includes(mark)) + 1;
  }

  linesOfCopies(mark: number): readonly number[] {
    return this.lines.flatMap(({ copies = [] }, i) => (copies.includes(mark) ? [i + 1] : []));
  }

  insert(line: number, added: readonly Line[]): void {
    this.lines = [...this.slice(1, line - 1), ...added, ...this.lines.slice(line - 1)];
    this.edits.push({ line, removed: 0, added: added.length, keepsFirst: false });
  }

  remove(from: number, to: number): readonly Line[] {
    const removed = this.slice(from, to);
    this.lines = [...this.slice(1, from - 1), ...this.lines.slice(to)];
    this.edits.push({ line: from, removed: removed.length, added: 0, keepsFirst: false });
    return removed;
  }

  /** Within the line. */
  retype(line: number, text: string): void {
    this.lines = this.lines.map((one, i) => (i === line - 1 ? { ...one, text } : one));
  }

  /** What another program wrote: editors see one change, from the first line that differs to the last. */
  reload(other: readonly Line[]): void {
    const [a, b] = [this.lines, other];
    let head = 0;
    while (head < Math.min(a.length, b.length) && a[head].text === b[head].text) head++;
    let tail = 0;
    while (
      tail < Math.min(a.length, b.length) - head &&
      a[a.length - 1 - tail].text === b[b.length - 1 - tail].text
    ) {
      tail++;
    }
    this.lines = other;
    if (head < Math.max(a.length, b.length) - tail) {
      const [removed, added] = [a.length - tail - head, b.length - tail - head];
      this.edits.push({ line: head + 1, removed, added, keepsFirst: false });
    }
  }

  snapshot(): readonly Line[] {
    return this.lines;
  }

  /** The edits since they were taken last. */
  takeEdits(): readonly LineEdit[] {
    const taken = this.edits;
    this.edits = [];
    return taken;
  }
}

/** Functions that people call by a name; lambdas are part of what they stand in. */
export function isTracked({ kind }: CodeSymbol): boolean {
  return kind === 'function' || kind === 'method' || kind === 'class';
}

/** A copy is another function, unless it outlives the original: then it is that one, moved. */
export function copyOf(lines: readonly Line[]): readonly Line[] {
  return lines.map(({ text, marks, copies = [] }) => ({ text, marks: [], copies: [...marks, ...copies] }));
}
