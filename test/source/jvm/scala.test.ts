import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SCALA } from '../../../src/source/languages';
import { parseJvmFrameName } from '../../../src/source/jvm/frame-name';
import { matchJvm } from '../../../src/source/jvm/match-jvm';
import { createParser, type SymbolParser } from '../../../src/source/parsers';
import type { ClassFile } from '../../corpus/class-file';
import { ROOT, score, type Score } from '../../corpus/jvm-oracle';
import { drawn } from '../../fixtures/text-profile';

const FIXTURES = 'test/fixtures/jvm/scala';

describe('symbols of Scala', () => {
  let parser: SymbolParser;
  before(async () => (parser = await createParser(SCALA, 'dist')));
  after(() => parser.dispose());

  /** Kind, qualified name, lines and own lines; the methods are checked by what compilers make. */
  function check(source: string, expected: string): void {
    const printed = parser
      .parse(drawn(source), 'Cart.scala')
      .slice(1)
      .map(({ kind, qualifiedName, firstLine, endLine, own }) => {
        const lines = own.from > own.to ? 'none' : `${own.from}-${own.to}`;
        return `${kind} ${qualifiedName} ${firstLine}-${endLine} own ${lines}`;
      });
    assert.equal(printed.join('\n'), drawn(expected).trim());
  }

  it('are classes, objects, methods, and lambdas that have a line to themselves', () => {
    check(
      `
      class Cart(n: Int) {
        def total = items.map(_ + 1).filter { x =>
          x > n
        }
        def this() = this(1)
      }
      object Cart { lazy val empty = new Cart }
      `,
      `
      class Cart 1-6 own 1-6
      method Cart.total 2-4 own 2-4
      lambda Cart.total.<lambda> 2-3 own 3-3
      method Cart.<init> 5-5 own 5-5
      class Cart 7-7 own 7-7
      method Cart.empty 7-7 own none
      `,
    );
  });

  it('end with their code, not where indentation does', () => {
    check(
      `
      class Cart:
        def total =
          1
        // of nobody

      /* nor this */
      def free =
        0
      `,
      `
      class Cart 1-3 own 1-3
      method Cart.total 2-3 own 2-3
      function free 6-7 own 6-7
      `,
    );
  });

  it('have their bodies on a line of their own', () => {
    check(
      `
      class Cart
      {
        def total: Int
          = 1
        def next: Int // abstract
      }
      `,
      `
      class Cart 1-6 own 1-6
      method Cart.total 3-4 own 3-4
      `,
    );
  });
});

describe('frames of Scala', () => {
  let parser: SymbolParser;
  before(async () => (parser = await createParser(SCALA, 'dist')));
  after(() => parser.dispose());

  /** One frame a line, `class.method:line`, and what it is answered. */
  function check(source: string, expected: string): void {
    const symbols = parser.parse(drawn(source), 'Cart.scala');
    const asked = drawn(expected).trim().split('\n');
    const answers = asked.map((text) => {
      const frame = text.split(' → ')[0];
      const [name, line = '0'] = frame.split(':');
      const parsed = parseJvmFrameName(name);
      assert(parsed !== undefined, frame);
      const match = matchJvm(parsed, { first: Number(line), last: Number(line) }, symbols);
      const found = match.symbols.map(({ qualifiedName, line: at }) => `${qualifiedName} ${at}`);
      return `${frame} → ${match.status} ${found.join(', ')}`.trim();
    });
    assert.equal(answers.join('\n'), asked.join('\n'));
  }

  it('may be of what a class inherits, without lines', () => {
    check(
      `
      class Cart extends Sink {
        def add(n: Int) = n
      }
      class Failure extends RuntimeException {
        def add(n: Int) = n
      }
      `,
      `
      Cart.add → ambiguous Cart.add 2
      Cart.add:2 → exact Cart.add 2
      Cart.add:1 → none
      Failure.add → exact Failure.add 5
      `,
    );
  });

  it('are of classes without a name in their own class or in one around, with what they mix in', () => {
    check(
      `
      trait Shop {
        trait Till {
          def open = try new Buffer(1) with Task { self =>
            def run() =
              rest.collect { case 1 =>
                2
              }
          } finally close()
        }
      }
      `,
      `
      Shop$Till$$anon$1.run:5 → exact Shop.Till.open.<Buffer>.run 4
      Shop$$anon$1.run:5 → exact Shop.Till.open.<Buffer>.run 4
      Shop$$anon$1.<init>:3 → exact Shop.Till.open.<Buffer> 3
      Shop$Till.open:3 → exact Shop.Till.open 3
      `,
    );
  });

  it('are of classes without a name that only mix types in', () => {
    check(
      `
      class Till {
        def fail(e: Exception) = new Failure("x") with Quiet
        def both = new Task with Quiet
        def run(n: Int) = new Task {
          def run() = 1
        }
      }
      `,
      `
      Till$$anon$1.<init>:2 → exact Till.fail.<Failure> 2
      Till$$anon$2.<init>:3 → exact Till.both.<Task> 3
      Till$$anon$3.<init>:4 → exact Till.run.<Task> 4
      `,
    );
  });

  it('are of members after another such class, and of none that only stands in its arguments', () => {
    check(
      `
      class Till {
        def open = new Buffer(
          () =>
            1
        ) with Task { self =>
          start(
            new Lock(2) with Runnable {
              def run() = 3
            })

          private def swap() =
            4
        }
      }
      `,
      `
      Till$$anon$1$$anon$2.run:8 → exact Till.open.<Buffer>.<Lock>.run 8
      Till$$anon$1.Till$$anon$$swap:11 → exact Till.open.<Buffer>.swap 10
      Till.$anonfun$open$1:4 → exact Till.open.<lambda> 3
      Till$$anon$1.<init>:6 → exact Till.open.<Buffer> 2
      Till$$anon$2.<init>:8 → exact Till.open.<Buffer>.<Lock> 7
      `,
    );
  });

  it('are of what stands in a partial function, which Scala 3 makes a class of', () => {
    check(
      `
      class Till {
        def open = tasks.recover {
          case e: Failure =>
            later(new Runnable {
              def run() = 1
            })
            tasks.map((e) =>
              2
            )
          case _ => others.map(_ + 1)
        }
      }
      `,
      `
      Till$$anon$1$$anon$2.run:5 → exact Till.open.<lambda>.<Runnable>.run 5
      Till$$anon$1.applyOrElse$$anonfun$1:8 → exact Till.open.<lambda>.<lambda> 7
      Till.Till$$anon$1$$_$applyOrElse$$anonfun$2:10 → exact Till.open.<lambda> 2
      `,
    );
  });

  it('are of the classes that 2.x makes of partial functions, however their method is named', () => {
    check(
      `
      package com
      class Till(n: Int = xs.collect { case 1 => 1 }.size) {
        private def open = {
          def local = xs.collect { case 1 => 2 }
          xs.collect { case 1 => 2 }
        }
        def close = xs.map { x =>
          xs.collect { case 1 => 3 }
        }
      }
      `,
      `
      com.Till$$anonfun$com$Till$$open$1.applyOrElse:5 → exact Till.open 3
      com.Till$$anonfun$local$1$1.applyOrElse:4 → exact Till.open.local 4
      com.Till$$anonfun$$nestedInanonfun$close$1$1.applyOrElse:8 → exact Till.close.<lambda> 7
      com.Till$$anonfun$$lessinit$greater$1.applyOrElse:2 → exact Till 2
      `,
    );
  });

  it('are of what one constructor hands on to another', () => {
    check(
      `
      class Failure(text: String => String, cause: Int) extends Error(text) {
        def this(n: Int) = this(
          (text) => text,
          n
        )
      }
      `,
      `
      Failure.Failure$superArg$1:1 → exact Failure 1
      Failure.Failure$superArg$2:3 → exact Failure.<init> 2
      Failure.Failure$superArg$2$$anonfun$1:3 → exact Failure.<init> 2
      Failure.cause$accessor:1 → exact Failure 1
      `,
    );
  });

  it('are lifted out of any depth of classes and methods', () => {
    check(
      `
      class Till {
        class Drawer {
          def open = {
            val coins = all.map(_ + 1)
            class Coin { def worth = 1 }
            coins
          }
        }
      }
      `,
      `
      Till.Till$Drawer$$_$_$$anonfun$1:4 → exact Till.Drawer.open 3
      Till$Coin$1.worth:5 → exact Till.Drawer.open.Coin.worth 5
      `,
    );
  });

  it('are of value classes, in their companions', () => {
    check(
      `
      case class Level(n: Int) extends AnyVal {
        def all = xs.map(_ + 1)
      }
      `,
      `
      Level$.copy$extension:1 → exact Level 1
      Level$.$anonfun$all$extension$1:2 → exact Level.all 2
      `,
    );
  });

  it('are of defaults of a method without a body', () => {
    check(
      `
      trait Alerter {
        def apply(text: String, payload: Option[Any] = None): Unit
      }
      `,
      `
      Alerter.apply$default$2$:1 → exact Alerter 1
      `,
    );
  });

  it('initialise an object in the class beside it', () => {
    check(
      `
      trait Rates {
        def rate = 1
      }
      object Rates extends Rates
      `,
      `
      Rates.<clinit>:4 → exact Rates 4
      Rates.<clinit> → ambiguous Rates 1, Rates 4
      Rates.$init$:1 → exact Rates 1
      `,
    );
  });

  const compiled = JSON.parse(readFileSync(`${FIXTURES}/compiled.json`, 'utf8')) as Compiled;

  for (const [compiler, rows] of Object.entries(compiled)) {
    it(`are found as ${compiler} has their lines`, async () => {
      const { whole, lines, unlined } = await ask(rows);
      for (const tally of [whole, lines, unlined]) {
        // What is inlined keeps its own lines, where the method has none; its name still says which it is.
        const wrong = tally.wrong.filter((answer) => !answer.startsWith('com.modern.Service.useInline('));
        assert.deepEqual([...wrong, ...tally.astray], []);
      }
      for (const { exact, asked } of [whole, lines]) {
        assert.ok(exact >= 0.97 * asked, `${exact} of ${asked} are exact`);
      }
    }).timeout(60_000);
  }
});

/** What compile.mjs writes: class files by compiler, each method as name, descriptor, flags and lines. */
type Compiled = Readonly<Record<string, readonly CompiledClass[]>>;

interface CompiledClass extends Pick<ClassFile, 'name' | 'superName' | 'flags' | 'sourceFile' | 'inner'> {
  readonly methods: readonly (readonly [name: string, descriptor: string, flags: number, lines: string])[];
}

function ask(rows: readonly CompiledClass[]): Promise<Score> {
  const sources = new Map(
    Object.entries({
      'Cart.scala': 'com/shop',
      'package.scala': 'com/shop',
      'Modern.scala': 'com/modern',
    }).map(([name, folder]) => [`${ROOT}/${folder}/${name}`, readFileSync(`${FIXTURES}/${name}`, 'utf8')]),
  );
  return score({ language: 'scala', project: 'fixtures', classes: rows.map(classFileOf), sources });
}

function classFileOf({ methods, ...rest }: CompiledClass): ClassFile {
  return {
    ...rest,
    enclosingMethod: undefined,
    methods: methods.map(([name, descriptor, flags, text]) => {
      const lines = text.split(' ').map(Number);
      return { name, descriptor, flags, lines, ownLines: lines };
    }),
  };
}
