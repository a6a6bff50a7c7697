import assert from 'node:assert/strict';
import { HOUR } from '../../agent-profiles';
import type { Case, Scene } from '../case';
import { walk } from '../case';
import type { Members } from '../client';
import { HOUR_AGO, iso, range } from './inputs';

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

/** One report an hour for each of three hours that are over. */
async function makeReports(scene: Scene): Promise<Members> {
  for (const hours of [2, 1, 0]) {
    await scene.call('PostAgentProfile', wasteful(scene.group, HOUR_AGO - hours * HOUR));
  }
  await scene.keepHouse();
  return { profilingGroupName: scene.group, ...range(HOUR_AGO - 3 * HOUR, HOUR_AGO + HOUR) };
}

interface Summary {
  readonly id: string;
  readonly profilingGroupName: string;
  readonly profileStartTime: string;
  readonly profileEndTime: string;
  readonly totalNumberOfFindings: number;
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
      assert.deepEqual(
        reports.map(({ profileStartTime }) => profileStartTime).sort(),
        [2, 1, 0].map((hours) => iso(HOUR_AGO - hours * HOUR)),
      );
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
    operation: 'GetFindingsReportAccountSummary',
    shows: 'success',
    does: 'answers reports of all groups, the daily ones alone if asked',
    async run(scene) {
      await makeReports(scene);
      const summaries = async (more: Members) =>
        (await scene.call('GetFindingsReportAccountSummary', { maxResults: 1000, ...more }))
          .reportSummaries as Summary[];
      const own = (await summaries({})).filter(
        ({ profilingGroupName }) => profilingGroupName === scene.group,
      );
      assert.ok(own.length >= 1);
      assert.ok(own.every(({ id, totalNumberOfFindings }) => UUID.test(id) && totalNumberOfFindings >= 1));
      for (const { profileStartTime, profileEndTime } of await summaries({ dailyReportsOnly: true })) {
        assert.equal(Date.parse(profileEndTime) - Date.parse(profileStartTime), 24 * HOUR);
      }
    },
  },
  {
    operation: 'GetFindingsReportAccountSummary',
    shows: 'paging',
    does: 'gives every report once, in the order of the unpaged list',
    async run(scene) {
      await makeReports(scene);
      const { reportSummaries: all } = await scene.call('GetFindingsReportAccountSummary', {
        maxResults: 1000,
      });
      assert.ok((all as unknown[]).length >= 1);
      const { items } = await walk(scene, 'GetFindingsReportAccountSummary', {}, 'reportSummaries', 2);
      assert.deepEqual(items, all);
    },
  },
  {
    operation: 'SubmitFeedback',
    shows: 'success',
    does: 'keeps what was said of an anomaly with it, the last word counting, also after a restart',
    async run(scene) {
      const { call, group } = scene;
      const anomalyInstanceId = await scene.makeAnomaly();
      const feedback = async () => {
        const { anomalies } = await call('GetRecommendations', {
          profilingGroupName: group,
          ...range(HOUR_AGO - 6 * 24 * HOUR, HOUR_AGO + HOUR),
        });
        const instances = (anomalies as { instances: { id: string; userFeedback?: unknown }[] }[]).flatMap(
          (anomaly) => anomaly.instances,
        );
        return instances.find(({ id }) => id === anomalyInstanceId)?.userFeedback;
      };
      assert.equal(await feedback(), undefined);
      const submit = (more: Members) =>
        call('SubmitFeedback', { profilingGroupName: group, anomalyInstanceId, ...more });
      assert.deepEqual(await submit({ type: 'Positive' }), {});
      assert.deepEqual(await submit({ type: 'Negative', comment: 'eine Größe 🔥' }), {});
      await scene.restart();
      assert.deepEqual(await feedback(), { type: 'Negative' });
    },
  },
];
