import assert from 'node:assert/strict';
import { clojureSymbolsOf } from '../../../src/source/jvm/clojure';
import { parseJvmFrameName } from '../../../src/source/jvm/frame-name';
import { matchJvm } from '../../../src/source/jvm/match-jvm';
import { JAVA } from '../../../src/source/languages';
import { createParser, type SymbolParser } from '../../../src/source/parsers';
import type { CodeSymbol } from '../../../src/source/symbols';
import { drawn } from '../../fixtures/text-profile';

describe('a method among those of its file', () => {
  let parser: SymbolParser;
  before(async () => (parser = await createParser(JAVA, 'dist')));
  after(() => parser.dispose());

  /** Each row: the frame, its first and last line (0 for none), and the answer. */
  function check(
    source: string,
    rows: string,
    symbols: readonly CodeSymbol[] = parser.parse(drawn(source), 'Cart.java'),
  ): void {
    const answers = rows
      .trim()
      .split('\n')
      .map((row) => {
        const [name, range] = row.trim().split(/\s+/);
        const [first, last = first] = range.split('-').map(Number);
        const frame = parseJvmFrameName(name);
        assert.ok(frame, name);
        const match = matchJvm(frame, { first, last }, symbols);
        const found = match.symbols.map((symbol) => `${symbol.qualifiedName}:${symbol.line}`);
        return [name, range, match.status, ...found].join(' ');
      });
    assert.deepEqual(
      answers,
      rows
        .trim()
        .split('\n')
        .map((row) => row.trim().replace(/\s+/g, ' ')),
    );
  }

  it('is chosen from overloads by lines or parameters; without either all are named', () => {
    check(
      `
      class Cart {
        int add(int n) {
          return n;
        }
        <T extends Line> int add(T line, List<String>... more) {
          return 2;
        }
      }
      `,
      `
      Cart.add  2-4  exact Cart.add:2
      Cart.add  6    exact Cart.add:5
      Cart.add  0    ambiguous Cart.add:2 Cart.add:5
      Cart.add(int)  0  exact Cart.add:2
      Cart.add(Line,java.util.List[])  0  exact Cart.add:5
      Cart.add  90   ambiguous Cart.add:2 Cart.add:5
      Cart.add  3-6  ambiguous Cart.add:2 Cart.add:5
      Cart.sub  3    none
      com.other.Cart.add  3  none
      `,
    );
  });

  it('is the only one of its name on other lines after an edit; a number is no name', () => {
    check(
      `
      class Cart {
        int total() { return 1; }
        Runnable task() {
          return () -> run();
        }
        Object line = new Line() {
          void run() { }
        };
      }
      `,
      `
      Cart.total  20  moved Cart.total:2
      Cart.lambda$task$0  4  exact Cart.task.<lambda>:4
      Cart.lambda$task$0  0  exact Cart.task.<lambda>:4
      Cart.lambda$task$0  20  ambiguous Cart.task.<lambda>:4
      Cart$1.run  7  exact Cart.<Line>.run:7
      Cart$1.run  20  ambiguous Cart.<Line>.run:7
      Cart$1$2.run  7  none
      Cart$Line.run  7  none
      `,
    );
  });

  it('is the innermost that the lines belong to alone', () => {
    check(
      `
      class Cart {
        void run() {
          each(a ->
            each(b -> {
              call(b);
            }));
          each(a -> each(b -> b));
        }
      }
      `,
      `
      Cart.lambda$run$0  5  exact Cart.run.<lambda>.<lambda>:4
      Cart.lambda$run$1  4  ambiguous Cart.run.<lambda>:3 Cart.run.<lambda>.<lambda>:4
      Cart.lambda$run$2  7  ambiguous Cart.run.<lambda>:7 Cart.run.<lambda>.<lambda>:7
      Cart.lambda$null$0  5  exact Cart.run.<lambda>.<lambda>:4
      Cart.run  3-7  exact Cart.run:2
      `,
    );
  });

  it('is the constructor whose lines are among those of the initialisers that it runs', () => {
    check(
      `
      class Cart {
        int a = 1;
        static int b = 2;
        Cart() {
          a = 2;
        }
        Cart(int x) {
          a = x;
        }
        {
          a = 3;
        }
        static {
          b = 3;
        }
      }
      `,
      `
      Cart.<init>  2-5   exact Cart.<init>:4
      Cart.<init>  8-11  exact Cart.<init>:7
      Cart.<init>  2     exact Cart:1
      Cart.<init>  11    exact Cart.<init>:10
      Cart.<init>  2-11  exact Cart:1
      Cart.<init>  5-8   ambiguous Cart.<init>:4 Cart.<init>:7
      Cart.<init>  0     ambiguous Cart.<init>:4 Cart.<init>:7
      Cart.<init>()  0   exact Cart.<init>:4
      Cart.<init>  2-90  ambiguous Cart.<init>:4 Cart.<init>:7
      Cart.<clinit>  3   exact Cart:1
      Cart.<clinit>  14  exact Cart.<clinit>:13
      Cart.<clinit>  3-14  exact Cart:1
      Cart.<clinit>  0   exact Cart:1
      `,
    );
  });

  it('is none of those whose name a bridge has: its line is the class’s', () => {
    check(
      `
      class Cart
          implements Comparable<Cart> {
        public int compareTo(Cart other) { return 0; }
        enum Kind { BIG, SMALL }
        record Line(int price) { }
      }
      `,
      `
      Cart.compareTo  1  none
      Cart.compareTo  3  exact Cart.compareTo:3
      Cart$Kind.values  4  exact Cart.Kind:4
      Cart$Line.price  5  exact Cart.Line:5
      Cart$Line.size  5  none
      Cart.access$000  1  none
      Cart$1.<clinit>  4  none
      `,
    );
  });

  function checkClojure(source: string, rows: string): void {
    check(source, rows, clojureSymbolsOf(drawn(source)));
  }

  it('is what a macro of its own file can have made of a call, where nothing else is', () => {
    checkClojure(
      `
      (ns shop)
      (defmacro with-lock [lock & body] \`(try ~@body (finally (.unlock ~lock))))
      (defn total [items lock]
        (str (with-lock lock
               (count items))
             (map (fn [item]
                    item)
                  items)))
      (defmacro defcurried [name args & body] \`(defn ~name ([x#] (fn [y#] (~name x# y#))) (~args ~@body)))
      (defcurried scaled [factor x]
        (* factor x))
      `,
      `
      shop$total$fn__12.invoke   4-5  exact total.<with-lock>:4
      shop$total$fn__14.invoke   6-7  exact total.<lambda>:6
      shop$total.invokeStatic    3-8  exact total:3
      shop$scaled$fn__12.invoke  10   exact scaled:10
      shop$scaled.invokeStatic   10-11  exact scaled:10
      `,
    );
  });

  it('is none where macros of other files can have made it: it has a number and no name', () => {
    checkClojure(
      `
      (ns shop)
      (defn total [items]
        (with-lock
          (count items))
        (map (fn [item]
               item)
             items))
      (run! (fn [item]
              item))
      `,
      `
      shop$total$fn__12.invoke       3-4  none
      shop$total$fn__12.invoke       5-6  exact total.<lambda>:5
      shop$total$fn__12.invoke       0    ambiguous total.<lambda>:5
      shop$fn__12.invoke             3    none
      shop$fn__12.invoke             0    none
      shop$eval12.invoke             3    none
      shop$eval12.invoke             0    none
      `,
    );
  });

  it('is a definline while that is expanded, a letfn on its line, and a default of what is taken apart', () => {
    checkClojure(
      `
      (ns shop)
      (definline doubled [x]
        \`(* 2 ~x))
      (defn tagged [x]
        (letfn
          [(tag [[k v]]
             (str k v))]
          (tag x)))
      (defn labelled [item]
        (let [{:keys [mark]
               :or {mark (fn [x]
                           (str x))}} item]
          (mark item)))
      `,
      `
      shop$eval12.invokeStatic       2      exact doubled:2
      shop$eval12$fn__13.invoke      2-3    exact doubled:2
      shop$tagged$tag__12.invoke     5-7    exact tagged.tag:6
      shop$labelled$fn__12.invoke    11-12  exact labelled.<lambda>:11
      `,
    );
  });
});
