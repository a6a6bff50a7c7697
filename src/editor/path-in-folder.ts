/**
 * What to call a file in something that is committed: its path below the folder, shortened from the front until the
 * path in a frame ends with it, because deployed paths begin otherwise. Undefined where not even the name agrees.
 *
 *     folder /work/shop, file /work/shop/src/shop/orders.py
 *     frame /work/shop/src/shop/orders.py    src/shop/orders.py
 *     frame /srv/app/shop/orders.py          shop/orders.py
 *     frame Orders.java                      undefined
 */
export function pathInFolder(folder: string, file: string, frameFile: string): string | undefined {
  const below = file.startsWith(`${folder.replace(/\/$/, '')}/`)
    ? file.slice(folder.replace(/\/$/, '').length + 1)
    : file;
  const [wanted, seen] = [below, frameFile].map((path) => path.split(/[\\/]/).filter((one) => one !== ''));
  let common = 0;
  while (common < wanted.length && wanted.at(-1 - common) === seen.at(-1 - common)) common++;
  return common === 0 ? undefined : wanted.slice(-common).join('/');
}
