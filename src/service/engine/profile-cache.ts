import type { Profile } from '../../profile/tables';

/**
 * Decoded profiles by what they were decoded from, the least recently used leaving first. What is asked for once is
 * mostly asked for again in seconds, by a window that refreshes; without this a live view would decode the same hour each
 * time.
 */
export class ProfileCache<T extends { readonly profile: Profile }> {
  private readonly entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  private used = 0;

  constructor(private readonly limitBytes: number) {}

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, entry); // A Map keeps the order of insertion: now it is the newest.
    }
    return entry?.value;
  }

  set(key: string, value: T): void {
    this.delete(key);
    const bytes = sizeOf(value.profile);
    this.entries.set(key, { value, bytes });
    this.used += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.used <= this.limitBytes) {
        return;
      }
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.used -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}

/** Bytes in memory, nearly: six int32 a stack, 13 bytes a sample, two strings a frame at a byte a character. */
function sizeOf({ frames, stacks, samples }: Profile): number {
  const text = frames.name.reduce((sum, name, row) => sum + name.length + frames.file[row].length, 0);
  return 1000 + 24 * stacks.length + 13 * samples.length + 80 * frames.length + text;
}
