import assert from 'node:assert/strict';
import { isInPackage, listPackages, packageOf } from '../../src/profile/packages';
import { profileOf } from '../fixtures/text-profile';

describe('packageOf', () => {
  const check = (expected: string, ...names: readonly string[]): void => {
    for (const name of names) {
      const [text, file] = name.split(' @');
      assert.equal(packageOf(text, file), expected, name);
    }
  };

  it('is the module of a Python function', () => {
    check('shop.cart', 'shop.cart:Cart:total', 'shop.cart:total', 'shop.cart:<module>');
    check('<frozen runpy>', '<frozen runpy>:_run_code');
  });

  it('is what stands before the class of a Java method, in either notation', () => {
    check('com.shop', 'com.shop.Cart.total', 'com.shop.Cart$Line.<init>', 'com/shop/Cart.total');
    check('com.shop', 'com.shop.Cart$$Lambda.0x00007f12.run', 'com/shop/Cart$$Lambda/0x00007f12.run');
    check('java.util', 'java.util.HashMap::get', 'java.util.HashMap.get(Object)');
    check('', 'Cart.total');
  });

  it('is the namespace of .NET, where capitals tell nothing', () => {
    check('System.Text', 'System.Text.Encoder.Flush');
  });

  it('is the import path of a Go function', () => {
    check('github.com/shop/cart', 'github.com/shop/cart.(*Cart).Total', 'github.com/shop/cart.Total');
    check('net/http', 'net/http.HandlerFunc.ServeHTTP');
    check('runtime', 'runtime.mallocgc');
  });

  it('is the outermost namespace of C++, Rust and Ruby', () => {
    check(
      'shop',
      'shop::cart::total',
      'void shop::total<int>(std::string)',
      'Shop::Cart#total'.toLowerCase(),
    );
    check('alloc', '<alloc::vec::Vec<T> as core::ops::Drop>::drop');
    check('', '(anonymous namespace)::total');
  });

  it('is the library of native code', () => {
    check('libjvm.so', '[libjvm.so]', 'libjvm.so');
    check('libc.so.6', 'libc.so.6', '[libc.so.6]', 'libc.so.6!malloc', 'malloc @/usr/lib/libc.so.6');
    check('libsystem_kernel.dylib', 'libsystem_kernel.dylib`mach_msg_trap');
    check('ntdll.dll', 'RtlUserThreadStart @C:\\Windows\\ntdll.dll');
  });

  it('is what a package manager installed, where the name tells nothing', () => {
    check('@shop/cart', 'total @/app/node_modules/x/node_modules/@shop/cart/lib/index.js');
    check('express', 'next @C:\\app\\node_modules\\express\\index.js');
    check('django', 'render @/opt/venv/lib/python3.11/site-packages/django/template/base.py');
    check('six', 'wraps @/usr/lib/python3/dist-packages/six.py');
  });

  it('is nothing for threads, whatever they are called', () => {
    check(
      '',
      'thread com.shop.Worker-1',
      'thread shop::pool',
      'thread libshop.so',
      'thread (0x7F3C): "Main"',
    );
    check('shop', 'thread shop::pool @pool.cc');
  });

  it('is nothing for names without one', () => {
    check('', 'main', '<Sleep>', '[vdso]', '[unknown]', '(garbage collector)', '', 'total @/srv/app.py');
  });

  it('takes no time for the longest of names', () => {
    for (const part of ['.so.1', '/', 'a::', '(a', '.0x1', '<', 'node_modules/', ':', 'A.']) {
      assert.ok(packageOf(part.repeat(20_000), part.repeat(20_000)).length <= 4096);
    }
  });
});

describe('isInPackage', () => {
  const check = (inner: string, outer: string, expected: boolean): void =>
    assert.equal(isInPackage(inner, outer), expected, `${inner} in ${outer}`);

  it('takes whole parts', () => {
    check('shop', 'shop', true);
    check('shop.cart', 'shop', true);
    check('github.com/shop/cart', 'github.com/shop', true);
    check('shopping', 'shop', false);
    check('shop', 'shop.cart', false);
  });

  it('has nothing in no package', () => {
    check('', '', false);
    check('shop', '', false);
  });
});

describe('listPackages', () => {
  const check = (text: string, expected: readonly string[]): void => {
    const { frames } = profileOf(text);
    const weights = Float64Array.from(frames.name, (name) => Number(/\d+$/.exec(name)?.[0] ?? 0));
    assert.deepEqual(
      listPackages(frames, weights).map((one) => `${one.package} ${one.weight} (${one.functions})`),
      expected,
    );
  };

  it('adds up packages and what they lie in, heaviest first, equals by name', () => {
    check('shop.cart:f3  1\nshop.cart:f1  1\nshop.pricing:f4  1\njson:f8  1\nmain  1', [
      'json 8 (1)',
      'shop 8 (3)',
      'shop.cart 4 (2)',
      'shop.pricing 4 (1)',
    ]);
  });

  it('leaves out what holds nothing but another package', () => {
    check('com.shop.cart.Cart.f1  1\ncom.shop.Main.f2  1', ['com.shop 3 (2)', 'com.shop.cart 1 (1)']);
  });

  it('parts import paths at slashes', () => {
    check('github.com/shop/cart.f1  1\ngithub.com/shop/db.f2  1', [
      'github.com/shop 3 (2)',
      'github.com/shop/db 2 (1)',
      'github.com/shop/cart 1 (1)',
    ]);
  });

  it('takes a library for one name', () => check('[libc.so.6]f1  1', ['libc.so.6 1 (1)']));
});
