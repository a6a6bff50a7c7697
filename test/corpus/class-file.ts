/**
 * What a JVM compiler says of its sources, read from class files (JVMS chapter 4): methods and the lines that each can
 * execute. Types and annotations are passed over, and of
 * instructions all but those of methods that only pass a call on. It knows no language and no source text.
 *
 *     const classes = classesOf(readJar(readFileSync('gson-2.11.0.jar')));
 *     classes[0].methods[0]       { name: 'toJson', descriptor: '(…)…', flags: ACC_PUBLIC, lines: [101, 102] }
 */
export interface ClassFile {
  /** Binary, with slashes: `com/shop/Cart$Line`. */
  readonly name: string;
  readonly superName: string;
  readonly flags: number;
  /** The SourceFile attribute, a file name without folders; '' where there is none. */
  readonly sourceFile: string;
  /** Of an inner, local or anonymous class: `name` is '' for an anonymous one. */
  readonly inner: { readonly name: string; readonly outer: string } | undefined;
  /** Of a local or anonymous class: the method that it stands in, '' where that is an initialiser. */
  readonly enclosingMethod: { readonly className: string; readonly method: string } | undefined;
  readonly methods: readonly ClassMethod[];
}

export interface ClassMethod {
  readonly name: string;
  readonly descriptor: string;
  readonly flags: number;
  /** Every line that the method's table has, ascending, each once: what its frames can report. */
  readonly lines: readonly number[];
  /**
   * Those of `lines` that are lines of the source file itself. Kotlin gives inlined code numbers beyond the file's last
   * line, and says where it came from in SourceDebugExtension (JSR 45).
   */
  readonly ownLines: readonly number[];
  /** Name of the one method that it calls, where it does nothing else but load its parameters and return. */
  readonly forwardsTo?: string | undefined;
  /** Descriptors of its annotations that class files keep: `Lgroovy/transform/Generated;`. */
  readonly annotations?: readonly string[];
}

export const ACC_STATIC = 0x0008;
export const ACC_BRIDGE = 0x0040;
export const ACC_SYNTHETIC = 0x1000;
export const ACC_ENUM = 0x4000;

/** All classes of an archive; those for later Java versions (META-INF/versions) and module-info left out. */
export function classesOf(files: ReadonlyMap<string, () => Buffer>): ClassFile[] {
  const paths = [...files.keys()].filter(
    (path) => path.endsWith('.class') && !path.startsWith('META-INF/') && !path.endsWith('-info.class'),
  );
  return paths.map((path) => readClass(files.get(path)?.() ?? Buffer.alloc(0)));
}

/** @throws where the bytes are no class file */
export function readClass(bytes: Buffer): ClassFile {
  const reader = new Reader(bytes);
  if (reader.u4() !== 0xcafebabe) throw new Error('This is no class file.');
  reader.skip(4);
  const pool = readPool(reader);
  const flags = reader.u2();
  const name = pool.className(reader.u2());
  const superName = pool.className(reader.u2());
  reader.skip(2 * reader.u2());
  readMembers(reader, pool);
  const members = readMembers(reader, pool);
  const attributes = readAttributes(reader, pool);
  const isOwnLine = ownLinesOf(attributes.get('SourceDebugExtension'));
  return {
    name,
    superName,
    flags,
    sourceFile: attributes.get('SourceFile')?.utf8(pool) ?? '',
    inner: innerOf(name, attributes.get('InnerClasses'), pool),
    enclosingMethod: enclosingOf(attributes.get('EnclosingMethod'), pool),
    methods: members.map(({ attributes: ofMethod, ...method }) => {
      const { lines, forwardsTo } = codeOf(ofMethod.get('Code'), pool);
      const annotations = annotationsOf(ofMethod.get('RuntimeVisibleAnnotations'), pool);
      return { ...method, lines, ownLines: lines.filter(isOwnLine), forwardsTo, annotations };
    }),
  };
}

/** Reads big-endian numbers one after the other. */
class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  u1(): number {
    return this.bytes.readUInt8(this.move(1));
  }

  u2(): number {
    return this.bytes.readUInt16BE(this.move(2));
  }

  u4(): number {
    return this.bytes.readUInt32BE(this.move(4));
  }

  skip(length: number): void {
    this.move(length);
  }

  take(length: number): Buffer {
    const start = this.move(length);
    return this.bytes.subarray(start, start + length);
  }

  /** The text that a two-byte index stands for. */
  utf8(pool: ConstantPool): string {
    return pool.utf8(this.u2());
  }

  rest(): Buffer {
    return this.take(this.bytes.length - this.at);
  }

  private move(length: number): number {
    const start = this.at;
    this.at += length;
    return start;
  }
}

/** Only texts, and what refers to a text or a name with a type: all that is needed here. Index 0 is "none". */
interface ConstantPool {
  utf8(index: number): string;
  className(index: number): string;
  /** The name of a NameAndType. */
  memberName(index: number): string;
  /** The name of a Methodref or InterfaceMethodref. */
  calledName(index: number): string;
}

function readPool(reader: Reader): ConstantPool {
  const texts = new Map<number, string>();
  const references = new Map<number, number>();
  const count = reader.u2();
  for (let index = 1; index < count; index++) {
    const tag = reader.u1();
    if (tag === TAG_UTF8) {
      texts.set(index, reader.take(reader.u2()).toString('utf8'));
    } else if (tag === TAG_CLASS) {
      references.set(index, reader.u2());
    } else if (tag === TAG_NAME_AND_TYPE) {
      references.set(index, reader.u2());
      reader.skip(2);
    } else if (tag === TAG_METHOD || tag === TAG_INTERFACE_METHOD) {
      reader.skip(2);
      references.set(index, reader.u2());
    } else {
      reader.skip(sizeOfConstant(tag));
      // "In retrospect, making 8-byte constants take two entries was a poor choice." (JVMS 4.4.5)
      if (tag === TAG_LONG || tag === TAG_DOUBLE) index++;
    }
  }
  const utf8 = (index: number): string => texts.get(index) ?? '';
  const referred = (index: number): string => utf8(references.get(index) ?? 0);
  const calledName = (index: number): string => referred(references.get(index) ?? 0);
  return { utf8, className: referred, memberName: referred, calledName };
}

const TAG_UTF8 = 1;
const TAG_LONG = 5;
const TAG_DOUBLE = 6;
const TAG_CLASS = 7;
const TAG_METHOD = 10;
const TAG_INTERFACE_METHOD = 11;
const TAG_NAME_AND_TYPE = 12;

/** Bytes after the tag, JVMS table 4.4-A. */
const SIZES: Readonly<Record<number, number>> = {
  ...{ 3: 4, 4: 4, 5: 8, 6: 8, 8: 2, 9: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2 },
};

function sizeOfConstant(tag: number): number {
  const size = SIZES[tag];
  if (size === undefined) throw new Error(`The class file has a constant of an unknown kind, ${tag}.`);
  return size;
}

type Attributes = ReadonlyMap<string, Reader>;

interface Member {
  readonly name: string;
  readonly descriptor: string;
  readonly flags: number;
  readonly attributes: Attributes;
}

/** Fields and methods have one shape. */
function readMembers(reader: Reader, pool: ConstantPool): Member[] {
  return times(reader.u2(), () => {
    const flags = reader.u2();
    const name = reader.utf8(pool);
    const descriptor = reader.utf8(pool);
    return { flags, name, descriptor, attributes: readAttributes(reader, pool) };
  });
}

function readAttributes(reader: Reader, pool: ConstantPool): Attributes {
  return new Map(
    times(reader.u2(), () => {
      const name = reader.utf8(pool);
      return [name, new Reader(reader.take(reader.u4()))] as const;
    }),
  );
}

/** A method may have several line tables; together they have all of its lines. */
function codeOf(
  code: Reader | undefined,
  pool: ConstantPool,
): { readonly lines: number[]; readonly forwardsTo: string | undefined } {
  if (code === undefined) return { lines: [], forwardsTo: undefined };
  code.skip(4);
  const forwardsTo = calledAlone(code.take(code.u4()), pool);
  code.skip(8 * code.u2());
  const lines = new Set<number>();
  times(code.u2(), () => {
    const isTable = code.utf8(pool) === 'LineNumberTable';
    const table = new Reader(code.take(code.u4()));
    if (isTable) times(table.u2(), () => lines.add((table.skip(2), table.u2())));
  });
  return { lines: [...lines].sort((a, b) => a - b), forwardsTo };
}

/** What code calls that is nothing but loads (JVMS 6.5), casts, one call and a return. */
function calledAlone(code: Buffer, pool: ConstantPool): string | undefined {
  let called: string | undefined;
  for (let at = 0; at < code.length;) {
    const instruction = code[at];
    if (INVOKES.has(instruction)) {
      if (called !== undefined) return undefined;
      called = pool.calledName(code.readUInt16BE(at + 1));
    } else if (!PASSING.has(instruction)) return undefined;
    at += LENGTHS[instruction] ?? 1;
  }
  return called;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** invokevirtual, invokespecial, invokestatic, invokeinterface. */
const INVOKES: ReadonlySet<number> = new Set(range(0xb6, 0xb9));

/**
 * iload to aload_3, getstatic and getfield (a module or delegate to call), checkcast, pop, ireturn to return; and aconst_null
 * to astore, by which Clojure lets go of what it was given.
 */
const PASSING: ReadonlySet<number> = new Set([
  ...range(0x15, 0x2d),
  ...[0x01, 0x3a, ...range(0x4b, 0x4e)],
  ...[0xb2, 0xb4, 0xc0, 0x57],
  ...range(0xac, 0xb1),
]);

/** In bytes, where an instruction has operands. */
const LENGTHS: Readonly<Record<number, number>> = {
  ...{ 0x15: 2, 0x16: 2, 0x17: 2, 0x18: 2, 0x19: 2, 0x3a: 2 },
  ...{ 0xb2: 3, 0xb4: 3, 0xb6: 3, 0xb7: 3, 0xb8: 3, 0xb9: 5, 0xc0: 3 },
};

function annotationsOf(attribute: Reader | undefined, pool: ConstantPool): string[] {
  return attribute === undefined ? [] : times(attribute.u2(), () => readAnnotation(attribute, pool));
}

/** @returns its type; JVMS 4.7.16 */
function readAnnotation(reader: Reader, pool: ConstantPool): string {
  const type = reader.utf8(pool);
  times(reader.u2(), () => {
    reader.skip(2);
    skipElement(reader, pool);
  });
  return type;
}

function skipElement(reader: Reader, pool: ConstantPool): void {
  const tag = String.fromCharCode(reader.u1());
  if (tag === '@') readAnnotation(reader, pool);
  else if (tag === '[') times(reader.u2(), () => skipElement(reader, pool));
  else reader.skip(tag === 'e' ? 4 : 2);
}

function innerOf(name: string, attribute: Reader | undefined, pool: ConstantPool): ClassFile['inner'] {
  if (attribute === undefined) return undefined;
  const all = times(attribute.u2(), () => {
    const inner = pool.className(attribute.u2());
    const outer = pool.className(attribute.u2());
    const simple = attribute.utf8(pool);
    attribute.skip(2);
    return { inner, outer, name: simple };
  });
  const own = all.find(({ inner }) => inner === name);
  return own && { name: own.name, outer: own.outer };
}

function enclosingOf(attribute: Reader | undefined, pool: ConstantPool): ClassFile['enclosingMethod'] {
  return attribute && { className: pool.className(attribute.u2()), method: pool.memberName(attribute.u2()) };
}

/**
 * Which lines are the file's own, by the Kotlin stratum of its source map: those that it maps to themselves.
 *
 *     *L
 *     1#1,50:1          input 1 of file 1, 50 lines: output 1          own
 *     120#2:51          line 120 of another file is called 51 here     inlined
 *     7#1,2:52          so are lines 7 and 8 of this one               inlined
 */
function ownLinesOf(extension: Reader | undefined): (line: number) => boolean {
  const text = extension?.rest().toString('utf8') ?? '';
  const stratum = /^\*S Kotlin\n([^]*?)^(?:\*S |\*E)/m.exec(text)?.[1];
  if (stratum === undefined) return () => true;
  const rows = [...stratum.matchAll(/^(\d+)#(\d+)(?:,(\d+))?:(\d+)/gm)].map((row) => row.map(Number));
  return (line) =>
    rows.some(([, input, file, repeat, output]) => {
      const count = Number.isNaN(repeat) ? 1 : repeat;
      return file === 1 && input === output && line >= output && line < output + count;
    });
}

function times<T>(count: number, read: () => T): T[] {
  return Array.from({ length: count }, read);
}
