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
