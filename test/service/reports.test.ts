import {
  CreateProfilingGroupCommand,
  DeleteProfilingGroupCommand,
  GetFindingsReportAccountSummaryCommand,
  GetRecommendationsCommand,
  ListFindingsReportsCommand,
  PostAgentProfileCommand,
  SubmitFeedbackCommand,
} from '@aws-sdk/client-codeguruprofiler';
import type { FindingsReportSummary } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { inflateSync } from 'node:zlib';
import { files } from '../../src/service/handshake';
import { expireAll, foldAll, reportAll } from '../../src/service/housekeeping';
import type { Service } from '../../src/service/service';
import type { EventForm } from './event-form';
import { DAY, HOUR, MINUTE, NEW_YEAR, sinceThatDay } from './agent-profiles';
import type { TestService } from './running-service';
import { makeFolder, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

/** A path of calls, and how many samples of a hundred end in it; a client that is made per call is a finding. */
const CLIENT = [
  'app:handler',
  'boto3.__init__:client',
  'boto3.session:Session:client',
  'botocore.session:Session:create_client',
];

describe('findings reports', () => {
  let now = NEW_YEAR;
  let service: TestService;
  let dataFolder: string;
  beforeEach(async () => {
    now = NEW_YEAR + 10 * HOUR;
    dataFolder = makeFolder();
    service = await startTestService({ clock: () => now, dataFolder });
    await create('demo');
  });
  afterEach(() => service.end());

  const create = (profilingGroupName: string) =>
    service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName, clientToken: profilingGroupName }),
    );

  /** An agent profile of 1000 samples, of which so many percent make clients. */
  const post = (start: number, percent: number, profilingGroupName = 'demo') => {
    const leaf = `{"counts":{"RUNNABLE":${10 * percent}}}`;
    const path = CLIENT.reduceRight((inner, name) => `{"children":{${JSON.stringify(name)}:${inner}}}`, leaf);
    const other = `"app:work":{"counts":{"RUNNABLE":${1000 - 10 * percent}}}`;
    const callgraph =
      percent === 0 ? `{"children":{${other}}}` : path.replace('{"children":{', `{"children":{${other},`);
    const metadata =
      '{"fleetInfo":{"id":"arn:aws:lambda:us-east-1:012345678912:function:shop","type":"aws_lambda"},' +
      '"agentInfo":{"type":"CodeGuruProfiler-python","version":"1.2.6"}}';
    return service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName,
        contentType: 'application/json',
        agentProfile: Buffer.from(
          `{"start":${start},"end":${start + 5000},"agentMetadata":${metadata},"callgraph":${callgraph}}`,
        ),
      }),
    );
  };
  const at = async (time: number) => {
    now = time;
    await reportAll(service.service);
  };
  const list = (more: object = {}) =>
    service.client.send(
      new ListFindingsReportsCommand({
        profilingGroupName: 'demo',
        startTime: new Date(NEW_YEAR),
        endTime: new Date(NEW_YEAR + 2 * DAY),
        ...more,
      }),
    );
  const told = (reports: readonly FindingsReportSummary[] | undefined) =>
    reports?.map(
      ({ profilingGroupName, profileStartTime, profileEndTime, totalNumberOfFindings }) =>
        `${profilingGroupName} ${sinceThatDay(profileStartTime)} - ${sinceThatDay(profileEndTime)}: ${totalNumberOfFindings}`,
    );
  const reports = async (more: object = {}) => told((await list(more)).findingsReportSummaries);

  it('are made of an hour and of a day, ten minutes after they are over', async () => {
    await post(NEW_YEAR + 9 * HOUR, 60);
    await post(NEW_YEAR + 9.5 * HOUR, 60);
    await at(NEW_YEAR + 10 * HOUR + 9 * MINUTE);
    assert.deepEqual(await reports(), []);
    await at(NEW_YEAR + 10 * HOUR + 10 * MINUTE);
    assert.deepEqual(await reports(), ['demo 0 09:00 - 0 10:00: 1']);
    assert.deepEqual(await reports({ dailyReportsOnly: true }), []);
    await at(NEW_YEAR + DAY + 10 * MINUTE);
    assert.deepEqual(await reports({ dailyReportsOnly: true }), ['demo 0 00:00 - 1 00:00: 1']);
  });

  it('count zero for an hour without findings, and nothing for one without profiles', async () => {
    await post(NEW_YEAR + 6 * HOUR, 0);
    await post(NEW_YEAR + 8 * HOUR, 60);
    await at(NEW_YEAR + 10 * HOUR);
    assert.deepEqual(await reports(), ['demo 0 08:00 - 0 09:00: 1', 'demo 0 06:00 - 0 07:00: 0']);
    const { store } = service.service;
    const group = store.groups.find('demo')?.id ?? 0;
    assert.deepEqual(
      store.reports
        .hourlyCounts(group, { start: NEW_YEAR, end: NEW_YEAR + DAY })
        .map(({ start, count }) => `${sinceThatDay(start)}: ${count}`),
      ['0 06:00: 0', '0 08:00: 1'],
    );
  });

  it('are one for each hour, whatever comes later and however often it is looked', async () => {
    await post(NEW_YEAR + 8 * HOUR, 60);
    await at(NEW_YEAR + 10 * HOUR);
    const [first] = (await list()).findingsReportSummaries ?? [];
    await post(NEW_YEAR + 8.5 * HOUR, 0);
    await post(NEW_YEAR + 7 * HOUR, 0);
    service = await service.restart();
    await at(NEW_YEAR + 10 * HOUR + MINUTE);
    await at(NEW_YEAR + 10 * HOUR + 2 * MINUTE);
    const again = (await list()).findingsReportSummaries ?? [];
    assert.deepEqual(told(again), ['demo 0 08:00 - 0 09:00: 1', 'demo 0 07:00 - 0 08:00: 0']);
    assert.equal(again[0].id, first.id);
    const { recommendations = [] } = JSON.parse(
      inflateSync(service.service.store.reports.body(first.id ?? '') ?? Buffer.of()).toString(),
    ) as { recommendations?: { allMatchesSum: number }[] };
    assert.deepEqual(
      recommendations.map(({ allMatchesSum }) => allMatchesSum),
      [60],
    );
    assert.match(first.id ?? '', /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/);
  });

  it('are not filed a second time, nor what would follow from it', async () => {
    await post(NEW_YEAR + 8 * HOUR, 60);
    await at(NEW_YEAR + 10 * HOUR);
    const { store } = service.service;
    const group = store.groups.find('demo')?.id ?? 0;
    const again = {
      id: 'again',
      group,
      period: 'PT1H',
      start: NEW_YEAR + 8 * HOUR,
      findings: 7,
      body: Buffer.of(),
    } as const;
    const change = { open: [], closed: [], begun: [], ended: [], events: [{ at: now, body: '{}' }] };
    assert.equal(store.findings.file(again, change), false);
    assert.equal(store.findings.file({ ...again, group: 77 }, change), false);
    assert.deepEqual(await reports(), ['demo 0 08:00 - 0 09:00: 1']);
    assert.deepEqual(events(), ['ONGOING 0 08:00 -']);
  });

  it('are looked for from where the step before has come to, hours before days', async () => {
    const made: Record<string, number[]> = { PT1H: [700, 600], P1D: [500] };
    const steps: string[] = [];
    const tend = (job: string, { period = '', upTo = 0 }: { period?: string; upTo?: number }) => {
      steps.push(`${job} ${period} ${upTo}`);
      return Promise.resolve(made[period]?.shift());
    };
    await reportAll({ engine: { tend }, clock: () => 900 } as unknown as Service);
    assert.deepEqual(steps, [
      'report PT1H 900',
      'report PT1H 700',
      'report PT1H 600',
      'report P1D 900',
      'report P1D 500',
      'remind  0',
    ]);
  });

  it('are made of all others where one cannot be made', async () => {
    for (const hour of [5, 6, 7, 8]) {
      await post(NEW_YEAR + hour * HOUR, 60);
    }
    await foldAll(service.service);
    const database = new DatabaseSync(files.database(dataFolder));
    database
      .prepare('UPDATE aggregate SET body = ? WHERE period_ms = ? AND start_ms = ?')
      .run(Buffer.from('damaged'), HOUR, NEW_YEAR + 7 * HOUR);
    database.close();
    service = await service.restart(); // It remembers what it has folded.
    await at(NEW_YEAR + 10 * HOUR);
    const others = ['demo 0 08:00 - 0 09:00: 1', 'demo 0 06:00 - 0 07:00: 1', 'demo 0 05:00 - 0 06:00: 1'];
    assert.deepEqual(await reports(), others);
    await at(NEW_YEAR + DAY + 9 * HOUR + 10 * MINUTE);
    assert.equal((await reports({ dailyReportsOnly: true }))?.length, 1);
    assert.match(events().at(-1) ?? '', /^CLOSED/);
    assert.match(service.logged.join('\n'), /a report cannot be made, and is tried again/);
  });

  it('are listed page by page, by the start of their hour', async () => {
    for (const hour of [5, 6, 7, 8]) {
      await post(NEW_YEAR + hour * HOUR, 0);
    }
    await at(NEW_YEAR + 10 * HOUR);
    const range = { startTime: new Date(NEW_YEAR + 6 * HOUR), endTime: new Date(NEW_YEAR + 9 * HOUR) };
    const first = await list({ ...range, maxResults: 2 });
    assert.deepEqual(told(first.findingsReportSummaries), [
      'demo 0 08:00 - 0 09:00: 0',
      'demo 0 07:00 - 0 08:00: 0',
    ]);
    const second = await list({ ...range, maxResults: 2, nextToken: first.nextToken });
    assert.deepEqual(told(second.findingsReportSummaries), ['demo 0 06:00 - 0 07:00: 0']);
    assert.equal(second.nextToken, undefined);
    assert.match(
      await errorOf(list({ nextToken: first.nextToken })),
      /^ValidationException 400: The value at 'nextToken'/,
    );
    assert.match(
      await errorOf(list({ ...range, startTime: range.endTime })),
      /^ValidationException 400: The startTime must/,
    );
    assert.match(await errorOf(list({ profilingGroupName: 'nobody' })), /^ResourceNotFoundException 404/);
  });

  it('are summed up by the latest one of each group, page by page', async () => {
    for (const name of ['second', 'third']) {
      await create(name);
      await post(NEW_YEAR + 7 * HOUR, 0, name);
      await post(NEW_YEAR + 8 * HOUR, 60, name);
    }
    await create('empty');
    await post(NEW_YEAR + 6 * HOUR, 0);
    await at(NEW_YEAR + 10 * HOUR);
    const summary = (more: object = {}) =>
      service.client.send(new GetFindingsReportAccountSummaryCommand(more));
    const first = await summary({ maxResults: 2 });
    assert.deepEqual(told(first.reportSummaries), [
      'demo 0 06:00 - 0 07:00: 0',
      'second 0 08:00 - 0 09:00: 1',
    ]);
    const second = await summary({ maxResults: 2, nextToken: first.nextToken });
    assert.deepEqual(told(second.reportSummaries), ['third 0 08:00 - 0 09:00: 1']);
    assert.equal(second.nextToken, undefined);
    assert.deepEqual((await summary({ dailyReportsOnly: true })).reportSummaries, []);
  });

  it('are kept for 30 days, and are gone with their group', async () => {
    await post(NEW_YEAR + 8 * HOUR, 60);
    await at(NEW_YEAR + 10 * HOUR);
    now = NEW_YEAR + 30 * DAY;
    await expireAll(service.service);
    assert.equal((await reports())?.length, 1);
    now = NEW_YEAR + 30 * DAY + 9 * HOUR;
    await expireAll(service.service);
    await reportAll(service.service);
    assert.deepEqual(await reports(), []);

    const recent = now - 3 * HOUR;
    await post(recent, 60);
    await reportAll(service.service);
    await service.client.send(new DeleteProfilingGroupCommand({ profilingGroupName: 'demo' }));
    await reportAll(service.service);
    const summaries = await service.client.send(new GetFindingsReportAccountSummaryCommand({}));
    assert.deepEqual(summaries.reportSummaries, []);
  });

  it('are caught up on after a stop, with events of the newest hour alone', async () => {
    for (const hour of [1, 2, 3, 4]) {
      await post(NEW_YEAR + hour * HOUR, 60);
    }
    await at(NEW_YEAR + 10 * HOUR);
    assert.equal((await reports())?.length, 4);
    assert.deepEqual(events(), ['ONGOING 0 04:00 -']);
  });

  const bodies = () =>
    service.service.store.events.after(0, 100).map(({ body }) => JSON.parse(body) as EventForm);
  /** Status, start and end. */
  const events = () =>
    bodies().map(({ detail: { status, eventStartTime, eventEndTime } }) => {
      const end = eventEndTime === undefined ? '-' : sinceThatDay(new Date(eventEndTime));
      return `${status} ${sinceThatDay(new Date(eventStartTime))} ${end}`;
    });

  describe('tell a recommendation by events', () => {
    it('in the form of EventBridge', async () => {
      await post(NEW_YEAR + 8 * HOUR, 60);
      await at(NEW_YEAR + 10 * HOUR);
      const [{ id, time, detail, ...event }] = bodies();
      assert.match(id, /^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/);
      assert.equal(sinceThatDay(new Date(time)), '0 10:00');
      for (const one of [time, detail.expiresOn, detail.eventStartTime]) {
        assert.match(one, /T\d\d:\d\d:\d\dZ$/, 'whole seconds, as EventBridge writes them');
      }
      assert.deepEqual(event, {
        version: '0',
        'detail-type': 'CodeGuru Profiler Recommendations State Change',
        source: 'aws.codeguru-profiler',
        account: '000000000000',
        region: 'us-east-1',
        resources: ['arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/demo'],
      });
      const { deduplicationId, sourceUrl, recommendation, title, expiresOn, eventStartTime, ...rest } =
        detail;
      assert.deepEqual(rest, {
        schema: '2021-08-30',
        severity: 'MEDIUM',
        status: 'ONGOING',
        computeInstanceArns: ['arn:aws:lambda:us-east-1:012345678912:function:shop'],
      });
      assert.deepEqual(
        [expiresOn, eventStartTime].map((one) => sinceThatDay(new Date(one))),
        ['1 10:00', '0 08:00'],
      );
      assert.match(deduplicationId, /^[a-z0-9]{32}$/);
      const url = new URL(sourceUrl, 'https://console');
      assert.equal(url.pathname, '/codeguru/profiler/recommendations-report');
      assert.deepEqual(
        [...url.searchParams].map(
          ([name, value]) => `${name} ${name.endsWith('Time') ? sinceThatDay(new Date(value)) : value}`,
        ),
        ['endTime 0 09:00', 'profilingGroupName demo', 'region us-east-1', 'startTime 0 08:00'],
      );
      assert.match(title.value, /client/i);
      assert.equal(recommendation.name.value, title.value);
      assert.match(
        recommendation.reason.value,
        /^60\.0 % of the samples lie in one place; [\d.]+ % is where/,
      );
      assert.ok(
        recommendation.description.value.length > 20 && recommendation.resolutionSteps.value.length > 20,
      );
    });

    it('again every 24 hours, and at its end after three hours with profiles and without it', async () => {
      for (let hour = 0; hour < 49; hour++) {
        now = NEW_YEAR + (hour + 1) * HOUR;
        await post(NEW_YEAR + hour * HOUR, hour % 3 === 0 && hour < 46 ? 60 : 0);
        await at(NEW_YEAR + (hour + 1) * HOUR + 10 * MINUTE);
      }
      assert.deepEqual(events(), ['ONGOING 0 00:00 -', 'ONGOING 0 00:00 -', 'CLOSED 0 00:00 1 22:00']);
      const all = bodies();
      assert.deepEqual(
        all.map(({ time }) => sinceThatDay(new Date(time))),
        ['0 01:10', '1 01:10', '2 01:10'],
      );
      assert.equal(new Set(all.map(({ detail }) => detail.deduplicationId)).size, 1);
      assert.equal(new Set(all.map(({ id }) => id)).size, 3);
      await post(NEW_YEAR + 2 * DAY + HOUR, 60);
      await at(NEW_YEAR + 2 * DAY + 2 * HOUR + 10 * MINUTE);
      assert.equal(events().at(-1), 'ONGOING 2 01:00 -');
      assert.notEqual(bodies().at(-1)?.detail.deduplicationId, all[0].detail.deduplicationId);
    });

    it('at its end when the group has been silent for 24 hours', async () => {
      await post(NEW_YEAR + 8 * HOUR, 60);
      await at(NEW_YEAR + 10 * HOUR);
      await at(NEW_YEAR + DAY + 9 * HOUR);
      assert.deepEqual(events(), ['ONGOING 0 08:00 -']);
      await at(NEW_YEAR + DAY + 9 * HOUR + MINUTE);
      assert.deepEqual(events(), ['ONGOING 0 08:00 -', 'CLOSED 0 08:00 0 09:00']);
      await at(NEW_YEAR + 3 * DAY);
      assert.equal(events().length, 2);
    });

    it('once, across restarts, and of no hour that was over a day ago', async () => {
      await post(NEW_YEAR - 20 * HOUR, 60);
      await at(NEW_YEAR + 10 * HOUR);
      assert.equal((await reports({ startTime: new Date(NEW_YEAR - DAY) }))?.length, 1);
      assert.deepEqual(events(), []);
      await post(NEW_YEAR + 8 * HOUR, 60);
      await at(NEW_YEAR + 10 * HOUR);
      service = await service.restart();
      await at(NEW_YEAR + 10 * HOUR + MINUTE);
      assert.deepEqual(events(), ['ONGOING 0 08:00 -']);
    });

    it('and go on when the clock was ahead once and is right again', async () => {
      const report = async (start: number, percent: number) => {
        now = start + HOUR;
        await post(start, percent);
        await at(start + HOUR + 10 * MINUTE);
      };
      await report(NEW_YEAR + 3 * DAY + 8 * HOUR, 60);
      await report(NEW_YEAR + 8 * HOUR, 60);
      await report(NEW_YEAR + DAY + 8 * HOUR, 60);
      for (const hour of [9, 10, 11]) {
        await report(NEW_YEAR + DAY + hour * HOUR, 0);
      }
      assert.deepEqual(
        bodies().map(({ time, detail: { status } }) => `${status} ${sinceThatDay(new Date(time))}`),
        ['ONGOING 3 09:10', 'ONGOING 1 09:10', 'CLOSED 1 12:10'],
      );
    });

    it('for 30 days', async () => {
      await post(NEW_YEAR + 8 * HOUR, 60);
      await at(NEW_YEAR + 10 * HOUR);
      now = NEW_YEAR + 30 * DAY + 9 * HOUR;
      await expireAll(service.service);
      assert.equal(events().length, 1);
      now = NEW_YEAR + 30 * DAY + 11 * HOUR;
      await expireAll(service.service);
      assert.deepEqual(events(), []);
    });
  });

  describe('tell an anomaly', () => {
    /** A day and two hours of 10 %, then two of 70 %, and what else. */
    const rise = async (...after: number[]) => {
      const percents = [...Array.from({ length: 26 }, () => 1), 70, 70, ...after];
      for (const [hour, percent] of percents.entries()) {
        const start = NEW_YEAR + hour * HOUR;
        now = start + HOUR;
        await post(start, percent);
        await at(start + HOUR + 10 * MINUTE);
      }
    };
    const anomalies = async (start = NEW_YEAR, end = NEW_YEAR + 2 * DAY) => {
      const { anomalies: found = [] } = await service.client.send(
        new GetRecommendationsCommand({
          profilingGroupName: 'demo',
          startTime: new Date(start),
          endTime: new Date(end),
        }),
      );
      return found;
    };
    const anomalyEvents = () =>
      bodies()
        .filter((event) => event['detail-type'] === 'CodeGuru Profiler Anomalies State Change')
        .map(({ detail }) => `${detail.status} ${detail.title.value}`);

    it('in GetRecommendations and by events, while it goes on and afterwards', async () => {
      await rise();
      const [anomaly, ...others] = await anomalies();
      assert.deepEqual(others, []);
      assert.deepEqual(anomaly.metric, {
        frameName: 'botocore.session:Session:create_client',
        type: 'AggregatedRelativeTotalTime',
        threadStates: ['RUNNABLE', 'BLOCKED', 'NATIVE'],
      });
      assert.equal(
        anomaly.reason,
        'It took 70.0 % of CPU time for two hours; in the 26 hours before, usually 1.0 % (half of them within 0.0 points of that).',
      );
      assert.deepEqual(
        anomaly.instances?.map(({ startTime, endTime, userFeedback }) => [
          sinceThatDay(startTime),
          endTime,
          userFeedback,
        ]),
        [['1 02:00', undefined, undefined]],
      );
      const title = 'botocore.session:Session:create_client takes more CPU time than usual';
      assert.deepEqual(anomalyEvents(), [`ONGOING ${title}`]);
      assert.deepEqual(await anomalies(NEW_YEAR, NEW_YEAR + DAY), []);

      now = NEW_YEAR + 29 * HOUR;
      await post(NEW_YEAR + 28 * HOUR, 1);
      await at(NEW_YEAR + 29 * HOUR + 10 * MINUTE);
      assert.deepEqual(anomalyEvents(), [`ONGOING ${title}`, `CLOSED ${title}`]);
      assert.equal(sinceThatDay((await anomalies())[0].instances?.[0].endTime), '1 04:00');
      assert.equal((await anomalies(NEW_YEAR + 27 * HOUR, NEW_YEAR + 40 * HOUR)).length, 1);
      assert.deepEqual(await anomalies(NEW_YEAR + 28 * HOUR, NEW_YEAR + 40 * HOUR), []);
    });

    it('whatever the name of the function', async () => {
      const name = '\u0000\ud800\u202e`](command:x)\n__proto__';
      for (let hour = 0; hour < 30; hour++) {
        const start = NEW_YEAR + hour * HOUR;
        now = start + HOUR;
        const [samples, rest] = hour < 26 ? [10, 990] : [700, 300];
        const children = `{${JSON.stringify(name)}:{"counts":{"RUNNABLE":${samples}}},"__proto__":{"counts":{"RUNNABLE":${rest}}}}`;
        await service.client.send(
          new PostAgentProfileCommand({
            profilingGroupName: 'demo',
            contentType: 'application/json',
            agentProfile: Buffer.from(
              `{"start":${start},"end":${start + 5000},"callgraph":{"children":${children}}}`,
            ),
          }),
        );
        await at(start + HOUR + 10 * MINUTE);
      }
      const [{ metric, instances }, ...others] = await anomalies();
      assert.deepEqual([others.length, instances?.length], [0, 1]);
      assert.equal(metric?.frameName, name);
      assert.equal(bodies().length, 1);
      assert.ok(!service.service.store.events.after(0, 1)[0].body.includes('\n'));
      await at(NEW_YEAR + 30 * HOUR + DAY + MINUTE);
      assert.match(anomalyEvents().at(-1) ?? '', /^CLOSED/);
    });

    it('to its end when the group falls silent', async () => {
      await rise();
      await at(NEW_YEAR + 28 * HOUR + DAY + MINUTE);
      assert.equal(sinceThatDay((await anomalies())[0].instances?.[0].endTime), '1 04:00');
      assert.match(anomalyEvents().at(-1) ?? '', /^CLOSED/);
    });

    it('together with the feedback on it, of which the last counts', async () => {
      await rise();
      await create('other');
      const [{ instances = [] }] = await anomalies();
      const anomalyInstanceId = instances[0].id ?? '';
      const submit = (more: object) =>
        service.client.send(
          new SubmitFeedbackCommand({
            profilingGroupName: 'demo',
            anomalyInstanceId,
            type: 'Positive',
            ...more,
          }),
        );
      const answer = await submit({ comment: 'a deployment' });
      assert.equal(answer.$metadata.httpStatusCode, 204);
      assert.deepEqual((await anomalies())[0].instances?.[0].userFeedback, { type: 'Positive' });
      await submit({ type: 'Negative' });
      service = await service.restart();
      assert.deepEqual((await anomalies())[0].instances?.[0].userFeedback, { type: 'Negative' });
      const unknown = '00000000-0000-0000-0000-000000000000';
      for (const wrong of [
        { anomalyInstanceId: unknown },
        { profilingGroupName: 'other' },
        { profilingGroupName: 'nobody' },
      ]) {
        assert.match(await errorOf(submit(wrong)), /^ResourceNotFoundException 404/);
      }
      assert.match(await errorOf(submit({ type: 'Neutral' })), /^ValidationException 400/);
      assert.match(await errorOf(submit({ anomalyInstanceId: 'x' })), /^ValidationException 400/);
    });
  });
});
