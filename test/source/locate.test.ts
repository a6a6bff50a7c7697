import assert from 'node:assert/strict';
import { createLocator } from '../../src/source/locate';
import { MAX_SOURCE_LENGTH, type Location, type Locator, type Place } from '../../src/source/location';
import { frameRefOf, workspaceOf } from './workspace';

const CATALOG = `
import re                                # 2

class Catalog:                           # 4
    def __init__(self, items):           # 5
        self.items = items               # 6

    def search(self, word):              # 8
        return [                         # 9
            item for item in self.items  # 10
            if re.search(word, item)     # 11
        ]                                # 12

class Cached(Catalog):                   # 14
    def __init__(self, items):           # 15
        super().__init__(items)          # 16

class Shelf:                             # 18
    def search(self, word):              # 19
        return word                      # 20

def load(path):                          # 22
    pick = lambda line: line.strip()     # 23
    return pick, lambda: 1, lambda: 2    # 24

print(load)                              # 26
`;

const MAIN = `
def main():          # 2
    return 1         # 3
`;

const STORE = `
def save():          # 2
    return 1         # 3

class Store:         # 5
    def save(self):  # 6
        return 2     # 7
`;

const NESTED = `
words = [                  # 2
    word for word in [     # 3
        fold(one)          # 4
        for one in text    # 5
    ]                      # 6
]                          # 7
chain(                     # 8
    (                      # 9
        word               # 10
        for word in words  # 11
        if word            # 12
    )                      # 13
    for words in lines     # 14
)                          # 15
[                          # 16
    [                      # 17
        word               # 18
        for word in words  # 19
    ]                      # 20
    for words in lines     # 21
]                          # 22
`;

const FILES = {
  '/ws/store.py': STORE,
  '/ws/shop/catalog.py': CATALOG,
  '/ws/shop/nested.py': NESTED,
  '/ws/main.py': MAIN,
  '/ws/tools/run.py': MAIN,
  '/ws/a/job.py': MAIN,
  '/ws/b/job.py': `${'\n'.repeat(20)}${MAIN}`,
  '/ws/b/deep/job.py': MAIN,
  '/ws/a/same.py': MAIN,
  '/ws/b/same.py': MAIN,
  '/ws/build/lib/shop/catalog.py': CATALOG,
  '/ws/.venv/lib/python3.11/site-packages/boto3/session.py': MAIN,
  '/ws/logging/__init__.py': MAIN,
  '/ws/large.py': '#'.repeat(MAX_SOURCE_LENGTH + 1),
  '/ws/script': MAIN,
  '/ws/secret.env': 'KEY=1',
  '/other/lib.py': MAIN,
};

describe('locate', () => {
  const access = workspaceOf(FILES);
  let locator: Locator;
  before(() => (locator = createLocator({ ...access, wasmDir: 'dist' })));
  after(() => locator.dispose());

  async function check(frame: string, expected: string, roots = ['/ws', '/other']): Promise<void> {
    assert.equal(print(await locator.locate(frameRefOf(frame), roots)), expected);
  }

  describe('within a file', () => {
    it('is exact where name and lines agree', async () => {
      await check(
        'shop.catalog:Catalog:search /ws/shop/catalog.py:9-11',
        'exact shop/catalog.py:8-12 Catalog.search',
      );
      await check('shop.catalog:load /ws/shop/catalog.py:23', 'exact shop/catalog.py:22-24 load');
    });

    it('takes the class for that of the object, which may be a subclass from anywhere', async () => {
      await check(
        'shop.catalog:Elsewhere:search /ws/shop/catalog.py:9',
        'exact shop/catalog.py:8-12 Catalog.search',
      );
      await check(
        'shop.catalog:Cached:__init__ /ws/shop/catalog.py:6',
        'exact shop/catalog.py:5-6 Catalog.__init__',
      );
      await check(
        'shop.catalog:Cached:__init__ /ws/shop/catalog.py:16',
        'exact shop/catalog.py:15-16 Cached.__init__',
      );
    });

    it('is in doubt where the lines say one method and the class another', async () => {
      await check(
        'shop.catalog:Shelf:search /ws/shop/catalog.py:9',
        'ambiguous shop/catalog.py:8 Catalog.search, shop/catalog.py:19 Shelf.search',
      );
    });

    it('has moved where the lines have changed and only one can be meant', async () => {
      await check('shop.catalog:load /ws/shop/catalog.py:99', 'moved shop/catalog.py:22-24 load');
      await check('shop.catalog:load /ws/shop/catalog.py:20-23', 'moved shop/catalog.py:22-24 load');
      await check(
        'shop.catalog:Shelf:search /ws/shop/catalog.py:99',
        'moved shop/catalog.py:19-20 Shelf.search',
      );
      await check(
        'shop.catalog:Cached:search /ws/shop/catalog.py:99',
        'moved shop/catalog.py:8-12 Catalog.search',
      );
    });

    it('never takes a function of that name in another class for it', async () => {
      const both = 'ambiguous shop/catalog.py:8 Catalog.search, shop/catalog.py:19 Shelf.search';
      await check('shop.catalog:Elsewhere:search /ws/shop/catalog.py:99', both);
      await check('shop.catalog:search /ws/shop/catalog.py:99', both);
      await check(
        'shop.catalog:Shelf:__init__ /ws/shop/catalog.py:99',
        'ambiguous shop/catalog.py:5 Catalog.__init__, shop/catalog.py:15 Cached.__init__',
      );
      await check('shop.catalog:Shelf:load /ws/shop/catalog.py:99', 'ambiguous shop/catalog.py:22 load');
    });

    it('knows a method from a function by the class in the name, where the lines have changed', async () => {
      await check('store:save /ws/store.py:99', 'moved store.py:2-3 save');
      await check('store:Store:save /ws/store.py:99', 'moved store.py:6-7 Store.save');
      await check('store:Renamed:save /ws/store.py:99', 'moved store.py:6-7 Store.save');
    });

    it('is none where the function is gone', async () => {
      await check('shop.catalog:Catalog:find /ws/shop/catalog.py:9', 'none');
      await check('shop.catalog:<genexpr> /ws/shop/catalog.py:9', 'none');
    });

    it('tells lambdas and comprehensions apart by their lines only', async () => {
      await check(
        'shop.catalog:<lambda> /ws/shop/catalog.py:23',
        'exact shop/catalog.py:23-23 load.<locals>.<lambda>',
      );
      await check(
        'shop.catalog:<lambda> /ws/shop/catalog.py:24',
        'ambiguous shop/catalog.py:24 load.<locals>.<lambda>, shop/catalog.py:24 load.<locals>.<lambda>',
      );
      await check(
        'shop.catalog:<listcomp> /ws/shop/catalog.py:9-11',
        'exact shop/catalog.py:9-12 Catalog.search.<locals>.<listcomp>',
      );
      await check('shop.catalog:<lambda> /ws/shop/catalog.py:9', 'none');
    });

    it('knows a comprehension from the one whose first iterable it is', async () => {
      const inner = 'exact shop/nested.py:3-6 <listcomp>';
      await check('shop.nested:<listcomp> /ws/shop/nested.py:3-5', inner);
      await check('shop.nested:<listcomp> /ws/shop/nested.py:5', inner);
      await check('shop.nested:<listcomp> /ws/shop/nested.py:2-3', 'exact shop/nested.py:2-7 <listcomp>');
      await check(
        'shop.nested:<listcomp> /ws/shop/nested.py:3',
        'ambiguous shop/nested.py:2 <listcomp>, shop/nested.py:3 <listcomp>',
      );
    });

    it('counts what follows its first iterable to a generator, and not the iterable', async () => {
      const inner = 'exact shop/nested.py:9-13 <genexpr>.<locals>.<genexpr>';
      await check('shop.nested:<genexpr> /ws/shop/nested.py:12', inner);
      await check('shop.nested:<genexpr> /ws/shop/nested.py:9-12', inner);
      await check(
        'shop.nested:<genexpr> /ws/shop/nested.py:11',
        'ambiguous shop/nested.py:8 <genexpr>, shop/nested.py:9 <genexpr>.<locals>.<genexpr>',
      );
    });

    it('takes a frame of a list for one of a Python that runs none within another frame', async () => {
      await check(
        'shop.nested:<listcomp> /ws/shop/nested.py:18',
        'exact shop/nested.py:17-20 <listcomp>.<locals>.<listcomp>',
      );
      await check('shop.nested:<module> /ws/shop/nested.py:18', 'exact shop/nested.py:18-18 <module>');
    });

    it('goes to the line that ran of a module', async () => {
      await check('shop.catalog:<module> /ws/shop/catalog.py:2-26', 'exact shop/catalog.py:2-26 <module>');
      await check('shop.catalog:<module> /ws/shop/catalog.py:22', 'exact shop/catalog.py:22-22 <module>');
      await check('shop.catalog:<module> /ws/shop/catalog.py:6', 'moved shop/catalog.py:1-26 <module>');
      await check('shop.catalog:Catalog /ws/shop/catalog.py:5-8', 'exact shop/catalog.py:4-12 Catalog');
    });
  });

  describe('among files', () => {
    it('knows a file of another machine by its folders and its module', async () => {
      const expected = 'exact shop/catalog.py:22-24 load';
      await check('shop.catalog:load /app/shop/catalog.py:23', expected);
      await check('shop.catalog:load C:\\app\\Shop\\Catalog.py:23', expected);
      await check('shop.catalog:load shop/catalog.py:23', expected);
      await check('shop.catalog:load ../shop/catalog.py:23', expected);
      await check('srv.shop.catalog:load /srv/shop/catalog.py:23', expected);
      await check('shop.catalog:load /app/tools/catalog.py:23', 'ambiguous shop/catalog.py:22 load');
      await check('tools.catalog:load /app/tools/catalog.py:23', 'none');
    });

    it('wants the lines to agree where only the name of a file does', async () => {
      await check('main:main /app/main.py:3', 'exact main.py:2-3 main');
      await check('main:main /app/main.py:30', 'ambiguous main.py:2 main');
      await check('run:main /app/run.py:3', 'ambiguous tools/run.py:2 main');
      await check('run:main /app/tools/run.py:3', 'exact tools/run.py:2-3 main');
    });

    it('takes the longest agreement', async () => {
      await check('job:main /app/deep/job.py:3', 'exact b/deep/job.py:2-3 main');
    });

    it('lets name and lines decide among several, or stays in doubt', async () => {
      await check('job:main job.py:23', 'exact b/job.py:22-23 main');
      await check('same:main same.py:3', 'ambiguous a/same.py:2 main, b/same.py:2 main');
      await check('same:other same.py:3', 'none');
    });

    it('looks for libraries nowhere but at their own path', async () => {
      await check('logging.__init__:main /usr/lib/python3.11/logging/__init__.py:3', 'none');
      await check(
        'boto3.session:main /ws/.venv/lib/python3.11/site-packages/boto3/session.py:3',
        'exact .venv/lib/python3.11/site-packages/boto3/session.py:2-3 main',
      );
      await check('boto3.session:main /app/boto3/session.py:3', 'none');
    });

    it('finds a file in the innermost of its roots', async () => {
      await check('shop.catalog:load /ws/shop/catalog.py:23', 'exact catalog.py:22-24 load', [
        '/ws',
        '/ws/shop',
      ]);
      await check('shop.catalog:load /app/shop/catalog.py:23', 'exact catalog.py:22-24 load', [
        '/ws/shop',
        '/ws',
      ]);
      await check('lib:main /other/lib.py:3', 'exact lib.py:2-3 main');
    });

    it('follows the module where a frame names no file', async () => {
      await check('shop.catalog:load', 'exact shop/catalog.py:22-24 load');
      await check('logging:main', 'exact logging/__init__.py:2-3 main');
      await check('shop.catalog:Catalog:search', 'exact shop/catalog.py:8-12 Catalog.search');
      await check(
        'shop.catalog:Elsewhere:search',
        'ambiguous shop/catalog.py:8 Catalog.search, shop/catalog.py:19 Shelf.search',
      );
      await check('shop.orders:load', 'none');
    });
  });

  describe('of hostile frames', () => {
    it('is none and reads nothing outside of the roots', async () => {
      access.read.length = 0;
      await check('x:main /ws/../etc/passwd:1', 'none');
      await check('x:main ../../../../etc/passwd:1', 'none');
      await check('x:main /other/../outside/main.py:1', 'none', ['/other']);
      await check('x:main /ws/secret.env:1', 'none');
      await check('x:main /ws/main.py\0:3', 'none');
      await check('../../etc/passwd:main', 'none');
      assert.deepEqual(access.read, []);
    });

    it('is none for names without sense or measure', async () => {
      await check(`${'a'.repeat(1_000_000)}:main /ws/main.py:3`, 'none');
      await check(`x:main /ws/${'a/'.repeat(500_000)}main.py:3`, 'none');
      await check('__proto__:constructor /ws/main.py:3', 'none');
      await check('<Sleep>', 'none');
      await check('<frozen runpy>:_run_code <frozen runpy>:88', 'none');
    });

    it('takes lines that cannot be for no lines', async () => {
      for (const [firstLine, lastLine] of [
        [-1, 3],
        [3, 2],
        [NaN, NaN],
        [1.5, 2],
        [0, 3],
      ]) {
        const ref = { name: 'main:main', file: '/ws/main.py', firstLine, lastLine };
        assert.equal(print(await locator.locate(ref, ['/ws'])), 'exact main.py:2-3 main');
      }
    });
  });

  it('says why there is nothing', async () => {
    const why = async (frame: string): Promise<string> =>
      (await locator.locate(frameRefOf(frame), ['/ws'])).why;
    assert.match(await why('large:main /ws/large.py:3'), /too large/);
    assert.match(await why('gone:main /ws/gone.py:3'), /missing/);
    assert.match(await why('main:gone /ws/main.py:3'), /no function of that name/i);
    assert.match(await why('json:loads /usr/lib/python3.11/json/__init__.py:3'), /library/);
    assert.match(await why('<Sleep>'), /mark of the agent/);
    assert.match(await why('run:main /app/run.py:3'), /Only the name of the file agrees/);
  });

  it('reads scripts without an extension', () => check('script:main /ws/script:3', 'exact script:2-3 main'));

  it('sees what has changed in a file since it was last asked', async () => {
    const files = { '/ws/app.py': 'def f():\n  return 1\n' };
    const changing = createLocator({ ...workspaceOf(files), wasmDir: 'dist' });
    const ref = frameRefOf('app:f /ws/app.py:2');
    assert.equal(print(await changing.locate(ref, ['/ws'])), 'exact app.py:1-2 f');
    files['/ws/app.py'] = `\n\n${files['/ws/app.py']}`;
    assert.equal(print(await changing.locate(ref, ['/ws'])), 'moved app.py:3-4 f');
    changing.dispose();
  });
});

function print(location: Location): string {
  if ('line' in location) {
    return `${location.status} ${placeText(location)}-${location.endLine} ${location.symbol}`;
  }
  return [
    location.status,
    location.candidates.map((place) => `${placeText(place)} ${place.symbol}`).join(', '),
  ]
    .join(' ')
    .trim();
}

function placeText({ root, file, line }: Place): string {
  return `${file.slice(root.length + 1)}:${line}`;
}

describe('locate among Java classes of one name', () => {
  const cart = (name: string, body: string) =>
    `package ${name};\nclass Cart {\n  int total() {\n    ${body}\n  }\n}\n`;
  const files = {
    '/ws/a/src/com/shop/Cart.java': cart('com.shop', 'return 1;'),
    '/ws/b/src/com/books/Cart.java': cart('com.books', 'return 2;'),
    '/ws/c/src/com/books/Cart.java': cart('com.books', 'return 3;'),
  };

  async function check(name: string, expected: string): Promise<void> {
    const locator = createLocator({ ...workspaceOf(files), wasmDir: 'dist' });
    const location = await locator.locate({ name, file: 'Cart.java', firstLine: 0, lastLine: 0 }, ['/ws']);
    locator.dispose();
    assert.equal(
      'line' in location ? `${location.status} ${location.file}:${location.line}` : location.status,
      expected,
    );
  }

  it('needs no lines where packages tell them apart', () =>
    check('com.shop.Cart.total', 'exact /ws/a/src/com/shop/Cart.java:3'));
  it('is undecided between two modules with the same package', () =>
    check('com.books.Cart.total', 'ambiguous'));
  it('finds none in a package that is not here', () => check('com.toys.Cart.total', 'none'));
});
