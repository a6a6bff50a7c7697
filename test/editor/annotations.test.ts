import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { FollowedText } from '../../src/editor/followed-text';
import type { MeasuredText } from '../../src/editor/measured-texts';
import { createLocator } from '../../src/source/locate';
import type { Locator } from '../../src/source/location';
import { loadedOf } from '../focus/loaded';

const ROOT = resolve('/ws');
const FILE = join(ROOT, 'pricing.py');

const SOURCE = `import re

class Rule:
    def quote(self, lines):
        return sum(line for line in lines)

    def rate(self):
        return 1

def best(rules):
    return min(rule.quote([]) for rule in rules)
`;

const PROFILE = `
pricing:best @/ws/pricing.py:11
  pricing:<genexpr> @/ws/pricing.py:11  10
    pricing:Bulk:quote @/ws/pricing.py:5  20
    pricing:Loyal:quote @/ws/pricing.py:5  5
  gone:best @/ws/gone.py:11  40
re:compile @/lib/python3.11/re.py:3  25`;

describe('annotations of a document', () => {
  const files = new Map<string, string>();
  const read: string[] = [];
  let locator: Locator;

  before(async () => {
    locator = createLocator({
      wasmDir: resolve('dist'),
      readFile: async (path) => {
        read.push(path);
        const text = files.get(path);
        return text === undefined ? { why: 'missing' } : { text };
      },
      findFiles: async () => [],
      filesIn: async () => [],
    });
  });

  after(() => locator.dispose());

  const ROUTINE = { what: 'the test', isKnown: true };

  async function follow(
    texts: readonly MeasuredText[],
    now: () => string,
    path = FILE,
    profile = PROFILE,
  ): Promise<FollowedText> {
    files.clear();
    files.set(path, now());
    read.length = 0;
    const roots = (): string[] => [ROOT];
    const followed = new FollowedText({ locator, path, textNow: now, roots, minimumShare: 0.01 });
    await followed.measure(loadedOf(profile), 'cpu', texts, new AbortController().signal);
    return followed;
  }

  /** `line symbol total/self` of each function, hottest first. */
  const print = ({ annotations }: FollowedText): string[] =>
    annotations.map(({ place, figures }) => `${place.line} ${place.symbol} ${figures.total}/${figures.self}`);

  const states = ({ annotations }: FollowedText): string[] =>
    annotations.map(({ place, freshness }) => `${place.symbol} ${freshness.state}`);

  async function check(text: string, expected: string[], path = FILE): Promise<void> {
    const followed = await follow([{ text: SOURCE, ...ROUTINE }], () => text, path);
    assert.deepEqual(print(followed), expected);
  }

  it('stand at the heads of functions, a base class method once for all its subclasses', async () => {
    await check(SOURCE, ['10 best 75/0', '11 best.<locals>.<genexpr> 35/10', '4 Rule.quote 25/25']);
  });

  it('read no file but the document', async () => {
    await check(SOURCE, ['10 best 75/0', '11 best.<locals>.<genexpr> 35/10', '4 Rule.quote 25/25']);
    assert.deepEqual([...new Set(read)], []);
  });

  it('follow the text that ran to the one that is here', async () => {
    await check(`# one\n# two\n${SOURCE}`, [
      '12 best 75/0',
      '13 best.<locals>.<genexpr> 35/10',
      '6 Rule.quote 25/25',
    ]);
    await check(SOURCE.replace('def quote', 'def price'), [
      '10 best 75/0',
      '11 best.<locals>.<genexpr> 35/10',
      '4 Rule.price 25/25',
    ]);
  });

  it('leave a function that is not there any more', async () => {
    await check(SOURCE.replace(/    def quote[^]*lines\)\n\n/, ''), [
      '7 best 75/0',
      '8 best.<locals>.<genexpr> 35/10',
    ]);
    await check('', []);
  });

  it('are none for a file of the same name elsewhere', async () => {
    await check(SOURCE, [], join(ROOT, 'other', 'pricing.py'));
  });

  it('come along with a file that was moved or is called otherwise since', async () => {
    const now = `# one\n# two\n${SOURCE}`;
    const expected = ['12 best 75/0', '13 best.<locals>.<genexpr> 35/10', '6 Rule.quote 25/25'];
    for (const path of [join(ROOT, 'prices.py'), join(ROOT, 'lib', 'pricing.py')]) {
      const followed = await follow([{ text: SOURCE, path: FILE, ...ROUTINE }], () => now, path);
      assert.deepEqual(print(followed), expected);
      assert.deepEqual([...new Set(followed.annotations.map(({ place }) => place.file))], [path]);
    }
    // The same text as it is here and as it was there: that one was there is what the frames say.
    const texts = [
      { text: SOURCE, what: 'here', isKnown: false },
      { text: SOURCE, path: FILE, what: 'there', isKnown: false },
    ];
    assert.deepEqual(print(await follow(texts, () => now, join(ROOT, 'prices.py'))), expected);
  });

  it('move at once, and change when the text has been read again; undone, they are as before', async () => {
    let text = SOURCE;
    const followed = await follow([{ text: SOURCE, ...ROUTINE }], () => text);
    const before = print(followed);
    text = SOURCE.replace('def quote', '# one\n    def quote').replace('for line in', 'for one in');
    followed.edited([{ line: 4, removed: 0, added: 1, keepsFirst: false }]);
    const moved = ['11 best 75/0', '12 best.<locals>.<genexpr> 35/10', '5 Rule.quote 25/25'];
    assert.deepEqual(print(followed), moved);
    await followed.settle();
    assert.deepEqual(print(followed), moved);
    assert.deepEqual(states(followed), ['best moved', 'best.<locals>.<genexpr> moved', 'Rule.quote changed']);
    text = SOURCE;
    followed.edited([{ line: 4, removed: 1, added: 0, keepsFirst: false }]);
    await followed.settle();
    assert.deepEqual(print(followed), before);
    assert.deepEqual(states(followed), ['best exact', 'best.<locals>.<genexpr> exact', 'Rule.quote exact']);
  });

  it('of a module are from before an edit of its own code, and again what they were when that is undone', async () => {
    const profile = `
pricing:<module> @/ws/pricing.py:1-10  10
  pricing:best @/ws/pricing.py:11  30`;
    let text = SOURCE;
    const followed = await follow([{ text: SOURCE, ...ROUTINE }], () => text, FILE, profile);
    const before = print(followed);
    assert.deepEqual(before, ['1 <module> 40/10', '10 best 30/30']);
    const edit = async (now: string): Promise<void> => {
      text = now;
      await followed.settle();
    };
    await edit(SOURCE.replace('return 1', 'return 2'));
    assert.deepEqual(states(followed), ['<module> exact', 'best exact'], 'a function is no part of it');
    await edit(`# one\n${SOURCE.replace('import re', 'import re, os')}`);
    assert.deepEqual(print(followed), ['1 <module> 40/10', '11 best 30/30']);
    assert.deepEqual(states(followed), ['<module> changed', 'best moved']);
    const [{ lineNow, place }] = followed.annotations;
    assert.deepEqual([lineNow(1), lineNow(10), place.endLine], [0, 0, 1], 'no line of it has a figure');
    await edit(SOURCE);
    assert.deepEqual(print(followed), before);
    assert.deepEqual(states(followed), ['<module> exact', 'best exact']);
  });

  it('say that nobody knows where nothing speaks for a text', async () => {
    const followed = await follow([{ text: SOURCE, what: 'the text', isKnown: false }], () => SOURCE);
    assert.deepEqual([...new Set(followed.annotations.map(({ freshness }) => freshness.state))], ['unknown']);
  });

  it('are none where two texts that can have run lead to different functions', async () => {
    const wrap = (name: string) =>
      `def ${name}(call):\n    def wrapper():\n        return call(${name})\n    return wrapper\n`;
    const [then, now] = [wrap('timed'), wrap('cached') + wrap('timed')];
    const frame = 'pricing:wrapper @/ws/pricing.py:3  10';
    const check = async (isKnown: boolean, expected: readonly string[]): Promise<void> => {
      const texts = [then, now].map((text) => ({ text, what: 'a text', isKnown }));
      assert.deepEqual(print(await follow(texts, () => now, FILE, frame)), expected);
    };
    await check(true, ['6 timed.<locals>.wrapper 10/10']);
    await check(false, []);
  });

  it('end when they are called off', async () => {
    const abort = new AbortController();
    abort.abort();
    const followed = new FollowedText({
      locator,
      path: FILE,
      textNow: () => SOURCE,
      roots: () => [ROOT],
      minimumShare: 0,
    });
    const texts = [{ text: SOURCE, ...ROUTINE }];
    await assert.rejects(followed.measure(loadedOf(PROFILE), 'cpu', texts, abort.signal), {
      name: 'AbortError',
    });
    assert.deepEqual(followed.annotations, []);
  });
});
