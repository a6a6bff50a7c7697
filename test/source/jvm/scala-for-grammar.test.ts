import assert from 'node:assert/strict';
import { scalaForGrammar } from '../../../src/source/jvm/scala-for-grammar';
import { drawn } from '../../fixtures/text-profile';

describe('Scala for its grammar', () => {
  /** Spaces at the ends of lines are left out of what is expected. */
  function check(source: string, expected: string): void {
    const text = drawn(source);
    const prepared = scalaForGrammar(text);
    assert.equal(prepared.length, text.length, 'every character keeps its place');
    assert.equal(prepared.replace(/ +$/gm, '').trim(), drawn(expected).trim());
  }

  it('goes on after an operator and before an equals sign, but not out of a comment', () => {
    check(
      `
      def isCheap = isSmall ||
        isOld
      def total: Int
        = 1
      val a = b + // one
        c
      `,
      `
      def isCheap = isSmall ||   isOld
      def total: Int   = 1
      val a = b + // one
        c
      `,
    );
  });

  it('has blocks for XML, with the code that stands in it', () => {
    check(
      `
      def page =
        <b id={ key }>{ name }{ count } of <!-- { none } --> <i/>{ rest.map { one =>
          <li>{ one }</li>
        } }</b>
      val less = if (a <b) "<b>" else c
      `,
      `
      def page =
        {     { key };{ name }{ count };                         { rest.map { one =>
          {   { one };   }
        } };  }
      val less = if (a <b) "<b>" else c
      `,
    );
  });

  it('leaves alone what begins like XML and does not end', () => {
    const text = 'val a =\n  <b>{ c }\n';
    assert.equal(scalaForGrammar(text), text);
  });
});
