/**
 * Takes a document piece by piece, in order, whatever it becomes: JSON text, or binary Ion. Where a struct is open, each
 * value follows its field. Nothing is checked: who writes is this folder.
 *
 * `Word` is a text made ready, because most names and files of a profile stand in it many times.
 */
export interface DocumentWriter<Word> {
  word(text: string): Word;
  openStruct(): void;
  closeStruct(): void;
  openList(): void;
  closeList(): void;
  field(name: Word): void;
  text(value: Word): void;
  number(value: number): void;
}

/** What JSON has, without booleans and null; `undefined` stands for a field that is left out. */
export type Plain = string | number | readonly Plain[] | { readonly [name: string]: Plain | undefined };

/** Writes a value of a few levels: it calls itself. */
function writePlain<Word>(out: DocumentWriter<Word>, value: Plain): void {
  if (typeof value === 'string') {
    out.text(out.word(value));
  } else if (typeof value === 'number') {
    out.number(value);
  } else if (isList(value)) {
    out.openList();
    value.forEach((item) => writePlain(out, item));
    out.closeList();
  } else {
    out.openStruct();
    writeFields(out, value);
    out.closeStruct();
  }
}

/** Writes fields into the struct that is open. */
export function writeFields<Word>(
  out: DocumentWriter<Word>,
  fields: { readonly [name: string]: Plain | undefined },
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) {
      out.field(out.word(name));
      writePlain(out, value);
    }
  }
}

/** Array.isArray does not narrow read-only lists. */
function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
