import type { Profile } from './tables';
import type { FrameIndex } from './units';

/**
 * The frames of threads. A file whose samples tell of several threads can be read by thread: then a frame that is no
 * function, but carries the thread's name, stands above all that it ran. The prefix is also what py-spy writes into
 * collapsed stacks by itself: `thread (0x7F3C): "MainThread"`.
 */

/** How a profile with samples of several threads was read. */
export interface ThreadSplit {
  readonly count: number;
  /** Whether each has a frame of its own; else what they ran in common is one. */
  readonly separate: boolean;
}

const PREFIX = 'thread ';

export function threadFrameName(thread: string): string {
  return PREFIX + thread;
}

/** Functions are called `thread` something in no language, and most of them have a file. */
export function isThreadFrame(name: string, file: string): boolean {
  return file === '' && name.startsWith(PREFIX);
}

/** 1 per FrameIndex that is a thread's. */
export function markThreads({ frames }: Pick<Profile, 'frames'>): Uint8Array {
  return Uint8Array.from(frames.name, (name, frame: FrameIndex) =>
    isThreadFrame(name, frames.file[frame]) ? 1 : 0,
  );
}
