import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { KOTLIN } from '../../../src/source/languages';
import { parseJvmFrameName } from '../../../src/source/jvm/frame-name';
import { matchJvm } from '../../../src/source/jvm/match-jvm';
import { createParser, type SymbolParser } from '../../../src/source/parsers';
import type { ClassFile } from '../../corpus/class-file';
import { ROOT, score } from '../../corpus/jvm-oracle';
import { drawn } from '../../fixtures/text-profile';

/** Names and lines as kotlinc 1.9.25 and 2.1.0 write them for these texts. */
describe('frames of Kotlin', () => {
  let parser: SymbolParser;
  before(async () => (parser = await createParser(KOTLIN, 'dist')));
  after(() => parser.dispose());

  /** One frame a line, `class.method:first-last`, and what it is answered. */
  function check(source: string, expected: string): void {
    const symbols = parser.parse(drawn(source), 'Cart.kt');
    const asked = drawn(expected).trim().split('\n');
    const answers = asked.map((line) => {
      const frame = line.split(' → ')[0];
      const [, name, first = '0', last = first] = /^(.*?)(?::(\d+)(?:-(\d+))?)?$/.exec(frame) ?? [];
      const parsed = parseJvmFrameName(name ?? '');
      assert(parsed !== undefined, frame);
      const match = matchJvm(parsed, { first: Number(first), last: Number(last) }, symbols);
      const found = match.symbols.map((symbol) => `${symbol.qualifiedName} ${symbol.line}-${symbol.endLine}`);
      return `${frame} → ${match.status} ${found.join(', ')}`.trim();
    });
    assert.equal(answers.join('\n'), asked.join('\n'));
  }

  it('name the class of a file, properties by their accessors, and what internal and value classes add', () => {
    check(
      `
      package com.shop
      val rates = listOf(1)
      fun String.trim2(a: Int = 3) = this
      internal fun hidden() = 3
      fun pay(m: Money): Money {
        return m
      }
      class Cart(val name: String) {
        var total: Int = 0
          set(value) {
            field = value
          }
        val isEmpty get() = true
        @JvmName("renamed") fun original() = 5
      }
      `,
      `
      com.shop.CartKt.<clinit>:2 → exact <module> 1-15
      com.shop.CartKt.getRates:2 → exact rates 2-2
      com.shop.CartKt.trim2:3 → exact trim2 3-3
      com.shop.CartKt.trim2$default:3 → exact trim2 3-3
      com.shop.CartKt.hidden$my_mod:4 → exact hidden 4-4
      com.shop.CartKt.pay-RDOnbuE:6 → exact pay 5-7
      com.shop.Cart.<init>:8-9 → exact Cart 8-15
      com.shop.Cart.getName:8 → exact Cart.name 8-8
      com.shop.Cart.getTotal:9 → exact Cart.total 9-12
      com.shop.Cart.setTotal:11-12 → exact Cart.setTotal 10-12
      com.shop.Cart.isEmpty:13 → exact Cart.isEmpty 13-13
      com.shop.Cart.renamed:14 → exact Cart.original 14-14
      com.shop.Cart.original:14 → none
      com.other.CartKt.hidden → none
      `,
    );
  });

  it('name lambdas, local functions and objects in the scheme of every compiler', () => {
    check(
      `
      class Cart {
        fun plain(b: Int): Int {
          val f = { x: Int ->
            x + b
          }
          fun local(z: Int): Int {
            return z + b
          }
          val o = object : Runnable {
            override fun run() {
              println(b)
            }
          }
          later {
            later { println(b) }
          }
          return f(1) + local(3)
        }
        val lazyThing by lazy {
          3
        }
      }
      `,
      `
      Cart.plain:3-17 → exact Cart.plain 2-18
      Cart.plain$lambda$2:4 → exact Cart.plain.<lambda> 3-5
      Cart.plain$lambda-0:4 → exact Cart.plain.<lambda> 3-5
      Cart$plain$f$1.invoke:4 → exact Cart.plain.<lambda> 3-5
      Cart.plain$local:7 → exact Cart.plain.local 6-8
      Cart$plain$o$1.run:11-12 → exact Cart.plain.<Runnable>.run 10-12
      Cart$plain$o$1.<init>:9 → exact Cart.plain.<Runnable> 9-13
      Cart.plain$lambda$4:15-16 → exact Cart.plain.<lambda> 14-16
      Cart.plain$lambda$4$lambda$3:15 → exact Cart.plain.<lambda>.<lambda> 15-15
      Cart$plain$2$1.invokeSuspend:15 → exact Cart.plain.<lambda>.<lambda> 15-15
      Cart.lazyThing_delegate$lambda$0:20 → exact Cart.lazyThing.<lambda> 19-21
      Cart.getLazyThing:19 → exact Cart.lazyThing 19-21
      `,
    );
  });

  it('run inlined code under lines past the end of the file, which tell nothing', () => {
    check(
      `
      class Cart {
        fun sum(list: List<Int>) = list.map {
          it + 1
        }
        fun sum(list: Set<Int>) = 3
        fun one() = listOf(1).map { it }
      }
      `,
      `
      Cart.sum:3 → exact Cart.sum 2-4
      Cart.sum:2-40 → exact Cart.sum 2-4
      Cart.one:41-44 → exact Cart.one 6-6
      Cart.sum:41 → ambiguous Cart.sum 2-4, Cart.sum 5-5
      `,
    );
  });

  it('name constructors, companions and default implementations', () => {
    check(
      `
      class Cart(val a: Int) : Shape by shape() {
        init {
          println(a)
        }
        constructor() : this(1) {
          println("b")
        }
        companion object {
          val z = compute(3)
          @JvmStatic
          fun make() = Cart()
        }
      }
      interface Shape {
        fun draw(scale: Int = 2) {
          println()
        }
      }
      object Single {
        val p = compute(1)
      }
      expect class Other { fun run() }
      `,
      `
      Cart.<init>:1-4 → exact Cart 1-13
      Cart.<init>:5-7 → exact Cart.<init> 5-7
      Cart.<init> → ambiguous Cart 1-13, Cart.<init> 5-7
      Cart.<clinit>:9 → exact Cart 1-13
      Cart$Companion.make:11 → exact Cart.Companion.make 11-11
      Cart.make:11 → exact Cart.Companion.make 11-11
      Cart.area:1 → exact Cart 1-13
      Shape$DefaultImpls.draw:16-17 → exact Shape.draw 15-17
      Shape$DefaultImpls.draw$default:15 → exact Shape.draw 15-17
      Single.<clinit>:20 → exact Single 19-21
      Other.run:22 → none
      `,
    );
  });

  it('may be of what an interface inherits, without lines', () => {
    check(
      `
      interface Job : Element {
        fun plus(other: Job) = other
      }
      interface Shape {
        fun draw() = 1
      }
      `,
      `
      Job$DefaultImpls.plus → ambiguous Job.plus 2-2
      Job$DefaultImpls.plus:2 → exact Job.plus 2-2
      Shape$DefaultImpls.draw → exact Shape.draw 5-5
      `,
    );
  });

  it('are found where the grammar does not know the language', () => {
    check(
      `
      /** A [Cart] /* of */ goods **/
      @Suppress("a")
      @JvmInline
      public value class Cart
      @PublishedApi internal constructor(val holder: Any?) {
        private var final = false
        fun run() {
          final = true
        }
      }
      class Log : Sink by (a ?: B) {
        override fun toString() = "log"
      }
      val glob = "src/**/*.kt"
      fun last() = 3
      `,
      `
      Cart.run-impl:8 → exact Cart.run 7-9
      Log.toString:12 → exact Log.toString 12-12
      CartKt.last:15 → exact last 15-15
      `,
    );
  });
});

const FIXTURES = 'test/fixtures/jvm/kotlin';

describe('all frames of a Kotlin program', () => {
  const compiled = JSON.parse(readFileSync(`${FIXTURES}/compiled.json`, 'utf8')) as Compiled;
  const sources = new Map(
    ['com/shop/Cart.kt', 'com/shop/Members.kt', 'com/shop/util/Parts.kt'].map((path) => [
      `${ROOT}/${path}`,
      readFileSync(`${FIXTURES}/${path.split('/').at(-1)}`, 'utf8'),
    ]),
  );

  for (const [compiler, rows] of Object.entries(compiled)) {
    it(`are found as ${compiler} has their lines`, async () => {
      const classes = rows.map(classFileOf);
      const { whole, lines } = await score({ language: 'kotlin', project: 'fixtures', classes, sources });
      assert.deepEqual([...whole.wrong, ...whole.astray, ...lines.wrong, ...lines.astray], []);
      for (const { exact, asked } of [whole, lines]) {
        assert.ok(exact >= 0.97 * asked, `${exact} of ${asked} are exact`);
      }
    }).timeout(60_000);
  }
});

/** What compile.mjs writes: class files by compiler. */
type Compiled = Readonly<Record<string, readonly CompiledClass[]>>;

interface CompiledClass extends Omit<ClassFile, 'methods'> {
  readonly methods: readonly (readonly [
    name: string,
    descriptor: string,
    flags: number,
    lines: string,
    ownLines: string,
  ])[];
}

function classFileOf({ methods, ...rest }: CompiledClass): ClassFile {
  const numbersIn = (text: string): number[] => (text === '' ? [] : text.split(' ').map(Number));
  return {
    ...rest,
    methods: methods.map(([name, descriptor, flags, lines, ownLines]) => {
      return { name, descriptor, flags, lines: numbersIn(lines), ownLines: numbersIn(ownLines) };
    }),
  };
}
