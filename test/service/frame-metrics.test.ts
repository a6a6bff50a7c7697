import type { FrameMetric } from '@aws-sdk/client-codeguruprofiler';
import {
  BatchGetFrameMetricDataCommand,
  CreateProfilingGroupCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { expireAll, foldAll } from '../../src/service/housekeeping';
import { files } from '../../src/service/handshake';
import { agentProfile, DAY, MINUTE, NEW_YEAR, sinceThatDay } from './agent-profiles';
import type { TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

describe('frame metrics', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService();
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
  });
  afterEach(() => service.end());

  const post = (minutes: number, counts: Record<string, number>) =>
    service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName: 'demo',
        agentProfile: agentProfile(counts, { start: NEW_YEAR + minutes * MINUTE }),
        contentType: 'application/json',
      }),
    );
  const metric = (frameName: string, ...threadStates: string[]): FrameMetric => ({
    frameName,
    type: 'AggregatedRelativeTotalTime',
    threadStates,
  });
  const ask = (input: object, ...frameMetrics: FrameMetric[]) =>
    service.client.send(
      new BatchGetFrameMetricDataCommand({ profilingGroupName: 'demo', frameMetrics, ...input }),
    );
  const between = (from: number, to: number) => ({
    startTime: new Date(NEW_YEAR + from * MINUTE),
    endTime: new Date(NEW_YEAR + to * MINUTE),
  });
  /**
   *     0 10:00 to 0 10:15 by PT5M
   *     0 10:05: work 75, rest 25
   *     NoProfile: 0 10:10
   */
  const drawn = async (input: object, ...metrics: FrameMetric[]): Promise<string> => {
    const answer = await ask(input, ...metrics);
    const data = answer.frameMetricData ?? [];
    const round = (value: number | undefined) => Math.round(100 * Number(value)) / 100;
    const ends = answer.endTimes?.map(({ value }) => sinceThatDay(value)) ?? [];
    assert.ok(data.every(({ values }) => values?.length === ends.length));
    return [
      `${sinceThatDay(answer.startTime)} to ${sinceThatDay(answer.endTime)} by ${answer.resolution}`,
      ...ends.map((end, at) => {
        const values = data.map((one) => `${one.frameMetric?.frameName} ${round(one.values?.[at])}`);
        return `${end}: ${values.join(', ')}`;
      }),
      ...Object.entries(answer.unprocessedEndTimes ?? {}).map(
        ([reason, times]) => `${reason}: ${times.map(({ value }) => sinceThatDay(value)).join(', ')}`,
      ),
    ].join('\n');
  };

  it('are percentages per step, and none where nothing was posted', async () => {
    await post(0, { work: 3, rest: 1 });
    await post(11, { work: 1, rest: 1 });
    await post(14, { work: 8 });
    assert.equal(
      await drawn(between(0, 20), metric('main'), metric('work'), metric('rest'), metric('none')),
      [
        '0 00:00 to 0 00:20 by PT5M',
        '0 00:05: main 100, work 75, rest 25, none 0',
        '0 00:15: main 100, work 90, rest 10, none 0',
        'NoProfile: 0 00:10, 0 00:20',
      ].join('\n'),
    );
  });

  it('are the same before and after aggregation', async () => {
    await post(0, { work: 3, rest: 1 });
    await post(61, { work: 1, rest: 1 });
    const question = { ...between(0, 120), targetResolution: 'PT1H' };
    const before = await drawn(question, metric('work'));
    await foldAll(service.service);
    assert.equal(before, '0 00:00 to 0 02:00 by PT1H\n0 01:00: work 75\n0 02:00: work 50');
    assert.equal(await drawn(question, metric('work')), before);
  });

  it('are of one function under whatever address a process named it', async () => {
    await post(0, { 'Made/0x0000000800c1ab40.call': 1, rest: 3 });
    await post(1, { 'Made/0x00007fb87c043898.call': 2, rest: 2 });
    assert.equal(
      await drawn(between(0, 5), metric('Made/0x00007fb87c043898.call'), metric('Made.call')),
      '0 00:00 to 0 00:05 by PT5M\n0 00:05: Made/0x00007fb87c043898.call 37.5, Made.call 37.5',
    );
  });

  it('are of the asked thread states, which Python profiles have by what their leaves are', async () => {
    await post(0, { work: 1, '<Sleep>': 3 });
    assert.equal(
      await drawn(
        between(0, 5),
        metric('work', 'RUNNABLE'),
        metric('<Sleep>', 'RUNNABLE'),
        metric('<Sleep>', 'TIMED_WAITING', 'WAITING'),
        metric('work', 'WALL_TIME'),
        metric('work'),
      ),
      '0 00:00 to 0 00:05 by PT5M\n0 00:05: work 100, <Sleep> 0, <Sleep> 100, work 25, work 25',
    );
  });

  it('grow to whole steps', async () => {
    await post(2, { work: 1 });
    const expected = '0 00:00 to 0 00:10 by PT5M\n0 00:05: work 100\nNoProfile: 0 00:10';
    assert.equal(await drawn(between(3, 6), metric('work')), expected);
    const day = { ...between(3, 6), targetResolution: 'P1D' };
    assert.equal(await drawn(day, metric('work')), '0 00:00 to 1 00:00 by P1D\n1 00:00: work 100');
  });

  it('number 288 for a day, and are of the latest day where no time is given', async () => {
    await post(23 * 60, { work: 1 });
    const day = await ask(between(0, 24 * 60), metric('work'));
    assert.equal((day.endTimes?.length ?? 0) + (day.unprocessedEndTimes?.NoProfile.length ?? 0), 288);
    const latest = await drawn({ targetResolution: 'PT1H' }, metric('work'));
    assert.match(latest, /^0 00:00 to 1 00:00 by PT1H\n1 00:00: work 100\nNoProfile: 0 01:00, /);
    const hour = await drawn({ period: 'PT10M' }, metric('work'));
    assert.equal(hour, '0 22:55 to 0 23:05 by PT5M\n0 23:05: work 100\nNoProfile: 0 23:00');
  });

  it('fall back to the finest steps that are kept', async () => {
    await post(0, { work: 1 });
    await post(10, { rest: 1 });
    const later = async (days: number) => {
      service = await service.restart({ clock: () => NEW_YEAR + days * DAY });
      await foldAll(service.service);
      await expireAll(service.service);
      return drawn(between(0, 60), metric('work'));
    };
    assert.match(await later(14), /by PT5M\n0 00:05: work 100\n0 00:15: work 0\nNoProfile/);
    assert.equal(await later(17), '0 00:00 to 0 01:00 by PT1H\n0 01:00: work 50');
    assert.equal(await later(63), '0 00:00 to 1 00:00 by P1D\n1 00:00: work 50');
    assert.equal(await later(3 * 365 + 2), '0 00:00 to 1 00:00 by P1D\nNoProfile: 1 00:00');
  });

  it('leave out a step whose profile is damaged, and say so', async () => {
    await post(0, { work: 1 });
    await post(5, { work: 1 });
    await foldAll(service.service);
    const database = new DatabaseSync(files.database(service.address.dataFolder));
    database
      .prepare("UPDATE aggregate SET body = x'00' WHERE period_ms = 300000 AND start_ms = ?")
      .run(NEW_YEAR);
    database.close();
    service = await service.restart();
    assert.equal(
      await drawn(between(0, 10), metric('work')),
      '0 00:00 to 0 00:10 by PT5M\n0 00:10: work 100\nUnreadableProfile: 0 00:05',
    );
    assert.match(service.logged.join('\n'), /a profile of group 1 up to .* cannot be read: /);
  });

  it('name frames to the letter, also hostile ones', async () => {
    await post(0, { work: 1, Work: 1, '': 1, ['x'.repeat(100_000)]: 1 });
    const names = ['work', 'WORK', '', '__proto__', 'x'.repeat(100_000)];
    const { frameMetricData } = await ask(between(0, 5), ...names.map((name) => metric(name)));
    assert.deepEqual(
      frameMetricData?.map(({ values }) => values),
      [[25], [0], [25], [0], [25]],
    );
  });

  it('need not be asked for: times alone tell where profiles are', async () => {
    await post(0, { work: 1 });
    const { body } = await sendSigned(service.address, {
      method: 'POST',
      target: `/profilingGroups/demo/frames/-/metrics?period=PT5M&startTime=${encodeURIComponent(new Date(NEW_YEAR).toISOString())}`,
    });
    const { endTimes, frameMetricData, unprocessedEndTimes } = JSON.parse(body.toString()) as Record<
      string,
      unknown
    >;
    const end = new Date(NEW_YEAR + 5 * MINUTE).toISOString();
    assert.deepEqual([endTimes, frameMetricData, unprocessedEndTimes], [[{ value: end }], [], {}]);
  });

  const refused: [string, object, RegExp][] = [
    ['a day and a minute', between(0, 24 * 60 + 1), /^ValidationException 400: .*longer than 1 day\./],
    ['a period of two days', { period: 'P2D' }, /^ValidationException 400: .*longer than 1 day\./],
    [
      'start, end and period',
      { ...between(0, 5), period: 'PT5M' },
      /^ValidationException 400: .*at most two/,
    ],
    ['a start alone', { startTime: new Date(NEW_YEAR) }, /^ValidationException 400: .*specify the other one/],
    [
      '101 metrics',
      { ...between(0, 5), frameMetrics: Array(101).fill(metric('work')) },
      /^ValidationException 400: .*at most 100/,
    ],
    ['the latest of nothing', { period: 'PT1H' }, /^ResourceNotFoundException 404: No agent has posted/],
  ];
  for (const [what, input, expected] of refused) {
    it(`are refused for ${what}`, async () => {
      assert.match(await errorOf(ask(input, metric('work'))), expected);
    });
  }
});
