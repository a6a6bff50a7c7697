import type { Node } from './nodes';

/** Every row of a forest by its id. */
export function indexNodes(forest: readonly Node[], into = new Map<string, Node>()): Map<string, Node> {
  for (const node of forest) {
    into.set(node.id, node);
    indexNodes(node.children, into);
  }
  return into;
}

/**
 * Which rows must be drawn anew to get from one forest to the next: those whose own words changed, and those below
 * which rows came, went or moved. `root` where that is true of the first level. Everything below a row that is drawn
 * anew is asked for again, so rows below it need no mention.
 */
export function changedNodes(before: readonly Node[], after: readonly Node[]): readonly string[] | 'root' {
  if (ids(before) !== ids(after)) return 'root';
  return after.flatMap((node, i) => changesWithin(before[i], node));
}

function changesWithin(before: Node, after: Node): readonly string[] {
  if (ids(before.children) !== ids(after.children) || wordsOf(before) !== wordsOf(after)) return [after.id];
  return after.children.flatMap((child, i) => changesWithin(before.children[i], child));
}

function ids(nodes: readonly Node[]): string {
  return JSON.stringify(nodes.map(({ id }) => id));
}

function wordsOf({ children: _, ...own }: Node): string {
  return JSON.stringify(own);
}
