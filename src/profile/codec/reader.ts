/** A profile that is not what its format says. The message names the place, and what belongs there. */
export class ProfileFormatError extends Error {
  override readonly name = 'ProfileFormatError';

  constructor(
    /** Path in the document: `callgraph.children["app:main"].counts.WALL_TIME`. '' is the document itself. */
    readonly where: string,
    readonly expected: string,
  ) {
    super(`${where === '' ? 'the profile' : where} must be ${expected}`);
  }
}

/** Names in a path are cut here: a hostile profile may have frame names of a megabyte, and thousands in a path. */
const MAX_NAME_IN_PATH = 80;
const MAX_PATH = 400;

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/**
 * Reads `unknown` field by field. Each getter either gives a value of the type it names or throws a
 * {@link ProfileFormatError} with the place; absent (or null) optional fields give the stated default.
 */
export class Reader {
  /**
   * @param parent what the value is part of, under that key. The way to it is a chain rather than a text, so that a
   *     million good nodes cost no text at all.
   */
  constructor(
    private readonly value: unknown,
    private readonly parent?: Reader,
    private readonly key: string | number = '',
  ) {}

  get where(): string {
    return Reader.printPath(this);
  }

  private static printPath(reader: Reader): string {
    const parts: string[] = [];
    let length = 0;
    for (let at = reader; at.parent !== undefined; at = at.parent) {
      const part = printStep(at.key);
      length += part.length;
      if (length > MAX_PATH) {
        parts.push('…');
        break;
      }
      parts.push(part);
    }
    return parts.reverse().join('').replace(/^\./, '');
  }

  /** A field that is an object itself. With `optional`, an absent one reads as empty. */
  child(key: string, { optional = false } = {}): Reader {
    const value = this.field(key);
    if (value === undefined && optional) {
      return new Reader(NOTHING, this, key);
    }
    const reader = new Reader(value, this, key);
    reader.asObject();
    return reader;
  }

  /** Visits own fields of an object, in document order; names are hostile (`__proto__` included). */
  eachField(visit: (name: string, value: Reader) => void): void {
    const object = this.asObject();
    for (const name of Object.keys(object)) {
      visit(name, new Reader(object[name], this, name));
    }
  }

  /** A field that is a list of objects; absent reads as empty. */
  list(key: string): Reader[] {
    return new Reader(this.values(key), this, key).oneOrMore();
  }

  /** The items of a list, or the value itself where it is none. */
  oneOrMore(): Reader[] {
    const { value } = this;
    return Array.isArray(value) ? value.map((item, index) => new Reader(item, this, index)) : [this];
  }

  /** The items of a list as they are, for columns of numbers and names (columns.ts); absent reads as empty. */
  values(key: string): readonly unknown[] {
    const value = this.field(key);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value as readonly unknown[];
    throw new ProfileFormatError(this.pathTo(key), `a list, not ${describe(value)}`);
  }

  has(key: string): boolean {
    return this.field(key) !== undefined;
  }

  text(key: string, otherwise: string): string {
    const value = this.field(key);
    if (value === undefined) {
      return otherwise;
    }
    if (typeof value !== 'string') {
      throw new ProfileFormatError(this.pathTo(key), `a string, not ${describe(value)}`);
    }
    return value;
  }

  number(key: string, { min, max, otherwise }: { min: number; max?: number; otherwise: number }): number {
    const value = this.field(key);
    return value === undefined ? otherwise : new Reader(value, this, key).asNumber({ min, max });
  }

  asNumber({ min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number | undefined }): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max) {
      const most = max === Number.MAX_SAFE_INTEGER ? '2^53' : max;
      throw new ProfileFormatError(this.where, `a number from ${min} to ${most}, not ${describe(value)}`);
    }
    return value;
  }

  /** `[n]` or `[first, last]`, 1-based; absent reads as unknown, 0 and 0. */
  lineRange(key: string): readonly [number, number] {
    const value = this.field(key);
    if (value === undefined) {
      return [0, 0];
    }
    const lines: readonly unknown[] = Array.isArray(value) ? value : [value];
    const [first, last = first] = lines;
    if (!isLine(first) || !isLine(last) || lines.length > 2 || last < first) {
      throw new ProfileFormatError(
        this.pathTo(key),
        `a line number or [first, last], not ${describe(value)}`,
      );
    }
    return [first, last];
  }

  private field(key: string): unknown {
    const object = this.asObject();
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    return value === null ? undefined : value;
  }

  private asObject(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw new ProfileFormatError(this.where, `an object, not ${describe(this.value)}`);
    }
    return this.value as Record<string, unknown>;
  }

  private pathTo(key: string): string {
    return new Reader(undefined, this, key).where;
  }
}

/** Line numbers live in Int32 columns; no file has two thousand million lines. Some agents write 0 or -1 for none. */
function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 0x7fffffff;
}

function printStep(key: string | number): string {
  if (typeof key === 'number') {
    return `[${key}]`;
  }
  return /^[A-Za-z_]\w{0,40}$/.test(key) ? `.${key}` : `[${JSON.stringify(cut(key))}]`;
}

function describe(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : cut(JSON.stringify(value));
}

function cut(text: string): string {
  return text.length <= MAX_NAME_IN_PATH ? text : `${text.slice(0, MAX_NAME_IN_PATH)}…`;
}
