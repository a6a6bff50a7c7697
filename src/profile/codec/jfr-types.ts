import type { JfrCursor, TextValue } from './jfr-cursor';

/**
 * The types of a chunk, which it describes itself: a table of strings, and a tree of elements with attributes.
 *
 *     root > metadata > class { id: 101, name: jdk.ExecutionSample, superType: jdk.jfr.Event }
 *                         field { name: stackTrace, class: 23, constantPool: true }
 *                         field { name: frames, class: 24, dimension: 1 }
 */
export interface JfrTypes {
  readonly byId: ReadonlyMap<number, JfrType>;
  named(name: string): JfrType | undefined;
}

export interface JfrType {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly JfrField[];
}

export interface JfrField {
  readonly name: string;
  readonly type: number;
  /** The value is the key of one in the constant pool of its type. */
  readonly isPooled: boolean;
  readonly isList: boolean;
}

/** @param cursor after the head of the metadata event */
export function readTypes(cursor: JfrCursor): JfrTypes {
  const strings = Array.from({ length: cursor.count(MAX_STRINGS) }, () => plain(cursor.text()));
  const byId = new Map<number, JfrType>();
  collectTypes(new ElementReader(cursor, strings).read(), byId);
  const all = [...byId.values()];
  return { byId, named: (name) => all.find((type) => type.name === name) };
}

function plain(text: TextValue): string {
  return typeof text === 'string' ? text : '';
}

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
}

/** Root, metadata, class, field, annotation: writers have no more levels than these. */
const MAX_LEVELS = 20;

/** A JDK has some ten thousand, attributes too; each takes a few bytes in the file and hundreds in memory. */
const MAX_STRINGS = 1_000_000;
const MAX_ELEMENTS = 1_000_000;

class ElementReader {
  private elements = 0;

  constructor(
    private readonly cursor: JfrCursor,
    private readonly strings: readonly string[],
  ) {}

  read(level = 0): Element {
    const { cursor } = this;
    if (level > MAX_LEVELS) throw cursor.failure(`elements of at most ${MAX_LEVELS} levels`);
    const name = this.string();
    const attributes = new Map<string, string>();
    const count = cursor.count();
    this.elements += 1 + count;
    if (this.elements > MAX_ELEMENTS) throw cursor.failure(`after at most ${MAX_ELEMENTS} elements`);
    for (let left = count; left > 0; left--) attributes.set(this.string(), this.string());
    const children = Array.from({ length: cursor.count(MAX_ELEMENTS) }, () => this.read(level + 1));
    return { name, attributes, children };
  }

  private string(): string {
    const text = this.strings[this.cursor.int()];
    if (text === undefined) throw this.cursor.failure('the number of a string');
    return text;
  }
}

function collectTypes(root: Element, byId: Map<number, JfrType>): void {
  const metadata = root.children.find(({ name }) => name === 'metadata');
  for (const { name, attributes, children } of metadata?.children ?? []) {
    if (name !== 'class') continue;
    const id = Number(attributes.get('id'));
    const fields = children.filter((child) => child.name === 'field').map((field) => readField(field));
    byId.set(id, { id, name: attributes.get('name') ?? '', fields });
  }
}

function readField({ attributes }: Element): JfrField {
  return {
    name: attributes.get('name') ?? '',
    type: Number(attributes.get('class')),
    isPooled: attributes.get('constantPool') === 'true',
    isList: Number(attributes.get('dimension') ?? 0) > 0,
  };
}
