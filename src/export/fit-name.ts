/**
 * A name in so many columns of a monospaced font: whole, or its last part, or cut; '' where fewer than three letters
 * fit. What says most stands last: `com.shop.Cart.total`, `Cart.total`, `total`, `to…`.
 */
export function fitName(name: string, columns: number): string {
  if (columns < FEWEST) return '';
  // No box is wider; a name of a megabyte is not measured for nothing.
  const letters = [...name.slice(0, columns * 8)];
  if (widthOf(letters) <= columns && name.length <= columns * 8) return name;
  const part = lastParts(name).find((form) => widthOf([...form]) <= columns);
  return part ?? cut([...(lastParts(name).at(-1) ?? name)], columns);
}

const FEWEST = 3;

/** `shop:Cart:total`, `Cart:total`, `total`: what is left after each separator that has a letter behind it. */
function lastParts(name: string): string[] {
  const text = name.slice(-MAX_PART);
  return [...text.matchAll(/[.:/](?=[\p{L}_<$])/gu)].map(({ index }) => text.slice(index + 1));
}

const MAX_PART = 400;

function cut(letters: readonly string[], columns: number): string {
  let [used, count] = [0, 0];
  while (count < letters.length && used + widthOf([letters[count]]) < columns) {
    used += widthOf([letters[count++]]);
  }
  return count < FEWEST - 1 ? '' : `${letters.slice(0, count).join('')}…`;
}

/** Ideographs and most pictures are two columns wide; where that is wrong, a label is a little shorter than it could be. */
function widthOf(letters: readonly string[]): number {
  return letters.reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2), 0);
}
