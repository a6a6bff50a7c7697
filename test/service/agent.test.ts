import {
  ConfigureAgentCommand,
  CreateProfilingGroupCommand,
  DescribeProfilingGroupCommand,
  GetProfileCommand,
  PostAgentProfileCommand,
  UntagResourceCommand,
  UpdateProfilingGroupCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { agentProfile, MINUTE, NEW_YEAR, samplesOf } from './agent-profiles';
import type { TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

describe('an agent', () => {
  let service: TestService;
  afterEach(() => service.end());

  const start = async (options = {}, group = {}) => {
    service = await startTestService(options);
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token', ...group }),
    );
  };
  const configure = (input = {}) =>
    service.client.send(
      new ConfigureAgentCommand({ profilingGroupName: 'demo', fleetInstanceId: 'host-1', ...input }),
    );
  const post = (profile: Uint8Array, more = {}) =>
    service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName: 'demo',
        agentProfile: profile,
        contentType: 'application/json',
        ...more,
      }),
    );
  const stored = async (period = 'P1D') => {
    const { profile } = await service.client.send(
      new GetProfileCommand({ profilingGroupName: 'demo', accept: 'application/json', period }),
    );
    return samplesOf(profile);
  };

  it('is told what AWS tells it', async () => {
    await start();
    assert.deepEqual((await configure()).configuration, {
      shouldProfile: true,
      periodInSeconds: 300,
      agentParameters: {
        SamplingIntervalInMilliseconds: '1000',
        ReportingIntervalInMilliseconds: '300000',
        MinimumTimeForReportingInMilliseconds: '60000',
        MaxStackDepth: '1000',
        MemoryUsageLimitPercent: '10',
      },
    });
  });

  it('reports every few seconds under --fast, in values that the Python agent does not reject as a whole', async () => {
    await start({ fast: true });
    const { periodInSeconds = 0, agentParameters } = (await configure()).configuration ?? {};
    assert.equal(periodInSeconds, 5);
    assert.equal(agentParameters?.SamplingIntervalInMilliseconds, '100');
    assert.equal(agentParameters?.MemoryUsageLimitPercent, '90');
    assert.ok(periodInSeconds * 1000 >= Number(agentParameters?.MinimumTimeForReportingInMilliseconds));
  });

  it('reports as fast as the tag of its group says, whatever the service does for others', async () => {
    for (const fast of [false, true]) {
      await start({ fast }, { tags: { 'burnline:fast': String(!fast) } });
      assert.equal((await configure()).configuration?.periodInSeconds, fast ? 300 : 5);
      const resourceArn = 'arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/demo';
      await service.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['burnline:fast'] }));
      assert.equal((await configure()).configuration?.periodInSeconds, fast ? 5 : 300);
      if (!fast) await service.end();
    }
  });

  it('is told to stop while its group is switched off', async () => {
    await start();
    await service.client.send(
      new UpdateProfilingGroupCommand({
        profilingGroupName: 'demo',
        agentOrchestrationConfig: { profilingEnabled: false },
      }),
    );
    assert.equal((await configure()).configuration?.shouldProfile, false);
  });

  it('leaves its times in the status of the group', async () => {
    let now = Date.now();
    await start({ clock: () => now });
    await configure();
    const orchestrated = now;
    now += 5000;
    await post(agentProfile({ work: 1 }, { start: NEW_YEAR + 7 * MINUTE }));
    const { profilingGroup } = await service.client.send(
      new DescribeProfilingGroupCommand({ profilingGroupName: 'demo' }),
    );
    assert.deepEqual(profilingGroup?.profilingStatus, {
      latestAgentOrchestratedAt: new Date(orchestrated),
      latestAgentProfileReportedAt: new Date(now),
      latestAggregatedProfile: { period: 'PT5M', start: new Date(NEW_YEAR + 5 * MINUTE) },
    });
  });

  it('is told when its group does not exist', async () => {
    await start();
    assert.match(
      await errorOf(configure({ profilingGroupName: 'none' })),
      /^ResourceNotFoundException 404: .*none does not/,
    );
    assert.match(
      await errorOf(post(agentProfile({}), { profilingGroupName: 'none' })),
      /^ResourceNotFoundException 404/,
    );
  });

  it('that does not run on Lambda is refused by a group for Lambda, in the words of the guide', async () => {
    await start({}, { computePlatform: 'AWSLambda' });
    const expected =
      'ValidationException 400: Profiling group is configured for AWS Lambda compute platform, whereas CodeGuru Profiler ' +
      "agent is not running on AWS Lambda. Please refer to CodeGuru Profiler's documentation to learn more.";
    assert.equal(await errorOf(configure()), expected);
    assert.equal(await errorOf(post(agentProfile({ work: 1 }))), expected);
  });

  it('that runs on Lambda is served by a group for Lambda', async () => {
    await start({}, { computePlatform: 'AWSLambda' });
    assert.equal(
      (await configure({ metadata: { ComputePlatform: 'AWSLambda' } })).configuration?.shouldProfile,
      true,
    );
    await post(
      agentProfile(
        { work: 3 },
        { fleetInfo: { computeType: 'aws_lambda', functionArn: 'arn:aws:lambda:x' } },
      ),
    );
    assert.deepEqual(await stored(), { work: 3 });
  });

  it('may repeat a post with its token, also after a restart', async () => {
    await start();
    for (let attempt = 0; attempt < 2; attempt++) {
      const answer = await post(agentProfile({ work: 3 }), { profileToken: 'once' });
      assert.equal(answer.$metadata.httpStatusCode, 204);
    }
    service = await service.restart();
    await post(agentProfile({ work: 3 }), { profileToken: 'once' });
    await post(agentProfile({ work: 4 }), { profileToken: 'twice' });
    assert.deepEqual(await stored(), { work: 7 });
  });

  it('may post without a token: every such post counts', async () => {
    await start();
    const target = '/profilingGroups/demo/agentProfile';
    for (let i = 0; i < 2; i++) {
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const answer = await sendSigned(service.address, {
        method: 'POST',
        target,
        headers,
        body: agentProfile({ work: 3 }),
      });
      assert.equal(answer.status, 204);
    }
    assert.deepEqual(await stored(), { work: 6 });
  });

  it('may compress what it posts', async () => {
    await start();
    const answer = await sendSigned(service.address, {
      method: 'POST',
      target: '/profilingGroups/demo/agentProfile?profileToken=t',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(agentProfile({ work: 3 })),
    });
    assert.equal(answer.status, 204);
    assert.deepEqual(await stored(), { work: 3 });
  });

  const clocks: [where: string, minutes: number, answer: RegExp][] = [
    ['14 minutes ahead', 14, /^no error$/],
    ['16 minutes ahead', 16, /^ValidationException 400: .*more than 15 minutes from now .*set the clock/],
    ['ten years behind', -10 * 365 * 24 * 60, /^ValidationException 400: .*kept for three years/],
  ];
  for (const [where, minutes, answer] of clocks) {
    it(`that is ${where} is ${answer.test('no error') ? 'filed under its own time' : 'told so'}`, async () => {
      const now = Date.now();
      await start({ clock: () => now });
      const time = now + minutes * MINUTE - 5000;
      assert.match(await errorOf(post(agentProfile({ work: 1 }, { start: time }))), answer);
    });
  }

  it('may name frames as it likes', async () => {
    await start();
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'x'.repeat(1024 * 1024),
      '\u202eright to left',
      '\u0000\u001b[31m',
      '<img src=x onerror=alert(1)>',
      '"',
      '\\',
      '',
      '\ud83d\ude00',
    ];
    const counts = Object.fromEntries(names.map((name, index) => [name, index + 1]));
    Object.defineProperty(counts, '__proto__', { value: 1, enumerable: true });
    await post(agentProfile(counts));
    await post(agentProfile(counts));
    const expected = names
      .map((name, index) => [name, 2 * (index + 1)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(
      Object.entries(await stored()).sort(([a], [b]) => (a < b ? -1 : 1)),
      expected,
    );
  });
});
