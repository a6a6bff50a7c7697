import assert from 'node:assert/strict';
import { agentProfile, DAY, HOUR, samplesOf } from './agent-profiles';

/** An agent profile with all its samples in one frame of its own name, so that what is stored can be told apart. */
export interface Post {
  /** Its frame, and its profileToken: `p17x4` is the one with number 17, of 4 samples. */
  readonly name: string;
  readonly start: number;
  readonly samples: number;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export function bodyOf({ name, start, samples }: Post): Uint8Array {
  return agentProfile({ [name]: samples }, { start });
}

/**
 * What a service has said yes to, by profiling group, beside what it was asked and did not answer any more: it may have
 * done that or not, but never twice. The ledger survives every crash; the service is compared with it.
 */
export class Ledger {
  private readonly groups = new Map<string, Map<string, Post>>();
  private doubts: { readonly group: string; readonly post: Post }[] = [];

  has(group: string): boolean {
    return this.groups.has(group);
  }

  get size(): number {
    return [...this.groups.values()].reduce((sum, posts) => sum + posts.size, 0);
  }

  create(group: string): void {
    this.groups.set(group, new Map());
  }

  /** With everything in it, also what is in doubt. */
  delete(group: string): void {
    this.groups.delete(group);
    this.doubts = this.doubts.filter((doubt) => doubt.group !== group);
  }

  acknowledge(group: string, post: Post): void {
    this.groups.get(group)?.set(post.name, post);
  }

  doubt(group: string, post: Post): void {
    this.doubts.push({ group, post });
  }

  /** Gives what is in doubt, to be asked again. */
  takeDoubts(): readonly { readonly group: string; readonly post: Post }[] {
    const taken = this.doubts;
    this.doubts = [];
    return taken;
  }

  posts(group: string): Post[] {
    return [...(this.groups.get(group)?.values() ?? [])];
  }

  /** The days that hold anything, or may. */
  days(group: string): Range[] {
    const doubtful = this.doubts.filter((doubt) => doubt.group === group).map(({ post }) => post);
    const starts = new Set(
      [...this.posts(group), ...doubtful].map(({ start }) => Math.floor(start / DAY) * DAY),
    );
    return [...starts].map((start) => ({ start, end: start + DAY }));
  }

  /**
   * Compares what a service answers for a range, `undefined` standing for nothing.
   * @returns the names of what was in doubt and is there
   */
  check(group: string, range: Range, profile: Uint8Array | undefined, when: string): string[] {
    const found = profile === undefined ? {} : samplesOf(profile);
    const expected = toSamples(this.posts(group), range);
    const doubtful = toSamples(
      this.doubts.filter((doubt) => doubt.group === group).map(({ post }) => post),
      range,
    );
    const there = Object.keys(found).filter((name) => doubtful[name] === found[name]);
    const where = `${group} ${new Date(range.start).toISOString()} to ${new Date(range.end).toISOString()}`;
    const certain = Object.entries(found).filter(([name]) => !there.includes(name));
    assert.deepEqual(Object.fromEntries(certain), expected, `${when}, ${where}`);
    return there;
  }
}

/**
 * The same for an answer that was given while others posted: it holds what had been acknowledged before, perhaps more,
 * and nothing twice.
 */
export function checkAtLeast(
  before: readonly Post[],
  range: Range,
  profile: Uint8Array | undefined,
  when: string,
): void {
  const found = profile === undefined ? {} : samplesOf(profile);
  for (const [name, samples] of Object.entries(found)) {
    assert.equal(samples, Number(name.split('x')[1]), `${when}, ${name}`);
  }
  for (const name of Object.keys(toSamples(before, range))) {
    assert.ok(name in found, `${when}, ${name} is missing`);
  }
}

function toSamples(posts: readonly Post[], { start, end }: Range): Record<string, number> {
  return Object.fromEntries(
    posts
      .filter((post) => post.start >= start && post.start < end)
      .map(({ name, samples }) => [name, samples] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Days before now at which profiles of a schedule start: mostly just now, some late, some as late as weeks. */
const AGES: readonly number[] = [0, 0, 0, 0, 1, 1, 2, 9, 30, 200];

/** In whole seconds, because the JavaScript SDK sends no milliseconds. */
const SECOND = 1000;

/** Random profiles of a schedule, in few periods of five minutes, so that many share one. */
export function createPosts(random: () => number, now: number): () => Post {
  const windows = AGES.map((days) => now - days * DAY - HOUR - Math.floor(random() * 20) * HOUR);
  let number = 0;
  return () => {
    const samples = 1 + Math.floor(random() * 9);
    const start = Math.floor((pick(random, windows) + random() * 600_000) / SECOND) * SECOND;
    return { name: `p${++number}x${samples}`, start, samples };
  };
}

/** A random range of time, unaligned, within the last two weeks: older ones cannot be cut any more. */
export function randomRange(random: () => number, now: number): Range {
  const start = Math.floor((now - random() * 13 * DAY) / SECOND) * SECOND;
  const lengths = [300 * SECOND, HOUR, 20 * HOUR, 7 * DAY];
  return { start, end: start + Math.ceil((random() * pick(random, lengths)) / SECOND + 1) * SECOND };
}

export function pick<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)];
}
