/** Decoded values by text, the least recently used ones dropped first. What is too big to keep at all is not kept. */
export class BoundedCache<T> {
  /** In the order of last use: a Map iterates in the order of insertion, and every use inserts anew. */
  private readonly entries = new Map<string, T>();
  private size = 0;

  /**
   * @param capacity in the unit of `sizeOf`
   * @param sizeOf never changes for a value
   */
  constructor(
    private readonly capacity: number,
    private readonly sizeOf: (value: T) => number,
  ) {}

  get(key: string): T | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.delete(key);
    const size = this.sizeOf(value);
    if (size > this.capacity) return;
    this.entries.set(key, value);
    this.size += size;
    for (const oldest of this.entries.keys()) {
      if (this.size <= this.capacity) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.entries.get(key);
    if (value === undefined) return;
    this.entries.delete(key);
    this.size -= this.sizeOf(value);
  }

  clear(): void {
    this.entries.clear();
    this.size = 0;
  }
}
