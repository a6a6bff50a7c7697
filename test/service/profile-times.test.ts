import type { AggregationPeriod } from '@aws-sdk/client-codeguruprofiler';
import {
  CreateProfilingGroupCommand,
  DescribeProfilingGroupCommand,
  ListProfileTimesCommand,
  ListProfilingGroupsCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { agentProfile, DAY, HOUR, MINUTE, NEW_YEAR, sinceThatDay } from './agent-profiles';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

describe('times of profiles that have grown old, before anything is tidied up,', () => {
  let service: TestService;
  afterEach(() => service.end());

  /** Profiles at some minutes of that day, and the service as many days after it. */
  const after = async (days: number, minutes: readonly number[]) => {
    service = await startTestService({ clock: () => NEW_YEAR + DAY });
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
    for (const minute of minutes) {
      await service.client.send(
        new PostAgentProfileCommand({
          profilingGroupName: 'demo',
          agentProfile: agentProfile({ work: 1 }, { start: NEW_YEAR + minute * MINUTE }),
          contentType: 'application/json',
        }),
      );
    }
    const now = NEW_YEAR + days * DAY;
    service = await service.restart({ clock: () => now });
  };
  const list = async (period: AggregationPeriod, more = {}) => {
    const { profileTimes = [], nextToken } = await service.client.send(
      new ListProfileTimesCommand({
        profilingGroupName: 'demo',
        period,
        startTime: new Date(NEW_YEAR - DAY),
        endTime: new Date(NEW_YEAR + 2 * DAY),
        ...more,
      }),
    );
    return { times: profileTimes.map(({ start }) => sinceThatDay(start)), nextToken };
  };
  const latest = async () => {
    const { profilingGroup } = await service.client.send(
      new DescribeProfilingGroupCommand({ profilingGroupName: 'demo' }),
    );
    const { period, start } = profilingGroup?.profilingStatus?.latestAggregatedProfile ?? {};
    return period && `${period} ${sinceThatDay(start)}`;
  };

  const ages: [days: number, counts: string, latest: string | undefined][] = [
    [14, 'PT5M 3, PT1H 2, P1D 1', 'PT5M 0 10:20'],
    // The horizon lies half past ten: the hour that it cuts is kept whole, the one before is gone.
    [15 + 10.5 / 24, 'PT5M 2, PT1H 2, P1D 1', 'PT5M 0 10:20'],
    [17, 'PT5M 0, PT1H 2, P1D 1', 'PT1H 0 10:00'],
    [62, 'PT5M 0, PT1H 0, P1D 1', 'P1D 0 00:00'],
    [3 * 365 + 2, 'PT5M 0, PT1H 0, P1D 0', undefined],
  ];
  for (const [days, counts, expected] of ages) {
    it(`are ${counts} after ${Math.round(10 * days) / 10} days`, async () => {
      await after(days, [9 * 60 + 58, 10 * 60 + 2, 10 * 60 + 20]);
      const kinds = ['PT5M', 'PT1H', 'P1D'] as const;
      const found = await Promise.all(
        kinds.map(async (kind) => `${kind} ${(await list(kind)).times.length}`),
      );
      assert.equal(found.join(', '), counts);
      assert.equal(await latest(), expected);
      const { profilingGroups } = await service.client.send(
        new ListProfilingGroupsCommand({ includeDescription: true }),
      );
      const { profilingGroup } = await service.client.send(
        new DescribeProfilingGroupCommand({ profilingGroupName: 'demo' }),
      );
      assert.deepEqual(profilingGroups, [profilingGroup]);
    });
  }

  it('are paged past the horizon in either order', async () => {
    await after(15 + 10.5 / 24, [9 * 60, 10 * 60, 10 * 60 + 5, 10 * 60 + 10, 11 * 60]);
    for (const orderBy of ['TimestampAscending', 'TimestampDescending']) {
      const pages: string[][] = [];
      let nextToken: string | undefined;
      do {
        const page = await list('PT5M', { orderBy, maxResults: 3, nextToken });
        pages.push(page.times);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      const all = ['0 10:00', '0 10:05', '0 10:10', '0 11:00'];
      const ordered = orderBy === 'TimestampAscending' ? all : all.toReversed();
      assert.deepEqual(pages, [ordered.slice(0, 3), ordered.slice(3)]);
    }
  });

  it('are none of a range that lies before the horizon', async () => {
    await after(17, [10 * 60]);
    const early = { startTime: new Date(NEW_YEAR), endTime: new Date(NEW_YEAR + 11 * HOUR) };
    assert.deepEqual(await list('PT5M', early), { times: [], nextToken: undefined });
  });
});
