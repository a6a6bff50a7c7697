import assert from 'node:assert/strict';
import { load } from 'ion-js';
import { DAY, HOUR, MINUTE, samplesOf } from '../../agent-profiles';
import type { Case, Scene } from '../case';
import { walk } from '../case';
import type { Members } from '../client';
import { agentProfileInput, HOUR_AGO, iso, range } from './inputs';

/** Four agent profiles in three periods of five minutes. */
const MINUTES = [0, 1, 5, 20];

const THE_HOUR = range(HOUR_AGO, HOUR_AGO + HOUR);

async function postAll({ call, group }: Scene): Promise<void> {
  for (const minutes of MINUTES) {
    await call('PostAgentProfile', agentProfileInput(group, { work: 3, rest: 1 }, minutes));
  }
}

const timesOf = ({ profileTimes }: Members) =>
  (profileTimes as { start: string }[]).map(({ start }) => start);

/** What was posted, aggregated and read again. */
export const profileCases: readonly Case[] = [
  {
    operation: 'GetProfile',
    shows: 'success',
    does: 'merges a range, in JSON for those who accept that',
    async run(scene) {
      await postAll(scene);
      const input = { profilingGroupName: scene.group, accept: 'application/json' };
      const get = async (more: Members) => {
        const { profile, contentType } = await scene.call('GetProfile', { ...input, ...more });
        assert.equal(contentType, 'application/json');
        return samplesOf(profile as Uint8Array);
      };
      const { startTime, endTime } = THE_HOUR;
      assert.deepEqual(await get({ startTime, endTime }), { rest: 4, work: 12 });
      assert.deepEqual(await get({ startTime, period: 'PT1H' }), { rest: 4, work: 12 });
      assert.deepEqual(await get({ endTime, period: 'PT1H' }), { rest: 4, work: 12 });
      assert.deepEqual(await get({ startTime, period: 'PT5M' }), { rest: 2, work: 6 });
      assert.deepEqual(await get({ period: 'PT5M' }), { rest: 1, work: 3 });
    },
  },
  {
    operation: 'GetProfile',
    shows: 'success',
    does: 'answers in Ion those who accept that, and, as the model has it, those who name no format',
    async run(scene) {
      await postAll(scene);
      for (const more of [{ accept: 'application/x-amzn-ion' }, {}]) {
        const input = { profilingGroupName: scene.group, ...THE_HOUR, ...more };
        const { profile, contentType } = await scene.call('GetProfile', input);
        assert.equal(contentType, 'application/x-amzn-ion');
        const value = JSON.stringify(load(profile as Uint8Array));
        assert.deepEqual(samplesOf(Buffer.from(value)), { rest: 4, work: 12 });
      }
    },
  },
  {
    operation: 'GetProfile',
    shows: 'success',
    does: 'cuts stacks at maxDepth and keeps their samples',
    async run({ call, group }) {
      await call('PostAgentProfile', agentProfileInput(group, { work: 3, rest: 1 }));
      const { profile } = await call('GetProfile', {
        profilingGroupName: group,
        accept: 'application/json',
        maxDepth: 1,
        ...THE_HOUR,
      });
      assert.deepEqual(samplesOf(profile as Uint8Array), { main: 4 });
    },
  },
  {
    operation: 'GetProfile',
    shows: 'success',
    does: 'says the same before and after a restart',
    async run(scene) {
      await postAll(scene);
      const get = () => scene.call('GetProfile', { profilingGroupName: scene.group, ...THE_HOUR });
      const before = await get();
      await scene.restart();
      assert.deepEqual(await get(), before);
    },
  },
  {
    operation: 'ListProfileTimes',
    shows: 'success',
    does: 'answers the periods that hold anything, the newest first unless asked otherwise',
    async run(scene) {
      await postAll(scene);
      const list = async (more: Members) =>
        timesOf(
          await scene.call('ListProfileTimes', { profilingGroupName: scene.group, ...THE_HOUR, ...more }),
        );
      const fives = [0, 5, 20].map((minutes) => iso(HOUR_AGO + minutes * MINUTE));
      assert.deepEqual(await list({ period: 'PT5M', orderBy: 'TimestampAscending' }), fives);
      assert.deepEqual(await list({ period: 'PT5M', orderBy: 'TimestampDescending' }), fives.toReversed());
      assert.deepEqual(await list({ period: 'PT5M' }), fives.toReversed());
      assert.deepEqual(await list({ period: 'PT1H' }), [iso(HOUR_AGO)]);
      const day = Math.floor(HOUR_AGO / DAY) * DAY;
      assert.deepEqual(await list({ period: 'P1D', ...range(day, day + DAY) }), [iso(day)]);
    },
  },
  {
    operation: 'ListProfileTimes',
    shows: 'success',
    does: 'takes times with microseconds and with offsets from UTC',
    async run(scene) {
      await postAll(scene);
      const list = async (startTime: string, endTime: string) => {
        const input = { profilingGroupName: scene.group, period: 'PT5M', startTime, endTime };
        return timesOf(await scene.call('ListProfileTimes', input));
      };
      // The same instants on a clock in New York and on one in Kathmandu.
      const local = (time: number, minutes: number, offset: string) =>
        iso(time + minutes * MINUTE).replace('Z', offset);
      const [zero, five, twenty] = [0, 5, 20].map((minutes) => HOUR_AGO + minutes * MINUTE);
      assert.deepEqual(await list(local(zero, -300, '-05:00'), local(twenty, 345, '+05:45')), [
        iso(five),
        iso(zero),
      ]);
      assert.deepEqual(await list(iso(zero).replace('000Z', '000900Z'), iso(five)), [iso(zero)]);
      assert.deepEqual(await list(iso(zero), iso(five).replace('000Z', '000900Z')), [iso(zero)]);
    },
  },
  {
    operation: 'ListProfileTimes',
    shows: 'paging',
    does: "gives every period once in either order, by hand and through the client's own paginator",
    async run(scene) {
      await postAll(scene);
      for (const orderBy of ['TimestampAscending', 'TimestampDescending']) {
        const input = { profilingGroupName: scene.group, period: 'PT5M', orderBy, ...THE_HOUR };
        const all = await scene.call('ListProfileTimes', input);
        assert.equal(timesOf(all).length, 3);
        for (const maxResults of [1, 2]) {
          const { items } = await walk(scene, 'ListProfileTimes', input, 'profileTimes', maxResults);
          assert.deepEqual(items, all.profileTimes);
          assert.deepEqual(await scene.pageProfileTimes({ ...input, maxResults }), timesOf(all));
        }
      }
    },
  },
  {
    operation: 'ListProfileTimes',
    shows: 'paging',
    does: 'goes on after a restart where it was before, and without what came too late for its pages',
    async run(scene) {
      await postAll(scene);
      const input = { profilingGroupName: scene.group, period: 'PT5M', maxResults: 1, ...THE_HOUR };
      const first = await scene.call('ListProfileTimes', input);
      assert.deepEqual(timesOf(first), [iso(HOUR_AGO + 20 * MINUTE)]);
      await scene.restart();
      await scene.call('PostAgentProfile', agentProfileInput(scene.group, { late: 1 }, 40));
      const { nextToken } = first;
      const second = await scene.call('ListProfileTimes', { ...input, nextToken });
      assert.deepEqual(timesOf(second), [iso(HOUR_AGO + 5 * MINUTE)]);
    },
  },
  {
    operation: 'BatchGetFrameMetricData',
    shows: 'success',
    does: 'answers one value per frame and step, each in proportion to its samples',
    async run(scene) {
      await postAll(scene);
      const metric = (frameName: string) => ({
        frameName,
        type: 'AggregatedRelativeTotalTime',
        threadStates: ['WALL_TIME'],
      });
      const frameMetrics = ['main', 'work', 'none'].map(metric);
      const answer = await scene.call('BatchGetFrameMetricData', {
        profilingGroupName: scene.group,
        targetResolution: 'PT5M',
        frameMetrics,
        ...THE_HOUR,
      });
      assert.equal(answer.resolution, 'PT5M');
      assert.deepEqual([answer.startTime, answer.endTime], [THE_HOUR.startTime, THE_HOUR.endTime]);
      const ends = (answer.endTimes as { value: string }[]).map(({ value }) => value);
      const data = answer.frameMetricData as { frameMetric: object; values: number[] }[];
      assert.deepEqual(
        data.map(({ frameMetric }) => frameMetric),
        frameMetrics,
      );
      const at = ends.indexOf(iso(HOUR_AGO + 5 * MINUTE));
      assert.ok(at >= 0, `no step ends after five minutes, only at ${ends.join(', ')}`);
      assert.ok(data.every(({ values }) => values.length === ends.length));
      const [main, work, none] = data.map(({ values }) => values[at]);
      // Whether the whole is 1 or 100 is not public; the proportion is.
      assert.ok(main > 0 && Math.abs(work / main - 0.75) < 1e-9 && none === 0, `${main} ${work} ${none}`);
    },
  },
];
