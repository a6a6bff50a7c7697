import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createGateway } from '../../src/aws/gateway';
import type { Gateway } from '../../src/aws/gateway';
import type { ProfilerError } from '../../src/aws/profiler-error';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { printTree, profileOf } from '../fixtures/text-profile';
import { failure, startStub } from './stub-service';
import type { Stub, StubAnswer } from './stub-service';
import { restoreEnvironment } from '../harness/environment';

const DRAWING = 'main\n  work  3';
const PROFILE = Buffer.from(encodeAgentProfile(profileOf(DRAWING)));

/** What a gateway makes of a stub's answers: the value or the code of the error, and what it asked. */
async function ask<T>(
  answer: (request: string) => StubAnswer,
  question: (gateway: Gateway) => Promise<T>,
): Promise<{ value?: T; error?: ProfilerError; requests: readonly string[] }> {
  const stub: Stub = await startStub(answer);
  const gateway = createGateway(stub.connection);
  try {
    return { value: await question(gateway), requests: stub.requests };
  } catch (error) {
    return { error: error as ProfilerError, requests: stub.requests };
  } finally {
    gateway.dispose();
    await stub.stop();
  }
}

const RANGE = { start: Date.parse('2026-11-21T10:00:00.300Z'), end: Date.parse('2026-11-21T10:05:00.300Z') };

describe('the gateway', () => {
  it('follows pages to the end', async () => {
    const { value, requests } = await ask(
      (request) =>
        request.includes('nextToken=two')
          ? { json: { profilingGroupNames: ['b'], profilingGroups: [{ name: 'b' }] } }
          : { json: { profilingGroupNames: ['a'], profilingGroups: [{ name: 'a' }], nextToken: 'two' } },
      (gateway) => gateway.listGroups(),
    );
    assert.deepEqual(
      value?.map(({ name }) => name),
      ['a', 'b'],
    );
    assert.equal(requests.length, 2);
  });

  it('gives what is missing in a description a value, or says that it is not known', async () => {
    const { value } = await ask(
      () => ({
        json: { name: 'shop', profilingStatus: { latestAgentProfileReportedAt: '2026-11-21T10:00:00Z' } },
      }),
      (gateway) => gateway.describeGroup('shop'),
    );
    assert.deepEqual(value, {
      name: 'shop',
      arn: '',
      computePlatform: 'Default',
      createdAt: undefined,
      updatedAt: undefined,
      profilingEnabled: true,
      lastAgentSeenAt: undefined,
      lastAgentProfileAt: Date.parse('2026-11-21T10:00Z'),
      latestAggregatedProfile: undefined,
      tags: {},
    });
  });

  it('reads the history of functions as shares, without points where the service has none', async () => {
    const { value, requests } = await ask(
      () => ({
        json: {
          endTimes: [{ value: '2026-11-21T11:00:00Z' }, {}, { value: '2026-11-21T13:00:00Z' }],
          frameMetricData: [{ values: [12.5, 9, 0] }, { values: [50] }],
        },
      }),
      (gateway) =>
        gateway.getFrameMetrics('shop', {
          names: ['f', 'g', 'h'],
          states: ['RUNNABLE'],
          range: RANGE,
          step: 'PT1H',
        }),
    );
    const [eleven, one] = ['11', '13'].map((hour) => Date.parse(`2026-11-21T${hour}:00:00Z`));
    assert.deepEqual(value, [
      [
        { end: eleven, share: 0.125 },
        { end: one, share: 0 },
      ],
      [{ end: eleven, share: 0.5 }],
      [],
    ]);
    assert.match(requests[0], /^POST \/profilingGroups\/shop\/frames\/-\/metrics\?/);
    assert.match(requests[0], /targetResolution=PT1H/);
  });

  it('writes tags to the address of the group, and takes them off', async () => {
    const group = { name: 'shop', arn: 'arn:aws:codeguru-profiler:eu-west-1:1:profilingGroup/shop' };
    const address = encodeURIComponent(group.arn);
    const tagged = await ask(
      () => ({ status: 204, json: {} }),
      (gateway) => gateway.tagGroup(group, { 'burnline:revision': '3f2a1c9' }),
    );
    assert.equal(tagged.requests[0], `POST /tags/${address}`);
    const untagged = await ask(
      () => ({ status: 204, json: {} }),
      (gateway) => gateway.untagGroup(group, ['burnline:revision']),
    );
    assert.equal(untagged.requests[0], `DELETE /tags/${address}?tagKeys=burnline%3Arevision`);
  });

  it('sends the client token that this SDK does not make by itself', async () => {
    const { requests } = await ask(
      () => ({ status: 201, json: { name: 'shop' } }),
      (gateway) => gateway.createGroup('shop'),
    );
    assert.match(requests[0], /^POST \/profilingGroups\?clientToken=[\w-]{36}$/);
  });

  it('rounds times outwards, because the SDK cuts their milliseconds off', async () => {
    const { requests } = await ask(
      () => ({ body: PROFILE }),
      (gateway) => gateway.getProfile('shop', RANGE),
    );
    const query = new URL(requests[0].split(' ')[1], 'http://x').searchParams;
    assert.equal(query.get('startTime'), '2026-11-21T10:00:00Z');
    assert.equal(query.get('endTime'), '2026-11-21T10:05:01Z');
  });

  const decodes = async (answer: StubAnswer): Promise<string> => {
    const { value, error } = await ask(
      () => answer,
      (gateway) => gateway.getProfile('shop', RANGE),
    );
    return value ? printTree(value) : `${error?.code}: ${error?.message}`;
  };
  const printed = printTree(profileOf(DRAWING));

  it('reads a profile as it is, and packed whether or not its headers say so', async () => {
    assert.equal(await decodes({ body: PROFILE }), printed);
    assert.equal(
      await decodes({ body: gzipSync(PROFILE), headers: { 'content-encoding': 'gzip' } }),
      printed,
    );
    assert.equal(await decodes({ body: gzipSync(PROFILE) }), printed);
  });

  it('says of a body that is no profile what is wrong with it', async () => {
    const starts = /^unreadable: Could not read the profile of shop: /;
    const bodies: [Buffer, RegExp][] = [
      [
        Buffer.from([0xe0, 0x01, 0x00, 0xea, 0x21]),
        /it came in Amazon Ion, which Burnline does not read yet/,
      ],
      [PROFILE.subarray(0, 40), /JSON/],
      [Buffer.from([0xff, 0xfe, 0x00]), /valid/],
      [gzipSync(PROFILE).subarray(0, 30), /unexpected end/],
      [Buffer.from('[]'), /./],
    ];
    for (const [body, why] of bodies) {
      const said = await decodes({ body });
      assert.match(said, starts);
      assert.match(said, why);
    }
  });

  it('takes a range without profiles for an empty profile, and a missing group for an error', async () => {
    const missing = failure(404, 'ResourceNotFoundException', 'nothing there');
    const empty = await ask(
      (request) => (request.includes('/profile?') ? missing : { json: { name: 'shop' } }),
      (gateway) => gateway.getProfile('shop', RANGE),
    );
    assert.equal(empty.value?.samples.length, 0);
    assert.equal(empty.value.meta.end, RANGE.end);
    const gone = await ask(
      () => missing,
      (gateway) => gateway.getProfile('shop', RANGE),
    );
    assert.equal(gone.error?.code, 'not-found');
    assert.equal(
      gone.error.message,
      'Could not get the profile of shop: there is no profiling group shop. Check its name, or create it.',
    );
  });

  it('asks for the latest hour up to the newest aggregated profile', async () => {
    const status = { latestAggregatedProfile: { start: '2026-11-21T10:35:00Z', period: 'PT5M' } };
    const { requests } = await ask(
      (request) =>
        request.includes('/profile?') ? { body: PROFILE } : { json: { profilingStatus: status } },
      (gateway) => gateway.getProfile('shop', { latest: 3_600_000 }),
    );
    const query = new URL(requests[1].split(' ')[1], 'http://x').searchParams;
    assert.equal(query.get('startTime'), '2026-11-21T09:40:00Z');
    assert.equal(query.get('endTime'), '2026-11-21T10:40:00Z');
  });

  it('narrows recommendations and their times', async () => {
    const wire = {
      profilingGroupName: 'shop',
      profileStartTime: '2026-11-21T10:00:00Z',
      profileEndTime: '2026-11-21T11:00:00Z',
      anomalies: [],
      recommendations: [
        {
          allMatchesCount: 1,
          allMatchesSum: 8.2,
          pattern: { id: 'x', name: 'Clients' },
          topMatches: [{ frameAddress: '[]', thresholdBreachValue: 8.2 }],
          startTime: '2026-11-21T10:00:00Z',
          endTime: '2026-11-21T11:00:00Z',
        },
      ],
    };
    const { value } = await ask(
      () => ({ json: wire }),
      (gateway) => gateway.getRecommendations('shop', RANGE),
    );
    const [found] = value ?? [];
    assert.deepEqual(found.pattern, {
      id: 'x',
      name: 'Clients',
      description: '',
      resolutionSteps: '',
      targetFrames: [],
      thresholdPercent: 0,
      countersToAggregate: [],
    });
    assert.deepEqual(found.topMatches, [
      { targetFramesIndex: 0, frameAddress: '[]', thresholdBreachValue: 8.2 },
    ]);
    assert.equal(found.startTime, Date.parse('2026-11-21T10:00Z'));
  });

  it('ends a request when it is told to', async () => {
    const aborting = new AbortController();
    aborting.abort();
    const { error } = await ask(
      () => ({ json: {} }),
      (gateway) => gateway.listGroups(aborting.signal),
    );
    assert.equal(error?.code, 'aborted');
  });

  it('says that nobody answers, and where', async () => {
    const stub = await startStub(() => ({}));
    await stub.stop();
    const gateway = createGateway(stub.connection);
    await assert.rejects(gateway.listGroups(), {
      code: 'unreachable',
      message: `Could not list profiling groups: the embedded service does not answer at ${stub.connection.address.endpoint.slice(7)}. Refresh to start it again.`,
    });
  });

  it('looks at no AWS file and variable for the embedded service', async () => {
    // Whoever looks at one of these throws: the SDK checks them when it reads them, and only then.
    const folder = mkdtempSync(join(tmpdir(), 'burnline-aws-'));
    const config = join(folder, 'config');
    writeFileSync(
      config,
      '[default]\nmax_attempts = x\nretry_mode = x\nuse_fips_endpoint = x\nuse_dualstack_endpoint = x\n',
    );
    const before = { ...process.env };
    const poison = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config, AWS_DEFAULTS_MODE: 'x' };
    const answer = () =>
      ask(
        () => ({ json: { profilingGroupNames: [] } }),
        (gateway) => gateway.listGroups(),
      );
    try {
      Object.assign(process.env, poison);
      assert.deepEqual((await answer()).value, []);
      Object.assign(process.env, {
        AWS_MAX_ATTEMPTS: 'x',
        AWS_USE_FIPS_ENDPOINT: 'x',
        AWS_PROFILE: 'none-such',
      });
      assert.deepEqual((await answer()).value, []);
    } finally {
      restoreEnvironment(before);
      rmSync(folder, { recursive: true });
    }
  });

  it('loads the credential providers for AWS only, at the first request, and signs with what they give', async () => {
    const stub = await startStub(() => ({ json: { profilingGroupNames: [] } }));
    let loads = 0;
    const gateway = createGateway(
      { kind: 'aws', profile: 'acme', region: 'eu-west-1', endpoint: stub.connection.address.endpoint },
      async () => {
        loads += 1;
        return {
          profileCredentials: () => async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' }),
          listSharedProfiles: async () => [],
        };
      },
    );
    assert.equal(loads, 0);
    assert.deepEqual(await gateway.listGroups(), []);
    assert.equal(loads, 1);
    gateway.dispose();
    await stub.stop();
  });
});
