import assert from 'node:assert/strict';
import type { MyCodeOptions } from '../../src/insight/my-code';
import { isUnder, myCode } from '../../src/insight/my-code';

describe('my code', () => {
  /** `mine` or `foreign`, then a path. */
  function check(rows: string, options?: MyCodeOptions): void {
    const isMine = myCode(options);
    const paths = rows
      .trim()
      .split('\n')
      .map((row) => row.trim().replace(/^(?:mine|foreign)\s*/, ''));
    const judged = paths.map((file) => `${isMine({ name: 'f', file }) ? 'mine' : 'foreign'} ${file}`.trim());
    const expected = rows
      .trim()
      .split('\n')
      .map((row) => row.trim().replace(/\s+/, ' '));
    assert.deepEqual(judged, expected);
  }

  it('is not the runtime, packages, the agent, or what has no file', () => {
    check(`
      mine    /srv/shop/app.py
      mine    app.py
      mine    ./shop/app.py
      mine    /srv/shop/lib/helpers.py
      mine    /home/dev/python/lib/helpers.py
      foreign /usr/lib/python3.11/json/decoder.py
      foreign /usr/local/lib/python3.8/re.py
      foreign /home/dev/.pyenv/versions/3.12.1/lib/python3.12/copy.py
      foreign /Library/Frameworks/Python.framework/Versions/3.11/lib/python3.11/copy.py
      foreign /opt/pypy3.10/lib/pypy3.10/copy.py
      foreign /opt/pypy/lib-python/3/copy.py
      foreign /usr/lib/python311.zip/copy.py
      foreign /srv/shop/.venv/lib/python3.11/site-packages/boto3/session.py
      foreign /usr/lib/python3/dist-packages/boto3/session.py
      foreign /srv/codeguru_profiler_agent/__main__.py
      foreign /opt/burnline/dist/burnline_launch.py
      foreign <frozen runpy>
      foreign <string>
      foreign
    `);
  });

  it('is told on Windows too', () => {
    check(String.raw`
      mine    C:\work\shop\app.py
      mine    C:\work\shop\Lib\helpers.py
      mine    C:\envs\app.py
      foreign C:\Python311\Lib\json\decoder.py
      foreign C:\Users\dev\AppData\Local\Programs\Python\Python311-32\Lib\copy.py
      foreign C:\miniconda3\Lib\copy.py
      foreign C:\miniconda3\envs\web\Lib\copy.py
      foreign C:\work\shop\.venv\Lib\site-packages\boto3\session.py
    `);
  });

  it('lies in the workspace when folders are given, apart from packages installed there', () => {
    check(
      `
      mine    /srv/shop/app.py
      mine    app.py
      foreign /srv/shopping/app.py
      foreign /srv/other/app.py
      foreign /srv/shop/.venv/lib/python3.11/site-packages/boto3/session.py
    `,
      { roots: ['/srv/shop/'] },
    );
  });

  it('is what the namespaces say when they are given', () => {
    const isMine = myCode({ roots: ['/nowhere'], namespaces: ['shop.*', 'tools'] });
    const names = [
      'shop.cart:Cart:total',
      'shop:main',
      'shopping:main',
      'tools.run:go',
      'boto3.session:Session:client',
    ];
    assert.deepEqual(
      names.filter((name) => isMine({ name, file: '/x.py' })),
      ['shop.cart:Cart:total', 'shop:main', 'tools.run:go'],
    );
  });

  it('is what the namespaces say in the notation of every runtime', () => {
    const isMine = myCode({ namespaces: ['com.shop.', 'github.com/acme/*', '@acme/cart', 'org.tool.Main'] });
    const mine = [
      ['com/shop/Cart.total', 'Cart.java'],
      ['com.shop.Cart$Line.total', 'Cart.java'],
      ['com/shop/cart/Price.<init>', ''],
      ['github.com/acme/cart.(*Cart).Total', 'cart.go'],
      ['total', '/app/node_modules/@acme/cart/index.js'],
      ['org/tool/Main.run', 'Main.java'],
      ['org/tool/Main$1.run', 'Main.java'],
    ];
    const foreign = [
      ['com/shopping/Cart.total', 'Cart.java'],
      ['com/other/shop/Cart.total', 'Cart.java'],
      ['github.com/acmes/cart.Total', 'cart.go'],
      ['total', '/app/node_modules/@acme/carton/index.js'],
      ['org/tool/MainFrame.run', 'MainFrame.java'],
      ['', ''],
    ];
    for (const [name, file] of mine) assert.equal(isMine({ name, file }), true, name);
    for (const [name, file] of foreign) assert.equal(isMine({ name, file }), false, name);
    assert.equal(myCode({ namespaces: ['*'] })({ name: 'shop:main', file: '' }), false);
  });

  it('is not the runtime of a JVM, whose files have no folders', () => {
    const isMine = myCode();
    const names = ['java/util/HashMap.get', 'kotlin.collections.CollectionsKt.map', 'scala/Option.map'];
    for (const name of names) assert.equal(isMine({ name, file: 'HashMap.java' }), false, name);
    for (const name of ['com/shop/Cart.total', 'javassist/Cart.total', 'scalable/Cart.total']) {
      assert.equal(isMine({ name, file: 'Cart.java' }), true, name);
    }
  });
});

describe('a path under a root', () => {
  const rows: [file: string, root: string, expected: boolean][] = [
    ['/srv/shop/app.py', '/srv/shop', true],
    ['/srv/shop/./a/../app.py', '/srv/shop', true],
    ['/srv/shop/../secret/app.py', '/srv/shop', false],
    ['/srv/shopping/app.py', '/srv/shop', false],
    ['/SRV/shop/app.py', '/srv/shop', false],
    ['c:\\Code\\shop\\app.py', 'C:/code/shop', true],
    ['\\\\server\\share\\app.py', '\\\\SERVER\\share', true],
    ['/srv/shop/app.py', '', false],
    ['/srv/shop', '/srv/shop', true],
  ];
  for (const [file, root, expected] of rows) {
    it(`${file} is ${expected ? '' : 'not '}under ${root || '(nothing)'}`, () => {
      assert.equal(isUnder(file, [root]), expected);
    });
  }
});
