import assert from 'node:assert/strict';
import { createParser, type SymbolParser } from '../../src/source/parsers';
import { PYTHON } from '../../src/source/languages';
import type { CodeSymbol } from '../../src/source/symbols';
import { drawn } from '../fixtures/text-profile';

describe('symbols of Python', () => {
  let parser: SymbolParser;
  before(async () => (parser = await createParser(PYTHON, 'dist')));
  after(() => parser.dispose());

  function check(source: string, expected: string): void {
    assert.equal(parser.parse(source, 'shop.py').slice(1).map(print).join('\n'), drawn(expected).trim());
  }

  it('are functions and methods, from their first decorator to their last statement', () => {
    check(
      '@cached\n@logged(\n  1)\nasync def load(a,\n  b=1):\n  x = 1\n  return x\n  # done\n\nclass A(B, m.C, D[int], metaclass=M):\n  def run(self): pass',
      `
      function load 1 4 6-7 own 6-7
      class A 10 10 11-11 own 11-11 (B C D)
      method A.run 11 11 11-11 own none self
      `,
    );
  });

  it('belong to the scope that runs them: defaults and decorators stand outside of their function', () => {
    check(
      'def f(k=lambda: 1):\n  def g(): return (lambda: 2)\n@d(lambda: 3)\ndef h(): pass',
      `
      function f 1 1 2-2 own 2-2
      lambda <lambda> 1 1 1-1 own none
      function f.<locals>.g 2 2 2-2 own none
      lambda f.<locals>.g.<locals>.<lambda> 2 2 2-2 own none
      lambda <lambda> 3 3 3-3 own none
      function h 3 4 4-4 own none
      `,
    );
  });

  it('are comprehensions, whose first iterable belongs to the frame around them', () => {
    check(
      'x = [a for a in (b for b in c)]\ny = {\n  k: v\n  for k, v in z\n}',
      `
      comprehension <listcomp> 1 1 1-1 own none
      comprehension <genexpr> 1 1 1-1 own none
      comprehension <dictcomp> 2 2 3-5 own 3-5 less 4-4
      `,
    );
  });

  it('own no line on which something else runs as well', () => {
    check(
      'x = lambda a: [lambda b: (\n  b), a]\ny = (lambda:\n  y)',
      `
      lambda <lambda> 1 1 1-2 own 2-2
      lambda <lambda>.<locals>.<lambda> 1 1 1-2 own none
      lambda <lambda> 3 3 4-4 own 4-4
      `,
    );
  });

  it('go through every kind of block', () => {
    check(
      'if a:\n  def f(): pass\nelse:\n  def f(): pass\ntry:\n  def g(): pass\nexcept E:\n  def g(): pass\nmatch x:\n  case 1:\n    def h(): pass',
      `
      function f 2 2 2-2 own none
      function f 4 4 4-4 own none
      function g 6 6 6-6 own none
      function g 8 8 8-8 own none
      function h 11 11 11-11 own none
      `,
    );
  });

  it('know their class at any depth', () => {
    const symbols = parser.parse(
      'class A:\n  def m(self):\n    def helper(): return 1\n  class B:\n    def n(self): pass',
      'shop.py',
    );
    assert.deepEqual(
      symbols.map(({ name, className }) => `${className}:${name}`),
      [':<module>', ':A', 'A:m', 'A:helper', 'A:B', 'B:n'],
    );
  });

  it('survive code that does not parse', () => {
    check(
      'def before():\n  return 1\n\ndef broken(:\n  retrun ((\n\ndef after():\n  return 2\n',
      `
      function before 1 1 2-2 own 2-2
      function broken 4 4 5-5 own none
      function after 7 7 8-8 own 8-8
      `,
    );
  });

  it('count lines as Python does: carriage returns alone, byte order mark', () => {
    check('\uFEFFx = 1\r\rdef f():\r  return 1\r\n', `function f 3 3 4-4 own 4-4`);
  });

  it('compare names in one form, as Python does', () => {
    check('def \uFB01nal(): pass', `function final 1 1 1-1 own none`);
  });

  it('of an empty text are its module', () => {
    assert.deepEqual(parser.parse('', 'shop.py').map(print), ['module <module> 1 1 1-1 own none']);
  });

  it('take no more than a moment for nesting without sense', () => {
    const lambdas = parser.parse(`x = ${'lambda: '.repeat(5_000)}1`, 'shop.py');
    assert.equal(lambdas.length, 201);
    assert.equal(parser.parse(`x = ${'('.repeat(100_000)}`, 'shop.py').length, 1);
  });
});

function print({
  kind,
  qualifiedName,
  firstLine,
  line,
  bodyLine,
  endLine,
  own,
  iterable,
  bases,
  takesSelf,
}: CodeSymbol): string {
  const shared = iterable === undefined ? '' : ` less ${iterable.from}-${iterable.to}`;
  const ownLines = own.from > own.to ? 'none' : `${own.from}-${own.to}${shared}`;
  const extras = [bases.length > 0 ? ` (${bases.join(' ')})` : '', takesSelf ? ' self' : ''].join('');
  return `${kind} ${qualifiedName} ${firstLine} ${line} ${bodyLine}-${endLine} own ${ownLines}${extras}`;
}
