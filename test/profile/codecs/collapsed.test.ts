import assert from 'node:assert/strict';
import { readCollapsed } from '../../../src/profile/codec/collapsed';
import { MAX_DEPTH } from '../../../src/profile/codec/agent-profile';
import { ProfileBuilder } from '../../../src/profile/builder';
import { mixHash } from '../../../src/profile/codec/byte-words';
import { encodeUtf8 } from '../../../src/profile/codec/utf8';
import type { Profile } from '../../../src/profile/tables';
import { randomOf } from '../../fixtures/random';
import { drawn, printTree } from '../../fixtures/text-profile';

describe('readCollapsed', () => {
  const read = (text: string): Profile => readCollapsed(encodeUtf8(text));
  const check = (text: string, expected: string): void =>
    assert.equal(printTree(read(text)), drawn(expected));

  it('reads a line a stack, from the entry point on', () =>
    check(
      'main;load;parse 2\nmain;load 1\nmain;show;draw 3\nquit 4\n',
      `
      main (6, 0)
        load (3, 1)
          parse (2, 2)
        show (3, 0)
          draw (3, 3)
      quit (4, 4)`,
    ));

  it('adds up a stack that stands in several lines', () =>
    check('a;b 1\nc 1\na;b 2', 'a (3, 0)\n  b (3, 3)\nc (1, 1)'));

  it('tells a name from a longer one that begins with it', () =>
    check(
      'a;load 1\na;loader 2\na;load 4\na;lo 8\nab 16',
      drawn(`
      a (15, 0)
        lo (8, 8)
        load (5, 5)
        loader (2, 2)
      ab (16, 16)`),
    ));

  it('goes on with the stack of the line before, or with what lies above it', () =>
    check(
      'a;b;c;d 1\na;b;c;e 1\na;b 1\na;b;c 1\nb;c 1\na;b;c;d;f 1',
      `
      a (5, 0)
        b (5, 1)
          c (4, 1)
            d (2, 1)
              f (1, 1)
            e (1, 1)
      b (1, 0)
        c (1, 1)`,
    ));

  it('takes spaces, tabs, brackets and colons for parts of names', () =>
    check(
      'java.util.List<A, B>::get (x.java:7);operator new [] 3',
      'java.util.List<A, B>::get (x.java:7) (3, 0)\n  operator new [] (3, 3)',
    ));

  it('keeps the suffixes by which async-profiler tells kinds of frames', () =>
    check('Main.run_[j];read_[k] 3', 'Main.run_[j] (3, 0)\n  read_[k] (3, 3)'));

  it('reads names in any script, and bytes that are none as marks', () => {
    check('größe;関数;😀 3', 'größe (3, 0)\n  関数 (3, 0)\n    😀 (3, 3)');
    const cut = readCollapsed(Uint8Array.of(97, 0xe9, 0x96, 32, 49));
    assert.deepEqual(cut.frames.name, ['a\ufffd\ufffd']);
  });

  it('reads counts that are not whole, in brackets, or large', () => {
    check(
      'a 1.5\nb [3]\nc 1e3\nd 9007199254740991',
      `
      a (1.5, 1.5)
      b (3, 3)
      c (1000, 1000)
      d (9007199254740991, 9007199254740991)`,
    );
  });

  it('reads ends of lines of any system, blanks around stacks and counts, and a mark of byte order', () =>
    check('\ufeffa;b 1\r\n  a;b\t2  \r\n\r\n \t\na;b  4', 'a (7, 0)\n  b (7, 7)'));

  it('leaves out names of no length', () => check(';a;;b; 1\na;b 2', 'a (3, 0)\n  b (3, 3)'));

  it('leaves out stacks without samples', () => check('a;b 0\na;c 1', 'a (1, 0)\n  c (1, 1)'));

  it('keeps samples without frames under a name of their own', () => check(' 3\n; 4', '<no frames> (7, 7)'));

  it('leaves out comments and a heading, but no Ruby class', () => {
    check('# made by hand\na 1\n#\n#<Class:0x1>.new;b 2', '#<Class:0x1>.new (2, 0)\n  b (2, 2)\na (1, 1)');
    check('stack count\na;b 1', 'a (1, 0)\n  b (1, 1)');
  });

  it('reads no line as a profile of nothing', () => check('\n# nothing\n', ''));

  describe('names the line that is broken', () => {
    const refuses = (text: string, message: RegExp): void => assert.throws(() => read(text), message);
    it('without a count', () =>
      refuses(
        'a;b 1\na;b\n',
        /^ProfileFormatError: line 2 must be names joined by semicolons, a space and a count, and not end in "a;b"$/,
      ));
    it('with a count of another kind', () => {
      for (const count of ['-1', '1x', '0x10', '.', 'NaN', '[1', '1]', '[]', '9007199254740992', '1e400']) {
        refuses(`a 1\na ${count}`, /^ProfileFormatError: line 2 must be /);
      }
    });
    it('with nothing but a count', () => refuses('a 1\n7', /line 2 must be/));
    it('with a stack in the first line', () => refuses('a;b', /line 1 must be/));
    it('cut to its end', () => refuses(`a 1\n${'x'.repeat(5000)}`, /not end in "…x{40}"$/));
    it('with more frames than stacks have', () => {
      assert.equal(read(`${'a;'.repeat(MAX_DEPTH)} 1`).stacks.length, MAX_DEPTH);
      refuses(`a 1\n${'a;'.repeat(MAX_DEPTH + 1)} 1`, /line 2 must be a stack of at most 10000 frames/);
    });
  });

  describe('of lines in names', () => {
    it('takes them to where they belong when most names have one', () =>
      check(
        'Main.run:7;Load.all:12;.stub 1\nMain.run:9;Load.all:0 2',
        `
        Main.run (3, 0)
          Load.all (3, 2)
            .stub (1, 1)`,
      ));
    it('unites the lines of a stack', () => {
      const { stacks } = read('Main.run:9;Load.all:12 1\nMain.run:7;Load.all:14 2');
      assert.deepEqual(
        [[...stacks.firstLine], [...stacks.lastLine]],
        [
          [7, 12],
          [9, 14],
        ],
      );
    });
    it('leaves them where few names have one', () =>
      check('listen:8080;accept 1', 'listen:8080 (1, 0)\n  accept (1, 1)'));
    it('leaves a line and a column', () =>
      check('f a.js:10:5 1\ng a.js:11:5 1', 'f a.js:10:5 (1, 1)\ng a.js:11:5 (1, 1)'));
    it('reads their counts as nanoseconds when all are of 100 Hz', () => {
      assert.deepEqual(read('a:1 [30000000]\nb:2 [10000000]').meta.weight, {
        unit: 'nanoseconds',
        perSample: 1e7,
        seconds: 1e-9,
      });
      assert.equal(read('a:1 30000000\nb:2 10000001').meta.weight, undefined);
      assert.equal(read('a 30000000').meta.weight, undefined);
    });
  });

  it('gives the tables that pushing each stack would give, on 200 random files', () => {
    const random = randomOf(3);
    for (let i = 0; i < 200; i++) {
      const lines = randomLines(random);
      const text = lines.map(({ stack, count }) => `${stack.join(';')} ${count}\n`).join('');
      assert.deepEqual(read(text), pushed(lines), text);
    }
  });

  it('gives every name its own number where all are made to share a hash', () => {
    const names = collidingNames(2000);
    const profile = read(names.map((name) => `${name};tail 1\n`).join(''));
    assert.deepEqual(profile.frames.name, [...names, 'tail'].sort());
    assert.equal(profile.stacks.length, 4000);
  });
});

interface Line {
  readonly stack: readonly string[];
  readonly count: number;
}

/** Names of 1 to 9 bytes of two letters: many begin alike, and many are met again. */
function randomLines(random: () => number): Line[] {
  const below = (limit: number): number => Math.floor(random() * limit);
  const name = (): string => Array.from({ length: 1 + below(9) }, () => 'ab'[below(2)]).join('');
  const names = Array.from({ length: 1 + below(12) }, name);
  return Array.from({ length: 1 + below(40) }, () => ({
    stack: Array.from({ length: 1 + below(9) }, () => names[below(names.length)]),
    count: 1 + below(5),
  }));
}

function pushed(lines: readonly Line[]): Profile {
  const builder = new ProfileBuilder();
  for (const { stack, count } of lines) {
    const row = stack.reduce((caller, name) => builder.stack(caller, builder.frame(name, '')), -1);
    builder.sample(row, 'RUNNABLE', count);
  }
  return builder.finish(readCollapsed(new Uint8Array()).meta);
}

/** Eight letters each: the second four undo what the first four did to the hash. */
function collidingNames(count: number): string[] {
  const letters = (four: number): number[] => [0, 8, 16, 24].map((shift) => (four >>> shift) & 0xff);
  const names = new Set<string>();
  for (let first = 0; names.size < count; first++) {
    const one =
      0x61616161 + (first % 26) + ((Math.floor(first / 26) % 26) << 8) + (Math.floor(first / 676) << 16);
    const name = [...letters(one), ...letters(mixHash(0, one))];
    if (name.every((code) => code > 32 && code < 127 && code !== 59)) names.add(String.fromCharCode(...name));
  }
  return [...names];
}
