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
    await check(files, 'none No file in the workspace is called Cart.java.', { file: 'Cart.java' });
  });

  it('are called otherwise where the frame names none, and another file of the package has the class', async () => {
    const source = '/w/src/main/java/com/shop';
    const carts = 'package com.shop;\npublic class Carts { }\n\n' + cart.replace('package com.shop;\n', '');
    await check({ [`${source}/Carts.java`]: carts }, `exact ${source}/Carts.java:5`, { line: 6 });
    await check({ [`${source}/Carts.java`]: carts }, `exact ${source}/Carts.java:5`, { line: 0 });
    const inner = { name: 'com.shop.Cart$Line.total', line: 4 };
    const models = 'package com.shop\nclass Cart {\n  class Line {\n    fun total() = 1\n  }\n}\n';
    await check({ [`${source}/Models.kt`]: models }, `exact ${source}/Models.kt:4`, inner);
    const scala = 'package com.shop\ntrait Rates\nclass Cart {\n  def total = 1\n}\n';
    await check({ '/w/com/shop/Models.scala': scala }, 'exact /w/com/shop/Models.scala:4');
    const groovy = 'package com.shop\nclass Rates { }\nclass Cart {\n  int total() { 1 }\n}\n';
    await check({ '/w/com/shop/Models.groovy': groovy }, 'exact /w/com/shop/Models.groovy:4');
    // A file of that name may have functions for the class alone.
    const files = {
      '/w/com/shop/Cart.kt': 'package com.shop\nfun Cart.tax() = 1\n',
      '/w/com/shop/Models.scala': scala,
    };
    await check(files, 'exact /w/com/shop/Models.scala:4');
  });

  it('are called for the class of their functions', async () => {
    const rules = 'package com.shop\n\n\nfun total() = 1\n';
    const name = 'com.shop.Cart_rulesKt.total';
    await check({ '/w/com/shop/cart-rules.kt': rules }, 'exact /w/com/shop/cart-rules.kt:4', { name });
    // The same function in another file is another one, whatever that file says of this one.
    await check(
      { '/w/com/shop/Others.kt': `${rules}// As Cart_rulesKt.total, class Cart_rulesKt\n` },
      'none No file in the workspace is called Cart_rulesKt.java.',
      { name },
    );
    await check(
      { '/w/com/shop/Strings.kt': `@file:JvmName("Texts")\n${rules}`.replace('\n\n', '\n') },
      'exact /w/com/shop/Strings.kt:4',
      { name: 'com.shop.Texts.total' },
    );
    const part = `@file:JvmName("Texts")\n@file:JvmMultifileClass\n${rules}`.replace('\n\n\n', '\n');
    for (const within of ['', '$total$1']) {
      await check(
        { '/w/com/shop/Strings.kt': part.replace('= 1', '= sort { 1 }') },
        'exact /w/com/shop/Strings.kt:4',
        { name: `com.shop.Texts__StringsKt${within}.${within === '' ? 'total' : 'invoke'}` },
      );
    }
    await check(
      { '/w/com/shop/cart-rules.scala': 'package com.shop\n\n\ndef total = 1\n' },
      'exact /w/com/shop/cart-rules.scala:4',
      {
        name: 'com.shop.cart$minusrules$package$.total',
      },
    );
  });

  it('may have names that look like those of inner classes', async () => {
    await check(
      { '/w/com/shop/$Cart$Line.java': cart.replace('Cart', '$Cart$Line') },
      'exact /w/com/shop/$Cart$Line.java:3',
      { name: 'com.shop.$Cart$Line.total' },
    );
  });

  it('may leave out what all packages begin with, in Kotlin and Scala', async () => {
    const models = 'package com.shop.cart\nclass Rates\nclass Cart {\n  fun total() = 1\n}\n';
    const name = 'com.shop.cart.Cart.total';
    await check(
      { '/w/src/main/kotlin/cart/Models.kt': models },
      'exact /w/src/main/kotlin/cart/Models.kt:4',
      { name },
    );
    await check({ '/w/src/main/kotlin/Models.kt': models }, 'exact /w/src/main/kotlin/Models.kt:4', { name });
    await check({ '/w/Models.kt': models }, 'exact /w/Models.kt:4', { name });
    await check(
      { '/w/cart/Models.kt': models.replace('com.shop', 'com.store') },
      'none No file in the workspace is called Cart.java.',
      { name },
    );
    // Whoever has such a folder in Java has another package.
    const java = 'package com.shop.cart;\nclass Rates { }\nclass Cart {\n  int total() { return 1; }\n}\n';
    await check(
      { '/w/src/main/java/cart/Models.java': java },
      'none No file in the workspace is called Cart.java.',
      { name },
    );
  });

  it('are those of the namespace that a type of Clojure is defined in', async () => {
    const core = '(ns my-shop.core)\n\n(deftype Cart [lines]\n  Object\n  (toString [this] "a cart"))\n';
    await check({ '/w/src/my_shop/core.clj': core }, 'exact /w/src/my_shop/core.clj:5', {
      name: 'my_shop.core.Cart.toString',
      line: 5,
    });
  });

  it('stay ambiguous where several files have the class', async () => {
    const carts = { '/w/a/com/shop/Carts.java': cart, '/w/b/com/shop/Models.java': cart };
    await check(carts, 'ambiguous /w/a/com/shop/Carts.java:3 /w/b/com/shop/Models.java:3');
  });

  it('are no longer opened where there are too many, and it says so', async () => {
    const names = Array.from({ length: 201 }, (_, i) => `/w/com/shop/Part${i}.java`);
    const files = Object.fromEntries(names.map((name) => [name, cart]));
    await check(
      files,
      'none No file is called Cart.java, and 201 may have the class: no more than 200 are opened to look.',
    );
  });

  it('are opened only in folders that the package can be in, and parsed only where they declare the class', async () => {
    const files = {
      '/w/com/shop/Carts.java': 'package com.shop;\nclass Carts { Cart cart; }\n',
      '/w/com/store/Carts.java': cart,
      '/w/com/shop/notes.txt': 'class Cart',
    };
    const access = workspaceOf(files);
    const locator = createLocator({ wasmDir: 'dist', ...access });
    const ref = { name: 'com.shop.Cart.total', file: '', firstLine: 0, lastLine: 0 };
    assert.equal((await locator.locate(ref, ['/w'])).why, 'No file in the workspace is called Cart.java.');
    assert.deepEqual(access.read, ['/w/com/shop/Carts.java']);
    locator.dispose();
  });

  it('can be any file of the package for a frame without one, unless its symbols say otherwise', async () => {
    const locator = createLocator({ wasmDir: 'dist', ...workspaceOf({}) });
    const ref = { name: 'com.shop.Cart.total', file: '', firstLine: 0, lastLine: 0 };
    const mayBeIn = async (path: string, text: string): Promise<string> =>
      `${locator.mayBeIn(ref, path)} ${locator.mayBeIn(ref, path, await locator.symbolsOf(path, text))}`;
    assert.equal(await mayBeIn('/w/com/shop/Carts.java', cart), 'true true');
    assert.equal(await mayBeIn('/w/com/shop/Carts.java', cart.replace('Cart', 'Carts')), 'true false');
    assert.equal(await mayBeIn('/w/com/store/Carts.java', cart), 'false false');
    assert.equal(await mayBeIn('/w/kotlin/Carts.kt', 'package com.shop\nclass Cart\n'), 'true true');
    locator.dispose();
  });

  it('are one where links lead to it by several paths', async () => {
    const files = { '/w/com/shop/Cart.java': cart, '/w/linked/com/shop/Cart.java': cart };
    const links = {
      ...workspaceOf(files),
      realPath: (path: string) => Promise.resolve(path.replace('/linked', '')),
    };
    const locator = createLocator({ wasmDir: 'dist', ...links });
    const ref = { name: 'com.shop.Cart.total', file: 'Cart.java', firstLine: 4, lastLine: 4 };
    const location = await locator.locate(ref, ['/w/linked', '/w']);
    assert.equal('file' in location && location.file, '/w/com/shop/Cart.java');
    locator.dispose();
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
