import assert from 'node:assert/strict';
import { formatFlameLink, MAX_LINK_LENGTH, parseFlameLink } from '../../src/host/flame-link';
import type { FlameLink } from '../../src/host/flame-link';
import { MAX_TRANSFORMS, PLAIN_VIEW } from '../../src/protocol/view-spec';
import { randomOf } from '../fixtures/random';

const source = { connectionId: 'local', group: 'shop', range: { latest: 3_600_000 } };

/** What VS Code hands over: it takes a link apart and one layer of percent signs off. */
function given(link: string): string {
  return decodeURIComponent(link.slice(link.indexOf('?') + 1));
}

describe('links to flame graphs', () => {
  const format = (link: FlameLink): string => formatFlameLink('vscode://burnline.burnline', link);
  const check = (link: FlameLink): void =>
    assert.deepEqual(parseFlameLink(given(format(link))), JSON.parse(JSON.stringify(link)));

  it('lead to the same group, range and view', () => {
    check({ source, spec: PLAIN_VIEW });
    check({
      source: { ...source, range: { start: 1_795_000_000_000, end: 1_795_000_300_000 } },
      spec: {
        ...PLAIN_VIEW,
        states: ['RUNNABLE'],
        visualization: { type: 'inspect', function: { name: 'shop:quote', file: '' } },
        transforms: [
          { type: 'hide-matching', query: { text: 'a&b=c%20+#', matchCase: true, isRegex: true } },
        ],
        selected: [{ name: 'Größe → ∑', file: '/srv/ä b.py' }],
      },
    });
  });

  it('survive connections and groups of any characters', () => {
    for (const text of ['aws/dev%2Fprod/eu-west-1//', 'a&group=b', 'x=y?z#f', '50 % + 1', 'ü\u0000"\'<']) {
      check({ source: { ...source, connectionId: text, group: text }, spec: PLAIN_VIEW });
    }
  });

  it('are of this window’s own scheme', () => {
    assert.match(
      format({ source, spec: PLAIN_VIEW }),
      /^vscode:\/\/burnline\.burnline\/flame\?connection=local&group=shop&range=PT1H&spec=[\w-]+$/,
    );
  });

  it('may be written by hand, as far as the view', () => {
    const spec = Buffer.from(JSON.stringify(PLAIN_VIEW)).toString('base64url');
    const link = parseFlameLink(`spec=${spec}&range=P1D&group=my shop&connection=local`);
    assert.deepEqual(link?.source, {
      connectionId: 'local',
      group: 'my shop',
      range: { latest: 86_400_000 },
    });
  });
});

describe('links that somebody forged', () => {
  const good = given(formatFlameLink('', { source, spec: PLAIN_VIEW }));
  const check = (query: string): void => assert.equal(parseFlameLink(query), undefined, query.slice(0, 200));
  const withSpec = (spec: unknown): string =>
    good.replace(/spec=.*/, `spec=${Buffer.from(JSON.stringify(spec)).toString('base64url')}`);

  it('are refused with a part missing, empty or there twice', () => {
    assert.ok(parseFlameLink(good));
    for (const part of good.split('&')) {
      check(good.replace(part, ''));
      check(good.replace(part, `${part.split('=')[0]}=`));
      check(`${good}&${part}`);
    }
  });

  it('are refused with ranges that are none', () => {
    for (const range of ['PT', 'yesterday', '2026-11-21/2026-11-20', 'P99999999999999999999D', '/', 'PT0S']) {
      check(good.replace('PT1H', range));
    }
  });

  it('are refused with views that are none, or beyond their bounds', () => {
    check(good.replace(/spec=.*/, 'spec=AAAA'));
    check(good.replace(/spec=.*/, 'spec=e30='));
    check(good.replace(/spec=.*/, 'spec=<script>'));
    check(withSpec({}));
    check(withSpec(null));
    check(withSpec([PLAIN_VIEW]));
    check(withSpec({ ...PLAIN_VIEW, transforms: [{ type: 'run-command', command: 'calc' }] }));
    const transforms = new Array(MAX_TRANSFORMS + 1).fill({ type: 'collapse-package', package: 'a' });
    check(withSpec({ ...PLAIN_VIEW, transforms }));
    check(withSpec({ ...PLAIN_VIEW, search: { text: 'x'.repeat(5000), matchCase: false, isRegex: true } }));
  });

  it('are refused when they are long, without a look inside', () => {
    check(`${good}&padding=${'x'.repeat(MAX_LINK_LENGTH)}`);
  });

  it('never make the reader throw', () => {
    const random = randomOf(7);
    for (let i = 0; i < 2000; i++) {
      const at = Math.floor(random() * good.length);
      const broken = good.slice(0, at) + String.fromCharCode(random() * 0x180) + good.slice(at + (i % 3));
      const link = parseFlameLink(broken);
      assert.ok(link === undefined || typeof link.source.group === 'string');
    }
  });
});
