import assert from 'node:assert/strict';
import * as ion from 'ion-js';
import { decodeAgentProfile, encodeAgentProfile, MAX_DEPTH } from '../../src/profile/codec/agent-profile';
import { encodeIonAgentProfile, readIon } from '../../src/profile/codec/ion';
import type { IonLimits } from '../../src/profile/codec/ion-values';
import { ProfileFormatError } from '../../src/profile/codec/reader';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

const LIMITS: IonLimits = { nesting: 20_100, containers: 200_000, scalars: 200_000, characters: 5_000_000 };

/** `21 07` with or without the version before it, which every binary document has. */
const bytesOf = (hex: string) => Buffer.from(`e00100ea${hex.replace(/\s/g, '')}`, 'hex');
const read = (input: string | Uint8Array, limits = LIMITS) =>
  readIon(typeof input === 'string' ? Buffer.from(input) : input, limits);

/** What comes out, as a literal of JavaScript. */
const print = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}:${print(one)}`)
    .join(',')}}`;
};

describe('text Ion', () => {
  const check = (text: string, expected: string) => assert.equal(print(read(text)), expected);

  it('reads what JSON has as JSON does', () => {
    const text = '{"a":[1,-2.5e3,true,false,null,"\\u00e9\\n\\\\"],"b":{"":{}},"__proto__":{"c":[]}}';
    assert.deepEqual(read(text), JSON.parse(text));
    assert.deepEqual(Object.keys(read(text) as object), ['a', 'b', '__proto__']);
  });

  it('reads symbols, quoted and not, as texts', () => {
    check(`{a: b, 'c d': 'e', "f": $name, g_1: '\\''}`, `{a:"b",c d:"e",f:"$name",g_1:"'"}`);
  });

  it('reads texts of many parts, with escapes', () => {
    check(`'''one ''' /* and */ '''two\\\n three'''`, '"one two three"');
    check(`"\\x41\\u00e9\\U0001F600\\a\\0"`, '"Aé😀\\u0007\\u0000"');
    check(`'''a\r\nb\rc'''`, '"a\\nb\\nc"');
    check(`{'''a''': 1}`, '{a:1}');
  });

  it('reads numbers of every form', () => {
    check('[1_000, -0x1F, 0b1_01, 1.5, 1.5d1, -2d-1, 1e3, 0., 0]', '[1000,-31,5,1.5,15,-0.2,1000,0,0]');
    assert.deepEqual(read('[+inf, -inf, nan]'), [Infinity, -Infinity, NaN]);
  });

  it('reads times as milliseconds', () => {
    check(
      '[1970T, 2026-11T, 2026-11-21, 2026-11-21T10:30Z, 2026-11-21T10:30:01.1159+02:00]',
      `[0,${Date.UTC(2026, 10)},${Date.UTC(2026, 10, 21)},${Date.UTC(2026, 10, 21, 10, 30)},${Date.UTC(2026, 10, 21, 8, 30, 1, 115)}]`,
    );
  });

  it('reads s-expressions as lists, bytes as null, and passes over annotations and comments', () => {
    check('(a + (b) <= "c")', '["a","+",["b"],"<=","c"]');
    check("a::'b c'::{x: d::1, // no\n y: null.int /* ,z:1 */,}", '{x:1,y:null}');
    check(`[{{aGk=}}, {{"clob"}}, {{ '''a''' '''b''' }}, {{//8=}}]`, '[null,null,null,null]');
  });

  it('reads numbers of symbols from tables, also when a table goes on', () => {
    check('$ion_1_0 $ion_symbol_table::{symbols: ["a", "b"]} {$10: $11, $4: 1}', '{a:"b",name:1}');
    check(
      '$ion_symbol_table::{symbols:[a::"a"]} $ion_symbol_table::{imports:$ion_symbol_table, symbols:["b"]} $11',
      '"b"',
    );
    check(`$ion_symbol_table::{imports:[{name:"x", version:1, max_id:100}], symbols:["a"]} $110`, '"a"');
  });

  it('gathers the values of a name that stands several times', () => {
    check('{a: 1, b: 2, a: [3], a: 4}', '{a:[1,[3],4],b:2}');
    assert.deepEqual(Object.entries(read('{__proto__: 1, __proto__: 2}') as object), [['__proto__', [1, 2]]]);
  });

  describe('is refused, naming the character,', () => {
    const rows: [what: string, text: string, message: RegExp][] = [
      ['when there is none', ' // nothing', /^character 11 of 11 must be a value of Ion, not the end$/],
      ['when a struct does not end', '{a: 1', /^character 5 of 5 must be a comma or }$/],
      ['when a list does not end', '[[1]', /^character 4 of 4 must be a comma or ]$/],
      ['when an s-expression does not end', '(a', /^character 2 of 2 must be a value$/],
      ['when a text does not end', '"abc', /^character 4 of 4 must be the end of a text$/],
      ['when a long text does not end', "'''abc''", /must be the end of a text$/],
      ['when a text has the end of a line', '"a\nb"', /^character 2 of 5 must be an escape/],
      ['when a text ends in an escape', '"abc\\', /must be the end of a text$/],
      ['when an escape is not known', '"\\q"', /must be a text of whole characters and known escapes$/],
      ['when an escape is cut', '"\\u00e"', /known escapes$/],
      ['when half a character is escaped', '"\\ud800"', /of whole characters/],
      ['when a code point is beyond Unicode', '"\\U00110000"', /of whole characters/],
      ['when a comment does not end', '/* a', /must be the end of a comment$/],
      ['when a field has no name', '{1: 2}', /^character 1 of 6 must be the name of a field$/],
      ['when a name has no colon', '{a 1}', /^character 3 of 5 must be a colon/],
      ['when commas have nothing between them', '[1,,2]', /^character 3 of 6 must be a value$/],
      ['when brackets do not match', '[1}', /^character 2 of 3 must be a comma or ]$/],
      ['when a number has letters', '12ab', /^character 0 of 4 must be a number or a time$/],
      ['when a number begins with zero', '007', /must be a number or a time$/],
      ['when a number is a book', '9'.repeat(5000), /must be a number or a time$/],
      ['when a day is not in the calendar', '2026-02-30T', /must be a number or a time$/],
      ['when a time has no offset', '2026-02-03T10:00', /must be a number or a time$/],
      ['when a type of null is not known', 'null.thing', /must be the name of a type after null$/],
      ['when a symbol has no text', '$99', /must be a symbol with a text in its document, not \$99$/],
      ['when there are two values', '1 2', /^character 3 of 3 must be the end of the only value$/],
      ['when bytes do not end', '{{ "a" }', /must be }} after bytes$/],
      ['when an operator stands alone', '[+]', /^character 1 of 3 must be a value$/],
      ['when an imported table has no size', '$ion_symbol_table::{imports:[{name:"x"}]} 1', /max_id/],
    ];
    for (const [what, text, message] of rows) {
      it(what, () => assert.throws(() => read(text), { name: 'ProfileFormatError', message }));
    }
  });
});

describe('binary Ion', () => {
  const check = (hex: string, expected: string) => assert.equal(print(read(bytesOf(hex))), expected);

  it('reads every type', () => {
    check('be91 0f 10 11 20 2107 3107 220100 82c3a9 7104 80', '[null,false,true,0,7,-7,256,"é","name",""]');
    check('ba 40 443fc00000 1f 2f 8f bf', '[0,1.5,null,null,null,null]');
    check('48c00921fb54442d18', '-3.141592653589793');
    check('b6 a2ffff 9161 c0', '[null,null,[]]');
  });

  it('reads decimals as the numbers they are', () => {
    check('ba 52c17b 53c104d2 52c185', '[12.3,123.4,-0.5]');
    check('b5 50 51c1 5183', '[0,0,0]');
  });

  it('reads times as milliseconds', () => {
    check('6a 80 0fea 8b 95 8a 9e 81 c3 73', String(Date.UTC(2026, 10, 21, 10, 30, 1, 115)));
    check('63 c0 0fea', String(Date.UTC(2026, 0)));
    check('63 80 00 8a', String(-62_135_596_800_000 + 9 * 365.25 * 86_400_000 - 6 * 3600_000));
  });

  it('reads structs with the names of symbol tables, and passes over annotations', () => {
    check('e98183d687b481618162 d88a21018bd38a2102', '{a:1,b:{a:2}}');
    check('ed8183da87b8817881798161817a ea828a8bd68ce4818d2101', '{a:1}');
    check('e78183d487b28161 ea8183d7867103 87b28162 d68a21018b2102', '{a:1,b:2}');
    check('d1 83 84 2101', '{name:1}');
  });

  it('begins anew where a version stands', () => {
    assert.throws(() => read(bytesOf('e78183d487b28161 e00100ea d38a2101')), /not number 10/);
  });

  it('passes over padding', () => {
    check('00 0e83ffffff b4 01ff 2101 00', '[1]');
    check('d7 80 02ffff 84 2101', '{name:1}');
  });

  describe('is refused, naming the byte,', () => {
    const rows: [what: string, hex: string, message: RegExp][] = [
      ['when there is no value', '', /^byte 4 of 4 must be a value of Ion, not the end$/],
      [
        'when a value is longer than the document',
        '8561',
        /^byte 4 of 6 must be a value that ends with what it stands in, 1 bytes on, not 5$/,
      ],
      ['when a value is longer than its list', 'b2 8561 62', /^byte 5 of 8 must be a value that ends with/],
      ['when a list of 2^28 values is six bytes', 'be 7f7f7fff 00', /must be a value that ends with/],
      [
        'when a table of 2^28 names is six bytes',
        'ee8a8183 de87 87 be7f7f7fff 00',
        /must be a value that ends with|annotations/,
      ],
      ['when a length has no end', '8e 00', /must be the end of a number$/],
      ['when a type is reserved', 'f0', /^byte 4 of 5 must be a type that Ion 1.0 has, not f0$/],
      ['when annotations are annotated', 'e6 8184 e4 8184 2101', /must be a type that Ion 1.0 has, not e4$/],
      [
        'when annotations annotate more than a value',
        'e5 8184 2101 20',
        /must be one value with annotations$/,
      ],
      ['when annotations annotate nothing', 'e2 8184', /must be annotations of a value$/],
      ['when a bool is neither', '12', /^byte 4 of 5 must be true or false$/],
      ['when a float has three bytes', '43 000000', /must be a float of 0, 4 or 8 bytes, not 3$/],
      ['when a text is not UTF-8', '82 c328', /^byte 5 of 7 must be text in UTF-8$/],
      ['when a text has a surrogate', '83 eda080', /must be text in UTF-8$/],
      ['when a text is overlong', '82 c080', /must be text in UTF-8$/],
      [
        'when a symbol has no text',
        '710a',
        /^byte 6 of 6 must be a name or symbol with a text in its document, not number 10$/,
      ],
      ['when a name has no text', 'd2 80 20', /not number 0$/],
      ['when a name has no value', 'd1 81 84', /must be a value after the name of a field$/],
      [
        'when a month is the thirteenth',
        '64 80 0fea 8d',
        /^byte 5 of 9 must be a time of the years 1 to 9999$/,
      ],
      ['when a fraction is a minute', '69 80 0fea 8b 95 8a 9e 81 c1 02', /must be/],
      ['when a time is empty', '60', /must be the end of a number$/],
      ['when there are two values', '20 20', /^byte 6 of 6 must be the end of the only value$/],
      ['when another version follows', '20 e00200ea', /^byte 5 of 9 must be the version 1.0 of Ion/],
    ];
    for (const [what, hex, message] of rows) {
      it(what, () => assert.throws(() => read(bytesOf(hex)), { name: 'ProfileFormatError', message }));
    }

    it('and so is what is neither', () =>
      assert.throws(() => read(Buffer.from([0xe0, 1, 0])), /must be binary Ion, .* or text Ion in UTF-8$/));
  });

  it('takes time in proportion to its length, whatever the length says', () => {
    // Each would be minutes or gigabytes for a reader that makes big numbers, copies tables, or calls itself.
    const million = 1_000_000;
    const long = (type: number, length: number, fill: number) =>
      Buffer.concat([
        bytesOf(''),
        Buffer.from([
          type | 14,
          (length >> 21) & 127,
          (length >> 14) & 127,
          (length >> 7) & 127,
          0x80 | (length & 127),
        ]),
        Buffer.alloc(length, fill),
      ]);
    assert.equal(read(long(0x20, 4 * million, 0xff)), Infinity);
    assert.equal(read(long(0x50, 4 * million, 0xc1)), -Infinity);
    assert.throws(() => read(long(0x50, 4 * million, 0x41)), /must be the end of a number/);
    assert.throws(() => read(long(0x60, 4 * million, 0x8b)), /must be a time/);
    assert.throws(() => read(long(0xb0, million, 0xb1)), ProfileFormatError);
    assert.throws(() => read(long(0xb0, million, 0x20)), /at most 200000 values/);
    assert.throws(() => read(long(0xb0, million, 0xd0)), /at most 200000 structs and lists/);
    // $ion_symbol_table::{imports: $ion_symbol_table, symbols: ["a"]}: copied each time, that would be 10^10 names.
    const table = Buffer.from('ea8183d786710387b28161', 'hex');
    assert.throws(
      () => read(Buffer.concat([bytesOf(''), ...Array<Buffer>(150_000).fill(table)])),
      ProfileFormatError,
    );
  });
});

describe('an agent profile in Ion', () => {
  it('has the shape that it has in JSON, on 200 random profiles, in binary and in text', () => {
    const random = randomOf(7);
    for (let i = 0; i < 200; i++) {
      const profile = randomProfile(random);
      const json = encodeAgentProfile(profile);
      assert.deepEqual(read(encodeIonAgentProfile(profile)), JSON.parse(json));
      assert.deepEqual(read(json), JSON.parse(json));
      assert.deepEqual(decodeAgentProfile(read(encodeIonAgentProfile(profile))), profile);
    }
  });

  it('keeps names that are hostile', () => {
    const profile = profileOf('__proto__  1\nconstructor @/é/😀.py:7  2\n  "quoted"  3\n$10  0.5');
    const again = decodeAgentProfile(read(encodeIonAgentProfile(profile)));
    assert.deepEqual({ ...again, meta: profile.meta }, profile);
  });

  it('adds up nodes that stand under one name, as a list or one by one', () => {
    const nodes = (text: string) =>
      decodeAgentProfile(read(`{callgraph:{children:{${text}}}}`)).samples.count.join();
    assert.equal(nodes('a:[{counts:{X:1}},{counts:{X:2}}]'), '3');
    assert.equal(nodes('a:{counts:{X:1}},b:{counts:{X:4}},a:{counts:{X:2}}'), '3,4');
    assert.throws(
      () => nodes('a:{counts:{X:1,X:2}}'),
      /counts.X must be a number from 0 to 2\^53, not a list/,
    );
  });

  it('is written and read at the deepest that is allowed', () => {
    const text = `{callgraph:${'{children:{f:'.repeat(MAX_DEPTH)}{counts:{RUNNABLE:1}}${'}}'.repeat(MAX_DEPTH)}}`;
    const profile = decodeAgentProfile(read(text));
    assert.equal(profile.stacks.length, MAX_DEPTH);
    assert.deepEqual(decodeAgentProfile(read(encodeIonAgentProfile(profile))), profile);
  });

  it('is refused one level deeper than is allowed', () => {
    const nested = (levels: number) => read(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    assert.ok(nested(LIMITS.nesting));
    assert.throws(() => nested(LIMITS.nesting + 1), /nested at most 20100 levels deep/);
  });

  it('is what the Ion library for JavaScript reads, and reads what that writes', () => {
    const random = randomOf(11);
    for (let i = 0; i < 50; i++) {
      const profile = randomProfile(random);
      const json = encodeAgentProfile(profile);
      const theirs = ion.load(encodeIonAgentProfile(profile));
      assert.equal(JSON.stringify(theirs), json);
      assert.deepEqual(read(ion.dumpBinary(JSON.parse(json))), JSON.parse(json));
      assert.deepEqual(read(ion.dumpText(JSON.parse(json))), JSON.parse(json));
      assert.deepEqual(read(ion.dumpPrettyText(JSON.parse(json))), JSON.parse(json));
    }
  });
});
