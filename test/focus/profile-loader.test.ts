import assert from 'node:assert/strict';
import type { GroupSummary } from '../../src/aws/gateway';
import { createProfileLoader } from '../../src/focus/profile-loader';
import type { CostSettings } from '../../src/focus/profile-loader';
import { isSameKey } from '../../src/focus/loaded-profile';
import { labelOf } from '../../src/focus/source-label';
import { parseRange, rangeText } from '../../src/focus/time-range';
import { formatFileAddress, isSameOrigin } from '../../src/protocol/source';
import { profileOf } from '../fixtures/text-profile';

const FILED = profileOf('main  1');
const NOW = Date.parse('2026-11-21T12:00Z');

/** A gateway that writes down what it is asked. */
function createWorld({ newest = '11:35', failRecommendations = false } = {}) {
  const asked: string[] = [];
  const warnings: string[] = [];
  const state = { newest, posts: 1, costs: { fleet: null, region: '' } as CostSettings, tags: {} };
  const gateway = {
    describeGroup: async () => {
      asked.push('describe');
      return {
        createdAt: 0,
        lastAgentProfileAt: state.posts,
        latestAggregatedProfile:
          state.newest === ''
            ? undefined
            : { start: Date.parse(`2026-11-21T${state.newest}Z`), period: 'PT5M' },
        tags: state.tags,
      } as GroupSummary;
    },
    getProfile: async (_group: string, range: Parameters<typeof rangeText>[0]) => {
      asked.push(`profile ${rangeText(range).replaceAll('2026-11-21T', '').replaceAll(':00.000Z', '')}`);
      return profileOf('main\n  wait  WAITING 3\n  work  RUNNABLE 1');
    },
    getRecommendations: async () => {
      asked.push('recommendations');
      if (failRecommendations) throw new Error('Could not get the recommendations.');
      return [];
    },
  };
  const loader = createProfileLoader({
    connect: async () => ({ label: 'Embedded service', region: 'us-east-1', gateway }),
    openFile: async (address) => {
      asked.push(`file ${address}`);
      if (address.endsWith('gone')) throw new Error('There is no such file.');
      const threads = { count: 2, separate: address.endsWith('#threads=separate') };
      return { profile: FILED, formatLabel: 'a pprof profile', recommendations: [], threads, fetchedAt: 7 };
    },
    costSettings: () => state.costs,
    suppressions: () => [],
    now: () => NOW,
    warn: (message) => warnings.push(message),
  });
  const load = (range: string) =>
    loader.load(
      { connectionId: 'local', group: 'shop', range: parseRange(range)! },
      new AbortController().signal,
    );
  return { loader, load, asked, warnings, state };
}

describe('the profile loader', () => {
  it('asks for the latest hour up to the newest data', async () => {
    const { load, asked } = createWorld();
    const loaded = await load('PT1H');
    assert.deepEqual(asked, ['describe', 'profile 10:40/11:40', 'recommendations']);
    assert.equal(loaded.connectionLabel, 'Embedded service');
  });

  it('knows the revision that the group is tagged with, and not for what has long been settled', async () => {
    const { load, state } = createWorld();
    state.tags = { 'burnline:revision': '3f2a1c9' };
    assert.equal((await load('PT1H')).revision, '3f2a1c9');
    state.tags = { 'burnline:revision': 'aaaaaaa' };
    assert.equal((await load('PT1H')).revision, 'aaaaaaa');
    assert.equal((await load('2026-11-20T10:00Z/2026-11-20T11:00Z')).revision, undefined);
  });

  it('gives up at once for a connection that does not come, when told to', async () => {
    const loader = createProfileLoader({
      connect: () => new Promise(() => undefined),
      openFile: () => new Promise(() => undefined),
      costSettings: () => ({ fleet: null, region: '' }),
      suppressions: () => [],
      now: () => NOW,
      warn: () => undefined,
    });
    const giveUp = new AbortController();
    const key = { connectionId: 'local', group: 'shop', range: { latest: 3_600_000 } };
    const loading = loader.load(key, giveUp.signal);
    giveUp.abort();
    await assert.rejects(loading, { name: 'AbortError' });
    await assert.rejects(loader.load(key, giveUp.signal), { name: 'AbortError' });
  });

  it('does not fetch again what cannot have changed', async () => {
    const { load, asked, state } = createWorld();
    const first = await load('PT1H');
    assert.equal((await load('PT1H')).profile, first.profile);
    state.posts = 2;
    assert.notEqual((await load('PT1H')).profile, first.profile);
    const profiles = asked.filter((question) => question.startsWith('profile'));
    assert.equal(profiles.length, 2);
  });

  it('asks nothing about the group for a range that lies well in the past', async () => {
    const { load, asked } = createWorld();
    await load('2026-11-21T09:00Z/2026-11-21T10:00Z');
    await load('2026-11-21T09:00Z/2026-11-21T10:00Z');
    assert.deepEqual(asked, ['profile 09:00/10:00', 'recommendations']);
  });

  it('opens files without asking any service, and gives them no price', async () => {
    const { loader, asked, state } = createWorld();
    state.costs = { fleet: { pricePerHour: 2 }, region: '' };
    const key = { connectionId: 'file', group: 'file:///srv/cpu.pb.gz', range: { start: 0, end: 0 } };
    const loaded = await loader.load(key, new AbortController().signal);
    assert.deepEqual(asked, ['file file:///srv/cpu.pb.gz']);
    const { connectionLabel, fetchedAt, cost, profile } = await loader.withCost(loaded);
    assert.deepEqual(
      { connectionLabel, fetchedAt, cost },
      { connectionLabel: 'a pprof profile', fetchedAt: 7, cost: undefined },
    );
    assert.equal(profile, FILED);
    assert.deepEqual(loaded.threads, { count: 2, separate: false });
    const gone = loader.load({ ...key, group: 'file:///gone' }, new AbortController().signal);
    await assert.rejects(gone, { message: 'There is no such file.' });
  });

  it('takes a file by thread for another profile of the same name', async () => {
    const { loader, load } = createWorld();
    const key = { connectionId: 'file', group: 'file:///srv/cpu.pb.gz', range: { start: 0, end: 0 } };
    const group = formatFileAddress({ uri: key.group, threads: 'separate' });
    const signal = new AbortController().signal;
    const [merged, separate] = await Promise.all(
      [key, { ...key, group }].map((one) => loader.load(one, signal)),
    );
    assert.deepEqual(separate.threads, { count: 2, separate: true });
    assert.deepEqual([isSameKey(merged, separate), isSameOrigin(merged, separate)], [false, true]);
    assert.deepEqual([merged, separate].map(labelOf), ['cpu.pb.gz', 'cpu.pb.gz']);
    assert.equal((await load('PT1H')).threads, undefined);
  });

  it('shows a profile without recommendations when those cannot be had, and says so in the log', async () => {
    const { load, warnings } = createWorld({ failRecommendations: true });
    assert.deepEqual((await load('PT1H')).recommendations, []);
    assert.deepEqual(warnings, ['Could not get the recommendations.']);
  });

  it('prices the fleet as set, and again when that changes, without fetching', async () => {
    const { loader, load, asked, state } = createWorld();
    const unpriced = await load('PT1H');
    assert.equal(unpriced.cost, undefined);
    state.costs = { fleet: { pricePerHour: 2 }, region: '' };
    const before = asked.length;
    const priced = await loader.withCost(unpriced);
    assert.equal(priced.cost?.yearly, 2 * 8760);
    assert.equal(priced.profile, unpriced.profile);
    assert.equal(asked.length, before);
  });
});
