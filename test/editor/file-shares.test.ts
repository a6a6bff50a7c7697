import assert from 'node:assert/strict';
import { badgeText, fileShares } from '../../src/editor/file-shares';
import { computeCallTree } from '../../src/profile/call-tree';
import { profileOf } from '../fixtures/text-profile';

const PROFILE = profileOf(`
web @/w/app/web.py
  cart @/w/app/cart/cart.py  10
    web @/w/app/web.py  20
  lib @/lib/x.py  30
tool @/w/tool.py  40`);

function check(separator: string, expected: Record<string, number>): void {
  const { name, file } = PROFILE.frames;
  const placed = name.flatMap((_, frame) => {
    const path = file[frame].replaceAll('/', separator);
    return path.startsWith(`${separator}w`) ? [{ frame, root: `${separator}w`, file: path }] : [];
  });
  const shares = fileShares(computeCallTree(PROFILE, ['RUNNABLE']), placed, separator);
  assert.deepEqual(Object.fromEntries(shares), expected);
}

describe('shares of files and folders', () => {
  it('count a stack once, however often it goes through', () => {
    check('/', {
      '/w/app/web.py': 0.6,
      '/w/app/cart/cart.py': 0.3,
      '/w/app/cart': 0.3,
      '/w/app': 0.6,
      '/w/tool.py': 0.4,
      '/w': 1,
    });
  });

  it('go up to the root in paths of Windows too', () => {
    check('\\', {
      '\\w\\app\\web.py': 0.6,
      '\\w\\app\\cart\\cart.py': 0.3,
      '\\w\\app\\cart': 0.3,
      '\\w\\app': 0.6,
      '\\w\\tool.py': 0.4,
      '\\w': 1,
    });
  });

  it('are none for nothing', () => {
    assert.equal(fileShares(computeCallTree(PROFILE, ['RUNNABLE']), [], '/').size, 0);
  });

  it('fit into a badge', () => {
    const rows = [0, 0.0099, 0.01, 0.129, 0.99, 1].map(badgeText);
    assert.deepEqual(rows, ['<1', '<1', '1', '12', '99', '99']);
  });
});
