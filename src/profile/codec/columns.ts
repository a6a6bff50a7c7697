import { ProfileFormatError, type Reader } from './reader';

/**
 * Columns of other tools' JSON: a list under a key whose items are all of one kind. Checked as a whole, once, so that
 * what works on millions of rows afterwards need not ask again. An absent column reads as empty.
 */

/** Numbers from `min` on. */
export function numbersOf(reader: Reader, key: string, min = 0): Float64Array {
  const values = reader.values(key);
  const column = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== 'number' || !(value >= min) || value > Number.MAX_VALUE) {
      throw new ProfileFormatError(placeOf(reader, key, row), `a number from ${min}`);
    }
    column[row] = value;
  }
  return column;
}

/** Row numbers of a table of `count` rows; -1 for null. */
export function rowsOf(reader: Reader, key: string, count: number): Int32Array {
  const values = reader.values(key);
  const column = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    column[row] = rowOf(values[row], count, () => placeOf(reader, key, row));
  }
  return column;
}

/** A row number of a table of `count` rows; -1 for null, -1 and what is absent. */
export function rowOf(value: unknown, count: number, where: () => string): number {
  if (value === null || value === undefined || value === -1) return -1;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count) return value;
  throw new ProfileFormatError(where(), `a row number below ${count}`);
}

/** Lines; 0 for whatever is none. */
export function linesOf(reader: Reader, key: string): Float64Array {
  return Float64Array.from(reader.values(key), (value) => (typeof value === 'number' ? value : 0));
}

export function textsOf(reader: Reader, key: string): readonly string[] {
  const values = reader.values(key);
  const wrong = values.findIndex((value) => typeof value !== 'string');
  if (wrong >= 0) throw new ProfileFormatError(placeOf(reader, key, wrong), 'a string');
  return values as readonly string[];
}

function placeOf(reader: Reader, key: string, row: number): string {
  return `${reader.where === '' ? '' : `${reader.where}.`}${key}[${row}]`;
}
