import { commonSuffix } from '../source/frame-path';

/**
 * What to call a file in something that is committed: its path below the folder, shortened from the front until the
 * path in a frame ends with it, because deployed paths begin otherwise. Undefined where not even the name agrees.
 *
 *     folder /ws/shop, file /ws/shop/src/shop/orders.py
 *     frame /ws/shop/src/shop/orders.py    src/shop/orders.py
 *     frame /srv/app/shop/orders.py          shop/orders.py
 *     frame Orders.java                      undefined
 */
export function pathInFolder(folder: string, file: string, frameFile: string): string | undefined {
  const below = file.startsWith(`${folder.replace(/\/$/, '')}/`)
    ? file.slice(folder.replace(/\/$/, '').length + 1)
    : file;
  const [wanted, seen] = [below, frameFile].map((path) => path.split(/[\\/]/).filter((one) => one !== ''));
  const common = commonSuffix(wanted, seen, false);
  return common === 0 ? undefined : wanted.slice(-common).join('/');
}
