import type { JfrCursor, Key, TextValue } from './jfr-cursor';
import type { JfrField, JfrType, JfrTypes } from './jfr-types';

/** A value as it stands in the file: pooled ones are keys. */
export type JfrValue = Key | TextValue | boolean | readonly JfrValue[] | JfrObject;

/** A Map, since the names of fields come from the file. */
export type JfrObject = ReadonlyMap<string, JfrValue>;

/** Reads values of types that the file describes. */
export class JfrValues {
  private steps = 0;
  private readonly start: number;

  constructor(
    private readonly cursor: JfrCursor,
    private readonly types: JfrTypes,
  ) {
    this.start = cursor.at;
  }

  /** A value of a type with fields. */
  object(type: JfrType, level = 0): JfrObject {
    this.step(level);
    return new Map(type.fields.map((field) => [field.name, this.field(field, level)]));
  }

  private field(field: JfrField, level: number): JfrValue {
    if (!field.isList) return this.one(field, level);
    return Array.from({ length: this.cursor.count(MAX_ITEMS) }, () => this.one(field, level));
  }

  private one({ type, isPooled }: JfrField, level: number): JfrValue {
    if (isPooled) return this.cursor.key();
    const described = this.typeOf(type);
    this.step(level);
    return readPrimitive(described.name, this.cursor) ?? this.object(described, level + 1);
  }

  /** Passes over a value, of which there are many that nobody asks for. */
  pass(type: JfrType, level = 0): void {
    this.step(level);
    for (const { type: id, isPooled, isList } of type.fields) {
      const described = this.typeOf(id);
      for (let left = isList ? this.cursor.count() : 1; left > 0; left--) {
        this.step(level);
        if (isPooled) this.cursor.key();
        else if (readPrimitive(described.name, this.cursor) === undefined) this.pass(described, level + 1);
      }
    }
  }

  private typeOf(id: number): JfrType {
    const type = this.types.byId.get(id);
    if (type === undefined) throw this.cursor.failure(`of a type that the file describes, not ${id}`);
    return type;
  }

  /**
   * Types that contain themselves, or have no fields and come in millions, would take for ever and no bytes. Honest values
   * are at least a byte each, within a few types that are none; so what may be done grows with what has been read.
   */
  private step(level: number): void {
    this.steps++;
    const read = this.cursor.at - this.start;
    if (level > MAX_LEVELS || this.steps > 2 * MAX_LEVELS + MOST_STEPS_A_BYTE * read) {
      throw this.cursor.failure('a value that ends');
    }
  }
}

const MAX_LEVELS = 50;
const MOST_STEPS_A_BYTE = 16;

/** Of a list that is kept: the frames of a stack, of which no recorder writes as many. */
const MAX_ITEMS = 1_000_000;

/** @returns undefined for a type with fields */
function readPrimitive(name: string, cursor: JfrCursor): JfrValue | undefined {
  switch (name) {
    case 'boolean':
      return cursor.byte() !== 0;
    case 'byte':
      return cursor.byte();
    case 'short':
    case 'char':
      return cursor.short();
    case 'int':
      return cursor.int();
    case 'long':
      return cursor.key();
    case 'float':
      cursor.skip(4);
      return 0;
    case 'double':
      cursor.skip(8);
      return 0;
    case 'java.lang.String':
      return cursor.text();
    default:
      return undefined;
  }
}
