import type { FrameTable } from '../../src/profile/tables';
import { isThreadFrame } from '../../src/profile/thread-frames';
import type { FrameIndex } from '../../src/profile/units';
import type { FlameSnapshot } from '../../src/protocol/flame';

/** Whose code a function is: what its colour says. */
export const FRAME_KINDS = ['mine', 'library', 'runtime'] as const;

export type FrameKind = (typeof FRAME_KINDS)[number];

/** @param frames of the picture: the profile's own, and perhaps packages that were collapsed after them */
export function frameKind({ mine }: FlameSnapshot, frames: FrameTable, frame: FrameIndex): FrameKind {
  if (mine[frame] === 1) return 'mine';
  const name = frames.name[frame];
  const file = frames.file[frame];
  return RUNTIME_NAME.test(name) || isRuntimeFile(file) || isThreadFrame(name, file) ? 'runtime' : 'library';
}

/** Stand-ins such as `<Sleep>`, frozen modules, what a Java runtime brings along, the JVM itself and the kernel. */
const RUNTIME_NAME = /^(?:<|(?:java|javax|jdk|sun|com[./]sun)[./]|\[?lib\w+\.so|\[)/;

/** `/usr/lib/python3.11/json/decoder.py`, `C:\Python311\Lib\json\decoder.py`; but what pip installs there is a library. */
function isRuntimeFile(file: string): boolean {
  if (file.startsWith('<')) return true;
  return (
    /[\\/]lib[\\/](?:python|pypy)\d|python\d+[\\/]lib[\\/]/i.test(file) &&
    !/[\\/](?:site|dist)-packages[\\/]/.test(file)
  );
}

/** FNV-1a: spreads short texts that differ in one letter over all shades. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
