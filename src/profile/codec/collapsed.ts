import { ProfileBuilder } from '../builder';
import type { Profile, ProfileMeta } from '../tables';
import { UNKNOWN_META } from '../tables';
import type { SampleCount, StackIndex } from '../units';
import { MAX_DEPTH } from './agent-profile';
import { ByteWords, mixHash, sameLength } from './byte-words';
import { ProfileFormatError } from './reader';
import { decodeUtf8 } from './utf8';

/**
 * Collapsed (or folded) stacks, the form that most tools can write: a line a stack, from the entry point on, and how
 * many samples ended in it. See stackcollapse-*.pl of https://github.com/brendangregg/FlameGraph.
 *
 *     java;start_thread;JavaMain;Engine.run_[j] 31
 *
 * Names hold anything but a semicolon, spaces too: the count is what stands after the last one. Counts need not be
 * whole. Some tools write them in brackets, and lines of source into the names:
 *
 *     java/lang/Thread.run:833;kafka/server/KafkaRequestHandler.run:75 [10000000]
 *
 * What says nothing is left out: blank lines, comments (`# …`), a heading, and names of no length, as in `;main;;load`.
 * All samples are RUNNABLE; the form has no states and no times.
 *
 * @throws {ProfileFormatError} naming the line
 */
export function readCollapsed(bytes: Uint8Array): Profile {
  return splitLines(new CollapsedReader(bytes).read());
}

/**
 * Straight from bytes to rows. Tools write stacks in order, so that a line mostly begins as the one before it did; what
 * is the same need not be looked up again. Where they part, a caller most likely calls what it called when it was last
 * met: comparing with that name is cheaper than looking up any. The rest is read four bytes at a time, looking for the
 * semicolon and hashing the name in one pass.
 */
class CollapsedReader {
  private readonly builder: ProfileBuilder;
  private readonly words = new ByteWords();
  private readonly view: DataView;
  /** The builder's frame by word. */
  private readonly frames: number[] = [];

  /** The stack of the line before: where it stood, and for each depth where the name ended and which row it was. */
  private lastStart = 0;
  private lastLength = 0;
  private depth = 0;
  private readonly ends = new Int32Array(MAX_DEPTH);
  private readonly rows = new Int32Array(MAX_DEPTH);

  /** Row and word of what was called last, by row. */
  private lastCallees: Int32Array;

  private line = 0;

  constructor(private readonly bytes: Uint8Array) {
    const stacks = Math.max(128, Math.ceil(bytes.length / BYTES_PER_STACK));
    this.builder = new ProfileBuilder(stacks);
    this.lastCallees = new Int32Array(2 * stacks);
    this.words.open(bytes);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Profile {
    const { bytes } = this;
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    for (let start = hasMark ? 3 : 0; start < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found < 0 ? bytes.length : found;
      this.line++;
      this.readLine(start, end);
      start = end + 1;
    }
    return this.builder.finish(UNKNOWN_META);
  }

  private readLine(lineStart: number, lineEnd: number): void {
    const { bytes } = this;
    let [start, end] = [lineStart, lineEnd];
    while (end > start && isBlank(bytes[end - 1])) end--;
    if (end === start || isComment(bytes, start)) return;
    let countStart = end;
    while (countStart > start && !isBlank(bytes[countStart - 1])) countStart--;
    const count = readCount(bytes, countStart, end);
    if (count === undefined || countStart === start) {
      if (this.isHeading(start, end)) return;
      throw this.wrong(start, end);
    }
    end = countStart;
    while (end > start && isBlank(bytes[end - 1])) end--;
    while (start < end && isBlank(bytes[start])) start++;
    const row = this.readStack(start, end);
    this.builder.sample(row < 0 ? this.noFrames() : row, 'RUNNABLE', count);
  }

  /** @returns the row of the stack, -1 where it has no frames */
  private readStack(start: number, end: number): StackIndex {
    this.returnToCommon(start, end);
    let at = this.depth === 0 ? start : start + this.ends[this.depth - 1] + 1;
    while (at < end) {
      const guessed = this.tryLastCallee(start, at, end);
      at = 1 + (guessed < 0 ? this.readFrame(start, at, end) : guessed);
    }
    this.lastStart = start;
    this.lastLength = end - start;
    return this.depth === 0 ? -1 : this.rows[this.depth - 1];
  }

  /** Drops what the line before has and this one has not. A name is common when it ends at the same place in both. */
  private returnToCommon(start: number, end: number): void {
    const length = end - start;
    const same = sameLength(this.view, this.lastStart, this.view, start, Math.min(this.lastLength, length));
    const endsHere = same === length || this.bytes[start + same] === SEMICOLON;
    while (this.depth > 0) {
      const nameEnd = this.ends[this.depth - 1];
      if (nameEnd < same || (nameEnd === same && endsHere)) return;
      this.depth--;
    }
  }

  /** @returns where the name ends, -1 where it is not what was called here last */
  private tryLastCallee(lineStart: number, start: number, lineEnd: number): number {
    if (this.depth === 0 || this.depth === MAX_DEPTH) return -1;
    const caller = this.rows[this.depth - 1];
    const row = this.lastCallees[2 * caller] - 1;
    if (row < 0) return -1;
    const end = this.words.endOf(this.lastCallees[2 * caller + 1], start, lineEnd);
    if (end < 0 || (end < lineEnd && this.bytes[end] !== SEMICOLON)) return -1;
    this.ends[this.depth] = end - lineStart;
    this.rows[this.depth++] = row;
    return end;
  }

  /**
   * Four bytes at once: those of them that are a semicolon become zero bytes, and the lowest zero byte has the lowest bit
   * of `found` (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
   *
   * @returns where the name ends
   */
  private readFrame(lineStart: number, start: number, lineEnd: number): number {
    const { view } = this;
    let at = start;
    let hash = 0;
    for (; at + 4 <= lineEnd; at += 4) {
      const four = view.getInt32(at, true);
      const masked = four ^ 0x3b3b3b3b;
      const found = (masked - 0x01010101) & ~masked & 0x80808080;
      if (found !== 0) {
        const before = 24 - (Math.clz32(found & -found) & 24);
        at += before >> 3;
        hash = mixHash(hash, four & ((1 << before) - 1));
        this.enter(start, at, hash, lineStart);
        return at;
      }
      hash = mixHash(hash, four);
    }
    let rest = 0;
    for (let shift = 0; at < lineEnd && view.getUint8(at) !== SEMICOLON; shift += 8) {
      rest |= view.getUint8(at++) << shift;
    }
    this.enter(start, at, mixHash(hash, rest), lineStart);
    return at;
  }

  private enter(start: number, end: number, hash: number, lineStart: number): void {
    if (start === end) return;
    if (this.depth === MAX_DEPTH) {
      throw new ProfileFormatError(`line ${this.line}`, `a stack of at most ${MAX_DEPTH} frames`);
    }
    const word = this.words.wordOf(start, end, hash);
    if (word === this.frames.length) this.frames.push(this.builder.frame(this.words.textOf(word), ''));
    const caller = this.depth === 0 ? -1 : this.rows[this.depth - 1];
    const row = this.builder.stack(caller, this.frames[word]);
    this.ends[this.depth] = end - lineStart;
    this.rows[this.depth++] = row;
    if (caller >= 0) this.rememberCallee(caller, row, word);
  }

  private rememberCallee(caller: StackIndex, row: StackIndex, word: number): void {
    if (2 * row >= this.lastCallees.length) {
      const wider = new Int32Array(this.lastCallees.length * 2);
      wider.set(this.lastCallees);
      this.lastCallees = wider;
    }
    this.lastCallees[2 * caller] = row + 1;
    this.lastCallees[2 * caller + 1] = word;
  }

  /** As readers of other forms have it: totals stay whole. */
  private noFrames(): StackIndex {
    return this.builder.stack(-1, this.builder.frame('<no frames>', ''));
  }

  /** One line before all stacks may say what the columns are. */
  private isHeading(start: number, end: number): boolean {
    return this.line === 1 && !this.bytes.subarray(start, end).includes(SEMICOLON);
  }

  private wrong(start: number, end: number): ProfileFormatError {
    const shown = textOf(this.bytes, Math.max(start, end - 40), end);
    const cut = end - start > 40 ? '…' : '';
    return new ProfileFormatError(
      `line ${this.line}`,
      `names joined by semicolons, a space and a count, and not end in ${JSON.stringify(cut + shown)}`,
    );
  }
}

const [TAB, NEWLINE, RETURN, SPACE, HASH, SEMICOLON, ZERO] = [9, 10, 13, 32, 35, 59, 48];

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === RETURN;
}

/** What files of programs with deep stacks have: most of the names in a line stand in others too, at the same place. */
const BYTES_PER_STACK = 96;

/** A hash that stands alone: Ruby has functions such as `#<Class:0x1>.new`. */
function isComment(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === HASH && (start + 1 === bytes.length || bytes[start + 1] <= SPACE);
}

/** Almost all counts are a few digits. */
function readCount(bytes: Uint8Array, start: number, end: number): SampleCount | undefined {
  let count = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return parseCount(textOf(bytes, start, end));
    count = count * 10 + digit;
  }
  return count <= Number.MAX_SAFE_INTEGER ? count : undefined;
}

function parseCount(text: string): SampleCount | undefined {
  const [, plain, bracketed] = /^(?:([\d.]+(?:e[+-]?\d+)?)|\[([\d.]+(?:e[+-]?\d+)?)\])$/i.exec(text) ?? [];
  const count = Number(plain ?? bracketed);
  return count <= Number.MAX_SAFE_INTEGER ? count : undefined;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decodeUtf8(bytes.subarray(start, end)) ?? '';
}

/**
 * Lines of source that stand in names, taken to where they belong, so that a function is one function.
 *
 * That they are lines is not to be seen at one name: `listen:8080` may be all of it. So the whole file decides, by more
 * than half of its names. Then a name without digits has no line, and one with two numbers, `app.js:10:5`, stays as it is:
 * its last one would be a column.
 */
function splitLines(profile: Profile): Profile {
  const { frames, stacks, samples } = profile;
  const lineAt = frames.name.map(findLine);
  if (lineAt.filter((at) => at > 0).length * 2 <= frames.length) return profile;
  const builder = new ProfileBuilder();
  const frameOf = frames.name.map((name, frame) =>
    builder.frame(lineAt[frame] > 0 ? name.slice(0, lineAt[frame] - 1) : name, ''),
  );
  const lineOf = frames.name.map((name, frame) =>
    lineAt[frame] > 0 ? Number(name.slice(lineAt[frame])) : 0,
  );
  const rows = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const [frame, prefix] = [stacks.frame[row], stacks.prefix[row]];
    rows[row] = builder.stack(prefix < 0 ? -1 : rows[prefix], frameOf[frame], lineOf[frame]);
  }
  for (let i = 0; i < samples.length; i++) {
    builder.sample(rows[samples.stack[i]], samples.states[samples.state[i]], samples.count[i]);
  }
  return builder.finish({ ...profile.meta, ...weightOf(samples.count) });
}

/** @returns where the digits begin after the colon; 0 where the name has no line */
function findLine(name: string): number {
  let at = name.length;
  while (at > 0 && isDigit(name.charCodeAt(at - 1))) at--;
  const digits = name.length - at;
  // Nine digits: lines live in Int32 columns.
  if (digits === 0 || digits > 9 || at < 2 || name[at - 1] !== ':') return 0;
  return /:\d+$/.test(name.slice(0, at - 1)) ? 0 : at;
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit < ZERO + 10;
}

/**
 * Who writes lines into names is the JFR parser of Grafana, in its tests and tools, and its counts are nanoseconds at
 * 100 Hz: all of them are then multiples of ten million, which counts of samples hardly ever are.
 */
function weightOf(counts: Float64Array): Pick<ProfileMeta, 'weight'> {
  const isNanoseconds = counts.length > 0 && counts.every((count) => count % TEN_MILLISECONDS === 0);
  return isNanoseconds ? { weight: { unit: 'nanoseconds', perSample: TEN_MILLISECONDS, seconds: 1e-9 } } : {};
}

const TEN_MILLISECONDS = 10_000_000;
