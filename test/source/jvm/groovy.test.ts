import assert from 'node:assert/strict';
import { groovySymbolsOf } from '../../../src/source/jvm/groovy';
import type { CodeSymbol } from '../../../src/source/symbols';
import { drawn } from '../../fixtures/text-profile';

describe('symbols of Groovy', () => {
  function check(source: string, expected: string, path = 'Shop.groovy'): void {
    const symbols = groovySymbolsOf(drawn(source), path);
    assert.equal(symbols.slice(1).map(print).join('\n'), drawn(expected).trim());
  }

  it('are classes and methods, typed or not, with an overload for every default', () => {
    check(
      `
      package com.shop
      class Shop extends Base<Item> {
        String name
        Shop(String name, int extra = 3) { this.name = name }
        static <T> List<T> all(T[] items, String... names) {
          items
        }
        def total(a, b = 2, Closure c = null)
        throws IOException
        {
          a
        }
        def "a strange name"() { 1 }
        abstract void land()
      }
      `,
      `
      class Shop 2-15 own 2-15 = com/shop/Shop
      method Shop.<init> 4-4 own 4-4 = com/shop/Shop.<init>(String,int) com/shop/Shop.<init>(String)
      method Shop.all 5-7 own 5-7 = com/shop/Shop.all(T[],String[])
      method Shop.total 8-12 own 8-12 = com/shop/Shop.total(Object,Object,Closure) com/shop/Shop.total(Object,Object) com/shop/Shop.total(Object)
      method Shop.a strange name 13-13 own 13-13 = com/shop/Shop.a strange name()
      method Shop.land 14-14 own 14-14 = com/shop/Shop.land()
      `,
    );
  });

  it('are closures, named by the method around, within each other, and of initialisers', () => {
    check(
      `
      class Shop {
        def rate = [1].collect { it + 1 }
        static all = [1].each { it }
        @Lazy def later = [1].sum { it }
        def total(items) {
          items.each { item ->
            [1].each {
              sum += it
            }
          }
        }
      }
      `,
      `
      class Shop 1-12 own 1-12 = Shop
      lambda Shop.<lambda> 2-2 own none = Shop$_closure*
      lambda Shop.<lambda> 3-3 own none = Shop$__clinit__closure*
      lambda Shop.<lambda> 4-4 own none = Shop$_getLater_closure*
      method Shop.total 5-11 own 5-11 = Shop.total(Object)
      lambda Shop.total.<lambda> 6-10 own 7-9 = Shop$_total_closure*
      lambda Shop.total.<lambda>.<lambda> 7-9 own 8-8 = Shop$_total_closure*$_closure* Shop$_total_closure*_closure*
      `,
    );
  });

  it('are no blocks: only what is called, assigned or given is a closure', () => {
    check(
      `
      class Shop {
        def total(x) {
          if (x) { one() } else { two() }
          if (x) return 1
          call { three() }
          for (a in x) { four() }
          try { five() } catch (E e) { six() } finally { seven() }
          label: { eight() }
          def m = [a: { nine() }]
          def array = new int[] { 1, 2 }
          def y = switch (x) { case 1 -> 2; default -> { 3 } }
        }
      }
      `,
      `
      class Shop 1-13 own 1-13 = Shop
      method Shop.total 2-12 own 2-12 = Shop.total(Object)
      lambda Shop.total.<lambda> 5-5 own none = Shop$_total_closure*
      lambda Shop.total.<lambda> 9-9 own none = Shop$_total_closure*
      lambda Shop.total.<lambda> 11-11 own none = Shop$_total_closure*
      `,
    );
  });

  it('are lambdas, which code that is compiled statically names in its own way', () => {
    check(
      `
      class Shop {
        def total() {
          run(() -> 1, x -> x + 1)
        }
      }
      `,
      `
      class Shop 1-5 own 1-5 = Shop
      method Shop.total 2-4 own 2-4 = Shop.total()
      lambda Shop.total.<lambda> 3-3 own none = Shop$_total_closure* Shop$_total_lambda*
      lambda Shop.total.<lambda> 3-3 own none = Shop$_total_closure* Shop$_total_lambda*
      `,
    );
  });

  it('are inner and anonymous classes, constants of enums, traits and records', () => {
    check(
      `
      class Shop {
        class Inner { int twice() { 2 } }
        enum Color { RED, GREEN { int weight() { 2 } }; int weight() { 1 } }
        Runnable task() {
          new Runnable() {
            void run() { [1].each { it } }
          }
        }
      }
      trait Flying { def fly() { 1 } }
      record Point(int x, int y) { Point { assert x > 0 } }
      @interface Marked { String value() default 'x' }
      `,
      `
      class Shop 1-9 own 1-9 = Shop
      class Shop.Inner 2-2 own 2-2 = Shop$Inner
      method Shop.Inner.twice 2-2 own none = Shop$Inner.twice()
      class Shop.Color 3-3 own 3-3 = Shop$Color
      class Shop.Color.<GREEN> 3-3 own none = Shop$Color$*
      method Shop.Color.<GREEN>.weight 3-3 own none = Shop$Color$*.weight()
      method Shop.Color.weight 3-3 own none = Shop$Color.weight()
      method Shop.task 4-8 own 4-8 = Shop.task()
      class Shop.task.<Runnable> 5-7 own 6-7 = Shop$*
      method Shop.task.<Runnable>.run 6-6 own 6-6 = Shop$*.run()
      lambda Shop.task.<Runnable>.run.<lambda> 6-6 own none = Shop$*$_run_closure* Shop$_*_run_closure*
      class Flying 10-10 own 10-10 = Flying Flying$Trait$Helper
      method Flying.fly 10-10 own none = Flying.fly() Flying$Trait$Helper.fly()
      class Point 11-11 own 11-11 = Point
      method Point.<init> 11-11 own none = Point.<init>(int,int)
      class Marked 12-12 own 12-12 = Marked
      method Marked.value 12-12 own none = Marked.value()
      `,
    );
  });

  it('are scripts, whose class is named by the file', () => {
    const source = drawn(`
      import com.shop.Shop
      def helper(x) { x }
      println helper(1)
      [1].each { n ->
        println helper([n])
      }
    `);
    const [script, ...within] = groovySymbolsOf(source, '/shop/daily-run.groovy').map(print);
    assert.match(script, /^module <module> 1-6 own none = daily-run daily_run$/);
    assert.deepEqual(within, [
      'function helper 2-2 own 2-2 = daily-run.helper(Object) daily_run.helper(Object)',
      'lambda <lambda> 4-6 own 5-5 = daily-run$_run_closure* daily_run$_run_closure*',
    ]);
  });

  it('stand in strings only where those hold code', () => {
    check(
      String.raw`
      class Shop {
        def a() { "x \${ items.collect { it } } y \${-> now } { none }" }
        def b() { /no { closure \/ here/ + 4 / 2 + $/ nor { $/ here /$ }
        def c() { '''nor
          { here''' } // } or here
        def d() { 1 }
      }
      `.replaceAll('\\${', '${'),
      `
      class Shop 1-7 own 1-7 = Shop
      method Shop.a 2-2 own 2-2 = Shop.a()
      lambda Shop.a.<lambda> 2-2 own none = Shop$_a_closure*
      lambda Shop.a.<lambda> 2-2 own none = Shop$_a_closure*
      method Shop.b 3-3 own 3-3 = Shop.b()
      method Shop.c 4-5 own 4-5 = Shop.c()
      method Shop.d 6-6 own 6-6 = Shop.d()
      `,
    );
  });

  it('are features of Spock under the names that it gives them', () => {
    const symbols = groovySymbolsOf(
      'class CartSpec extends Specification { def "adds up"() { } }',
      'CartSpec.groovy',
    );
    assert.deepEqual(
      symbols.at(-1)?.jvm?.map(({ method }) => method),
      ['adds up', '$spock_feature_*_*', '$spock_feature_*_*prov*', '$spock_feature_*_*proc'],
    );
  });

  it('have accessors of properties and the methods of a delegate on the class', () => {
    const [, shop] = groovySymbolsOf(
      'class Shop { String name; private int secret; @Delegate List items; def getTax() { 1 }; boolean tax }',
      'Shop.groovy',
    );
    const methods = shop.jvm?.map(({ method }) => method) ?? [];
    assert.deepEqual(
      ['getName', 'setName', 'getSecret', 'getTax', 'isTax'].map(
        (name) => methods.filter((one) => one === name).length,
      ),
      [1, 1, 0, 1, 1],
    );
  });

  it('survive text that is no Groovy, and nesting without sense', () => {
    for (const text of [
      '',
      '{{{',
      '}}})',
      'class',
      'class A {',
      'def f(',
      '"${',
      '/',
      "'''",
      '@',
      'new',
      'a ->',
    ]) {
      assert.ok(groovySymbolsOf(text, 'a.groovy').length >= 1, text);
    }
    assert.ok(groovySymbolsOf('{ '.repeat(50_000), 'a.groovy').length >= 1);
    assert.ok(groovySymbolsOf('a('.repeat(50_000), 'a.groovy').length >= 1);
  });
});

/** Of classes, scripts and closures only the class names: their methods are the same for all. */
function print({ kind, qualifiedName, firstLine, endLine, own, jvm = [] }: CodeSymbol): string {
  const isPlain = kind === 'method' || kind === 'function';
  const names = jvm.map(({ className, method, parameters }) =>
    isPlain ? `${className}.${method}(${(parameters ?? []).join(',')})` : className,
  );
  const lines = own.from > own.to ? 'none' : `${own.from}-${own.to}`;
  return `${kind} ${qualifiedName} ${firstLine}-${endLine} own ${lines} = ${[...new Set(names)].join(' ')}`;
}
