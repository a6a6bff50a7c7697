import type { CallTree } from '../profile/call-tree';
import { share } from '../profile/share';
import type { Fraction, FrameIndex, SampleCount, StackIndex } from '../profile/units';

/** A function of the profile and the file that it stands in. */
export interface PlacedFrame {
  readonly frame: FrameIndex;
  /** The root it was found in, and the absolute path. */
  readonly root: string;
  readonly file: string;
}

/**
 * How much of a view each file takes, and each folder around it up to the root, with all that they call. A stack
 * counts once for a file and once for a folder, however often it goes through it: shares of the files in a folder add
 * up to more than the folder's where one calls another.
 *
 *     app/web.py > app/cart.py > lib      both files and app have the sample, app once
 *
 * @param separator of paths, as they are spelled
 */
export function fileShares(
  { profile: { frames, stacks }, total, sum }: CallTree,
  placed: readonly PlacedFrame[],
  separator: string,
): Map<string, Fraction> {
  const entries = new Map<string, Entry>();
  const ofFrame: Entry[][] = Array.from({ length: frames.length }, () => []);
  for (const { frame, root, file } of placed) {
    for (const path of upTo(root, file, separator)) {
      const entry = entries.get(path) ?? { samples: 0, openUntil: 0 };
      entries.set(path, entry);
      ofFrame[frame].push(entry);
    }
  }
  // Rows are in preorder: what starts before the outermost occurrence's subtree ends lies in it, and is counted there.
  for (let row = 0; row < stacks.length; row++) {
    for (const entry of ofFrame[stacks.frame[row]]) {
      if (row < entry.openUntil) continue;
      entry.openUntil = stacks.subtreeEnd[row];
      entry.samples += total[row];
    }
  }
  return new Map([...entries].map(([path, { samples }]) => [path, share(samples, sum)]));
}

interface Entry {
  samples: SampleCount;
  openUntil: StackIndex;
}

/** The file and the folders that it is in, the root last. */
function upTo(root: string, file: string, separator: string): string[] {
  const top = root.endsWith(separator) ? root.slice(0, -1) : root;
  const paths: string[] = [];
  let path = file;
  while (path.startsWith(top + separator)) {
    paths.push(path);
    path = path.slice(0, path.lastIndexOf(separator));
  }
  return [...paths, top];
}

/** Explorer has room for two characters: whole per cents, `99` where it is all but everything, `<1` below one. */
export function badgeText(part: Fraction): string {
  const percent = Math.floor(part * 100);
  if (percent < 1) return '<1';
  return String(Math.min(percent, 99));
}
