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

  it('goes on after an else that is an argument', () => {
    check(
      `
      say(
        if (a)
          b
        else
          c,
        if (a) b else
          if (c) d
          else e
      )
      `,
      `
      say(
        if (a)
          b
        else     c,
        if (a) b else     if (c) d
          else e
      )
      `,
    );
  });

  it('has no block by indentation in braces that a line is out of', () => {
    check(
      `
      trait Till { self =>
        // The sum "{ of all.
        def total = {
          1
        }
      import scala.quoted._
        def other = 2
      }
      trait Other {
        def total = 1

        def next = """
      """
      }
      `,
      `
      trait Till { self =>                           def total = {
          1
        }
      import scala.quoted._
        def other = 2
      }
      trait Other {
        def total = 1

        def next = """
      """
      }
      `,
    );
  });

  it('has no braces after a given, and no quotes and modifiers that it would not know', () => {
    check(
      `
      given Show[Cart] with {
        @inline infix
        def show(cart: Expr[Cart]) = cart match {
          case '{ Cart(\${n}) } => 1
        }
      }
      `,
      `
      given Show[Cart] with
        @inline
        def show(cart: Expr[Cart]) = cart match {
          case _               => 1
        }

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
