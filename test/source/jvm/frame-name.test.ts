import assert from 'node:assert/strict';
import { createLocator } from '../../../src/source/locate';
import { parseJvmFrameName } from '../../../src/source/jvm/frame-name';
import { behindProxy } from '../../../src/source/jvm/proxies';
import { JVM_RUNTIME } from '../../../src/source/jvm/jvm-runtime';
import { workspaceOf } from '../workspace';

describe('names of JVM frames', () => {
  function check(names: readonly string[], expected: string): void {
    for (const name of names) {
      const frame = parseJvmFrameName(name);
      const parameters = frame?.parameters === undefined ? '' : `(${frame.parameters.join(', ')})`;
      assert.equal(
        frame === undefined ? 'none' : `${frame.className} ${frame.method}${parameters}`,
        expected,
        name,
      );
    }
  }

  it('read the same in every notation', () => {
    check(
      [
        'com/shop/Cart.total',
        'com.shop.Cart.total',
        'com.shop.Cart:total',
        'com.shop.Cart::total',
        'com/shop/Cart::total',
        'app//com.shop.Cart.total',
        'shop.core/com.shop.Cart.total',
        'shop/com.shop.Cart.total',
        'app/shop.core@1.2/com.shop.Cart.total',
        'com/shop/Cart.total_[j]',
        'com.shop.Cart.total(Cart.java:12)',
        'com.shop.Cart.total(Unknown Source)',
      ],
      'com/shop/Cart total',
    );
    check(
      ['java.base/java.lang.Thread.run', 'java.base@17.0.1/java.lang.Thread.run'],
      'java/lang/Thread run',
    );
    check(['Cart.total', 'Cart:total'], 'Cart total');
  });

  it('keep what compilers add', () => {
    check(['com/shop/Cart$Line$1.<init>', 'com.shop.Cart$Line$1.<init>'], 'com/shop/Cart$Line$1 <init>');
    check(['com.shop.Cart.lambda$total$0'], 'com/shop/Cart lambda$total$0');
    check(['com/shop/CartKt.total-impl'], 'com/shop/CartKt total-impl');
  });

  it('have parameters by name or by descriptor', () => {
    check(
      [
        'com.shop.Cart.total(int, java.lang.String[])',
        'com/shop/Cart.total(I[Ljava/lang/String;)V',
        'com.shop.Cart:total(int,java.lang.String...)',
      ],
      'com/shop/Cart total(int, java.lang.String[])',
    );
    check(['com.shop.Cart.total()'], 'com/shop/Cart total()');
    check(['com/shop/Cart.grid([[JZ)[I'], 'com/shop/Cart grid(long[][], boolean)');
  });

  it('may be sentences of Kotlin and Groovy', () => {
    check(
      [
        'com/shop/CartTest.adds two items',
        'com.shop.CartTest.adds two items',
        'com.shop.CartTest:adds two items',
        'com.shop.CartTest.adds two items(CartTest.kt:12)',
      ],
      'com/shop/CartTest adds two items',
    );
    check(
      ['com.shop.CartTest.adds two items()', 'com/shop/CartTest.adds two items()V'],
      'com/shop/CartTest adds two items()',
    );
    check(
      [
        'com.shop.CartTest.adds items(int, java.util.List)',
        'com/shop/CartTest.adds items(ILjava/util/List;)V',
      ],
      'com/shop/CartTest adds items(int, java.util.List)',
    );
    check(
      ['com/shop/CartTest.adds (two) items, "in order" - once'],
      'com/shop/CartTest adds (two) items, "in order" - once',
    );
    check(['com.shop.CartTest.adds (two) items()'], 'com/shop/CartTest adds (two) items()');
    check(['com/shop/CartTest$adds (two) items$1.invoke'], 'com/shop/CartTest$adds (two) items$1 invoke');
    check(['com.shop.CartTest$adds two items$1.invoke()'], 'com/shop/CartTest$adds two items$1 invoke()');
  });

  it('are none where a sentence can be read in two ways', () => {
    check(
      [
        'com.shop.CartTest.adds two(items)',
        'com.shop.CartTest.adds (two)',
        'com.shop.CartTest.adds: two items',
        'com.shop.CartTest.adds(two)items',
        'com.shop.CartTest.adds two items ',
        'com.shop.CartTest. adds two items',
        'com.shop.CartTest.adds\ntwo items',
        'com.shop.CartTest.adds 1/2 items',
      ],
      'none',
    );
  });

  it('are none where there is no class or no method', () => {
    check(['main', '', '.', 'a..b.c', '/a/b', 'com.shop.Cart.', '(int)', 'a b.c', 'x:', '[unknown]'], 'none');
  });
});

describe('classes made while a program runs', () => {
  function check(name: string, expected: string): void {
    const frame = parseJvmFrameName(name);
    assert.ok(frame, name);
    const behind = behindProxy(frame);
    assert.equal('why' in behind ? behind.why : `${behind.className} ${behind.method}`, expected, name);
  }

  it('stand for the class that they enhance', () => {
    check('com.shop.Cart$$EnhancerBySpringCGLIB$$1a2b3c4d.total', 'com/shop/Cart total');
    check('com.shop.Cart$$SpringCGLIB$$0.total', 'com/shop/Cart total');
    check('com.shop.Cart$$SpringCGLIB$$0.CGLIB$total$3', 'com/shop/Cart total');
    check('com/shop/Cart$ByteBuddy$abCD1234.total', 'com/shop/Cart total');
    check('com/shop/Cart$HibernateProxy$abCD1234.total', 'com/shop/Cart total');
    check('com.shop.Cart_$$_jvst1a2_3.total', 'com/shop/Cart total');
    check('com.shop.Cart$Line.total', 'com/shop/Cart$Line total');
  });

  it('stand for nothing where they only pass calls on, and say why', () => {
    const lambda =
      'The JVM made this class for a lambda or a method reference; what it calls is the frame below.';
    check('com/shop/Cart$$Lambda$14/0x0000000800c1ab40.run', lambda);
    check('com.shop.Cart$$Lambda$14/0x0000000800c1ab40.run', lambda);
    check('com.shop.Cart$$Lambda$51/838449246.run', lambda);
    check(
      'jdk.proxy2.$Proxy12.total',
      'A dynamic proxy passes every call to its handler and does not say which class stands behind it.',
    );
    check(
      'jdk.internal.reflect.GeneratedMethodAccessor7.invoke',
      'The JVM made this to call a method by reflection; what it calls is the frame below.',
    );
    check(
      'java.lang.invoke.LambdaForm$MH/0x0000000800c1ab40.invoke',
      'The JVM made this to call a method handle; what it calls is below.',
    );
    check(
      'com.shop.Cart$$SpringCGLIB$$FastClass$$1.invoke',
      'CGLIB made this class to call methods by number.',
    );
    check(
      'com.shop.Cart$MockitoMock$123456.total',
      'Mockito made this class; its methods do not run the code of the class it mocks.',
    );
    check(
      'com.shop.Cart$$SpringCGLIB$$0.<init>',
      'A library made this class; what initialises it is in no file.',
    );
  });
});

describe('frames of JVMs and of Python', () => {
  function check(name: string, file: string, isJvm: boolean): void {
    const call = JVM_RUNTIME.read({ name, file, firstLine: 0, lastLine: 0 });
    assert.equal(call !== undefined, isJvm, `${name} in ${file}`);
  }

  it('are told apart by their file', () => {
    check('com.shop.Cart:total', 'Cart.java', true);
    check('shop.core$total.invoke', 'core.clj', true);
    check('shop.cart:Cart:total', '/app/shop/cart.py', false);
    check('Cart.total', '/app/cart.js', false);
    check('shop.cart:Cart:total', '/app/bin/shop', false);
    check('com.shop.Cart$$SpringCGLIB$$0.total', '<generated>', true);
  });

  it('are told apart by their name where there is no file', () => {
    check('com/shop/Cart.total', '', true);
    check('com.shop.Cart.total(int)', '', true);
    check('com.shop.Cart:total', '', true);
    check('shop.core$total:invoke', '', true);
    check('shop.cart:total', '', false);
    check('shop.cart:Cart:total', '', false);
    check('shop.cart:<module>', '', false);
    check('<frozen runpy>:_run_code', '<frozen runpy>', false);
    check('total', '', false);
    check('<Sleep>', '', false);
  });

  const files = {
    '/w/shop/Image.py': 'def open():\n  pass\n',
    '/w/java/com/shop/Cart.java': 'package com.shop;\nclass Cart {\n  int total() { return 1; }\n}\n',
    '/w/shop.py': 'x = 1\ndef total():\n  return x\n',
  };

  async function checkPlace(name: string, file: string, line: number, expected: string): Promise<void> {
    const locator = createLocator({ wasmDir: 'dist', ...workspaceOf(files) });
    const location = await locator.locate({ name, file, firstLine: line, lastLine: line }, ['/w']);
    locator.dispose();
    const place =
      'file' in location ? ` ${location.file}:${location.line} ${location.symbol}` : ` ${location.why}`;
    assert.equal(location.status + place, expected);
  }

  it('lead to the language whose file is there, where a name can be of either', async () => {
    await checkPlace('shop.Image:open', '', 0, 'exact /w/shop/Image.py:1 open');
    await checkPlace('com.shop.Cart:total', '', 0, 'exact /w/java/com/shop/Cart.java:3 Cart.total');
  });

  it('lead from Jython to Python', async () => {
    await checkPlace('org.python.pycode._pyx3.total$1', '/app/shop.py', 3, 'exact /w/shop.py:2 total');
    await checkPlace('shop$py.f$0', '/app/shop.py', 1, 'exact /w/shop.py:1 <module>');
    await checkPlace(
      'org.python.pycode._pyx3.call_function',
      '/app/shop.py',
      0,
      'none Jython calls functions by number here; the function is the frame below.',
    );
  });

  it('lead to functions that are called by sentences', async () => {
    const kotlin = `package com.shop
class CartTest {
  fun \`is it cheap?\`() {
    listOf(1).forEach { print(it) }
    run(object : Runnable { override fun run() = print(1) })
  }
  fun \`adds (two) items\`() = 2
}
`;
    const groovy = `package com.shop
class CartSpec {
  def "2 * 3 is it?"() {
    6
  }
}
`;
    const sentences = { '/w/com/shop/CartTest.kt': kotlin, '/w/com/shop/CartSpec.groovy': groovy };
    const check = async (name: string, expected: string): Promise<void> => {
      const locator = createLocator({ wasmDir: 'dist', ...workspaceOf(sentences) });
      const location = await locator.locate({ name, file: '', firstLine: 0, lastLine: 0 }, ['/w']);
      locator.dispose();
      assert.equal('file' in location ? `${location.line} ${location.symbol}` : location.why, expected);
    };
    await check('com/shop/CartTest.is it cheap?', '3 CartTest.is it cheap?');
    await check('com/shop/CartTest.adds (two) items', '7 CartTest.adds (two) items');
    await check('com.shop.CartSpec.2 * 3 is it?()', '3 CartSpec.2 * 3 is it?');
    // What stands for numbers and words in names that compilers make stands for itself in those that people write.
    const none = 'No method of that name is in the file, in a class of that name.';
    await check('com/shop/CartTest.is it cheaper', none);
    await check('com.shop.CartSpec.2 12 3 is it?()', none);
  });

  it('lead nowhere from scripts of Scala, and say so', async () => {
    const locator = createLocator({
      wasmDir: 'dist',
      ...workspaceOf({ '/w/restock.sc': 'def total = 1\n' }),
    });
    const ref = { name: 'restock$_.total', file: 'restock.sc', firstLine: 1, lastLine: 1 };
    assert.equal(
      (await locator.locate(ref, ['/w'])).why,
      'The tool that ran the script has put it into a class of its own, and which is not documented.',
    );
    locator.dispose();
  });

  it('lead nowhere from JRuby, and say so', async () => {
    await checkPlace(
      'shop.RUBY$method$total$0',
      '/app/shop.rb',
      3,
      'none The function is compiled from Ruby, which is not read here.',
    );
  });
});
