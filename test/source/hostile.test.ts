import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readCode } from '../../src/source/fingerprint';
import { LANGUAGES, type LanguageId } from '../../src/source/languages';
import { createParser, type SymbolParser } from '../../src/source/parsers';
import type { CodeSymbol } from '../../src/source/symbols';
import { randomOf } from '../fixtures/random';
import { HEADS, REPEATED, repeated } from './hostile-texts';

const FIXTURES: Readonly<Record<LanguageId, readonly string[]>> = {
  python: ['python/classes.py', 'python/nesting.py'],
  java: ['jvm/java/com/shop/Cart.java'],
  kotlin: ['jvm/kotlin/Cart.kt', 'jvm/kotlin/Members.kt'],
  scala: ['jvm/scala/Cart.scala', 'jvm/scala/Modern.scala'],
  groovy: ['jvm/groovy/com/shop/Shop.groovy', 'jvm/groovy/com/shop/Modern.groovy'],
  clojure: ['jvm/clojure/my_shop/core.clj'],
};

for (const language of LANGUAGES) {
  describe(`${language.id} that nobody would write`, () => {
    let parser: SymbolParser;
    before(async () => (parser = await createParser(language, 'dist')));
    after(() => parser.dispose());

    const fixtures = FIXTURES[language.id].map((path) => readFileSync(`test/fixtures/${path}`, 'utf8'));

    /** By a name of its own each time: what is kept of a text read before is not to be told of. */
    let count = 0;
    const read = (text: string): readonly CodeSymbol[] => parser.parse(text, `/${count++}/Cart.x`);

    function check(text: string): readonly CodeSymbol[] {
      const symbols = read(text);
      assert.deepEqual(faultsOf(symbols, text), [], JSON.stringify(text.slice(0, 200)));
      readCode(text, symbols, language.id);
      return symbols;
    }

    it('is read to its end, whatever goes on without one', () => {
      for (const part of REPEATED) check(HEADS[language.id] + repeated(part, 400));
    });

    it('may be a line of a million characters, or ten thousand levels deep', () => {
      const head = HEADS[language.id];
      assert.ok(check(head + 'x'.repeat(1_000_000)).some(({ name }) => name === 'before'));
      check(head + '('.repeat(10_000) + ')'.repeat(10_000));
      check(head + '{'.repeat(10_000) + '}'.repeat(10_000));
    });

    it('has the lines that an editor counts', () => {
      for (const text of fixtures) {
        const expected = linesOf(read(text));
        assert.deepEqual(linesOf(read(`\uFEFF${text}`)), expected);
        assert.deepEqual(linesOf(read(text.replaceAll('\n', '\r\n'))), expected);
        assert.deepEqual(linesOf(read(text.replaceAll('\n', '\r'))), expected);
      }
    });

    it('is cut, spliced, repeated and robbed of its brackets, and read all the same, twice alike', () => {
      const random = randomOf(5);
      for (let i = 0; i < 15; i++) {
        const text = mutated(fixtures, random);
        assert.deepEqual(check(text), read(text));
      }
    });

    it('leaves what stands before it as it was', () => {
      const random = randomOf(6);
      let [kept, all] = [0, 0];
      for (let i = 0; i < 15; i++) {
        const text = fixtures[i % fixtures.length];
        const at = Math.floor(random() * text.length);
        const broken = text.slice(0, at) + BREAKING[i % BREAKING.length] + text.slice(at);
        const line = text.slice(0, at).split('\n').length;
        const found = new Set(linesOf(read(broken)));
        const before = linesOf(read(text).filter(({ endLine, kind }) => endLine < line && kind !== 'lambda'));
        all += before.length;
        kept += before.filter((one) => found.has(one)).length;
      }
      assert.ok(kept >= 0.8 * all, `${kept} of ${all}`);
    });
  });
}

/** What somebody leaves half written, or a tool writes into a file. */
const BREAKING = [
  '"',
  "'",
  '"""',
  '/*',
  '{',
  '(',
  ')',
  '}',
  '[',
  '`',
  '<<<<<<< ours\n',
  '\n=======\n',
  '@',
  'def ',
  'class ',
  '\0',
  '\ud800',
];

function linesOf(symbols: readonly CodeSymbol[]): string[] {
  return symbols.map(({ qualifiedName, firstLine, endLine }) => `${qualifiedName} ${firstLine}-${endLine}`);
}

/** One to three times cut, spliced with another place, repeated, or without some of its brackets. */
function mutated(texts: readonly string[], random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pieceOf = (text: string): string => {
    const from = below(text.length);
    return text.slice(from, from + below(400));
  };
  let text = texts[below(texts.length)];
  for (let left = 1 + below(3); left > 0; left--) {
    const at = below(text.length);
    const piece = pieceOf(text);
    const ways: readonly (() => string)[] = [
      () => text.slice(0, at),
      () => text.slice(0, at) + text.slice(at + below(200)),
      () => text.slice(0, at) + pieceOf(texts[below(texts.length)]) + text.slice(at),
      () => text.slice(0, at) + piece.repeat(1 + below(5)) + text.slice(at),
      () => text.replace(/[()[\]{}]/g, (bracket) => (random() < 0.05 ? '' : bracket)),
      () => text.slice(0, at) + BREAKING[below(BREAKING.length)] + text.slice(at),
    ];
    text = ways[below(ways.length)]();
  }
  return text;
}

/** What is wrong with symbols whatever the text: they must lie in it, and in each other. */
function faultsOf(symbols: readonly CodeSymbol[], text: string): string[] {
  const lineCount = text.split(/\r\n?|\n/).length;
  return symbols.flatMap((symbol, row) => {
    const { name, qualifiedName, firstLine, line, bodyLine, endLine, own, parent } = symbol;
    const outer = symbols[parent] as CodeSymbol | undefined;
    const isRight =
      name !== '' &&
      qualifiedName !== '' &&
      1 <= firstLine &&
      firstLine <= line &&
      line <= endLine &&
      endLine <= lineCount &&
      firstLine <= bodyLine &&
      bodyLine <= endLine &&
      (own.from > own.to || (firstLine <= own.from && own.to <= endLine)) &&
      (row === 0 ? parent === -1 : parent >= 0 && parent < row) &&
      (outer === undefined || (outer.firstLine <= firstLine && endLine <= outer.endLine));
    return isRight
      ? []
      : [
          `${row} ${qualifiedName || '?'} ${firstLine}/${line}/${bodyLine}-${endLine} own ${own.from}-${own.to} in ${parent} ${outer?.qualifiedName} ${outer?.firstLine}-${outer?.endLine} of ${lineCount}`,
        ];
  });
}
