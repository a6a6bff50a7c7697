/**
 * JSON that people write by hand, read with the line on which each value starts: a message that says "line 12" is one
 * that can be acted on. `JSON.parse` gives no lines for values, and for errors only sometimes and only in V8.
 */
export interface LocatedJson {
  readonly value: unknown;
  /** Of an object or a list in `value`, from 1; 0 for anything else. */
  readonly lineOf: (value: unknown) => number;
}

/** @throws {Error} whose message goes on after the name of a file: `is not JSON from line 3 on: …` */
export function parseLocatedJson(text: string): LocatedJson {
  const reader = new Reader(text);
  const value = reader.read();
  return { value, lineOf: (one) => reader.lines.get(one) ?? 0 };
}

/** Sticky: a token starts exactly where the last one ended, or there is none. */
const TOKEN =
  /[ \t\r\n]*([{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** Deeper than anything that is written by hand, and not as deep as the stack. */
const MAX_DEPTH = 100;

class Reader {
  readonly lines = new Map<unknown, number>();
  private at = 0;
  private token = '';
  /** Where the token starts, or what is none, and the line of that. */
  private start = 0;
  private line = 1;

  constructor(private readonly text: string) {
    this.next();
  }

  read(): unknown {
    const value = this.readValue(0);
    if (this.token !== '') throw this.failure('something follows the end');
    return value;
  }

  private readValue(depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.failure('it is nested too deeply');
    const { line } = this;
    const token = this.token;
    if (token !== '{' && token !== '[') return this.readScalar();
    const value = token === '{' ? this.readObject(depth) : this.readList(depth);
    this.lines.set(value, line);
    return value;
  }

  private readScalar(): unknown {
    if (this.token === '' || '}],:'.includes(this.token)) throw this.failure('a value is missing');
    const value: unknown = JSON.parse(this.token);
    this.next();
    return value;
  }

  private readObject(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.readUntil('}', () => {
      if (!this.token.startsWith('"')) throw this.failure('a name in double quotes is missing');
      const name = String(this.readScalar());
      this.expect(':');
      entries.push([name, this.readValue(depth + 1)]);
    });
    // Not by assignment: a name may be `__proto__`.
    return Object.fromEntries(entries);
  }

  private readList(depth: number): unknown[] {
    const values: unknown[] = [];
    this.readUntil(']', () => values.push(this.readValue(depth + 1)));
    return values;
  }

  private readUntil(end: '}' | ']', readOne: () => void): void {
    this.next();
    if (this.token === end) return this.next();
    for (;;) {
      readOne();
      if (this.token === end) return this.next();
      this.expect(',');
    }
  }

  private expect(token: string): void {
    if (this.token !== token) throw this.failure(`a "${token}" is missing`);
    this.next();
  }

  /** '' at the end. */
  private next(): void {
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text);
    this.token = found?.[1] ?? '';
    this.moveTo(this.at + (found?.[0].length ?? 0) - this.token.length);
    if (found) this.at = TOKEN.lastIndex;
    else this.requireEnd();
  }

  /** Counts each line break once, however many objects there are. */
  private moveTo(start: number): void {
    for (let at = this.start; at < start; at++) if (this.text[at] === '\n') this.line++;
    this.start = start;
  }

  private requireEnd(): void {
    const rest = this.text.slice(this.at);
    this.moveTo(this.at + rest.length - rest.trimStart().length);
    if (rest.trim() !== '') throw this.failure('this is no value');
  }

  private failure(why: string): Error {
    return new Error(`is not JSON from line ${this.line} on: ${why}`);
  }
}
