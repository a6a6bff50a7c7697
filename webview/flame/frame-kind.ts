import type { FrameIndex } from '../../src/profile/units';
import type { FlameSnapshot } from '../../src/protocol/flame';

/** Whose code a function is: what its colour says. */
export const FRAME_KINDS = ['mine', 'library', 'runtime'] as const;

export type FrameKind = (typeof FRAME_KINDS)[number];

export function frameKind({ profile, mine }: FlameSnapshot, frame: FrameIndex): FrameKind {
  if (mine[frame] === 1) return 'mine';
  const file = profile.frames.file[frame];
  const name = profile.frames.name[frame];
  return RUNTIME_NAME.test(name) || isRuntimeFile(file) ? 'runtime' : 'library';
}

/** Stand-ins such as `<Sleep>`, frozen modules, and what a Java runtime brings along. */
const RUNTIME_NAME = /^(?:<|(?:java|javax|jdk|sun|com\.sun)\.)/;

/** `/usr/lib/python3.11/json/decoder.py`, `C:\Python311\Lib\json\decoder.py`; but what pip installs there is a library. */
function isRuntimeFile(file: string): boolean {
  if (file === '' || file.startsWith('<')) return true;
  return (
    /[\\/]lib[\\/](?:python|pypy)\d|python\d+[\\/]lib[\\/]/i.test(file) &&
    !/[\\/](?:site|dist)-packages[\\/]/.test(file)
  );
}

/** The part of a name that functions of one package or module share; it decides the shade. */
export function packageOf(name: string): string {
  const end = name.search(/:/);
  return end < 0 ? name.slice(0, Math.max(0, name.lastIndexOf('.'))) : name.slice(0, end);
}

/** FNV-1a: spreads short texts that differ in one letter over all shades. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
