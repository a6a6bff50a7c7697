import { decodeUtf8, textOfUnits } from './utf8';

/**
 * Numbers for the words of a document: the same number wherever the same bytes stand. Names of functions stand in a profile
 * thousands of times, and profiles of one program have most of them in common; so each becomes a string once.
 */
export class ByteWords {
  private bytes: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(this.bytes.buffer);
  /** All words, one after the other: close together, because each is compared with what is met. */
  private pool = new Uint8Array(1 << 12);
  private poolView = new DataView(this.pool.buffer);
  private poolLength = 0;
  /** Three numbers a word: where it begins in the pool, its length, its hash. */
  private table = new Int32Array(3 << 8);
  /** How many there are: the next new one has this number. */
  length = 0;
  /** Word + 1 by hash, 0 where nothing is; never more than half full. */
  private slots = new Int32Array(1 << 9);
  /** Where too many words share a hash; see {@link wordOf}. */
  private readonly crowded = new Map<string, number>();
  /** By word, as they are asked for. */
  private texts: string[] = [];

  /** @param decode what a word reads as */
  constructor(private readonly decode: (bytes: Uint8Array) => string = decodeLoosely) {}

  /**
   * Goes on to another document. Numbers are good within one: words of those before are kept for as long as they are not
   * too many, and then begin anew.
   */
  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.poolLength + BYTES_PER_WORD * this.length <= MAX_KEPT_BYTES) return;
    this.pool = new Uint8Array(1 << 12);
    this.poolView = new DataView(this.pool.buffer);
    this.table = new Int32Array(3 << 8);
    this.slots = new Int32Array(1 << 9);
    this.crowded.clear();
    this.texts = [];
    this.length = this.poolLength = 0;
  }

  /**
   * The number of the word between two places.
   *
   * Documents come from strangers, and words that are made to share a hash would cost a walk over all of them each time.
   * After {@link MAX_STEPS} a Map by text decides, whose hashes nobody outside can foresee.
   *
   * @param hash of its bytes by {@link mixHash}: callers look at every byte anyway, to find the end
   */
  wordOf(start: number, end: number, hash: number): number {
    const { slots, table } = this;
    const length = end - start;
    const mask = slots.length - 1;
    let slot = slotOf(hash) & mask;
    for (let steps = 0, taken = slots[slot]; taken !== 0; taken = slots[slot], steps++) {
      const at = 3 * (taken - 1);
      if (table[at + 2] === hash && table[at + 1] === length && this.isSame(table[at], start, length)) {
        return taken - 1;
      }
      if (steps === MAX_STEPS) return this.crowdedWordOf(start, end);
      slot = (slot + 1) & mask;
    }
    const word = this.push(start, end, hash);
    slots[slot] = word + 1;
    if (this.length * 2 > slots.length) this.widenSlots();
    return word;
  }

  /** Where a word ends that stands at a place; -1 where another one does, or where it would go beyond the limit. */
  endOf(word: number, start: number, limit: number): number {
    const at = 3 * word;
    const length = this.table[at + 1];
    return start + length <= limit && this.isSame(this.table[at], start, length) ? start + length : -1;
  }

  private bytesOf(word: number): Uint8Array {
    const start = this.table[3 * word];
    return this.pool.subarray(start, start + this.table[3 * word + 1]);
  }

  textOf(word: number): string {
    return (this.texts[word] ??= this.decode(this.bytesOf(word)));
  }

  private crowdedWordOf(start: number, end: number): number {
    const text = textOfUnits(this.bytes.subarray(start, end));
    let word = this.crowded.get(text);
    if (word === undefined) {
      word = this.push(start, end, 0);
      this.crowded.set(text, word);
    }
    return word;
  }

  private isSame(inPool: number, start: number, length: number): boolean {
    return sameLength(this.poolView, inPool, this.view, start, length) === length;
  }

  private push(start: number, end: number, hash: number): number {
    const word = this.length++;
    if (3 * this.length > this.table.length) {
      this.table = widened(this.table, new Int32Array(this.table.length * 2));
    }
    this.table[3 * word] = this.poolLength;
    this.table[3 * word + 1] = end - start;
    this.table[3 * word + 2] = hash;
    const needed = this.poolLength + end - start;
    if (needed > this.pool.length) {
      this.pool = widened(this.pool, new Uint8Array(Math.max(needed, this.pool.length * 2)));
      this.poolView = new DataView(this.pool.buffer);
    }
    this.pool.set(this.bytes.subarray(start, end), this.poolLength);
    this.poolLength = needed;
    return word;
  }

  /** From slot to slot: words in the Map have none. */
  private widenSlots(): void {
    const before = this.slots;
    const slots = new Int32Array(before.length * 4);
    const mask = slots.length - 1;
    for (const taken of before) {
      if (taken === 0) continue;
      let slot = slotOf(this.table[3 * taken - 1]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = taken;
    }
    this.slots = slots;
  }
}

/** Bytes that are not UTF-8 read as U+FFFD: tools cut long names in the middle of a letter. */
function decodeLoosely(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? textOfUnits(Uint16Array.from(bytes, (byte) => (byte < 0x80 ? byte : 0xfffd)));
}

function widened<T extends Int32Array | Uint8Array>(from: T, wider: T): T {
  wider.set(from);
  return wider;
}

/** A hundred thousand names of some length, as a dozen large programs have; as strings they take as much again. */
const MAX_KEPT_BYTES = 8 * 1024 * 1024;

/** In the columns, here and of who has one by word. */
const BYTES_PER_WORD = 40;

/** Chance makes a walk half as long about once in a thousand million words. */
const MAX_STEPS = 64;

/** Bits that were multiplied into the high end come down to where the mask looks. */
function slotOf(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** Takes four bytes into a hash. Those that are left over at the end are taken as one more four, with zeros. */
export function mixHash(hash: number, four: number): number {
  const mixed = Math.imul(hash ^ four, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** The hash of the bytes between two places, for who did not pass over them already. */
export function hashOf(view: DataView, start: number, end: number): number {
  let hash = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixHash(hash, view.getInt32(at, true));
  let rest = 0;
  for (let shift = 0; at < end; shift += 8) rest |= view.getUint8(at++) << shift;
  return mixHash(hash, rest);
}

/** How many bytes are the same from two places on, at most `length`. */
export function sameLength(
  view: DataView,
  start: number,
  otherView: DataView,
  otherStart: number,
  length: number,
): number {
  let same = 0;
  while (
    same + 4 <= length &&
    view.getInt32(start + same, true) === otherView.getInt32(otherStart + same, true)
  ) {
    same += 4;
  }
  while (same < length && view.getUint8(start + same) === otherView.getUint8(otherStart + same)) same++;
  return same;
}
