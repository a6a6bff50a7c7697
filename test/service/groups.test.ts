import {
  CreateProfilingGroupCommand,
  DeleteProfilingGroupCommand,
  DescribeProfilingGroupCommand,
  ListProfilingGroupsCommand,
  ListTagsForResourceCommand,
  PostAgentProfileCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateProfilingGroupCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync } from 'node:zlib';
import { files } from '../../src/service/handshake';
import { clearAll, foldAll } from '../../src/service/housekeeping';
import { agentProfile, NEW_YEAR } from './agent-profiles';
import { errorOf } from './sdk-errors';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

describe('profiling groups and their tags', () => {
  let service: TestService;
  let now = Date.UTC(2026, 0, 1, 12, 30, 15, 250);
  beforeEach(async () => {
    service = await startTestService({ clock: () => now });
  });
  afterEach(() => service.end());

  // Times are checked against the real clock by the signature, so the tests' clock follows it.
  before(() => {
    now = Date.now();
  });

  const create = (profilingGroupName: string, clientToken = profilingGroupName, more = {}) =>
    service.client.send(new CreateProfilingGroupCommand({ profilingGroupName, clientToken, ...more }));
  const describeGroup = (profilingGroupName: string) =>
    service.client.send(new DescribeProfilingGroupCommand({ profilingGroupName }));
  const names = async () =>
    (await service.client.send(new ListProfilingGroupsCommand({}))).profilingGroupNames;
  const arnOf = (name: string) => `arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/${name}`;

  it('are described as they were created', async () => {
    const more = {
      computePlatform: 'AWSLambda' as const,
      tags: { team: 'Größe' },
      agentOrchestrationConfig: { profilingEnabled: false },
    };
    const created = await create('demo', 'token', more);
    assert.equal(created.$metadata.httpStatusCode, 201);
    assert.deepEqual(created.profilingGroup, {
      name: 'demo',
      arn: arnOf('demo'),
      computePlatform: 'AWSLambda',
      agentOrchestrationConfig: { profilingEnabled: false },
      createdAt: new Date(now),
      updatedAt: new Date(now),
      profilingStatus: {},
      tags: { team: 'Größe' },
    });
    assert.deepEqual((await describeGroup('demo')).profilingGroup, created.profilingGroup);
  });

  it('are created once however often the same request is sent, and refused when it says something else', async () => {
    const first = await create('demo', 'token', { tags: { a: '1', b: '2' } });
    const retried = await create('demo', 'token', { tags: { b: '2', a: '1' } });
    assert.deepEqual(retried.profilingGroup, first.profilingGroup);
    assert.match(
      await errorOf(create('demo', 'token')),
      /^ConflictException 409: The clientToken token was used before/,
    );
    assert.match(await errorOf(create('other', 'token')), /^ConflictException 409: The clientToken/);
    assert.match(
      await errorOf(create('demo', 'fresh')),
      /^ConflictException 409: Profiling group with name demo already exists/,
    );
    assert.deepEqual(await names(), ['demo']);
  });

  it('are listed page by page, each once, also while groups come and go', async () => {
    for (const name of ['c', 'a', 'b', 'e', 'd']) {
      await create(name);
    }
    const first = await service.client.send(new ListProfilingGroupsCommand({ maxResults: 2 }));
    await service.client.send(new DeleteProfilingGroupCommand({ profilingGroupName: 'a' }));
    await create('f');
    const rest = await service.client.send(
      new ListProfilingGroupsCommand({ maxResults: 4, nextToken: first.nextToken, includeDescription: true }),
    );
    assert.match(first.nextToken ?? '', /^[\w-]{1,64}$/);
    assert.deepEqual(first.profilingGroupNames, ['c', 'a']);
    assert.equal(first.profilingGroups, undefined);
    assert.deepEqual(rest.profilingGroupNames, ['b', 'e', 'd', 'f']);
    assert.deepEqual(
      rest.profilingGroups?.map(({ arn }) => arn),
      ['b', 'e', 'd', 'f'].map(arnOf),
    );
    assert.equal(rest.nextToken, undefined);
  });

  it('refuse tokens that are not theirs', async () => {
    const list = service.client.send(new ListProfilingGroupsCommand({ nextToken: 'abc' }));
    assert.match(await errorOf(list), /^ValidationException 400: The value at 'nextToken' does not belong/);
  });

  it('are switched off and on', async () => {
    await create('demo');
    now += 1000;
    const update = (profilingEnabled: boolean) =>
      service.client.send(
        new UpdateProfilingGroupCommand({
          profilingGroupName: 'demo',
          agentOrchestrationConfig: { profilingEnabled },
        }),
      );
    const { profilingGroup } = await update(false);
    assert.equal(profilingGroup?.agentOrchestrationConfig?.profilingEnabled, false);
    assert.deepEqual(profilingGroup?.updatedAt, new Date(now));
    await update(true);
    assert.equal(
      (await describeGroup('demo')).profilingGroup?.agentOrchestrationConfig?.profilingEnabled,
      true,
    );
  });

  it('go with all that was posted to them', async () => {
    await create('demo');
    const post = () =>
      service.client.send(
        new PostAgentProfileCommand({
          profilingGroupName: 'demo',
          agentProfile: agentProfile({ work: 1 }),
          contentType: 'application/json',
          profileToken: 'same',
        }),
      );
    await post();
    const deleted = await service.client.send(
      new DeleteProfilingGroupCommand({ profilingGroupName: 'demo' }),
    );
    assert.equal(deleted.$metadata.httpStatusCode, 204);
    assert.match(
      await errorOf(describeGroup('demo')),
      /^ResourceNotFoundException 404: .*demo does not exist/,
    );
    assert.match(await errorOf(post()), /^ResourceNotFoundException 404/);
    await create('demo');
    assert.deepEqual((await describeGroup('demo')).profilingGroup?.profilingStatus, {});
  });

  it('leave nothing on the disk, bit by bit, in the background, also over a restart', async () => {
    await create('demo');
    await create('other');
    const [demo, other] = ['demo', 'other'].map((name) => service.service.store.groups.find(name)?.id ?? 0);
    const many = (group: number, count: number) =>
      Array.from({ length: count }, (_, number) => ({
        group,
        token: `token-${number}`,
        start: NEW_YEAR + number * 1000,
        receivedAt: now,
        format: 'json',
        body: deflateSync(agentProfile({ work: 1 }, { start: NEW_YEAR + number * 1000 })),
      }));
    service.service.store.profiles.insert([...many(demo, 1200), ...many(other, 3)]);
    service.service.store.policies.put(demo, { revisionId: 'r', principals: ['p'] });
    await service.client.send(new DeleteProfilingGroupCommand({ profilingGroupName: 'demo' }));
    await create('demo', 'other-token');

    const rows = () => {
      const database = new DatabaseSync(files.database(service.address.dataFolder), { readOnly: true });
      const counts = ['profiling_group', 'agent_profile', 'aggregate', 'policy'].map(
        (table) => database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count,
      );
      database.close();
      return counts.join(' ');
    };
    assert.equal(rows(), '3 1203 9 1', 'nothing is removed while somebody waits');
    assert.deepEqual(service.service.store.profiles.insert(many(demo, 1)), [false]);
    assert.deepEqual(await names(), ['other', 'demo']);
    await service.service.engine.tend('clearDeleted', { limit: 500 });
    assert.equal(rows(), '3 703 3 1');
    service = await service.restart();
    await foldAll(service.service);
    await clearAll(service.service);
    assert.equal(rows(), '2 3 3 0');
    assert.deepEqual(await names(), ['other', 'demo']);
  });

  it('number 500 at most', async () => {
    for (let i = 0; i < 500; i++) {
      await create(`group-${i}`);
    }
    assert.match(await errorOf(create('one-more')), /^ServiceQuotaExceededException 402: There are 500/);
  }).timeout(60_000);

  it('survive a restart with tags and status', async () => {
    await create('demo', 'token', { tags: { a: '1' } });
    const before = (await describeGroup('demo')).profilingGroup;
    service = await service.restart();
    assert.deepEqual((await describeGroup('demo')).profilingGroup, before);
  });

  it('are tagged, retagged and untagged by ARN', async () => {
    const resourceArn = arnOf('demo');
    const tags = async () =>
      (await service.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
    await create('demo', 'token', { tags: { a: '1' } });
    const tagged = await service.client.send(
      new TagResourceCommand({ resourceArn, tags: { a: '2', 'b/c d': '@=+', __proto: '' } }),
    );
    assert.equal(tagged.$metadata.httpStatusCode, 204);
    assert.deepEqual(await tags(), { a: '2', 'b/c d': '@=+', __proto: '' });
    await service.client.send(
      new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'b/c d', 'not there'] }),
    );
    assert.deepEqual(await tags(), { __proto: '' });
  });

  const badArns: [string, RegExp][] = [
    ['demo', /^ValidationException 400: .*'resourceArn'.*ARN of a profiling group/],
    ['arn:aws:s3:::demo', /^ValidationException 400/],
    [
      'arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/none',
      /^ResourceNotFoundException 404/,
    ],
    [
      'arn:aws:codeguru-profiler:eu-west-1:000000000000:profilingGroup/demo',
      /^ResourceNotFoundException 404/,
    ],
    [
      'arn:aws:codeguru-profiler:us-east-1:111111111111:profilingGroup/demo',
      /^ResourceNotFoundException 404/,
    ],
  ];
  for (const [resourceArn, expected] of badArns) {
    it(`have no tags under ${resourceArn}`, async () => {
      await create('demo');
      assert.match(
        await errorOf(service.client.send(new ListTagsForResourceCommand({ resourceArn }))),
        expected,
      );
    });
  }

  it('have at most 50 tags, those that they have already among them', async () => {
    const many = (count: number, key: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${key}${index}`, '']));
    const refused = /^ValidationException 400: .*at most 50 tags, not 51/;
    assert.match(await errorOf(create('demo', 'demo', { tags: many(51, 'k') })), refused);
    assert.deepEqual(await names(), []);
    await create('demo', 'demo', { tags: many(49, 'k') });
    const tag = (tags: Record<string, string>) =>
      service.client.send(new TagResourceCommand({ resourceArn: arnOf('demo'), tags }));
    assert.match(await errorOf(tag(many(2, 'new'))), refused);
    await tag({ ...many(49, 'k'), new: '' });
  });

  const tags: [key: string, value: string, complaint?: RegExp][] = [
    ['k'.repeat(128), 'v'.repeat(256)],
    ['𠮷'.repeat(128), '𠮷'.repeat(256)],
    ['team_1.a:b/c=d+e-f@g h', ''],
    ['Größe\u00a0日本', '٣'],
    ['burnline:fast', 'true'],
    ['burnline:fast', 'yes', /its value is 'true' or 'false'/],
    ['k'.repeat(129), '', /1 to 128 characters/],
    ['', '', /1 to 128 characters/],
    ['k', 'v'.repeat(257), /at most 256/],
    ['k', 'a&b', /letters, digits, spaces or one of/],
    ['🔥', '', /letters, digits, spaces or one of/],
    ['tab\there', '', /letters, digits, spaces or one of/],
    ['aws:team', '', /aws: are reserved/],
    ['AWS:team', '', /aws: are reserved/],
  ];
  for (const [key, value, complaint] of tags) {
    const drawn = `${JSON.stringify(key.slice(0, 30))}: ${JSON.stringify(value.slice(0, 30))}`;
    it(`${complaint ? 'refuse' : 'take'} the tag ${drawn} of ${key.length} and ${value.length}`, async () => {
      const created = create('demo', 'demo', { tags: { [key]: value } });
      if (complaint === undefined) {
        assert.deepEqual((await created).profilingGroup?.tags, { [key]: value });
        return;
      }
      const error = await errorOf(created);
      assert.match(error, /^ValidationException 400: The tag '/);
      assert.match(error, complaint);
    });
  }
});
