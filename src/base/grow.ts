/**
 * An Int32Array that grows: amortised constant time to push, and a frozen copy of exact size at the end. Plain arrays
 * of numbers would do, at three times the memory for a profile of a million stacks.
 */
export class Int32Column {
  private values: Int32Array;
  length = 0;

  /** @param capacity how long it is likely to get: growing makes garbage of large arrays, which is dear to collect */
  constructor(capacity = 64) {
    this.values = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(row: number): number {
    return this.values[row];
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }

  /** A view, not a copy, and only good until the next push. */
  view(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/** The same for sums, which outgrow 32 bits and need not be whole. Rows that were skipped are 0. */
export class Float64Column {
  private values: Float64Array;
  length = 0;

  constructor(capacity = 64) {
    this.values = new Float64Array(capacity);
  }

  add(row: number, value: number): void {
    if (row >= this.values.length) {
      const wider = new Float64Array(Math.max(this.values.length * 2, row + 1));
      wider.set(this.values);
      this.values = wider;
    }
    if (row >= this.length) this.length = row + 1;
    this.values[row] += value;
  }

  /** A view, not a copy, and only good until the next addition. */
  view(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
