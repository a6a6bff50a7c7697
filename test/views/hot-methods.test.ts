import assert from 'node:assert/strict';
import { myCode } from '../../src/insight/my-code';
import { hotMethods } from '../../src/views/hot-methods';
import type { HotMethodOptions } from '../../src/views/hot-methods';
import { l10n } from '../fixtures/l10n';
import { loadedOf } from '../focus/loaded';

const SHOP = `
shop.web:handle @/srv/shop/web.py:10
  shop.pricing:Engine:quote @/srv/shop/pricing.py:141  60
    re:compile @/lib/python3.11/re.py:9  30
    shop.pricing:Engine:quote @/srv/shop/pricing.py:150  10
<Sleep>  TIMED_WAITING 100`;

const OPTIONS: HotMethodOptions = {
  l10n,
  view: 'cpu',
  by: 'self',
  onlyMine: true,
  isMyCode: myCode(),
  limit: 50,
  minimumSamples: 20,
};

function check(options: Partial<HotMethodOptions>, expected: string[], drawing = SHOP): void {
  const { rows, more, message, description } = hotMethods(loadedOf(drawing), { ...OPTIONS, ...options });
  const printed = [
    description,
    ...rows.map((row) => `${row.label} | ${row.description}`.replace(/[\u00a0\u2007]/g, ' ')),
    ...(more > 0 ? [`${more} more`] : []),
    ...(message === '' ? [] : [message]),
  ];
  assert.deepEqual(printed, expected);
}

describe('hot methods', () => {
  it('are own functions by self, with their place', () => {
    check({}, ['CPU · self · my code', '70.0 %  Engine.quote | pricing.py:141']);
  });

  it('are sorted by total where that is asked, recursion counted once', () => {
    check({ by: 'total' }, [
      'CPU · total · my code',
      ' 100 %  Engine.quote | pricing.py:141',
      ' 100 %  handle | web.py:10',
    ]);
  });

  it('are all functions where that is asked, marks of the agent left out', () => {
    check({ onlyMine: false }, [
      'CPU · self · all code',
      '70.0 %  Engine.quote | pricing.py:141',
      '30.0 %  compile | re.py:9',
    ]);
    check({ onlyMine: false, view: 'latency' }, [
      'Latency · self · all code',
      '35.0 %  Engine.quote | pricing.py:141',
      '15.0 %  compile | re.py:9',
    ]);
  });

  it('say how many more there are', () => {
    check({ by: 'total', onlyMine: false, limit: 1 }, [
      'CPU · total · all code',
      ' 100 %  Engine.quote | pricing.py:141',
      '2 more',
    ]);
  });

  it('say why there are none', () => {
    const none = 'CPU · self · my code';
    check({}, [none, 'No samples in the CPU view of this range.'], '<Sleep>  TIMED_WAITING 100');
    check({}, [none, 'Too few samples (19) to tell a share.'], 'app:main @/srv/app.py  19');
    check(
      {},
      [none, 'None of the functions with samples is your own code.'],
      're:compile @/lib/python3.11/re.py:9  30',
    );
  });

  it('are the same rows after a refresh', () => {
    const ids = (drawing: string): string[] =>
      hotMethods(loadedOf(drawing), { ...OPTIONS, by: 'total' }).rows.map(({ id }) => id);
    assert.deepEqual(ids(`another:one @/srv/a.py:1  1${SHOP}`).slice(0, 2), ids(SHOP));
  });
});
