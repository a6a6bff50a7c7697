import assert from 'node:assert/strict';
import { createLocator } from '../../src/source/locate';
import type { Location, Locator } from '../../src/source/location';
import { frameRefOf, workspaceOf } from './workspace';

const BASE = `
class Base:                              # 2
    limit = [n for n in range(3)]        # 3

    def run(self):                       # 5
        return self.step()               # 6

    @property                            # 8
    def total(self):                     # 9
        return 1                         # 10

    @total.setter                        # 12
    def total(self, value):              # 13
        self.kept = value                # 14

    @classmethod                         # 16
    def make(cls):                       # 17
        return cls()                     # 18

    class Meta:                          # 20
        order = max(1, 2)                # 21
`;

const CHILD = `
from shop.base import Base               # 2

class Child(Base):                       # 4
    def step(self):                      # 5
        return 1                         # 6
`;

const MAIN = `
import shop.base                         # 2

def main():                              # 4
    return shop.base                     # 5

if __name__ == '__main__':               # 7
    main()                               # 8
`;

const FILES = {
  '/ws/src/shop/__init__.py': '',
  '/ws/src/shop/base.py': BASE,
  '/ws/src/shop/child.py': CHILD,
  '/ws/src/shop/__main__.py': MAIN,
  '/ws/src/shop/sql/__init__.py': '',
  '/ws/src/shop/sql/ast.py': MAIN,
  // Namespace packages: two distributions, one name, no __init__.py.
  '/ws/packages/one/acme/billing/rates.py': MAIN,
  '/ws/packages/two/acme/shipping/rates.py': MAIN,
};

describe('where Python code stands', () => {
  let locator: Locator;
  before(() => (locator = createLocator({ ...workspaceOf(FILES), wasmDir: 'dist' })));
  after(() => locator.dispose());

  async function check(frame: string, expected: string): Promise<void> {
    assert.equal(print(await locator.locate(frameRefOf(frame), ['/ws'])), expected);
  }

  it('knows a `src` layout by what the installed path ends with', async () => {
    await check('shop.base:Base:run /app/src/shop/base.py:6', 'exact src/shop/base.py:5-6 Base.run');
    await check('shop.base:Base:run /app/shop/base.py:6', 'exact src/shop/base.py:5-6 Base.run');
    await check('shop.base:Base:run', 'exact src/shop/base.py:5-6 Base.run');
  });

  it('goes to the file of the definition where the class of the object stands in another', async () => {
    await check('shop.base:Child:run /app/shop/base.py:6', 'exact src/shop/base.py:5-6 Base.run');
    await check('shop.base:Child:run /app/shop/base.py:60', 'moved src/shop/base.py:5-6 Base.run');
    await check('shop.child:Child:step /app/shop/child.py:6', 'exact src/shop/child.py:5-6 Child.step');
    await check('shop.child:Child:run /app/shop/child.py:6', 'none');
  });

  it('tells the accessors of a property apart by lines, and is in doubt without', async () => {
    await check('shop.base:Base:total /app/shop/base.py:10', 'exact src/shop/base.py:8-10 Base.total');
    await check('shop.base:Base:total /app/shop/base.py:14', 'exact src/shop/base.py:12-14 Base.total');
    await check(
      'shop.base:Base:total',
      'ambiguous src/shop/base.py:8-10 Base.total, src/shop/base.py:12-14 Base.total',
    );
  });

  it('counts decorators to their function, and class bodies to their class', async () => {
    await check('shop.base:make /app/shop/base.py:18', 'exact src/shop/base.py:16-18 Base.make');
    await check('shop.base:Base /app/shop/base.py:3', 'exact src/shop/base.py:2-21 Base');
    await check('shop.base:Meta /app/shop/base.py:21', 'exact src/shop/base.py:20-21 Base.Meta');
  });

  it('finds namespace packages by all of their names', async () => {
    const billing = 'exact packages/one/acme/billing/rates.py:4-5 main';
    await check('acme.billing.rates:main /app/acme/billing/rates.py:5', billing);
    await check('acme.billing.rates:main', billing);
    await check(
      'rates:main /app/rates.py:5',
      'ambiguous packages/one/acme/billing/rates.py:4-5 main, packages/two/acme/shipping/rates.py:4-5 main',
    );
  });

  it('knows `__main__` of a package by its path, and none by the name alone', async () => {
    await check('shop.__main__:<module> /app/shop/__main__.py:8', 'exact src/shop/__main__.py:8-8 <module>');
    await check('__main__:<module> /app/shop/__main__.py:8', 'exact src/shop/__main__.py:8-8 <module>');
    await check('shop.__main__:main', 'exact src/shop/__main__.py:4-5 main');
    await check('__main__:main', 'none');
  });

  it('is in doubt where the module of a file within a package has a longer name', async () => {
    await check('shop.sql.ast:main', 'exact src/shop/sql/ast.py:4-5 main');
    await check('ast:main', 'ambiguous src/shop/sql/ast.py:4-5 main');
  });

  it('says why code without a source has none', async () => {
    const why = async (frame: string): Promise<string> =>
      (await locator.locate(frameRefOf(frame), ['/ws'])).why;
    assert.match(await why('<frozen runpy>:_run_code <frozen runpy>:88'), /frozen into Python itself/);
    assert.match(await why('<frozen runpy>:_run_code'), /frozen into Python itself/);
    assert.match(await why('shop.fast:run /app/shop/fast.cpython-311-x86_64-linux-gnu.so:1'), /machine code/);
    assert.match(await why('shop.fast:run /ws/src/shop/fast.pyx:1'), /machine code/);
    assert.match(await why('__main__:main'), /called `__main__`/);
  });
});

function print(location: Location): string {
  const places = 'line' in location ? [location] : location.candidates;
  const printed = places.map(
    ({ file, firstLine, endLine, symbol }) => `${file.replace('/ws/', '')}:${firstLine}-${endLine} ${symbol}`,
  );
  return [location.status, printed.join(', ')].filter((part) => part !== '').join(' ');
}
