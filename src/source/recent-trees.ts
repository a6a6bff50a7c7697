import type { Edit, Point, Tree } from 'web-tree-sitter';

/**
 * Trees of files that somebody is typing in: the parser reads no more anew than was changed since. A tree takes some
 * thirty times the memory of its text, so there are few, and none before a file has come twice.
 */
export class RecentTrees {
  /** Oldest use first. */
  private readonly trees = new Map<string, { readonly text: string; readonly tree: Tree }>();
  private readonly seen = new Set<string>();

  /** The tree to begin with, told of what has changed since; undefined where the text is to be read from the start. */
  before(path: string, text: string): Tree | undefined {
    const known = this.trees.get(path);
    if (known === undefined) return undefined;
    known.tree.edit(editBetween(known.text, text));
    return known.tree;
  }

  /** Takes the tree over: it is deleted here. Call when nothing reads it, or the one before it, any more. */
  keep(path: string, text: string, tree: Tree): void {
    this.trees.get(path)?.tree.delete();
    this.trees.delete(path);
    if (this.seen.has(path)) this.trees.set(path, { text, tree });
    else tree.delete();
    this.note(path);
    const [oldest] = this.trees;
    if (this.trees.size > KEPT_TREES) {
      oldest[1].tree.delete();
      this.trees.delete(oldest[0]);
    }
  }

  dispose(): void {
    for (const { tree } of this.trees.values()) tree.delete();
    this.trees.clear();
  }

  private note(path: string): void {
    this.seen.delete(path);
    this.seen.add(path);
    const [oldest] = this.seen;
    if (this.seen.size > NOTED_PATHS) this.seen.delete(oldest);
  }
}

/** People type in one file at a time, beside perhaps another. */
const KEPT_TREES = 2;

const NOTED_PATHS = 64;

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
