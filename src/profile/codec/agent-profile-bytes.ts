import { ProfileBuilder } from '../builder';
import type { Profile } from '../tables';
import { MAX_STATES } from '../tables';
import type { FrameIndex, LineNumber, SampleCount } from '../units';
import { MAX_DEPTH, decodeAgentHeader, decodeAgentProfile } from './agent-profile';
import { ByteWords, hashOf, mixHash } from './byte-words';
import { ProfileFormatError } from './reader';
import { decodeUtf8, encodeUtf8 } from './utf8';

/**
 * Reads the JSON of agent-profile.ts straight from its bytes. JSON.parse would make an object of every call path, a
 * hundred megabytes for a profile of a million, which are read once and thrown away.
 *
 * Only what agents write is read this way. Whatever is unusual (a field that is not known, one that stands twice or after
 * the callees, a list of nodes, numbers and texts that are no such) is given up on, and read again by way of JSON.parse:
 * so there is one place that says what is right, and what is wrong with the rest.
 *
 * @param words of profiles that were read before, which this one is likely to have as well; from {@link jsonWords}
 * @throws {ProfileFormatError | SyntaxError}
 */
export function readAgentProfile(bytes: Uint8Array, words = jsonWords()): Profile {
  try {
    return new AgentProfileReader(bytes, words).read();
  } catch (error) {
    if (!(error instanceof UnusualError)) throw error;
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new ProfileFormatError('', 'text in valid UTF-8');
  return decodeAgentProfile(JSON.parse(text.replace(/^\ufeff/, '')));
}

/** Of what stands between the quotes of JSON, with its escapes. */
export function jsonWords(): ByteWords {
  return new ByteWords(decodeText);
}

/** Not a mistake yet: something that this reader leaves to the other one. */
class UnusualError extends Error {}

const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];
const [QUOTE, BACKSLASH, COMMA, COLON, ZERO] = [34, 92, 44, 58, 48];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [91, 93, 123, 125];

const [CALLGRAPH, COUNTS, FILE, LINE, CHILDREN] = ['callgraph', 'counts', 'file', 'line', 'children'].map(
  (name) => encodeUtf8(`"${name}"`),
);

/** A bit for each field of a node. */
const HAS = { counts: 1, file: 2, line: 4, children: 8 } as const;

/** Where the reader stands: before a field, behind the value of one, or behind the bracket that ends a node. */
type Place = 'field' | 'value' | 'node';

/** About as many bytes has a node of an agent's. */
const BYTES_PER_NODE = 64;

class AgentProfileReader {
  private at = 0;
  private readonly view: DataView;
  /** The frame that a word was the name of last, and the word of its file: almost every name has one file. */
  private readonly frames: FrameIndex[];
  private readonly files: number[];
  private readonly builder: ProfileBuilder;
  private readonly states = new Set<string>();
  private stackCount = 0;
  private samples: SampleCount = 0;

  /** The nodes that are open, outermost first; the outermost is the call graph, which is no stack. */
  private depth = 0;
  private readonly rows = new Int32Array(MAX_DEPTH + 1);
  private readonly fields = new Uint8Array(MAX_DEPTH + 1);

  /** What was read of the innermost node. It gets its row before its callees do, or else at its end. */
  private name = 0;
  private file = NO_FILE;
  private firstLine: LineNumber = 0;
  private lastLine: LineNumber = 0;
  private readonly countedStates: string[] = [];
  private readonly counts: SampleCount[] = [];

  constructor(
    private readonly bytes: Uint8Array,
    private readonly words: ByteWords,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    words.open(bytes);
    this.frames = new Array<FrameIndex>(words.length);
    this.files = new Array<number>(words.length);
    this.builder = new ProfileBuilder(Math.max(128, Math.ceil(bytes.length / BYTES_PER_NODE)));
  }

  read(): Profile {
    const { start, end } = this.findCallgraph();
    const header = this.parseHeader(start, end);
    return this.builder.finish(decodeAgentHeader(header, this.samples));
  }

  /** Reads the call graph where it stands among the fields of the document. */
  private findCallgraph(): { readonly start: number; readonly end: number } {
    let [start, end] = [-1, -1];
    this.expect(OPEN);
    do {
      this.skipSpace();
      const isCallgraph = this.isText(CALLGRAPH);
      this.skipString();
      this.expect(COLON);
      this.skipSpace();
      if (!isCallgraph) {
        this.skipValue();
        continue;
      }
      if (start >= 0) throw new UnusualError();
      start = this.at;
      this.readNodes();
      end = this.at;
    } while (this.skipIf(COMMA));
    if (start < 0) throw new UnusualError();
    return { start, end };
  }

  /** All but the call graph, by JSON.parse, which also says whether what was skipped is JSON. */
  private parseHeader(start: number, end: number): unknown {
    const text = `${this.textBetween(0, start)}{}${this.textBetween(end, this.bytes.length)}`;
    const header = unlessBroken(() => JSON.parse(text) as { readonly callgraph: object });
    // A second one, by a name that is written in another way.
    if (Object.keys(header.callgraph).length > 0) throw new UnusualError();
    return header;
  }

  private readNodes(): void {
    this.expect(OPEN);
    this.rows[0] = -1;
    let place: Place = this.skipIf(CLOSE) ? 'node' : 'field';
    for (;;) {
      switch (place) {
        case 'field':
          place = this.readField();
          break;
        case 'value':
          place = this.skipIf(COMMA) ? 'field' : this.endOf('node');
          break;
        case 'node':
          this.enterRow();
          if (this.depth === 0) return;
          this.depth--;
          place = this.skipIf(COMMA) ? this.openCallee() : this.endOf('value');
      }
    }
  }

  /** @returns where one stands behind the bracket that has to follow */
  private endOf(place: Place): Place {
    this.expect(CLOSE);
    return place;
  }

  private openCallee(): Place {
    if (this.depth === MAX_DEPTH) throw new UnusualError();
    this.fields[++this.depth] = 0;
    this.skipSpace();
    this.name = this.readWord();
    this.file = NO_FILE;
    this.firstLine = this.lastLine = 0;
    this.expect(COLON);
    this.expect(OPEN);
    return this.skipIf(CLOSE) ? 'node' : 'field';
  }

  private readField(): Place {
    this.skipSpace();
    // The second letter tells the names apart.
    switch (this.bytes[this.at + 2]) {
      case 111: // counts
        this.beginField(COUNTS, HAS.counts);
        return this.readCounts();
      case 105: // file or line
        if (this.isText(FILE)) {
          this.beginField(FILE, HAS.file);
          this.file = this.readWord();
          return 'value';
        }
        this.beginField(LINE, HAS.line);
        return this.readLines();
      default:
        this.enterRow();
        this.beginField(CHILDREN, HAS.children);
        this.expect(OPEN);
        return this.skipIf(CLOSE) ? 'value' : this.openCallee();
    }
  }

  /** Goes on to the value of a field that must not stand twice, nor behind the callees. */
  private beginField(name: Uint8Array, bit: number): void {
    const known = this.fields[this.depth];
    if (!this.isText(name) || (known & (bit | HAS.children)) !== 0) throw new UnusualError();
    this.fields[this.depth] = known | bit;
    this.at += name.length;
    this.expect(COLON);
    this.skipSpace();
  }

  private readCounts(): Place {
    this.expect(OPEN);
    if (this.skipIf(CLOSE)) return 'value';
    do {
      this.skipSpace();
      const state = this.words.textOf(this.readWord());
      // JSON.parse would keep the last one.
      if (this.countedStates.includes(state)) throw new UnusualError();
      this.expect(COLON);
      this.countedStates.push(state);
      this.counts.push(this.readNumber());
      if (!this.states.has(state)) this.states.add(state);
      if (this.states.size > MAX_STATES) throw new UnusualError();
    } while (this.skipIf(COMMA));
    return this.endOf('value');
  }

  /** `[12]` or `[12, 14]`. */
  private readLines(): Place {
    this.expect(OPEN_LIST);
    this.firstLine = this.readNumber();
    this.lastLine = this.skipIf(COMMA) ? this.readNumber() : this.firstLine;
    this.expect(CLOSE_LIST);
    const { firstLine, lastLine } = this;
    const areLines = Number.isInteger(firstLine) && Number.isInteger(lastLine) && lastLine < 0x7fffffff;
    if (!areLines || lastLine < firstLine) throw new UnusualError();
    return 'value';
  }

  /** Makes the row of the innermost node, once. */
  private enterRow(): void {
    if ((this.fields[this.depth] & HAS.children) !== 0) return;
    if (this.depth === 0) {
      if (this.fields[0] !== 0) throw new UnusualError();
      return;
    }
    const row = this.builder.stack(
      this.rows[this.depth - 1],
      this.frameOf(this.name, this.file),
      this.firstLine,
      this.lastLine,
    );
    // A name that its caller has twice: JSON.parse would keep the last one.
    if (row !== this.stackCount++) throw new UnusualError();
    for (let i = 0; i < this.counts.length; i++) {
      this.builder.sample(row, this.countedStates[i], this.counts[i]);
      this.samples += this.counts[i];
    }
    this.counts.length = this.countedStates.length = 0;
    this.rows[this.depth] = row;
  }

  private frameOf(name: number, file: number): FrameIndex {
    if (this.files[name] === file) return this.frames[name];
    const frame = this.builder.frame(
      this.words.textOf(name),
      file === NO_FILE ? '' : this.words.textOf(file),
    );
    this.files[name] = file;
    this.frames[name] = frame;
    return frame;
  }

  /** A text, by its number: looks for its end and hashes it four bytes at a time, see collapsed.ts. */
  private readWord(): number {
    const { view, bytes } = this;
    if (bytes[this.at] !== QUOTE) throw new UnusualError();
    const start = this.at + 1;
    let at = start;
    let hash = 0;
    for (; at + 4 <= bytes.length; at += 4) {
      const four = view.getInt32(at, true);
      const quoted = four ^ 0x22222222;
      const escaped = four ^ 0x5c5c5c5c;
      const found = (((quoted - 0x01010101) & ~quoted) | ((escaped - 0x01010101) & ~escaped)) & 0x80808080;
      if (found !== 0) {
        const before = 24 - (Math.clz32(found & -found) & 24);
        at += before >> 3;
        if (bytes[at] === BACKSLASH) break;
        this.at = at + 1;
        return this.words.wordOf(start, at, mixHash(hash, four & ((1 << before) - 1)));
      }
      hash = mixHash(hash, four);
    }
    this.skipString();
    return this.words.wordOf(start, this.at - 1, hashOf(view, start, this.at - 1));
  }

  private readNumber(): number {
    this.skipSpace();
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    for (let digit = bytes[this.at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++this.at] - ZERO) {
      value = value * 10 + digit;
    }
    const length = this.at - start;
    if (isPartOfNumber(bytes[this.at])) {
      while (isPartOfNumber(bytes[this.at])) this.at++;
      value = unlessBroken(() => JSON.parse(this.textBetween(start, this.at)) as number);
    } else if (length === 0 || (length > 1 && bytes[start] === ZERO)) {
      throw new UnusualError();
    }
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new UnusualError();
    return value;
  }

  private isText(text: Uint8Array): boolean {
    for (let i = 0; i < text.length; i++) {
      if (this.bytes[this.at + i] !== text[i]) return false;
    }
    return true;
  }

  private skipString(): void {
    const { bytes } = this;
    if (bytes[this.at++] !== QUOTE) throw new UnusualError();
    for (; bytes[this.at] !== QUOTE; this.at++) {
      if (bytes[this.at] === BACKSLASH) this.at++;
      if (this.at >= bytes.length) throw new UnusualError();
    }
    this.at++;
  }

  /** To where a value ends that JSON.parse will look at. */
  private skipValue(): void {
    let open = 0;
    for (; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at];
      if (byte === QUOTE) {
        this.skipString();
        this.at--;
      } else if (byte === OPEN || byte === OPEN_LIST) {
        open++;
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        if (open-- === 0) return;
      } else if (byte === COMMA && open === 0) {
        return;
      }
    }
    throw new UnusualError();
  }

  private expect(byte: number): void {
    if (!this.skipIf(byte)) throw new UnusualError();
  }

  private skipIf(byte: number): boolean {
    this.skipSpace();
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    let byte = this.bytes[this.at];
    while (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) {
      byte = this.bytes[++this.at];
    }
  }

  private textBetween(start: number, end: number): string {
    const text = decodeUtf8(this.bytes.subarray(start, end));
    if (text === undefined) throw new UnusualError();
    return text;
  }
}

/** Stands for the file of a node that names none; no word has this number. */
const NO_FILE = -1;

function decodeText(bytes: Uint8Array): string {
  const raw = decodeUtf8(bytes);
  // A bare tab or newline is no part of a JSON text.
  if (raw === undefined || CONTROL.test(raw)) throw new UnusualError();
  return raw.includes('\\') ? unlessBroken(() => JSON.parse(`"${raw}"`) as string) : raw;
}

const CONTROL = /[\u0000-\u001f]/;

function isPartOfNumber(byte: number): boolean {
  return (
    byte === 43 ||
    byte === 45 ||
    byte === 46 ||
    byte === 69 ||
    byte === 101 ||
    (byte >= ZERO && byte <= ZERO + 9)
  );
}

function unlessBroken<T>(parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new UnusualError();
  }
}
