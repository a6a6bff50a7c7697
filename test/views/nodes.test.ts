import assert from 'node:assert/strict';
import type { GroupSummary } from '../../src/aws/gateway';
import { myCode } from '../../src/insight/my-code';
import type { Suppression } from '../../src/insight/suppressions';
import { changedNodes } from '../../src/views/changed-nodes';
import { toNodes } from '../../src/views/nodes';
import type { ConnectionState, GroupState, Node, NodeOptions } from '../../src/views/nodes';
import { loadedOf } from '../focus/loaded';
import { l10n } from '../fixtures/l10n';
import { profileOf } from '../fixtures/text-profile';
import { summaryOf } from './group-summary';

const NOW = Date.parse('2026-11-21T12:00Z');
const MINUTE = 60_000;

const OPTIONS: NodeOptions = {
  l10n,
  now: NOW,
  range: { latest: 60 * MINUTE },
  minimumSamples: 20,
  isMyCode: myCode(),
  focused: undefined,
};

function group(name: string, over: Partial<GroupSummary> = {}, state: Partial<GroupState> = {}): GroupState {
  return { summary: summaryOf(name, over), loaded: undefined, isLoading: false, failure: '', ...state };
}

function local(groups: GroupState[], over: Partial<ConnectionState> = {}): ConnectionState {
  return {
    id: 'local',
    kind: 'local',
    label: 'Embedded service',
    detail: '127.0.0.1',
    status: 'ready',
    failure: '',
    groups,
    ...over,
  };
}

/** `[icon] label | description`, indented; `+` before what is opened at first. */
function print(nodes: readonly Node[], indent = ''): string[] {
  return nodes.flatMap(({ icon, label, description, opens, children }) => [
    `${indent}${opens === 'opened' ? '+' : ''}[${icon}] ${label}${description && ` | ${description}`}`.replaceAll(
      /[\u00a0\u2007]/g,
      ' ',
    ),
    ...print(children, `${indent}  `),
  ]);
}

function check(connections: ConnectionState[], expected: string, options: Partial<NodeOptions> = {}): void {
  const lines = expected.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  assert.deepEqual(
    print(toNodes(connections, { ...OPTIONS, ...options })),
    lines.map((line) => line.slice(margin)),
  );
}

const SHOP = `
shop.web:handle @/srv/shop/web.py:10
  shop.pricing:Engine:quote @/srv/shop/pricing.py:141  60
    re:compile @/lib/python3.11/re.py:9  30
  <Sleep>  TIMED_WAITING 110`;

describe('the rows of the side bar', () => {
  it('count what is wasteful, and what of it people have muted', () => {
    const profile = profileOf(
      `
app:save @/srv/app.py:30
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  50
app:work @/srv/app.py:50  50`,
      { agent: { type: 'CodeGuruProfiler-python', version: '1' } },
    );
    const described = (suppressions: readonly Suppression[]): string | undefined =>
      toNodes(
        [
          local([
            group('shop', { lastAgentProfileAt: NOW }, { loaded: loadedOf(profile, { suppressions }) }),
          ]),
        ],
        OPTIONS,
      )[0]?.children[0]?.description;
    const pattern = 'Recreation of AWS SDK Service Clients';
    assert.equal(described([]), 'Profiling · just now · 1 finding');
    assert.equal(described([{ pattern, reason: 'rare' }]), 'Profiling · just now · 1 suppressed');
  });

  it('are none while there is nothing, so that the welcome text shows', () => {
    check([local([])], '');
    check([local([], { status: 'loading' })], '');
  });

  it('say the status of a group in words and by the shape of the icon', () => {
    check(
      [
        local([
          group('busy', { lastAgentProfileAt: NOW - 2 * MINUTE }),
          group('fresh'),
          group('legacy', { lastAgentProfileAt: NOW - 9 * 24 * 60 * MINUTE }),
          group('seen', { lastAgentSeenAt: NOW - MINUTE }),
          group('stopped', { profilingEnabled: false, lastAgentProfileAt: NOW }),
        ]),
      ],
      `
      +[server-process] Embedded service | running · 127.0.0.1
        [circle-filled] busy | Profiling · 2 min ago
          [loading~spin] loading…
        [circle-outline] fresh | Pending · no agent yet
          [info] no profile yet; the first one shows up here by itself
        [circle-small] legacy | Inactive · last profile 9 days ago
          [loading~spin] loading…
        [circle-outline] seen | Pending · agent seen 1 min ago
          [info] no profile yet; the first one shows up here by itself
        [circle-slash] stopped | Stopped
          [loading~spin] loading…`,
    );
  });

  it('open into views with their samples and the hot methods of my code', () => {
    check(
      [local([group('shop', { lastAgentProfileAt: NOW }, { loaded: loadedOf(SHOP) })])],
      `
      +[server-process] Embedded service | running · 127.0.0.1
        [circle-filled] shop | Profiling · just now
          [pulse] CPU | latest hour · 90 samples
          [watch] Latency | latest hour · 200 samples
          [flame] Hot methods | 1 of my code, by self
            [symbol-method] 66.7 % Engine.quote | pricing.py:141`,
    );
  });

  it('take hot methods from libraries where none are mine, and give no share of too few samples', () => {
    const library = 'json:dumps @/lib/python3.11/json.py:1  21';
    check(
      [
        local([
          group('libs', { lastAgentProfileAt: NOW }, { loaded: loadedOf(library) }),
          group('young', { lastAgentProfileAt: NOW }, { loaded: loadedOf('app:f @/srv/app.py:1  8') }),
        ]),
      ],
      `
      +[server-process] Embedded service | running · 127.0.0.1
        [circle-filled] libs | Profiling · just now
          [pulse] CPU | latest hour · 21 samples
          [watch] Latency | latest hour · 21 samples
          [flame] Hot methods | 1 of libraries, by self
            [symbol-method]  100 % dumps | json.py:1
        [circle-filled] young | Profiling · just now
          [pulse] CPU | latest hour · too few samples (8)
          [watch] Latency | latest hour · too few samples (8)
          [flame] Hot methods | too few samples (8)`,
    );
  });

  it('keep what was known when a connection fails, and say why at its place', () => {
    const failed = local([group('shop')], { status: 'failed', failure: 'Could not list profiling groups.' });
    check(
      [failed, { ...local([]), id: 'aws', kind: 'aws', label: 'acme · eu-west-1', detail: 'arn:role/R' }],
      `
      +[server-process] Embedded service | not reachable
        [warning] Could not list profiling groups.
        [circle-outline] shop | Pending · no agent yet
          [info] no profile yet; the first one shows up here by itself
      [cloud] acme · eu-west-1 | arn:role/R
        [info] no profiling groups`,
    );
    check(
      [local([], { status: 'failed', failure: 'It did not start.' })],
      `
      +[server-process] Embedded service | not reachable
        [warning] It did not start.`,
    );
  });

  it('show hostile names as inert text', () => {
    const hostile = `a\u202eb\u0000<img>${'x'.repeat(1_000_000)} @/srv/e\u2028vil.py:1  30`;
    const [connection] = toNodes(
      [local([group('g', { lastAgentProfileAt: NOW }, { loaded: loadedOf(hostile) })])],
      {
        ...OPTIONS,
        isMyCode: () => true,
      },
    );
    const method = connection.children[0].children[2].children[0];
    assert.match(method.label, /^\s100\s% a⟨U\+202E⟩b⟨U\+0000⟩<img>x+…$/);
    assert.ok(method.label.length < 300);
    assert.doesNotMatch(method.description, /\u2028/);
  });

  it('have ids that stay while figures change', () => {
    const ids = (nodes: readonly Node[]): string[] =>
      nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
    const at = (drawing: string, now: number): string[] =>
      ids(
        toNodes([local([group('shop', { lastAgentProfileAt: NOW }, { loaded: loadedOf(drawing) })])], {
          ...OPTIONS,
          now,
        }),
      );
    const before = at(SHOP, NOW);
    assert.equal(new Set(before).size, before.length);
    assert.deepEqual(at(SHOP.replace('60', '600'), NOW + MINUTE), before);
  });
});

describe('what is drawn anew', () => {
  const forest = (
    drawing: string,
    over: Partial<GroupSummary> = {},
    others: GroupState[] = [],
  ): readonly Node[] =>
    toNodes(
      [
        local([
          group('shop', { lastAgentProfileAt: NOW, ...over }, { loaded: loadedOf(drawing) }),
          ...others,
        ]),
      ],
      OPTIONS,
    );
  const checkChanges = (
    after: readonly Node[],
    expected: readonly string[] | 'root',
    before = forest(SHOP),
  ): void => {
    assert.deepEqual(changedNodes(before, after), expected);
  };

  it('is nothing when nothing changed', () => checkChanges(forest(SHOP), []));

  it('is only the rows whose words changed', () => {
    checkChanges(forest(SHOP.replace('110', '111')), ['local/shop/latency']);
  });

  it('is the group whose own words changed', () => {
    checkChanges(forest(SHOP, { lastAgentProfileAt: NOW - 2 * MINUTE }), ['local/shop']);
  });

  it('is the row below which rows came or went', () => {
    checkChanges(forest(SHOP, {}, [group('zoo')]), ['local']);
  });

  it('is everything when the first level changed', () => {
    checkChanges([], 'root');
    checkChanges(forest(SHOP), 'root', []);
  });
});
