import assert from 'node:assert/strict';
import { findNews } from '../../src/host/event-news';
import type { Occurrence } from '../../src/service/reports/finding';
import { toEvent } from '../../src/service/reports/finding';

const HOUR = 3_600_000;
const home = { region: 'us-east-1', accountId: '000000000000' };

/** A line as the service writes it: `shop client ONGOING`, at an hour. */
function eventLine(text: string, hour = 10, more: Partial<Occurrence['finding']> = {}): string {
  const [groupName, title, status] = text.split(' ');
  const finding: Occurrence['finding'] = {
    key: title,
    kind: 'Recommendations',
    groupName,
    title,
    description: 'd',
    resolutionSteps: 'r',
    reason: `because of ${title}`,
    instances: [],
    ...more,
  };
  const occurrence: Occurrence = {
    finding,
    since: 8 * HOUR,
    seen: 9 * HOUR,
    status: status === 'CLOSED' ? 'CLOSED' : 'ONGOING',
  };
  return toEvent(home, occurrence, hour * HOUR).body;
}

describe('news of the log of events', () => {
  const check = (lines: readonly string[], expected: readonly string[], now = 11 * HOUR) => {
    const news = findNews(lines, new Set(), now);
    assert.deepEqual(
      news.map(({ kind, group, title, reason }) => `${kind} in ${group}: ${title}, ${reason}`),
      expected,
    );
  };

  it('are findings that go on', () => {
    check([eventLine('shop client ONGOING')], ['recommendation in shop: client, because of client']);
    check(
      [eventLine('shop slow ONGOING', 10, { kind: 'Anomalies' })],
      ['anomaly in shop: slow, because of slow'],
    );
  });

  it('name the hour that showed it', () => {
    const [{ range }] = findNews([eventLine('shop client ONGOING')], new Set(), 11 * HOUR);
    assert.deepEqual(range, { start: 8 * HOUR, end: 9 * HOUR });
  });

  it('are told once, however often the service repeats them', () => {
    const lines = [eventLine('shop client ONGOING', 10), eventLine('shop client ONGOING', 10)];
    check(lines, ['recommendation in shop: client, because of client']);
    const [{ id }] = findNews(lines, new Set(), 11 * HOUR);
    assert.deepEqual(findNews([eventLine('shop client ONGOING', 34)], new Set([id]), 35 * HOUR), []);
  });

  it('are not what is over, or was of yesterday', () => {
    check([eventLine('shop client ONGOING'), eventLine('shop client CLOSED', 11)], []);
    check([eventLine('shop client ONGOING', 10)], [], 34 * HOUR);
    check(
      [eventLine('shop client ONGOING', 10)],
      ['recommendation in shop: client, because of client'],
      33 * HOUR,
    );
  });

  it('are nothing that the service would not write', () => {
    const good = JSON.parse(eventLine('shop client ONGOING')) as Record<string, object>;
    const damaged = [
      '',
      '{"id":',
      'null',
      '[]',
      '7',
      JSON.stringify({ ...good, 'detail-type': 'EC2 Instance State-change Notification' }),
      JSON.stringify({ ...good, 'detail-type': 'constructor' }),
      JSON.stringify({ ...good, resources: 'x' }),
      JSON.stringify({ ...good, resources: ['arn:aws:codeguru-profiler:us-east-1:1:profilingGroup/a b'] }),
      JSON.stringify({ ...good, detail: null }),
      JSON.stringify({ ...good, detail: { ...good.detail, deduplicationId: 7 } }),
      JSON.stringify({ ...good, detail: { ...good.detail, expiresOn: 'soon' } }),
    ];
    check(
      [...damaged, eventLine('shop client ONGOING')],
      ['recommendation in shop: client, because of client'],
    );
    check(
      [JSON.stringify({ ...good, detail: { ...good.detail, sourceUrl: 7, title: 7, recommendation: 7 } })],
      ['recommendation in shop: , '],
    );
  });

  it('show what in a name would act on the line', () => {
    const [{ title }] = findNews(
      [eventLine('shop x ONGOING', 10, { title: `a\u202eb\n${'c'.repeat(999)}` })],
      new Set(),
      0,
    );
    assert.ok(title.startsWith('a⟨U+202E⟩b⟨U+000A⟩ccc') && title.length < 340, title);
  });
});
