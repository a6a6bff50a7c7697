import assert from 'node:assert/strict';
import type { GroupSummary } from '../../src/aws/gateway';
import type { ProfileKey } from '../../src/focus/loaded-profile';
import { rangeText } from '../../src/focus/time-range';
import type { TimeRange } from '../../src/focus/time-range';
import { GroupsModel } from '../../src/views/groups-model';
import type { RefreshOptions } from '../../src/views/groups-model';
import { loadedOf } from '../focus/loaded';
import { summaryOf } from './group-summary';

const CONNECTIONS = [
  { id: 'local', kind: 'local', label: 'Embedded service', detail: '' },
  { id: 'aws', kind: 'aws', label: 'acme', detail: '' },
] as const;

/** A world of a local and an AWS connection, in which tests turn the screws; what is asked of it is written down. */
function createWorld() {
  const asked: string[] = [];
  const screws = {
    now: 0,
    isRunning: true,
    /** `name:posts`, where `-` is a group without profiles. */
    groups: 'shop:1 zoo:-',
    followed: '',
    range: { latest: 3_600_000 } as TimeRange,
    fail: '',
    failLoad: false,
    removed: '',
  };
  const model = new GroupsModel({
    connections: () => CONNECTIONS.filter(({ id }) => id !== screws.removed),
    connect: async (id, how) => {
      asked.push(`connect ${id} ${how}`);
      if (screws.fail !== '') throw new Error(screws.fail);
      if (id === 'local' && how === 'peek' && !screws.isRunning) return undefined;
      return {
        detail: '127.0.0.1',
        gateway: { listGroups: async () => screws.groups.split(' ').map(toSummary) },
      };
    },
    load: async ({ group, range }: ProfileKey) => {
      asked.push(`load ${group} ${rangeText(range)}`);
      if (screws.failLoad) throw new Error('Nobody answers.');
      return loadedOf('main  30', { group });
    },
    range: () => screws.range,
    followed: () => (screws.followed === '' ? undefined : { connectionId: 'local', group: screws.followed }),
    now: () => screws.now,
  });
  const refresh = async (options: Partial<RefreshOptions> = {}): Promise<string[]> => {
    asked.length = 0;
    await model.refresh({ how: 'peek', signal: new AbortController().signal, ...options });
    return [...asked];
  };
  const state = (): string =>
    model.connections
      .map(({ id, status, failure, groups }) => {
        const names = groups.map(({ summary, loaded }) => summary.name + (loaded ? '*' : ''));
        return `${id} ${status} ${failure}[${names.join(' ')}]`;
      })
      .join(', ');
  return { model, screws, refresh, state };
}

function toSummary(text: string): GroupSummary {
  const [name, posts] = text.split(':');
  return summaryOf(name, { lastAgentProfileAt: posts === '-' ? undefined : Number(posts) });
}

describe('the groups model', () => {
  it('asks the embedded service, and AWS only once somebody has looked there', async () => {
    const { model, refresh, state } = createWorld();
    assert.deepEqual(await refresh(), ['connect local peek']);
    assert.equal(state(), 'local ready [shop zoo], aws idle []');
    assert.equal(model.open('aws'), true);
    assert.equal(model.open('aws'), false);
    assert.deepEqual(await refresh(), ['connect local peek', 'connect aws peek']);
    assert.equal(state(), 'local ready [shop zoo], aws ready [shop zoo]');
  });

  it('asks AWS once a minute, and at once when told to', async () => {
    const { model, screws, refresh } = createWorld();
    model.open('aws');
    await refresh();
    screws.now = 59_000;
    assert.deepEqual(await refresh(), ['connect local peek']);
    assert.deepEqual(await refresh({ force: true }), ['connect local peek', 'connect aws peek']);
    screws.now = 59_000 + 60_000;
    assert.deepEqual(await refresh(), ['connect local peek', 'connect aws peek']);
  });

  it('starts no service that it may only look for', async () => {
    const { screws, refresh, state } = createWorld();
    screws.isRunning = false;
    await refresh({ how: 'peek' });
    assert.equal(state(), 'local idle [], aws idle []');
  });

  it('loads a group that was looked into, again when a profile came or the range changed, and else not', async () => {
    const { model, screws, refresh, state } = createWorld();
    await refresh();
    model.open('local', 'shop');
    assert.deepEqual(await refresh(), ['connect local peek', 'load shop PT1H']);
    assert.equal(state(), 'local ready [shop* zoo], aws idle []');
    assert.deepEqual(await refresh(), ['connect local peek']);
    screws.groups = 'shop:2 zoo:-';
    assert.deepEqual(await refresh(), ['connect local peek', 'load shop PT1H']);
    screws.range = { latest: 300_000 };
    assert.deepEqual(await refresh(), ['connect local peek', 'load shop PT5M']);
  });

  it('loads nothing of a group that no agent reported to', async () => {
    const { model, refresh } = createWorld();
    model.open('local', 'zoo');
    assert.deepEqual(await refresh(), ['connect local peek']);
  });

  it('keeps the followed group fresh though nobody looked into it, and tells when it came', async () => {
    const { model, screws, refresh } = createWorld();
    const told: string[] = [];
    model.onDidLoad(({ group }) => told.push(group));
    screws.followed = 'shop';
    await refresh();
    await refresh();
    assert.deepEqual(told, ['shop']);
  });

  it('keeps what it knows when a question fails, and says why', async () => {
    const { model, screws, refresh, state } = createWorld();
    model.open('local', 'shop');
    await refresh();
    screws.fail = 'Nobody answers.';
    await refresh();
    assert.equal(state(), 'local failed Nobody answers.[shop* zoo], aws idle []');
    screws.fail = '';
    await refresh();
    assert.equal(state(), 'local ready [shop* zoo], aws idle []');
  });

  it('says that it tries again after a failure to who asked for it, and else does not flicker', async () => {
    const { model, screws, refresh, state } = createWorld();
    screws.fail = 'Nobody answers.';
    await refresh();
    const seen = new Set<string>();
    model.onDidChange(() => seen.add(state()));
    await refresh({ how: 'start' });
    assert.deepEqual([...seen], ['local failed Nobody answers.[], aws idle []']);
    await refresh({ force: true, how: 'start' });
    assert.ok([...seen].some((one) => one.startsWith('local loading Nobody answers.[]')));
  });

  it('never shows less than before while it asks', async () => {
    const { model, refresh, state } = createWorld();
    model.open('local', 'shop');
    await refresh();
    const seen: string[] = [];
    model.onDidChange(() => seen.push(state()));
    await refresh({ force: true });
    assert.ok(seen.length > 0);
    for (const one of seen) assert.equal(one, 'local ready [shop* zoo], aws idle []');
  });

  it('tells of those profiles of which something is known anew, and of no others', async () => {
    const { model, screws, refresh } = createWorld();
    screws.groups = 'shop:1 zoo:1';
    model.open('local', 'shop');
    model.open('local', 'zoo');
    await refresh();
    const told: string[] = [];
    model.onDidLoad(({ group, fetchedAt }) => told.push(`${group} ${fetchedAt}`));
    model.revise((loaded) => (loaded.group === 'zoo' ? { ...loaded, fetchedAt: 7 } : loaded));
    assert.deepEqual(told, ['zoo 7']);
  });

  it('loads what it knew of a connection again that was removed and added', async () => {
    const { model, screws, refresh, state } = createWorld();
    model.open('local', 'shop');
    await refresh();
    screws.removed = 'local';
    await refresh();
    screws.removed = '';
    assert.deepEqual(await refresh(), ['connect local peek', 'load shop PT1H']);
    assert.equal(state(), 'local ready [shop* zoo], aws idle []');
  });

  it('tries a profile that could not be had again with the next list, and no sooner', async () => {
    const { model, screws, refresh } = createWorld();
    model.open('aws');
    model.open('aws', 'shop');
    screws.failLoad = true;
    assert.ok((await refresh()).includes('load shop PT1H'));
    assert.deepEqual(await refresh(), ['connect local peek']);
    screws.now = 60_000;
    assert.ok((await refresh()).includes('load shop PT1H'));
  });

  it('does not blame a connection for a question that was called off', async () => {
    const { refresh, state } = createWorld();
    await refresh();
    const abort = new AbortController();
    abort.abort();
    await refresh({ signal: abort.signal });
    assert.equal(state(), 'local ready [shop zoo], aws idle []');
  });
});
