import { Int32Column } from '../../base/grow';
import { decodeUtf8, textOfUnits } from './utf8';

/**
 * Numbers for the words of a document: 0 for the first that is met, and the same number wherever the same bytes stand.
 * Names of functions stand in a profile thousands of times; so each becomes a string once.
 */
export class ByteWords {
  private readonly view: DataView;
  private readonly starts = new Int32Column();
  private readonly lengths = new Int32Column();
  private readonly hashes = new Int32Column();
  /** Word + 1 by hash, 0 where nothing is; never more than half full. */
  private slots = new Int32Array(256);
  /** Where too many words share a hash; see {@link wordOf}. */
  private readonly crowded = new Map<string, number>();

  /** @param bytes the document; words are kept as places in it */
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get count(): number {
    return this.starts.length;
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
    const { slots } = this;
    const length = end - start;
    const mask = slots.length - 1;
    let slot = slotOf(hash) & mask;
    for (let steps = 0, taken = slots[slot]; taken !== 0; taken = slots[slot], steps++) {
      const word = taken - 1;
      if (this.hashes.at(word) === hash && this.lengths.at(word) === length && this.isAt(word, start)) {
        return word;
      }
      if (steps === MAX_STEPS) return this.crowdedWordOf(start, end);
      slot = (slot + 1) & mask;
    }
    return this.push(start, length, hash, slot);
  }

  /** Where a word ends that stands at a place; -1 where another one does, or where it would go beyond the limit. */
  endOf(word: number, start: number, limit: number): number {
    const end = start + this.lengths.at(word);
    return end <= limit && this.isAt(word, start) ? end : -1;
  }

  /** Bytes that are not UTF-8 read as U+FFFD: tools cut long names in the middle of a letter. */
  textOf(word: number): string {
    const start = this.starts.at(word);
    return this.decode(start, start + this.lengths.at(word));
  }

  private crowdedWordOf(start: number, end: number): number {
    const text = this.decode(start, end);
    let word = this.crowded.get(text);
    if (word === undefined) {
      word = this.starts.length;
      this.starts.push(start);
      this.lengths.push(end - start);
      this.hashes.push(0);
      this.crowded.set(text, word);
    }
    return word;
  }

  private decode(start: number, end: number): string {
    const bytes = this.bytes.subarray(start, end);
    return decodeUtf8(bytes) ?? textOfUnits(Uint16Array.from(bytes, (byte) => (byte < 0x80 ? byte : 0xfffd)));
  }

  private isAt(word: number, start: number): boolean {
    const length = this.lengths.at(word);
    return sameLength(this.view, this.starts.at(word), start, length) === length;
  }

  private push(start: number, length: number, hash: number, slot: number): number {
    const word = this.starts.length;
    this.starts.push(start);
    this.lengths.push(length);
    this.hashes.push(hash);
    this.slots[slot] = word + 1;
    if (this.starts.length * 2 > this.slots.length) this.widen();
    return word;
  }

  /** From slot to slot: words in the Map have none. */
  private widen(): void {
    const before = this.slots;
    const slots = new Int32Array(before.length * 4);
    const mask = slots.length - 1;
    for (const taken of before) {
      if (taken === 0) continue;
      let slot = slotOf(this.hashes.at(taken - 1)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = taken;
    }
    this.slots = slots;
  }
}

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

/** How many bytes of each place are the same, at most `length`. */
export function sameLength(view: DataView, one: number, other: number, length: number): number {
  let same = 0;
  while (same + 4 <= length && view.getInt32(one + same, true) === view.getInt32(other + same, true)) {
    same += 4;
  }
  while (same < length && view.getUint8(one + same) === view.getUint8(other + same)) same++;
  return same;
}
