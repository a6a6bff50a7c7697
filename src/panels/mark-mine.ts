import type { CodeFilter } from '../insight/my-code';
import type { FrameTable } from '../profile/tables';

/** 1 per FrameIndex that is the person's own code. */
export function markMine({ name, file, length }: FrameTable, isMyCode: CodeFilter): Uint8Array {
  const mine = new Uint8Array(length);
  for (let frame = 0; frame < length; frame++) {
    if (isMyCode({ name: name[frame], file: file[frame] })) mine[frame] = 1;
  }
  return mine;
}
