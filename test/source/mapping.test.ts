import assert from 'node:assert/strict';
import { createLocator } from '../../src/source/locate';
import type { Location } from '../../src/source/location';
import { ruleFrom } from '../../src/source/mapping';
import { formatMapping, NO_MAPPING, parseMapping, rulesOf, withRule } from '../../src/source/mapping-file';
import { workspaceOf } from './workspace';

const FILES = {
  '/ws/services/shop/pricing.py': 'def quote():\n    return 1\n',
  '/ws/services/books/pricing.py': 'def quote():\n    return 1\n',
  '/ws/deploy/handler.py': 'def quote():\n    return 1\n',
};

/** A rule a line, as somebody writes them; `->` and nothing says that it is not here. */
function rules(drawn: string): string {
  const lines = drawn.split('\n').map((line) => /^(\w+) (.*?) ->(?: (.*))?$/.exec(line.trim()));
  return JSON.stringify({
    rules: lines.flatMap((parts) => (parts ? [{ [parts[1]]: parts[2], source: parts[3] ?? null }] : [])),
  });
}

async function check(drawn: string, frame: string, expected: string): Promise<void> {
  const parsed = rulesOf(parseMapping(rules(drawn)), '/ws');
  const locator = createLocator({ ...workspaceOf(FILES), wasmDir: 'dist', rules: () => parsed });
  const [name, file = '', line = '0'] = frame.split(/ @|:(?=\d+$)/);
  const ref = { name, file, firstLine: Number(line), lastLine: Number(line) };
  const location = await locator.locate(ref, ['/ws']);
  locator.dispose();
  assert.equal(print(location), expected);
  if ('line' in location) assert.ok(locator.mayBeIn(ref, location.file), 'it would not have been looked for');
}

function print(location: Location): string {
  if ('line' in location) return `${location.status} ${location.file}:${location.line}`;
  return `${location.status}: ${location.why}`;
}

describe('rules of mapping.json', () => {
  const FRAME = 'pricing:quote @/var/task/pricing.py:2';

  it('are asked where paths leave several files', async () => {
    await check('', FRAME, "ambiguous: 2 files in the workspace can be the frame's.");
    await check('path /var/task -> services/shop', FRAME, 'exact /ws/services/shop/pricing.py:1');
  });

  it('lead from the folder where code was deployed to where it stands', async () => {
    await check('path /var/task/ -> services/books/', FRAME, 'exact /ws/services/books/pricing.py:1');
    await check('path /var -> services', FRAME, 'none: The file is missing.');
    await check(
      'path C:\\task -> services/shop',
      'pricing:quote @c:\\TASK\\pricing.py:2',
      'exact /ws/services/shop/pricing.py:1',
    );
  });

  it('decide for one function before a path, for a path before a package, and the longer ones first', async () => {
    const all = `package pricing -> services/books
      path /var -> services/nowhere
      path /var/task -> services/shop
      frame pricing:quote -> deploy/handler.py`;
    await check(all, FRAME, 'exact /ws/deploy/handler.py:1');
    await check(all.replace(/ *frame.*$/, ''), FRAME, 'exact /ws/services/shop/pricing.py:1');
    await check('package pricing -> services/books', FRAME, 'exact /ws/services/books/pricing.py:1');
  });

  it('can say that code is not here', async () => {
    await check(
      'package pricing ->',
      FRAME,
      'none: A rule in mapping.json says that pricing is not in this workspace.',
    );
  });

  it('say so where what they name holds no such file', async () => {
    await check(
      'package pricing -> deploy',
      FRAME,
      "none: A rule in mapping.json says that pricing is in deploy, and no file there can be the frame's.",
    );
  });

  it('touch no other frame', async () => {
    await check('path /var/tas -> deploy', FRAME, "ambiguous: 2 files in the workspace can be the frame's.");
    await check(
      'frame pricing:quot -> deploy/handler.py',
      FRAME,
      "ambiguous: 2 files in the workspace can be the frame's.",
    );
  });
});

describe('mapping.json as a file', () => {
  it('keeps what it does not understand, in its order and with its indent', () => {
    const text =
      '{\n    "team": "checkout",\n    "rules": [\n        { "path": "/app", "source": "a", "note": "old" }\n    ]\n}\n';
    const changed = withRule(parseMapping(text), { of: 'path', from: '/app', source: 'b' });
    const more = withRule(changed, { of: 'frame', from: 'f', source: null });
    assert.deepEqual(JSON.parse(formatMapping(more)), {
      team: 'checkout',
      rules: [
        { path: '/app', source: 'b', note: 'old' },
        { frame: 'f', source: null },
      ],
    });
    assert.match(formatMapping(more), /^\{\n {4}"team"/);
  });

  it('is made where there is none', () => {
    const made = formatMapping(withRule(NO_MAPPING, { of: 'path', from: '/app', source: 'shop' }));
    assert.deepEqual(rulesOf(parseMapping(made), '/ws'), [
      { of: 'path', from: '/app', root: '/ws', source: ['shop'] },
    ]);
  });

  for (const [text, problem] of [
    ['{', 'is not JSON'],
    ['[]', 'is not an object with a list of "rules"'],
    ['{"rules": {}}', 'has "rules" that are not a list'],
    [
      '{"rules": [{"path": "/a", "source": "a"}, {"path": "/b"}]}',
      /^has a rule that cannot be understood, the 2nd: /,
    ],
    ['{"rules": [{"path": "/a", "package": "a", "source": "a"}]}', /the 1st/],
  ] as const) {
    it(`tells what is wrong with ${text}`, () =>
      assert.throws(() => parseMapping(text), { message: problem }));
  }

  for (const source of ['..', 'a/../../b', '/etc', 'C:/x', 'a\\..\\b', '\\\\host\\share', 'a\nb']) {
    it(`leads nowhere out of its folder by ${JSON.stringify(source)}`, () => {
      const text = JSON.stringify({ rules: [{ path: '/app', source }] });
      assert.throws(() => parseMapping(text), { message: /the 1st/ });
    });
  }
});

describe('the rule that an answer makes', () => {
  const check = (frame: string, file: string, expected: string): void => {
    const [name, path = ''] = frame.split(' @');
    const { of, from, source } = ruleFrom({ name, file: path, firstLine: 0, lastLine: 0 }, file.split('/'));
    assert.equal(`${of} ${from} -> ${source}`, expected);
  };

  it('is as general as the two paths allow', () => {
    check(
      'shop.pricing:quote @/var/task/shop/pricing.py',
      'services/a/shop/pricing.py',
      'path /var/task -> services/a',
    );
    check('main:run @C:\\app\\main.py', 'src/main.py', 'path c:/app -> src');
    check(
      'com.shop.Cart.total',
      'core/src/main/java/com/shop/Cart.java',
      'package com.shop -> core/src/main/java',
    );
  });

  it('is for the one function where they have nothing in common', () => {
    check('main:run @/app/main.py', 'src/start.py', 'frame main:run -> src/start.py');
    check('main:run @main.py', 'src/main.py', 'frame main:run -> src/main.py');
    check('main:run @/main.py', 'src/main.py', 'frame main:run -> src/main.py');
    check('Cart.total', 'src/Cart.java', 'frame Cart.total -> src/Cart.java');
  });
});

describe('a deployed path that names a repository', () => {
  const files = {
    '/ws/shop-web/src/app.py': 'def main():\n    return 1\n',
    '/ws/shop-jobs/src/app.py': 'def main():\n    return 1\n',
  };
  const remotes: Readonly<Record<string, readonly string[]>> = {
    '/ws/shop-web': ['storefront'],
    '/ws/shop-jobs': ['nightly'],
  };

  async function check(file: string, expected: string): Promise<void> {
    const locator = createLocator({
      ...workspaceOf(files),
      wasmDir: 'dist',
      repositoriesOf: (root) => remotes[root] ?? [],
    });
    const ref = { name: 'src.app:main', file, firstLine: 2, lastLine: 2 };
    assert.equal(print(await locator.locate(ref, Object.keys(remotes))), expected);
    locator.dispose();
  }

  it('is in the folder with that remote', async () => {
    await check('/builds/acme/nightly/src/app.py', 'exact /ws/shop-jobs/src/app.py:1');
    await check('/builds/acme/storefront/src/app.py', 'exact /ws/shop-web/src/app.py:1');
  });

  it('stays undecided where it names none', async () => {
    await check('/builds/src/app.py', "ambiguous: 2 files in the workspace can be the frame's.");
  });
});
