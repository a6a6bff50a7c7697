import type { Edit, Point, Tree } from 'web-tree-sitter';

interface Kept {
  readonly text: string;
  readonly tree: Tree;
}

/**
 * Trees of the texts that were read last: of a file that somebody is typing in, the parser reads no more anew than was changed
 * since.
 */
export class RecentTrees {
  /** Oldest use first. */
  private readonly trees = new Map<string, Kept>();

  /** The tree to begin with, told of what has changed since; undefined where the text is to be read from the start. */
  before(path: string, text: string): Tree | undefined {
    const known = this.trees.get(path);
    if (known === undefined) return undefined;
    known.tree.edit(editBetween(known.text, text));
    return known.tree;
  }

  /** Takes the tree over: it is deleted here. Call when nothing reads it, or the one before it, any more. */
  keep(path: string, text: string, tree: Tree): void {
    this.drop(path);
    this.trees.set(path, { text, tree });
    for (const oldest of this.trees.keys()) {
      if (oldest === path || (this.trees.size <= KEPT_TREES && this.length() <= KEPT_LENGTH)) return;
      this.drop(oldest);
    }
  }

  dispose(): void {
    for (const path of [...this.trees.keys()]) this.drop(path);
  }

  private drop(path: string): void {
    this.trees.get(path)?.tree.delete();
    this.trees.delete(path);
  }

  private length(): number {
    return [...this.trees.values()].reduce((sum, { text }) => sum + text.length, 0);
  }
}

/** People type in one file at a time, beside perhaps another, while others are read for what they hold. */
const KEPT_TREES = 4;

/** In UTF-16 units, of all together, though the last one stays in any case: a tree takes thirty times the memory of its text. */
const KEPT_LENGTH = 1_000_000;

/** All that differs as one change: what is the same at both ends is not touched. */
function editBetween(before: string, after: string): Edit {
  const least = Math.min(before.length, after.length);
  let startIndex = 0;
  while (startIndex < least && before.charCodeAt(startIndex) === after.charCodeAt(startIndex)) startIndex++;
  let tail = 0;
  while (
    tail < least - startIndex &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  const [oldEndIndex, newEndIndex] = [before.length - tail, after.length - tail];
  const edit: Omit<Edit, 'editPoint' | 'editRange'> = {
    startIndex,
    oldEndIndex,
    newEndIndex,
    startPosition: pointAt(before, startIndex),
    oldEndPosition: pointAt(before, oldEndIndex),
    newEndPosition: pointAt(after, newEndIndex),
  };
  // The methods of the class are for those who keep nodes; making one would load the parser.
  return edit as Edit;
}

function pointAt(text: string, index: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < index; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return { row, column: index - lineStart };
}
