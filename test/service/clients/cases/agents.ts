import assert from 'node:assert/strict';
import { dumpBinary, dumpText } from 'ion-js';
import { samplesOf } from '../../agent-profiles';
import type { Case, Scene } from '../case';
import { agentProfileInput, HOUR_AGO, iso, range } from './inputs';

/** What agents do: ask for their configuration, and post. */
export const agentCases: readonly Case[] = [
  {
    operation: 'ConfigureAgent',
    shows: 'success',
    does: "answers AWS's own values, all of them as text, and never wrapped",
    async run({ call, group }) {
      assert.deepEqual(await call('ConfigureAgent', { profilingGroupName: group }), {
        configuration: {
          shouldProfile: true,
          periodInSeconds: 300,
          agentParameters: {
            SamplingIntervalInMilliseconds: '1000',
            ReportingIntervalInMilliseconds: '300000',
            MinimumTimeForReportingInMilliseconds: '60000',
            MaxStackDepth: '1000',
            MemoryUsageLimitPercent: '10',
          },
        },
      });
    },
  },
  {
    operation: 'ConfigureAgent',
    shows: 'success',
    does: 'takes empty metadata, and metadata of every field, of an agent on Lambda',
    async run({ call, newName }) {
      const profilingGroupName = newName();
      const clientToken = profilingGroupName;
      await call('CreateProfilingGroup', { profilingGroupName, clientToken, computePlatform: 'AWSLambda' });
      const metadata = {
        ComputePlatform: 'AWSLambda',
        AgentId: 'a2f8',
        AwsRequestId: '8476a536',
        ExecutionEnvironment: 'AWS_Lambda_python3.11',
        LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:shop',
        LambdaMemoryLimitInMB: '512',
        LambdaRemainingTimeInMilliseconds: '3000',
        LambdaTimeGapBetweenInvokesInMilliseconds: '200',
        LambdaPreviousExecutionTimeInMilliseconds: '100',
      };
      await call('ConfigureAgent', {
        profilingGroupName,
        fleetInstanceId: metadata.LambdaFunctionArn,
        metadata,
      });
    },
  },
  {
    operation: 'ConfigureAgent',
    shows: 'success',
    does: 'takes empty metadata and a fleetInstanceId of 255 characters in any writing',
    async run({ call, group, clock }) {
      const fleetInstanceId = 'ホスト'.repeat(85);
      await call('ConfigureAgent', { profilingGroupName: group, fleetInstanceId, metadata: {} });
      const { profilingGroup } = await call('DescribeProfilingGroup', { profilingGroupName: group });
      assert.deepEqual((profilingGroup as { profilingStatus: unknown }).profilingStatus, {
        latestAgentOrchestratedAt: iso(clock.now),
      });
    },
  },
  {
    operation: 'PostAgentProfile',
    shows: 'success',
    does: 'files a profile in JSON, in any writing',
    async run(scene) {
      const posted = await scene.call(
        'PostAgentProfile',
        agentProfileInput(scene.group, { 'größe:日本': 3 }),
      );
      assert.deepEqual(posted, {});
      assert.deepEqual(await samplesIn(scene), { 'größe:日本': 3 });
    },
  },
  {
    operation: 'PostAgentProfile',
    shows: 'success',
    does: 'files a profile in Ion, binary and text',
    async run(scene) {
      const input = agentProfileInput(scene.group, { work: 3 });
      const value: unknown = JSON.parse(Buffer.from(input.agentProfile as Uint8Array).toString());
      for (const agentProfile of [dumpBinary(value), Buffer.from(dumpText(value))]) {
        await scene.call('PostAgentProfile', {
          ...input,
          agentProfile,
          contentType: 'application/x-amzn-ion',
        });
      }
      assert.deepEqual(await samplesIn(scene), { work: 6 });
    },
  },
  {
    operation: 'PostAgentProfile',
    shows: 'success',
    does: 'counts a profileToken once, also after a restart, and a profile without one every time',
    async run(scene) {
      const input = agentProfileInput(scene.group, { work: 1 });
      const post = (more = {}) => scene.call('PostAgentProfile', { ...input, ...more });
      await post({ profileToken: 'same' });
      await post({ profileToken: 'same' });
      await scene.restart();
      await post({ profileToken: 'same' });
      assert.deepEqual(await samplesIn(scene), { work: 1 });
      // The clients send a new token of their own with each.
      await post();
      await post();
      assert.deepEqual(await samplesIn(scene), { work: 3 });
    },
  },
];

async function samplesIn({ call, group }: Scene): Promise<Record<string, number>> {
  const { profile } = await call('GetProfile', {
    profilingGroupName: group,
    accept: 'application/json',
    ...range(HOUR_AGO, HOUR_AGO + 3_600_000),
  });
  return samplesOf(profile as Uint8Array);
}
