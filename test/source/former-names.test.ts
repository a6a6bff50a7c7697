import assert from 'node:assert/strict';
import { createLocator } from '../../src/source/locate';
import type { Location, Locator } from '../../src/source/location';
import type { RenamedFiles } from '../../src/source/former-names';
import { frameRefOf, workspaceOf } from './workspace';

const PRICING = `import re

class Rule:
    def quote(self, lines):
        return sum(line for line in lines if line.price > 0)

def best(rules, lines):
    return min(rule.quote(lines) for rule in rules if rule.fits(lines))
`;

const CART = `package com.shop;

class Cart {
  int total(java.util.List<Integer> prices) {
    int sum = 0;
    for (int price : prices) sum += price;
    return sum;
  }
}
`;

interface Renamed {
  readonly from: string;
  readonly to: string;
  /** Undefined where git has it no more. */
  readonly then: string | undefined;
}

async function locate(
  files: Readonly<Record<string, string>>,
  renamed: readonly Renamed[],
  frame: string,
): Promise<{ readonly location: Location; readonly locator: Locator }> {
  const renamedFiles: RenamedFiles = new Map(
    renamed.map(({ from, to, then }) => [
      to,
      { path: to, formerPath: from, textThen: () => Promise.resolve(then) },
    ]),
  );
  const access = workspaceOf(files);
  const locator = createLocator({ wasmDir: 'dist', ...access, renamedFiles: () => renamedFiles });
  return { location: await locator.locate(frameRefOf(frame), ['/ws']), locator };
}

async function check(
  files: Readonly<Record<string, string>>,
  renamed: readonly Renamed[],
  frame: string,
  expected: string,
): Promise<void> {
  const { location, locator } = await locate(files, renamed, frame);
  assert.equal(print(location), expected);
  if ('file' in location) {
    assert.ok(locator.mayBeIn(frameRefOf(frame), location.file), 'it would not have been looked for');
  }
  locator.dispose();
}

function print(location: Location): string {
  if ('file' in location) return `${location.status} ${location.file}:${location.line} ${location.symbol}`;
  const candidates = location.candidates.map(({ file, line }) => ` ${file}:${line}`).join('');
  return `${location.status}:${candidates === '' ? ` ${location.why}` : candidates}`;
}

describe('files that are called otherwise since', () => {
  const QUOTE = 'shop.pricing:Rule:quote /app/shop/pricing.py:5';
  const MOVED = { from: '/ws/shop/pricing.py', to: '/ws/lib/prices.py', then: PRICING };

  it('are found by the path that they had, and their functions where they stand now', async () => {
    await check({ '/ws/lib/prices.py': PRICING }, [MOVED], QUOTE, 'exact /ws/lib/prices.py:4 Rule.quote');
    const now = `# one\n# two\n${PRICING.replace('def quote', 'def price')}`;
    await check({ '/ws/lib/prices.py': now }, [MOVED], QUOTE, 'moved /ws/lib/prices.py:6 Rule.price');
    await check(
      { '/ws/lib/prices.py': PRICING },
      [],
      QUOTE,
      'none: No file in the workspace has that name and path.',
    );
  });

  it('have nothing where the function is gone, or nobody knows the text any more', async () => {
    const without = PRICING.replace(/    def quote[^]*?\n\n/, '    fits = None\n\n');
    await check(
      { '/ws/lib/prices.py': without },
      [MOVED],
      QUOTE,
      'none: The function is not in /ws/lib/prices.py any more; it was called /ws/shop/pricing.py when it ran.',
    );
    const lost = { ...MOVED, then: undefined };
    await check({ '/ws/lib/prices.py': PRICING }, [lost], QUOTE, 'none: The file is missing.');
  });

  it('are found under the path that they have by a program that ran later', async () => {
    const frame = 'lib.prices:Rule:quote /app/lib/prices.py:5';
    await check({ '/ws/lib/prices.py': PRICING }, [MOVED], frame, 'exact /ws/lib/prices.py:4 Rule.quote');
  });

  it('are one file where both of their paths can be meant', async () => {
    const frame = 'com.shop.Cart.total Cart.java:6';
    const [from, to] = ['/ws/web/com/shop/Cart.java', '/ws/core/com/shop/Cart.java'];
    const now = CART.replace('int sum = 0;', 'int sum = 0; // net\n\n\n');
    await check({ [to]: now }, [{ from, to, then: CART }], frame, `moved ${to}:4 Cart.total`);
    // The lines are not those of the revision: it need not be the one that ran.
    const later = 'com.shop.Cart.total Cart.java:30';
    await check({ [to]: now }, [{ from, to, then: CART }], later, `moved ${to}:4 Cart.total`);
  });

  it('are found in their old package', async () => {
    const [from, to] = ['/ws/com/shop/Cart.java', '/ws/com/store/Basket.java'];
    const now = CART.replace('com.shop', 'com.store').replace('class Cart', 'class Basket');
    for (const file of ['Cart.java', '']) {
      const frame = file === '' ? 'com.shop.Cart.total' : 'com.shop.Cart.total Cart.java:6';
      await check({ [to]: now }, [{ from, to, then: CART }], frame, `moved ${to}:4 Basket.total`);
    }
    await check(
      { [to]: now },
      [{ from, to, then: CART }],
      'com.store.Basket.total Basket.java:6',
      `exact ${to}:4 Basket.total`,
    );
  });

  it('are no proof where another file can be meant as well', async () => {
    const files = { '/ws/lib/prices.py': PRICING, '/ws/old/shop/pricing.py': PRICING };
    await check(files, [MOVED], QUOTE, 'ambiguous: /ws/old/shop/pricing.py:4 /ws/lib/prices.py:4');
  });

  it('say what they were called', async () => {
    const { location, locator } = await locate({ '/ws/lib/prices.py': PRICING }, [MOVED], QUOTE);
    assert.match(location.why, /; it was called \/ws\/shop\/pricing\.py when it ran\.$/);
    locator.dispose();
  });
});
