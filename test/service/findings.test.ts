import {
  CreateProfilingGroupCommand,
  GetRecommendationsCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { HOUR, NEW_YEAR } from './agent-profiles';
import type { TestService } from './running-service';
import { startTestService } from './running-service';
import { errorOf } from './sdk-errors';

describe('recommendations', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
  });
  after(() => service.end());

  const recommendations = (start: number, end: number) =>
    service.client.send(
      new GetRecommendationsCommand({
        profilingGroupName: 'demo',
        startTime: new Date(start),
        endTime: new Date(end),
      }),
    );

  it('are none where nothing was posted', async () => {
    const answer = await recommendations(NEW_YEAR, NEW_YEAR + HOUR);
    assert.deepEqual([answer.recommendations, answer.anomalies], [[], []]);
    assert.deepEqual(
      [answer.profileStartTime, answer.profileEndTime],
      [new Date(NEW_YEAR), new Date(NEW_YEAR + HOUR)],
    );
    assert.equal(answer.profilingGroupName, 'demo');
  });

  it('name a client that is made per call, in shapes that the SDK reads', async () => {
    const path = [
      'app:handler',
      'boto3.__init__:client',
      'boto3.session:Session:client',
      'botocore.session:Session:create_client',
    ];
    const leaf = '{"counts":{"WALL_TIME":60}}';
    const chain = path.reduceRight((inner, name) => `{"children":{${JSON.stringify(name)}:${inner}}}`, leaf);
    const callgraph = chain.replace('"children":{', '"children":{"app:work":{"counts":{"WALL_TIME":40}},');
    await service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName: 'demo',
        contentType: 'application/json',
        agentProfile: Buffer.from(
          `{"start":${NEW_YEAR},"end":${NEW_YEAR + 9000},"agentMetadata":{"agentInfo":{"type":"CodeGuruProfiler-python"}},"callgraph":${callgraph}}`,
        ),
      }),
    );
    const [found] = (await recommendations(NEW_YEAR, NEW_YEAR + HOUR)).recommendations ?? [];
    assert.match(found.pattern?.name ?? '', /client/i);
    assert.deepEqual([found.startTime, found.endTime], [new Date(NEW_YEAR), new Date(NEW_YEAR + 9000)]);
    assert.equal(found.allMatchesSum, 60);
    assert.equal(found.topMatches?.[0].thresholdBreachValue, 60);
  });

  it('need a range of at most seven days that begins before it ends', async () => {
    assert.match(
      await errorOf(recommendations(NEW_YEAR, NEW_YEAR)),
      /^ValidationException 400: The startTime must be before/,
    );
    assert.match(await errorOf(recommendations(NEW_YEAR, NEW_YEAR + 169 * HOUR)), /^ValidationException 400/);
  });
});
