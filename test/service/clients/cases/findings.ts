import assert from 'node:assert/strict';
import { DAY, HOUR } from '../../agent-profiles';
import type { Case, Scene } from '../case';
import { walk } from '../case';
import type { Members } from '../client';
import { agentProfileInput, HOUR_AGO, iso, range } from './inputs';

/** An agent profile in which a boto3 client is made per call: 60 % of it, which is a finding of its own. */
function wasteful(group: string, start: number): Members {
  const path = ['app:handler', 'boto3.__init__:client', 'boto3.session:Session:client'];
  const deepest = '"botocore.session:Session:create_client":{"counts":{"WALL_TIME":60}}';
  const chain = path.reduceRight((inner, name) => `${JSON.stringify(name)}:{"children":{${inner}}}`, deepest);
  const children = `${chain},"app:work":{"counts":{"WALL_TIME":40}}`;
  const agentProfile = Buffer.from(
    `{"start":${start},"end":${start + 9000},` +
      `"agentMetadata":{"agentInfo":{"type":"CodeGuruProfiler-python","version":"1.2.6"}},` +
      `"callgraph":{"children":{${children}}}}`,
  );
  return { profilingGroupName: group, agentProfile, contentType: 'application/json' };
}

/** Hours are reported some minutes after their end, so these are three that are long over. */
const REPORTED = [3, 2, 1].map((hours) => HOUR_AGO - hours * HOUR);

/** Reports of those hours, and of an hour and its day two days earlier. */
async function makeReports(scene: Scene, group = scene.group): Promise<Members> {
  for (const start of [HOUR_AGO - 48 * HOUR, ...REPORTED]) {
    await scene.call('PostAgentProfile', wasteful(group, start));
  }
  await scene.keepHouse();
  return { profilingGroupName: group, ...range(REPORTED[0], HOUR_AGO) };
}

/** A day in which a function takes a tenth of the time, and two hours of half: anomalies are told as hours come. */
async function makeAnomaly({ call, group, keepHouse }: Scene): Promise<void> {
  const post = (hours: number, slow: number) =>
    call(
      'PostAgentProfile',
      agentProfileInput(group, { 'app:slow': slow, 'app:rest': 500 - slow }, -60 * hours),
    );
  for (let hours = 27; hours >= 3; hours--) await post(hours, 50);
  await post(2, 250);
  await keepHouse();
  await post(1, 250);
  await keepHouse();
}

interface Summary {
  readonly id: string;
  readonly profilingGroupName: string;
  readonly profileStartTime: string;
  readonly profileEndTime: string;
  readonly totalNumberOfFindings: number;
}

interface AnomalyShape {
  readonly metric: { readonly frameName: string };
  readonly instances: readonly {
    readonly id: string;
    readonly startTime: string;
    readonly userFeedback?: { readonly type: string };
  }[];
}

const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;

/** Recommendations, reports of them, and what people say of anomalies. */
export const findingCases: readonly Case[] = [
  {
    operation: 'GetRecommendations',
    shows: 'success',
    does: 'answers the pattern that matches, where it matches, and by how much',
    async run({ call, group }) {
      await call('PostAgentProfile', wasteful(group, HOUR_AGO));
      const hour = range(HOUR_AGO, HOUR_AGO + HOUR);
      const answer = await call('GetRecommendations', {
        profilingGroupName: group,
        locale: 'en-US',
        ...hour,
      });
      assert.deepEqual(
        [answer.profilingGroupName, answer.profileStartTime, answer.profileEndTime],
        [group, hour.startTime, hour.endTime],
      );
      assert.deepEqual(answer.anomalies, []);
      const [found] = answer.recommendations as Record<string, unknown>[];
      assert.match((found.pattern as { name: string }).name, /client/i);
      assert.deepEqual([found.allMatchesCount, found.allMatchesSum], [1, 60]);
      assert.deepEqual([found.startTime, found.endTime], [iso(HOUR_AGO), iso(HOUR_AGO + 9000)]);
      const [match] = found.topMatches as Record<string, unknown>[];
      assert.equal(match.thresholdBreachValue, 60);
    },
  },
  {
    operation: 'ListFindingsReports',
    shows: 'success',
    does: 'answers a report for every hour with profiles, and how much was found in it',
    async run(scene) {
      const input = await makeReports(scene);
      const answer = await scene.call('ListFindingsReports', input);
      const reports = answer.findingsReportSummaries as Summary[];
      assert.deepEqual(reports.map(({ profileStartTime }) => profileStartTime).sort(), REPORTED.map(iso));
      for (const { id, profilingGroupName, totalNumberOfFindings, ...times } of reports) {
        assert.match(id, UUID);
        assert.equal(profilingGroupName, scene.group);
        assert.ok(totalNumberOfFindings >= 1);
        assert.equal(Date.parse(times.profileEndTime) - Date.parse(times.profileStartTime), HOUR);
      }
    },
  },
  {
    operation: 'ListFindingsReports',
    shows: 'paging',
    does: 'gives every report once, in the order of the unpaged list',
    async run(scene) {
      const input = await makeReports(scene);
      const { findingsReportSummaries: all } = await scene.call('ListFindingsReports', input);
      for (const maxResults of [1, 2]) {
        const { items, lengths } = await walk(
          scene,
          'ListFindingsReports',
          input,
          'findingsReportSummaries',
          maxResults,
        );
        assert.deepEqual(items, all);
        assert.equal(lengths.length, Math.ceil(3 / maxResults));
      }
    },
  },
  {
    operation: 'ListFindingsReports',
    shows: 'success',
    does: 'answers reports of days alone to those who ask for these, also after a restart',
    async run(scene) {
      const { profilingGroupName } = await makeReports(scene);
      const day = Math.floor((HOUR_AGO - 48 * HOUR) / DAY) * DAY;
      const input = { profilingGroupName, ...range(day, day + DAY) };
      const list = async (dailyReportsOnly: boolean) =>
        (await scene.call('ListFindingsReports', { ...input, dailyReportsOnly }))
          .findingsReportSummaries as Summary[];
      const [daily, ...others] = await list(true);
      assert.deepEqual(others, []);
      assert.deepEqual([daily.profileStartTime, daily.profileEndTime], [iso(day), iso(day + DAY)]);
      assert.deepEqual(
        (await list(false)).map(({ profileStartTime }) => profileStartTime),
        [iso(HOUR_AGO - 48 * HOUR)],
      );
      await scene.restart();
      assert.deepEqual(await list(true), [daily]);
    },
  },
  {
    operation: 'GetFindingsReportAccountSummary',
    shows: 'success',
    does: 'answers reports of every group that has one, of days alone to those who ask for these',
    async run(scene) {
      const { newName, call } = scene;
      const groups = [scene.group, newName()];
      await call('CreateProfilingGroup', { profilingGroupName: groups[1], clientToken: groups[1] });
      for (const group of groups) await makeReports(scene, group);
      for (const [dailyReportsOnly, length] of [
        [false, HOUR],
        [true, DAY],
      ] as const) {
        const answer = await call('GetFindingsReportAccountSummary', { maxResults: 1000, dailyReportsOnly });
        const summaries = answer.reportSummaries as Summary[];
        for (const group of groups) {
          assert.ok(summaries.some(({ profilingGroupName }) => profilingGroupName === group));
        }
        for (const { id, profileStartTime, profileEndTime, totalNumberOfFindings } of summaries) {
          assert.match(id, UUID);
          assert.ok(totalNumberOfFindings >= 1);
          assert.equal(Date.parse(profileEndTime) - Date.parse(profileStartTime), length);
        }
      }
    },
  },
  {
    operation: 'GetFindingsReportAccountSummary',
    shows: 'paging',
    does: 'gives every report once, in the order of the unpaged list',
    async run(scene) {
      for (const group of [scene.newName(), scene.newName()]) {
        await scene.call('CreateProfilingGroup', { profilingGroupName: group, clientToken: group });
        await makeReports(scene, group);
      }
      await makeReports(scene);
      const { reportSummaries } = await scene.call('GetFindingsReportAccountSummary', { maxResults: 1000 });
      const all = reportSummaries as Summary[];
      assert.ok(all.length >= 3);
      for (const maxResults of [1, 2]) {
        const operation = 'GetFindingsReportAccountSummary';
        const { items, lengths } = await walk(scene, operation, {}, 'reportSummaries', maxResults);
        assert.deepEqual(items, all);
        assert.equal(lengths.length, Math.ceil(all.length / maxResults));
      }
    },
  },
  {
    operation: 'SubmitFeedback',
    shows: 'success',
    does: 'keeps what was said of an anomaly with it, the last word counting, also after a restart',
    async run(scene) {
      await makeAnomaly(scene);
      const { call, group, restart } = scene;
      const anomaly = async () => {
        const sixDays = range(HOUR_AGO - 6 * DAY, HOUR_AGO);
        const { anomalies } = await call('GetRecommendations', { profilingGroupName: group, ...sixDays });
        const [{ metric, instances }] = anomalies as AnomalyShape[];
        assert.equal(metric.frameName, 'app:slow');
        assert.equal(instances[0].startTime, iso(HOUR_AGO - 2 * HOUR));
        return instances[0];
      };
      const { id: anomalyInstanceId, userFeedback } = await anomaly();
      assert.equal(userFeedback, undefined);
      const submit = (more: Members) =>
        call('SubmitFeedback', { profilingGroupName: group, anomalyInstanceId, ...more });
      assert.deepEqual(await submit({ type: 'Positive' }), {});
      assert.deepEqual((await anomaly()).userFeedback, { type: 'Positive' });
      assert.deepEqual(await submit({ type: 'Negative', comment: 'eine Größe 🔥' }), {});
      await restart();
      assert.deepEqual((await anomaly()).userFeedback, { type: 'Negative' });
    },
  },
];
