import assert from 'node:assert/strict';
import { parseLocatedJson } from '../../src/base/located-json';

describe('located JSON', () => {
  it('reads what JSON.parse reads', () => {
    const texts = [
      '{}',
      ' [ ] ',
      '{"a": [1, -2.5e3, true, false, null, "x\\n\\u00e9\\"", {"b": {}}]}',
      '"text"',
      '0',
      '{"__proto__": {"polluted": 1}, "a": 1, "a": 2}',
    ];
    for (const text of texts) assert.deepEqual(parseLocatedJson(text).value, JSON.parse(text), text);
  });

  it('refuses what JSON.parse refuses, and says on which line', () => {
    const check = (text: string, expected: string): void => {
      assert.throws(() => JSON.parse(text), text);
      assert.throws(() => parseLocatedJson(text), { message: expected });
    };
    check('{"a": 1,\n "b": }', 'is not JSON from line 2 on: a value is missing');
    check('{"a": 1,\n}', 'is not JSON from line 2 on: a name in double quotes is missing');
    check('[1\n 2]', 'is not JSON from line 2 on: a "," is missing');
    check('{"a" 1}', 'is not JSON from line 1 on: a ":" is missing');
    check('[1,\n\n// why\n2]', 'is not JSON from line 3 on: this is no value');
    check('["line\nbreak"]', 'is not JSON from line 1 on: this is no value');
    check('{}\n{}', 'is not JSON from line 2 on: something follows the end');
    check('[', 'is not JSON from line 1 on: a value is missing');
    check('', 'is not JSON from line 1 on: a value is missing');
    check('[01]', 'is not JSON from line 1 on: a "," is missing');
    check("{'a': 1}", 'is not JSON from line 1 on: this is no value');
  });

  it('stops at a depth that nobody writes', () => {
    assert.throws(() => parseLocatedJson('['.repeat(100_000)), {
      message: 'is not JSON from line 1 on: it is nested too deeply',
    });
  });

  it('knows the lines of objects and lists', () => {
    const { value, lineOf } = parseLocatedJson('{\n  "a": [\n    { "b": 1 },\n\n    {}\n  ]\n}\n');
    const { a } = value as { a: unknown[] };
    assert.deepEqual([value, a, a[0], a[1], 'text'].map(lineOf), [1, 2, 3, 5, 0]);
  });
});
