import assert from 'node:assert/strict';
import { JAVA } from '../../../src/source/languages';
import { createParser, type SymbolParser } from '../../../src/source/parsers';
import { drawn } from '../../fixtures/text-profile';
import { printJvm } from './print-jvm';

describe('symbols of Java', () => {
  let parser: SymbolParser;
  before(async () => (parser = await createParser(JAVA, 'dist')));
  after(() => parser.dispose());

  function check(source: string, expected: string): void {
    const symbols = parser.parse(drawn(source), 'Cart.java');
    assert.equal(symbols.slice(1).map(printJvm).join('\n'), drawn(expected).trim());
  }

  it('are classes and methods under their binary names, with the parameters as written', () => {
    check(
      `
      package com.shop;
      class Cart<T> {
        Cart(int a, Map<String, T> b) { }
        @Override
        public int total(
            final @Nullable List<? extends T>[] x, java.lang.String... y) {
          return 1;
        }
        interface Line { default void run(int[] a, int b[]) { } void stop(); }
      }
      `,
      `
      class Cart 2/2-10 own 2-10 = com/shop/Cart.<init> com/shop/Cart.<clinit> com/shop/Cart.$deserializeLambda$
      method Cart.<init> 3/3-3 own 3-3 = com/shop/Cart.<init>(int,Map)
      method Cart.total 4/5-8 own 4-8 = com/shop/Cart.total(List[],java.lang.String[])
      class Cart.Line 9/9-9 own 9-9 = com/shop/Cart$Line.<clinit>
      method Cart.Line.run 9/9-9 own none = com/shop/Cart$Line.run(int[],int[])
      method Cart.Line.stop 9/9-9 own none = com/shop/Cart$Line.stop()
      `,
    );
  });

  it('are enums and records, with what the compiler gives them', () => {
    check(
      `
      enum Kind {
        BIG(() -> 1) { int size() { return 2; } },
        SMALL;
        int size() { return 1; }
      }
      record Line(int price, String[] name, @Nullable List<String> note) {
        Line {
          check(price);
        }
        String[] name() { return name; }
        public String toString() { return ""; }
      }
      @interface Fast { int value() default 1; }
      `,
      `
      class Kind 1/1-5 own 1-5 = Kind.<init> Kind.<clinit> Kind.values Kind.valueOf Kind.$values
      lambda Kind.<lambda> 2/2-2 own none = Kind.lambda$static$* Kind.lambda$*
      class Kind.BIG 2/2-2 own none = Kind$*.<init>
      method Kind.BIG.size 2/2-2 own none = Kind$*.size()
      method Kind.size 4/4-4 own 4-4 = Kind.size()
      class Line 6/6-12 own 6-12 = Line.<init> Line.<clinit> Line.price Line.note Line.hashCode Line.equals
      method Line.<init> 7/7-9 own 7-9 = Line.<init>(int,String[],List)
      method Line.name 10/10-10 own 10-10 = Line.name()
      method Line.toString 11/11-11 own 11-11 = Line.toString()
      class Fast 13/13-13 own 13-13 = Fast.<clinit>
      `,
    );
  });

  it('are local and anonymous classes, numbers left to the compiler', () => {
    check(
      `
      class Cart {
        void run() {
          class Task { void go() { } }
          new Task() {
            void go() {
              new Inner() { };
            }
          };
          each(
            new Outer(new Argument() {
              int x = 1;
            }) {
              int y = 2;
            });
        }
      }
      `,
      `
      class Cart 1/1-16 own 1-16 = Cart.<init> Cart.<clinit> Cart.$deserializeLambda$
      method Cart.run 2/2-15 own 2-15 = Cart.run()
      class Cart.run.Task 3/3-3 own 3-3 = Cart$*Task.<init> Cart$*Task.<clinit> Cart$*Task.$deserializeLambda$
      method Cart.run.Task.go 3/3-3 own none = Cart$*Task.go()
      class Cart.run.<Task> 4/4-8 own 5-8 = Cart$*.<init>
      method Cart.run.<Task>.go 5/5-7 own 5-7 = Cart$*.go()
      class Cart.run.<Task>.go.<Inner> 6/6-6 own none = Cart$*$*.<init>
      class Cart.run.<Argument> 10/10-12 own 11-11 = Cart$*.<init>
      class Cart.run.<Outer> 10/10-14 own 13-14 = Cart$*.<init>
      `,
    );
  });

  it('are initialisers, and lambdas named for what they stand in', () => {
    check(
      `
      class Cart {
        Runnable a = () -> run();
        static Runnable b = Cart::run;
        static {
          each(() -> 1);
        }
        {
          each(() -> 2);
        }
        Cart() {
          each(x -> y -> {
            return 3;
          });
        }
        interface Line { Runnable C = () -> run(); }
      }
      `,
      `
      class Cart 1/1-16 own 1-16 = Cart.<init> Cart.<clinit> Cart.$deserializeLambda$
      lambda Cart.<lambda> 2/2-2 own none = Cart.lambda$new$* Cart.lambda$*
      lambda Cart.<lambda> 3/3-3 own none = Cart.lambda$static$* Cart.lambda$*
      method Cart.<clinit> 4/4-6 own 4-6 = Cart.<clinit>
      lambda Cart.<clinit>.<lambda> 5/5-5 own none = Cart.lambda$static$* Cart.lambda$*
      method Cart.<init> 7/7-9 own 7-9 = Cart.<init>
      lambda Cart.<init>.<lambda> 8/8-8 own none = Cart.lambda$new$* Cart.lambda$*
      method Cart.<init> 10/10-14 own 10-14 = Cart.<init>()
      lambda Cart.<init>.<lambda> 11/11-13 own 12-13 = Cart.lambda$new$* Cart.lambda$*
      lambda Cart.<init>.<lambda>.<lambda> 11/11-13 own 12-13 = Cart.lambda$new$* Cart.lambda$* Cart.lambda$null$*
      class Cart.Line 15/15-15 own 15-15 = Cart$Line.<clinit>
      lambda Cart.Line.<lambda> 15/15-15 own none = Cart$Line.lambda$static$* Cart$Line.lambda$*
      `,
    );
  });

  it('are those of a text that does not parse, as far as it does', () => {
    check(
      `
      class Cart {
        int total() { return 1 +; }
        int (
        int size() { return 2; }
      }
      `,
      `
      class Cart 1/1-5 own 1-5 = Cart.<init> Cart.<clinit> Cart.$deserializeLambda$
      method Cart.total 2/2-2 own 2-2 = Cart.total()
      method Cart.size 4/4-4 own 4-4 = Cart.size()
      `,
    );
  });

  it('are none of an empty text or of a lambda outside of classes', () => {
    check('x -> 1', '');
    check('package com.shop;', '');
  });

  it('are found in a text that nests without an end', () => {
    const symbols = parser.parse(`class A { int f() { return ${'('.repeat(20_000)}; } }`, 'A.java');
    assert.ok(symbols.length > 0);
  });
});
