import assert from 'node:assert/strict';
import { applySuppressions } from '../../src/insight/apply-suppressions';
import { myCode } from '../../src/insight/my-code';
import { recommend } from '../../src/insight/recommend';
import type { Suppression } from '../../src/insight/suppressions';
import {
  dayAfter,
  formatSuppressions,
  inForce,
  nextEnd,
  NO_SUPPRESSIONS,
  parseSuppressions,
  suppressionOf,
  withSuppression,
} from '../../src/insight/suppressions';
import { profileOf } from '../fixtures/text-profile';

const NOON = Date.parse('2027-03-31T12:00:00Z');

describe('the suppressions file', () => {
  const entry = { pattern: 'p', frame: 'shop:save', reason: 'rare', expires: '2027-03-31' };

  it('has suppressions, in the order of the file', () => {
    const { suppressions, problems } = parseSuppressions(
      JSON.stringify({ suppressions: [entry, { pattern: 'q', reason: 'fine' }] }),
    );
    assert.deepEqual(suppressions, [entry, { pattern: 'q', reason: 'fine' }]);
    assert.deepEqual(problems, []);
  });

  it('may be empty', () => {
    for (const text of ['', ' \n', '{}', '{"suppressions": []}']) {
      assert.deepEqual(parseSuppressions(text).suppressions, [], text);
    }
  });

  it('says on which line something is wrong, and keeps the entries that are right', () => {
    const check = (lines: string, expected: string): void => {
      const { suppressions, problems } = parseSuppressions(
        `{ "suppressions": [\n{"pattern": "p", "reason": "r"},\n${lines}\n] }`,
      );
      assert.deepEqual(problems, [expected]);
      assert.deepEqual(suppressions, [{ pattern: 'p', reason: 'r' }]);
    };
    check('{"reason": "r"}', 'Line 3: a suppression needs a "pattern", the id or name of what it mutes.');
    check('\n{"pattern": "p", "reason": " "}', 'Line 4: a suppression needs a "reason".');
    check('{"pattern": "p", "reason": "r", "frame": ""}', 'Line 3: "frame" is the name of a function.');
    check('{"pattern": "p", "reason": "r", "file": 1}', 'Line 3: "file" is the end of a path.');
    check('"all"', 'Line 1: a suppression is an object.');
    for (const day of ['tomorrow', '2027-02-30', '2027-3-1', '2027-03-31T00:00:00Z']) {
      check(
        JSON.stringify({ pattern: 'p', reason: 'r', expires: day }),
        'Line 3: "expires" is a day such as "2027-03-31".',
      );
    }
  });

  it('refuses what is no list of suppressions, so that nothing writes over it', () => {
    const check = (text: string, message: string): void =>
      assert.throws(() => parseSuppressions(text), { message });
    check('{\n"suppressions": [\n', 'is not JSON from line 3 on: a value is missing');
    check('[]', 'is not an object with a list of "suppressions"');
    check('{"suppressions": {}}', 'has "suppressions" that are not a list');
  });

  it('keeps what it does not understand, its order and its indentation when one is added', () => {
    const before = {
      team: 'shop',
      suppressions: [{ ...entry, ticket: 7 }, 'a note', { pattern: 'p', reason: '' }],
    };
    const file = parseSuppressions(JSON.stringify(before, null, '\t'));
    const added = { pattern: 'q', file: 'shop/a.py', reason: 'fine' };
    const text = formatSuppressions(withSuppression(file, added, 'Name of q'));
    assert.equal(
      text,
      `${JSON.stringify(
        {
          team: 'shop',
          suppressions: [
            ...before.suppressions,
            { pattern: 'q', name: 'Name of q', file: 'shop/a.py', reason: 'fine' },
          ],
        },
        null,
        '\t',
      )}\n`,
    );
    assert.deepEqual(parseSuppressions(text).suppressions, [
      { ...entry, ticket: 7 },
      { ...added, name: 'Name of q' },
    ]);
  });

  it('has one entry for one place', () => {
    const first = withSuppression(NO_SUPPRESSIONS, entry, 'P');
    const again = withSuppression(first, { ...entry, reason: 'other', expires: '2028-01-01' }, 'P');
    assert.deepEqual(JSON.parse(formatSuppressions(again)), {
      suppressions: [{ ...entry, name: 'P', reason: 'other', expires: '2028-01-01' }],
    });
    const forEver = withSuppression(again, { pattern: 'p', frame: 'shop:save', reason: 'r' }, 'P');
    assert.deepEqual(JSON.parse(formatSuppressions(forEver)), {
      suppressions: [{ pattern: 'p', name: 'P', frame: 'shop:save', reason: 'r' }],
    });
  });
});

describe('a suppression', () => {
  const pattern = { id: 'id-of-p', name: 'Name of P' };
  const site = { name: 'shop.orders:Orders:save', file: '/srv/app/shop/orders.py' };

  function check(over: Partial<Suppression>, expected: boolean, now = NOON): void {
    const suppression = { pattern: 'id-of-p', reason: 'r', ...over };
    const found = suppressionOf({ pattern, site }, inForce([suppression], now));
    assert.equal(found !== undefined, expected, JSON.stringify(over));
  }

  it('is about a pattern, by id or by name', () => {
    check({}, true);
    check({ pattern: 'Name of P' }, true);
    check({ pattern: 'id-of-q' }, false);
    check({ pattern: '' }, false);
  });

  it('is about one function, or a class of whatever name', () => {
    check({ frame: 'shop.orders:Orders:save' }, true);
    check({ frame: 'shop.orders:*:save' }, true);
    check({ frame: 'shop.orders:Orders:load' }, false);
    check({ frame: 'save' }, false);
  });

  it('is about a file wherever it is deployed, by whole folders', () => {
    check({ file: 'shop/orders.py' }, true);
    check({ file: './orders.py' }, true);
    check({ file: 'shop\\orders.py' }, true);
    check({ file: '/srv/app/shop/orders.py' }, true);
    check({ file: 'workshop/orders.py' }, false);
    check({ file: 'op/orders.py' }, false);
    check({ file: '/other/srv/app/shop/orders.py' }, false);
    check({ file: '/' }, false);
  });

  it('holds until the end of its last day, in UTC', () => {
    check({ expires: '2027-03-31' }, true, NOON);
    check({ expires: '2027-03-31' }, true, Date.parse('2027-03-31T23:59:59.999Z'));
    check({ expires: '2027-03-31' }, false, Date.parse('2027-04-01T00:00:00Z'));
    assert.equal(dayAfter(NOON, 0), '2027-03-31');
    assert.equal(dayAfter(NOON, 30), '2027-04-30');
    const ends = ['2027-05-01', '2027-04-01', undefined].map((expires) => ({
      pattern: 'p',
      reason: 'r',
      expires,
    }));
    assert.equal(nextEnd(ends), Date.parse('2027-04-02T00:00:00Z'));
    assert.equal(nextEnd(ends.slice(2)), undefined);
  });
});

describe('recommendations with suppressions', () => {
  const profile = profileOf(
    `
app:main @/srv/app.py:10
  app:save @/srv/app.py:30
    boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  20
  app:load @/srv/app.py:40
    boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  30
  app:work @/srv/app.py:50  50`,
    { agent: { type: 'CodeGuruProfiler-python', version: '1' } },
  );
  const found = recommend(profile);
  const [{ pattern }] = found;

  /** `percent of the samples in places, how many suppressed` */
  function check(suppressions: Omit<Suppression, 'reason'>[], expected: string): void {
    const { recommendations, suppressed } = applySuppressions(profile, found, {
      suppressions: suppressions.map((one) => ({ reason: 'r', ...one })),
      isMyCode: myCode(),
    });
    const shown = recommendations.map(
      ({ allMatchesSum, allMatchesCount, topMatches }) =>
        `${allMatchesSum} % in ${allMatchesCount} (${topMatches.length} listed)`,
    );
    assert.equal([...shown, `${suppressed} suppressed`].join(', '), expected);
  }

  it('are what they were without', () => {
    check([], '50 % in 2 (2 listed), 0 suppressed');
    check([{ pattern: 'other' }], '50 % in 2 (2 listed), 0 suppressed');
  });

  it('lose the places that are muted, with their samples', () => {
    check([{ pattern: pattern.id, frame: 'app:save' }], '30 % in 1 (1 listed), 0 suppressed');
  });

  it('are gone when all of their places are', () => {
    check([{ pattern: pattern.name }], '1 suppressed');
    check([{ pattern: pattern.id, file: 'app.py' }], '1 suppressed');
  });

  it('name the own function that calls, not those above it', () => {
    check([{ pattern: pattern.id, frame: 'app:main' }], '50 % in 2 (2 listed), 0 suppressed');
  });
});
