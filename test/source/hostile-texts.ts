import type { LanguageId } from '../../src/source/languages';

/** Texts that nobody would write, for any extractor: what is open is never closed, or stands within itself without end. */

/** A class, where the language has them, with one function; left open, so that all that follows stands within. */
export const HEADS: Readonly<Record<LanguageId, string>> = {
  python: 'def before():\n  return 1\n',
  java: 'class A { void before() { run(); }\n',
  kotlin: 'class A { fun before() { run() }\n',
  scala: 'class A { def before() = { run() }\n',
  groovy: 'class A { void before() { run() }\n',
  clojure: '(defn before [] (run))\n',
};

/** Each is found hard by one scanner or grammar at least when it goes on: a bracket, a word, the beginning of a declaration. */
export const REPEATED: readonly string[] = [
  ...[
    '(',
    '[',
    '{',
    '{\n',
    ')',
    '}\n',
    '{[(',
    'f(',
    'f {\n',
    '"',
    '"\n',
    '"""a',
    "'",
    "'\n",
    '`',
    '"${',
    '$/',
  ],
  ...[
    '/* ',
    '/**/',
    '//\n',
    '/',
    '#',
    '\\',
    'a < b ',
    '<',
    'A<',
    '<a>',
    '=<a>{',
    '(<a ',
    '=<a><!-- ',
    '\r',
    '\t',
  ],
  ...[
    '@a ',
    '@a(',
    '@a\n',
    '.b',
    'a,',
    'a:',
    'a ',
    '::',
    '= ',
    '=\n',
    'a ||\n',
    'a ? b : ',
    'if (a) {',
    'else ',
  ],
  ...['case a => ', 'case 1: ', 'a -> ', 'a => ', '{ a -> ', '{ a =>\n', 'lambda: ', 'new ', 'new A() { '],
  ...[
    'class A { ',
    'class A\n',
    'object A {\n',
    'def a() { ',
    'def a = ',
    'fun a() {\n',
    'void a() { ',
    'private ',
  ],
  ...[
    'given a with {\n',
    '= switch (a) {',
    'a() throws b ',
    'package a\n',
    'val a = ',
    'enum A { B, ',
    'try {\n',
  ],
  ...[
    '(fn [] ',
    '(let [a ',
    '(for [a b] ',
    '`~',
    '^a ',
    '#_ ',
    '#?(:clj ',
    '\0',
    '\ud800',
    '\u2028',
    '\u{1F600}',
  ],
];

export function repeated(part: string, length: number): string {
  return part.repeat(Math.ceil(length / part.length));
}
