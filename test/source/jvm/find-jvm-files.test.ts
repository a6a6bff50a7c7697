import assert from 'node:assert/strict';
import { createLocator } from '../../../src/source/locate';
import { workspaceOf } from '../workspace';

describe('files of JVM frames', () => {
  const cart = 'package com.shop;\nclass Cart {\n  int total() {\n    return 1;\n  }\n}\n';

  /** Files by path; what is asked is `com.shop.Cart.total` unless a name is given. */
  async function check(
    files: Readonly<Record<string, string>>,
    expected: string,
    { name = 'com.shop.Cart.total', file = '', line = 4, roots = ['/w'] } = {},
  ): Promise<void> {
    const locator = createLocator({ wasmDir: 'dist', ...workspaceOf(files) });
    const location = await locator.locate({ name, file, firstLine: line, lastLine: line }, roots);
    locator.dispose();
    const places = 'file' in location ? [location] : location.candidates;
    const found = places.map((place) => `${place.file}:${place.line}`);
    assert.equal(
      [location.status, ...found, ...(found.length > 0 ? [] : [location.why])].join(' '),
      expected,
    );
  }

  it('stand in the folders of their package, whatever is above', async () => {
    await check(
      { '/w/Cart.java': 'class Cart { }', '/w/src/main/java/com/shop/Cart.java': cart },
      'exact /w/src/main/java/com/shop/Cart.java:3',
    );
    await check(
      { '/w/build/generated/sources/com/shop/Cart.java': cart },
      'exact /w/build/generated/sources/com/shop/Cart.java:3',
    );
  });

  it('may stand elsewhere, where they say their package and the lines agree', async () => {
    await check({ '/w/Cart.java': cart }, 'exact /w/Cart.java:3');
    await check({ '/w/Cart.java': cart }, 'ambiguous /w/Cart.java:3', { line: 60 });
    await check(
      { '/w/Cart.java': cart.replace('com.shop', 'com.other') },
      'none No method of that name is in the file, in a class of that name.',
    );
  });

  it('are all candidates where several modules have the class', async () => {
    const modules = { '/w/a/com/shop/Cart.java': cart, '/w/b/com/shop/Cart.java': cart };
    await check(modules, 'ambiguous /w/a/com/shop/Cart.java:3 /w/b/com/shop/Cart.java:3');
    await check(
      { ...modules, '/w/b/com/shop/Cart.java': `// Later.\n\n\n\n${cart}` },
      'exact /w/a/com/shop/Cart.java:3',
    );
    await check(modules, 'exact /w/b/com/shop/Cart.java:3', { roots: ['/w/b'] });
  });

  it('are found by the name that the frame gives, of this machine or another', async () => {
    const files = { '/w/src/com/shop/Carts.java': cart };
    await check(files, 'exact /w/src/com/shop/Carts.java:3', { file: 'Carts.java' });
    await check(files, 'exact /w/src/com/shop/Carts.java:3', { file: '/build/com/shop/Carts.java' });
    await check(files, 'exact /w/src/com/shop/Carts.java:3', { file: '/w/src/com/shop/Carts.java' });
    await check(files, 'none No file in the workspace is called Cart.java.');
  });

  it('are those of an inner class’s outermost one', async () => {
    const inner = 'package com.shop;\nclass Cart {\n  class $Line {\n    int total() { return 1; }\n  }\n}\n';
    await check({ '/w/com/shop/Cart.java': inner }, 'exact /w/com/shop/Cart.java:4', {
      name: 'com.shop.Cart$$Line.total',
    });
  });

  it('are none for classes of the Java runtime, except in its own source', async () => {
    const list = 'package java.util;\nclass List {\n  int size() {\n    return 1;\n  }\n}\n';
    const name = 'java.util.List.size';
    await check(
      { '/w/java/util/List.java': list },
      'none The class belongs to the Java runtime, outside of the workspace.',
      { name },
    );
    await check(
      { '/w/src/java.base/share/classes/java/util/List.java': list },
      'exact /w/src/java.base/share/classes/java/util/List.java:3',
      { name },
    );
  });

  it('are none for names that lead out of the workspace', async () => {
    await check({ '/etc/Cart.java': cart }, 'none No file in the workspace is called Cart.java.', {
      file: '../../etc/Cart.java',
    });
    await check(
      { '/w/Cart.java': cart },
      'none The frame is no code: its name is a mark of the agent, or far too long.',
      { name: 'a'.repeat(5000) },
    );
  });
});
