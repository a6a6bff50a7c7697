import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { annotate } from '../../src/editor/annotations';
import type { LineEdit } from '../../src/editor/line-map';
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
    });
  });

  after(() => locator.dispose());

  /** `line symbol total/self` of each function, hottest first. */
  async function check(
    text: string,
    expected: string[],
    edits: readonly LineEdit[] = [],
    path = FILE,
  ): Promise<void> {
    files.clear();
    files.set(path, text);
    read.length = 0;
    const functions = await annotate(path, loadedOf(PROFILE), {
      locator,
      edits,
      roots: [ROOT],
      view: 'cpu',
      minimumShare: 0.01,
      signal: new AbortController().signal,
    });
    const printed = functions.map(
      ({ place, figures }) => `${place.line} ${place.symbol} ${figures.total}/${figures.self}`,
    );
    assert.deepEqual(printed, expected);
  }

  it('stand at the heads of functions, a base class method once for all its subclasses', async () => {
    await check(SOURCE, ['10 best 75/0', '11 best.<locals>.<genexpr> 35/10', '4 Rule.quote 25/25']);
  });

  it('read no file but the document', async () => {
    await check(SOURCE, ['10 best 75/0', '11 best.<locals>.<genexpr> 35/10', '4 Rule.quote 25/25']);
    assert.deepEqual([...new Set(read)], [FILE]);
  });

  it('move with the text, those without a name of their own by the edits', async () => {
    await check(
      `# one\n# two\n${SOURCE}`,
      ['12 best 75/0', '13 best.<locals>.<genexpr> 35/10', '6 Rule.quote 25/25'],
      [{ line: 1, removed: 0, added: 2, keepsFirst: false }],
    );
  });

  it('leave a function that is not there any more', async () => {
    await check(SOURCE.replace('def quote', 'def price'), [
      '10 best 75/0',
      '11 best.<locals>.<genexpr> 35/10',
    ]);
    await check('', []);
  });

  it('are none for a file of the same name elsewhere', async () => {
    await check(SOURCE, [], [], join(ROOT, 'other', 'pricing.py'));
  });

  it('end when they are called off', async () => {
    const abort = new AbortController();
    abort.abort();
    const options = {
      locator,
      edits: [],
      roots: [ROOT],
      view: 'cpu',
      minimumShare: 0,
      signal: abort.signal,
    } as const;
    await assert.rejects(annotate(FILE, loadedOf(PROFILE), options), { name: 'AbortError' });
  });
});
