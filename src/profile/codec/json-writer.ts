import type { DocumentWriter } from './document-writer';

/** Pieces of some bytes each that are joined at a time: short of the old generation of the heap, where they would cost most. */
const PIECES = 4096;

/**
 * JSON text, written piece by piece: JSON.stringify would need the nested objects first, at twice the memory, and
 * overflows on stacks some thousand calls deep.
 */
export class JsonWriter implements DocumentWriter<string> {
  private readonly joined: string[] = [];
  private readonly pieces: string[] = [];
  /** What goes before the next value or name: a comma between values, nothing at the start and after a name. */
  private separator = '';

  /** Quoted once. */
  word(text: string): string {
    return JSON.stringify(text);
  }

  openStruct(): void {
    this.open('{');
  }

  closeStruct(): void {
    this.close('}');
  }

  openList(): void {
    this.open('[');
  }

  closeList(): void {
    this.close(']');
  }

  field(name: string): void {
    this.pieces.push(this.separator, name, ':');
    this.separator = '';
  }

  text(value: string): void {
    this.pieces.push(this.separator, value);
    this.separator = ',';
  }

  number(value: number): void {
    this.text(String(value));
  }

  finish(): string {
    this.join();
    return this.joined.join('');
  }

  private open(bracket: string): void {
    this.pieces.push(this.separator, bracket);
    this.separator = '';
  }

  private close(bracket: string): void {
    this.pieces.push(bracket);
    this.separator = ',';
    if (this.pieces.length > PIECES) this.join();
  }

  private join(): void {
    this.joined.push(this.pieces.join(''));
    this.pieces.length = 0;
  }
}
