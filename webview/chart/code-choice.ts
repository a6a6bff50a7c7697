import type { Fraction } from '../../src/profile/units';

/** A namespace of the profile, as people write it: `shop.*`. */
export interface NamespaceRow {
  readonly namespace: string;
  /** Of the samples in view, those with it somewhere in their stack. */
  readonly share: Fraction;
  readonly isMine: boolean;
}

/** Longer lists are narrowed by typing; nobody looks through the rest. */
export const MOST_ROWS = 200;

/**
 * What is listed: those that have the text in their name, the largest share first. What is ticked stays where it is,
 * so that a click moves nothing under the pointer.
 */
export function listNamespaces(
  rows: readonly NamespaceRow[],
  filter: string,
): { readonly listed: readonly NamespaceRow[]; readonly left: number } {
  const text = filter.trim().toLowerCase();
  const found = rows
    .filter(({ namespace }) => namespace.toLowerCase().includes(text))
    .sort((one, other) => other.share - one.share);
  return { listed: found.slice(0, MOST_ROWS), left: Math.max(0, found.length - MOST_ROWS) };
}

/** The largest of mine, and how many there are besides: what a button has room for. */
export function mineInShort(rows: readonly NamespaceRow[]): {
  readonly first: string;
  readonly more: number;
} {
  const mine = rows.filter(({ isMine }) => isMine).sort((one, other) => other.share - one.share);
  return { first: mine[0]?.namespace ?? '', more: Math.max(0, mine.length - 1) };
}
