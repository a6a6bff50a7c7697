import { JfrCursor, type Key } from './jfr-cursor';
import { readTypes, type JfrType, type JfrTypes } from './jfr-types';
import { JfrValues, type JfrObject, type JfrValue } from './jfr-values';
import { ProfileFormatError } from './reader';
import { UnreadableProfile } from './unreadable-profile';

/**
 * A chunk of a recording: complete in itself, with its types, its constants and its events. A file is one or more of them.
 *
 *     0 FLR\0   4 major, 6 minor version   8 size   16 where the last constants are   24 where the types are
 *     32 start, epoch ns   40 length, ns   48 start, ticks   56 ticks a second   64 flags: 1 = compressed numbers
 *     68 events, each: size, type, fields; type 0 is the types, 1 is constants
 *
 * Read off the JDK (`jdk.jfr.internal.consumer`) and recordings, since the format is not specified.
 */
export class JfrChunk {
  readonly startNanos: number;
  readonly lengthNanos: number;
  readonly end: number;

  private readonly types: JfrTypes;
  private readonly pools = new Map<string, Map<Key, JfrObject>>();
  /** Where the stack traces are: each is read when an event asks for it. */
  private readonly traces = new Map<Key, number>();
  private readonly isCompressed: boolean;
  /** Constants in pools so far. */
  private kept = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
  ) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, Math.min(HEAD, bytes.length - start));
    if (view.byteLength < HEAD) throw this.failure('a whole chunk');
    checkVersion(view.getUint32(0), view.getUint16(4), view.getUint16(6));
    const size = longOf(view, 8);
    if (size < HEAD || start + size > bytes.length) throw this.failure(`a chunk of ${size} bytes`);
    this.end = start + size;
    this.startNanos = longOf(view, 32);
    this.lengthNanos = longOf(view, 40);
    this.isCompressed = (view.getUint32(64) & 1) === 1;
    this.types = this.readMetadata(longOf(view, 24));
    this.readConstants(longOf(view, 16));
  }

  /** Visits the events of some types, in the order of the file. */
  eachEvent(names: readonly string[], visit: (name: string, event: JfrObject) => void): void {
    const wanted = new Map(names.map((name) => [this.types.named(name)?.id, name]));
    const cursor = this.cursorAt(HEAD);
    while (cursor.at < this.end) {
      const start = cursor.at;
      const size = cursor.int();
      const id = cursor.long();
      const name = wanted.get(id);
      const type = this.types.byId.get(id);
      if (start + size < cursor.at) throw cursor.failure('the size of an event');
      const fields = cursor.at;
      cursor.at = start;
      cursor.skip(size);
      if (name !== undefined && type !== undefined) {
        const event = new JfrCursor(this.bytes, fields, cursor.at, this.isCompressed);
        visit(name, new JfrValues(event, this.types).object(type));
      }
    }
  }

  /** How events name a type; undefined where there is none of that name. */
  idOf(name: string): number | undefined {
    return this.types.named(name)?.id;
  }

  /** A constant by the key that an event or another constant has for it. */
  constant(type: string, key: JfrValue | undefined): JfrObject | undefined {
    return typeof key === 'number' || typeof key === 'string' ? this.pools.get(type)?.get(key) : undefined;
  }

  /** The frames of a stack, innermost first. */
  framesOf(trace: JfrValue | undefined): readonly JfrObject[] {
    const at = typeof trace === 'number' || typeof trace === 'string' ? this.traces.get(trace) : undefined;
    const type = this.types.named(STACK_TRACE);
    if (at === undefined || type === undefined) return [];
    const cursor = new JfrCursor(this.bytes, at, this.end, this.isCompressed);
    const frames = new JfrValues(cursor, this.types).object(type).get('frames');
    return Array.isArray(frames)
      ? (frames as readonly JfrObject[]).filter((frame) => frame instanceof Map)
      : [];
  }

  textOf(value: JfrValue | undefined): string {
    if (typeof value === 'string') return value;
    const isPooled = typeof value === 'object' && 'pooled' in value;
    const text = isPooled ? this.constant(STRING, value.pooled)?.get('string') : undefined;
    return typeof text === 'string' ? text : '';
  }

  private readMetadata(offset: number): JfrTypes {
    const cursor = this.cursorAt(offset);
    cursor.int();
    if (cursor.long() !== 0) throw cursor.failure('the description of the types');
    for (let head = 0; head < 3; head++) cursor.long();
    return readTypes(cursor);
  }

  /**
   * From the last constants back to the first: each says how many bytes before it the others are; 0 is the end. None reach
   * into those after them: what lies in a thousand of them would be read a thousand times.
   */
  private readConstants(last: number): void {
    let at = last;
    let end = this.end;
    for (;;) {
      const head = this.cursorAt(at);
      const size = head.int();
      const start = this.start + at;
      if (size <= 0 || start + size > end) throw head.failure('constants of a size that has room');
      const cursor = new JfrCursor(this.bytes, head.at, start + size, this.isCompressed);
      end = start;
      if (cursor.long() !== 1) throw cursor.failure('constants');
      for (let skipped = 0; skipped < 2; skipped++) cursor.long();
      const back = cursor.long();
      cursor.byte();
      for (let left = cursor.count(); left > 0; left--) this.readPool(cursor);
      if (back === 0) return;
      if (!(back < 0)) throw cursor.failure('after the constants before it');
      at += back;
    }
  }

  private readPool(cursor: JfrCursor): void {
    const type = this.types.byId.get(cursor.long());
    if (type === undefined) throw cursor.failure('constants of a type that the file describes');
    const values = new JfrValues(cursor, this.types);
    const pool = this.poolOf(type);
    for (let left = cursor.count(); left > 0; left--) {
      const key = cursor.key();
      if (type.name === STACK_TRACE) this.traces.set(key, cursor.at);
      if (pool !== undefined && ++this.kept > MAX_KEPT) {
        throw cursor.failure(`after at most ${MAX_KEPT} constants`);
      }
      if (pool === undefined) values.pass(type);
      else if (type.name === STRING) pool.set(key, new Map([['string', cursor.text()]]));
      else pool.set(key, values.object(type));
    }
  }

  private poolOf({ name }: JfrType): Map<Key, JfrObject> | undefined {
    if (!KEPT.includes(name)) return undefined;
    const pool = this.pools.get(name) ?? new Map<Key, JfrObject>();
    this.pools.set(name, pool);
    return pool;
  }

  private cursorAt(offset: number): JfrCursor {
    if (!(offset >= HEAD && this.start + offset <= this.end)) {
      throw this.failure('one whose parts are inside of it');
    }
    return new JfrCursor(this.bytes, this.start + offset, this.end, this.isCompressed);
  }

  private failure(expected: string): ProfileFormatError {
    return new ProfileFormatError(`the chunk at byte ${this.start} of ${this.bytes.length}`, expected);
  }
}

const HEAD = 68;

/** Each takes some hundreds of bytes of memory, and as few as two of the file. */
const MAX_KEPT = 4_000_000;
const STACK_TRACE = 'jdk.types.StackTrace';
const STRING = 'java.lang.String';

/** The constants that say what a thread was doing; others are passed over. */
const KEPT: readonly string[] = [
  STRING,
  'java.lang.Thread',
  'java.lang.Class',
  'jdk.types.Method',
  'jdk.types.Symbol',
  'jdk.types.ThreadState',
];

function checkVersion(magic: number, major: number, minor: number): void {
  if (magic !== 0x464c5200) throw new ProfileFormatError('a chunk', 'begun with FLR');
  if (major >= 1 && major <= 2) return;
  throw new UnreadableProfile(
    `is a recording of Java Flight Recorder in format ${major}.${minor}${major === 0 ? ' (Java 7 and 8 of Oracle)' : ''}, ` +
      'which is not read; record with Java 11 or newer, or with async-profiler',
  );
}

function longOf(view: DataView, at: number): number {
  return view.getInt32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
}
