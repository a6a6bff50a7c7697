import assert from 'node:assert/strict';
import { visibleText } from '../../src/base/visible-text';

describe('visibleText', () => {
  const check = (text: string, expected: string, limit?: number): void => {
    assert.equal(visibleText(text, limit), expected);
  };

  it('leaves names of any language as they are', () => {
    check('checkout.pricing:Engine:quote 日本語 ملف é 👍', 'checkout.pricing:Engine:quote 日本語 ملف é 👍');
  });

  it('leaves markup to be what it is: text', () => {
    check('<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>');
  });

  it('shows controls, line breaks and escape codes', () => {
    check('a\nb\u001b[31mc\u0000\u2028', 'a⟨U+000A⟩b⟨U+001B⟩[31mc⟨U+0000⟩⟨U+2028⟩');
  });

  it('shows marks that turn the writing direction or take no room', () => {
    check('a\u202egnp\u2066b\u200bc\u{e0041}', 'a⟨U+202E⟩gnp⟨U+2066⟩b⟨U+200B⟩c⟨U+E0041⟩');
  });

  it('shows halves of characters', () => {
    check('a\ud83db', 'a⟨U+D83D⟩b');
  });

  it('cuts a megabyte, and never through a character', () => {
    assert.equal(visibleText('x'.repeat(1_000_000)).length, 1001);
    check('ab👍cd', 'ab…', 3);
    check('ab👍cd', 'ab👍…', 4);
  });
});
